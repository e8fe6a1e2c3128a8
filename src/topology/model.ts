import { type AddressSet, type Cidr } from "../ipv4";
import { type Origin, type Secrets } from "../terraform";

/** Something that could not be read: what it touches is UNKNOWN, and this says why. */
export interface Note {
  /** Terraform address at fault. */
  readonly address: string;
  readonly reason: string;
}

/** Something with interfaces in a subnet that this program does not look into. */
export interface Tenant extends Note {
  /** What they hold; undefined where that is not known. */
  readonly addresses?: AddressSet;
}

/** An availability zone: its name, its id, or the expression that gives it. */
export type Zone = string;

export interface Vpc {
  readonly address: string;
  /** Primary and secondary CIDRs. */
  readonly cidrs: Cidr[];
  /** Set when there may be CIDRs that aren't known. */
  readonly notes: Note[];
  readonly subnets: Subnet[];
  /** Region and account as far as the provider's alias tells them apart. */
  readonly provider: string;
  mainTable: RouteTable;
  defaultTable: RouteTable;
  defaultGroup: SecurityGroup;
  defaultAcl: NetworkAcl;
  internetGateway?: InternetGateway;
  /** It has an IPv6 range, or may have one. */
  ipv6?: boolean;
  /** It is not managed here: what of it is not in the input may be there all the same. */
  readonly isOutside?: boolean;
  /** Undefined for what the input itself holds. */
  origin?: Origin;
  /** It stands for every VPC of which it isn't known which one it is. */
  readonly isAny?: boolean;
}

export interface Subnet {
  readonly address: string;
  readonly vpc: Vpc;
  /** Undefined when not known. */
  readonly cidr?: Cidr;
  readonly zone?: Zone;
  readonly mapPublicIp: boolean;
  /** It is not managed here: whether its hosts get public addresses, and what else is in it, is not known. */
  readonly isOutside?: boolean;
  /** Undefined for what the input itself holds. */
  origin?: Origin;
  table: RouteTable;
  acl: NetworkAcl;
  /** The only tables that it may have, where one note says that which one is not known. */
  maybeTables?: readonly RouteTable[];
  /** What puts interfaces into it whose addresses AWS picks, and that this program does not look into (databases, tasks). */
  readonly tenants: Tenant[];
  /** What makes its table or its network ACL uncertain. */
  readonly tableNotes: Note[];
  readonly aclNotes: Note[];
  /** It has an IPv6 range, or may have one. */
  ipv6?: boolean;
}

export type RouteTarget =
  | { readonly kind: "local" }
  | { readonly kind: "blackhole" }
  | { readonly kind: "internet-gateway"; readonly gateway: InternetGateway }
  | { readonly kind: "nat-gateway"; readonly gateway: NatGateway }
  | { readonly kind: "interface"; readonly nic: Nic }
  | { readonly kind: "attachment-interface"; readonly attachment: VpcAttachment; readonly subnet: Subnet }
  | { readonly kind: "transit-gateway"; readonly gateway: TransitGateway }
  | { readonly kind: "peering"; readonly peering: Peering }
  | { readonly kind: "gateway-endpoint"; readonly address: string }
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
}

/** A route for IPv6: what it catches is not looked into, only where it may lead. */
export interface Ipv6Route {
  readonly address: string;
  readonly target: RouteTarget;
  /** Its gateway lets nothing in that was not asked for from inside (VPC user guide, egress-only internet gateways). */
  readonly isEgressOnly: boolean;
}

export interface RouteTable {
  readonly address: string;
  readonly routes: Route[];
  /** Routes whose destination or very existence isn't known. */
  readonly notes: Note[];
  /** Like notes, but of routes that AWS never lets override the local route (their targets are gateways). */
  readonly outsideNotes: Note[];
  /** Prefix lists of AWS services whose addresses aren't in the input: they may catch public addresses. */
  readonly serviceRoutes: Note[];
  readonly vpc?: Vpc;
  ipv6Routes?: Ipv6Route[];
  /** Undefined for what the input itself holds. */
  origin?: Origin;
}

export interface InternetGateway {
  readonly address: string;
  readonly vpc?: Vpc;
  /** What may keep it from carrying anything, e.g. a region's block on public access. */
  readonly notes: Note[];
  /** Replies to what NAT gateways sent pass in spite of the notes. */
  natPasses?: boolean;
  /** A route table for arriving traffic (gateway association). */
  edgeTable?: RouteTable;
}

export interface NatGateway {
  readonly address: string;
  /** Itself in each subnet that it may be in, where which one is not known. */
  readonly maybe?: readonly NatGateway[];
  readonly isPrivate: boolean;
  readonly subnet?: Subnet;
  /** Its private addresses; undefined when AWS picks one. */
  readonly privateIps?: AddressSet;
  readonly publicIps?: AddressSet;
  readonly notes: Note[];
}

export interface Peering {
  readonly address: string;
  readonly requester?: Vpc;
  readonly accepter?: Vpc;
  /** Known not to be accepted, so it carries nothing. */
  readonly isPending: boolean;
  readonly crossesRegions: boolean;
  /** Set when it may cross Regions. */
  readonly regionNote?: Note;
  readonly notes: Note[];
}

export interface TransitGateway {
  readonly address: string;
  readonly securityGroupReferencing: boolean;
  defaultAssociationTable?: TransitTable;
  defaultPropagationTable?: TransitTable;
  readonly attachments: Attachment[];
  readonly notes: Note[];
}

export interface VpcAttachment {
  readonly kind: "vpc";
  readonly address: string;
  readonly gateway: TransitGateway;
  readonly vpc?: Vpc;
  readonly subnets: readonly Subnet[];
  /** Set when it may have other subnets. */
  readonly notes: Note[];
  readonly applianceMode: boolean;
  readonly securityGroupReferencing: boolean;
  /** Its `ipv6_support` is on, or may be. */
  readonly ipv6?: boolean;
  /** It is associated with a policy table, whose rules choose the route table; they are not looked into. */
  policyTable?: Note;
}

/** A peering between gateways: one attachment, seen from both. */
export interface PeeringAttachment {
  readonly kind: "peering";
  readonly address: string;
  readonly gateway: TransitGateway;
  readonly peer?: TransitGateway;
  policyTable?: Note;
}

/** VPN, Direct Connect and Connect attachments: what lies behind them isn't in Terraform. */
export interface ForeignAttachment {
  readonly kind: "foreign";
  readonly address: string;
  readonly gateway: TransitGateway;
  policyTable?: Note;
}

export type Attachment = VpcAttachment | PeeringAttachment | ForeignAttachment;

export interface TransitRoute {
  readonly address: string;
  readonly cidr: Cidr;
  /** Undefined for a blackhole. */
  readonly attachment?: Attachment;
  readonly propagated: boolean;
  readonly note?: Note;
}

export interface TransitTable {
  readonly address: string;
  readonly gateway?: TransitGateway;
  readonly routes: TransitRoute[];
  readonly associations: Attachment[];
  readonly propagations: { readonly address: string; readonly attachment: Attachment }[];
  readonly notes: Note[];
  /** Attachments that may be associated. */
  readonly associationNotes: Note[];
  /** It has a route for IPv6 of its own, or may have one. */
  hasIpv6Routes?: boolean;
}

/** What a rule of a filter matches. Ports and ICMP fields: undefined means all. */
export interface Match {
  readonly protocol: number | "all";
  readonly ports?: { readonly from: number; readonly to: number };
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

export interface SecurityGroupRule {
  readonly address: string;
  readonly match: Match;
  readonly cidrs: AddressSet;
  readonly groups: readonly SecurityGroup[];
  /** Set when peers or ports aren't known: packets that only this rule would admit are UNKNOWN. */
  readonly note?: Note;
  /** The peers that aren't known have public addresses (the prefix list of an AWS service). */
  readonly isPublicOnly?: boolean;
}

/** A rule of a filter for IPv6: its addresses are not looked into. */
export interface Ipv6Rule {
  readonly address: string;
  readonly direction: "ingress" | "egress";
  readonly match: Match;
  readonly allow: boolean;
  /** Undefined for security groups, whose rules have no order. */
  readonly number?: number;
  /** It is for every address there is. */
  readonly isForAll: boolean;
}

export interface SecurityGroup {
  readonly address: string;
  readonly vpc?: Vpc;
  readonly ingress: SecurityGroupRule[];
  readonly egress: SecurityGroupRule[];
  readonly notes: Note[];
  ipv6Rules?: Ipv6Rule[];
}

export interface AclRule {
  readonly address: string;
  readonly number: number;
  readonly allow: boolean;
  readonly match: Match;
  readonly cidr: Cidr;
  readonly note?: Note;
}

export interface NetworkAcl {
  readonly address: string;
  readonly ingress: AclRule[];
  readonly egress: AclRule[];
  readonly notes: Note[];
  ipv6Rules?: Ipv6Rule[];
}

/** An elastic network interface, or what stands for one (a load balancer's node, an endpoint). */
export interface Nic {
  readonly address: string;
  readonly kind: "instance" | "interface" | "load-balancer" | "endpoint";
  readonly subnet: Subnet;
  /** Private addresses; undefined when AWS picks one in the subnet. */
  privateIps?: AddressSet;
  /** Undefined: no security group can apply (network load balancer without groups). */
  groups?: SecurityGroup[];
  readonly groupNotes: Note[];
  readonly sourceDestCheck: boolean;
  /** `none`: no public address; `some`: one that isn't known before apply. */
  publicIp: "none" | "some" | "unknown" | AddressSet;
  publicIpAddress?: string;
  /** Undefined for what the input itself holds. */
  readonly origin?: Origin;
  /** It has an IPv6 address, or may have one. */
  ipv6?: boolean;
}

export interface Instance {
  readonly address: string;
  readonly nics: Nic[];
  /** Its interface in each subnet that it may be in, where which one is not known. */
  readonly maybe?: readonly Nic[];
  readonly notes: Note[];
}

export interface Target {
  readonly address: string;
  /** `ip`: one address; others lead to interfaces or to another load balancer. */
  readonly ip?: number;
  readonly nic?: Nic;
  readonly loadBalancer?: string;
  /** Undefined: the target group's port. */
  readonly port?: number;
  /** `all`, a zone, or undefined when omitted. */
  readonly zone?: Zone;
  readonly note?: Note;
}

export interface TargetGroup {
  readonly address: string;
  readonly type: "ip" | "instance" | "alb" | "lambda";
  readonly protocol: string;
  readonly port?: number;
  readonly vpc?: Vpc;
  readonly targets: Target[];
  readonly crossZone?: boolean;
  readonly preserveClientIp?: boolean;
  /** Its targets are reached over IPv6. */
  readonly isIpv6?: boolean;
  readonly healthCheck: { readonly port?: number; readonly path?: string; readonly protocol?: string };
  readonly notes: Note[];
}

export interface ListenerAction {
  readonly address: string;
  readonly kind: "forward" | "answer" | "unreadable";
  readonly groups: readonly TargetGroup[];
  /** Where a redirect sends the client; undefined parts stay as they were. */
  readonly redirect?: { readonly protocol?: string; readonly port?: number };
  /** Host and path patterns of a rule; empty for the default action. */
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly priority?: number;
}

export interface Listener {
  readonly address: string;
  readonly port?: number;
  readonly protocol: string;
  readonly actions: ListenerAction[];
  readonly notes: Note[];
}

export interface LoadBalancer {
  readonly address: string;
  readonly kind: "application" | "network" | "other";
  readonly internal: boolean;
  readonly nodes: Nic[];
  /** Which of the nodes there will be isn't known; each of them may be. */
  readonly isNodeUncertain: boolean;
  readonly listeners: Listener[];
  readonly crossZone: boolean;
  readonly notes: Note[];
}

/** A service of AWS that carries packets from the internet to what needs no public address for it. */
export interface WayIn {
  readonly address: string;
  readonly type: string;
  /** Terraform addresses of what it leads to; undefined where that is not known. */
  readonly to?: ReadonlySet<string>;
  /** Why it may lead there, where it isn't that it passes public addresses. */
  readonly reason?: string;
}

/** People and networks outside who come in by something of the input. */
export interface Outsider extends Note {
  /** Where they send from; empty where that is not known. */
  readonly nics: readonly Nic[];
}

/** A typed network. Objects are shared, so identity compares. */
export interface Topology {
  readonly vpcs: readonly Vpc[];
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly internetGateways: readonly InternetGateway[];
  readonly natGateways: readonly NatGateway[];
  readonly peerings: readonly Peering[];
  readonly transitGateways: readonly TransitGateway[];
  readonly transitTables: readonly TransitTable[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly networkAcls: readonly NetworkAcl[];
  readonly nics: readonly Nic[];
  readonly instances: readonly Instance[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  /** Interfaces that are nobody's in particular: made by a service of AWS, or in a subnet that is not known. */
  readonly strayInterfaces: readonly Note[];
  readonly waysIn: readonly WayIn[];
  readonly outsiders: readonly Outsider[];
  /** What could not be read at all, for the user to know. */
  readonly unreadable: readonly Note[];
  /** What may not be shown; what is judged is the true values. */
  readonly secrets: Secrets;
}
