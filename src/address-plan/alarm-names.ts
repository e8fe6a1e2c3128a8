/*
 * Names of alarms begin with the bridge's and end in what is watched: no two kinds of alarms end alike, so no two alarms of a
 * bridge have one name.
 */

/** A NAT gateway has no port left, or drops packets. @param gateway in a hub its client side's name and its own */
export function natAlarmName(bridge: string, gateway: string, what: "port-allocation" | "packet-drops"): string {
  return `${bridge}-${gateway}-${what}`;
}

/** Targets of a service fail their health check, or answer too many errors. */
export function serviceAlarmName(
  bridge: string,
  service: string,
  what: "unhealthy-targets" | "target-4xx" | "target-5xx",
): string {
  return `${bridge}-${service}-${what}`;
}

/** A zone's load balancer nodes find no healthy target of a service. */
export function zoneAlarmName(bridge: string, service: string, zone: string): string {
  return `${bridge}-${service}-no-healthy-target-${zone}`;
}

/** An ALB answers errors itself. @param web the web side of a hub */
export function albAlarmName(bridge: string, web?: string): string {
  return web === undefined ? `${bridge}-alb-5xx` : `${bridge}-${web}-alb-5xx`;
}

/** Connections through a web side's NLB are reset, or it has no port left towards a target. */
export function nlbAlarmName(bridge: string, web: string, what: "target-resets" | "own-resets" | "ports"): string {
  return `${bridge}-${web}-nlb-${what}`;
}

/** Packets of an attachment are dropped. @param attachment `client`, `web`, or in a hub `hub`, `client-apps`, `web-shop` */
export function attachmentAlarmName(bridge: string, attachment: string, what: "blackhole" | "no-route"): string {
  return `${bridge}-${attachment}-attachment-${what}`;
}

/** What is watched of an appliance; the first two make AWS act. */
export type ApplianceAlarm = "recover" | "reboot" | "down" | "cpu" | "bandwidth" | "credits";

/** An appliance fails, or has too much to do. @param host its name, which begins with the bridge's */
export function applianceAlarmName(host: string, what: ApplianceAlarm): string {
  return `${host}-${what}`;
}

/** The name of a zone's appliance. */
export function applianceName(bridge: string, zone: string): string {
  return `${bridge}-appliance-${zone}`;
}
