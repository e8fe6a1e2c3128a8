import { type Cidr } from "../ip";
import { type Line, type UnreadKind } from "../linux-router";
import { describeTarget, type Direction, type Route } from "../topology";
import { type StopCause } from "./filters";
import { type FirewallCause } from "./firewall-rules";
import { type Packets, type PortSet, type Sockets } from "./packets";
import { type Refusal } from "./routes";
import { type Code } from "./verdict";

/** What AWS picks: an address of the sender, of the receiver, or what can't be told from the packets any more. */
export type Picked = "source" | "destination" | "other";

/** Reasons that need no more than the thing whose explanation it is. */
export type PlainReason =
  | "action-not-known"
  | "addressed-to-nat-gateway"
  | "appliance"
  | "appliance-may-stop"
  | "associated-twice"
  | "attachment-without-subnet"
  | "behind-foreign-attachment"
  | "behind-gateway-endpoint"
  | "behind-on-premises"
  | "both-ends-on-the-internet"
  | "attachment-without-ipv6"
  | "client-address-not-known"
  | "edge-table"
  | "egress-only"
  | "end-not-in-input"
  | "endpoint-balancers-differ"
  | "endpoint-carries-no-such-protocol"
  | "endpoint-not-accepted"
  | "endpoint-starts-nothing"
  | "endpoint-zones-not-known"
  | "far-side-not-known"
  | "forwarded-one-way"
  | "group-behind-endpoint"
  | "inbound-rules-not-known-to-count"
  | "inspected-one-way"
  | "instance-in-another-vpc"
  | "interface-in-another-vpc"
  | "internet-gateway-not-known"
  | "lambda-targets"
  | "learned-by-bgp"
  | "loop-between-transit-gateways"
  | "nat-gateway-saw-no-request"
  | "nat-gateway-starts-nothing-inwards"
  | "nat-gateway-translates-no-ipv6"
  | "nat-gateway-translates-no-such-protocol"
  | "kept-from-the-internet"
  | "no-internet-gateway"
  | "no-listener-rule"
  | "no-public-address-inwards"
  | "no-public-address-outwards"
  | "no-targets"
  | "no-vpn-connection"
  | "not-advertised"
  | "nodes-differ"
  | "not-authorized"
  | "peer-gateway-not-in-input"
  | "peering-not-accepted"
  | "port-not-known"
  | "public-address-not-known"
  | "route-within-subnet"
  | "source-destination-check"
  | "subnet-not-known"
  | "subnets-not-known"
  | "target-balancer-not-in-input"
  | "target-in-no-subnet"
  | "target-is-sender"
  | "target-nodes-differ"
  | "target-outside-needs-all-zones"
  | "target-port-not-known"
  | "target-zone-or-node-zone-not-known"
  | "udp-by-endpoint"
  | "vpc-not-known"
  | "vpn-cloudhub"
  | "vpn-gateway-for-others";

/**
 * Why packets are stopped, or why it can't be told, as data; `src/words` makes the sentence of it. Things are named by
 * their Terraform addresses. `note` is the reason that the topology gives where it could not read something.
 */
export type Reason =
  | { readonly kind: PlainReason }
  /** Something could not be read, and the topology says why. */
  | { readonly kind: "note"; readonly note: string }
  /** What a statement about the configuration finds; nobody takes the text apart. */
  | { readonly kind: "fact"; readonly text: string }
  | RouteReason
  | DeliveryReason
  | FilterReason
  | GatewayReason
  | RouterReason
  | PremisesReason
  | BalancerReason
  | WholeReason;

/** What route tables do to packets. */
type RouteReason =
  | { readonly kind: "routing-loop"; readonly subnet: string }
  | { readonly kind: "routes-not-certain"; readonly subnet: string; readonly note: string }
  | { readonly kind: "route-refused"; readonly route: Route; readonly refusal: Refusal }
  /** The same of a table, whatever the route leads to. */
  | { readonly kind: "route-for-range-refused"; readonly cidr: Cidr; readonly refusal: Refusal }
  | { readonly kind: "no-route"; readonly to: Sockets; readonly subnet: string }
  | { readonly kind: "no-route-to-the-internet"; readonly subnet: string }
  | { readonly kind: "blackhole"; readonly cidr: Cidr; readonly isPropagated: boolean }
  | { readonly kind: "target-not-readable"; readonly cidr: Cidr; readonly note: string }
  | { readonly kind: "attachment-of-another-vpc"; readonly attachment: string; readonly vpc: string }
  | { readonly kind: "has-inline-routes"; readonly table: string };

/** Who holds an address, or does not. `meant` is the goal's address; undefined for the internet. */
type DeliveryReason =
  | { readonly kind: "subnets-not-certain"; readonly vpc: string; readonly note: string }
  | { readonly kind: "no-subnet-holds"; readonly vpc: string; readonly to: Sockets }
  | {
      /** An instance on the way has put another destination in the place of the one that was asked for. */
      readonly kind: "translated-to-another";
      readonly to: Sockets;
      readonly meant: string;
    }
  /** An instance on the way has put somebody else's address in the place of the sender's. */
  | { readonly kind: "answer-to-another"; readonly to: Sockets; readonly holder: string; readonly router: string }
  | {
      readonly kind: "delivered-elsewhere";
      readonly to: Sockets;
      readonly subnet: string;
      readonly meant: string | undefined;
    }
  | { readonly kind: "out-on-the-internet"; readonly to: Sockets; readonly meant: string }
  | { readonly kind: "picked-address-may-be"; readonly subnet: string; readonly to: Sockets }
  | { readonly kind: "may-be-held"; readonly subnet: string; readonly to: Sockets; readonly note: string }
  | { readonly kind: "dns-resolver"; readonly vpc: string; readonly to: Sockets }
  | { readonly kind: "no-interface-holds"; readonly subnet: string; readonly to: Sockets }
  | { readonly kind: "no-public-address-is"; readonly to: Sockets };

/** Security groups, network ACLs and firewalls. */
type FilterReason =
  | { readonly kind: "filter-not-readable"; readonly filter: FilterKind; readonly note: string }
  | {
      readonly kind: "filter-stops";
      readonly filter: FilterKind;
      readonly cause: StopCause;
      readonly direction: Direction;
      readonly to: Sockets;
    }
  | { readonly kind: "acl-not-certain"; readonly subnet: string; readonly note: string }
  | { readonly kind: "firewall-stops"; readonly cause: FirewallCause; readonly to: Sockets }
  /** `note`: why that is not known; undefined where its rules are not in the input. */
  | { readonly kind: "firewall-may-stop"; readonly note: string | undefined }
  | {
      readonly kind: "groups-admit-nothing";
      readonly protocol: number;
      readonly ports: PortSet;
      readonly direction: Direction;
    };

export type FilterKind = "security group" | "network ACL";

/** NAT gateways, peerings, transit gateways and internet gateways. */
type GatewayReason =
  | { readonly kind: "nat-gateway-in-another-vpc"; readonly vpc: string }
  | { readonly kind: "nat-gateway-routed-to-itself"; readonly subnet: string }
  | { readonly kind: "nat-gateway-starts-nothing"; readonly subnet: string | undefined }
  | { readonly kind: "on-neither-side"; readonly vpc: string }
  | { readonly kind: "peering-takes-own-only"; readonly vpc: string }
  | { readonly kind: "peering-leads-no-further"; readonly to: Sockets; readonly vpc: string }
  | { readonly kind: "attachment-not-known"; readonly gateway: string }
  | { readonly kind: "not-attached"; readonly vpc: string; readonly gateway: string }
  | { readonly kind: "attachment-zones-not-known"; readonly subnet: string }
  | { readonly kind: "attachment-not-in-zone"; readonly subnet: string; readonly zone: string | undefined }
  | { readonly kind: "no-associated-table"; readonly gateway: string }
  | { readonly kind: "no-transit-route"; readonly to: Sockets; readonly attachment: string }
  | { readonly kind: "takes-propagated-routes"; readonly table: string }
  | { readonly kind: "internet-gateway-of-another-vpc"; readonly vpc: string }
  | { readonly kind: "private-address-to-internet"; readonly route: Route }
  /** Not in the VPC's own public ranges of IPv6. */
  | { readonly kind: "not-the-gateways-own"; readonly source: Sockets; readonly vpc: string }
  | { readonly kind: "no-public-ipv6"; readonly to: Sockets };

/** Instances that forward; a line is that of their boot script. */
type RouterReason =
  | { readonly kind: "router-drops"; readonly line: Line; readonly to: Sockets }
  /** They are addressed to the instance itself. */
  | { readonly kind: "router-takes"; readonly to: Sockets }
  | { readonly kind: "router-not-read"; readonly why: UnreadKind; readonly line: Line | undefined };

/** Networks outside of AWS. */
type PremisesReason =
  | { readonly kind: "vpn-gateway-not-attached"; readonly gateway: string; readonly vpc: string }
  | { readonly kind: "no-vpn-route"; readonly to: Sockets }
  | { readonly kind: "no-way-from-on-premises"; readonly to: Sockets }
  | { readonly kind: "not-in-vpn-range"; readonly end: "source" | "destination"; readonly of: Sockets };

/** Load balancers and their targets. */
type BalancerReason =
  | { readonly kind: "no-listener"; readonly port: number | undefined }
  | { readonly kind: "target-vpc-not-certain"; readonly vpc: string; readonly note: string }
  | { readonly kind: "target-inside-needs-no-zones"; readonly subnet: string }
  | {
      readonly kind: "target-in-another-zone";
      readonly registered: string;
      readonly subnet: string;
      readonly zone: string | undefined;
    }
  | { readonly kind: "balancer-zones-not-known"; readonly subnet: string }
  | { readonly kind: "target-zone-not-served"; readonly subnet: string }
  | { readonly kind: "cross-zone-off"; readonly subnet: string }
  /** The endpoint's subnet is in a zone that its service has no load balancer in. */
  | { readonly kind: "service-not-in-zone"; readonly service: string; readonly subnet: string };

/** What is said of a question or a statement as a whole. */
type WholeReason =
  | {
      /** They have no addresses of one family; `to` is who is to be reached. */
      readonly kind: "no-common-family";
      readonly to: string;
    }
  | { readonly kind: "way-in-not-judged"; readonly receivers: readonly string[] }
  | { readonly kind: "ends-differ"; readonly note: string }
  | { readonly kind: "some-of-what-aws-picks"; readonly picks: readonly Picked[]; readonly reason: Reason }
  /** Packets arrive that must not; `source` as they arrive, `routes` those that they took. */
  | { readonly kind: "arrives"; readonly source: Sockets | undefined; readonly routes: readonly string[] }
  /** A way between two ends that is in one of two networks only, or may be: `doubts` say why, and are undefined when it is certain. */
  | {
      readonly kind: "way-differs";
      readonly change: "gained" | "lost";
      readonly from: string;
      readonly to: string;
      readonly packets: Packets;
      readonly doubts: readonly Explanation[] | undefined;
    };

/** One setting that stops packets (or leaves them undecided), with the Terraform address at fault. */
export interface Explanation {
  readonly code: Code;
  readonly address: string;
  readonly reason: Reason;
}

/** A text that is equal for explanations that say the same of the same thing. */
export function keyOfExplanation({ code, address, reason }: Explanation): string {
  return JSON.stringify([code, address, reason], (name, value: unknown) =>
    typeof value === "bigint"
      ? String(value)
      : name === "route" && typeof value === "object"
        ? keyOfRoute(value as Route)
        : value,
  );
}

/** Routes of one list have one address, and a topology is no data to be written down. */
function keyOfRoute({ address, cidr, target }: Route): readonly unknown[] {
  return [address, cidr, describeTarget(target)];
}

/** Drops repeated explanations; order stays. */
export function distinct(explanations: readonly Explanation[]): Explanation[] {
  const seen = new Set<string>();
  return explanations.filter((one) => {
    const key = keyOfExplanation(one);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
