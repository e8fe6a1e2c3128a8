import { Construct } from "constructs";
import { type EndpointClient, type HubClient, type NatClient } from "../../address-plan/hub/hub-plan";
import { setOfCidrs, toCidrs } from "../../ip";
import { formatCidr, formatIpv4 } from "../../ipv4";
import { subnetProps } from "../subnet-props";
import { EndpointLeg } from "./endpoint-leg";
import { type HubContext, type HubTransit } from "./hub-context";
import { type HubWebParts } from "./hub-web-parts";
import { NatLeg } from "./nat-leg";
import { SideVpc } from "./side-vpc";
import { TransitGatewayLeg } from "./transit-gateway-leg";

/** The constructs of one client side. */
export interface HubClientParts {
  readonly vpc: SideVpc;
  /** Way nat. */
  readonly nat: NatLeg | undefined;
  readonly attachment: TransitGatewayLeg | undefined;
  /** Way endpoint: by the name of the web side. */
  readonly endpoints: ReadonlyMap<string, EndpointLeg>;
}

/** Makes each client side: its VPC, and its way to the load balancers of its services. */
export function addClients(
  context: HubContext,
  webs: ReadonlyMap<string, HubWebParts>,
): ReadonlyMap<string, HubClientParts> {
  const clients = new Construct(context.scope, "clients");
  return new Map(
    context.plan.clients.map((client) => {
      const scope = new Construct(clients, client.name);
      const vpc = addVpc(scope, client, context);
      if (client.way === "nat") return [client.name, addNatClient(scope, client, { context, vpc })];
      return [client.name, addEndpointClient(scope, client, { context, vpc, webs })];
    }),
  );
}

function addVpc(scope: Construct, client: HubClient, { plan, providers }: HubContext): SideVpc {
  return new SideVpc(scope, "Vpc", {
    name: `${plan.name}-${client.name}`,
    region: plan.config.region,
    vpcId: client.config.vpc.id,
    cidr: formatCidr(client.config.vpc.cidr),
    subnets: client.subnets.map(subnetProps),
    provider: providers.get(client.account),
  });
}

interface Joined {
  readonly context: HubContext;
  readonly vpc: SideVpc;
}

function addNatClient(scope: Construct, client: NatClient, { context, vpc }: Joined): HubClientParts {
  const { plan, providers, transit } = context;
  if (!transit) throw new Error(`${client.name} has no transit gateway to join`);
  const isThere = client.config.nat?.gateways !== undefined;
  const own = new Set(client.natSubnets.map(({ name }) => name));
  const carved = client.attachmentSubnets.filter(({ carved }) => carved);
  const nat = new NatLeg(scope, "nat", {
    name: `${plan.name}-${client.name}`,
    region: plan.config.region,
    vpcId: vpc.vpcId,
    ...(!isThere && { cidr: formatCidr(client.natCidr) }),
    gateways: client.nats.map(({ subnet, addresses, existingId }) => ({
      subnet: subnetProps(subnet),
      addresses: addresses.map(formatIpv4),
      ...(existingId !== undefined && { gatewayId: existingId }),
    })),
    attachmentSubnets: client.config.attachment ? [] : carved.map(subnetProps),
    clients: client.tables.map(({ name, nat: { subnet } }) => ({ subnet: vpc.subnet(name), gateway: subnet.name })),
    destinations: client.balancerPrefixes.map(formatCidr),
    provider: providers.get(client.account),
  });
  const attached = client.attachmentSubnets.flatMap(({ name }) => {
    const made = nat.attachmentSubnets.find((subnet) => subnet.name === name);
    if (made) return [made];
    return own.has(name) ? nat.subnets.filter((subnet) => subnet.name === name) : [vpc.subnet(name)];
  });
  const { attachment: existing } = client.config;
  const leg = new TransitGatewayLeg(scope, "attachment", {
    name: `${plan.name}-${client.name}`,
    gateway: transit.gateway,
    vpcId: vpc.vpcId,
    subnets: existing ? [] : attached,
    ...(existing && { existing: { attachmentId: existing.id, routeTableId: existing.route_table } }),
    ...(client.account !== plan.gatewayAccount && { shared: transit.gateway.shareOf(client.account) }),
    provider: providers.get(client.account),
  });
  joinHub(client, { leg, nat, transit, context });
  return { vpc, nat, attachment: leg, endpoints: new Map() };
}

interface JoinedHub {
  readonly leg: TransitGatewayLeg;
  readonly nat: NatLeg;
  readonly transit: HubTransit;
  readonly context: HubContext;
}

/** From the NAT gateways to the load balancers, and from those that this client uses back to its NAT range. */
function joinHub(client: NatClient, { leg, nat, transit, context: { plan, hubVpc } }: JoinedHub): void {
  for (const prefix of client.balancerPrefixes.map(formatCidr)) {
    leg.leadTo(prefix, transit.hub);
    for (const subnet of nat.subnets) leg.routeFrom(subnet, prefix);
  }
  const range = formatCidr(client.natCidr);
  transit.hub.leadTo(range, leg);
  for (const web of plan.webs)
    if (plan.services.some((service) => service.web === web.name && service.clients.includes(client.name)))
      for (const { name } of web.balancerSubnets) transit.hub.routeFrom(hubVpc.balancerSubnet(name), range);
}

function addEndpointClient(
  scope: Construct,
  client: EndpointClient,
  { context: { plan, providers }, vpc, webs }: Joined & { readonly webs: ReadonlyMap<string, HubWebParts> },
): HubClientParts {
  const clientRanges = client.subnets.filter(({ clients }) => clients).map(({ cidr }) => cidr);
  const clientCidrs = toCidrs(setOfCidrs(clientRanges)).map(formatCidr);
  const group = new Construct(scope, "endpoint");
  const endpoints = client.endpoints.map(({ web, subnets, ports }): [string, EndpointLeg] => {
    const service = webs.get(web)?.endpointService;
    if (!service) throw new Error(`the web side ${web} has no endpoint service for ${client.name}`);
    const leg = new EndpointLeg(group, web, {
      name: `${plan.name}-${client.name}-${web}`,
      vpcId: vpc.vpcId,
      serviceName: service.serviceName,
      subnets: subnets.map(({ name }) => vpc.subnet(name)),
      clientCidrs,
      ports,
      provider: providers.get(client.account),
    });
    service.accept(client.name, leg.endpoint.id);
    return [web, leg];
  });
  return { vpc, nat: undefined, attachment: undefined, endpoints: new Map(endpoints) };
}
