import { familyText } from "../../words";
import { type Cause, type FlowLine } from "../flow-lines";
import { type InterruptionLine, type Review, type StepLine } from "../review";
import { type ChangeWords, OF_PLAN } from "./change-words";
import { code, codes, count, sentence } from "./markdown-text";
import { type Section } from "./section";

/** `a` to `b`, tcp 443. */
export function flowText({ from, to, protocol, ports, family, pairs }: FlowLine): string {
  const what = ports === protocol ? protocol : ports === "any" ? `${protocol} any port` : `${protocol} ${ports}`;
  const many = pairs > 1 ? ` (${count(pairs, "flow")})` : "";
  const over = family ? ` over ${familyText(family)}` : "";
  return `${codes(from)} → ${codes(to)}, ${code(what)}${over}${many}`;
}

function causesText(causes: readonly Cause[], { done }: ChangeWords): string {
  if (causes.length === 0) return "no single change that does it was found";
  const shown = causes.slice(0, 4).map(({ address, action }) => `${code(address)} ${done[action]}`);
  return causes.length > 4 ? `${shown.join(", ")} and ${causes.length - 4} more` : shown.join(", ");
}

/** Flows below the changes that cause them, the cause with the most flows first. */
function byCause(lines: readonly FlowLine[], words: ChangeWords): string[] {
  const groups = new Map<string, { text: string; lines: FlowLine[]; pairs: number }>();
  for (const line of lines) {
    const text = causesText(line.causes, words);
    const group = groups.get(text) ?? { text, lines: [], pairs: 0 };
    group.lines.push(line);
    group.pairs += line.pairs;
    groups.set(text, group);
  }
  return [...groups.values()]
    .sort((a, b) => b.pairs - a.pairs)
    .flatMap(({ text, lines: own }) => [
      own.length === 1
        ? `- ${flowText(own[0]!)}: ${text}`
        : [
            `- ${text}:`,
            ...own.slice(0, 8).map((one) => `  - ${flowText(one)}`),
            ...(own.length > 8 ? [`  - and ${own.length - 8} lines more`] : []),
          ].join("\n"),
    ]);
}

/** What the sections on flows are made of. */
type Flows = Pick<Review, "flows">;

export function brokenSection({ flows: { broken, counts } }: Flows, words = OF_PLAN): Section {
  return { title: `Broken: ${count(counts.broken, "flow")}`, items: byCause(broken, words), unit: "causes", most: 40 };
}

export function openedSection({ flows: { opened, counts } }: Flows, words = OF_PLAN): Section {
  return { title: `Opened: ${count(counts.opened, "flow")}`, items: byCause(opened, words), unit: "causes", most: 40 };
}

export function movedSection({ flows: { moved, counts } }: Flows, words = OF_PLAN): Section {
  const items = moved.map((line) => {
    const [leaves, enters] = [line.leaves ?? [], line.enters ?? []];
    const way = [
      ...(enters.length > 0 ? [`now over ${codes(enters)}`] : []),
      ...(leaves.length > 0 ? [`no longer over ${codes(leaves)}`] : []),
    ];
    return `- ${flowText(line)}: ${way.join(", ") || "in another order"} (${causesText(line.causes, words)})`;
  });
  return { title: `Moved to another path: ${count(counts.moved, "flow")}`, items, unit: "lines", most: 20 };
}

/** Flows whose ends come with the plan: nothing that exists is opened, but this is what it is for. */
export function begunSection({ flows: { begun, counts } }: Flows, words = OF_PLAN): Section {
  const items = begun.map((line) => `- ${flowText(line)}`);
  return { title: `${words.begun}: ${count(counts.new, "flow")}`, items, unit: "lines", most: 20 };
}

/** What leaves flows open, with the flows that hang on it. */
export function undecidedSection(
  { flows: { undecided, counts }, notJudged }: Pick<Review, "flows" | "notJudged">,
  words = OF_PLAN,
): Section {
  const groups = new Map<string, { text: string; lines: FlowLine[]; pairs: number }>();
  for (const line of undecided) {
    const [first] = line.doubts ?? [];
    const text = first ? `${code(first.address)}: ${sentence(first.message)}` : "no reason was found";
    const group = groups.get(text) ?? { text, lines: [], pairs: 0 };
    group.lines.push(line);
    group.pairs += line.pairs;
    groups.set(text, group);
  }
  const items = [
    ...notJudged.map(({ addresses, reason }) => `- ${codes(addresses)}: ${reason}`),
    ...[...groups.values()]
      .sort((a, b) => b.pairs - a.pairs)
      .map(({ text, lines, pairs }) =>
        [
          `- ${text}; that leaves ${count(pairs, "flow")} open:`,
          ...lines.slice(0, 5).map((one) => `  - ${flowText(one)}`),
          ...(lines.length > 5 ? [`  - and ${lines.length - 5} lines more`] : []),
        ].join("\n"),
      ),
  ];
  const many = counts.undecided > 0 ? `: ${count(counts.undecided, "flow")}` : "";
  return { title: `${words.open}${many}`, items, unit: "reasons", most: 20 };
}

const VERBS: Readonly<Record<StepLine["verb"], string>> = {
  destroy: "is destroyed",
  revoke: "is changed, first half: what it loses goes before what it gets comes",
  update: "is changed",
  create: "is created",
  "destroy-old": "its old object is destroyed",
  read: "is read",
};
const MOST_STEPS = 10;

/** What happens to so many flows, as a clause. */
function fateText({ cause, certain, steps, stopsAt }: InterruptionLine, pairs: number): string {
  const verb = certain ? (pairs === 1 ? "is" : "are") : "may be";
  const last = steps.at(-1);
  if (stopsAt !== undefined)
    return `${verb} cut by ${code(cause)} and stay${pairs === 1 && certain ? "s" : ""} so: the apply stops at ${code(stopsAt)}, with which AWS refuses to do what the plan says`;
  const until = last && steps.length > 1 ? `, until ${code(last.address)} ${VERBS[last.verb]}` : "";
  return `${verb} interrupted by ${code(cause)}${until}`;
}

function interruptionText(line: InterruptionLine): string {
  const { certain, flows, steps, stopsAt } = line;
  const pairs = flows.reduce((sum, one) => sum + one.pairs, 0);
  const last = steps.at(-1);
  const shown = steps.length > MOST_STEPS ? [...steps.slice(0, MOST_STEPS - 1), last!] : steps;
  const stepText = ({ verb, address }: StepLine, i: number): string =>
    `    ${i + 1}. ${code(address)} ${VERBS[verb]}${stopsAt === address && i === shown.length - 1 ? ": refused" : ""}`;
  return [
    `- ${count(pairs, "flow")} ${fateText(line, pairs)}:`,
    ...flows.slice(0, 5).map((one) => `  - ${flowText(one)}`),
    ...(flows.length > 5 ? [`  - and ${flows.length - 5} lines more`] : []),
    ...(shown.length > 1 ? [`  - in this order:`, ...shown.map(stepText)] : []),
    ...(steps.length > MOST_STEPS ? [`    (${steps.length - MOST_STEPS} steps before the last one are left out)`] : []),
    ...(certain ? [] : ["  - Terraform fixes no order here, so this depends on chance"]),
  ].join("\n");
}

export function applySection({ duringApply: { interruptions, resets, isPlayed } }: Review): Section {
  const items = [
    ...interruptions.map(interruptionText),
    ...resets.map(
      ({ cause, flows }) =>
        `- Open connections end with ${code(cause)}, new ones work all the time: ${flows.slice(0, 3).map(flowText).join("; ")}${flows.length > 3 ? ` and ${flows.length - 3} lines more` : ""}`,
    ),
  ];
  const intro =
    isPlayed || items.length === 0
      ? []
      : ["The plan is too large to be played through; only replacements on a flow's way were looked for."];
  return { title: "During apply", intro, items, unit: "interruptions", most: 20 };
}
