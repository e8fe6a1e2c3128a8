import { type BridgePlan } from "../address-plan/bridge-plan";
import { type PlannedSide, sidesOf } from "../address-plan/planned-sides";
import { type Origin, type Resource, type ResourceGraph, type ValueObject } from "../terraform";
import { rolesIn } from "./found-roles";

/** A bridge's file as messages name it. */
export function fileOf({ name }: BridgePlan): string {
  return `bridges/${name}.yaml`;
}

/** The address of a resource that the file states, by what the file calls it. */
export function statedAddress(plan: BridgePlan, name: string): string {
  return `${name} (${fileOf(plan)})`;
}

/** Whether a thing is known from the bridge's file, and not from the input. */
export function isStatedIn(plan: BridgePlan, { origin }: { readonly origin?: Origin }): boolean {
  return origin?.kind === "bridge-file" && origin.file === fileOf(plan);
}

/** The provider by which the input says that a resource is in a side's account. */
export function providerOf(
  graph: ResourceGraph,
  plan: BridgePlan,
  side: Pick<PlannedSide, "role" | "name">,
): string | undefined {
  const roles = rolesIn(graph);
  if (plan.place === "client") {
    if (!plan.crossAccount) return undefined;
    const { attachment } = roles.of(side);
    if (attachment !== undefined) return graph.get(attachment)?.provider;
    // Of a VPC that is attached already, what it gets tells its account: its routes.
    const tables = new Set(
      sidesOf(plan)
        .find(({ role }) => role === side.role)
        ?.subnets.map((subnet) => subnet.existingRouteTable),
    );
    return graph
      .ofType(["aws_route"])
      .find(({ values: { route_table_id: id } }) => typeof id === "string" && tables.has(id))?.provider;
  }
  const sides = side.role === "client" ? plan.clients : plan.webs;
  const key = sides.find(({ name }) => name === side.name)?.account;
  const [hub] = plan.accounts;
  if (key === undefined || key === hub?.key)
    return roles.hub.vpc === undefined ? undefined : graph.get(roles.hub.vpc)?.provider;
  return graph.resources.find(({ provider }) => provider?.endsWith(`.${key}`) === true)?.provider;
}

/** Takes a fact of a side: a resource as Terraform's provider has it, under a name of its own. */
export type AddFact = (type: string, name: string, values: ValueObject) => void;

/** The resources that a file states beside those of the input; what the input holds itself is not stated again. */
export function statedBeside(
  graph: ResourceGraph,
  plan: BridgePlan,
  state: (side: PlannedSide, add: AddFact) => void,
): ResourceGraph {
  const file = fileOf(plan);
  const facts: Resource[] = [];
  const known = new Set<string>();
  for (const side of sidesOf(plan)) {
    const provider = providerOf(graph, plan, side);
    state(side, (type, name, values) => {
      const address = statedAddress(plan, name);
      if (known.has(`${type} ${address}`)) return;
      if (typeof values.id === "string" && graph.withIdentity(values.id).length > 0) return;
      known.add(`${type} ${address}`);
      const origin: Origin = { kind: "bridge-file", file, name };
      const fact: Resource = { address, origin, mode: "managed", type, name, module: "", values, dependsOn: [] };
      facts.push({ ...fact, ...(provider !== undefined && { provider }) });
    });
  }
  return facts.length === 0 ? graph : graph.with([...graph.resources, ...facts]);
}
