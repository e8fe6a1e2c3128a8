import { formatCidr, toCidrs } from "../ip";
import { linkOf, nodesServing } from "../reachability";
import {
  doubtsAbout,
  type Listener,
  type LoadBalancer,
  type Match,
  type Nic,
  type Note,
  type PrivateLink,
  type Topology,
} from "../topology";
import { type Port } from "./places";

/** An interface endpoint by which a node of a load balancer is met beside its own address. */
export interface Door {
  readonly at: Port;
  readonly balancer: LoadBalancer;
  readonly node: Port;
}

export interface Doors {
  readonly doors: readonly Door[];
  /** What the lab can't build of them. */
  readonly notes: readonly Note[];
}

const TCP = 6;

function takes({ protocol, ports }: Match, port: number): boolean {
  if (protocol !== "all" && protocol !== TCP) return false;
  return protocol === "all" || ports === undefined || (ports.from <= port && port <= ports.to);
}

/**
 * The clients that a node's groups admit to a port by an endpoint, as HAProxy spells them; undefined: all, since the groups
 * are not asked (NLB guide, security groups, considerations).
 */
export function admittedBy({ balancer, node }: Door, { port = 0 }: Listener): readonly string[] | undefined {
  const groups = node.nic?.groups;
  if (balancer.filtersPrivateLinks === false || groups === undefined) return undefined;
  const rules = groups.flatMap(({ ingress }) => ingress).filter(({ match, note }) => !note && takes(match, port));
  return rules.flatMap(({ cidrs }) => toCidrs(cidrs).map(formatCidr));
}

/** Why what comes by an endpoint can't be let in, or kept out, as AWS does it. */
function undecided({ address, nodes, filtersPrivateLinks }: LoadBalancer): Note[] {
  if (filtersPrivateLinks === false) return [];
  if (filtersPrivateLinks === "unknown")
    return [{ address, reason: "whether its inbound rules are held against private links is not known" }];
  const groups = new Set(nodes.flatMap((node) => node.groups ?? []));
  return [...groups]
    .flatMap(({ ingress }) => ingress)
    .filter((rule) => rule.groups.length > 0)
    .map((rule) => ({ address: rule.address, reason: "the lab admits no group's members by an interface endpoint" }));
}

function doorsOf(link: PrivateLink, ports: readonly Port[]): Doors {
  const { service, isPending, nics, doubts } = link;
  const open = [...doubts.service, ...doubts.acceptance, ...(service ? doubtsAbout(service, "balancers") : [])];
  if (!service || isPending || open.length > 0) return { doors: [], notes: open };
  const notes: Note[] = service.balancers.flatMap(undecided);
  const portOf = (nic: Nic): Port | undefined => ports.find((one) => one.nic === nic);
  const doors = nics.flatMap((nic): Door[] => {
    const serving = nodesServing(nic, service);
    if (serving.length > 1)
      notes.push({
        address: link.address,
        reason: "AWS picks which node of its zone serves it, the lab takes the first",
      });
    const [at, first] = [portOf(nic), serving[0]];
    const node = first && portOf(first.node);
    return at && node ? [{ at, balancer: first.balancer, node }] : [];
  });
  return { doors, notes };
}

/** The load balancer that the lab takes behind an endpoint's interface, if it is one; AWS may pick another. */
export function takenBehind(topology: Topology, nic: Nic): LoadBalancer | undefined {
  const service = linkOf(topology, nic)?.service;
  return service && nodesServing(nic, service)[0]?.balancer;
}

/** Where interface endpoints lead to the nodes of load balancers, outside of all routes. */
export function endpointDoors({ privateLinks }: Topology, ports: readonly Port[]): Doors {
  const all = privateLinks.map((link) => doorsOf(link, ports));
  return { doors: all.flatMap(({ doors }) => doors), notes: all.flatMap(({ notes }) => notes) };
}
