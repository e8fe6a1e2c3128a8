import { type Addressed, isAddressed, thingsOf } from "../review/touched";
import { type Topology } from "../topology";

/** Keys that say by whom something is told, or what one source can't tell, and nothing of what the thing is. */
const BESIDE: ReadonlySet<string> = new Set([
  "address",
  "doubts",
  "origin",
  "provider",
  "isOutside",
  "isImplied",
  "isAny",
  "isDefault",
  "note",
  "maybe",
  "maybeTables",
  "mayHoldPicked",
  "secrets",
]);

/** Lists of things that name what they are in themselves. */
const LISTED: ReadonlySet<string> = new Set(["subnets", "attachments", "links"]);

/** What is undefined, or a word, as long as it is not known: AWS picks it. */
const PICKED: ReadonlySet<string> = new Set([
  "cidr",
  "ipv6",
  "ipv6Cidr",
  "privateIps",
  "publicIp",
  "publicIps",
  "publicIpAddress",
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

class Reading {
  readonly ofParts = new Map<string, string>();

  constructor(
    private readonly things: ReadonlySet<object>,
    private readonly isOrdered: (thing: object) => boolean,
  ) {}

  contentOf(thing: Addressed): Content {
    const written = new Set<object>([thing]);
    const keys = Object.entries(thing).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      if (BESIDE.has(key) || LISTED.has(key) || value === undefined) return [];
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
      const items = [...value].map((item) => this.shape(item, thing, written));
      return this.isOrdered(thing) ? items : items.map((item) => JSON.stringify(item)).sort();
    }
    if (isAddressed(value)) {
      if (this.things.has(value) || written.has(value)) return value.address;
      written.add(value);
      this.ofParts.set(value.address, thing.address);
    }
    const entries = Object.entries(value).filter(([key]) => !BESIDE.has(key));
    return Object.fromEntries(entries.map(([key, item]) => [key, this.shape(item, thing, written)]));
  }
}

/** What everything in a network is, whatever its source spells it like. */
export function contentsOf(topology: Topology): Contents {
  const things = thingsOf(topology);
  const acls = new Set<object>([...topology.networkAcls, ...topology.vpcs.map(({ defaultAcl }) => defaultAcl)]);
  const reading = new Reading(things, (thing) => acls.has(thing));
  const byAddress = new Map([...things].map((thing) => [thing.address, reading.contentOf(thing)]));
  return { byAddress, ofParts: reading.ofParts };
}

/** Whether two contents differ in what both of them tell. */
export function differ(some: Content, others: Content): boolean {
  const keys = new Set([...some.keys.keys(), ...others.keys.keys()]);
  return [...keys].some((key) => {
    const [one, other] = [some.keys.get(key), others.keys.get(key)];
    return one !== other && !(PICKED.has(key) && (one === undefined || other === undefined));
  });
}
