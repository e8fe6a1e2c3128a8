import { Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { formatCidr } from "../../ipv4";
import { flowLogPrefix } from "../log-bucket-policy";
import { NatFlowLogs } from "../nat-flow-logs";
import { type PrivateNames } from "../private-names";
import { subnetProps } from "../subnet-props";
import { addClients, type HubClientParts } from "./hub-client-parts";
import { type HubContext, type HubProviders, type HubTransit } from "./hub-context";
import { addHubAlarms } from "./hub-alarms";
import { addGateway } from "./hub-gateway";
import { addHubDashboard } from "./hub-dashboard";
import { addHubLogs, addVpcFlowLogs } from "./hub-logs";
import { addHubNames } from "./hub-names";
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
  /** By the name of the client side that asks for them. */
  readonly names: ReadonlyMap<string, PrivateNames>;
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
  const logBucket = addHubLogs(scope, plan);
  const context: HubContext = { scope, plan, providers, hubVpc, transit, logBucket };
  const webs = addWebs(context);
  const clients = addClients(context, webs);
  addVpcFlowLogs(context, { webs, clients });
  watch(context, { webs, clients });
  const names = addHubNames(context, { clients, webs });
  return { hubVpc, transit, clients, webs, names };
}

/** Flow logs of the NAT gateways, alarms and dashboard. */
function watch(context: HubContext, { webs, clients }: Pick<HubParts, "webs" | "clients">): void {
  const { scope, plan, logBucket } = context;
  const { name: bridge, config } = plan;
  if (logBucket && config.logs?.flow_logs) {
    const logs = new Construct(scope, "flow-logs");
    for (const [side, { nat, vpc }] of clients)
      if (nat)
        new NatFlowLogs(logs, side, {
          name: `${bridge}-${side}`,
          prefix: flowLogPrefix(bridge),
          gateways: nat.created,
          logBucket,
          provider: vpc.provider,
        });
  }
  addHubAlarms(context, { webs, clients });
  addHubDashboard(context, { webs, clients });
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
