import { type Captured, type Item, listOf, textOf } from "./captured";
import { addInterface, addressIn, removeInterfaces } from "./hands";

/** What people do at a transit gateway. Whoever owns it and whoever is attached are told of an attachment. */

export function attachmentOf(account: Captured, vpc: Item, gateway: string): Item | undefined {
  const is = (one: Item): boolean => one["ResourceId"] === vpc["VpcId"] && one["TransitGatewayId"] === gateway;
  return toldBest(account.all("DescribeTransitGatewayAttachments", is));
}

/** Only the owner of a gateway is told of the table that an attachment has. */
export const toldBest = (all: readonly Item[]): Item | undefined => all.find((one) => one["Association"]) ?? all[0];

function association(account: Captured, attachment: Item, table: string): void {
  const { ResourceId, ResourceType, TransitGatewayAttachmentId } = attachment;
  const told = { ResourceId, ResourceType, State: "associated", TransitGatewayAttachmentId };
  account.addAbout("GetTransitGatewayRouteTableAssociations", table, told);
}

export function attach(account: Captured, vpc: Item, gateway: Item, table?: string): Item {
  const id = `tgw-attach-by-hand-${textOf(vpc, "VpcId")}`;
  const { VpcId, OwnerId } = vpc;
  const [subnet] = account.all("DescribeSubnets", (one) => one["VpcId"] === VpcId);
  const common = { TransitGatewayAttachmentId: id, TransitGatewayId: gateway["TransitGatewayId"], State: "available" };
  const attachment: Item = {
    ...{ ...common, ResourceId: VpcId, ResourceOwnerId: OwnerId, ResourceType: "vpc", Tags: [] },
    TransitGatewayOwnerId: gateway["OwnerId"],
    ...(table !== undefined && { Association: { State: "associated", TransitGatewayRouteTableId: table } }),
  };
  account.addBeside("DescribeTransitGatewayAttachments", vpc, attachment);
  account.addBeside("DescribeTransitGatewayVpcAttachments", vpc, {
    ...{ ...common, VpcId, VpcOwnerId: OwnerId, SubnetIds: subnet ? [subnet["SubnetId"]] : [], Tags: [] },
    Options: { ApplianceModeSupport: "disable", DnsSupport: "enable", Ipv6Support: "disable" },
  });
  if (table !== undefined) association(account, attachment, table);
  if (subnet)
    addInterface(account, subnet, addressIn(subnet, 11), {
      ...{ InterfaceType: "transit_gateway", RequesterManaged: true, SourceDestCheck: false },
      Description: `Network Interface for Transit Gateway Attachment ${id}`,
    });
  return attachment;
}

/** Somebody puts an attachment to another table, or to none. */
export function associateAttachment(account: Captured, id: string, table?: string): void {
  const is = (one: Item): boolean => one["TransitGatewayAttachmentId"] === id;
  account.remove("GetTransitGatewayRouteTableAssociations", is);
  const all = account.all("DescribeTransitGatewayAttachments", is);
  for (const one of all) {
    delete one["Association"];
    if (table !== undefined) one["Association"] = { State: "associated", TransitGatewayRouteTableId: table };
  }
  if (table !== undefined && all[0]) association(account, all[0], table);
}

export function addTransitRoute(account: Captured, table: string, destination: string, attachment: Item): void {
  const { ResourceId, ResourceType, TransitGatewayAttachmentId } = attachment;
  account.addAbout("SearchTransitGatewayRoutes", table, {
    ...{ DestinationCidrBlock: destination, State: "active", Type: "static" },
    TransitGatewayAttachments: [{ ResourceId, ResourceType, TransitGatewayAttachmentId }],
  });
}

export function propagate(account: Captured, table: string, attachment: Item): void {
  const { ResourceId, ResourceType, TransitGatewayAttachmentId } = attachment;
  const told = { ResourceId, ResourceType, State: "enabled", TransitGatewayAttachmentId };
  account.addAbout("GetTransitGatewayRouteTablePropagations", table, told);
}

/** An attachment that somebody deletes: its routes are blackholes, its interfaces are gone. */
export function detach(account: Captured, id: string): void {
  associateAttachment(account, id);
  const is = (one: Item): boolean => one["TransitGatewayAttachmentId"] === id;
  account.remove("DescribeTransitGatewayVpcAttachments", is);
  account.remove("DescribeTransitGatewayAttachments", is);
  account.remove("DescribeTransitGatewayPeeringAttachments", is);
  account.remove("GetTransitGatewayRouteTablePropagations", is);
  removeInterfaces(account, ({ Description }) => typeof Description === "string" && Description.endsWith(id));
  for (const route of account.all("SearchTransitGatewayRoutes"))
    if (listOf(route, "TransitGatewayAttachments").some(is)) {
      delete route["TransitGatewayAttachments"];
      route["State"] = "blackhole";
    }
}
