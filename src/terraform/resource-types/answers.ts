/** What a resource of one type can be in a network. Each role but "unread" is read by one file of src/topology. */
export type Role =
  | "vpc"
  | "vpc-range"
  | "vpc-ipv6-range"
  | "vpc-public-access"
  | "subnet"
  | "route-table"
  | "main-table-association"
  | "table-association"
  | "route"
  | "vpn-propagation"
  | "route-server-propagation"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "internet-gateway-attachment"
  | "nat-gateway"
  | "peering"
  | "peering-accepter"
  | "security-group"
  | "group-rule"
  | "group-attachment"
  | "network-acl"
  | "acl-rule"
  | "acl-association"
  | "prefix-list"
  | "prefix-list-entry"
  | "transit-gateway"
  | "transit-table"
  | "transit-vpc-attachment"
  | "transit-vpc-accepter"
  | "transit-peering"
  | "transit-peering-accepter"
  | "transit-foreign-attachment"
  | "transit-core-peering"
  | "transit-core-table"
  | "transit-association"
  | "transit-propagation"
  | "transit-default-association"
  | "transit-default-propagation"
  | "transit-policy-association"
  | "transit-route"
  | "transit-prefix-reference"
  | "customer-gateway"
  | "vpn-gateway"
  | "vpn-gateway-attachment"
  | "vpn-connection"
  | "vpn-connection-route"
  | "dx-gateway"
  | "dx-association"
  | "dx-proposal"
  | "dx-core-attachment"
  | "dx-interface"
  | "instance"
  | "launch-template"
  | "interface"
  | "interface-attachment"
  | "elastic-ip"
  | "elastic-ip-association"
  | "load-balancer"
  | "classic-load-balancer"
  | "listener"
  | "listener-rule"
  | "target-group"
  | "target-attachment"
  | "target-maker"
  | "vpc-endpoint"
  | "connect-endpoint"
  | "endpoint-subnet"
  | "endpoint-group"
  | "endpoint-table"
  | "endpoint-service"
  | "endpoint-accepter"
  | "service"
  | "subnet-group"
  | "network-firewall"
  | "firewall-policy"
  | "firewall-rule-group"
  | "way-in"
  | "api"
  | "accelerator"
  | "accelerator-listener"
  | "lattice-target"
  | "lattice-client"
  | "client-vpn"
  | "client-vpn-association"
  | "client-vpn-rule"
  | "client-vpn-route"
  | "unread";

/** What the program asks of a type, be it one that it knows by name or one of a family of types that it doesn't read. */
export interface Answers {
  /** Whether a change of it can change where packets go, so that a review has to look at that change. */
  readonly changesTraffic: boolean;
  /**
   * How far the model reaches: "wholly"; "not its placement" where a review says so of changes to arguments of networks
   * (placement.ts); "not its changes" where it says so of each change; "not at all" where every answer about a network that
   * has one says so too.
   */
  readonly judged: "wholly" | "not its placement" | "not its changes" | "not at all";
  /**
   * Where its network interfaces are: "read" where the model knows them, or there are none; "in named subnets" where some
   * may be in each subnet that its arguments name; "elsewhere" where it also sends or receives without naming one;
   * "of its instances" where it says where others have theirs.
   */
  readonly interfaces: "read" | "in named subnets" | "elsewhere" | "of its instances";
  /** What becomes of the thing in AWS when Terraform destroys the resource [provider source 5.100.0, delete functions]. */
  readonly whenDestroyed: "goes" | "stays" | "stays unless forced";
  /** Whether it knows the connections going through it, so that a successor breaks them. */
  readonly keepsConnections: boolean;
}

export interface ResourceType extends Answers {
  readonly role: Role;
}

/** What holds for most types of networks; an entry says where it differs. */
export const NETWORK = {
  changesTraffic: true,
  judged: "wholly",
  interfaces: "in named subnets",
  whenDestroyed: "goes",
  keepsConnections: false,
} as const satisfies Answers;

/** Types by which no packet goes another way. */
export const BESIDE = { ...NETWORK, changesTraffic: false } as const satisfies Answers;

/** What the model can't follow from one plan to the next. */
export const UNJUDGED = { ...NETWORK, judged: "not its changes" } as const satisfies Answers;
