import { type Cidr, cidrEquals, containsCidr, formatCidr } from "../ip";
import { push, type Resource, type Value } from "../terraform";
import { noteOf } from "./arguments";
import { describeTarget } from "./describe-route";
import { isCertain, type Note } from "./doubts";
import { type Route, type RouteTable, type RouteTarget, type Vpc } from "./model";
import { type Registry } from "./registry";

/** A route of which a plan has lost the table. */
export interface LostRoute {
  readonly resource: Resource;
  readonly cidr: Cidr;
  readonly target: RouteTarget;
  /** The tables that it can name; empty when that isn't known either. */
  readonly candidates: readonly RouteTable[];
  /** It leads to what may take traffic away from the local route. */
  readonly canOverrideLocal: boolean;
  /** The block that its resource is an instance of. */
  readonly block: string;
}

/** The tables that a value can lead to; a VPC stands for its main one. */
export function tablesNamed({ args, tables, vpcs }: Registry, value: Value | undefined): readonly RouteTable[] {
  const linked = args.link(value);
  const named = linked.kind === "unknown" ? linked.candidates : [];
  return named.flatMap(({ address }) => tables.get(address) ?? vpcs.get(address)?.mainTable ?? []);
}

/** The VPCs whose tables may lead to a target; undefined where that does not follow. */
function vpcsOf(target: RouteTarget): readonly Vpc[] | undefined {
  switch (target.kind) {
    case "internet-gateway":
    case "egress-only-internet-gateway":
      return target.gateway.vpc && [target.gateway.vpc];
    case "vpn-gateway":
      return target.gateway.vpc && [target.gateway.vpc];
    case "nat-gateway":
      return target.gateway.subnet && [target.gateway.subnet.vpc];
    case "interface":
      return [target.nic.subnet.vpc];
    case "attachment-interface":
      return [target.subnet.vpc];
    case "peering": {
      const { requester, accepter } = target.peering;
      return requester && accepter && [requester, accepter];
    }
    case "transit-gateway": {
      const { attachments } = target.gateway;
      const vpcs = attachments.flatMap((one) => (one.kind === "vpc" ? [one.vpc] : []));
      return !isCertain(target.gateway, "attachments") || vpcs.includes(undefined)
        ? undefined
        : vpcs.flatMap((vpc) => vpc ?? []);
    }
    case "local":
    case "blackhole":
    case "gateway-endpoint":
    case "unreadable":
      return undefined;
  }
}

/** Whether AWS would take the route into this table. */
function fits(table: RouteTable, { cidr, target, canOverrideLocal }: LostRoute): boolean {
  const vpcs = vpcsOf(target);
  if (table.vpc && vpcs && !table.vpc.isOutside && !vpcs.includes(table.vpc)) return false;
  if (!canOverrideLocal && table.vpc?.cidrs.some((own) => containsCidr(own, cidr)) === true) return false;
  // A table takes one route to a destination only (EC2 API, CreateRoute).
  return !table.routes.some((route) => cidrEquals(route.cidr, cidr) && !route.propagated && route.isListed !== true);
}

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);

/** Routes of one block to one destination. */
function placeSiblings(group: readonly LostRoute[], all: readonly RouteTable[]): void {
  const options = group.map((one) => {
    const named = one.candidates.length > 0 ? one.candidates : all;
    return [...new Set(named)].filter((table) => fits(table, one));
  });
  const [first, lost] = [options[0] ?? [], group[0]!];
  const isNamed = group.every(({ candidates }) => candidates.length > 0);
  // As many routes to one destination as tables that they can be in: each table has one.
  if (isNamed && first.length === group.length && options.every((one) => isSameList(one, first))) {
    const route = oneOf(group, lost);
    for (const table of first) table.routes.push(route);
    return;
  }
  group.forEach((one, i) => {
    const note = noteOf(one.resource, "which route table it belongs to is not known");
    for (const table of options[i]!) doubt(table, one, note);
  });
}

function oneOf(group: readonly LostRoute[], { resource, cidr }: LostRoute): Route {
  const all = group.flatMap(({ target }) => (target.kind === "unreadable" ? (target.anyOf ?? [target]) : [target]));
  const targets = [...new Map(all.map((one) => [describeTarget(one), one])).values()];
  const [only] = targets;
  const note = noteOf(resource, "which of its instances belongs to the table is not known");
  const target: RouteTarget = targets.length === 1 && only ? only : { kind: "unreadable", note, anyOf: targets };
  return { address: resource.address, cidr, target, propagated: false };
}

/** Whether the route is in the table is open: that leaves open what becomes of packets to its destination, and no others. */
function doubt(table: RouteTable, { resource, cidr }: LostRoute, note: Note): void {
  const route: Route = { address: resource.address, cidr, target: { kind: "unreadable", note }, propagated: false };
  const at = table.routes.findIndex((one) => cidrEquals(one.cidr, cidr));
  // Of what is there only a prefix list's entry gives way to a route of its own (VPC user guide, route priority).
  if (at < 0) table.routes.push(route);
  else if (table.routes[at]?.isListed === true) table.routes[at] = route;
}

/** Places routes whose tables a plan has lost, block by block and destination by destination. */
export function placeLostRoutes(lost: readonly LostRoute[], all: readonly RouteTable[]): void {
  const groups = new Map<string, LostRoute[]>();
  for (const one of lost) push(groups, `${one.block}|${formatCidr(one.cidr)}`, one);
  for (const group of groups.values()) placeSiblings(group, all);
}
