import { type Nic, type Subnet } from "../topology";
import { type Receiver, type Sender } from "./ends";

/**
 * What lets IPv6 packets in and out of an end, by address. IPv6 is not judged, so a doubt names one route and one rule of
 * all that could be; whoever compares two networks must see the others come and go too.
 */
export interface Ipv6Parts {
  /** Interfaces, groups, tables and network ACLs that the end has. */
  readonly places: readonly string[];
  /** Rules and routes for IPv6 in them. */
  readonly entries: readonly string[];
}

function partsOfPlace(subnet: Subnet, nic: Nic | undefined): Ipv6Parts {
  if ((nic ? nic.ipv6 : subnet.ipv6) !== true) return { places: [], entries: [] };
  const tables = [subnet.table, ...(subnet.maybeTables ?? [])];
  const groups = nic?.groups ?? [];
  const rules = [subnet.acl, ...groups].flatMap(({ ipv6Rules = [] }) => ipv6Rules);
  const routes = tables.flatMap(({ ipv6Routes = [] }) => ipv6Routes);
  return {
    places: [nic ?? subnet, ...groups, ...tables, subnet.acl].map(({ address }) => address),
    entries: [...rules, ...routes].map(({ address }) => address),
  };
}

/** The parts of one end; none where it has no address of IPv6. */
export function ipv6Parts(end: Sender | Receiver): Ipv6Parts {
  const nodes = end.kind !== "balancer" ? [] : end.node ? [end.node] : end.balancer.nodes;
  const parts =
    end.kind === "host" ? [partsOfPlace(end.subnet, end.nic)] : nodes.map((node) => partsOfPlace(node.subnet, node));
  return { places: parts.flatMap(({ places }) => places), entries: parts.flatMap(({ entries }) => entries) };
}
