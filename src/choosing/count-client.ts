import { type AddressPlan } from "../address-plan/plan";
import { type Counted, hostedZones } from "./counted";
import { asked } from "./way";

function zonesOf(subnets: readonly { readonly zone: string }[]): number {
  return new Set(subnets.map(({ zone }) => zone)).size;
}

/** What a bridge in the client VPC is made of. */
export function countClientPlace(plan: AddressPlan): Counted {
  const { natSubnets, albSubnets, dedicatedAttachmentSubnets, shadowSubnets, nats, albPrefixes, config } = plan;
  const own = [...natSubnets, ...albSubnets, ...dedicatedAttachmentSubnets, ...shadowSubnets];
  // Servers that are created get one group.
  const groups = config.web.security_groups?.length ?? 1;
  const attachments = { client: config.client.attachment ? 0 : 1, web: config.web.attachment ? 0 : 1 };
  return {
    way: "client",
    asks: {
      client: asked({
        secondaryRanges: 1,
        subnets: own.length,
        natGateways: nats.length,
        attachments: attachments.client,
        loadBalancers: 1,
        routes: plan.clientTables.length * albSubnets.length,
      }),
      web: asked({
        attachments: attachments.web,
        routes: plan.webTables.length * albPrefixes.length,
        rules: groups * albPrefixes.length * plan.targetPorts.length,
      }),
    },
    zones: { balancers: zonesOf(albSubnets), natGateways: zonesOf(natSubnets) },
    parts: {
      natGateway: nats.length,
      attachment: attachments.client + attachments.web,
      alb: 1,
      hostedZones: hostedZones(plan, 1),
    },
    paths: [["natGateway", "alb", "attachment"]],
    sees: "nat-gateway",
  };
}
