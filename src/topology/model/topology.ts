import { type AddressSet } from "../../ip";
import { type Secrets } from "../../terraform";
import { type Note } from "../doubts";
import { type LoadBalancer, type TargetGroup } from "./balancers";
import {
  type Instance,
  type InternetGateway,
  type NatGateway,
  type Nic,
  type OnPremises,
  type Peering,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type TransitGateway,
  type TransitTable,
  type Vpc,
} from "./network";
import { type PrivateLink } from "./private-links";
import { type Match, type NetworkAcl } from "./rules";

/** What an accelerator carries to its endpoints. */
export interface Acceleration {
  /** Protocols and ports as they arrive; undefined where that is not known. */
  readonly takes?: readonly Match[];
  /** Terraform addresses of the endpoints that get packets with the client's own address. */
  readonly keepsClientOf: ReadonlySet<string>;
  /** Those among them that get a share of the traffic. */
  readonly sendsTo: ReadonlySet<string>;
}

/** A service of AWS that carries packets from the internet to what needs no public address for it. */
export interface WayIn {
  readonly address: string;
  readonly type: string;
  /** Terraform addresses of what it leads to; undefined where that is not known. */
  readonly to?: ReadonlySet<string>;
  readonly acceleration?: Acceleration;
  /** Terraform addresses of the VPCs whose hosts come by it; undefined for what carries in from the internet. */
  readonly clients?: ReadonlySet<string>;
  /** Why it may lead there, where it isn't that it passes public addresses. */
  readonly reason?: string;
}

/** Destinations that rules let somebody get to. */
export interface Destinations {
  /** All of these. */
  readonly surely: AddressSet;
  /** None but these. */
  readonly maybe: AddressSet;
}

/** People and networks outside who come in by something of the input. */
export interface Outsider extends Note {
  /** Where they send from; empty where that is not known. */
  readonly nics: readonly Nic[];
  /** Where they get; undefined where that is not known. */
  readonly destinations?: Destinations;
}

/** Somebody whose interfaces AWS places in subnets that the input names: a database, tasks, a function. */
export interface Service extends Note {
  /** One for each subnet that it may be in; `reason` says why it isn't known in which it is. */
  readonly nics: readonly Nic[];
  /** Why nothing can be sent to it. */
  readonly sendsOnly?: string;
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
  /** Interface endpoints that lead to something other than a service of AWS's own. */
  readonly privateLinks: readonly PrivateLink[];
  /** Interfaces that are nobody's in particular: made by a service of AWS, or in a subnet that is not known. */
  readonly strayInterfaces: readonly Note[];
  readonly waysIn: readonly WayIn[];
  readonly outsiders: readonly Outsider[];
  readonly services: readonly Service[];
  readonly onPremises: readonly OnPremises[];
  /** What could not be read at all, for the user to know. */
  readonly unreadable: readonly Note[];
  /** What may not be shown; what is judged is the true values. */
  readonly secrets: Secrets;
}
