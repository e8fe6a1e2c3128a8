import { type AddressPlan } from "./plan";

const LONGEST_AWS_NAME = 32;

/** The ALB's name: the file's, or overlap-<bridge>. */
export function albName(plan: AddressPlan): string {
  return plan.config.alb.name ?? defaultAlbName(plan.name);
}

export function defaultAlbName(bridge: string): string {
  return `overlap-${bridge}`;
}

/** The alarm of a NAT gateway that has no port left. */
export function natAlarmName(bridge: string, subnet: string): string {
  return `${bridge}-${subnet}-port-allocation`;
}

/** The alarm of a service whose targets fail their health check. */
export function serviceAlarmName(bridge: string, service: string): string {
  return `${bridge}-${service}-unhealthy-targets`;
}

/** What a target group's name is made of. */
export interface GroupOfTargets {
  /** The service's name. */
  readonly name: string;
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS";
}

/**
 * A target group's name: the service's, with a digest of what forces a replacement. So the new group of a changed port or
 * protocol can exist before the old one goes, and two bridges in one account never collide. At most 32 characters.
 */
export function targetGroupName(bridge: string, { name, port, protocol }: GroupOfTargets): string {
  // Loaded only here: a start that names nothing anew need not wait for it.
  const digest = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(JSON.stringify([bridge, name, port, protocol]))
    .digest("hex")
    .slice(0, 7);
  return `${name.slice(0, LONGEST_AWS_NAME - 8)}-${digest}`;
}
