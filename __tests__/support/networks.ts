import { graphOf, type ResourceGraph, type TerraformKind } from "../../src/terraform";
import { buildTopology, type Cover, type Doubtful, type Note, type Topology } from "../../src/topology";

/** Terraform's JSON as the commands read it. */
export function graphFrom(json: object, kind: TerraformKind = "synth"): ResourceGraph {
  // Written as literals, networks have no type of JSON; this is the one place that says so.
  return graphOf(json as Parameters<typeof graphOf>[0], "test", kind);
}

/** The network of Terraform's JSON. */
export function topologyOf(json: object, kind: TerraformKind = "synth"): Topology {
  return buildTopology(graphFrom(json, kind));
}

/** Resources as configurations have them: `{ aws_vpc: { a: {...} } }`. */
export type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** The network of a configuration's resources. */
export const configured = (resource: Resources, rest: object = {}): Topology =>
  topologyOf({ resource, variable: { something: { type: "string" } }, ...rest });

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

/** What is open of a thing: by cover, who leaves it open and why. A thing that is wholly known has nothing here. */
export function open<C extends Cover>({ doubts }: Doubtful<C>): Partial<Record<Cover, string[]>> {
  const lists: (readonly [string, readonly Note[]])[] = Object.entries(doubts);
  return Object.fromEntries(
    lists
      .filter(([, list]) => list.length > 0)
      .map(([cover, list]) => [cover, list.map(({ address, reason }) => `${address}: ${reason}`)]),
  );
}

/** The id of a resource, as configurations refer to it. */
export const id = (address: string): string => `\${${address}.id}`;

/** A value that nobody gave: it is not known what it is, nor what it may be. */
export const SOMETHING = "${var.something}";

/** A VPC with subnets a and b. */
export const VPC: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: {
    a: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    b: { vpc_id: id("aws_vpc.v"), cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1b" },
  },
};
