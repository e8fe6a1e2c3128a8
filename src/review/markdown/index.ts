import { type Document, documentOf } from "../../escape/terminal";
import { type Comparison } from "../against";
import { type Counts } from "../changes";
import { type ForbiddenLine, type Review, type ReviewVerdict } from "../review";
import {
  applySection,
  begunSection,
  brokenSection,
  flowText,
  movedSection,
  openedSection,
  undecidedSection,
} from "./flow-sections";
import { filtersSection, routesSection } from "./network-sections";
import { againstSection, againstText } from "./against-section";
import { costText } from "./cost-text";
import { pictureLines } from "./drawn";
import { actionsSection, checksSection } from "./plan-sections";
import { driftSection, goneSection, incidentsSection, restSection } from "./resource-sections";
import { fitted, type Section } from "./section";
import { code, codes, count } from "./markdown-text";

const VERDICTS: Readonly<Record<ReviewVerdict, string>> = {
  cuts: "cuts traffic",
  opens: "opens access",
  unknown: "can't tell",
  safe: "safe for the traffic",
};

/** Half a sentence on the flows that stay cut where the apply stops, and one on those that come back. */
function interruptedTexts(interruptions: Review["duringApply"]["interruptions"]): string[] {
  const pairsOf = (lines: typeof interruptions): number =>
    lines.flatMap(({ flows }) => flows).reduce((sum, { pairs }) => sum + pairs, 0);
  const mended = interruptions.filter(({ stopsAt }) => stopsAt === undefined);
  const cut = pairsOf(interruptions.filter(({ stopsAt }) => stopsAt !== undefined));
  const interrupted = pairsOf(mended);
  const are = !mended.some(({ certain }) => certain) ? "may be" : interrupted === 1 ? "is" : "are";
  return [
    ...(cut > 0
      ? [`${count(cut, "flow")} ${cut === 1 ? "stays" : "stay"} cut, for AWS refuses a step of the apply`]
      : []),
    ...(interrupted > 0 ? [`${count(interrupted, "flow")} ${are} interrupted during apply`] : []),
  ];
}

/** Half a sentence on each thing that happens to flows, the worst first. */
function summary({
  flows: { counts },
  duringApply: { interruptions },
  forbidden,
  notJudged,
  routes,
  filters,
  incidents,
  resources,
  actions,
  checks: { failed },
}: Review): string {
  const parts = [
    ...(counts.broken > 0 ? [`${count(counts.broken, "flow")} ${counts.broken === 1 ? "breaks" : "break"}`] : []),
    ...interruptedTexts(interruptions),
    ...(counts.opened > 0
      ? [`${count(counts.opened, "flow")} ${counts.opened === 1 ? "becomes" : "become"} possible`]
      : []),
    ...(forbidden.length > 0 ? [`${count(forbidden.length, "forbidden thing")} would come true`] : []),
    ...(counts.undecided + notJudged.length > 0
      ? [counts.undecided > 0 ? `${count(counts.undecided, "flow")} can't be told` : "some changes can't be judged"]
      : []),
    ...(counts.moved > 0
      ? [`${count(counts.moved, "flow")} ${counts.moved === 1 ? "takes" : "take"} another path`]
      : []),
    ...(counts.new > 0
      ? [`${count(counts.new, "flow")} ${counts.new === 1 ? "begins" : "begin"} among what is created`]
      : []),
    ...(counts.removed > 0
      ? [`${count(counts.removed, "flow")} ${counts.removed === 1 ? "ends" : "end"} with what is destroyed`]
      : []),
    ...(incidents.length > 0 ? [count(incidents.length, "known trap")] : []),
    ...(actions.length > 0
      ? [`${count(actions.length, "action")} ${actions.length === 1 ? "is" : "are"} invoked`]
      : []),
    ...(failed.length > 0
      ? [`${count(failed.length, "check")} of the configuration ${failed.length === 1 ? "doesn't" : "don't"} pass`]
      : []),
  ];
  const text = parts.join(", ");
  if (text !== "") return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  if (resources.length === 0) return "Nothing changes.";
  if (resources.every(({ action }) => action === "no-op"))
    return "Only addresses in the state change: what is moved or imported stays as it is.";
  return routes.length + filters.length > 0
    ? "Routes or filters change, but no flow between what the plan knows does."
    : "No change reaches a network that the plan knows.";
}

function countsText(counts: Counts): string {
  const { create, update, replace, destroy, forget, import: imported, move, unchanged } = counts;
  const parts = [
    `${create} to create`,
    `${update} to change in place`,
    `${replace} to replace`,
    `${destroy} to destroy`,
    ...(forget > 0 ? [`${forget} to forget`] : []),
    ...(imported > 0 ? [`${imported} to import`] : []),
    ...(move > 0 ? [`${move} moved`] : []),
    `${unchanged} unchanged`,
  ];
  return parts.join(", ");
}

function stillText({ flows: { counts, untouchedPairs } }: Review): string[] {
  const parts = [
    ...(counts.unchanged > 0
      ? [`${count(counts.unchanged, "flow")} ${counts.unchanged === 1 ? "works" : "work"} as before`]
      : []),
    ...(counts["undecided-still"] > 0
      ? [`${count(counts["undecided-still"], "flow")} could not be told before and can't after`]
      : []),
    ...(untouchedPairs > 0
      ? [`${count(untouchedPairs, "pair")} of ends were not asked, since no change can reach them`]
      : []),
  ];
  return parts.length > 0 ? [`${parts.join("; ")}.`, ""] : [];
}

function forbiddenSection(forbidden: readonly ForbiddenLine[]): Section {
  const items = forbidden.map(({ rule, text, addresses, flows }) =>
    [
      `- **FAILS** ${code(rule)}: ${text} (${codes(addresses)})`,
      ...flows.slice(0, 5).map((one) => `  - ${flowText(one)}`),
      ...(flows.length > 5 ? [`  - and ${flows.length - 5} lines more`] : []),
    ].join("\n"),
  );
  return { title: "Forbidden, and would come true", items, unit: "rules", most: 20 };
}

function pictureSection({ picture }: Review): Section {
  return { title: "What changes, drawn", intro: pictureLines(picture), items: [], unit: "lines" };
}

/**
 * A flow is a sender, a receiver and a protocol; the words of the sections mean that.
 * @param against how the plan compares with a review that was made before
 */
export function toMarkdown(review: Review, against?: Comparison): Document {
  const head = [
    `## Plan review: ${VERDICTS[review.verdict]}`,
    "",
    ...(against ? [againstText(against), ""] : []),
    `**${summary(review)}**`,
    "",
    `${countsText(review.counts)}.`,
    "",
    ...(review.cost ? [costText(review.cost), ""] : []),
    ...stillText(review),
  ];
  const text = fitted(head, [
    ...(against ? [againstSection(against)] : []),
    forbiddenSection(review.forbidden),
    goneSection(review),
    brokenSection(review),
    openedSection(review),
    movedSection(review),
    begunSection(review),
    applySection(review),
    actionsSection(review),
    checksSection(review),
    incidentsSection(review),
    routesSection(review),
    filtersSection(review),
    driftSection(review),
    undecidedSection(review),
    pictureSection(review),
    restSection(review),
  ]);
  return documentOf(text);
}
