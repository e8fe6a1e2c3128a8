import { type Item } from "./answers";
import { text } from "./json-parts";

/** Whether the account that was asked owns the thing; undefined where the input does not tell the account. */
function isOwners({ json, place }: Item): boolean | undefined {
  const owner = text(json, "OwnerId");
  return owner === undefined || place.account === undefined ? undefined : owner === place.account;
}

/**
 * What the owner's account tells, before what others tell of the same thing: whoever shares a subnet sees only a part of
 * what belongs to it (VPC user guide, responsibilities and permissions for owners and participants).
 */
export function ownersFirst(items: readonly Item[]): Item[] {
  const own = items.filter((item) => isOwners(item) === true);
  return own.length === 0 ? [...items] : [...own, ...items.filter((item) => isOwners(item) !== true)];
}
