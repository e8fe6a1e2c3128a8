import {
  type AddressSet,
  cidrEquals,
  isEmptySet,
  setOfCidr,
  setOfCidrs,
  setsEqual,
  subtract,
  toCidrs,
  unionOf,
  formatCidr,
} from "../../ip";
import { ANYTHING, endOfSubnet, type Flow, type ReachStatement, type Receiver, type Sender } from "../../reachability";
import { type Subnet } from "../../topology";
import { isStatedIn } from "../stated";
import { type HubFound } from "./hub-found";

/** Any host at all of some subnets, whatever its groups say. */
export function hostsIn({ network }: HubFound, subnets: readonly Subnet[]): (Sender & Receiver)[] {
  return subnets.map((subnet) => endOfSubnet(subnet, network.topology.natGateways));
}

/**
 * Where a subnet's packets leave by a gateway of which the bridge's file knows no more than that it is there: where that
 * leads is taken for granted (see hub-granted.ts).
 */
function elsewhere({ plan, clients, webs }: HubFound, { table, vpc }: Subnet): AddressSet {
  if (!isStatedIn(plan, table)) return [];
  const side = [...clients, ...webs].find((one) => one.vpc === vpc);
  const named = side?.plan.config.vpc.routes ?? [];
  const foreign = table.routes.filter(
    ({ cidr, target }) => target.kind === "unreadable" && named.some((one) => cidrEquals(one, cidr)),
  );
  const parts = foreign.map(({ cidr }) => {
    const narrower = table.routes.filter((one) => !foreign.includes(one) && one.cidr.length > cidr.length);
    return subtract(setOfCidr(cidr), setOfCidrs([...vpc.cidrs, ...narrower.map((one) => one.cidr)]));
  });
  return parts.length === 0 ? [] : unionOf(parts);
}

/** Receivers without the addresses, as far as those are known. */
function without(receivers: readonly Receiver[], addresses: AddressSet): readonly Receiver[] {
  if (isEmptySet(addresses)) return receivers;
  return receivers.flatMap((to): Receiver[] => {
    if (to.kind !== "host") return [to];
    const left = subtract(to.addresses, addresses);
    if (setsEqual(left, to.addresses)) return [to];
    return isEmptySet(left) && !isEmptySet(to.addresses) ? [] : [{ ...to, addresses: left }];
  });
}

/** What must not arrive. */
export interface Shut {
  readonly text: string;
  readonly from: readonly Subnet[];
  readonly to: readonly Receiver[];
  /** @default - anything at all */
  readonly flows?: readonly Flow[];
}

/** No packet of these subnets arrives; what their own VPC routes elsewhere is left out, and said so. */
export function shut(found: HubFound, { text, from, to, flows = ANYTHING }: Shut): ReachStatement[] {
  const groups = new Map<string, { readonly out: AddressSet; readonly subnets: Subnet[] }>();
  for (const subnet of from) {
    const out = elsewhere(found, subnet);
    const key = toCidrs(out).map(formatCidr).join();
    const group = groups.get(key);
    if (group) group.subnets.push(subnet);
    else groups.set(key, { out, subnets: [subnet] });
  }
  return [...groups.values()].flatMap(({ out, subnets }): ReachStatement[] => {
    const left = without(to, out);
    if (left.length === 0) return [];
    const isCut = left.length < to.length || left.some((one, i) => one !== to[i]);
    const said = isCut && !isEmptySet(out) ? `${text}, but by the routes that its file names` : text;
    return [{ kind: "reach", text: said, from: hostsIn(found, subnets), to: left, flows, expected: "DENIED" }];
  });
}
