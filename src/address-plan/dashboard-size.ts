import { hasAlb } from "../config/bridge-facts";
import { isBurstable } from "./appliance/instance-types";
import { type BridgePlan } from "./bridge-plan";
import { type HubClient, type HubPlan, type HubWeb } from "./hub/hub-plan";
import { watchedOf } from "./planned-alarms";
import { type AddressPlan } from "./plan";

/** How much of a dashboard something takes. */
export interface DashboardSize {
  readonly widgets: number;
  /** In all graphs together. */
  readonly metrics: number;
}

/** Graphs and lines of one thing of a kind; a test compares them with a dashboard that is made. */
const OF = {
  heading: { widgets: 1, metrics: 0 },
  alb: { widgets: 3, metrics: 6 },
  nlb: { widgets: 4, metrics: 9 },
  nat: { widgets: 3, metrics: 8 },
  attachment: { widgets: 3, metrics: 7 },
  endpoint: { widgets: 3, metrics: 4 },
  appliance: { widgets: 4, metrics: 7 },
  credits: { widgets: 1, metrics: 2 },
} as const satisfies Readonly<Record<string, DashboardSize>>;

/** Source: CloudWatch API, dashboard body structure and syntax, alarm widget. */
export const ALARMS_PER_WIDGET = 100;

function sumOf(sizes: readonly DashboardSize[]): DashboardSize {
  return {
    widgets: sizes.reduce((sum, { widgets }) => sum + widgets, 0),
    metrics: sizes.reduce((sum, { metrics }) => sum + metrics, 0),
  };
}

const times = (count: number, { widgets, metrics }: DashboardSize): DashboardSize => {
  return { widgets: count * widgets, metrics: count * metrics };
};

/** Requests, targets by zone, seconds to an answer; of a service behind an NLB the targets alone. */
function serviceSize(zones: number, isHttp: boolean): DashboardSize {
  return isHttp ? { widgets: 3, metrics: 4 + 1 + zones + 2 } : { widgets: 1, metrics: 1 + zones };
}

function clientSize({ config, services, albSubnets, nats, appliance }: AddressPlan): DashboardSize {
  const balancer = hasAlb(config) ? [times(3, OF.heading), OF.alb, times(nats.length, OF.nat)] : [];
  const hosts = appliance?.zones.length ?? 0;
  const credits = isBurstable(config.appliance?.instance_type ?? "") ? hosts : 0;
  return sumOf([
    ...balancer,
    ...services.map(() => serviceSize(albSubnets.length, true)),
    OF.heading,
    times(2, OF.attachment),
    times(hosts, OF.heading),
    times(hosts, OF.appliance),
    times(credits, OF.credits),
  ]);
}

/** Whether the hub's account sees what is measured of an attachment. */
function isSeen({ gatewayAccount }: HubPlan, account: string): boolean {
  return gatewayAccount === "hub" || account === "hub";
}

function webSize(plan: HubPlan, web: HubWeb): DashboardSize {
  const zones = web.balancerSubnets.length;
  const services = plan.services.filter((service) => service.web === web.name);
  return sumOf([
    OF.heading,
    ...services.map(({ isHttp }) => serviceSize(zones, isHttp)),
    times(web.hasAlb ? 1 : 0, OF.alb),
    times(web.nlbListeners.length > 0 ? 1 : 0, OF.nlb),
    times(web.endpointClients.length > 0 ? 1 : 0, OF.endpoint),
    times(web.way === "transit_gateway" && isSeen(plan, web.account) ? 1 : 0, OF.attachment),
  ]);
}

function hubClientSize(plan: HubPlan, client: HubClient): DashboardSize {
  if (client.way === "endpoint") return sumOf([OF.heading, times(client.endpoints.length, OF.endpoint)]);
  return sumOf([
    OF.heading,
    times(client.account === "hub" ? client.nats.length : 0, OF.nat),
    times(isSeen(plan, client.account) ? 1 : 0, OF.attachment),
  ]);
}

function hubSize(plan: HubPlan): DashboardSize {
  return sumOf([
    ...plan.webs.map((web) => webSize(plan, web)),
    ...plan.clients.map((client) => hubClientSize(plan, client)),
    ...(plan.hasTransitGateway ? [OF.heading, OF.attachment] : []),
  ]);
}

/** The alarms that a dashboard shows: those of its own account, which is told as the constructs tell it, by their provider. */
function shownAlarms(plan: BridgePlan): number {
  const watched = watchedOf(plan);
  const own = plan.place === "client" ? watched : watched.filter(({ account }) => account === plan.accounts[0]?.id);
  return own.reduce((sum, { alarms }) => sum + alarms.length, 0);
}

/** How large the dashboard of a bridge is, its title and the alarms' widgets among the rest. */
export function dashboardSize(plan: BridgePlan): DashboardSize {
  const { widgets, metrics } = plan.place === "client" ? clientSize(plan) : hubSize(plan);
  return { widgets: widgets + 1 + Math.ceil(shownAlarms(plan) / ALARMS_PER_WIDGET), metrics };
}
