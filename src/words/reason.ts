import {
  describeAddresses,
  describePorts,
  describeProtocol,
  describeSockets,
  destinationOf,
  type Explanation,
  type FirewallCause,
  hasPorts,
  type Picked,
  type PlainReason,
  type Reason,
  type Refusal,
  type StopCause,
} from "../reachability";
import { describeCidr, describeRoute } from "../topology";
import { lineText, unreadText } from "./router-words";

/** Reasons that name nothing else than the thing that they are about. */
const PLAIN: Readonly<Record<PlainReason, string>> = {
  "action-not-known": "what the action forwards to is not known",
  "addressed-to-nat-gateway": "a packet addressed to the NAT gateway itself is dropped",
  appliance: "what the appliance does with the packet is not in the input",
  "appliance-may-stop": "whether the appliance behind the endpoint lets the packet pass is not in the input",
  "associated-twice": "it is associated with two route tables, which AWS refuses; keep one association",
  "attachment-without-subnet": "the attachment has no subnet",
  "behind-foreign-attachment":
    "what lies behind a VPN, Direct Connect, Connect or Cloud WAN attachment is not in the input",
  "behind-gateway-endpoint": "what lies behind a gateway endpoint is not in the input",
  "behind-on-premises": "what a network outside of AWS does with the packet is not in the input",
  "both-ends-on-the-internet": "both ends are out on the internet",
  "attachment-without-ipv6": "its ipv6_support is off, so it carries no IPv6",
  "client-address-not-known":
    "AWS picks the client's address, and the load balancer's security group admits only some that it may pick",
  "edge-table": "where a gateway's route table leads arriving traffic is not known",
  "egress-only": "an egress-only internet gateway sends out no answer to what it has not let in",
  "end-not-in-input": "an end of this statement does not exist in the input",
  "endpoint-balancers-differ":
    "its service has several load balancers in its zone, AWS picks one of them, and it makes a difference",
  "endpoint-carries-no-such-protocol": "an interface endpoint carries only TCP and UDP",
  "endpoint-not-accepted": "the service has not accepted the endpoint, so it carries nothing",
  "endpoint-starts-nothing":
    "an interface endpoint opens no connection: it only returns answers to what was sent to it",
  "endpoint-zones-not-known":
    "which of the service's zones the endpoint's subnet is in is not known, and it makes a difference",
  "far-side-not-known": "its far side is not known",
  "forwarded-one-way":
    "the instance forwards packets of one direction and sees none of the other; what it makes of them then is not known",
  "group-behind-endpoint": "whom a rule that names a group admits by an interface endpoint is not documented",
  "inbound-rules-not-known-to-count":
    "whether its inbound rules are held against what comes by interface endpoints is not known",
  "inspected-one-way":
    "packets of one direction pass this endpoint and those of the other do not; what is inspected needs both",
  "instance-in-another-vpc": "an instance is registered in its own VPC only, not in the load balancer's",
  "interface-in-another-vpc": "the interface is in another VPC than the route",
  "internet-gateway-not-known": "the VPC is not managed here, so whether it has an internet gateway is not known",
  "lambda-targets": "functions behind a load balancer are not walked to",
  "learned-by-bgp": "what it learns by BGP of the other side is not in the input",
  "loop-between-transit-gateways": "the packet goes to and fro between two transit gateways: a routing loop",
  "nat-gateway-saw-no-request": "the reply is routed to a NAT gateway that has seen no request, and is dropped",
  "nat-gateway-starts-nothing-inwards":
    "a NAT gateway starts no flow inwards: a packet to its own address that is no reply is dropped",
  "nat-gateway-translates-no-ipv6":
    "a NAT gateway translates packets of IPv6 only to 64:ff9b::/96, which stands for IPv4 (NAT64)",
  "nat-gateway-translates-no-such-protocol": "a NAT gateway translates only TCP, UDP and ICMP",
  "kept-from-the-internet": "an internal load balancer's addresses of IPv6 are kept from internet gateways",
  "no-internet-gateway": "the VPC has no internet gateway",
  "no-listener-rule": "no rule of the listener takes this host and path",
  "no-public-address-inwards": "it has no public address, so nothing comes in from the internet",
  "no-public-address-outwards": "it has no public address, so an internet gateway does not carry its packets",
  "no-targets": "the target group has no targets",
  "no-vpn-connection": "no VPN connection or Direct Connect of it is in the input",
  "nodes-differ": "which subnets it is in is not known, and they differ",
  "not-advertised": "its allowed prefixes leave out some of these addresses, so on-premises is not told of them",
  "not-authorized": "no authorization rule and route of it leads there",
  "peer-gateway-not-in-input": "the transit gateway on the other side is not in the input",
  "peering-not-accepted": "the peering has not been accepted",
  "port-not-known": "its port is not known",
  "public-address-not-known": "whether it has a public address is not known",
  "route-within-subnet": "whether a route applies between hosts of one subnet is not documented",
  "source-destination-check": "its source/destination check drops packets that are not addressed to it",
  "subnet-not-known": "its subnet is not known",
  "subnets-not-known": "its subnets are not known",
  "target-balancer-not-in-input": "the load balancer that it registers is not in the input",
  "target-in-no-subnet": "the target is in the VPC's range, but in none of its subnets",
  "target-is-sender": "with client IP preservation a target can't reach itself through the load balancer",
  "target-outside-needs-all-zones":
    'a target outside of the load balancer\'s VPC must be registered with availability_zone "all"',
  "target-nodes-differ":
    "some of its nodes can be reached and some can not, and which of them count where it is a target is not known",
  "target-port-not-known": "the target's port is not known",
  "target-zone-or-node-zone-not-known": "whether it is in the node's zone is not known",
  "udp-by-endpoint": "under which conditions an endpoint service takes UDP is not judged",
  "vpc-not-known": "its VPC is not known",
  "vpn-cloudhub": "what a VPN gateway carries from one of its connections to another is not in the input",
  "vpn-gateway-for-others": "whether a VPN gateway carries packets that do not come from its own VPC is not documented",
};

const REFUSAL: Readonly<Record<Refusal, string>> = {
  target: "AWS refuses a route inside the VPC's own CIDR unless it leads to a NAT gateway or an interface",
  range: "AWS refuses a route inside the VPC's own CIDR unless it names the whole CIDR of one subnet",
};

/** Why AWS refuses a route inside a VPC's own range. */
export function refusalText(refusal: Refusal): string {
  return REFUSAL[refusal];
}

const PICKED: Readonly<Record<Picked, string>> = {
  source: "the sender's address",
  destination: "the receiver's address",
  other: "an address or a way of several",
};

function causeText(cause: StopCause, direction: string): string {
  switch (cause.kind) {
    case "no-rules":
      return "has no rules";
    case "no-rule-applies":
      return "has no rule that applies";
    case "no-rule-matches":
      return `no ${direction} rule matches`;
    case "rule":
      return `${direction} rule ${cause.number}`;
  }
}

function firewallCauseText(cause: FirewallCause): string {
  if (cause.kind === "default") return `the default action of the ${cause.engine} engine drops it`;
  return cause.engine === "stateless" ? `stateless rule of priority ${cause.place}` : `stateful rule ${cause.place}`;
}

type Fielded = Exclude<Reason, { readonly kind: PlainReason }>;
type Sentences = { readonly [K in Fielded["kind"]]: (reason: Extract<Fielded, { readonly kind: K }>) => string };

const SENTENCES: Sentences = {
  note: ({ note }) => note,
  fact: ({ text }) => text,

  "routing-loop": ({ subnet }) => `the packet comes round to ${subnet} again: a routing loop`,
  "routes-not-certain": ({ subnet, note }) => `the routes of ${subnet} are not certain: ${note}`,
  "route-refused": ({ route, refusal }) => `${describeRoute(route)}: ${REFUSAL[refusal]}`,
  "route-for-range-refused": ({ cidr, refusal }) => `${describeCidr(cidr)}: ${REFUSAL[refusal]}`,
  "no-route": ({ to, subnet }) => `no route to ${describeSockets(to)} in the route table of ${subnet}`,
  "no-route-to-the-internet": ({ subnet }) => `no route to the internet in the route table of ${subnet}`,
  blackhole: ({ cidr, isPropagated }) =>
    `${describeCidr(cidr)} -> blackhole${isPropagated ? " (propagated)" : ""}: the route is a blackhole`,
  "target-not-readable": ({ cidr, note }) => `${describeCidr(cidr)}: ${note}`,
  "attachment-of-another-vpc": ({ attachment, vpc }) => `${attachment} is not an attachment of ${vpc}`,
  "has-inline-routes": ({ table }) => `${table} has inline routes too`,

  "subnets-not-certain": ({ vpc, note }) => `the subnets of ${vpc} are not all known: ${note}`,
  "no-subnet-holds": ({ vpc, to }) =>
    `no subnet of ${vpc} holds ${describeSockets(to)}, and its local route takes the packet`,
  "delivered-elsewhere": ({ to, subnet, meant = "the internet" }) =>
    `the packet to ${describeSockets(to)} is delivered in ${subnet}, which is not where ${meant} is: no route leads there`,
  "translated-to-another": ({ to, meant }) =>
    `an instance on the way sends the packet on to ${describeSockets(to)}, which is not ${meant}`,
  "answer-to-another": ({ to, holder, router }) =>
    `${router} puts ${describeSockets(to)} in the place of the sender's address, so the answer goes to ${holder}`,
  "out-on-the-internet": ({ to, meant }) => `${describeSockets(to)} is out on the internet, not ${meant}`,
  "picked-address-may-be": ({ subnet, to }) => `AWS picks its address in ${subnet}; it may be ${describeSockets(to)}`,
  "may-be-held": ({ subnet, to, note }) => `it may hold ${describeSockets(to)} in ${subnet}: ${note}`,
  "dns-resolver": ({ vpc, to }) =>
    `${describeSockets(to)} is the DNS resolver of ${vpc}, a service of AWS: no route, security group or network ACL keeps a query off, and whether it answers is not in the input`,
  "no-interface-holds": ({ subnet, to }) => `no interface in ${subnet} holds ${describeSockets(to)}`,
  "no-public-address-is": ({ to }) => `nothing in the input has the public address ${describeSockets(to)}`,

  "filter-not-readable": ({ filter, note }) => `the ${filter} can't be read: ${note}`,
  "firewall-stops": ({ cause, to }) =>
    `the firewall stops the packet to ${describeSockets(to)}: ${firewallCauseText(cause)}`,
  "firewall-may-stop": ({ note }) =>
    note === undefined
      ? "whether the rules of the firewall let the packet pass is not in the input"
      : `whether the firewall lets the packet pass is not known: ${note}`,
  "filter-stops": ({ filter, cause, direction, to }) =>
    `the ${filter} ${causeText(cause, direction)} to ${direction} ${describeSockets(to)}`,
  "acl-not-certain": ({ subnet, note }) => `the network ACL of ${subnet} is not certain: ${note}`,
  "groups-admit-nothing": ({ protocol, ports, direction }) => {
    const what = hasPorts(protocol)
      ? `${describeProtocol(protocol)} ${describePorts(ports)}`
      : describeProtocol(protocol);
    return `no rule of its security groups admits ${what} (${direction}), whatever the way there does`;
  },

  "nat-gateway-in-another-vpc": ({ vpc }) => `it is in ${vpc}, another VPC than the route`,
  "nat-gateway-routed-to-itself": ({ subnet }) =>
    `the route table of ${subnet} sends the NAT gateway's packets back to it`,
  "nat-gateway-starts-nothing": ({ subnet }) =>
    "a NAT gateway starts no flow of its own, it only passes on what hosts send through it; " +
    `ask from a host or subnet whose route table leads to it${subnet === undefined ? "" : `, not from ${subnet} where it stands`}`,
  "on-neither-side": ({ vpc }) => `${vpc} is on neither side of the peering`,
  "peering-takes-own-only": ({ vpc }) => `a peering takes only packets from ${vpc} itself`,
  "peering-leads-no-further": ({ to, vpc }) => `${describeSockets(to)} is not in ${vpc}: a peering leads no further`,
  "attachment-not-known": ({ gateway }) =>
    `the VPC is not managed here, so whether it is attached to ${gateway} is not known`,
  "not-attached": ({ vpc, gateway }) => `${vpc} has no attachment to ${gateway}`,
  "attachment-zones-not-known": ({ subnet }) => `whether it has a subnet in the zone of ${subnet} is not known`,
  "attachment-not-in-zone": ({ subnet, zone = "?" }) =>
    `the attachment has no subnet in the zone of ${subnet} (${zone}), so packets from there can't enter the transit gateway`,
  "no-associated-table": ({ gateway }) => `no route table of ${gateway} is associated with it`,
  "no-transit-route": ({ to, attachment }) => `no route to ${describeSockets(to)} in the table of ${attachment}`,
  "takes-propagated-routes": ({ table }) => `it propagates routes into ${table}`,
  "internet-gateway-of-another-vpc": ({ vpc }) => `the internet gateway is not attached to ${vpc}`,
  "private-address-to-internet": ({ route }) =>
    `${describeRoute(route)}: an internet gateway drops packets to private addresses`,
  "not-the-gateways-own": ({ source, vpc }) =>
    `it carries only what has a public address of IPv6 of ${vpc}, not ${describeSockets(source)}`,
  "no-public-ipv6": ({ to }) => `${describeSockets(to)} is no public address of IPv6`,

  "router-drops": ({ line, to }) => `the instance drops the packet to ${describeSockets(to)}: ${lineText(line)}`,
  "router-takes": ({ to }) =>
    `the packet to ${describeSockets(to)} is for the instance itself, which hands it to nobody`,
  "router-not-read": ({ why, line }) => unreadText(why, line),

  "vpn-gateway-not-attached": ({ gateway, vpc }) => `${gateway} is not attached to ${vpc}`,
  "no-vpn-route": ({ to }) => `none of its connections has a route to ${describeSockets(to)}`,
  "no-way-from-on-premises": ({ to }) =>
    `no VPN connection or Direct Connect leads from there to ${describeSockets(to)}`,
  "not-in-vpn-range": ({ end, of }) =>
    `the connection carries no packets ${end === "source" ? "from" : "to"} ${describeSockets(of)}: its network CIDRs leave that out`,

  "no-listener": ({ port = "this protocol" }) => `no listener takes ${port}`,
  "target-vpc-not-certain": ({ vpc, note }) => `whether the target is in ${vpc} is not known: ${note}`,
  "target-inside-needs-no-zones": ({ subnet }) =>
    `availability_zone "all" is refused: the address lies in ${subnet} of the load balancer's own VPC`,
  "target-in-another-zone": ({ registered, subnet, zone = "another zone" }) =>
    `it is registered in ${registered}, but ${subnet} is in ${zone}`,
  "balancer-zones-not-known": ({ subnet }) =>
    `whether the zone of ${subnet} is one of the load balancer's is not known`,
  "target-zone-not-served": ({ subnet }) =>
    `its zone, that of ${subnet}, is none of the load balancer's, so it stays unused`,
  "service-not-in-zone": ({ service, subnet }) =>
    `${service} has no load balancer in the zone of ${subnet}, so AWS makes no endpoint there`,
  "cross-zone-off": ({ subnet }) => `cross-zone load balancing is off, and it is not in the zone of ${subnet}`,

  "no-common-family": ({ to }) => `it and ${to} have no addresses of one family`,
  "way-in-not-judged": ({ receivers }) =>
    `it carries packets from the internet to ${receivers.join(", ")} past public addresses, which is not judged`,
  "ends-differ": ({ note }) => `${note}, and it makes a difference`,
  "some-of-what-aws-picks": ({ picks, reason }) =>
    `AWS picks ${picks.map((one) => PICKED[one]).join(" and ")}, and for some of what it may pick: ${reasonText(reason)}`,
  arrives: ({ source, routes }) =>
    `packets from ${source ? describeSockets(source) : "there"} arrive, over ${routes.join(", ") || "no route"}`,
  "way-differs": ({ change, from, to, packets, doubts }) => {
    const sender = `${describeAddresses(packets.src)} (${from})`;
    const what = `${describeProtocol(packets.protocol)} from ${sender} to ${describeSockets(destinationOf(packets))} (${to})`;
    if (doubts) return `it is not known whether ${what} is ${change}: ${doubts.map(doubtText).join("; ")}`;
    return change === "gained"
      ? `${what} arrives, and would not without the bridge`
      : `${what} arrives without the bridge, and not with it`;
  },
};

function doubtText({ address, reason }: Explanation): string {
  return `${address}: ${reasonText(reason)}`;
}

function isPlain(reason: Reason): reason is Extract<Reason, { readonly kind: PlainReason }> {
  return reason.kind in PLAIN;
}

/** A reason as a clause that follows the thing that it is about. */
export function reasonText(reason: Reason): string {
  if (isPlain(reason)) return PLAIN[reason.kind];
  const sentence = SENTENCES[reason.kind] as (own: Fielded) => string;
  return sentence(reason);
}
