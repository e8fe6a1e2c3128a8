import { type Resource, type ResourceGraph, typesOf, withoutKeys } from "../terraform";
import { sameZone, type Topology, type Vpc } from "../topology";
import { type Evaluation, evaluationOf, fault, faulty } from "./evaluation";
import { refusal } from "./routes";
import { zoneProblem } from "./target-zones";
import { type Explanation } from "./reasons";

/** No route of any transit gateway comes from propagation: overlapping VPCs would take each other's. */
export function noPropagation(topology: Topology): Evaluation {
  const faults = topology.transitTables.flatMap((table) =>
    table.propagations.map(({ address }) => faulty(address, { kind: "takes-propagated-routes", table: table.address })),
  );
  const doubts = topology.transitTables.flatMap((table) => table.doubts.associations);
  return evaluationOf(faults, doubts);
}

/** Default tables are off on every gateway that the input holds, so nothing is associated that nobody wrote down. */
export function noDefaultTables(topology: Topology): Evaluation {
  const faults = topology.transitGateways.flatMap((gateway) => [
    ...(gateway.defaultAssociationTable ? [fault(gateway.address, "default_route_table_association is on")] : []),
    ...(gateway.defaultPropagationTable ? [fault(gateway.address, "default_route_table_propagation is on")] : []),
  ]);
  return evaluationOf(faults);
}

/** The attachments' own flags are off too, or AWS refuses the explicit association (Resource.AlreadyAssociated). */
export function attachmentFlagsOff(graph: ResourceGraph): Evaluation {
  const faults: Explanation[] = [];
  for (const resource of graph.ofType(typesOf("transit-vpc-attachment"), "managed"))
    for (const flag of [
      "transit_gateway_default_route_table_association",
      "transit_gateway_default_route_table_propagation",
    ]) {
      // In an account that only shares the gateway, the accepter sets the flags.
      const accepter = graph
        .ofType(typesOf("transit-vpc-accepter"), "managed")
        .find((one) => isAbout(graph, one, resource));
      const { values } = accepter ?? resource;
      if (values[flag] !== false) faults.push(fault(resource.address, `${flag} is not false`));
    }
  return evaluationOf(faults);
}

/** Whether an accepter is an attachment's: by reference, or in a state by its id. */
function isAbout(graph: ResourceGraph, accepter: Resource, attachment: Resource): boolean {
  if (graph.references(accepter).some(({ to }) => to.some(({ address }) => address === attachment.address)))
    return true;
  const id = accepter.values.transit_gateway_attachment_id;
  return typeof id === "string" && graph.withIdentity(id).includes(attachment);
}

/** Steered routes name one whole subnet and lead to a NAT gateway or an interface, as AWS asks. */
export function steeredRoutesLegal(topology: Topology): Evaluation {
  const faults = new Map<string, Explanation>();
  for (const subnet of topology.subnets)
    for (const route of subnet.table.routes) {
      const refused = refusal(route, subnet);
      const reason = refused && ({ kind: "route-for-range-refused", cidr: route.cidr, refusal: refused } as const);
      if (reason) faults.set(route.address, faulty(route.address, reason));
    }
  return evaluationOf([...faults.values()]);
}

/** AWS takes a target's zone from the subnet that covers its address; it must be one of the load balancer's. */
export function targetZonesUsable(topology: Topology): Evaluation {
  const faults: Explanation[] = [];
  for (const balancer of topology.loadBalancers)
    for (const group of new Set(
      balancer.listeners.flatMap((listener) => listener.actions.flatMap((action) => action.groups)),
    ))
      for (const target of group.targets) {
        const [node] = balancer.nodes;
        const problem = node && target.ip !== undefined ? zoneProblem(balancer, node, group, target) : undefined;
        if (problem) faults.push(...problem.explanations);
      }
  return evaluationOf(faults);
}

/**
 * A route to a transit gateway is refused until the VPC is attached (InvalidTransitGatewayID.NotFound).
 * @param attached addresses of routes of VPCs that are attached already
 */
export function routesWaitForAttachments(graph: ResourceGraph, attached: ReadonlySet<string> = new Set()): Evaluation {
  const attachments = graph
    .ofType(["aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_vpc_attachment_accepter"])
    .map((one) => withoutKeys(one.address));
  const isSet = (resource: Resource): boolean =>
    resource.values.transit_gateway_id !== undefined &&
    resource.values.transit_gateway_id !== null &&
    resource.values.transit_gateway_id !== "";
  const faults = graph
    .ofType(typesOf("route"), "managed")
    .filter((resource) => isSet(resource) && !attached.has(resource.address) && !waits(resource, attachments))
    .map((resource) =>
      fault(resource.address, "it does not depend on the attachment of its VPC, so apply may come too early"),
    );
  return evaluationOf(faults);
}

function waits(resource: Resource, attachments: readonly string[]): boolean {
  const prefix = resource.module ? `${withoutKeys(resource.module)}.` : "";
  return resource.dependsOn.some((one) => {
    const name = withoutKeys(one);
    return attachments.some(
      (attachment) => attachment === name || attachment === prefix + name || name.startsWith(`${attachment}.`),
    );
  });
}

/** Inline routes and routes of their own in one table delete each other (aws_route_table, note on in-line routes). */
export function noMixedRoutes(graph: ResourceGraph): Evaluation {
  const tables = graph.ofType(typesOf("route-table"), "managed");
  const inline = tables.filter(
    (table) =>
      table.configured?.has("route") === true && Array.isArray(table.values.route) && table.values.route.length > 0,
  );
  const faults = graph.ofType(typesOf("route"), "managed").flatMap((route) => {
    const resolved = graph.resolve(route.values.route_table_id);
    const table =
      resolved.kind === "link"
        ? inline.find((one) => one === resolved.to)
        : inline.find((one) => resolved.kind === "literal" && one.values.id === resolved.value);
    return table ? [faulty(route.address, { kind: "has-inline-routes", table: table.address })] : [];
  });
  return evaluationOf(faults);
}

/** Things that belong together are in one VPC; AWS refuses them otherwise. */
export function oneVpcEach(topology: Topology): Evaluation {
  const faults: Explanation[] = [];
  for (const subnet of topology.subnets)
    if (subnet.table.vpc && subnet.table.vpc !== subnet.vpc)
      faults.push(fault(subnet.table.address, `it is in another VPC than ${subnet.address}`));
  for (const nic of [...topology.nics, ...topology.loadBalancers.flatMap((one) => one.nodes)])
    for (const group of nic.groups ?? [])
      if (group.vpc && group.vpc !== nic.subnet.vpc)
        faults.push(fault(group.address, `it is in another VPC than ${nic.address}`));
  for (const balancer of topology.loadBalancers)
    for (const group of balancer.listeners.flatMap((listener) => listener.actions.flatMap((action) => action.groups)))
      if (group.vpc && balancer.nodes[0] && group.vpc !== balancer.nodes[0].subnet.vpc)
        faults.push(fault(group.address, `it is in another VPC than ${balancer.address}`));
  return evaluationOf(faults);
}

/** The group that nobody chose admits nothing. */
export function defaultGroupsClosed(vpcs: readonly Vpc[]): Evaluation {
  const open = vpcs.filter(
    ({ defaultGroup: { ingress, egress, doubts } }) => ingress.length + egress.length + doubts.rules.length > 0,
  );
  return evaluationOf(
    open.map((vpc) => fault(vpc.defaultGroup.address, `the default group of ${vpc.address} admits packets`)),
  );
}

/** Routes to an attachment's interface stay in their zone: such routes do not fail over, so one zone must not hang on another. */
export function steeringStaysInZone(topology: Topology): Evaluation {
  const faults: Explanation[] = [];
  for (const subnet of topology.subnets)
    for (const route of subnet.table.routes)
      if (
        route.target.kind === "attachment-interface" &&
        route.target.subnet !== subnet &&
        sameZone(route.target.subnet.zone, subnet.zone) === false
      )
        faults.push(fault(route.address, `it leads ${subnet.address} to an interface in another zone`));
  return evaluationOf(faults);
}
