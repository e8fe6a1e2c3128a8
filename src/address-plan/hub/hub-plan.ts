import { type KeyPath } from "../../config/key-path";
import {
  type HubClientConfig,
  type HubConfig,
  type HubServiceConfig,
  type HubWebConfig,
} from "../../config/hub-schema";
import { type Cidr } from "../../ipv4";
import { type ListenerName } from "../../config/schema";
import { type ClientTable, type PlannedNat, type PlannedTarget, type WebTable } from "../plan";
import { type PlannedSubnet } from "../planned-subnet";

/** What client and web sides have in common. */
interface HubSide<C> {
  /** Its name in the file; unique among the sides of its kind. */
  readonly name: string;
  readonly path: KeyPath;
  readonly config: C;
  /** Key of its account in {@link HubPlan.accounts}. */
  readonly account: string;
  /** All ranges that the VPC has without the bridge. */
  readonly cidrs: readonly Cidr[];
  readonly subnets: readonly PlannedSubnet[];
}

/** A client side whose packets get addresses of a range of its own. */
export interface NatClient extends HubSide<HubClientConfig> {
  readonly way: "nat";
  readonly natCidr: Cidr;
  /** Subnets of the NAT gateways, one per zone; with ids where the gateways exist. */
  readonly natSubnets: readonly PlannedSubnet[];
  /** Subnets that hold the attachment: carved beside the NAT gateways', or those that the file names of one that exists. */
  readonly attachmentSubnets: readonly PlannedSubnet[];
  readonly nats: readonly PlannedNat[];
  /** Route tables of subnets with clients; each gets the hub's {@link balancerPrefixes} to its NAT gateway. */
  readonly tables: readonly ClientTable[];
  /** The ranges of the load balancers that its services stand behind: what its tables route, as few ranges as possible. */
  readonly balancerPrefixes: readonly Cidr[];
}

/** The endpoint of one web side's endpoint service in a client VPC. */
interface PlannedEndpoint {
  /** Name of the web side. */
  readonly web: string;
  /** Client subnets with an interface of it, one per zone that the hub is in too. */
  readonly subnets: readonly PlannedSubnet[];
  /** Ports of the NLB that its client's services listen on: what its security group admits; sorted. */
  readonly ports: readonly number[];
}

/** A client side with PrivateLink endpoints in its own subnets. */
export interface EndpointClient extends HubSide<HubClientConfig> {
  readonly way: "endpoint";
  /** One for each web side that its services name. */
  readonly endpoints: readonly PlannedEndpoint[];
}

export type HubClient = NatClient | EndpointClient;

/** A port of a web side's NLB. */
export interface PlannedNlbListener {
  readonly port: number;
  readonly protocol: "TCP" | "TLS";
  /** Name of the service behind it, or the ALB's listener that requests by endpoint are handed on to. */
  readonly to:
    { readonly kind: "service"; readonly service: string } | { readonly kind: "alb"; readonly listener: ListenerName };
  /** Names of the client sides of way nat that may open it; those by endpoint are kept by their endpoint's group. */
  readonly natClients: readonly string[];
}

/** A load balancer's destination on a web side. */
interface Destination {
  /** A web subnet that holds targets. */
  readonly cidr: Cidr;
  readonly path: KeyPath;
}

/** A web side with its load balancers in the hub. */
export interface HubWeb extends HubSide<HubWebConfig> {
  readonly way: "transit_gateway" | "peering";
  /** Its load balancers' subnets in the hub VPC, one per zone of the hub; each with a route table of its own. */
  readonly balancerSubnets: readonly PlannedSubnet[];
  /** These as few ranges as possible, none wider than what it holds: what the web side routes and admits. */
  readonly balancerPrefixes: readonly Cidr[];
  readonly destinations: readonly Destination[];
  readonly tables: readonly WebTable[];
  /** Way transit_gateway: subnets that hold the attachment, one per zone. */
  readonly attachmentSubnets: readonly PlannedSubnet[];
  /** Ports of its servers that load balancers open connections to, health checks included; sorted. */
  readonly targetPorts: readonly number[];
  /** Whether it has services of HTTP or HTTPS, and so an ALB. */
  readonly hasAlb: boolean;
  /** Names of client sides of way nat that its ALB admits. */
  readonly albNatClients: readonly string[];
  /** Ports of its NLB, in the order of the services, the ALB's last; none: it has no NLB. */
  readonly nlbListeners: readonly PlannedNlbListener[];
  /** Names of client sides with an endpoint of its NLB's endpoint service; none: it has no endpoint service. */
  readonly endpointClients: readonly string[];
}

/** A service of a hub. */
export interface HubService {
  readonly name: string;
  readonly config: HubServiceConfig;
  readonly web: string;
  /** Names of the client sides that reach it. */
  readonly clients: readonly string[];
  readonly isHttp: boolean;
  /** Of HTTP and HTTPS: priority of its listener rules. */
  readonly priority: number;
  /** Outside of the hub VPC's ranges, so their `availabilityZone` is "all". */
  readonly targets: readonly PlannedTarget[];
  readonly targetPort: number;
  readonly healthPort: number;
  /** Of HTTP and HTTPS. */
  readonly listeners: readonly ListenerName[];
}

/** An AWS account that the stack works in. */
export interface PlannedAccount {
  /** `hub`, or the alias of its provider: the name of the first side that is in it, such as `client-apps`, `web-shop`, `transit-gateway`. */
  readonly key: string;
  readonly id?: string;
  readonly role?: string;
}

/** Every address and route of a hub, worked out before any construct exists. */
export interface HubPlan {
  readonly place: "hub";
  readonly name: string;
  readonly config: HubConfig;
  /** The first one is the hub's, whose provider is the default one. */
  readonly accounts: readonly PlannedAccount[];
  /** Key of the account that owns the transit gateway. */
  readonly gatewayAccount: string;
  readonly hubCidr: Cidr;
  readonly elsewhere: readonly Cidr[];
  /** Subnets of the hub's attachment; none where no side uses the transit gateway. */
  readonly attachmentSubnets: readonly PlannedSubnet[];
  readonly clients: readonly HubClient[];
  readonly webs: readonly HubWeb[];
  readonly services: readonly HubService[];
  /** Whether any side uses the transit gateway. */
  readonly hasTransitGateway: boolean;
}
