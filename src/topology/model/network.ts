import { type Home, type Origin } from "../../terraform";
import { type AddressSet, type Cidr, type Family } from "../../ip";
import { type RouterReading } from "../../linux-router";
import {
  type AttachmentCover,
  type Doubtful,
  type FilterCover,
  type InstanceCover,
  type EgressOnlyGatewayCover,
  type InternetGatewayCover,
  type NatGatewayCover,
  type NicCover,
  type Note,
  type PeeringCover,
  type PremisesCover,
  type PremisesLinkCover,
  type RouteTableCover,
  type SubnetCover,
  type TransitGatewayCover,
  type TransitTableCover,
  type VpcAttachmentCover,
  type VpcCover,
  type VpnGatewayCover,
} from "../doubts";
import { type FirewallPolicy } from "./firewalls";
import { type Match, type NetworkAcl } from "./rules";

/** An availability zone: its name, its id, or the expression that gives it. */
export type Zone = string;

export interface Vpc extends Doubtful<VpcCover> {
  readonly address: string;
  /** Undefined for what the input itself holds. */
  origin?: Origin;
  /** Primary and secondary CIDRs, and those of IPv6. */
  readonly cidrs: Cidr[];
  readonly subnets: Subnet[];
  /** Its account and Region, as far as they are told. */
  readonly home: Home;
  mainTable: RouteTable;
  defaultTable: RouteTable;
  defaultGroup: SecurityGroup;
  defaultAcl: NetworkAcl;
  internetGateway?: InternetGateway;
  /** It is not managed here: what of it is not in the input may be there all the same. */
  readonly isOutside?: boolean;
  /** It stands for every VPC of which it isn't known which one it is. */
  readonly isAny?: boolean;
  /** It is only known that a subnet which is not in the input is in some VPC: this stands for that one. */
  readonly isImplied?: boolean;
}

export interface Subnet extends Doubtful<SubnetCover> {
  readonly address: string;
  /** Undefined for what the input itself holds. */
  origin?: Origin;
  readonly vpc: Vpc;
  /** Undefined when not known. */
  readonly cidr?: Cidr;
  readonly zone?: Zone;
  /** The zone's id, which all accounts share, where it is known beside the name. */
  readonly zoneId?: string;
  readonly mapPublicIp: boolean;
  /** It is not managed here: whether its hosts get public addresses, and what else is in it, is not known. */
  readonly isOutside?: boolean;
  table: RouteTable;
  acl: NetworkAcl;
  /** The only tables that it may have, where one doubt says that which one is not known. */
  maybeTables?: readonly RouteTable[];
  /** Its range of IPv6; a stand-in where AWS picks it in the apply. */
  ipv6Cidr?: Cidr;
  /** Its hosts have no addresses of IPv4 (VPC user guide, IPv6-only subnets). */
  isIpv6Only?: boolean;
}

/** Lets IPv6 out, and in what answers it (VPC user guide, egress-only internet gateways). */
export interface EgressOnlyGateway extends Doubtful<EgressOnlyGatewayCover> {
  readonly address: string;
  readonly vpc?: Vpc;
}

export type RouteTarget =
  | { readonly kind: "local" }
  | { readonly kind: "blackhole" }
  | { readonly kind: "internet-gateway"; readonly gateway: InternetGateway }
  | { readonly kind: "egress-only-internet-gateway"; readonly gateway: EgressOnlyGateway }
  | { readonly kind: "nat-gateway"; readonly gateway: NatGateway }
  | { readonly kind: "interface"; readonly nic: Nic }
  | { readonly kind: "attachment-interface"; readonly attachment: VpcAttachment; readonly subnet: Subnet }
  | { readonly kind: "transit-gateway"; readonly gateway: TransitGateway }
  | { readonly kind: "peering"; readonly peering: Peering }
  | { readonly kind: "vpn-gateway"; readonly gateway: VpnGateway }
  /** `isOfService`: the route is to addresses of an AWS service, by AWS's own list. */
  | { readonly kind: "gateway-endpoint"; readonly address: string; readonly isOfService?: true }
  /** What is not known; with `anyOf`, everything that it may be. */
  | { readonly kind: "unreadable"; readonly note: Note; readonly anyOf?: readonly RouteTarget[] };

export interface Route {
  readonly address: string;
  readonly cidr: Cidr;
  readonly target: RouteTarget;
  /** Static routes win over propagated ones of the same length (VPC user guide, route priority). */
  readonly propagated: boolean;
  /** It is an entry of a prefix list: a route that names the same destination itself wins (VPC user guide, route priority). */
  readonly isListed?: boolean;
  /** Whether its range holds one that AWS has not picked yet is not known. */
  mayHoldPicked?: boolean;
}

export interface RouteTable extends Doubtful<RouteTableCover> {
  readonly address: string;
  /** Undefined for what the input itself holds. */
  origin?: Origin;
  readonly routes: Route[];
  readonly vpc?: Vpc;
}

export interface InternetGateway extends Doubtful<InternetGatewayCover> {
  readonly address: string;
  readonly vpc?: Vpc;
  /** A route table for arriving traffic (gateway association). */
  edgeTable?: RouteTable;
}

export interface NatGateway extends Doubtful<NatGatewayCover> {
  readonly address: string;
  /** Itself in each subnet that it may be in, where which one is not known. */
  readonly maybe?: readonly NatGateway[];
  readonly isPrivate: boolean;
  readonly subnet?: Subnet;
  /** Its private addresses; undefined when AWS picks one. */
  readonly privateIps?: AddressSet;
  readonly publicIps?: AddressSet;
}

export interface Peering extends Doubtful<PeeringCover> {
  readonly address: string;
  readonly requester?: Vpc;
  readonly accepter?: Vpc;
  /** Known not to be accepted, so it carries nothing. */
  readonly isPending: boolean;
  readonly crossesRegions: boolean;
}

export interface TransitGateway extends Doubtful<TransitGatewayCover> {
  readonly address: string;
  readonly securityGroupReferencing: boolean;
  defaultAssociationTable?: TransitTable;
  defaultPropagationTable?: TransitTable;
  readonly attachments: Attachment[];
}

export interface VpcAttachment extends Doubtful<VpcAttachmentCover> {
  readonly kind: "vpc";
  readonly address: string;
  readonly gateway: TransitGateway;
  readonly vpc?: Vpc;
  readonly subnets: readonly Subnet[];
  readonly applianceMode: boolean;
  readonly securityGroupReferencing: boolean;
  /** Its `ipv6_support` is on. */
  readonly ipv6: boolean;
}

/** A peering between gateways: one attachment, seen from both. */
interface PeeringAttachment extends Doubtful<AttachmentCover> {
  readonly kind: "peering";
  readonly address: string;
  readonly gateway: TransitGateway;
  readonly peer?: TransitGateway;
}

/** VPN, Direct Connect and Connect attachments. */
export interface ForeignAttachment extends Doubtful<AttachmentCover> {
  readonly kind: "foreign";
  readonly address: string;
  readonly gateway: TransitGateway;
  /** The network outside that it leads to; undefined where that is not in the input. */
  link?: PremisesLink;
}

export type Attachment = VpcAttachment | PeeringAttachment | ForeignAttachment;

export interface TransitRoute {
  readonly address: string;
  readonly cidr: Cidr;
  /** Undefined for a blackhole. */
  readonly attachment?: Attachment;
  readonly propagated: boolean;
  /** AWS told that it is in force: of several to one range, packets go by each. */
  readonly isTold?: boolean;
  readonly note?: Note;
  /** Whether its range holds one that AWS has not picked yet is not known. */
  mayHoldPicked?: boolean;
}

export interface TransitTable extends Doubtful<TransitTableCover> {
  readonly address: string;
  readonly gateway?: TransitGateway;
  readonly routes: TransitRoute[];
  readonly associations: Attachment[];
  /** AWS made it with its gateway, so it has no resource of its own. */
  readonly isDefault?: boolean;
  readonly propagations: { readonly address: string; readonly attachment: Attachment }[];
}

export interface SecurityGroupRule {
  readonly address: string;
  readonly match: Match;
  readonly cidrs: AddressSet;
  readonly groups: readonly SecurityGroup[];
  /** Set when peers or ports aren't known: packets that only this rule would admit are UNKNOWN. */
  readonly note?: Note;
  /** What the peers that aren't known are at most: public addresses (the prefix list of an AWS service), or one family. */
  readonly within?: AddressSet;
}

export interface SecurityGroup extends Doubtful<FilterCover> {
  readonly address: string;
  readonly vpc?: Vpc;
  readonly ingress: SecurityGroupRule[];
  readonly egress: SecurityGroupRule[];
}

/** What an endpoint hands packets to and takes them back from: the appliances of a Gateway Load Balancer, or a firewall. */
export type Inspection =
  | { readonly kind: "appliance" }
  /** Without a policy: what it does is not known. It surely carries packets of `families`, others may be dropped. */
  | { readonly kind: "firewall"; readonly policy?: FirewallPolicy; readonly families: readonly Family[] };

/** An instance that takes packets for others, and runs a script at boot that says what it does with them. */
export interface HostRouter {
  /** Terraform address of the instance. */
  readonly address: string;
  /** Of what has the script as an argument: the instance, or its launch template. */
  readonly scriptOf: string;
  /** Its interfaces with their device indexes. */
  readonly interfaces: readonly { readonly device: number; readonly nic: Nic }[];
  /** The script; undefined where only a hash of it is known, or that there is one. */
  readonly script?: string;
  /** No line of the script may be shown. */
  readonly isSensitive: boolean;
  readonly reading: RouterReading;
}

/** An elastic network interface, or what stands for one (a load balancer's node, an endpoint). */
export interface Nic extends Doubtful<NicCover> {
  readonly address: string;
  /** Undefined for what the input itself holds. */
  readonly origin?: Origin;
  readonly kind: "instance" | "interface" | "load-balancer" | "endpoint";
  readonly subnet: Subnet;
  /** Private addresses; undefined when AWS picks one in the subnet. */
  privateIps?: AddressSet;
  /** Undefined: no security group can apply (network load balancer without groups). */
  groups?: SecurityGroup[];
  readonly sourceDestCheck: boolean;
  /** `none`: no public address; `some`: one that isn't known before apply. */
  publicIp: "none" | "some" | "unknown" | AddressSet;
  publicIpAddress?: string;
  /** Its addresses of IPv6, or that AWS picks one in the subnet; undefined: none. */
  ipv6?: AddressSet | "picked";
  /** Internet gateways bring it no packets of IPv6 (ELB user guides, internal load balancers). */
  readonly isKeptFromInternet?: true | "maybe";
  /** Packets that a route leads to it come out again in its subnet, if they are let pass. */
  readonly inspection?: Inspection;
  /** The instance that has it, where it forwards and something is known of how. */
  router?: HostRouter;
}

export interface Instance extends Doubtful<InstanceCover> {
  readonly address: string;
  readonly nics: Nic[];
  /** Its interface in each subnet that it may be in, where which one is not known. */
  readonly maybe?: readonly Nic[];
}

/** A network outside of AWS: what lies behind a customer gateway, or behind a Direct Connect gateway. */
export interface OnPremises extends Doubtful<PremisesCover> {
  readonly address: string;
  readonly links: PremisesLink[];
}

/** A route that the configuration of a connection states. */
export interface PremisesRoute {
  readonly address: string;
  readonly cidr: Cidr;
}

/** A way between AWS and a network outside: a VPN connection, or what joins a gateway to Direct Connect. */
export interface PremisesLink extends Doubtful<PremisesLinkCover> {
  readonly address: string;
  /** Undefined where it is not known. */
  readonly site?: OnPremises;
  /** Its static routes; undefined where BGP tells AWS what is on the other side. */
  readonly routes?: PremisesRoute[];
  /** Which addresses on-premises it carries packets of, and which of AWS (EC2 API, VpnConnectionOptionsSpecification). */
  readonly local: AddressSet;
  readonly remote: AddressSet;
  /** The prefixes of AWS that the other side may be told of; undefined: all (Direct Connect guide, allowed prefixes). */
  readonly advertised?: readonly Cidr[];
  readonly vpnGateway?: VpnGateway;
  attachment?: ForeignAttachment;
}

/** A virtual private gateway. */
export interface VpnGateway extends Doubtful<VpnGatewayCover> {
  readonly address: string;
  readonly vpc?: Vpc;
  readonly links: PremisesLink[];
  /** A route table for arriving traffic (gateway association). */
  edgeTable?: RouteTable;
}
