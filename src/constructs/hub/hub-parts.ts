import { Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { formatCidr } from "../../ipv4";
import { subnetProps } from "../subnet-props";
import { addClients, type HubClientParts } from "./hub-client-parts";
import { type HubContext, type HubProviders, type HubTransit } from "./hub-context";
import { addGateway } from "./hub-gateway";
import { HubVpc } from "./hub-vpc";
import { addWebs, type HubWebParts } from "./hub-web-parts";
import { TransitGatewayLeg } from "./transit-gateway-leg";

/** The constructs of a hub. */
export interface HubParts {
  readonly hubVpc: HubVpc;
  /** The transit gateway and the hub's attachment to it, where a side uses it. */
  readonly transit: HubTransit | undefined;
  /** By the name of the side. */
  readonly clients: ReadonlyMap<string, HubClientParts>;
  /** By the name of the side. */
  readonly webs: ReadonlyMap<string, HubWebParts>;
}

/** Makes the constructs of a hub whose plan keeps every rule. */
export function addHubParts(scope: Construct, plan: HubPlan, providers: HubProviders): HubParts {
  const hubVpc = new HubVpc(scope, "hub", {
    name: plan.name,
    region: plan.config.region,
    cidr: formatCidr(plan.hubCidr),
    balancerSubnets: plan.webs.flatMap(({ balancerSubnets }) => balancerSubnets.map(subnetProps)),
    attachmentSubnets: plan.attachmentSubnets.map(subnetProps),
  });
  const transit = plan.hasTransitGateway ? addTransit(scope, plan, { hubVpc, providers }) : undefined;
  const context: HubContext = { scope, plan, providers, hubVpc, transit };
  const webs = addWebs(context);
  const clients = addClients(context, webs);
  return { hubVpc, transit, clients, webs };
}

function addTransit(
  scope: Construct,
  plan: HubPlan,
  { hubVpc, providers }: Pick<HubContext, "hubVpc" | "providers">,
): HubTransit {
  const transit = new Construct(scope, "transit");
  const gateway = addGateway(transit, plan, providers);
  const hub = new TransitGatewayLeg(transit, "hub", {
    name: `${plan.name}-hub`,
    gateway,
    vpcId: hubVpc.vpcId,
    subnets: hubVpc.attachmentSubnets,
    ...(plan.gatewayAccount !== "hub" && { shared: gateway.shareOf("hub") }),
  });
  return { gateway, hub };
}
