import { hasAlb } from "../config/bridge-facts";
import { type KeyPath } from "../config/key-path";
import { type BridgeConfig } from "../config/schema";
import {
  albAlarmName,
  type ApplianceAlarm,
  applianceAlarmName,
  applianceName,
  attachmentAlarmName,
  natAlarmName,
  nlbAlarmName,
  serviceAlarmName,
  zoneAlarmName,
} from "./alarm-names";
import { applianceType, isBurstable } from "./appliance/instance-types";
import { type BridgePlan } from "./bridge-plan";
import { aliasOf } from "./hub/hub-accounts";
import { type HubPlan, type HubWeb } from "./hub/hub-plan";
import { type AddressPlan, type PlannedNat } from "./plan";

/** What a bridge watches, and the alarms that it has on it. */
export interface Watched {
  /** Their names; that of the first one is never left out, whatever the thresholds are. */
  readonly alarms: readonly [string, ...string[]];
  /** Id of the account that they are in, where the file says. */
  readonly account: string | undefined;
  /** Where the file asks for them. */
  readonly path: KeyPath;
}

/** What of an appliance is watched, in percent. */
export interface ApplianceThresholds {
  readonly appliance_cpu: number | false;
  readonly appliance_bandwidth: number | false;
}

/** The alarms of an appliance. @param thresholds undefined where nobody is told */
export function applianceAlarms(
  instanceType: string,
  thresholds: ApplianceThresholds | undefined,
): [ApplianceAlarm, ...ApplianceAlarm[]] {
  const acting: [ApplianceAlarm, ...ApplianceAlarm[]] = ["recover", "reboot"];
  if (!thresholds) return acting;
  const { appliance_cpu: cpu, appliance_bandwidth: bandwidth } = thresholds;
  return [
    ...acting,
    "down",
    ...(cpu === false ? [] : (["cpu"] as const)),
    ...(bandwidth !== false && applianceType(instanceType) ? (["bandwidth"] as const) : []),
    ...(cpu !== false && isBurstable(instanceType) ? (["credits"] as const) : []),
  ];
}

type Alarms = NonNullable<BridgeConfig["alarms"]>;
type Names = Watched["alarms"];

/** Of a NAT gateway that exists whoever made it has alarms. */
const isMade = ({ existingId }: PlannedNat): boolean => existingId === undefined;

function natNames(bridge: string, gateway: string, { nat_drops: drops }: Pick<Alarms, "nat_drops">): Names {
  const ports = natAlarmName(bridge, gateway, "port-allocation");
  return drops === false ? [ports] : [ports, natAlarmName(bridge, gateway, "packet-drops")];
}

interface OfService {
  readonly name: string;
  readonly isHttp: boolean;
  readonly zones: readonly string[];
}

function serviceNames(bridge: string, service: OfService, alarms: Pick<Alarms, "target_4xx" | "target_5xx">): Names {
  const { name, isHttp, zones } = service;
  const answers = (["4xx", "5xx"] as const).filter((what) => isHttp && alarms[`target_${what}`] !== false);
  return [
    serviceAlarmName(bridge, name, "unhealthy-targets"),
    ...answers.map((what) => serviceAlarmName(bridge, name, `target-${what}`)),
    ...zones.map((zone) => zoneAlarmName(bridge, name, zone)),
  ];
}

function attachmentNames(bridge: string, attachment: string): Names {
  return [attachmentAlarmName(bridge, attachment, "blackhole"), attachmentAlarmName(bridge, attachment, "no-route")];
}

function hostNames({ name, appliance, config }: AddressPlan): Names[] {
  return (appliance?.zones ?? []).map(({ zone }) => {
    const host = applianceName(name, zone);
    const [first, ...others] = applianceAlarms(config.appliance?.instance_type ?? "", config.alarms);
    return [applianceAlarmName(host, first), ...others.map((what) => applianceAlarmName(host, what))];
  });
}

function clientWatched(plan: AddressPlan): Watched[] {
  const { name: bridge, config, nats, services, albSubnets } = plan;
  const { alarms } = config;
  const account = config.client.account?.id;
  const hosts = hostNames(plan).map((names): Watched => ({ alarms: names, account, path: ["appliance"] }));
  if (!alarms) return hosts;
  const sides = (["client", "web"] as const).filter((side) => !config[side].attachment);
  const zones = albSubnets.map(({ zone }) => zone);
  const names: Names[] = [
    ...nats.filter(isMade).map(({ subnet }) => natNames(bridge, subnet.name, alarms)),
    ...services.map(({ name }) => serviceNames(bridge, { name, isHttp: true, zones }, alarms)),
    ...(hasAlb(config) ? [[albAlarmName(bridge)] as const] : []),
    ...(alarms.attachment_drops === false ? [] : sides.map((side) => attachmentNames(bridge, side))),
  ];
  return [...names.map((own): Watched => ({ alarms: own, account, path: ["alarms"] })), ...hosts];
}

/** The names of a hub's attachments that are made, by which their alarms and widgets are told apart. */
export function hubAttachments({ hasTransitGateway, clients, webs }: HubPlan): string[] {
  if (!hasTransitGateway) return [];
  const made = (role: "client" | "web", sides: HubPlan["clients"] | HubPlan["webs"], way: string) =>
    sides.filter((side) => side.way === way && !side.config.attachment).map(({ name }) => aliasOf(role, name));
  return ["hub", ...made("client", clients, "nat"), ...made("web", webs, "transit_gateway")];
}

function webNames(plan: HubPlan, web: HubWeb, alarms: NonNullable<HubPlan["config"]["alarms"]>): Names[] {
  const { name: bridge, services } = plan;
  const zones = web.balancerSubnets.map(({ zone }) => zone);
  const own = services.filter((service) => service.web === web.name);
  const resets = alarms.nlb_resets === false ? [] : (["target-resets", "own-resets"] as const);
  const nlb: Names = [
    nlbAlarmName(bridge, web.name, "ports"),
    ...resets.map((what) => nlbAlarmName(bridge, web.name, what)),
  ];
  return [
    ...own.map(({ name, isHttp }) => serviceNames(bridge, { name, isHttp, zones }, alarms)),
    ...(web.hasAlb ? [[albAlarmName(bridge, web.name)] as const] : []),
    ...(web.nlbListeners.length > 0 ? [nlb] : []),
  ];
}

function hubWatched(plan: HubPlan): Watched[] {
  const { name: bridge, config, accounts, gatewayAccount } = plan;
  const { alarms } = config;
  if (!alarms) return [];
  const watched = (names: Names, key: string): Watched => {
    return { alarms: names, account: accounts.find((account) => account.key === key)?.id, path: ["alarms"] };
  };
  const nats = plan.clients.flatMap((client) => {
    if (client.way !== "nat") return [];
    const made = client.nats.filter(isMade);
    // A NAT gateway's alarms are where it is.
    return made.map(({ subnet }) => watched(natNames(bridge, `${client.name}-${subnet.name}`, alarms), client.account));
  });
  const balancers = plan.webs.flatMap((web) => webNames(plan, web, alarms));
  const attachments = alarms.attachment_drops === false ? [] : hubAttachments(plan);
  return [
    ...nats,
    ...balancers.map((names) => watched(names, "hub")),
    // The gateway's owner has what is measured of every attachment.
    ...attachments.map((name) => watched(attachmentNames(bridge, name), gatewayAccount)),
  ];
}

/** What a bridge watches, and the names of all its alarms. */
export function watchedOf(plan: BridgePlan): Watched[] {
  return plan.place === "client" ? clientWatched(plan) : hubWatched(plan);
}
