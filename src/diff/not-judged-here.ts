import { type NotJudged } from "../review/not-judged";
import { answersOf, isUnknown, placementOf, type Resource, type Value } from "../terraform";
import { type Aligned } from "./aligned";

const asText = (value: Value | undefined): string =>
  JSON.stringify(value, (_, item: Value) => (isUnknown(item) ? item.text : item)) ?? "";

/** Whether the model reaches as far as what the two tell of a thing. */
function isJudged(was: Resource | undefined, is: Resource | undefined): boolean {
  const { changesTraffic, judged } = answersOf((was ?? is)?.type ?? "");
  if (judged === "wholly" || (!changesTraffic && judged === "not its changes")) return true;
  const [old, next] = [was?.values ?? {}, is?.values ?? {}];
  if (judged === "not its placement") {
    const [before, after] = [old, next].map((values) => placementOf(JSON.parse(asText(values)) as never));
    return JSON.stringify(before) === JSON.stringify(after);
  }
  if (!was || !is) return false;
  // What only one of them tells may be what AWS fills in.
  return Object.keys(old).every((key) => next[key] === undefined || asText(old[key]) === asText(next[key]));
}

/** What differs and can't be judged. Between Terraform's files and an account only what is read can be compared. */
export function notJudgedOf({ before, after }: Aligned): NotJudged[] {
  if ((before.graph.kind === "account") !== (after.graph.kind === "account")) return [];
  const addresses = new Set([...before.graph.resources, ...after.graph.resources].map(({ address }) => address));
  const open = [...addresses].filter((one) => !isJudged(before.graph.get(one), after.graph.get(one)));
  const unread = (side: typeof before): Set<string> => new Set(side.topology.unreadable.map(({ address }) => address));
  const [old, next] = [unread(before), unread(after)];
  const oneSided = [...new Set([...old, ...next])].filter((one) => old.has(one) !== next.has(one));
  const line = (addresses: readonly string[], reason: string): NotJudged[] =>
    addresses.length > 0 ? [{ addresses: [...addresses].sort(), reason }] : [];
  return [
    ...line(
      open.filter((one) => !oneSided.includes(one)),
      "of a kind, or with arguments, that the model can't read",
    ),
    ...line(oneSided, "left open by one of the two alone, as it stands under what is not read"),
  ];
}
