import type { AddressPlan } from "./plan";

const LONGEST_AWS_NAME = 32;

/** The ALB's name: the file's, or overlap-<bridge>. */
export function albName(plan: AddressPlan): string {
  return plan.config.alb.name ?? `overlap-${plan.name}`;
}

/** The alarm of a NAT gateway that has no port left. */
export function natAlarmName(plan: AddressPlan, subnet: string): string {
  return `${plan.name}-${subnet}-port-allocation`;
}

/** The alarm of a service whose targets fail their health check. */
export function serviceAlarmName(plan: AddressPlan, service: string): string {
  return `${plan.name}-${service}-unhealthy-targets`;
}

/**
 * A target group's name: the service's, with a digest of what forces a replacement. So the new group of a changed port or
 * protocol can exist before the old one goes, and two bridges in one account never collide. At most 32 characters.
 */
export function targetGroupName(plan: AddressPlan, service: string): string {
  const { port, protocol } = plan.config.services[service] ?? {};
  // Loaded only here: a start that names nothing anew need not wait for it.
  const digest = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(JSON.stringify([plan.name, service, port, protocol]))
    .digest("hex")
    .slice(0, 7);
  return `${service.slice(0, LONGEST_AWS_NAME - 8)}-${digest}`;
}
