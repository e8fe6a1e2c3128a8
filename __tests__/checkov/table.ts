import type { AcceptedResult, Judged } from "./judged";

/** Begins and ends the table in docs/safety.md. */
const BEGIN = "<!-- accepted -->";
const END = "<!-- end of accepted -->";

function grouped(results: readonly AcceptedResult[], keyOf: (one: AcceptedResult) => string): AcceptedResult[][] {
  const groups = new Map<string, AcceptedResult[]>();
  for (const one of results) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b, "en")).map(([, group]) => group);
}

const code = (text: string) => `\`${text}\``;

function rows(
  results: readonly AcceptedResult[],
  head: readonly string[],
  cells: (group: AcceptedResult[]) => string[],
) {
  const lines = grouped(results, ({ check, reason, input, address, by }) =>
    [check, by === "file" ? input : address.split(".")[0], reason].join(" "),
  ).map(cells);
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const titled = ([first]: AcceptedResult[]) => (first ? `${code(first.check)} ${first.title}` : "");
const inputsOf = (group: AcceptedResult[]) => [...new Set(group.map(({ input }) => input))].sort().join(", ");

/** What is accepted, as the tables of docs/safety.md, from the results themselves: a new resource that fails is a new line. */
export function acceptedTables({ accepted }: Judged): string {
  const byConstruct = accepted.filter(({ by }) => by === "construct");
  const byFile = accepted.filter(({ by }) => by === "file");
  const constructs = rows(byConstruct, ["check", "resource type", "plans", "why it stays"], (group) => [
    titled(group),
    code(group[0]?.address.split(".")[0] ?? ""),
    inputsOf(group),
    group[0]?.reason ?? "",
  ]);
  const files = rows(byFile, ["file", "check", "resources", "why it stays"], (group) => [
    code(`${group[0]?.input}.yaml`),
    titled(group),
    group
      .map(({ address }) => code(address))
      .sort()
      .join(", "),
    group[0]?.reason ?? "",
  ]);
  return `Of every bridge, beside the code that makes the resource, and of the policies in docs/iam:\n\n${constructs}\n\nOf one file, in a comment there:\n\n${files}`;
}

/** The page with these tables in it. @throws Error when it has no place for them */
export function withTables(page: string, tables: string): string {
  const [before, rest] = page.split(BEGIN);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined) throw new Error(`the page has no ${BEGIN} ... ${END}`);
  return `${before}${BEGIN}\n\n${tables}\n\n${END}${after}`;
}
