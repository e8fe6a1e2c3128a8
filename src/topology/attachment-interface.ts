import { isUnknown, type Resource, type Value } from "../terraform";
import { isCertain } from "./doubts";
import { type Attachment, type RouteTarget } from "./model";
import { type Registry } from "./registry";
import { type TransitGateways } from "./transit-registry";

/** AWS names the interface of an attachment so; the id follows (see the data source's filters). */
const ATTACHMENT_NIC = "Network Interface for Transit Gateway Attachment ";

/** A lookup of the interface that AWS made for a transit gateway attachment in one subnet. */
export function attachmentInterface(
  registry: Registry,
  transit: TransitGateways,
  data: Resource,
): RouteTarget | undefined {
  const { args } = registry;
  const filter = (name: string): Value | undefined => {
    const block = args.blocks(data.values.filter).find((one) => args.textOf(one.name) === name);
    return block && args.list(block.values).items[0];
  };
  const attachment = attachmentNamed(
    registry,
    transit,
    filter("description") ?? data.values.description,
    filter("attachment-id"),
  );
  const subnet = registry.subnet(filter("subnet-id") ?? data.values.subnet_id);
  if (attachment?.kind !== "vpc") return undefined;
  // One interface per subnet of the attachment; without a subnet the lookup is certain only where there is one.
  const own = subnet
    ? attachment.subnets.find((one) => one === subnet)
    : attachment.subnets.length === 1
      ? attachment.subnets[0]
      : undefined;
  if (own && isCertain(attachment, "subnets", "vpc")) return { kind: "attachment-interface", attachment, subnet: own };
  return undefined;
}

function attachmentNamed(
  registry: Registry,
  transit: TransitGateways,
  description: Value | undefined,
  id: Value | undefined,
): Attachment | undefined {
  if (id !== undefined) {
    const linked = registry.args.link(id);
    return linked.kind === "resource" ? transit.attachments.get(linked.resource.address) : undefined;
  }
  if (typeof description === "string" && description.startsWith(ATTACHMENT_NIC)) {
    const linked = registry.args.link(description.slice(ATTACHMENT_NIC.length));
    return linked.kind === "resource" ? transit.attachments.get(linked.resource.address) : undefined;
  }
  if (!isUnknown(description)) return undefined;
  const { candidates, text: template } = description;
  const [only] = candidates;
  const isTemplate = template.startsWith(ATTACHMENT_NIC) || !template.includes(" ");
  return candidates.length === 1 && only?.attribute === "id" && isTemplate
    ? transit.attachments.get(only.address)
    : undefined;
}
