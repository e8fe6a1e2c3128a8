import {
  BRIDGE_OUTPUT,
  type BridgeOutput,
  type BridgeRole,
  ROLE_TYPES,
  type RoleAddresses,
  ROLES,
  ROLES_VERSION,
} from "../address-plan/roles";
import { type BridgePlan } from "../address-plan/bridge-plan";
import { hasAlb } from "../config/bridge-facts";
import { type Explanation, fault } from "../reachability";
import { isObject, type ResourceGraph, type Value } from "../terraform";
import { hubRolesOf, type HubRoles, namedByHub } from "./hub/found-hub-roles";
import { type FoundRoles, type PartsOfSide } from "./side-parts";

/** What the parts are called in stacks that were made before they said so themselves. */
const NAMED_BEFORE: RoleAddresses = {
  client_vpc: "aws_vpc.client",
  web_vpc: "aws_vpc.web",
  client_attachment: "aws_ec2_transit_gateway_vpc_attachment.transit_client",
  web_attachment: "aws_ec2_transit_gateway_vpc_attachment.transit_web",
  load_balancer: "aws_lb.front",
  web_security_group: "aws_security_group.web",
};

function isRole(text: string): text is BridgeRole {
  return (ROLES as readonly string[]).includes(text);
}

/** What an output says: of a bridge in the client VPC, or of a hub. */
type Said =
  ({ readonly place: "client" } & BridgeOutput) | ({ readonly place: "hub"; readonly bridge: string } & HubRoles);

/** The output's value, when it is what a stack writes; undefined when it is not, or there is no such output. */
function saidIn({ outputs }: ResourceGraph): Said | undefined {
  const value: Value | undefined = outputs.get(BRIDGE_OUTPUT);
  if (!isObject(value)) return undefined;
  const { version, bridge, roles } = value;
  if (version !== ROLES_VERSION || typeof bridge !== "string") return undefined;
  if (value.place === "hub") {
    const found = hubRolesOf(value);
    return found && { place: "hub", bridge, ...found };
  }
  if (!isObject(roles)) return undefined;
  const entries = Object.entries(roles);
  if (!entries.every(([role, address]) => isRole(role) && typeof address === "string")) return undefined;
  return { place: "client", version, bridge, roles: roles };
}

/** The bridge that an input says to be of; undefined when it says nothing that can be read. */
export function bridgeNameIn(graph: ResourceGraph): string | undefined {
  return saidIn(graph)?.bridge;
}

function partsInClient(roles: RoleAddresses, role: "client" | "web"): PartsOfSide {
  if (role === "client") return { vpc: roles.client_vpc, attachment: roles.client_attachment };
  const { web_vpc: vpc, web_attachment: attachment, load_balancer: alb, web_security_group: securityGroup } = roles;
  return { vpc, attachment, alb, securityGroup };
}

/**
 * Which resource plays which part in a bridge. They are names to look for and no more: that what is found there is what
 * the bridge's file says, the statements have to prove.
 */
export function rolesIn(graph: ResourceGraph): FoundRoles {
  const said = saidIn(graph);
  const called = (id: string): string => {
    if (!graph.isWhole) return id;
    return graph.withIdentity(id).find(({ mode }) => mode === "managed")?.address ?? id;
  };
  if (said?.place !== "hub") {
    const roles = said?.roles ?? NAMED_BEFORE;
    return { hub: {}, called, of: ({ role }) => partsInClient(roles, role) };
  }
  const { hub, clients, webs } = said;
  return { hub, called, of: ({ role, name }) => (role === "client" ? clients : webs).get(name) ?? {} };
}

/** Parts that a bridge in the client VPC makes itself; the others may exist already. */
function madeBy(plan: BridgePlan): readonly BridgeRole[] {
  if (plan.place === "hub") return [];
  const { client, web } = plan.config;
  return [
    ...(client.attachment ? [] : (["client_attachment"] as const)),
    ...(web.attachment ? [] : (["web_attachment"] as const)),
    ...(hasAlb(plan.config) ? (["load_balancer"] as const) : []),
  ];
}

/** What is wrong with what an input says of a bridge's parts; nothing when it is right, or says nothing. */
export function roleFaults(graph: ResourceGraph, plan: BridgePlan): Explanation[] {
  if (!graph.outputs.has(BRIDGE_OUTPUT)) return [];
  const said = saidIn(graph);
  const where = `output.${BRIDGE_OUTPUT}`;
  if (!said) return [fault(where, `its value is not what this version writes (version ${ROLES_VERSION})`)];
  const wrongType = (part: string, address: string, wanted: string): Explanation[] => {
    const type = graph.get(address)?.type;
    if (type === wanted) return [];
    const what = type === undefined ? "which is not in the input" : `which is no ${wanted}`;
    return [fault(where, `its ${part} is ${address}, ${what}`)];
  };
  if (said.place === "hub")
    return namedByHub(said).flatMap(({ part, address, type }) => wrongType(part, address, type));
  const made = madeBy(plan);
  return ROLES.flatMap((role) => {
    const address = said.roles[role];
    if (address === undefined) return made.includes(role) ? [fault(where, `it names no ${role}`)] : [];
    return wrongType(role, address, ROLE_TYPES[role]);
  });
}
