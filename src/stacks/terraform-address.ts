import { type TerraformResource } from "cdktf";
import { type IConstruct } from "constructs";

/** The Terraform address of a resource. */
export function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** The address of the only resource of its kind in a construct; undefined when there is none, since it exists already. */
export function addressIn(
  scope: IConstruct | undefined,
  isKind: (one: IConstruct) => one is TerraformResource,
): string | undefined {
  const found = scope?.node.findAll().find(isKind);
  return found && addressOf(found);
}
