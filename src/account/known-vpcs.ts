import { type Answers, type Item, type Place } from "./answers";
import { type CallName } from "./calls";
import { text } from "./json-parts";
import { untold } from "./untold";

/** A VPC with those places of the input that are told everything in it. */
export interface KnownVpc {
  readonly id: string;
  /** Its owner's; where the input does not name accounts, those that may be. */
  readonly places: readonly Place[];
  readonly subnets: readonly string[];
}

/** The accounts that a place may be of: a folder of the AWS CLI's outputs does not name its own. */
function accountsAt(answers: Answers): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const own = ["DescribeInstances", "DescribeInternetGateways", "DescribeVpcs"] as const;
  for (const place of answers.places())
    found.set(place.key, new Set(place.account === undefined ? [] : [place.account]));
  for (const call of own)
    for (const { json, place } of answers.items(call)) {
      const owner = text(json, "OwnerId");
      if (place.account === undefined && owner !== undefined) found.get(place.key)?.add(owner);
    }
  return found;
}

/** Whoever shares a subnet is told the VPC too, and not everything in it (VPC user guide, shared subnets). */
export function vpcsIn(answers: Answers): KnownVpc[] {
  const accounts = accountsAt(answers);
  const isOwners = ({ json, place }: Item): boolean => {
    const [owner, asked] = [text(json, "OwnerId"), accounts.get(place.key)];
    return owner === undefined || asked === undefined || (asked.has(owner) && asked.size === 1);
  };
  const places = new Map<string, Place[]>();
  for (const item of answers.items("DescribeVpcs")) {
    const id = text(item.json, "VpcId");
    if (id !== undefined) places.set(id, [...(places.get(id) ?? []), ...(isOwners(item) ? [item.place] : [])]);
  }
  const subnets = new Map<string, Set<string>>();
  for (const { json } of answers.items("DescribeSubnets")) {
    const [id, vpc] = [text(json, "SubnetId"), text(json, "VpcId") ?? ""];
    if (id !== undefined) subnets.set(vpc, (subnets.get(vpc) ?? new Set()).add(id));
  }
  return [...places].map(([id, own]) => ({ id, places: own, subnets: [...(subnets.get(id) ?? [])] }));
}

/** Why a call tells not everything of a VPC; undefined where it does. */
export function lacking(answers: Answers, call: CallName, { places }: KnownVpc): string | undefined {
  if (places.some((place) => answers.isAnswered(call, place))) return undefined;
  const refused = places.find((place) =>
    answers.refusals.some((one) => one.call === call && one.place.key === place.key),
  );
  if (places.length === 0) return `no answer of ${call} by the account that owns the VPC was given`;
  return untold(answers, call, undefined, refused ?? places[0]);
}
