import { componentWords, countedWords, monthText, signedText, toDollars } from "../../prices";
import { type ChangedCount, type CostChange, type Month } from "../cost-change";
import { code } from "./markdown-text";

/** "1 NAT gateway more", "2 ALBs fewer". */
function changeText({ component, before, after }: ChangedCount): string {
  if (before === undefined || after === undefined)
    return `how many ${code(componentWords(component))} there are is not known until apply`;
  const difference = after - before;
  return `${code(countedWords(component, Math.abs(difference)))} ${difference > 0 ? "more" : "fewer"}`;
}

function isKnown({ unknown, isWhole }: Month): boolean {
  return unknown.length === 0 && isWhole;
}

function wholeText(month: Month): string {
  if (month.isWhole || month.unknown.length > 0) return monthText(month);
  return month.known === 0 ? "unknown" : `${monthText(month)} + unknown`;
}

/** The sums before and after; the difference where both are known. */
function sumsText({ before, after }: CostChange): string {
  const [was, will] = [wholeText(before), wholeText(after)];
  const difference = isKnown(before) && isKnown(after) ? ` (${signedText(after.known - before.known)})` : "";
  if (was === "unknown" && will === "unknown") return "unknown";
  return `${was} → ${will} US dollars${difference}`;
}

/** What is known of the change alone, where the whole sums are not. */
function changedPart({ before, after, counts, regions, notPriced }: CostChange): string[] {
  if (isKnown(before) && isKnown(after)) return [];
  const isPriced = regions.every(({ date }) => date !== undefined);
  const isCounted = counts.every((one) => one.before !== undefined && one.after !== undefined);
  const changed = new Set(counts.map(({ component }) => component));
  const isOther = [...before.unknown, ...after.unknown].every(({ component }) => !changed.has(component));
  return isPriced && isCounted && isOther && counts.length > 0 && notPriced.length === 0
    ? [`the change is ${signedText(after.known - before.known)}`]
    : [];
}

function regionsText({ regions }: CostChange): string[] {
  return regions.map(({ region, date }) => {
    if (region === undefined) return "the plan does not tell in which Region";
    return date !== undefined ? `lists of ${region}, noted ${date}` : `no prices of ${code(region)} are known`;
  });
}

/** What becomes of the fixed month, in a paragraph. */
export function costText(change: CostChange): string {
  const types = change.notPriced.map(({ type, isPartly, before, after }) => {
    const difference = after - before;
    return `${Math.abs(difference)} ${code(type)} ${difference > 0 ? "more" : "fewer"} ${isPartly ? "with something of" : "of"} unknown price`;
  });
  const what = [...change.counts.map(changeText), ...types, ...changedPart(change), ...regionsText(change)];
  return `Fixed month: ${sumsText(change)}: ${what.join("; ")}.`;
}

/** As data, for `--json`. */
export function costAsData({ before, after, counts, notPriced, regions }: CostChange) {
  const sum = (month: Month) => ({
    usd: isKnown(month) ? toDollars(month.known) : null,
    known: toDollars(month.known),
  });
  return {
    before: sum(before),
    after: sum(after),
    components: counts.map(({ component, region, before: was, after: will }) => ({
      component,
      region: region ?? null,
      before: was ?? null,
      after: will ?? null,
    })),
    notPriced: notPriced.map(({ type, before: was, after: will }) => ({ type, before: was, after: will })),
    prices: regions.map(({ region, date }) => ({ region: region ?? null, ...(date !== undefined && { date }) })),
  };
}
