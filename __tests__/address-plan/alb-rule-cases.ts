import { EXISTING, LARGE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase, quotas } from "./rule-case";

const ALB_2 = "alb-2: { cidr: 10.0.3.0/24, zone: b }";
const TARGET = "targets: [10.64.0.10]";
const SHOP = "match: { hosts: [shop.example.com] }";
const IDLE = "idle_timeout: 60";
/** The web side elsewhere, so that no client subnet covers the target. */
const elsewhere = (cidr: string, target: string) =>
  [
    ["web:\n  vpc: { cidr: 10.64.0.0/16 }", `web:\n  vpc: { cidr: ${cidr} }`],
    ["servers: { cidr: 10.64.0.0/24", `servers: { cidr: ${cidr}`],
    [TARGET, `targets: [${target}]`],
  ] as const;
const demo = (text: string) => ["services:", `demo: { ${text} }\nservices:`] as const;
/** So many services that the numbering of priorities runs out; each in a listener rule of its own. */
const MANY = Array.from({ length: 5001 }, (_, i) => `  s${i}: { match: { paths: [/${i}] }, targets: [10.64.0.10] }`);

export const BROKEN_ALB_RULES: readonly BrokenCase[] = [
  broken("alb-zones", "one zone", SMALL, [[`\n    ${ALB_2}`, ""]], [[15, "bridge.alb_subnets"]]),
  broken(
    "alb-zones",
    "two subnets in one zone",
    SMALL,
    [[ALB_2, `${ALB_2}\n    alb-3: { cidr: 10.0.4.0/24, zone: b }`]],
    [[15, "bridge.alb_subnets"]],
  ),
  broken(
    "alb-subnet-size",
    "a /28",
    SMALL,
    [[ALB_2, "alb-2: { cidr: 10.0.3.0/28, zone: b }"]],
    [[17, "bridge.alb_subnets.alb-2.cidr"]],
  ),
  {
    ...broken("alb-name", "the file's name makes it too long", SMALL, [], [[1, ""]]),
    name: "a-bridge-of-25-characters",
  },
  broken("alb-idle-timeout", "350 s", LARGE, [[IDLE, "idle_timeout: 350"]], [[18, "alb.idle_timeout"]]),
  broken(
    "target-in-web",
    "outside the web subnets",
    LARGE,
    [["[10.64.0.11]", "[10.64.2.11]"]],
    [[30, "services.api.targets[0]"]],
  ),
  broken("target-usable", "public", SMALL, elsewhere("203.0.113.0/24", "203.0.113.10"), [
    [22, "services.shop.targets[0]"],
  ]),
  broken(
    "target-usable",
    "first and last addresses",
    SMALL,
    [[TARGET, "targets: [10.64.0.0, 10.64.0.1, 10.64.0.2, 10.64.0.3, 10.64.0.255]"]],
    [
      [22, "services.shop.targets[0]"],
      [22, "services.shop.targets[1]"],
      [22, "services.shop.targets[2]"],
      [22, "services.shop.targets[3]"],
      [22, "services.shop.targets[4]"],
    ],
  ),
  broken(
    "target-zone",
    "a client subnet where the ALB is not",
    LARGE,
    [["clients-b: { cidr: 10.64.1.0/24, zone: b }", "clients-b: { cidr: 10.64.1.0/24, zone: c }"]],
    [[26, "services.shop.targets[1]"]],
  ),
  broken(
    "target-zone",
    "a shadow subnet where the ALB is not",
    SMALL,
    [
      ["servers: { cidr: 10.64.0.0/24", "servers: { cidr: 10.64.8.0/24"],
      [TARGET, "targets: [10.64.8.10]"],
      ["  alb_subnets:", "  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: c } }\n  alb_subnets:"],
    ],
    [[23, "services.shop.targets[0]"]],
  ),
  broken("alb-quotas", "rules", LARGE, [quotas("rules_per_alb: 1")], [[24, "services"]]),
  broken(
    "alb-quotas",
    "rules on two listeners",
    LARGE,
    [["{ action: redirect }", "{ action: forward }"], quotas("rules_per_alb: 3")],
    [[24, "services"]],
  ),
  broken("alb-quotas", "target groups", LARGE, [quotas("target_groups_per_alb: 1")], [[24, "services"]]),
  broken("alb-quotas", "targets", LARGE, [quotas("targets_per_alb: 2")], [[24, "services"]]),
  broken(
    "alb-quotas",
    "targets of one service",
    LARGE,
    [quotas("targets_per_target_group: 1")],
    [[27, "services.shop.targets"]],
  ),
  broken(
    "alb-quotas",
    "certificates",
    LARGE,
    [
      [
        'certificate/shop"]',
        'certificate/shop", "arn:aws:acm:eu-central-1:111122223333:certificate/b", "arn:aws:acm:eu-central-1:111122223333:certificate/c"]',
      ],
      quotas("certificates_per_alb: 1"),
    ],
    [[22, "listeners.https.certificates"]],
  ),
  broken(
    "alb-quotas",
    "six hosts and paths",
    LARGE,
    [[SHOP, "match: { hosts: [a.example, b.example, c.example], paths: [/a, /b, /c] }"]],
    [[25, "services.shop.match"]],
  ),
  broken(
    "alb-quotas",
    "seven wildcards",
    LARGE,
    [[SHOP, 'match: { hosts: ["*.a.example", "?.b.example"], paths: [/a*b*/*?*] }']],
    [[25, "services.shop.match"]],
  ),
  broken(
    "alb-quotas",
    "a host and a path where one is allowed",
    LARGE,
    [quotas("condition_values_per_rule: 1")],
    [[29, "services.api.match"]],
  ),
  broken(
    "alb-quotas",
    "wildcards",
    LARGE,
    [["/api/*", "/*/*"], quotas("wildcards_per_rule: 1")],
    [[29, "services.api.match"]],
  ),
  broken(
    "security-group-rules",
    "NAT addresses times listeners",
    LARGE,
    [["{ action: redirect }", "{ action: forward }"], quotas("rules_per_security_group: 3")],
    [[15, "bridge"]],
  ),
  broken(
    "security-group-rules",
    "targets times ports",
    SMALL,
    [["    port: 80", "    port: 8080\n    health: { port: 9090 }"], quotas("rules_per_security_group: 1")],
    [
      [21, "services"],
      [21, "services"],
    ],
  ),
  broken("rule-priorities", "the same number twice", LARGE, [["priority: 5", "priority: 10"]], [[27, "services.api"]]),
  broken(
    "rule-priorities",
    "more services than numbers",
    SMALL,
    [["\n  shop:\n    targets: [10.64.0.10]\n    port: 80", `\n${MANY.join("\n")}`]],
    [[5021, "services.s5000"]],
  ),
  broken(
    "demo-addresses",
    "outside the subnet",
    SMALL,
    [demo("client: { subnet: clients, address: 10.64.1.20 }, web: { subnet: servers, address: 10.65.0.10 }")],
    [
      [20, "demo.client.address"],
      [20, "demo.web.address"],
    ],
  ),
  broken(
    "demo-addresses",
    "AWS's own",
    SMALL,
    [demo("client: { subnet: clients, address: 10.64.0.2 }, web: { subnet: servers, address: 10.64.0.255 }")],
    [
      [20, "demo.client.address"],
      [20, "demo.web.address"],
    ],
  ),
];

export const HOLDING_ALB_RULES: readonly HoldingCase[] = [
  holds("alb-zones", "three zones", SMALL, [ALB_2, `${ALB_2}\n    alb-3: { cidr: 10.0.4.0/24, zone: c }`]),
  holds("alb-subnet-size", "a /27, which has 8 free addresses to spare", SMALL, [
    ALB_2,
    "alb-2: { cidr: 10.0.3.0/27, zone: b }",
  ]),
  holds("alb-name", "32 characters", SMALL, ["listeners:", `alb: { name: ${"a".repeat(32)} }\nlisteners:`]),
  holds("alb-idle-timeout", "349 s", LARGE, [IDLE, "idle_timeout: 349"]),
  holds("target-in-web", "the first and last usable address", SMALL, [TARGET, "targets: [10.64.0.4, 10.64.0.254]"]),
  holds("target-usable", "192.168/16", SMALL, ...elsewhere("192.168.7.0/24", "192.168.7.4")),
  holds("target-usable", "172.31/16", SMALL, ...elsewhere("172.31.0.0/16", "172.31.255.254")),
  holds("target-usable", "100.127/16", SMALL, ...elsewhere("100.127.0.0/16", "100.127.255.254")),
  holds("target-zone", "covered by no client subnet", EXISTING),
  holds(
    "alb-quotas",
    "exactly the quotas",
    LARGE,
    quotas(
      "rules_per_alb: 2, target_groups_per_alb: 2, targets_per_alb: 3, targets_per_target_group: 2, certificates_per_alb: 1, condition_values_per_rule: 2, wildcards_per_rule: 1",
    ),
  ),
  holds("alb-quotas", "five hosts and paths with six wildcards", LARGE, [
    SHOP,
    'match: { hosts: ["*.a", "*.b", "*.c"], paths: [/a*, /b?*] }',
  ]),
  holds("security-group-rules", "exactly the quota", LARGE, quotas("rules_per_security_group: 4")),
  holds(
    "rule-priorities",
    "one number on different listeners",
    LARGE,
    ["{ action: redirect }", "{ action: forward }"],
    ["targets: [10.64.0.10, 10.64.1.10]", "targets: [10.64.0.10, 10.64.1.10]\n    listeners: [http]"],
    ["priority: 5", "priority: 10\n    listeners: [https]"],
  ),
  holds(
    "rule-priorities",
    "a service that takes the rest has none",
    LARGE,
    [`    ${SHOP}\n`, ""],
    ["priority: 5", "priority: 10"],
  ),
  holds("demo-addresses", "the last usable address", SMALL, demo("client: { subnet: clients, address: 10.64.0.254 }")),
];
