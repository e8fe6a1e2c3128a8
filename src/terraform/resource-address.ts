/** A Terraform resource address in its parts; keys may hold dots, slashes, spaces and escaped quotes. */
export interface ResourceAddress {
  /** `module.a["x"].module.b`, or "" for the root module. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  /** What follows the resource, e.g. `id` or `vpc_config[0].subnet_ids`. */
  readonly rest: string;
}

const STEP = /([A-Za-z_][\w-]*)((?:\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])*)(?:\.|$)/y;

interface Step {
  readonly name: string;
  readonly index: string;
  readonly end: number;
}

function steps(text: string): Step[] | undefined {
  const found: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    found.push({ name: match[1] ?? "", index: match[2] ?? "", end: STEP.lastIndex });
  }
  return found;
}

/** `["a"]` -> "a", `[0]` -> 0; undefined for none, for `[*]` and for several. */
export function parseIndex(text: string): string | number | undefined {
  const match = /^\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\]$/.exec(text);
  if (!match) return undefined;
  return match[1] !== undefined ? Number(match[1]) : (match[2] ?? "").replace(/\\(.)/g, "$1");
}

/** 0 -> `[0]`, "a" -> `["a"]`, as Terraform writes instance keys. */
export function formatIndex(index: string | number | undefined): string {
  if (index === undefined) return "";
  return typeof index === "number" ? `[${index}]` : `["${index.replace(/["\\]/g, "\\$&")}"]`;
}

/** Joins a module path and what lies in it; either may be empty. */
export function inModule(module: string, inner: string): string {
  return module && inner ? `${module}.${inner}` : module || inner;
}

/** What was read lately: each reference of a module is looked at once for each of its instances. */
const PARSED = new Map<string, ResourceAddress | undefined>();
const MOST_PARSED = 20_000;

/**
 * Reads an address or a reference (`module.a["x"].data.aws_vpc.main[0].id`).
 * @returns undefined when the text is none
 */
export function parseAddress(text: string): ResourceAddress | undefined {
  const known = PARSED.get(text);
  if (known !== undefined || PARSED.has(text)) return known;
  if (PARSED.size >= MOST_PARSED) PARSED.clear();
  const read = readAddress(text);
  PARSED.set(text, read);
  return read;
}

function readAddress(text: string): ResourceAddress | undefined {
  const all = steps(text);
  if (!all) return undefined;
  let at = 0;
  const module: string[] = [];
  while (all[at]?.name === "module" && all[at + 1]) {
    module.push(`module.${all[at + 1]!.name}${all[at + 1]!.index}`);
    at += 2;
  }
  const mode = all[at]?.name === "data" ? "data" : "managed";
  if (mode === "data") at++;
  const [type, name] = [all[at], all[at + 1]];
  if (!type || !name || type.index) return undefined;
  const index = parseIndex(name.index);
  return {
    module: module.join("."),
    mode,
    type: type.name,
    name: name.name,
    ...(index !== undefined && { index }),
    rest: text.slice(name.end),
  };
}

/** The provider that a type is of unless a configuration says otherwise: the word before the first underscore (Terraform, resource syntax). */
export function providerOf(type: string): string {
  const [provider = ""] = type.split("_");
  return provider;
}

/** The address without its instance key, inside its module: `data.aws_vpc.main`. */
export function blockAddress(address: { mode: "managed" | "data"; type: string; name: string }): string {
  return `${address.mode === "data" ? "data." : ""}${address.type}.${address.name}`;
}

/** Where the instance key that starts here ends; undefined when nothing closes it. Keys in quotes may hold brackets. */
function endOfKey(text: string, start: number): number | undefined {
  let at = start + 1;
  if (text[at] === '"') {
    for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === "\\") at++;
    if (text[at] === '"' && text[at + 1] === "]") return at + 2;
  }
  const close = text.indexOf("]", start);
  return close < 0 ? undefined : close + 1;
}

/** A text without the brackets at its end: `a.b[0]` -> `a.b`. */
export function withoutLastKey(text: string): string {
  if (!text.endsWith("]")) return text;
  const before = text.lastIndexOf("]", text.length - 2);
  const open = text.indexOf("[", before + 1);
  return open < 0 ? text : text.slice(0, open);
}

/** An address without the key of its own instance; those of its modules stay: `module.m["a"].b.c["x"]` -> `module.m["a"].b.c`. */
export function withoutInstanceKey(address: string): string {
  for (let open = address.indexOf("["); open >= 0;) {
    const end = endOfKey(address, open);
    if (end === undefined) break;
    if (end === address.length) return address.slice(0, open);
    open = address.indexOf("[", end);
  }
  return address;
}

/** An address without any instance key, those of its modules included. */
export function withoutKeys(address: string): string {
  let [kept, from] = ["", 0];
  for (let open = address.indexOf("["); open >= 0; open = address.indexOf("[", from)) {
    const end = endOfKey(address, open);
    // Where one is not closed, no later one is.
    if (end === undefined) break;
    kept += address.slice(from, open);
    from = end;
  }
  return kept + address.slice(from);
}

/** A module as its caller names it. */
export interface ModuleStep {
  /** The module that calls it, "" for the root. */
  readonly parent: string;
  readonly name: string;
  /** `["x.y"]`, or "" for none. */
  readonly key: string;
}

const LAST = new Map<string, ModuleStep | undefined>();

/** `module.a["x.y"].module.b[0]` -> `module.a["x.y"]`, `b` and `[0]`; undefined for the root. */
export function lastModule(module: string): ModuleStep | undefined {
  if (module === "" || LAST.has(module)) return LAST.get(module);
  if (LAST.size >= MOST_PARSED) LAST.clear();
  const all = steps(module);
  const last = all?.at(-1);
  const isModule = all !== undefined && last !== undefined && all.at(-2)?.name === "module";
  const before = isModule ? (all.at(-3)?.end ?? 0) : 0;
  const found = isModule
    ? { parent: module.slice(0, Math.max(0, before - 1)), name: last.name, key: last.index }
    : undefined;
  LAST.set(module, found);
  return found;
}

/** A name for what has no address of its own: that of the thing that it comes from, and a remark without parentheses. */
export function remarked(address: string, remark: string): string {
  return `${address} (${remark})`;
}

/** Reads such a name; undefined for every address of Terraform's, for none ends with a parenthesis. */
export function parseRemarked(name: string): { readonly address: string; readonly remark: string } | undefined {
  const start = name.endsWith(")") ? name.lastIndexOf(" (") : -1;
  return start < 0 ? undefined : { address: name.slice(0, start), remark: name.slice(start + 2, -1) };
}

/** The address of the resource that a part belongs to: `aws_route_table.a.route[0]` -> `aws_route_table.a`. */
export function resourceOf(address: string): string {
  const rest = parseAddress(address)?.rest ?? "";
  return rest === "" ? address : address.slice(0, -rest.length - 1);
}

/** An address as people shorten it, without the word "module" and AWS's types: `module.a["x"].aws_vpc.b` -> `a["x"].b`. */
export function shortAddress(address: string): string {
  const parsed = parseAddress(address);
  if (!parsed) return address;
  const { module, mode, type } = parsed;
  const names: string[] = [];
  for (let last = lastModule(module); last; last = lastModule(last.parent)) names.unshift(`${last.name}${last.key}`);
  const inner = module === "" ? address : address.slice(module.length + 1);
  const typed = `${mode === "data" ? "data." : ""}${type}.`;
  return [...names, providerOf(type) === "aws" ? inner.slice(typed.length) : inner].join(".");
}

/** The modules that an address is in, the innermost first: `module.a.module.b.aws_x.y` -> `module.a.module.b`, `module.a`. */
export function modulesAround(address: string): string[] {
  const found: string[] = [];
  for (let module = parseAddress(address)?.module ?? ""; module !== ""; module = lastModule(module)?.parent ?? "")
    found.push(module);
  return found;
}

/**
 * The blocks that a resource waits for by what it lists as dependencies. A configuration names them from within the
 * module, a state from the root, so each is there both ways.
 */
export function blocksAwaited(resource: { readonly module: string; readonly dependsOn: readonly string[] }): string[] {
  const module = withoutKeys(resource.module);
  return resource.dependsOn.flatMap((reference) => {
    const rest = parseAddress(reference)?.rest ?? "";
    const block = withoutKeys(rest === "" ? reference : reference.slice(0, -rest.length - 1));
    return [block, inModule(module, block)];
  });
}
