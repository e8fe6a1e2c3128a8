import { type ValueObject } from "../../terraform";
import { type Answers, type Item } from "../answers";
import { tagsOf, text } from "../json-parts";
import { type Made } from "../made";
import { ownersFirst } from "../owners-first";

/** The entries that AWS told of each list; a list that nobody asked about is not among them. */
function entriesByList(answers: Answers): ReadonlyMap<string, ValueObject[]> {
  const byList = new Map<string, ValueObject[]>();
  for (const { call, about, items } of answers.answers)
    if (call === "GetManagedPrefixListEntries" && about !== undefined && !byList.has(about))
      byList.set(
        about,
        items.flatMap((one) => {
          const cidr = text(one, "Cidr");
          return cidr === undefined ? [] : [{ cidr, description: text(one, "Description") ?? "" }];
        }),
      );
  return byList;
}

/** Customers' lists, and AWS's own, whose entries AWS tells as well (VPC user guide, AWS-managed prefix lists). */
function addList(made: Made, { json }: Item, entries: readonly ValueObject[] | undefined): void {
  const id = text(json, "PrefixListId");
  if (id === undefined) return;
  const owner = text(json, "OwnerId");
  const values = {
    name: text(json, "PrefixListName"),
    arn: text(json, "PrefixListArn"),
    owner_id: owner,
    address_family: text(json, "AddressFamily"),
    tags: tagsOf(json),
  };
  // Without its entries a list is what a lookup tells of it.
  if (owner === "AWS" || !entries)
    made.lookUp("aws_ec2_managed_prefix_list", id, { ...values, entries: entries ?? [] });
  else made.add("aws_ec2_managed_prefix_list", id, { ...values, entry: entries });
}

/** Managed prefix lists with their entries [EC2 API: ManagedPrefixList, PrefixListEntry]. */
export function addPrefixLists(answers: Answers, made: Made): void {
  const byList = entriesByList(answers);
  for (const item of ownersFirst(answers.items("DescribeManagedPrefixLists")))
    addList(made, item, byList.get(text(item.json, "PrefixListId") ?? ""));
}
