import { push, type Resource } from "../graph";
import { Unknown, type ValueObject } from "../value";
import { ADDRESS_MIRRORS } from "./address-mirrors";
import { withoutMovingDefaults } from "./default-tables";
import { FILTER_MIRRORS } from "./filter-mirrors";
import { isConfigured, type Mirror, plain } from "./mirror";
import { ROUTE_MIRRORS } from "./route-mirrors";

export const MIRRORS: readonly Mirror[] = [...ROUTE_MIRRORS, ...FILTER_MIRRORS, ...ADDRESS_MIRRORS];

const BY_CHILD = new Map<string, Mirror[]>();
for (const mirror of MIRRORS) for (const child of mirror.children) push(BY_CHILD, child, mirror);

/** Parents and children: all that a graph must hold of how things were for its mirrors to be cleared. */
export const MIRROR_TYPES: ReadonlySet<string> = new Set(
  MIRRORS.flatMap(({ parents, children }) => [...parents, ...children]),
);

/** Parents by what names them: type, attribute and its value. */
class Parents {
  private readonly byName = new Map<string, Resource[]>();

  constructor(resources: readonly Resource[]) {
    const keys = new Map<string, Set<string>>();
    for (const { parents, key = "id" } of MIRRORS)
      for (const type of parents) keys.set(type, (keys.get(type) ?? new Set()).add(key));
    for (const resource of resources)
      for (const key of keys.get(resource.type) ?? []) {
        const name = plain(resource.values[key]);
        if (name !== undefined) push(this.byName, `${resource.type}|${key}|${name}`, resource);
      }
  }

  of({ parents, key = "id", named }: Mirror, child: Resource): Resource[] {
    return named(child.values, child.type)
      .flatMap((value) => plain(value) ?? [])
      .flatMap((name) => parents.flatMap((type) => this.byName.get(`${type}|${key}|${name}`) ?? []));
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** An address that comes from AWS's pool again once an Elastic IP address is gone (EC2 user guide, IP addressing). */
function mayGetAnother(instance: Resource, subnets: ReadonlyMap<string, Resource>): boolean {
  const isAsked = instance.configured?.has("associate_public_ip_address") === true;
  const subnet = subnets.get(plain(instance.values.subnet_id) ?? "");
  return isAsked || subnet?.values.map_public_ip_on_launch === true;
}

/** What was, and what is or will be, of one input. */
export interface Times {
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
}

/**
 * The resources of `after`, in which no parent repeats what a child of its own says: not what the child was before, which
 * may be gone, nor what it still is, which the child says itself. What the configuration writes into a parent stays as long
 * as the child stays as it was; what a destroyed child takes away is taken away there too.
 */
export function withoutMirrored(times: Times): readonly Resource[] {
  const cleared = withoutRepeated(times);
  return times.before === times.after ? cleared : withoutMovingDefaults(times.before, cleared);
}

function withoutRepeated({ before, after }: Times): readonly Resource[] {
  const children = before.filter(({ type, mode }) => mode === "managed" && BY_CHILD.has(type));
  if (children.length === 0) return after;
  const [was, will] = [before, after].map((list) => new Map(list.map((one) => [one.address, one])));
  const parents = new Parents(after);
  const subnets = new Map(
    after.flatMap((one): [string, Resource][] =>
      one.type === "aws_subnet" ? [[plain(one.values.id) ?? "", one]] : [],
    ),
  );
  const isKept = (child: Resource): boolean =>
    before === after || isEqual(child.values, will?.get(child.address)?.values);
  const changed = new Map<Resource, Resource>();
  const take = (child: Resource, kept: boolean): void => {
    for (const mirror of BY_CHILD.get(child.type) ?? [])
      for (const parent of parents.of(mirror, child)) {
        if (kept && isConfigured(parent, mirror.attributes)) continue;
        const now = changed.get(parent) ?? parent;
        const told = changesTo(mirror, child, { now, was: was?.get(parent.address) ?? parent });
        if (!told) continue;
        const values = { ...now.values, ...told };
        const isOpen = !kept && "public_ip" in told && mayGetAnother(parent, subnets);
        changed.set(parent, isOpen ? unsettled(now, values) : { ...now, values });
      }
  };
  // What goes comes first: it also decides what an address leaves behind that a kept resource tells as well.
  const kept = new Set(children.filter(isKept));
  for (const child of children) if (!kept.has(child)) take(child, false);
  for (const child of kept) take(child, true);
  return changed.size === 0 ? after : after.map((one) => changed.get(one) ?? one);
}

/** What the child takes from the parent; undefined where that is nothing, or where the plan itself puts it there anew. */
function changesTo(
  { without }: Mirror,
  child: Resource,
  { now, was }: { readonly now: Resource; readonly was: Resource },
): ValueObject | undefined {
  const told = without(now.values, child.values, child.type);
  const remembered = without(was.values, child.values, child.type);
  const kept = Object.entries(told).filter(
    ([key, value]) =>
      !isEqual(value, now.values[key]) && key in remembered && !isEqual(remembered[key], was.values[key]),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function unsettled(instance: Resource, values: ValueObject): Resource {
  const flag = "associate_public_ip_address";
  return {
    ...instance,
    values: { ...values, [flag]: new Unknown([], false, "another public address, which AWS may give") },
    ...(instance.configured && { configured: new Set([...instance.configured, flag]) }),
  };
}
