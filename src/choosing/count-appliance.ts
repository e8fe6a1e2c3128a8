import { twinsOf } from "../address-plan/appliance/appliance-plan";
import { type AddressPlan } from "../address-plan/plan";
import { type Charge, instanceOf } from "../prices";
import { type Counted, hostedZones } from "./counted";
import { type Asked, asked } from "./way";

/** GB of the disk of Amazon Linux 2023's image, which instances take as it is. Second-hand; the image itself says it. */
export const IMAGE_GIGABYTES = 8;

/** Endpoints of Session Manager in each zone. */
const SESSION_ENDPOINTS = 3;

/** What the appliances of a bridge add to what else it is made of. */
export interface AddedByAppliance {
  readonly client: Pick<Asked, "routes" | "endpoints">;
  readonly web: Pick<Asked, "routes" | "rules">;
  readonly charges: readonly Charge[];
}

/** What the appliances of a bridge add; undefined where it has none. */
export function countAppliance(plan: AddressPlan): AddedByAppliance | undefined {
  const { appliance, config } = plan;
  if (!appliance || !config.appliance) return undefined;
  const { tables, webTwins, clientTwins, clientToWeb, zones } = appliance;
  const groups = config.web.security_groups?.length ?? 1;
  const back =
    appliance.attachmentTables.length * tables.flatMap(({ subnets }) => twinsOf(appliance.clients, subnets)).length;
  // Only tables of subnets that exist without the bridge count, and an attachment that is made has its own.
  const ofAttachment = config.client.attachment ? back : 0;
  const admitted = clientToWeb.reduce((sum, { ports }) => sum + Math.max(1, ports.length), 0);
  const endpoints = config.appliance.session_access ? SESSION_ENDPOINTS : 0;
  return {
    client: { routes: tables.length * webTwins.length + ofAttachment, endpoints },
    web: { routes: plan.webTables.length * clientTwins.length, rules: groups * clientTwins.length * admitted },
    charges: [
      { component: instanceOf(config.appliance.instance_type), count: zones.length },
      { component: "volume_gp3", count: IMAGE_GIGABYTES * zones.length },
      { component: "interface_endpoint", count: endpoints * zones.length },
    ],
  };
}

/** What a bridge with an appliance alone is made of. */
export function countApplianceAlone(plan: AddressPlan, added: AddedByAppliance): Counted {
  const { dedicatedAttachmentSubnets, innerSubnets, outerSubnets, shadowSubnets, config } = plan;
  const attachments = { client: config.client.attachment ? 0 : 1, web: config.web.attachment ? 0 : 1 };
  const own = [...dedicatedAttachmentSubnets, ...innerSubnets, ...outerSubnets, ...shadowSubnets];
  return {
    way: "appliance",
    asks: {
      client: asked({
        secondaryRanges: 1,
        subnets: own.length,
        attachments: attachments.client,
        ...added.client,
      }),
      web: asked({ attachments: attachments.web, ...added.web }),
    },
    charges: [
      { component: "transit_gateway_attachment", count: attachments.client + attachments.web },
      { component: "hosted_zone", count: hostedZones(plan, 1) },
      ...added.charges,
    ],
    paths: [["transit_gateway_attachment"]],
    sees: "mapped",
  };
}
