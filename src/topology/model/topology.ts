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
import { type NetworkAcl } from "./rules";

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
  readonly onPremises: readonly OnPremises[];
  /** What could not be read at all, for the user to know. */
  readonly unreadable: readonly Note[];
  /** What may not be shown; what is judged is the true values. */
  readonly secrets: Secrets;
}
