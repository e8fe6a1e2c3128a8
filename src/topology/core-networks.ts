import { type Resource } from "../terraform";
import { type Linked } from "./arguments";
import { segmentsFor } from "./core-segments";
import { type Vpc } from "./model";
import { type Registry } from "./registry";

/**
 * Where a route into Cloud WAN leads, in words. Which attachments a segment lets get to which, the core network's policy
 * says (Cloud WAN guide, core network policies), and it is not judged.
 */
export function coreNetworkReason(registry: Registry, linked: Linked, vpc: Vpc | undefined): string {
  const { args } = registry;
  const attachment = vpc && attachmentOf(registry, vpc);
  const named = linked.kind === "resource" ? linked.resource : undefined;
  // A route may name the core network by the attachment that it waits for.
  const own = named?.values.core_network_id;
  const through = own === undefined ? undefined : args.link(own);
  const core = through?.kind === "resource" ? through.resource.address : named?.address;
  const name = core ?? (linked.kind === "outside" ? linked.id : "one that is not known");
  const where = `it leads into Cloud WAN (${name}), whose policy is not judged`;
  if (!attachment) return where;
  const { segment_name: told } = attachment.values;
  const isTold = typeof told === "string" && told !== "";
  const segments = isTold ? [told] : core === undefined ? [] : segmentsFor(registry, core, attachment);
  if (segments.length === 1) return `${where}; ${attachment.address} is in its segment ${segments[0]}`;
  return segments.length > 1
    ? `${where}; ${attachment.address} is in one of its segments: ${segments.join(", ")}`
    : `${where}; the segment of ${attachment.address} is not known`;
}

function attachmentOf({ graph, args }: Registry, vpc: Vpc): Resource | undefined {
  return graph.ofType(["aws_networkmanager_vpc_attachment"], "managed").find(({ values }) => {
    const linked = args.link(values.vpc_arn);
    return linked.kind === "resource" && linked.resource.address === vpc.address;
  });
}
