import { type Json, type JsonObject, listOf, objectOf, stringOf } from "../json-shapes";
import { parseAddress, withoutKeys } from "../resource-address";
import { filledIn, isUnknown, isWhollyKnown, ownEntry, type Reference, type Value, type ValueObject } from "../value";
import { Definitions, type PlanParts } from "./definitions";
import { type Disagreement, type DisagreementKind } from "./disagreement";
import { type Sources } from "./module-source";
import { type Accept, settled } from "./settle";

/** Puts links from the sources into the arguments of a resource. */
export type Settle = (
  address: string,
  shown: ValueObject,
) => {
  readonly values: ValueObject;
  /** Arguments that are null, so that AWS or the provider fills them in, as where nothing is written. */
  readonly unset: ReadonlySet<string>;
};

/** How a plan's changes mask what is sensitive, by address. */
function sensitiveIn(plan: JsonObject): ReadonlyMap<string, Json> {
  return new Map(
    listOf(plan.resource_changes)
      .map(objectOf)
      .map((one) => [stringOf(one.address) ?? "", objectOf(one.change).after_sensitive ?? false]),
  );
}

function createdIn(plan: JsonObject): ReadonlySet<string> {
  const changes = listOf(plan.resource_changes).map(objectOf);
  const created = changes.filter(({ change }) => JSON.stringify(objectOf(change).actions) === '["create"]');
  return new Set(created.map((one) => stringOf(one.address) ?? ""));
}

/** Arguments that the provider takes as they are; others it brings into a form of its own. */
const AS_WRITTEN = new Set(
  "cidr_block cidr_ipv4 destination_cidr_block from_port to_port type availability_zone".split(" "),
);

function isMarked(mask: Json | undefined): boolean {
  if (typeof mask !== "object" || mask === null) return mask === true;
  return Object.values(mask).some(isMarked);
}

/** Links that the plan itself is sure of. */
function certainLinks(value: Value): readonly Reference[] {
  return isUnknown(value) && value.exact ? value.candidates : [];
}

/** Links that are followed one after the other. */
const LONGEST_WAY = 20;

class Settler {
  private readonly sensitive: ReadonlyMap<string, Json>;
  private readonly created: ReadonlySet<string>;
  constructor(
    private readonly definitions: Definitions,
    plan: JsonObject,
  ) {
    this.sensitive = sensitiveIn(plan);
    this.created = createdIn(plan);
  }

  readonly settle: Settle = (address, shown) => {
    const unset = new Set<string>();
    if (isWhollyKnown(shown)) return { values: shown, unset };
    this.compareKnown(address, shown);
    const sensitive = objectOf(this.sensitive.get(address) ?? {});
    const values = Object.entries(shown).map(([key, value]): [string, Value] => {
      // A constant of the sources may be secret, and no mask of the plan would say where it is.
      if (isWhollyKnown(value) || isMarked(ownEntry(sensitive, key))) return [key, value];
      const told = this.definitions.argumentOf(address, key);
      if (told === undefined) return [key, value];
      if (told !== null) return [key, settled(value, told, this.accept(address, key, value))];
      if (!isUnknown(value) || value.exact) return [key, value];
      unset.add(key);
      return [key, filledIn()];
    });
    return { values: Object.fromEntries(values), unset };
  };

  /**
   * What is created has the very values that its arguments are made of. Locals are not in the plan; that they are the same
   * shows in what is made of them.
   */
  private compareKnown(address: string, shown: ValueObject): void {
    if (!this.created.has(address)) return;
    for (const [key, value] of Object.entries(shown)) {
      if (!AS_WRITTEN.has(key) || value === null || typeof value === "object") continue;
      const told = this.definitions.argumentOf(address, key);
      const isScalar = typeof told === "string" || typeof told === "number";
      if (isScalar && String(told) !== String(value) && !String(told).includes(":"))
        this.disagree(address, "other value", key);
    }
  }

  private disagree(address: string, kind: DisagreementKind, argument: string): void {
    const module = withoutKeys(parseAddress(address)?.module ?? "");
    this.definitions.disagree(module, kind, `${withoutKeys(address)}.${argument}`);
  }

  /** A link is taken unless the plan itself says that it is another one. */
  private accept(address: string, argument: string, shown: Value): Accept {
    const [certain] = certainLinks(shown);
    return (link) => {
      const isSame = !certain || certain.attribute === "" || this.leadsTo(link, certain);
      if (isSame && this.definitions.planned.mayBeNamed(link.address, link.attribute)) return true;
      this.disagree(address, "other link", argument);
      return false;
    };
  }

  /** Whether a link is the other one, or leads there: `vpc_id` of an association is the `id` of its VPC. */
  private leadsTo(from: Reference, to: Reference): boolean {
    let link: Reference | undefined = from;
    for (let steps = 0; link && steps < LONGEST_WAY; steps++) {
      if (link.address === to.address && link.attribute === to.attribute) return true;
      [link] = certainLinks(this.definitions.argumentOf(link.address, link.attribute) ?? null);
    }
    return false;
  }
}

/**
 * Reads with what the sources say. Where they turn out to be others than the plan's while it is read, all is read anew
 * without those of that module.
 */
export function settling<T>(
  sources: Sources,
  parts: PlanParts,
  read: (settle?: Settle) => T,
): { readonly result: T; readonly disagreements: readonly Disagreement[] } {
  const found: Disagreement[] = [];
  for (;;) {
    const distrusted = new Set(found.map(({ module }) => module));
    const definitions = new Definitions(sources, parts, distrusted);
    if (definitions.areOthers) return { result: read(), disagreements: [] };
    const result = read(new Settler(definitions, parts.plan).settle);
    const added = definitions.disagreements.filter(({ module }) => !distrusted.has(module));
    if (added.length === 0) return { result, disagreements: found };
    found.push(...added);
  }
}
