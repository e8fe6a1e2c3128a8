import { cidrEquals, formatCidr } from "../ip";
import { push, type Resource } from "../terraform";
import { noteOf } from "./arguments";
import { type TransitRoute, type TransitTable } from "./model";

/** A static route of a transit gateway of which a plan has lost the table. */
export interface LostTransitRoute {
  readonly route: TransitRoute;
  readonly resource: Resource;
  readonly block: string;
  /** The tables that it may be in. */
  readonly touched: readonly TransitTable[];
  /** They are those that its argument can name, not all there are. */
  readonly isNamed: boolean;
}

/** A table takes one static route to a destination only (EC2 API, CreateTransitGatewayRoute). */
function isFree({ routes }: TransitTable, { cidr }: TransitRoute): boolean {
  return !routes.some((one) => !one.propagated && cidrEquals(one.cidr, cidr));
}

/** Routes of one block to one destination: as many as there are tables for them are one each, if they lead to one place. */
function placeSiblings(group: readonly LostTransitRoute[]): void {
  const options = group.map(({ touched, route }) => [...new Set(touched)].filter((table) => isFree(table, route)));
  const [first = []] = options;
  const [one] = group;
  const isOneEach =
    group.every(({ isNamed }) => isNamed) &&
    options.every((own) => own.length === group.length && own.every((table, i) => table === first[i]));
  const isOnePlace = group.every(({ route }) => !route.note && route.attachment === one?.route.attachment);
  if (isOneEach && isOnePlace && one) for (const table of first) table.routes.push(one.route);
  else
    group.forEach(({ route, resource }, i) => {
      const note = noteOf(resource, "its route table is not known");
      for (const table of options[i]!)
        if (isFree(table, route))
          table.routes.push({ address: route.address, cidr: route.cidr, propagated: false, note });
    });
}

/** Places what is lost block by block; what can't be placed leaves open what becomes of packets to its destination only. */
export function placeLostTransitRoutes(lost: readonly LostTransitRoute[]): void {
  const groups = new Map<string, LostTransitRoute[]>();
  for (const one of lost) push(groups, `${one.block}|${formatCidr(one.route.cidr)}`, one);
  for (const group of groups.values()) placeSiblings(group);
}
