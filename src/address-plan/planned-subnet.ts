import { type KeyPath } from "../config/key-path";
import { type BridgeConfig } from "../config/schema";
import { type Cidr, type Ipv4 } from "../ipv4";

type SubnetRole = "client" | "nat" | "alb" | "balancer" | "attachment" | "inner" | "outer" | "shadow" | "web";

export interface PlannedSubnet {
  readonly name: string;
  readonly role: SubnetRole;
  readonly cidr: Cidr;
  readonly zone: string;
  /** Where the subnet's range comes from in the bridge file. */
  readonly path: KeyPath;
  /** Cut from the bridge range rather than written in the file. */
  readonly carved: boolean;
  /** Whether its hosts are clients of the bridge; client subnets only. */
  readonly clients: boolean;
  readonly existingId?: string;
  readonly existingRouteTable?: string;
}

/** A destination that the ALB's subnets send to the web side. */
export interface Steer {
  readonly destination: Cidr;
  /**
   * interface: inside the client VPC's own ranges, where only a network interface may be the target.
   * transit-gateway: outside of them, an ordinary route.
   */
  readonly via: "interface" | "transit-gateway";
  readonly path: KeyPath;
}

/** AWS keeps the first four addresses of every subnet and the last one (VPC user guide, "Subnet sizing"). */
const RESERVED_AT_START = 4;

/** The first address of a subnet that AWS leaves to its hosts. */
export function firstFree(subnet: Cidr): Ipv4 {
  return subnet.base + RESERVED_AT_START;
}

interface SubnetConfig {
  readonly cidr: Cidr;
  readonly zone: string;
  readonly id?: string | undefined;
  readonly route_table?: string | undefined;
  readonly clients?: boolean;
}

/** The subnets that the file names. */
export function given(
  role: SubnetRole,
  path: KeyPath,
  subnets: Readonly<Record<string, SubnetConfig>> = {},
): PlannedSubnet[] {
  return Object.entries(subnets).map(([name, subnet]) => ({
    name,
    role,
    cidr: subnet.cidr,
    zone: subnet.zone,
    path: [...path, name, "cidr"],
    carved: false,
    clients: role === "client" && subnet.clients !== false,
    existingId: subnet.id,
    existingRouteTable: subnet.route_table,
  }));
}

export type GivenGateways = NonNullable<BridgeConfig["bridge"]["nat_gateways"]>;

/** The subnets of NAT gateways that exist. */
export function gatewaySubnets(path: KeyPath, gateways: GivenGateways): PlannedSubnet[] {
  const inside = Object.entries(gateways).map(([name, one]) => [name, { ...one, id: one.subnet }] as const);
  return given("nat", path, Object.fromEntries(inside));
}

/** Groups subnets by the route table they share; created subnets have one each. */
export function byTable(subnets: readonly PlannedSubnet[]): PlannedSubnet[][] {
  const tables = new Map<string, PlannedSubnet[]>();
  for (const subnet of subnets) {
    const key = subnet.existingRouteTable ?? subnet.name;
    tables.set(key, [...(tables.get(key) ?? []), subnet]);
  }
  return [...tables.values()];
}
