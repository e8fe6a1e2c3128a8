import {
  areBothOutside,
  classesOf,
  decide,
  type Decision,
  type Endpoint,
  endpointsOf,
  FEW_SERVICES,
  flowOf,
  sureVerdicts,
  type Service,
  type Walker,
} from "../reachability";
import { type Subnet, type Topology } from "../topology";
import { INTERNET, NOWHERE, scopeOf } from "./site";

/** Endpoints that no route, filter or zone tells apart, in one subnet if they are hosts: one is asked for all. */
export interface Kin {
  readonly first: Endpoint;
  readonly members: Endpoint[];
  /** Where they are or may be. */
  readonly subnets: Set<Subnet>;
  /** The VPC that they are in, or the internet; nowhere where it may be one of several. */
  readonly scope: string;
}

/** What the matrix calls ALLOWED or UNKNOWN, for all members of both kins at once. */
export interface Found {
  readonly from: Kin;
  readonly to: Kin;
  readonly service: Service;
  readonly walk: Decision;
  /** Lines of the matrix that say the same. */
  readonly count: number;
}

/** Kins that are asked of each other; beyond it a picture would take minutes. */
const MOST_KINS = 400;

/** The subnets that endpoints are in, by address: several for a load balancer, and for a host that may be in one of them. */
function subnetsByAddress({
  nics,
  instances,
  subnets,
  loadBalancers,
  services,
}: Topology): ReadonlyMap<string, readonly Subnet[]> {
  const known = new Map<string, readonly Subnet[]>();
  const put = (address: string, where: readonly { readonly subnet: Subnet }[]): void => {
    if (!known.has(address)) known.set(address, [...new Set(where.map((one) => one.subnet))]);
  };
  for (const one of instances) put(one.address, one.nics[0] ? [one.nics[0]] : (one.maybe ?? []));
  for (const one of services) put(one.address, one.nics);
  for (const nic of nics) put(nic.address, [nic]);
  for (const subnet of subnets) put(subnet.address, [{ subnet }]);
  for (const { address, nodes } of loadBalancers) put(address, nodes);
  return known;
}

/** The VPC that all of these subnets are in; nowhere if there is none. */
function scopeOfAll(subnets: readonly Subnet[]): string {
  const scopes = new Set(subnets.map((subnet) => scopeOf(subnet.vpc)));
  const [only = NOWHERE] = scopes;
  return scopes.size > 1 ? NOWHERE : only;
}

function kinsOf({ topology }: Walker): Kin[] {
  const endpoints = endpointsOf(topology);
  const classes = classesOf(topology, endpoints);
  const where = subnetsByAddress(topology);
  const kins = new Map<string, Kin>();
  for (const one of endpoints) {
    const isHost = one.sender?.kind === "host" && one.sender.nic !== undefined;
    const subnets = where.get(one.address) ?? [];
    // One class of hosts may lie in several subnets, which are several boxes.
    const key = `${classes.get(one)}|${isHost ? (subnets[0]?.address ?? "") : ""}`;
    const known = kins.get(key);
    if (known) {
      known.members.push(one);
      for (const subnet of subnets) known.subnets.add(subnet);
    } else {
      const scope = one.address === INTERNET ? INTERNET : scopeOfAll(subnets);
      kins.set(key, { first: one, members: [one], subnets: new Set(subnets), scope });
    }
  }
  return [...kins.values()];
}

/** What the matrix of a network says, in the grain that a picture has. It is asked for once, with the walks. */
export class Verdicts {
  readonly kins: readonly Kin[];
  /** Too many kins to ask: nothing is known then, which is no proof that anything is impossible. */
  readonly isAsked: boolean;
  readonly allowed: readonly Found[];
  readonly unknown: readonly Found[];
  private readonly kinOf = new Map<string, Kin>();
  /** Kins with a member in a subnet, and those that a kin reaches or may reach. */
  private readonly kinsIn = new Map<Subnet, Set<Kin>>();
  private readonly open = new Map<Kin, Set<Kin>>();

  constructor(walker: Walker) {
    this.kins = kinsOf(walker);
    for (const kin of this.kins) {
      for (const one of kin.members) this.kinOf.set(one.address, kin);
      for (const subnet of kin.subnets) addTo(this.kinsIn, subnet, kin);
    }
    this.isAsked = this.kins.length <= MOST_KINS;
    const found = this.isAsked ? [...ask(walker, this.kins)] : [];
    this.allowed = found.filter(({ walk }) => walk.verdict === "ALLOWED");
    this.unknown = found.filter(({ walk }) => walk.verdict === "UNKNOWN");
    for (const { from, to } of found) addTo(this.open, from, to);
  }

  /** Whoever is treated as this endpoint is, itself included: what is proved of one holds for all. */
  alike(address: string): readonly string[] {
    return this.kinOf.get(address)?.members.map((one) => one.address) ?? [address];
  }

  /** Whether the matrix says DENIED of all that goes from some of these subnets to some of those. */
  isClosed(from: Iterable<Subnet>, to: Iterable<Subnet>): boolean {
    const receivers = new Set([...to].flatMap((subnet) => [...(this.kinsIn.get(subnet) ?? [])]));
    const senders = new Set([...from].flatMap((subnet) => [...(this.kinsIn.get(subnet) ?? [])]));
    const isOpen = (kin: Kin): boolean => [...(this.open.get(kin) ?? [])].some((one) => receivers.has(one));
    return this.isAsked && ![...senders].some(isOpen);
  }
}

/** Adds a value to the set that a map has under a key. */
export function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

function* ask(walker: Walker, kins: readonly Kin[]): Generator<Found> {
  for (const from of kins)
    for (const to of kins) {
      const { sender } = from.first;
      // A kin is asked of itself by two of its members.
      const receiver = (from === to ? from.members[1] : to.first)?.receiver;
      if (!sender || !receiver || areBothOutside(sender, receiver)) continue;
      const count = from.members.length * (to.members.length - (from === to ? 1 : 0));
      const isMany = to.first.services.length > FEW_SERVICES;
      const sure = isMany ? sureVerdicts(walker, sender, to.first, receiver) : undefined;
      for (const service of to.first.services) {
        const flow = flowOf(service);
        // What is denied is not drawn. Where there are hundreds of services, one walk tells which of most are denied.
        if (sure?.(flow) === "DENIED") continue;
        const walk = decide(walker, { from: sender, to: receiver, flow }, false);
        if (walk.verdict !== "DENIED") yield { from, to, service, walk, count };
      }
    }
}

/** Lines of the matrix that some findings stand for. */
export const countOf = (found: readonly Found[]): number => found.reduce((sum, { count }) => sum + count, 0);
