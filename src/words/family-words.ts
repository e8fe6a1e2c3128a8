import { type Family } from "../ip";
import { isFamily, type OverFamily, type Verdict } from "../reachability";

const NAMES: Readonly<Record<Family, string>> = { ipv4: "IPv4", ipv6: "IPv6" };

/** "IPv6", as people write it. */
export function familyText(family: Family): string {
  return NAMES[family];
}

function nameOf({ family, nat64 }: OverFamily): string {
  return `${familyText(family)}${nat64 ? " (NAT64)" : ""}`;
}

/** Over which families a verdict holds, and what holds over the other: "over IPv4; IPv6: DENIED". */
export function familiesText(verdict: Verdict, families: readonly OverFamily[]): string {
  const own = families.filter((one) => one.verdict === verdict).map(nameOf);
  const others = families.filter((one) => one.verdict !== verdict).map((one) => `${nameOf(one)}: ${one.verdict}`);
  return [...(own.length > 0 ? [`over ${own.join(" and ")}`] : []), ...others].join("; ");
}

/** Over which families an answer holds, or which one was asked for; none where the network has only IPv4. */
export function familyLines(
  { verdict, families }: { readonly verdict: Verdict; readonly families?: readonly OverFamily[] },
  asked: string | undefined,
): string[] {
  if (families) return [familiesText(verdict, families)];
  return asked !== undefined && isFamily(asked) ? [`over ${familyText(asked)}`] : [];
}

/** Names that a line shows; the JSON has all of them. */
const MOST_NAMES = 10;

function counted(names: readonly string[], what: string): string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more (--json)` : "";
  return [`left out: ${names.length} ${what}: ${names.slice(0, MOST_NAMES).join(", ")}${more}`];
}

interface LeftOut {
  /** They have no address of the family that was asked for. */
  readonly withoutAddress: readonly string[];
  /** Services of which it isn't known where they are. */
  readonly withoutPlace: readonly string[];
}

/** Who is not among all pairs of a matrix. */
export function leftOutLines(leftOut: LeftOut, family: Family | undefined): string[] {
  return [
    ...counted(leftOut.withoutAddress, `without an address of ${family ? familyText(family) : "any family"}`),
    ...counted(leftOut.withoutPlace, "of which it is not known where they are"),
  ];
}
