import { type AttributeLine, type ResourceLine } from "../resource-lines";
import { type Review } from "../review";
import { actionReasonText } from "../../words";
import { code, codes, sentence } from "./markdown-text";
import { type Section } from "./section";

const VERBS: Readonly<Record<ResourceLine["action"], string>> = {
  create: "create",
  update: "change",
  replace: "replace",
  delete: "**destroy**",
  forget: "**forget** (it stays, Terraform no longer knows it)",
  read: "read during apply",
  "no-op": "unchanged",
  unreadable: "the plan doesn't say what happens",
};

function verbOf({ action, order }: ResourceLine): string {
  if (action !== "replace") return VERBS[action];
  switch (order) {
    case "create-first":
      return "**replace**, the new one first";
    case "forget-old":
      return "**replace**, the old one stays, and Terraform no longer knows it";
    case "delete-first":
    case undefined:
      return "**replace**, the old one goes first";
  }
}

function notesOf({ reason, forcedBy, deposed, previous, importing }: ResourceLine): string {
  const notes = [
    ...(reason === undefined ? [] : [sentence(actionReasonText(reason))]),
    ...(forcedBy.length > 0 ? [`forced by ${codes(forcedBy, 6)}`] : []),
    ...(deposed === undefined ? [] : [`a leftover of an earlier replacement (${code(deposed)})`]),
    ...(previous === undefined ? [] : [`moved from ${code(previous)}`]),
    ...(importing === undefined ? [] : [importing === "" ? "imported" : `imported from ${code(importing)}`]),
  ];
  return notes.length > 0 ? `: ${notes.join("; ")}` : "";
}

function headOf(line: ResourceLine): string {
  return `- ${code(line.address)} ${verbOf(line)}${notesOf(line)}`;
}

function attributeText({ path, before, after }: AttributeLine): string {
  const [was, will] = [before, after].map((one) => (one === undefined ? "unset" : code(one)));
  return before === undefined ? `${code(path)} = ${will}` : `${code(path)}: ${was} → ${will}`;
}

function withAttributes(head: string, line: ResourceLine): string {
  const { attributes, more } = line.attributes();
  const left = more > 0 ? [`  - and ${more} more`] : [];
  return [head, ...attributes.map((one) => `  - ${attributeText(one)}`), ...left].join("\n");
}

/** Destroys and replacements by name, with what forces them. */
export function goneSection({ gone }: Review): Section {
  const items = gone.map((line) => {
    const forced = line
      .attributes()
      .attributes.filter(({ path }) =>
        line.forcedBy.some((one) => one === path || one.startsWith(`${path}[`) || one.startsWith(`${path}.`)),
      );
    return [headOf(line), ...forced.map((one) => `  - ${attributeText(one)}`)].join("\n");
  });
  return { title: "Destroyed and replaced", items, unit: "resources", most: 200 };
}

export function driftSection({ drift }: Review): Section {
  const items = drift.map((line) => {
    const happened = line.action === "delete" ? "was deleted" : "was changed";
    return withAttributes(`- ${code(line.address)} ${happened} outside of Terraform`, line);
  });
  return { title: "Drift: changed outside of Terraform", items, unit: "resources", most: 30 };
}

export function incidentsSection({ incidents }: Review): Section {
  const items = incidents.map(
    ({ rule, addresses, times, text, advice }) =>
      `- ${times > 1 ? `${times} times, ` : ""}${codes(addresses)}: ${text}. What to do: ${advice} (${code(rule)})`,
  );
  return { title: "Known traps", items, unit: "traps", most: 30 };
}

/** Everything, folded, resources of one module next to each other. */
export function restSection({ resources }: Review): Section {
  const items = resources.map((line) => () => withAttributes(headOf(line), line));
  return { title: `Everything by resource: ${resources.length}`, items, unit: "resources", isFolded: true };
}
