import { type Resource } from "../graph";
import { type Json } from "../json-shapes";
import { asBodies, type Body, joined } from "../synth-blocks";
import { type Value } from "../value";
import { Finder } from "./finder";
import { CREDENTIALS } from "./of-plan";
import { type Secrets } from "./secrets";
import { isMarkedIn, MARKING, tainted } from "./taint";

/** What a configuration is known to be, once it is read. */
export interface Read {
  readonly root: Body;
  readonly resources: readonly Resource[];
  /** The value of an expression at the top level; undefined where it isn't understood. */
  readonly valueOf: (json: Json) => Value | undefined;
}

/** Texts and numbers between the brackets of calls of `sensitive`, for where the call itself isn't understood. */
function literalsIn(text: string): string[] {
  const found: string[] = [];
  for (let rest = text, at = rest.search(MARKING); at >= 0; at = rest.search(MARKING)) {
    rest = rest.slice(rest.indexOf("(", at) + 1);
    let depth = 1;
    for (const [token] of rest.matchAll(/"(?:[^"\\]|\\.)*"|[()]|[\d.]+/g)) {
      if (token === "(") depth++;
      else if (token === ")") depth--;
      else found.push(token.replace(/^"|"$/g, ""));
      if (depth === 0) break;
    }
  }
  return found;
}

function hideMarked(finder: Finder, json: Json | undefined): void {
  if (typeof json === "string") literalsIn(json).forEach((one) => finder.hide(one));
  else if (typeof json === "object" && json !== null) Object.values(json).forEach((one) => hideMarked(finder, one));
}

function isSet(flag: Json | undefined): boolean {
  return flag !== undefined && flag !== null && flag !== false;
}

function hideCredentials(finder: Finder, json: Json, valueOf: Read["valueOf"]): void {
  if (Array.isArray(json)) return json.forEach((one) => hideCredentials(finder, one, valueOf));
  if (typeof json !== "object" || json === null) return;
  for (const [key, item] of Object.entries(json)) {
    if (CREDENTIALS.test(key)) [item, valueOf(item)].forEach((one) => finder.hide(one));
    else hideCredentials(finder, item, valueOf);
  }
}

/** Variables with `sensitive`, and what is known of their values. */
function hideVariables(finder: Finder, { root, valueOf }: Read): string[] {
  return Object.entries(joined(asBodies(root.variable))).flatMap(([name, json]) => {
    const [body] = asBodies(json);
    if (!body || !isSet(body.sensitive)) return [];
    if (body.default !== undefined) [body.default, valueOf(`\${var.${name}}`)].forEach((one) => finder.hide(one));
    return [`var.${name}`];
  });
}

function hideOutputs(finder: Finder, { root, valueOf }: Read): void {
  for (const json of Object.values(joined(asBodies(root.output))))
    for (const body of asBodies(json))
      if (isSet(body.sensitive) && body.value !== undefined) finder.hide(valueOf(body.value));
}

/**
 * What a configuration marks as sensitive: variables and outputs, credentials of providers, what `sensitive` is called
 * with, and all that depends on these.
 */
export function secretsOfSynth(read: Read): Secrets {
  const { root, resources, valueOf } = read;
  const finder = new Finder();
  for (const provider of asBodies(root.provider)) hideCredentials(finder, provider, valueOf);
  const seeds = hideVariables(finder, read);
  hideOutputs(finder, read);
  if (seeds.length > 0 || isMarkedIn(root)) {
    hideMarked(finder, root);
    const names = tainted(root, seeds);
    for (const name of names) if (name.startsWith("local.")) finder.hide(valueOf(`\${${name}}`));
    for (const { address, mode, type, name, values } of resources) {
      const block = `${mode === "data" ? "data." : ""}${type}.${name}`;
      for (const [key, value] of Object.entries(values))
        if (names.has(`${block}.${key}`)) {
          finder.own(address, value);
        }
    }
  }
  for (const { address } of resources) finder.name(address);
  return finder.secrets();
}
