import { twinsOf } from "../address-plan/appliance/appliance-plan";
import { applianceType } from "../address-plan/appliance/instance-types";
import { type AddressPlan } from "../address-plan/plan";
import { type Counted, hostedZones } from "./counted";
import { type Parts } from "./prices";
import { type Asked, asked } from "./way";

/** Endpoints of Session Manager in each zone. */
const SESSION_ENDPOINTS = 3;

/** What the appliances of a bridge add to what else it is made of. */
export interface AddedByAppliance {
  readonly client: Pick<Asked, "routes" | "endpoints">;
  readonly web: Pick<Asked, "routes" | "rules">;
  /** Undefined where nobody knows the price of the instance type. */
  readonly parts: Parts | undefined;
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
  const monthly = applianceType(config.appliance.instance_type)?.monthly;
  const endpoints = config.appliance.session_access ? SESSION_ENDPOINTS : 0;
  return {
    client: { routes: tables.length * webTwins.length + ofAttachment, endpoints },
    web: { routes: plan.webTables.length * clientTwins.length, rules: groups * clientTwins.length * admitted },
    parts:
      monthly === undefined ? undefined : { instances: monthly * zones.length, endpointZone: endpoints * zones.length },
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
    parts: added.parts && {
      ...added.parts,
      attachment: attachments.client + attachments.web,
      hostedZones: hostedZones(plan, 1),
    },
    paths: [["attachment"]],
    sees: "mapped",
  };
}
