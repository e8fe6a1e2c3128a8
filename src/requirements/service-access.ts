import { type Explanation, type Evaluation, TCP } from "../reachability";
import { type Resource, type ResourceGraph, isObject, type Value, typesOf } from "../terraform";
import { Arguments, isCertain, type Nic, type SecurityGroup } from "../topology";

/** An AWS service that a host reaches without a way to the internet, and what it may ask there. */
export interface ServiceAccess {
  readonly host: Nic;
  /** `com.amazonaws.us-east-1.s3`. */
  readonly service: string;
  readonly port: number;
  /** All that the endpoint's policy admits. */
  readonly action: string;
  readonly resource: string;
}

/** What is wrong, and whether that is certain. */
interface Shortcoming {
  readonly isCertain: boolean;
  readonly explanation: Explanation;
}

function shortcoming(address: string, message: string, isCertain = true): Shortcoming {
  return { isCertain, explanation: { code: "BAD_STATE", address, reason: { kind: "fact", text: message } } };
}

/** The gateway endpoints of the service in the host's VPC. */
function endpointsOf(args: Arguments, { host, service }: ServiceAccess): Resource[] {
  return args.graph.ofType(typesOf("vpc-endpoint"), "managed").filter((endpoint) => {
    const vpc = args.link(endpoint.values.vpc_id);
    const isHere = vpc.kind === "resource" && vpc.resource.address === host.subnet.vpc.address;
    const type = args.text(endpoint, "vpc_endpoint_type") ?? "Gateway";
    return isHere && type === "Gateway" && args.text(endpoint, "service_name") === service;
  });
}

/** A gateway endpoint puts its route into the tables that it names (AWS PrivateLink guide, gateway endpoints). */
function routeShortcomings({ host, service }: ServiceAccess, endpoint: Resource): Shortcoming[] {
  const { table } = host.subnet;
  const isRouted = table.routes.some(
    ({ target }) => target.kind === "gateway-endpoint" && target.address === endpoint.address,
  );
  if (isRouted || table.doubts.serviceRoutes.some(({ address }) => address === endpoint.address)) return [];
  return [shortcoming(table.address, `it has no route to ${service}: ${endpoint.address} is not in it`)];
}

function single(value: Value | undefined): Value | undefined {
  return Array.isArray(value) && value.length === 1 ? (value[0] as Value) : value;
}

/** Whether the policy lets everybody in the VPC do this one thing, and nothing else; undefined when it can't be read. */
function admitsOnly(policy: string, action: string, resource: string): boolean | undefined {
  try {
    const content = JSON.parse(policy) as Value;
    const statement = single(isObject(content) ? content["Statement"] : undefined);
    if (!isObject(statement)) return false;
    const principal = single(isObject(statement["Principal"]) ? statement["Principal"]["AWS"] : statement["Principal"]);
    const keys = Object.keys(statement)
      .filter((key) => key !== "Sid")
      .sort();
    return (
      keys.join() === "Action,Effect,Principal,Resource" &&
      statement["Effect"] === "Allow" &&
      principal === "*" &&
      single(statement["Action"]) === action &&
      single(statement["Resource"]) === resource
    );
  } catch {
    return undefined;
  }
}

function policyShortcomings(args: Arguments, { action, resource }: ServiceAccess, endpoint: Resource): Shortcoming[] {
  const policy = args.text(endpoint, "policy");
  if (policy === undefined) {
    if (args.isSetUnknown(endpoint, "policy") || args.isUncertain(endpoint.values.policy))
      return [shortcoming(endpoint.address, "its policy is not known", false)];
    return [shortcoming(endpoint.address, `it has no policy, so it admits more than ${action} on ${resource}`)];
  }
  const isOnly = admitsOnly(policy, action, resource);
  if (isOnly) return [];
  return [shortcoming(endpoint.address, `its policy is not just ${action} on ${resource}`, isOnly !== undefined)];
}

/** Whether a rule of the group lets TCP to this port, and to no other, out to the endpoint's addresses. */
function letsOut(args: Arguments, group: SecurityGroup, endpoint: Resource, port: number): boolean {
  // A state has the list's id in place of the link.
  const id = args.text(endpoint, "prefix_list_id");
  return group.egress.some(({ match, address }) => {
    const { protocol, ports } = match;
    const isPort = protocol === TCP && ports?.from === port && ports.to === port;
    const lists = listsOf(args, address);
    const isList = lists.some((list) => {
      const linked = args.link(list);
      // An account knows AWS's own list as a thing of its own.
      if (linked.kind === "resource")
        return linked.resource === endpoint || (id !== undefined && linked.resource.values.id === id);
      return linked.kind === "outside" && linked.id === id;
    });
    return isPort && isList;
  });
}

/** The prefix lists that a rule names; `address` may be that of an inline rule. */
function listsOf(args: Arguments, address: string): readonly Value[] {
  const rule = args.graph.get(address);
  if (!rule) return [];
  return ["prefix_list_id", "prefix_list_ids"].flatMap((key) => args.list(rule.values[key]).items);
}

function groupShortcomings(args: Arguments, access: ServiceAccess, endpoint: Resource): Shortcoming[] {
  const { host, port } = access;
  if (!isCertain(host, "groups") || !host.groups)
    return [shortcoming(host.address, "which security groups it has is not known", false)];
  if (host.groups.some((group) => letsOut(args, group, endpoint, port))) return [];
  return host.groups.map((group) =>
    shortcoming(group.address, `it lets nothing out to ${endpoint.address} on port ${port}`),
  );
}

/** The host reaches the service over a gateway endpoint in its own table, which admits what it needs and nothing else. */
export function reachesService(graph: ResourceGraph, access: ServiceAccess): Evaluation {
  const args = new Arguments(graph);
  const endpoints = endpointsOf(args, access);
  const found = endpoints.map((endpoint) => [
    ...routeShortcomings(access, endpoint),
    ...policyShortcomings(args, access, endpoint),
    ...groupShortcomings(args, access, endpoint),
  ]);
  const best = found.reduce<Shortcoming[] | undefined>(
    (least, some) => (!least || some.length < least.length ? some : least),
    undefined,
  ) ?? [shortcoming(access.host.subnet.vpc.address, `it has no gateway endpoint of ${access.service}`)];
  const explanations = best.map(({ explanation }) => explanation);
  const holds = best.length === 0 ? true : best.some(({ isCertain }) => isCertain) ? false : "unknown";
  return { holds, explanations };
}
