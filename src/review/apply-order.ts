import {
  blocksAwaited,
  push,
  type Resource,
  type ResourceGraph,
  withoutKeys,
  answersOf,
  rowOf,
  type TypeName,
} from "../terraform";
import { isList } from "../terraform/value";
import { type Change, isMade } from "./changes";
import { linksOf, type Networks } from "./networks";

/** What happens to one resource in one moment of an apply; `revoke` is the first half of an update that is not atomic. */
type Verb = "destroy" | "revoke" | "update" | "create" | "destroy-old" | "read";

export interface Step {
  readonly verb: Verb;
  readonly address: string;
  readonly change?: Change;
}

/** Who depends on whom among some resources: by links, by literal ids, and by what the input lists as dependencies. */
class Dependencies {
  private readonly byBlock = new Map<string, string[]>();
  private readonly ranks = new Map<string, number>();

  constructor(
    private readonly graph: ResourceGraph,
    addresses: Iterable<string>,
  ) {
    for (const address of addresses) push(this.byBlock, withoutKeys(address), address);
  }

  of(resource: Resource): Set<string> {
    const found = linksOf(this.graph, resource);
    for (const block of blocksAwaited(resource)) this.byBlock.get(block)?.forEach((one) => found.add(one));
    found.delete(resource.address);
    return found;
  }

  /** 0 for what depends on nothing here; more than the rank of everything that it depends on. */
  rank(address: string, above: ReadonlySet<string> = new Set()): number {
    const known = this.ranks.get(address);
    if (known !== undefined) return known;
    const resource = this.graph.get(address);
    if (!resource || above.has(address)) return 0;
    const path = new Set(above).add(address);
    const rank = Math.max(-1, ...[...this.of(resource)].map((one) => this.rank(one, path))) + 1;
    this.ranks.set(address, rank);
    return rank;
  }
}

/** Updates that the AWS provider makes by taking away first what it then adds again [provider source, 5.100.0]. */
const REVOKING: Readonly<Partial<Record<TypeName, readonly string[]>>> = {
  aws_security_group: ["ingress", "egress"],
  aws_default_security_group: ["ingress", "egress"],
  aws_network_acl: ["ingress", "egress"],
  aws_default_network_acl: ["ingress", "egress"],
  aws_ec2_transit_gateway_vpc_attachment: ["subnet_ids"],
};
/** Updates for which the provider stops the instance and starts it again. */
const STOPPING: Readonly<Partial<Record<TypeName, readonly string[]>>> = {
  aws_instance: ["instance_type", "user_data", "user_data_base64"],
};

function differs(before: Resource, after: Resource, key: string): boolean {
  return JSON.stringify(before.values[key] ?? null) !== JSON.stringify(after.values[key] ?? null);
}

/**
 * The resource between the two halves of its update: without what goes and without what comes.
 * @returns undefined when its update has no such moment, null when it does not work at all in it
 */
export function betweenHalves(before: Resource, after: Resource): Resource | null | undefined {
  if ((rowOf(STOPPING, before.type) ?? []).some((key) => differs(before, after, key))) return null;
  const keys = (rowOf(REVOKING, before.type) ?? []).filter((key) => differs(before, after, key));
  if (keys.length === 0) return undefined;
  const values = Object.fromEntries(
    keys.map((key) => {
      const [old, next] = [before.values[key], after.values[key]];
      const kept = new Set((isList(next) ? next : []).map((one) => JSON.stringify(one)));
      return [key, (isList(old) ? old : []).filter((one) => kept.has(JSON.stringify(one)))];
    }),
  );
  return { ...before, values: { ...before.values, ...values } };
}

/**
 * The steps of an apply in an order that Terraform may take. Terraform fixes only the order of what depends on each
 * other, so everything else is taken in the worst order, which is destroys first. There are steps for resources that
 * carry traffic, and for data sources that are read in between.
 */
export function stepsOf({ before, after, changed }: Networks): Step[] {
  const changes = [...changed.values()].filter(({ action }) => action !== "unreadable");
  const reads = after.graph.resources.filter(({ mode, address }) => mode === "data" && !before.graph.get(address));
  const rereads = after.graph.resources.filter(
    (one) => one.mode === "data" && before.graph.get(one.address) && answersOf(one.type).changesTraffic,
  );
  const names = [...changes.map(({ address }) => address), ...reads.map(({ address }) => address)];
  const [old, next] = [new Dependencies(before.graph, names), new Dependencies(after.graph, names)];
  const by =
    (dependencies: Dependencies, sign: number) =>
    (a: Step, b: Step): number =>
      sign * (dependencies.rank(a.address) - dependencies.rank(b.address));
  const of = (verb: Verb, wanted: (change: Change) => boolean): Step[] =>
    changes.filter(wanted).map((change) => ({ verb, address: change.address, change }));
  const destroys = of("destroy", ({ action, order }) => action === "delete" || order === "delete-first").sort(
    by(old, -1),
  );
  const coming: Step[] = [
    ...of("create", isMade),
    ...of("update", ({ action }) => action === "update"),
    ...[...reads, ...rereads].map(({ address }): Step => ({ verb: "read", address })),
  ].sort(by(next, 1));
  const leftovers = of("destroy-old", ({ order }) => order === "create-first").sort(by(old, -1));
  return [
    ...destroys,
    ...coming.flatMap((step): Step[] => {
      const [was, will] = [before.graph.get(step.address), after.graph.get(step.address)];
      const isHalved = step.verb === "update" && was && will && betweenHalves(was, will) !== undefined;
      return isHalved ? [{ ...step, verb: "revoke" }, step] : [step];
    }),
    ...leftovers,
  ];
}
