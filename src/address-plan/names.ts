import { createHash } from "node:crypto";
import type { AddressPlan } from "./plan";

const LONGEST_AWS_NAME = 32;

/** The ALB's name: the file's, or overlap-<bridge>. */
export function albName(plan: AddressPlan): string {
  return plan.config.alb.name ?? `overlap-${plan.name}`;
}

/**
 * A target group's name: the service's, with a digest of what forces a replacement. So the new group of a changed port or
 * protocol can exist before the old one goes, and two bridges in one account never collide. At most 32 characters.
 */
export function targetGroupName(plan: AddressPlan, service: string): string {
  const { port, protocol } = plan.config.services[service] ?? {};
  const digest = createHash("sha256")
    .update(JSON.stringify([plan.name, service, port, protocol]))
    .digest("hex")
    .slice(0, 7);
  return `${service.slice(0, LONGEST_AWS_NAME - 8)}-${digest}`;
}
