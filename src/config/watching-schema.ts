import * as z from "zod";
import { arn, type IssueParams } from "./values";

/** Of what counts: a threshold of 0 would make an alarm of any single one. */
const LEAST_PERCENT = 0.001;

const percent = (usual: number, what: string) =>
  z
    .union([z.number().min(LEAST_PERCENT).max(100), z.literal(false)])
    .meta({
      rule: "alarm-threshold",
      fix: `a percentage from ${LEAST_PERCENT} to 100 such as ${usual}, or false for no alarm`,
      examples: [usual, false],
    })
    .default(usual)
    .describe(`${what} false: no alarm.`);

const count = (usual: number, what: string) =>
  z
    .union([z.int().min(0), z.literal(false)])
    .meta({
      rule: "alarm-threshold",
      fix: `a whole number from 0 on such as ${usual}, or false for no alarm`,
      examples: [usual, false],
    })
    .default(usual)
    .describe(`${what} false: no alarm.`);

/** What alarms of both places have. */
const common = {
  topic: arn(
    "sns",
    "[A-Za-z0-9_-]{1,256}([.]fifo)?",
    "an SNS topic",
    "arn:aws:sns:us-east-1:111122223333:network-alarms",
  ),
  target_4xx: percent(25, "Percent of a service's requests that its targets answer 4xx, three minutes in a row."),
  target_5xx: percent(5, "Percent of a service's requests that its targets answer 5xx, three minutes in a row."),
  nat_drops: percent(0.01, "Percent of its packets that a NAT gateway drops, three minutes in a row."),
  attachment_drops: count(
    0,
    "Packets a minute that the transit gateway drops of an attachment, for want of a route or into a black hole, three minutes in a row.",
  ),
};

/** Alarms of a bridge in the client VPC. */
export const alarms = z
  .strictObject({
    ...common,
    appliance_cpu: percent(80, "Percent of its CPU that an appliance uses, for a quarter of an hour."),
    appliance_bandwidth: percent(
      80,
      "Percent of what its instance type's network carries for any length of time that an appliance sends, for a quarter of an hour.",
    ),
  })
  .optional()
  .describe(
    "CloudWatch alarms on NAT gateways, ALB, targets, attachments and appliances, sent to this SNS topic; with thresholds.",
  );

/** Alarms of a hub. */
export const hubAlarms = z
  .strictObject({
    ...common,
    nlb_resets: percent(
      25,
      "Connections that an NLB's targets, or the NLB itself, reset, in percent of new connections, three minutes in a row.",
    ),
  })
  .optional()
  .describe(
    "CloudWatch alarms on NAT gateways, load balancers, targets and attachments, sent to this SNS topic; with thresholds.",
  );

/** A dashboard that is made. */
export interface DashboardConfig {
  /** @default - overlap- and the bridge's name */
  readonly name?: string;
}

/** Source: CloudWatch API, PutDashboard. */
const DASHBOARD_NAME = /^[A-Za-z0-9_-]{1,255}$/;
const NAME_FIX = "letters, digits, hyphens and underscores, at most 255, such as orders";
const DASHBOARD_FIX = "true, or a map with a name of letters, digits, hyphens and underscores such as { name: orders }";

/** A dashboard of the bridge. */
export const dashboard = z
  .union([
    z.boolean(),
    z.strictObject({
      name: z.string().meta({ pattern: DASHBOARD_NAME.source, rule: "dashboard-name", fix: NAME_FIX }),
    }),
  ])
  .meta({ rule: "dashboard", fix: DASHBOARD_FIX, examples: [true, { name: "orders" }] })
  .transform((value, context): DashboardConfig | undefined => {
    if (typeof value === "boolean") return value ? {} : undefined;
    if (DASHBOARD_NAME.test(value.name)) return value;
    const params: IssueParams = { rule: "dashboard-name", fix: NAME_FIX };
    const message = "is no name that CloudWatch gives a dashboard";
    context.addIssue({ code: "custom", message, params, path: ["name"] });
    return z.NEVER;
  })
  .optional()
  .describe("A CloudWatch dashboard of the bridge: true, or with a name of its own. Default name: overlap-<bridge>.");
