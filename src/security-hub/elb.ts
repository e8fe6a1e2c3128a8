import { type Resource, type ValueObject, type TypeName, typesOf } from "../terraform";
import { type Control, fsbp, judgeEach, notApplicable, other, type ControlOutcome } from "./control";
import { type Inventory, NOT_KNOWN, type Setting, unless } from "./inventory";

const BALANCERS = typesOf("load-balancer");
const LISTENERS = typesOf("listener");
const RULES = typesOf("listener-rule");
const WEB_ACLS: readonly TypeName[] = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"];
const GROUPS = typesOf("target-group");
const NO_ALB = "no Application Load Balancer is made here";

function kindOf(here: Inventory, balancer: Resource): Setting {
  return here.setting(balancer, "load_balancer_type") ?? "application";
}

/** Application Load Balancers; what may be one is judged as one. */
function albs(here: Inventory): Resource[] {
  return here.all(...BALANCERS).filter((one) => {
    const kind = kindOf(here, one);
    return kind === "application" || kind === NOT_KNOWN;
  });
}

function eachAlb(here: Inventory, whyNot: (alb: Resource) => string | undefined): ControlOutcome {
  return judgeEach(albs(here), NO_ALB, whyNot);
}

function protocolOf(here: Inventory, listener: Resource): Setting {
  return here.setting(listener, "protocol");
}

function redirects(here: Inventory, action: ValueObject | undefined): boolean {
  if (here.within(action, "type") !== "redirect") return false;
  const [redirect] = here.args.blocks(action?.redirect);
  // Without a word the protocol of the request stays (ELB API, RedirectActionConfig).
  return here.within(redirect, "protocol") === "HTTPS";
}

/** Why not everything that comes by HTTP is sent to HTTPS. */
function redirectFault(here: Inventory, alb: Resource): string | undefined {
  const listeners = LISTENERS.flatMap((type) => here.pointingAt(alb, type, "load_balancer_arn"));
  const plain = listeners.filter((one) => protocolOf(here, one) !== "HTTPS");
  for (const listener of plain) {
    const rules = RULES.flatMap((type) => here.pointingAt(listener, type, "listener_arn"));
    const actions = [
      ...here.blocks(listener, "default_action"),
      ...rules.flatMap((rule) => here.blocks(rule, "action")),
    ];
    if (actions.length === 0 || !actions.every((action) => redirects(here, action)))
      return `does not redirect what comes by ${listener.address} to HTTPS`;
  }
  return undefined;
}

function zonesFault(here: Inventory, balancer: Resource): string | undefined {
  const mapped = here.blocks(balancer, "subnet_mapping").map(({ subnet_id }) => subnet_id);
  const values = [...here.args.list(balancer.values.subnets).items, ...mapped];
  const subnets = values.map((value) => here.linked(value));
  const zones = subnets.map((subnet, i) => {
    const zone = subnet && (here.setting(subnet, "availability_zone") ?? here.setting(subnet, "availability_zone_id"));
    // AWS refuses two subnets of one zone (ELB user guide, availability zones), so one that is not here is a zone of its own.
    return typeof zone === "string" ? zone : `of subnet ${i}`;
  });
  return new Set(zones).size >= 2 ? undefined : "is not known to be in two zones";
}

/** ELB.17's parameter sslPolicies. */
const RECOMMENDED = [
  ...["TLS13-1-3-2021-06", "TLS13-1-3-FIPS-2023-04", "TLS13-1-2-Res-2021-06", "TLS13-1-2-Res-FIPS-2023-04"],
  ...["TLS13-1-2-Res-PQ-2025-09", "TLS13-1-3-PQ-2025-09", "TLS13-1-2-Res-FIPS-PQ-2025-09", "TLS13-1-3-FIPS-PQ-2025-09"],
].map((name) => `ELBSecurityPolicy-${name}`);

const ENCRYPTED = ["HTTPS", "TLS"];

/** Target groups whose targets are asked over the network. */
function targetGroups(here: Inventory): Resource[] {
  return here.all(...GROUPS).filter((group) => !["lambda", "alb"].includes(String(here.setting(group, "target_type"))));
}

const NO_GROUP = "no target group is made here";

/** Controls on load balancers, listeners and target groups. */
export const BALANCER_CONTROLS: readonly Control[] = [
  fsbp("ELB.1", "Application Load Balancer should be configured to redirect all HTTP requests to HTTPS", (here) =>
    eachAlb(here, (alb) => redirectFault(here, alb)),
  ),
  fsbp("ELB.4", "Application Load Balancer should be configured to drop invalid http headers", (here) =>
    eachAlb(here, (alb) =>
      unless(here.setting(alb, "drop_invalid_header_fields"), ["true"], "keeps invalid header fields"),
    ),
  ),
  fsbp("ELB.5", "Application and Classic Load Balancers logging should be enabled", (here) =>
    eachAlb(here, (alb) => {
      const block = here.block(alb, "access_logs");
      return unless(here.within(block, "enabled"), ["true"], "writes no access logs");
    }),
  ),
  fsbp("ELB.6", "Application, Gateway, and Network Load Balancers should have deletion protection enabled", (here) =>
    judgeEach(here.all(...BALANCERS), "no load balancer is made here", (one) =>
      unless(here.setting(one, "enable_deletion_protection"), ["true"], "may be deleted"),
    ),
  ),
  fsbp(
    "ELB.12",
    "Application Load Balancer should be configured with defensive or strictest desync mitigation mode",
    (here) =>
      eachAlb(here, (alb) =>
        unless(
          here.setting(alb, "desync_mitigation_mode") ?? "defensive",
          ["defensive", "strictest"],
          "hands on requests that servers could read in two ways",
        ),
      ),
  ),
  fsbp("ELB.13", "Application, Network and Gateway Load Balancers should span multiple Availability Zones", (here) =>
    judgeEach(here.all(...BALANCERS), "no load balancer is made here", (balancer) => zonesFault(here, balancer)),
  ),
  other("ELB.16", "Application Load Balancers should be associated with an AWS WAF web ACL", (here) =>
    eachAlb(here, (alb) =>
      WEB_ACLS.some((type) => here.pointingAt(alb, type, "resource_arn").length > 0) ? undefined : "has no web ACL",
    ),
  ),
  fsbp(
    "ELB.17",
    "Application and Network Load Balancers with listeners should use recommended security policies",
    (here) => {
      const encrypted = here.all(...LISTENERS).filter((one) => ENCRYPTED.includes(String(protocolOf(here, one))));
      return judgeEach(encrypted, "no listener with TLS is made here", (listener) => {
        const policy = here.setting(listener, "ssl_policy");
        const shown = typeof policy === "string" ? policy : "AWS's default of 2016";
        return unless(policy, RECOMMENDED, `has the security policy ${shown}`);
      });
    },
  ),
  fsbp(
    "ELB.18",
    "Application and Network Load Balancer listeners should use secure protocols to encrypt data in transit",
    (here) =>
      judgeEach(here.all(...LISTENERS), "no listener is made here", (listener) =>
        unless(
          protocolOf(here, listener),
          ENCRYPTED,
          here.blocks(listener, "default_action").every((action) => redirects(here, action))
            ? "is not encrypted, although it only redirects"
            : "is not encrypted",
        ),
      ),
  ),
  fsbp(
    "ELB.21",
    "Application and Network Load Balancer target groups should use encrypted health check protocols",
    (here) =>
      judgeEach(targetGroups(here), NO_GROUP, (group) => {
        const check = here.block(group, "health_check");
        return unless(here.within(check, "protocol") ?? "HTTP", ENCRYPTED.slice(0, 1), "checks health unencrypted");
      }),
  ),
  fsbp("ELB.22", "ELB target groups should use encrypted transport protocols", (here) => {
    const groups = targetGroups(here).filter((group) => here.setting(group, "protocol") !== "GENEVE");
    if (groups.length === 0) return notApplicable(NO_GROUP);
    return judgeEach(groups, NO_GROUP, (group) =>
      unless(here.setting(group, "protocol"), [...ENCRYPTED, "QUIC"], "asks its targets unencrypted"),
    );
  }),
];
