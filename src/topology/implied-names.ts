import { parseRemarked, remarked } from "../terraform/resource-address";

/** What AWS makes with something else, or what must be there although nobody wrote it down. */
const IMPLIED = [
  "main route table",
  "default route table",
  "default security group",
  "default network ACL",
  "its VPC",
] as const;

export type Implied = (typeof IMPLIED)[number];

/** The name of an implied thing: it has no address of its own, so it is named by what it comes with. */
export function impliedName(owner: string, what: Implied): string {
  return remarked(owner, what);
}

/** Reads such a name; undefined for every other address. */
export function parseImplied(name: string): { readonly owner: string; readonly what: Implied } | undefined {
  const parsed = parseRemarked(name);
  const what = IMPLIED.find((one) => one === parsed?.remark);
  return parsed && what ? { owner: parsed.address, what } : undefined;
}
