import { type Cidr, cidrEquals, formatCidr } from "../ipv4/cidr";
import { type Resource, type ResourceGraph, withoutKeys } from "../terraform";
import { type Note, type RouteTable, type Subnet, type Topology, type Vpc } from "../topology";
import { zoneProblem } from "./target-zones";
import { refusal } from "./routes";
import { type FactStatement } from "./statements";
import { type Reason, type Explanation } from "./reasons";

function fact(text: string, faults: readonly Explanation[], doubts: readonly Note[] = []): FactStatement {
  const unsure: Explanation[] = doubts.map(({ address, reason }) => ({
    code: "UNKNOWN_RESOURCE",
    address,
    reason: { kind: "note", note: reason },
  }));
  const holds = faults.length > 0 ? false : unsure.length > 0 ? "unknown" : true;
  return { kind: "fact", text, holds, explanations: [...faults, ...unsure] };
}

const faulty = (address: string, reason: Reason): Explanation => ({ code: "BAD_STATE", address, reason });
const fault = (address: string, text: string): Explanation => faulty(address, { kind: "fact", text });

/** No route of any transit gateway comes from propagation: overlapping VPCs would take each other's. */
export function noPropagation(topology: Topology): FactStatement {
  const faults = topology.transitTables.flatMap((table) =>
    table.propagations.map(({ address }) => faulty(address, { kind: "takes-propagated-routes", table: table.address })),
  );
  const doubts = topology.transitTables.flatMap((table) => table.associationNotes);
  return fact("no transit gateway table takes propagated routes", faults, doubts);
}

/** Default tables are off on every gateway that the input holds, so nothing is associated that nobody wrote down. */
export function noDefaultTables(topology: Topology): FactStatement {
  const faults = topology.transitGateways.flatMap((gateway) => [
    ...(gateway.defaultAssociationTable ? [fault(gateway.address, "default_route_table_association is on")] : []),
    ...(gateway.defaultPropagationTable ? [fault(gateway.address, "default_route_table_propagation is on")] : []),
  ]);
  return fact("the transit gateway has no default route table", faults);
}

/** The attachments' own flags are off too, or AWS refuses the explicit association (Resource.AlreadyAssociated). */
export function attachmentFlagsOff(graph: ResourceGraph): FactStatement {
  const faults: Explanation[] = [];
  for (const resource of graph.ofType(["aws_ec2_transit_gateway_vpc_attachment"], "managed"))
    for (const flag of [
      "transit_gateway_default_route_table_association",
      "transit_gateway_default_route_table_propagation",
    ]) {
      // In an account that only shares the gateway, the accepter sets the flags.
      const accepter = graph
        .ofType(["aws_ec2_transit_gateway_vpc_attachment_accepter"], "managed")
        .find((one) => graph.references(one).some(({ to }) => to.some(({ address }) => address === resource.address)));
      const { values } = accepter ?? resource;
      if (values[flag] !== false) faults.push(fault(resource.address, `${flag} is not false`));
    }
  return fact("no attachment joins a default route table", faults);
}

/** Steered routes name one whole subnet and lead to a NAT gateway or an interface, as AWS asks. */
export function steeredRoutesLegal(topology: Topology): FactStatement {
  const faults = new Map<string, Explanation>();
  for (const subnet of topology.subnets)
    for (const route of subnet.table.routes) {
      const refused = refusal(route, subnet);
      const reason = refused && ({ kind: "route-for-range-refused", cidr: route.cidr, refusal: refused } as const);
      if (reason) faults.set(route.address, faulty(route.address, reason));
    }
  return fact("every route inside a VPC's own range is one that AWS accepts", [...faults.values()]);
}

/** AWS takes a target's zone from the subnet that covers its address; it must be one of the load balancer's. */
export function targetZonesUsable(topology: Topology): FactStatement {
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
  return fact("every target's zone is one that the load balancer serves", faults);
}

/** A route to a transit gateway is refused until the VPC is attached (InvalidTransitGatewayID.NotFound). */
export function routesWaitForAttachments(graph: ResourceGraph): FactStatement {
  const attachments = graph
    .ofType(["aws_ec2_transit_gateway_vpc_attachment", "aws_ec2_transit_gateway_vpc_attachment_accepter"])
    .map((one) => withoutKeys(one.address));
  const isSet = (resource: Resource): boolean =>
    resource.values.transit_gateway_id !== undefined &&
    resource.values.transit_gateway_id !== null &&
    resource.values.transit_gateway_id !== "";
  const faults = graph
    .ofType(["aws_route"], "managed")
    .filter((resource) => isSet(resource) && !waits(resource, attachments))
    .map((resource) =>
      fault(resource.address, "it does not depend on the attachment of its VPC, so apply may come too early"),
    );
  return fact("every route to the transit gateway waits for the attachment", faults);
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
export function noMixedRoutes(graph: ResourceGraph): FactStatement {
  const tables = graph.ofType(["aws_route_table", "aws_default_route_table"], "managed");
  const inline = tables.filter(
    (table) =>
      table.configured?.has("route") === true && Array.isArray(table.values.route) && table.values.route.length > 0,
  );
  const faults = graph.ofType(["aws_route"], "managed").flatMap((route) => {
    const resolved = graph.resolve(route.values.route_table_id);
    const table =
      resolved.kind === "link"
        ? inline.find((one) => one === resolved.to)
        : inline.find((one) => resolved.kind === "literal" && one.values.id === resolved.value);
    return table ? [faulty(route.address, { kind: "has-inline-routes", table: table.address })] : [];
  });
  return fact("no route table mixes inline routes with routes of their own", faults);
}

/** Where packets can leave a VPC: it has one attachment, and none of the other doors. */
function doors(topology: Topology, vpc: Vpc): Explanation[] {
  const attachments = topology.transitGateways.flatMap((gateway) =>
    gateway.attachments.filter((one) => one.kind === "vpc" && one.vpc === vpc),
  );
  const peerings = topology.peerings.filter(({ requester, accepter }) => requester === vpc || accepter === vpc);
  return [
    ...(attachments.length === 1
      ? []
      : [fault(vpc.address, `it has ${attachments.length} transit gateway attachments instead of one`)]),
    ...(vpc.internetGateway ? [fault(vpc.internetGateway.address, `an internet gateway of ${vpc.address}`)] : []),
    ...peerings.map(({ address }) => fault(address, `a peering of ${vpc.address}`)),
  ];
}

/** Routes for IPv6 are not judged, so what else packets can take is not known where there are some. */
function ipv6Notes({ ipv6Routes = [] }: RouteTable): Note[] {
  return ipv6Routes.map(({ address }) => ({ address, reason: "it is a route for IPv6, which is not judged yet" }));
}

/**
 * The route tables of a VPC's subnets have these destinations beside the local ones, and no others; and packets can leave
 * the VPC by one transit gateway attachment only.
 * @param wanted destinations by the subnet whose table has them
 */
export function onlyTheseRoutes(
  topology: Topology,
  vpc: Vpc,
  wanted: ReadonlyMap<Subnet, readonly Cidr[]>,
  text: string,
): FactStatement {
  const faults = doors(topology, vpc);
  for (const subnet of vpc.subnets)
    for (const route of subnet.table.routes)
      if (!wanted.get(subnet)?.some((cidr) => cidrEquals(cidr, route.cidr)))
        faults.push(
          fault(
            route.address,
            `a route of ${subnet.address} to ${formatCidr(route.cidr)}, which the bridge does not need`,
          ),
        );
  const doubts = vpc.subnets.flatMap(({ table, tableNotes }) => [
    ...table.notes,
    ...table.outsideNotes,
    ...tableNotes,
    ...ipv6Notes(table),
  ]);
  return fact(text, faults, [...vpc.notes, ...doubts]);
}

/** What was added to a VPC: how many attachments, and per table which destinations lead to the transit gateway. */
export function onlyTheseAdditions(
  topology: Topology,
  vpc: Vpc,
  subnets: ReadonlySet<string>,
  routes: ReadonlySet<string>,
): FactStatement {
  const faults = doors(topology, vpc);
  for (const subnet of vpc.subnets)
    if (!subnet.cidr || !subnets.has(formatCidr(subnet.cidr)))
      faults.push(fault(subnet.address, "the bridge file knows no such subnet on the web side"));
  for (const table of new Set<RouteTable>(vpc.subnets.map((subnet) => subnet.table)))
    for (const route of table.routes)
      if (!routes.has(formatCidr(route.cidr)))
        faults.push(fault(route.address, `a route to ${formatCidr(route.cidr)}, which the bridge does not need there`));
  for (const gateway of topology.natGateways)
    if (gateway.subnet?.vpc === vpc) faults.push(fault(gateway.address, "a NAT gateway on the web side"));
  for (const balancer of topology.loadBalancers)
    if (balancer.nodes.some((node) => node.subnet.vpc === vpc))
      faults.push(fault(balancer.address, "a load balancer on the web side"));
  return fact("the web VPC gets an attachment and routes to the ALB subnets, nothing else", faults, vpc.notes);
}
