import { type AddressPlan, bridgeOwnSubnets } from "../address-plan/plan";
import { hasAlb } from "../config/bridge-facts";
import { countAppliance, countApplianceAlone } from "./count-appliance";
import { type Counted, hostedZones } from "./counted";
import { asked } from "./way";

function zonesOf(subnets: readonly { readonly zone: string }[]): number {
  return new Set(subnets.map(({ zone }) => zone)).size;
}

/** What a bridge in the client VPC is made of. */
export function countClientPlace(plan: AddressPlan): Counted {
  const { natSubnets, albSubnets, shadowSubnets, nats, albPrefixes, config } = plan;
  const added = countAppliance(plan);
  if (added && !hasAlb(config)) return countApplianceAlone(plan, added);
  const own = [...bridgeOwnSubnets(plan), ...shadowSubnets].filter(({ existingId }) => existingId === undefined);
  const made = nats.filter(({ existingId }) => existingId === undefined);
  // Servers that are created get one group.
  const groups = config.web.security_groups?.length ?? 1;
  const attachments = { client: config.client.attachment ? 0 : 1, web: config.web.attachment ? 0 : 1 };
  return {
    way: "client",
    asks: {
      client: asked({
        secondaryRanges: 1,
        subnets: own.length,
        natGateways: made.length,
        attachments: attachments.client,
        loadBalancers: 1,
        endpoints: added?.client.endpoints ?? 0,
        routes: plan.clientTables.length * albSubnets.length + (added?.client.routes ?? 0),
      }),
      web: asked({
        attachments: attachments.web,
        routes: plan.webTables.length * albPrefixes.length + (added?.web.routes ?? 0),
        rules: groups * albPrefixes.length * plan.targetPorts.length + (added?.web.rules ?? 0),
      }),
    },
    zones: { balancers: zonesOf(albSubnets), natGateways: zonesOf(natSubnets) },
    charges: [
      { component: "nat_gateway", count: made.length },
      { component: "transit_gateway_attachment", count: attachments.client + attachments.web },
      { component: "application_load_balancer", count: 1 },
      { component: "hosted_zone", count: hostedZones(plan, 1) },
      ...(added?.charges ?? []),
    ],
    paths: [["nat_gateway", "application_load_balancer", "transit_gateway_attachment"]],
    sees: "nat-gateway",
  };
}
