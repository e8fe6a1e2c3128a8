import { graphOf, type ResourceGraph, type SourceKind } from "../../src/terraform";
import { buildTopology, type Topology } from "../../src/topology";

/** Terraform's JSON as the commands read it. */
export function graphFrom(json: object, kind: SourceKind = "synth"): ResourceGraph {
  // Written as literals, networks have no type of JSON; this is the one place that says so.
  return graphOf(json as Parameters<typeof graphOf>[0], "test", kind);
}

/** The network of Terraform's JSON. */
export function topologyOf(json: object, kind: SourceKind = "synth"): Topology {
  return buildTopology(graphFrom(json, kind));
}

/** Resources as configurations have them: `{ aws_vpc: { a: {...} } }`. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The network of a configuration's resources. */
export const configured = (resource: Resources, rest: object = {}): Topology => topologyOf({ resource, ...rest });

/** `terraform show -json` of a state that holds these. */
export function stateJson(resources: Resources): object {
  return {
    format_version: "1.0",
    values: {
      root_module: {
        resources: Object.entries(resources).flatMap(([type, named]) =>
          Object.entries(named).map(([name, values]) => ({
            address: `${type}.${name}`,
            mode: "managed",
            type,
            name,
            values,
          })),
        ),
      },
    },
  };
}

/** The network of a state that holds these. */
export const applied = (resources: Resources): Topology => topologyOf(stateJson(resources), "state");

/** The thing of this address; a test that asks for one that is not there fails here. */
export function thing<T extends { readonly address: string }>(things: readonly T[], address: string): T {
  const found = things.find((one) => one.address === address);
  if (!found) throw new Error(`there is no ${address}, only ${things.map((one) => one.address).join(", ")}`);
  return found;
}
