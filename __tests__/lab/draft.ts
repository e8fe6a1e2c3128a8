import { cidr, cidrOverlaps, containsCidr } from "../../src/ip";
import { type Dice } from "./dice";

export type Body = Record<string, unknown>;
export interface Stack {
  readonly resource: Record<string, Record<string, Body>>;
  readonly data: Record<string, Record<string, Body>>;
}

export interface DraftHost {
  readonly name: string;
  readonly type: "aws_instance" | "aws_network_interface";
  readonly ip: string;
}

export interface DraftSubnet {
  readonly name: string;
  readonly cidr: string;
  readonly zone: string;
  readonly vpc: DraftVpc;
  readonly hosts: DraftHost[];
}

export interface DraftVpc {
  readonly name: string;
  /** The primary CIDR and those that were added. */
  readonly cidrs: string[];
  readonly subnets: DraftSubnet[];
  /** Route tables, the main one first. */
  readonly tables: string[];
  readonly groups: string[];
  /** Its application load balancers, which listen on port 80. */
  readonly albs: string[];
}

/** Primary CIDRs: the first twice, so that VPCs often overlap. */
export const RANGES = ["10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"];
/** Ports that rules name, with and without anything that listens. */
export const PORTS = [22, 80, 8080];

export function overlap(one: DraftVpc, other: DraftVpc): boolean {
  return one.cidrs.some((a) => other.cidrs.some((b) => cidrOverlaps(cidr(a), cidr(b))));
}

export const ref = (type: string, name: string, attribute = "id"): string => `\${${type}.${name}.${attribute}}`;

/** A network that is being made up, as Terraform JSON. Its methods keep to what AWS would create. */
export class Draft {
  readonly stack: Stack = { resource: {}, data: {} };
  readonly vpcs: DraftVpc[] = [];
  private count = 0;
  private readonly routed = new Set<string>();

  /** @param inspects whether it gets endpoints that inspect */
  constructor(
    readonly dice: Dice,
    readonly inspects = false,
  ) {}

  add(type: string, body: Body, name = `r${this.count++}`): string {
    (this.stack.resource[type] ??= {})[name] = body;
    return name;
  }

  addData(type: string, body: Body): string {
    const name = `d${this.count++}`;
    (this.stack.data[type] ??= {})[name] = body;
    return name;
  }

  tableRef(vpc: DraftVpc, table: string): string {
    return ref(table === vpc.tables[0] ? "aws_default_route_table" : "aws_route_table", table);
  }

  /** A route, unless AWS would refuse it: one for each destination, none inside the VPC's own ranges. */
  route(vpc: DraftVpc, table: string, destination: string, target: Body): void {
    if (vpc.cidrs.some((own) => containsCidr(cidr(own), cidr(destination)))) return;
    this.put(vpc, table, destination, { destination_cidr_block: destination, ...target });
  }

  /** A route inside the VPC's own range, as AWS allows it: for one whole subnet, to a NAT gateway or an interface. */
  steer(vpc: DraftVpc, table: string, subnet: DraftSubnet, target: Body): void {
    this.put(vpc, table, subnet.cidr, { destination_cidr_block: subnet.cidr, ...target });
  }

  /** A route for a prefix list, unless one of its ranges has a route already. */
  routeList(vpc: DraftVpc, table: string, destinations: readonly string[], target: Body): void {
    const isFree = destinations.every(
      (one) =>
        !this.routed.has(`${vpc.name}|${table}|${one}`) && !vpc.cidrs.some((own) => cidrOverlaps(cidr(own), cidr(one))),
    );
    if (!isFree || destinations.length === 0) return;
    for (const one of destinations) this.routed.add(`${vpc.name}|${table}|${one}`);
    this.add("aws_route", {
      route_table_id: this.tableRef(vpc, table),
      destination_prefix_list_id: this.prefixList(destinations),
      ...target,
    });
  }

  prefixList(cidrs: readonly string[]): string {
    const list = this.add("aws_ec2_managed_prefix_list", {
      name: "list",
      address_family: cidrs.some((one) => one.includes(":")) ? "IPv6" : "IPv4",
      max_entries: cidrs.length,
      entry: cidrs.map((one) => ({ cidr: one })),
    });
    return ref("aws_ec2_managed_prefix_list", list);
  }

  /** A route, unless the table has one for the destination. */
  put(vpc: DraftVpc, table: string, destination: string, body: Body): void {
    const key = `${vpc.name}|${table}|${destination}`;
    if (this.routed.has(key)) return;
    this.routed.add(key);
    this.add("aws_route", { route_table_id: this.tableRef(vpc, table), ...body });
  }

  /** Where routes of a VPC could lead. */
  destinations(vpc: DraftVpc): string[] {
    const others = this.vpcs.filter((one) => one !== vpc);
    return [
      ...new Set([
        ...others.flatMap((one) => [...one.cidrs, ...one.subnets.map((subnet) => subnet.cidr)]),
        "0.0.0.0/0",
        "10.0.0.0/8",
      ]),
    ];
  }
}
