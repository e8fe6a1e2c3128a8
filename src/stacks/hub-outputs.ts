import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { type Route } from "@cdktf/provider-aws/lib/route";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service";
import { VpcPeeringConnection } from "@cdktf/provider-aws/lib/vpc-peering-connection";
import { TerraformOutput, type TerraformResource, type TerraformStack } from "cdktf";
import { type IConstruct } from "constructs";
import { type HubClient, type HubPlan, type HubService, type HubWeb } from "../address-plan/hub/hub-plan";
import { type HubClientRoles, type HubOutput, type HubWebRoles } from "../address-plan/hub/hub-roles";
import { BRIDGE_OUTPUT, ROLES_VERSION } from "../address-plan/roles";
import { type PlannedZone, zonesOf } from "../address-plan/service-names";
import { type HubClientParts } from "../constructs/hub/hub-client-parts";
import { type HubParts } from "../constructs/hub/hub-parts";
import { type HubWebParts } from "../constructs/hub/hub-web-parts";
import { formatIpv4 } from "../ipv4";
import { literalHost, serviceUrl } from "./service-url";
import { addressIn, addressOf } from "./terraform-address";

const isVpc = (one: IConstruct): one is Vpc => one instanceof Vpc;
const isServers = (one: IConstruct): one is SecurityGroup => one instanceof SecurityGroup && one.node.id === "Servers";
const isAttachment = (one: IConstruct): one is Ec2TransitGatewayVpcAttachment =>
  one instanceof Ec2TransitGatewayVpcAttachment;
const isPeering = (one: IConstruct): one is VpcPeeringConnection => one instanceof VpcPeeringConnection;
const isEndpointService = (one: IConstruct): one is VpcEndpointService => one instanceof VpcEndpointService;

/** An object without the keys that have no value. */
function known<T extends object>(all: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}

function clientRoles({ vpc, attachment, endpoints }: HubClientParts): HubClientRoles {
  const own = [...endpoints].map(([web, { endpoint }]) => [web, addressOf(endpoint)]);
  return known<HubClientRoles>({
    vpc: addressIn(vpc, isVpc),
    attachment: addressIn(attachment, isAttachment),
    endpoints: own.length > 0 ? (Object.fromEntries(own) as Record<string, string>) : undefined,
  });
}

function webRoles(parts: HubWebParts): HubWebRoles {
  const { vpc, attachment, peering, alb, nlb, endpointService } = parts;
  const servers = vpc.node.scope?.node.tryFindChild("servers");
  const lb = (one: TerraformResource | undefined) => one && addressOf(one);
  return known<HubWebRoles>({
    vpc: addressIn(vpc, isVpc),
    attachment: addressIn(attachment, isAttachment),
    peering: addressIn(peering, isPeering),
    security_group: addressIn(servers, isServers),
    alb: lb(alb?.alb),
    nlb: lb(nlb?.nlb),
    endpoint_service: addressIn(endpointService, isEndpointService),
  });
}

function mapped<P, T>(parts: ReadonlyMap<string, P>, of: (part: P, name: string) => T): Record<string, T> {
  return Object.fromEntries([...parts].map(([name, part]) => [name, of(part, name)]));
}

/** Which resources are the parts of the hub, for those who judge the stack's JSON, its plans and its state. */
function hubOutput({ name }: HubPlan, { hubVpc, transit, clients, webs }: HubParts): HubOutput {
  const attachment = addressIn(transit?.hub, isAttachment);
  return {
    version: ROLES_VERSION,
    bridge: name,
    place: "hub",
    hub: { vpc: addressIn(hubVpc, isVpc) ?? "", ...(attachment !== undefined && { attachment }) },
    clients: mapped(clients, clientRoles),
    webs: mapped(webs, webRoles),
  };
}

/** A name that the stack makes resolve for a client; undefined where it makes none. */
function nameFor(client: HubClient, service: HubService, { zones, parts }: Named): string | undefined {
  const zone = zones.find((one) => one.client === undefined || one.client === client.name);
  const record = zone?.records.find(({ services }) => services.includes(service.name));
  return zone?.name === undefined && record ? parts.names.get(client.name)?.fqdn(record.name) : record?.name;
}

interface Named {
  readonly zones: readonly PlannedZone[];
  readonly parts: HubParts;
}

/** Where a client finds a service. */
function hostFor(client: HubClient, service: HubService, named: Named): string {
  const name = nameFor(client, service, named) ?? literalHost(service.isHttp ? service.config.match?.hosts : []);
  if (name !== undefined) return name;
  const { clients, webs } = named.parts;
  if (client.way === "endpoint")
    return clients.get(client.name)?.endpoints.get(service.web)?.endpoint.dnsEntry.get(0).dnsName ?? "";
  const web = webs.get(service.web);
  return (service.isHttp ? web?.alb?.alb.dnsName : web?.nlb?.nlb.dnsName) ?? "";
}

function urlsOf(plan: HubPlan, parts: HubParts): Record<string, Record<string, string>> {
  const named: Named = { zones: zonesOf(plan), parts };
  return Object.fromEntries(
    plan.clients.map((client) => {
      const own = plan.services.filter(({ clients }) => clients.includes(client.name));
      return [
        client.name,
        Object.fromEntries(own.map((one) => [one.name, serviceUrl(plan, one, hostFor(client, one, named))])),
      ];
    }),
  );
}

const routeText = (route: Route): string => `${route.routeTableId} ${route.destinationCidrBlock}`;

function addedToWeb({ peering, attachment, webRoutes, ingressRules }: HubWebParts) {
  return {
    ...(peering && { peering: peering.connectionId }),
    ...(attachment && { attachment: attachment.attachmentId }),
    routes: webRoutes.map(routeText),
    ingress_rules: ingressRules.map((rule) => `${rule.securityGroupId} tcp/${rule.fromPort} from ${rule.cidrIpv4}`),
  };
}

function addedToClient({ nat, attachment, endpoints }: HubClientParts) {
  return {
    ...(nat && { nat_gateways: [...nat.created.values()].map(({ id }) => id) }),
    ...(attachment && { attachment: attachment.attachmentId }),
    ...(endpoints.size > 0 && { endpoints: mapped(endpoints, ({ endpoint }) => endpoint.id) }),
  };
}

/** What the owner of a web side has to do; nothing where the servers are in groups that were given. */
function byHand(web: HubWeb, { securityGroupIds }: HubWebParts, plan: HubPlan): string[] {
  if (web.config.security_groups) return [];
  const account = plan.accounts.find(({ key }) => key === web.account)?.id;
  const servers = plan.services.flatMap((one) =>
    one.web === web.name ? one.targets.map(({ address }) => formatIpv4(address)) : [],
  );
  const where = account === undefined ? "" : ` in account ${account}`;
  return [`put security group ${securityGroupIds[0]} on ${[...new Set(servers)].join(", ")}${where}`];
}

/** What a person or another stack wants to know after an apply of a hub. */
export function addHubOutputs(stack: TerraformStack, plan: HubPlan, parts: HubParts): void {
  const output = (id: string, description: string, value: unknown) =>
    new TerraformOutput(stack, id, { description, value });
  const { clients, webs, transit } = parts;
  output("service_urls", "Where each client side finds each service", urlsOf(plan, parts));
  output(
    "nat_addresses",
    "What the hub sees instead of each client side",
    Object.fromEntries(
      plan.clients.flatMap((client) =>
        client.way === "nat" ? [[client.name, client.nats.flatMap(({ addresses }) => addresses.map(formatIpv4))]] : [],
      ),
    ),
  );
  if (transit) output("transit_gateway_id", "The transit gateway", transit.gateway.gatewayId);
  output("added_to_webs", "Everything that the hub added to each web VPC", mapped(webs, addedToWeb));
  output("added_to_clients", "What the hub added to each client VPC", mapped(clients, addedToClient));
  const steps = plan.webs.flatMap((web): [string, string[]][] => {
    const made = webs.get(web.name);
    const own = made ? byHand(web, made, plan) : [];
    return own.length > 0 ? [[web.name, own]] : [];
  });
  output("by_hand", "What the owners of web sides have to do themselves", Object.fromEntries(steps));
  output(BRIDGE_OUTPUT, "Which resources are the parts of the hub; overlap finds them by it", hubOutput(plan, parts));
}
