import { type BridgePlan } from "../address-plan/bridge-plan";
import { type HubClient, type HubPlan, type HubWeb } from "../address-plan/hub/hub-plan";
import { type AddressPlan } from "../address-plan/plan";
import { hasAlb } from "../config/bridge-facts";
import { type Charge, instanceOf } from "../prices";
import { countAppliance, IMAGE_GIGABYTES } from "./count-appliance";
import { hostedZones } from "./counted";

/** A part of a bridge that has a price of its own. `demo`: hosts to try it with; `watching`: alarms and dashboards. */
export interface Leg {
  readonly kind: "client" | "hub" | "web" | "appliance" | "demo" | "analyzer" | "watching";
  /** Name of the side of a hub that the leg joins; a web side's load balancers belong to its leg. */
  readonly side?: string;
}

/** A charge, what it is for, and who pays: the account whose resource it is. */
export interface LegCharge extends Charge {
  readonly leg: Leg;
  /** Key of the provider in the stack: `aws`, `aws.web`. */
  readonly provider: string;
}

const OWN = "aws";
/** Paths that Reachability Analyzer looks into: from the client to the ALB, and from there to the server. */
const ANALYSES = 2;

function ofInstance(type: string, count = 1): Charge[] {
  return [
    { component: instanceOf(type), count },
    { component: "volume_gp3", count: IMAGE_GIGABYTES * count },
  ];
}

const on =
  (leg: Leg, provider: string) =>
  (charge: Charge): LegCharge => ({ ...charge, leg, provider });

function inClientPlace(plan: AddressPlan): LegCharge[] {
  const { config, nats, crossAccount } = plan;
  const { demo } = config;
  const web = crossAccount ? `${OWN}.web` : OWN;
  const made = hasAlb(config) ? nats.filter(({ existingId }) => existingId === undefined).length : 0;
  const attachment = (exists: unknown): Charge => ({ component: "transit_gateway_attachment", count: exists ? 0 : 1 });
  const client: Charge[] = [
    { component: "nat_gateway", count: made },
    { component: "application_load_balancer", count: hasAlb(config) ? 1 : 0 },
    attachment(config.client.attachment),
    { component: "hosted_zone", count: hostedZones(plan, 1) },
  ];
  return [
    ...client.map(on({ kind: "client" }, OWN)),
    ...[attachment(config.web.attachment)].map(on({ kind: "web" }, web)),
    ...(countAppliance(plan)?.charges ?? []).map(on({ kind: "appliance" }, OWN)),
    ...(demo.client ? ofInstance(demo.client.instance_type) : []).map(on({ kind: "demo" }, OWN)),
    ...(demo.web ? ofInstance(demo.web.instance_type) : []).map(on({ kind: "demo" }, web)),
    ...(config.reachability_analyzer ? [{ component: "path_analysis", count: ANALYSES } as const] : []).map(
      on({ kind: "analyzer" }, OWN),
    ),
  ];
}

function ofClient(client: HubClient, plan: HubPlan): Charge[] {
  const zone: Charge = { component: "hosted_zone", count: hostedZones(plan, 1) };
  if (client.way === "endpoint") {
    const interfaces = client.endpoints.reduce((sum, { subnets }) => sum + subnets.length, 0);
    return [{ component: "interface_endpoint", count: interfaces }, zone];
  }
  const made = client.nats.filter(({ existingId }) => existingId === undefined).length;
  const attachments = client.config.attachment ? 0 : 1;
  return [
    { component: "nat_gateway", count: made },
    { component: "transit_gateway_attachment", count: attachments },
    zone,
  ];
}

function attachmentOf({ way, config }: HubWeb): Charge {
  const isMade = way === "transit_gateway" && config.attachment === undefined;
  return { component: "transit_gateway_attachment", count: isMade ? 1 : 0 };
}

function inHub(plan: HubPlan): LegCharge[] {
  const provider = (account: string): string => (account === "hub" ? OWN : `${OWN}.${account}`);
  const own: Charge = { component: "transit_gateway_attachment", count: plan.hasTransitGateway ? 1 : 0 };
  return [
    ...plan.clients.flatMap((client) =>
      ofClient(client, plan).map(on({ kind: "client", side: client.name }, provider(client.account))),
    ),
    on({ kind: "hub" }, OWN)(own),
    ...plan.webs.flatMap((web) => {
      const leg: Leg = { kind: "web", side: web.name };
      const balancers: Charge[] = [
        { component: "application_load_balancer", count: web.hasAlb ? 1 : 0 },
        { component: "network_load_balancer", count: web.nlbListeners.length > 0 ? 1 : 0 },
      ];
      return [...balancers.map(on(leg, OWN)), on(leg, provider(web.account))(attachmentOf(web))];
    }),
  ];
}

/**
 * What AWS charges for of a bridge, leg by leg: what its stack makes, without what exists already, and without alarms and dashboards, whose
 * number only the stack tells.
 */
export function legCharges(plan: BridgePlan): LegCharge[] {
  return (plan.place === "hub" ? inHub(plan) : inClientPlace(plan)).filter(({ count }) => count !== 0);
}
