import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { type Construct } from "constructs";
import { type RoutedSubnet } from "./routed-subnet";

/** Where an attachment is to be found. */
interface AttachmentPlace {
  readonly attachmentId: string;
  /** Its subnet in the zone. */
  readonly subnet: RoutedSubnet;
}

/**
 * The network interface of an attachment in a zone. AWS makes the interfaces, and makes new ones when the attachment's
 * subnets change, so the routes follow a lookup. The attachment's id in the filter makes it wait for the attachment;
 * depends_on would defer it on every change.
 */
export function findAttachmentInterface(
  scope: Construct,
  zone: string,
  { attachmentId, subnet }: AttachmentPlace,
): DataAwsNetworkInterface {
  return new DataAwsNetworkInterface(scope, `attachment-${zone}`, {
    filter: [
      { name: "description", values: [`Network Interface for Transit Gateway Attachment ${attachmentId}`] },
      { name: "interface-type", values: ["transit_gateway"] },
      { name: "subnet-id", values: [subnet.subnetId] },
    ],
  });
}
