import { type Captured, type Item, nameTag, textOf } from "./captured";
import { type Deed, FAR, type Target } from "./deeds";
import * as hand from "./hands";
import * as transit from "./transit-hands";

const idOf = (item: Item): string => textOf(item, "TransitGatewayAttachmentId");
function attachmentNamed(account: Captured, name: string): Item {
  const all = account.all("DescribeTransitGatewayAttachments", (one) => nameTag(one) === name);
  const found = transit.toldBest(all);
  if (!found) throw new Error(`there is no attachment ${name}`);
  return found;
}
const tableNamed = (account: Captured, name: string): string =>
  textOf(account.named("DescribeTransitGatewayRouteTables", name), "TransitGatewayRouteTableId");

/** The gateway of an attachment; whoever shares it tells of it, too. */
function gatewayOf(account: Captured, attachment: string): Item {
  const { TransitGatewayId } = attachmentNamed(account, attachment);
  return account.all("DescribeTransitGateways", (one) => one["TransitGatewayId"] === TransitGatewayId)[0]!;
}

/** The gateway as a route's target. */
export const gateway =
  (attachment: string): Target =>
  (account) => ({ TransitGatewayId: textOf(gatewayOf(account, attachment), "TransitGatewayId") });

export function transitRouteDeleted(table: string, destination: string): Deed {
  return {
    what: `the route to ${destination} in the gateway's table ${table} is deleted`,
    in: (account) => {
      const id = tableNamed(account, table);
      account.remove("SearchTransitGatewayRoutes", (one) => one["DestinationCidrBlock"] === destination, id);
      return [id, destination];
    },
  };
}

export function transitRouteAdded(table: string, attachment: string): Deed {
  return {
    what: `a route to ${FAR} in the gateway's table ${table}`,
    in: (account) => {
      const id = tableNamed(account, table);
      transit.addTransitRoute(account, id, FAR, attachmentNamed(account, attachment));
      return [id, FAR];
    },
  };
}

export function propagated(table: string, attachment: string): Deed {
  return {
    what: `the gateway's table ${table} takes what ${attachment} propagates`,
    in: (account) => {
      const of = attachmentNamed(account, attachment);
      transit.propagate(account, tableNamed(account, table), of);
      return [idOf(of), tableNamed(account, table)];
    },
  };
}

export function disassociated(attachment: string): Deed {
  return {
    what: `the attachment ${attachment} is taken from its table`,
    in: (account) => {
      const of = attachmentNamed(account, attachment);
      transit.associateAttachment(account, idOf(of));
      return [idOf(of), textOf(of, "ResourceId")];
    },
  };
}

export function detached(attachment: string): Deed {
  return {
    what: `the attachment ${attachment} is deleted`,
    in: (account) => {
      const of = attachmentNamed(account, attachment);
      const told = [idOf(of), textOf(of, "ResourceId"), textOf(of, "TransitGatewayId")];
      transit.detach(account, idOf(of));
      return [...told, "attachment", "blackhole"];
    },
  };
}

/** Nothing is attached any more, so the gateway may be deleted. */
export function gatewayDeleted(...attachments: readonly string[]): Deed {
  return {
    what: "the gateway is deleted with its attachments",
    in: (account) => {
      const { TransitGatewayId } = gatewayOf(account, attachments[0]!);
      for (const one of attachments) transit.detach(account, idOf(attachmentNamed(account, one)));
      account.remove("DescribeTransitGateways", (one) => one["TransitGatewayId"] === TransitGatewayId);
      account.remove("DescribeTransitGatewayRouteTables", (one) => one["TransitGatewayId"] === TransitGatewayId);
      return ["aws_ec2_transit_gateway", String(TransitGatewayId)];
    },
  };
}

export function gatewayOption(attachment: string, key: string, value: string): Deed {
  return {
    what: `the gateway's ${key} becomes ${value}`,
    in: (account) => {
      const { TransitGatewayId } = gatewayOf(account, attachment);
      for (const one of account.all(
        "DescribeTransitGateways",
        (other) => other["TransitGatewayId"] === TransitGatewayId,
      ))
        (one["Options"] as Item)[key] = value;
      return [String(TransitGatewayId)];
    },
  };
}

/** What joins two VPCs by a gateway. */
export interface Joint {
  /** A name of the gateway's attachment, and of the table of who sends. */
  readonly gateway: string;
  readonly from: string;
  readonly to: string;
  /** Where packets go to. */
  readonly destination: string;
  /** What comes back. @default - nothing does */
  readonly source?: string;
}

function attachedAt(account: Captured, vpc: Item, gateway: Item, table: string): Item {
  return (
    transit.attachmentOf(account, vpc, textOf(gateway, "TransitGatewayId")) ??
    transit.attach(account, vpc, gateway, table)
  );
}

/** A route in every table of a VPC. */
function lead(account: Captured, vpc: Item, destination: string, target: Item): void {
  for (const one of account.all("DescribeRouteTables", ({ VpcId }) => VpcId === vpc["VpcId"]))
    hand.addRoute(account, textOf(one, "RouteTableId"), destination, target);
}

/** A route in the table of an attachment, unless there is one. */
function transitLead(account: Captured, of: Item, destination: string, to: Item): void {
  const table = textOf(of["Association"] as Item, "TransitGatewayRouteTableId");
  const is = account.all("SearchTransitGatewayRoutes", (one) => one["DestinationCidrBlock"] === destination, table);
  if (is.length === 0) transit.addTransitRoute(account, table, destination, to);
}

/** Somebody routes from one VPC to another by the bridge's gateway. */
export function joined({ gateway, from, to, destination, source }: Joint): Deed {
  return {
    what: `${from} is led to ${destination} in ${to} by the gateway`,
    in: (account) => {
      const [sender, receiver] = [account.named("DescribeVpcs", from), account.named("DescribeVpcs", to)];
      const of = gatewayOf(account, gateway);
      const { TransitGatewayId } = of;
      const table = textOf(attachmentNamed(account, gateway)["Association"] as Item, "TransitGatewayRouteTableId");
      const [there, back] = [attachedAt(account, receiver, of, table), attachedAt(account, sender, of, table)];
      lead(account, sender, destination, { TransitGatewayId });
      transitLead(account, back, destination, there);
      if (source !== undefined) {
        lead(account, receiver, source, { TransitGatewayId });
        transitLead(account, there, source, back);
      }
      return [idOf(there), idOf(back), destination, destination.replace(/\d+\/\d+$/, "")];
    },
  };
}

/** A VPC of somebody else's at the bridge's gateway, from which packets get to a range. */
export function strangerAttached(gateway: string, vpc: string, destination: string): Deed {
  return {
    what: `somebody's VPC is attached to the gateway, and led to ${destination} in ${vpc}`,
    in: (account) => {
      const own = account.named("DescribeVpcs", vpc);
      const other = hand.addVpc(account, own, "vpc-by-hand", FAR);
      hand.addSubnet(account, other, "subnet-by-hand", "10.99.1.0/24");
      other["Tags"] = [{ Key: "Name", Value: "stranger" }];
      joined({ gateway, from: "stranger", to: vpc, destination, source: FAR }).in(account);
      return ["subnet-by-hand", "tgw-attach-by-hand-vpc-by-hand", "vpc-by-hand"];
    },
  };
}
