import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Route } from "@cdktf/provider-aws/lib/route";
import { type VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { type HubWeb } from "../../address-plan/hub/hub-plan";
import { partitionOf } from "../../config/regions";
import { formatCidr } from "../../ipv4";
import { type FrontDoor } from "../front-door";
import { type RoutedSubnet } from "../routed-subnet";
import { admitBalancers, createServerGroup } from "../server-groups";
import { subnetProps } from "../subnet-props";
import { EndpointService } from "./endpoint-service";
import { addAlb, addNlb } from "./hub-balancers";
import { type HubContext } from "./hub-context";
import { PeeringLeg } from "./peering-leg";
import { SideVpc } from "./side-vpc";
import { type StreamDoor } from "./stream-door";
import { TransitGatewayLeg } from "./transit-gateway-leg";

/** The constructs of one web side. */
export interface HubWebParts {
  readonly vpc: SideVpc;
  /** One of the two ways. */
  readonly peering: PeeringLeg | undefined;
  readonly attachment: TransitGatewayLeg | undefined;
  readonly webRoutes: readonly Route[];
  readonly securityGroupIds: readonly string[];
  readonly ingressRules: readonly VpcSecurityGroupIngressRule[];
  readonly alb: FrontDoor | undefined;
  readonly nlb: StreamDoor | undefined;
  readonly endpointService: EndpointService | undefined;
}

/** Makes each web side: its VPC, its load balancers in the hub, and the way between them. */
export function addWebs(context: HubContext): ReadonlyMap<string, HubWebParts> {
  const webs = new Construct(context.scope, "webs");
  return new Map(context.plan.webs.map((web) => [web.name, addWeb(new Construct(webs, web.name), web, context)]));
}

function addWeb(scope: Construct, web: HubWeb, context: HubContext): HubWebParts {
  const { plan, providers, hubVpc } = context;
  const provider = providers.get(web.account);
  const vpc = new SideVpc(scope, "Vpc", {
    name: `${plan.name}-${web.name}`,
    region: plan.config.region,
    vpcId: web.config.vpc.id,
    cidr: formatCidr(web.config.vpc.cidr),
    subnets: web.subnets.map(subnetProps),
    provider,
  });
  const hubSubnets = web.balancerSubnets.map(({ name }) => hubVpc.balancerSubnet(name));
  const way =
    web.way === "peering"
      ? addPeering(scope, web, { context, vpc, hubSubnets })
      : addAttachment(scope, web, { context, vpc, hubSubnets });
  const servers = addServers(scope, web, { name: plan.name, vpc, provider });
  const alb = web.hasAlb ? addAlb(scope, web, context) : undefined;
  const nlb = web.nlbListeners.length > 0 ? addNlb(scope, web, { context, alb }) : undefined;
  const endpointService = nlb && addEndpointService(scope, web, { context, nlb });
  return { vpc, ...way, ...servers, alb, nlb, endpointService };
}

interface Joined {
  readonly context: HubContext;
  readonly vpc: SideVpc;
  readonly hubSubnets: readonly RoutedSubnet[];
}

type Way = Pick<HubWebParts, "peering" | "attachment" | "webRoutes">;

function addPeering(scope: Construct, web: HubWeb, { context, vpc, hubSubnets }: Joined): Way {
  const { plan, providers, hubVpc } = context;
  const provider = providers.get(web.account);
  const accountId = plan.accounts.find(({ key }) => key === web.account)?.id;
  const peering = new PeeringLeg(scope, "peering", {
    name: `${plan.name}-${web.name}`,
    hubVpcId: hubVpc.vpcId,
    webVpcId: vpc.vpcId,
    hubSubnets,
    destinations: web.destinations.map(({ cidr }) => formatCidr(cidr)),
    webSubnets: web.tables.map(({ name }) => vpc.subnet(name)),
    hubCidrs: web.balancerPrefixes.map(formatCidr),
    ...(provider && accountId !== undefined && { peer: { accountId, provider } }),
  });
  return { peering, attachment: undefined, webRoutes: peering.webRoutes };
}

function addAttachment(scope: Construct, web: HubWeb, { context, vpc, hubSubnets }: Joined): Way {
  const { plan, providers, transit } = context;
  if (!transit) throw new Error(`${web.name} has no transit gateway to join`);
  const { attachment: existing } = web.config;
  const { gateway, hub } = transit;
  const leg = new TransitGatewayLeg(scope, "attachment", {
    name: `${plan.name}-${web.name}`,
    gateway,
    vpcId: vpc.vpcId,
    subnets: web.attachmentSubnets.map(({ name }) => vpc.subnet(name)),
    ...(existing && { existing: { attachmentId: existing.id, routeTableId: existing.route_table } }),
    ...(web.account !== plan.gatewayAccount && { shared: gateway.shareOf(web.account) }),
    provider: providers.get(web.account),
  });
  const prefixes = web.balancerPrefixes.map(formatCidr);
  for (const prefix of prefixes) leg.leadTo(prefix, hub);
  for (const { name } of web.tables) for (const prefix of prefixes) leg.routeFrom(vpc.subnet(name), prefix);
  for (const { cidr } of web.destinations) {
    hub.leadTo(formatCidr(cidr), leg);
    for (const subnet of hubSubnets) hub.routeFrom(subnet, formatCidr(cidr));
  }
  return { peering: undefined, attachment: leg, webRoutes: leg.vpcRoutes };
}

interface ServersProps {
  readonly name: string;
  readonly vpc: SideVpc;
  readonly provider: AwsProvider | undefined;
}

function addServers(
  scope: Construct,
  web: HubWeb,
  { name, vpc, provider }: ServersProps,
): Pick<HubWebParts, "securityGroupIds" | "ingressRules"> {
  const servers = new Construct(scope, "servers");
  const group = { name: `${name}-${web.name}-servers`, vpcId: vpc.vpcId, provider };
  const securityGroupIds = web.config.security_groups ?? [createServerGroup(servers, group)];
  const ingressRules = admitBalancers(servers, {
    name,
    description: "Load balancers of the hub",
    groupIds: securityGroupIds,
    balancerCidrs: web.balancerPrefixes.map(formatCidr),
    ports: web.targetPorts,
    provider,
  });
  return { securityGroupIds, ingressRules };
}

function addEndpointService(
  scope: Construct,
  web: HubWeb,
  { context: { plan }, nlb }: { readonly context: HubContext; readonly nlb: StreamDoor },
): EndpointService | undefined {
  if (web.endpointClients.length === 0) return undefined;
  const ids = plan.clients.flatMap((client) => {
    if (!web.endpointClients.includes(client.name)) return [];
    return plan.accounts.find(({ key }) => key === client.account)?.id ?? [];
  });
  return new EndpointService(scope, "service", {
    name: `${plan.name}-${web.name}`,
    nlbArn: nlb.nlb.arn,
    allowedPrincipals: [...new Set(ids)].map((id) => `arn:${partitionOf(plan.config.region)}:iam::${id}:root`),
  });
}
