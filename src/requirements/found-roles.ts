import {
  BRIDGE_OUTPUT,
  type BridgeOutput,
  type BridgeRole,
  ROLE_TYPES,
  type RoleAddresses,
  ROLES,
  ROLES_VERSION,
} from "../address-plan/roles";
import { type Explanation, fault } from "../reachability";
import { isObject, type ResourceGraph, type Value } from "../terraform";

/** What the parts are called in stacks that were made before they said so themselves. */
const NAMED_BEFORE: RoleAddresses = {
  client_vpc: "aws_vpc.client",
  web_vpc: "aws_vpc.web",
  client_attachment: "aws_ec2_transit_gateway_vpc_attachment.transit_client",
  web_attachment: "aws_ec2_transit_gateway_vpc_attachment.transit_web",
  load_balancer: "aws_lb.front",
  web_security_group: "aws_security_group.web",
};

/** Parts that a bridge always makes itself; the others may exist already. */
const ALWAYS_THERE: readonly BridgeRole[] = ["client_attachment", "web_attachment", "load_balancer"];

function isRole(text: string): text is BridgeRole {
  return (ROLES as readonly string[]).includes(text);
}

/** The output's value, when it is what a stack writes; undefined when it is not, or there is no such output. */
function outputOf({ outputs }: ResourceGraph): BridgeOutput | undefined {
  const value: Value | undefined = outputs.get(BRIDGE_OUTPUT);
  if (!isObject(value)) return undefined;
  const { version, bridge, roles } = value;
  if (version !== ROLES_VERSION || typeof bridge !== "string" || !isObject(roles)) return undefined;
  const entries = Object.entries(roles);
  if (!entries.every(([role, address]) => isRole(role) && typeof address === "string")) return undefined;
  return { version, bridge, roles: roles };
}

/** The bridge that an input says to be of; undefined when it says nothing that can be read. */
export function bridgeNameIn(graph: ResourceGraph): string | undefined {
  return outputOf(graph)?.bridge;
}

/**
 * Which resource plays which part in a bridge. They are names to look for and no more: that what is found there is what
 * the bridge's file says, the statements have to prove.
 */
export function rolesIn(graph: ResourceGraph): RoleAddresses {
  return outputOf(graph)?.roles ?? NAMED_BEFORE;
}

/** What is wrong with what an input says of its parts; nothing when it is right, or says nothing. */
export function roleFaults(graph: ResourceGraph): Explanation[] {
  if (!graph.outputs.has(BRIDGE_OUTPUT)) return [];
  const output = outputOf(graph);
  const where = `output.${BRIDGE_OUTPUT}`;
  if (!output) return [fault(where, `its value is not what this version writes (version ${ROLES_VERSION})`)];
  return ROLES.flatMap((role) => {
    const address = output.roles[role];
    if (address === undefined) return ALWAYS_THERE.includes(role) ? [fault(where, `it names no ${role}`)] : [];
    const type = graph.get(address)?.type;
    if (type === ROLE_TYPES[role]) return [];
    const what = type === undefined ? "which is not in the input" : `which is no ${ROLE_TYPES[role]}`;
    return [fault(where, `its ${role} is ${address}, ${what}`)];
  });
}
