import { type Document, documentOf } from "../escape/terminal";
import { type ChangeWords } from "../review/markdown/change-words";
import { pictureLines } from "../review/markdown/drawn";
import {
  begunSection,
  brokenSection,
  flowText,
  movedSection,
  openedSection,
  undecidedSection,
} from "../review/markdown/flow-sections";
import { code, codes, count, sentence } from "../review/markdown/markdown-text";
import { filtersSection, routesSection } from "../review/markdown/network-sections";
import { fitted, type Section } from "../review/markdown/section";
import { type ReviewVerdict } from "../review/review";
import { type SourceKind } from "../terraform";
import { type Diff } from "./diff";
import { labelled } from "./labelled";
import { type LeftOut, type LeftOutReason } from "./told-alone";

const VERDICTS: Readonly<Record<ReviewVerdict, string>> = {
  cuts: "cuts traffic",
  opens: "opens access",
  unknown: "can't tell",
  safe: "safe for the traffic",
};

const KINDS: Readonly<Record<SourceKind, string>> = {
  synth: "a synthesized configuration",
  plan: "a plan",
  state: "a state",
  account: "an account",
};

/** Between two sources nothing is created or destroyed: each tells what it has. */
const OF_SOURCES: ChangeWords = {
  done: {
    create: "is only in the second",
    update: "differs",
    replace: "differs",
    delete: "is only in the first",
    forget: "is only in the first",
    read: "differs",
    "no-op": "is the same",
    unreadable: "is not told",
  },
  exists: {
    both: "",
    after: " (only in the second)",
    before: " (only in the first)",
    outside: " (the second only names it)",
  },
  begun: "Begun between ends that only the second has",
  open: "Can't be told",
};

const verb = (number: number, one: string, many: string): string => (number === 1 ? one : many);

function summary({ flows: { counts, notAsked }, notJudged, routes, filters, leftOut, things }: Diff): string {
  const { broken, opened, moved, undecided, new: begun, removed } = counts;
  const unanswered = leftOut.filter(({ reason }) => reason === "not-answered").length;
  const flows = (number: number, one: string, many: string): string[] =>
    number > 0 ? [`${count(number, "flow")} ${verb(number, one, many)}`] : [];
  const parts = [
    ...flows(broken, "closes", "close"),
    ...flows(opened, "opens", "open"),
    ...flows(undecided, "can't be told", "can't be told"),
    ...flows(moved, "takes another path", "take another path"),
    ...flows(begun, "begins with its ends", "begin with their ends"),
    ...flows(removed, "ends with its sender", "end with their senders"),
    ...(notAsked > 0 ? [`${count(notAsked, "pair")} of ends were not asked, since there are too many`] : []),
    ...(unanswered > 0 ? [`${count(unanswered, "end")} can't be compared, since AWS did not answer`] : []),
    ...(notJudged.length > 0 && undecided === 0 ? ["some differences can't be judged"] : []),
  ];
  const text = parts.join(", ");
  if (text !== "") return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  const compared = leftOut.length > 0 ? "ends that both sources tell of" : "any two ends";
  if (routes.length + filters.length > 0) return `Routes or filters differ, but no flow between ${compared} does.`;
  return things.length > 0
    ? `Things differ, but no flow between ${compared} does.`
    : `No flow between ${compared} differs.`;
}

/** What was held against what, and how much of it. */
function scopeText({ matched, things, leftOut, flows: { counts, untouchedPairs } }: Diff): string {
  const only = (action: "create" | "delete"): number => things.filter((one) => one.action === action).length;
  const parts = [
    `${count(matched.length, "thing")} ${verb(matched.length, "is", "are")} in both`,
    `${only("delete")} only in the first`,
    `${only("create")} only in the second`,
    ...(counts.unchanged > 0
      ? [`${count(counts.unchanged, "flow")} ${verb(counts.unchanged, "works", "work")} in both`]
      : []),
    ...(counts["undecided-still"] > 0
      ? [`${count(counts["undecided-still"], "flow")} can't be told of either, for the same reason`]
      : []),
    ...(untouchedPairs > 0
      ? [`${count(untouchedPairs, "pair")} of ends were not asked, since no difference can reach them`]
      : []),
    ...(leftOut.length > 0
      ? [`${count(leftOut.length, "end")} ${verb(leftOut.length, "is", "are")} not compared`]
      : []),
  ];
  return `${parts.join("; ")}.`;
}

const WHY: Readonly<Record<LeftOutReason, string>> = {
  "not-managed": "what Terraform does not manage is in none of its files",
  "not-listed": "it never holds things of these kinds",
  "not-answered": "AWS was not asked for such things there, or did not answer",
  "not-asked": "AWS was not asked about their account and Region",
};

function leftOutSection({ leftOut }: Diff): Section {
  const groups = new Map<string, LeftOut[]>();
  for (const one of leftOut) {
    const key = `${one.told} ${one.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const items = [...groups.values()].map((own) => {
    const { told, reason } = own[0]!;
    const [which, other] = told === "before" ? ["first", "second"] : ["second", "first"];
    const names = codes(
      own.map(({ address }) => address),
      8,
    );
    return `- ${count(own.length, "end")} of the ${which} ${verb(own.length, "is", "are")} unknown to the ${other}: ${WHY[reason]}: ${names}`;
  });
  return { title: `Not compared: ${count(leftOut.length, "end")}`, items, unit: "reasons" };
}

/** Flows whose senders only the first source has. */
function endedSection({ flows: { ended, counts } }: Diff): Section {
  const items = ended.map((line) => `- ${flowText(line)}`);
  const title = `Ended with senders that only the first has: ${count(counts.removed, "flow")}`;
  return { title, items, unit: "lines", most: 20 };
}

function unreadSection({ unread }: Diff): Section {
  const items = unread.map(
    ({ address, reason, told }) => `- ${told === "before" ? "first" : "second"}: ${code(address)}: ${sentence(reason)}`,
  );
  return { title: `Not read: ${items.length}`, items, unit: "things", most: 100, isFolded: true };
}

function thingsSection({ things }: Diff): Section {
  const items = things.map(({ address, action }) => `- ${code(address)} ${OF_SOURCES.done[action]}`);
  return { title: `Everything that differs: ${items.length}`, items, unit: "things", isFolded: true };
}

/** A diff for people. A flow is a sender, a receiver and a protocol; "first" and "second" are the sources. */
export function diffMarkdown(diff: Diff): Document {
  const { before, after } = diff;
  const shown = labelled(diff);
  const isPart = diff.verdict === "safe" && diff.leftOut.length > 0;
  const head = [
    `## Network diff: ${isPart ? "safe, as far as was compared" : VERDICTS[diff.verdict]}`,
    "",
    `First: ${KINDS[before.kind]}, ${code(before.source)}. Second: ${KINDS[after.kind]}, ${code(after.source)}.`,
    "",
    `**${summary(diff)}**`,
    "",
    scopeText(diff),
    "",
  ];
  const text = fitted(head, [
    brokenSection(shown, OF_SOURCES),
    openedSection(shown, OF_SOURCES),
    movedSection(shown, OF_SOURCES),
    begunSection(shown, OF_SOURCES),
    endedSection(shown),
    routesSection(shown, OF_SOURCES),
    filtersSection(shown, OF_SOURCES),
    undecidedSection(shown, OF_SOURCES),
    leftOutSection(shown),
    { title: "What differs, drawn", intro: pictureLines(diff.picture), items: [], unit: "lines" },
    unreadSection(shown),
    thingsSection(shown),
  ]);
  return documentOf(text);
}
