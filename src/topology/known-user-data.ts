import { isHash, isHashOf } from "../linux-router";
import { type Resource, type ResourceGraph } from "../terraform";

const ARGUMENTS = ["user_data", "user_data_base64"] as const;

function textsOf({ values }: Resource): string[] {
  return ARGUMENTS.flatMap((name) => {
    const value = values[name];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
}

/** The hash that stands for an instance's user data. */
function hashOf(instance: Resource): string | undefined {
  return textsOf(instance).find(isHash);
}

/** Whether of some instance's user data no more than a hash is known. */
export function hasHashedUserData(graph: ResourceGraph): boolean {
  return graph.ofType(["aws_instance"], "managed").some((one) => hashOf(one) !== undefined);
}

/** The user data that instances of a configuration are started with, but secret ones. */
export function userDataIn({ resources, secrets }: ResourceGraph): string[] {
  return resources
    .filter(({ type, address }) => ["aws_instance", "aws_launch_template"].includes(type) && !secrets.holds(address))
    .flatMap(textsOf)
    .filter((text) => !isHash(text));
}

/**
 * A graph in which the instances whose user data are known by a hash have the texts that have this hash. A hash of none of
 * them stays.
 */
export function withKnownUserData(graph: ResourceGraph, known: readonly string[]): ResourceGraph {
  const resources = graph.resources.map((one): Resource => {
    const hash = one.type === "aws_instance" ? hashOf(one) : undefined;
    const text = hash === undefined ? undefined : known.find((other) => isHashOf(hash, other));
    if (text === undefined) return one;
    const others = Object.entries(one.values).filter(([name]) => !ARGUMENTS.some((argument) => argument === name));
    return { ...one, values: { ...Object.fromEntries(others), user_data_base64: text } };
  });
  return graph.with(resources);
}
