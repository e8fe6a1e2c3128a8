import { type Resource, type ResourceGraph, roleOf, type Value } from "../terraform";
import { Arguments, type Topology } from "../topology";
import { PLACES } from "./unique-places";

/**
 * By what a thing of one source is known to be one of the other: its id or ARN, its address in two configurations, or a place
 * in the network that only one thing can have.
 */
export type MatchedBy = "id" | "address" | "place";

/** A thing that both sources tell of. */
export interface Counterpart {
  readonly before: Resource;
  readonly after: Resource;
  readonly by: MatchedBy;
}

/** One of the two sources, with its network: which subnets use a table shows only there. */
export interface Told {
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  /** What AWS calls things of which a plan does not know what they will be called. */
  readonly ids?: ReadonlyMap<string, string>;
}

/** What a resource is: types of one role are the same thing, such as `aws_lb` and `aws_alb`. */
function kindOf(type: string): string {
  const role = roleOf(type);
  return role === "unread" ? type : role;
}

const textIn = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The id that AWS gave it, where it is known. */
export function idOf({ values }: Resource): string | undefined {
  return textIn(values.id);
}

/** One source while its things are matched. */
class Side {
  readonly args: Arguments;
  readonly topology: Topology;
  readonly ids: ReadonlyMap<string, string> | undefined;
  readonly left: Set<Resource>;
  /** Pairs by the thing of this source. */
  readonly pairs = new Map<Resource, number>();

  constructor(
    { graph, topology, ids: own }: Told,
    /** Pairs by id, of whichever source knows it. */
    private readonly known: Map<string, number>,
  ) {
    this.args = new Arguments(graph);
    this.topology = topology;
    this.ids = own;
    const managed = graph.resources.filter(({ mode }) => mode === "managed");
    const ids = new Set(managed.map((one) => `${kindOf(one.type)} ${idOf(one)}`));
    // A data source that looks up what is managed here is no second thing.
    const lookedUp = graph.resources.filter(
      (one) => one.mode === "data" && !ids.has(`${kindOf(one.type)} ${idOf(one)}`),
    );
    this.left = new Set([...managed, ...lookedUp]);
  }

  /** What a value names, by a text that is equal in both sources; undefined where that is not known, or not matched. */
  reference(value: Value | undefined): string | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "outside") return this.token(this.known.get(linked.id), linked.id);
    return linked.kind === "resource" ? this.nameOf(linked.resource) : undefined;
  }

  /** As {@link reference}, of a resource. */
  nameOf(resource: Resource): string | undefined {
    return this.token(this.pairs.get(resource), this.idOf(resource));
  }

  /** What AWS calls it, now or after a plan. */
  idOf(resource: Resource): string | undefined {
    return idOf(resource) ?? this.ids?.get(resource.address);
  }

  private token(pair: number | undefined, id: string | undefined): string | undefined {
    return pair === undefined ? id : `pair ${pair}`;
  }
}

class Matching {
  readonly found: Counterpart[] = [];
  private readonly known = new Map<string, number>();
  private readonly sides: readonly [Side, Side];

  constructor(before: Told, after: Told) {
    this.sides = [new Side(before, this.known), new Side(after, this.known)];
  }

  /** Puts together what alone has a key in both sources. */
  pairBy(by: MatchedBy, keyOf: (resource: Resource, side: Side) => string | undefined): boolean {
    const [old, next] = this.sides.map((side) => keyed(side, keyOf));
    const before = this.found.length;
    for (const [key, mine] of old ?? []) {
      const theirs = next?.get(key);
      const [one, other] = [mine[0], theirs?.[0]];
      if (mine.length === 1 && theirs?.length === 1 && one && other) this.put(one, other, by);
    }
    return this.found.length > before;
  }

  private put(before: Resource, after: Resource, by: MatchedBy): void {
    const ids = [before, after].map((one, i) => this.sides[i]!.idOf(one));
    // What AWS gave two ids is two things, but for what a configuration puts in the other's place.
    if (by === "place" && ids.every((id) => id !== undefined) && ids[0] !== ids[1]) return;
    const number = this.found.push({ before, after, by });
    for (const id of ids) if (id !== undefined) this.known.set(id, number);
    [before, after].forEach((resource, i) => {
      this.sides[i]!.pairs.set(resource, number);
      this.sides[i]!.left.delete(resource);
    });
  }
}

function keyed(side: Side, keyOf: (resource: Resource, side: Side) => string | undefined): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>();
  for (const resource of side.left) {
    const key = keyOf(resource, side);
    if (key === undefined) continue;
    const whole = `${kindOf(resource.type)}\n${key}`;
    const same = found.get(whole);
    if (same) same.push(resource);
    else found.set(whole, [resource]);
  }
  return found;
}

/** Rounds in which a thing that was found may find others. */
const MOST_ROUNDS = 4;

/**
 * The things that both sources tell of: by what AWS calls them, by the address that two configurations have in common, and
 * at last by a place that only one thing can have. What is not among them is told by one source alone.
 */
export function counterpartsOf(before: Told, after: Told): readonly Counterpart[] {
  const matching = new Matching(before, after);
  matching.pairBy("id", (one, side) => side.idOf(one));
  matching.pairBy("id", ({ values }) => textIn(values.arn));
  const isConfigured = [before, after].every(({ graph }) => graph.kind !== "account");
  // What a plan moves has its new address there.
  if (isConfigured)
    matching.pairBy("address", ({ address }, side) =>
      side.args.graph === before.graph ? after.graph.currentAddress(address) : address,
    );
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const more = PLACES.map(({ role, keyOf }) =>
      matching.pairBy("place", (resource, side) => {
        if (roleOf(resource.type) !== role) return undefined;
        const key = keyOf(resource, side);
        return key.every((part) => part !== undefined) ? key.join("\n") : undefined;
      }),
    );
    if (!more.includes(true)) break;
  }
  return matching.found;
}
