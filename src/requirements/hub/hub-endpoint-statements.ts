import { partitionOf } from "../../config/regions";
import { evaluationOf, type Evaluation, fault, type Explanation, type Statement, together } from "../../reachability";
import { isUnknown, type Resource, type ResourceGraph } from "../../terraform";
import { Arguments, type Nic } from "../../topology";
import { fact, missing } from "../statement-parts";
import { type FoundClient, type FoundWeb, type HubFound } from "./hub-found";

/** The accounts whose principals may make endpoints of a web side's service. */
function principalsOf({ plan, clients }: HubFound, { plan: web }: FoundWeb): string[] {
  const accounts = new Map(plan.accounts.map(({ key, id }) => [key, id]));
  const ids = clients.flatMap(({ plan: client }) =>
    web.endpointClients.includes(client.name) ? (accounts.get(client.account) ?? []) : [],
  );
  return [...new Set(ids)].map((id) => `arn:${partitionOf(plan.config.region)}:iam::${id}:root`);
}

/** The endpoint service asks before it lets an endpoint in, serves by its own NLB, and may be used by the clients' accounts. */
function serviceExactly(found: HubFound, web: FoundWeb, service: Resource): Evaluation {
  const { network } = found;
  const args = new Arguments(network.graph);
  const faults: Explanation[] = [];
  if (args.flag(service, "acceptance_required") !== true)
    faults.push(fault(service.address, "acceptance_required is not true, so anybody's endpoint gets in"));
  const balancers = args.list(service.values.network_load_balancer_arns).items.map((item) => {
    const linked = args.link(item);
    return linked.kind === "resource" ? linked.resource.address : "";
  });
  if (balancers.join() !== web.nlb?.address) faults.push(fault(service.address, "it is not served by its NLB alone"));
  const { allowed_principals: allowed } = service.values;
  if (isUnknown(allowed) && network.graph.isWhole)
    return evaluationOf(faults, [{ address: service.address, reason: allowed.text }]);
  const have = args.list(allowed).items.flatMap((item) => args.textOf(item) ?? "?");
  const want = principalsOf(found, web);
  const [strange] = have.filter((one) => !want.includes(one));
  const [lacking] = want.filter((one) => !have.includes(one));
  if (strange !== undefined) faults.push(fault(service.address, `${strange} may make endpoints, which nobody needs`));
  if (lacking !== undefined) faults.push(fault(service.address, `${lacking} may not make endpoints`));
  return evaluationOf(faults);
}

/** The endpoints that are accepted for a service. */
function acceptedFor(graph: ResourceGraph, service: Resource): { accepter: Resource; endpoint: string }[] {
  const args = new Arguments(graph);
  return graph.resources.flatMap((accepter) => {
    if (accepter.type !== "aws_vpc_endpoint_connection_accepter" || accepter.mode !== "managed") return [];
    const [of, endpoint] = [
      args.link(accepter.values.vpc_endpoint_service_id),
      args.link(accepter.values.vpc_endpoint_id),
    ];
    if (of.kind !== "resource" || of.resource !== service) return [];
    return [{ accepter, endpoint: endpoint.kind === "resource" ? endpoint.resource.address : "?" }];
  });
}

/** The endpoints of the clients by endpoint are accepted, and no others. */
function accepts(found: HubFound, web: FoundWeb, service: Resource): Evaluation {
  const wanted = endpointsFor(found.clients, web);
  const accepted = acceptedFor(found.network.graph, service);
  const faults = accepted
    .filter(({ endpoint }) => !wanted.includes(endpoint))
    .map(({ accepter }) => fault(accepter.address, "it accepts an endpoint that is not one of the clients'"));
  const lacking = wanted
    .filter((address) => !accepted.some(({ endpoint }) => endpoint === address))
    .map((address) => fault(address, "nobody accepts it"));
  return evaluationOf([...faults, ...lacking]);
}

function endpointsFor(clients: readonly FoundClient[], { plan }: FoundWeb): string[] {
  return clients.flatMap(({ roles }) => roles.endpoints?.get(plan.name) ?? []);
}

/** An endpoint is of the service of its web side, in the subnets that are planned, and takes no names over. */
function endpointExactly(found: HubFound, client: FoundClient, web: string, endpoint: Resource): Evaluation {
  const { plan } = client;
  const args = new Arguments(found.network.graph);
  const faults: Explanation[] = [];
  if (args.flag(endpoint, "private_dns_enabled") === true)
    faults.push(fault(endpoint.address, "private_dns_enabled is on"));
  const vpc = args.link(endpoint.values.vpc_id);
  const id = vpc.kind === "resource" ? vpc.resource.address : vpc.kind === "outside" ? vpc.id : "";
  if (id !== client.vpc.address) faults.push(fault(endpoint.address, `it is not an endpoint of ${client.vpc.address}`));
  const planned = plan.way === "endpoint" ? plan.endpoints.find((one) => one.web === web) : undefined;
  const nics = found.network.topology.nics.filter(({ address }) => address === endpoint.address);
  const isIn = new Set(nics.map(({ subnet }) => (subnet.cidr ? `${subnet.cidr.base}/${subnet.cidr.length}` : "")));
  const wanted = new Set((planned?.subnets ?? []).map(({ cidr }) => `${cidr.base}/${cidr.length}`));
  if (
    isIn.size !== wanted.size ||
    [...isIn].some((one) => !wanted.has(one)) ||
    nics.some(({ subnet }) => subnet.vpc !== client.vpc)
  )
    faults.push(fault(endpoint.address, "it is not in the subnets that are planned"));
  return evaluationOf(faults);
}

function ofClient(found: HubFound, client: FoundClient): Statement[] {
  const { plan, roles, label, vpc } = client;
  const own = plan.way === "endpoint" ? plan.endpoints.map(({ web }) => web) : [];
  const named = new Set(own.map((web) => roles.endpoints?.get(web)));
  const { nics } = found.network.topology;
  const each = own.map((web): Statement => {
    const text = `the ${label} side's endpoint for ${web} is in its subnets`;
    const endpoint = found.network.graph.get(roles.endpoints?.get(web) ?? "");
    return endpoint
      ? fact(text, () => endpointExactly(found, client, web, endpoint))
      : missing(text, "aws_vpc_endpoint");
  });
  const isStrange = ({ kind, subnet, address }: Nic): boolean =>
    kind === "endpoint" && subnet.vpc === vpc && !named.has(address);
  // A VPC that exists may have endpoints of its own.
  const strange = found.own.mayHaveOthers(vpc) ? [] : nics.filter(isStrange);
  const only = own.length > 0 ? "its endpoints, and no others" : "no endpoint";
  return [
    ...each,
    fact(`the ${label} VPC gets ${only}`, () =>
      evaluationOf(strange.map(({ address }) => fault(address, "an endpoint that the bridge does not need"))),
    ),
  ];
}

/** Whether an endpoint service is the bridge's: in an account others have theirs, by load balancers of their own. */
function isOfBridge({ network: { graph }, webs }: HubFound, service: Resource): boolean {
  if (!graph.isWhole) return true;
  const args = new Arguments(graph);
  return args.list(service.values.network_load_balancer_arns).items.some((item) => {
    const linked = args.link(item);
    return linked.kind === "resource" && webs.some(({ nlb }) => nlb?.address === linked.resource.address);
  });
}

/** What clients by endpoint go through: endpoints, and the endpoint services of the hub. */
export function hubEndpoints(found: HubFound): Statement[] {
  const { graph } = found.network;
  const each = found.webs.flatMap((web): Statement[] => {
    const text = `the ${web.label} side's endpoint service accepts its clients' endpoints, and asks before any other`;
    if (web.plan.endpointClients.length === 0) return [];
    const service = graph.get(web.roles.endpointService ?? "");
    if (service?.type !== "aws_vpc_endpoint_service") return [missing(text, "aws_vpc_endpoint_service")];
    return [fact(text, () => together(serviceExactly(found, web, service), accepts(found, web, service)))];
  });
  const named = new Set(found.webs.map(({ roles }) => roles.endpointService));
  const services = graph.ofType(["aws_vpc_endpoint_service"], "managed").filter((one) => isOfBridge(found, one));
  const strange = services.filter(({ address }) => !named.has(address));
  return [
    ...each,
    ...(strange.length === 0
      ? []
      : [
          fact("there is no other endpoint service", () =>
            evaluationOf(
              strange.map(({ address }) => fault(address, "an endpoint service that the bridge does not need")),
            ),
          ),
        ]),
    ...found.clients.flatMap((client) => ofClient(found, client)),
  ];
}
