import { bridgeText, type Changes, type Example } from "../support/bridges";
import type { JsonObject } from "../../src/terraform";
import type { Contents } from "./support/account";
import type { Stage } from "./support/life";

/** A change that a deployed bridge sees in its life, and what Terraform does for it. */
export interface ChangeInLife {
  readonly what: string;
  /** Keys of the bridge file; each change comes on top of those before. */
  readonly change: Changes;
  /** What happens to the resources, by address, in the words of `DeployProject.apply`; a new one needs no word. */
  readonly touches: Readonly<Record<string, string>>;
  /** Addresses of what is new. */
  readonly creates: readonly string[];
}

const NOTHING: ChangeInLife = { what: "nothing is left for a second apply", change: {}, touches: {}, creates: [] };

const ADDED_SERVICE = "billing";
const of = (type: string, names: readonly string[]) => names.map((name) => `${type}.${name}`);
const all = (addresses: readonly string[], word: string) =>
  Object.fromEntries(addresses.map((address) => [address, word]));

const TARGETS = of("aws_lb_target_group_attachment", ["front_billing_10-64-0-14", "front_billing_10-64-1-14"]);
const WAYS_TO_TARGETS = (port: number) =>
  of("aws_vpc_security_group_egress_rule", [`front_to-10-64-0-14-${port}`, `front_to-10-64-1-14-${port}`]);
const DASHBOARD = "aws_cloudwatch_dashboard.dashboard";
const alarms = (names: readonly string[]) =>
  of(
    "aws_cloudwatch_metric_alarm",
    names.map((name) => `alarms_${name}`),
  );
const ALARMS = alarms(
  ["unhealthy", "target-4xx", "target-5xx", "no-healthy-a", "no-healthy-b"].map((what) => `${ADDED_SERVICE}-${what}`),
);
const HTTP_RULES = of("aws_lb_listener_rule", ["front_accounts_http", "front_shop-api_http", "front_shop_http"]);

/** Of the production bridge's services and listeners, one after the other. */
export const CHANGES_OF_SERVICES: readonly ChangeInLife[] = [
  {
    what: "a service is added at the end",
    change: {
      [`services.${ADDED_SERVICE}`]: {
        match: { hosts: ["billing.example.com"] },
        targets: ["10.64.0.14", "10.64.1.14"],
        port: 8080,
      },
    },
    touches: { [DASHBOARD]: "update" },
    creates: [
      ...ALARMS,
      "aws_lb_listener_rule.front_billing_https",
      "aws_lb_target_group.front_billing",
      ...TARGETS,
      ...WAYS_TO_TARGETS(8080),
      "aws_vpc_security_group_ingress_rule.web_from-alb--100-64-0-0-26-8080",
    ],
  },
  {
    what: "a target moves",
    change: { "services.accounts.targets": ["10.64.0.12", "10.64.1.12", "10.64.1.15"] },
    touches: {
      "aws_lb_target_group_attachment.front_accounts_10-64-1-13": "delete",
      "aws_vpc_security_group_egress_rule.front_to-10-64-1-13-8443": "delete",
    },
    creates: [
      "aws_lb_target_group_attachment.front_accounts_10-64-1-15",
      "aws_vpc_security_group_egress_rule.front_to-10-64-1-15-8443",
    ],
  },
  {
    what: "a service's port changes",
    change: { [`services.${ADDED_SERVICE}.port`]: 8081 },
    touches: {
      ...all(["aws_lb_target_group.front_billing", ...TARGETS], "create before destroy"),
      ...all(
        [...WAYS_TO_TARGETS(8080), "aws_vpc_security_group_ingress_rule.web_from-alb--100-64-0-0-26-8080"],
        "delete",
      ),
      ...all([DASHBOARD, ...ALARMS], "update"),
      "aws_lb_listener_rule.front_billing_https": "update",
    },
    creates: [...WAYS_TO_TARGETS(8081), "aws_vpc_security_group_ingress_rule.web_from-alb--100-64-0-0-26-8081"],
  },
  {
    what: "a service is taken out",
    change: { [`services.${ADDED_SERVICE}`]: undefined },
    touches: {
      [DASHBOARD]: "update",
      ...all(
        [
          ...ALARMS,
          "aws_lb_listener_rule.front_billing_https",
          "aws_lb_target_group.front_billing",
          ...TARGETS,
          ...WAYS_TO_TARGETS(8081),
          "aws_vpc_security_group_ingress_rule.web_from-alb--100-64-0-0-26-8081",
        ],
        "delete",
      ),
    },
    creates: [],
  },
  {
    what: "a health check changes",
    change: { "services.shop.health.path": "/ready" },
    touches: { "aws_lb_target_group.front_shop": "update" },
    creates: [],
  },
  {
    what: "HTTP is forwarded instead of redirected",
    change: { "listeners.http.action": "forward" },
    touches: { "aws_lb_listener.front_http": "update" },
    creates: HTTP_RULES,
  },
  {
    what: "HTTP is redirected again",
    change: { "listeners.http.action": "redirect" },
    touches: { "aws_lb_listener.front_http": "update", ...all(HTTP_RULES, "delete") },
    creates: [],
  },
  NOTHING,
];

/** Of the production bridge with demo hosts, one after the other. */
export const GROWTH: readonly ChangeInLife[] = [
  {
    // The ALB takes both at once: each change of it is half a minute of the provider's waiting.
    what: "a zone is added, and the ALB may be deleted",
    change: { "bridge.zones": ["a", "b", "c"], "alb.deletion_protection": false },
    touches: {
      [DASHBOARD]: "update",
      "aws_lb.front": "update",
      "aws_ec2_transit_gateway_vpc_attachment.transit_client": "update",
      // AWS makes new interfaces for the attachment, and the routes follow in the same apply.
      ...all(
        of(
          "aws_route",
          ["a", "b"].flatMap((zone) => [`steer_alb-${zone}--10-64-0-0-24`, `steer_alb-${zone}--10-64-1-0-24`]),
        ),
        "update",
      ),
    },
    creates: [
      ...alarms(["nat-c-ports", "nat-c-drops"]),
      ...alarms(["shop", "shop-api", "accounts"].map((service) => `${service}-no-healthy-c`)),
      "aws_ec2_transit_gateway_route.transit_web_100-64-0-64-27",
      "aws_flow_log.flow-logs_nat-c",
      "aws_nat_gateway.nat_nat-c",
      ...of("aws_route", [
        "nat_clients-a--alb-c",
        "nat_clients-b--alb-c",
        "steer_alb-c--10-64-0-0-24",
        "steer_alb-c--10-64-1-0-24",
        "steer_web--web-a--100-64-0-64-27",
        "steer_web--web-b--100-64-0-64-27",
      ]),
      ...["aws_route_table", "aws_route_table_association", "aws_subnet"].flatMap((type) =>
        of(type, ["client_alb-c", "client_attachment-c", "client_nat-c"]),
      ),
      ...of("aws_vpc_security_group_egress_rule", [
        "demo-client_to-alb-100-64-0-64-27-443",
        "demo-client_to-alb-100-64-0-64-27-80",
      ]),
      ...of("aws_vpc_security_group_ingress_rule", [
        "front_from-nat-100-64-0-164-443",
        "front_from-nat-100-64-0-164-80",
        "web_from-alb--100-64-0-64-27-8443",
      ]),
    ],
  },
  NOTHING,
];

const NAT_ROUTES = of("aws_route", ["nat_private1--private3", "nat_private1--private3b"]);

/** On the article's bridge, one after the other. */
export const CHANGES_OF_ARTICLE: readonly ChangeInLife[] = [
  {
    what: "a NAT address is added at the end",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.10", "10.0.1.11"] },
    touches: { "aws_nat_gateway.nat_private2": "update" },
    creates: ["aws_vpc_security_group_ingress_rule.front_from-nat-10-0-1-11-80"],
  },
  {
    what: "that NAT address is taken out",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.10"] },
    touches: {
      "aws_nat_gateway.nat_private2": "update",
      "aws_vpc_security_group_ingress_rule.front_from-nat-10-0-1-11-80": "delete",
    },
    creates: [],
  },
  {
    // Cuts the traffic of the gateway's zone until the new one is there; the README says so.
    what: "the first NAT address changes",
    change: { "bridge.nat_subnets.private2.addresses": ["10.0.1.12"] },
    touches: {
      "aws_nat_gateway.nat_private2": "destroy before create",
      ...all(NAT_ROUTES, "update"),
      "aws_vpc_security_group_ingress_rule.front_from-nat-10-0-1-10-80": "delete",
    },
    creates: ["aws_vpc_security_group_ingress_rule.front_from-nat-10-0-1-12-80"],
  },
  NOTHING,
];

/** Everything that a change must do, by address. */
export function expected({ touches, creates }: ChangeInLife): Readonly<Record<string, string>> {
  return { ...touches, ...all(creates, "create") };
}

export interface Changed {
  /** What Terraform did, by address. */
  readonly did: Readonly<Record<string, string>>;
  readonly after: Contents;
  /** The plan that did it; its prior state is what the change before left, read anew. */
  readonly plan: JsonObject;
}

/** A change's plan, and the state after its apply as the next plan read it. */
export interface Followed {
  readonly plan: JsonObject;
  readonly next: JsonObject;
}

/** @throws Error for the last change, which no plan follows: that is NOTHING */
export function followed(changes: readonly ChangeInLife[], what: string, by: ReadonlyMap<string, Changed>): Followed {
  const next = changes[changes.findIndex((one) => one.what === what) + 1];
  const [plan, after] = [by.get(what)?.plan, by.get(next?.what ?? "")?.plan];
  if (!plan || !after) throw new Error(`no plan follows "${what}"`);
  return { plan, next: after };
}

/** Writes one change after the other into a deployed bridge's file and applies it. @returns what came of each, by its words */
export async function liveOn(
  { account, project }: Stage,
  example: Example,
  deployed: Changes,
  changes: readonly ChangeInLife[],
): Promise<ReadonlyMap<string, Changed>> {
  let now = deployed;
  const results = new Map<string, Changed>();
  for (const { what, change } of changes) {
    // In place of older ones of the same key or below it, and last: it may lie inside an older one.
    const overtaken = (key: string) => Object.keys(change).some((newer) => `${key}.`.startsWith(`${newer}.`));
    now = { ...Object.fromEntries(Object.entries(now).filter(([key]) => !overtaken(key))), ...change };
    project.write(bridgeText(example, now));
    results.set(what, { ...(await project.applyShown()), after: await account.contents() });
  }
  return results;
}
