import { type Addressed, isAddressed, thingsOf } from "../review/touched";
import { hasIpv6, type Topology } from "../topology";

/** Keys that say by whom something is told, or what one source can't tell, and nothing of what the thing is. */
const BESIDE: ReadonlySet<string> = new Set([
  "address",
  "doubts",
  "origin",
  "home",
  "isOutside",
  "isImplied",
  "isAny",
  "isDefault",
  "note",
  "maybe",
  "maybeTables",
  "mayHoldPicked",
  "scriptOf",
  "secrets",
]);

/**
 * Keys that things which name this one say in themselves, that can't change, or that no packet meets: a VPC's default table is
 * used by nobody once another one is its main one.
 */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(["subnets", "attachments", "links", "defaultTable"]);

/** What is undefined, or a word, as long as it is not known: AWS picks it, or only some sources tell it. */
const PICKED: ReadonlySet<string> = new Set([
  "cidr",
  "ipv6",
  "ipv6Cidr",
  "privateIps",
  "publicIp",
  "publicIps",
  "publicIpAddress",
  "router",
  "zone",
  "zoneId",
]);

/** What a thing is: its keys, each as a text that does not hang on how a source spells it. */
export interface Content {
  readonly keys: ReadonlyMap<string, string>;
}

const WORDS: ReadonlySet<unknown> = new Set(["some", "unknown", "picked"]);

/** The contents of a network, and of which thing each part of it is. */
export interface Contents {
  readonly byAddress: ReadonlyMap<string, Content>;
  /** Things by the addresses of their parts: rules, routes. */
  readonly ofParts: ReadonlyMap<string, string>;
}

/** What is of IPv6 alone; where nobody has such addresses it says nothing. Its addresses are the only bigints. */
function isOfIpv6(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { start, cidr } = item as { readonly start?: unknown; readonly cidr?: unknown };
  const { base } = (cidr ?? {}) as { readonly base?: unknown };
  return typeof start === "bigint" || typeof base === "bigint";
}

/** Things that stay in the VPC that they are in, which not every source tells. */
type Staying = ReadonlySet<object>;

class Reading {
  readonly ofParts = new Map<string, string>();

  constructor(
    private readonly things: ReadonlySet<object>,
    private readonly staying: Staying,
    private readonly acls: ReadonlySet<object>,
    private readonly isDual: boolean,
  ) {}

  contentOf(thing: Addressed): Content {
    const written = new Set<object>([thing]);
    const keys = Object.entries(thing).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      if (BESIDE.has(key) || SAID_ELSEWHERE.has(key) || value === undefined) return [];
      if (key === "vpc" && this.staying.has(thing)) return [];
      if (PICKED.has(key) && WORDS.has(value)) return [];
      return [[key, JSON.stringify(this.shape(value, thing, written))]];
    });
    return { keys: new Map(keys) };
  }

  private shape(value: unknown, thing: Addressed, written: Set<object>): unknown {
    // JSON has no such numbers, and addresses of IPv6 are some.
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value) || value instanceof Set) {
      const own = [...value].filter((item) => this.isDual || !isOfIpv6(item));
      const items = own.map((item) => this.shape(item, thing, written));
      return this.acls.has(thing) ? items : items.map((item) => JSON.stringify(item)).sort();
    }
    if (isAddressed(value)) {
      if (this.things.has(value) || written.has(value)) return value.address;
      written.add(value);
      this.ofParts.set(value.address, thing.address);
    }
    const entries = Object.entries(value).filter(([key]) => !BESIDE.has(key));
    const shaped = Object.fromEntries(entries.map(([key, item]) => [key, this.shape(item, thing, written)]));
    // Only what is on the way leads in a circle.
    written.delete(value);
    return shaped;
  }
}

/**
 * What everything in a network is, whatever its source spells it like.
 * @param isDual whether anybody has addresses of IPv6
 */
export function contentsOf(topology: Topology, isDual: boolean): Contents {
  // What is left open of something is no part of it.
  const notes = new Set<Addressed>([...topology.unreadable, ...topology.strayInterfaces]);
  const things = new Set([...thingsOf(topology)].filter((one) => !notes.has(one)));
  const { vpcs, tables, securityGroups, networkAcls } = topology;
  const acls = new Set([...networkAcls, ...vpcs.map(({ defaultAcl }) => defaultAcl)]);
  const staying = new Set([...tables, ...securityGroups, ...vpcs.map(({ defaultGroup }) => defaultGroup)]);
  const reading = new Reading(things, staying, acls, isDual);
  const byAddress = new Map([...things].map((thing) => [thing.address, reading.contentOf(thing)]));
  return { byAddress, ofParts: reading.ofParts };
}

/** Whether anybody in one of the networks has addresses of IPv6. */
export function isDualStack(topologies: readonly Topology[]): boolean {
  return topologies.some(({ vpcs }) => vpcs.some(hasIpv6));
}

/** Whether two contents differ in what both of them tell. */
export function differ(some: Content, others: Content): boolean {
  const keys = new Set([...some.keys.keys(), ...others.keys.keys()]);
  return [...keys].some((key) => {
    const [one, other] = [some.keys.get(key), others.keys.get(key)];
    return one !== other && !(PICKED.has(key) && (one === undefined || other === undefined));
  });
}
