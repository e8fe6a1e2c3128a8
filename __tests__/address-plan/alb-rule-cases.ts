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
  broken(
    "alb-zones",
    "one zone",
    SMALL,
    [[`\n    ${ALB_2}`, ""]],
    ["bridge.alb_subnets: has subnets in one zone only; write subnets in two zones or more"],
  ),
  broken(
    "alb-zones",
    "two subnets in one zone",
    SMALL,
    [[ALB_2, `${ALB_2}\n    alb-3: { cidr: 10.0.4.0/24, zone: b }`]],
    ["bridge.alb_subnets: has two subnets in one zone; write one subnet per zone"],
  ),
  broken(
    "alb-subnet-size",
    "a /28",
    SMALL,
    [[ALB_2, "alb-2: { cidr: 10.0.3.0/28, zone: b }"]],
    ["bridge.alb_subnets.alb-2.cidr: is smaller than the /27 that an ALB needs; write a /27 or larger"],
  ),
  {
    ...broken(
      "alb-name",
      "the file's name makes it too long",
      SMALL,
      [],
      [': the ALB\'s name "overlap-a-bridge-of-25-characters" is longer than 32 characters; write alb.name'],
    ),
    name: "a-bridge-of-25-characters",
  },
  broken(
    "alb-idle-timeout",
    "350 s",
    LARGE,
    [[IDLE, "idle_timeout: 350"]],
    ["alb.idle_timeout: is not below the NAT gateway's 350 s; write 349 or fewer seconds"],
  ),
  broken(
    "target-in-web",
    "outside the web subnets",
    LARGE,
    [["[10.64.0.11]", "[10.64.2.11]"]],
    [
      "services.api.targets[0]: is in none of the web subnets 10.64.0.0/24, 10.64.1.0/24; write an address of a web subnet, or add its subnet to web.subnets",
    ],
  ),
  broken("target-usable", "public", SMALL, elsewhere("203.0.113.0/24", "203.0.113.10"), [
    "services.shop.targets[0]: is not an address that an ALB takes as a target; write one from 10/8, 172.16/12, 192.168/16 or 100.64/10",
  ]),
  broken(
    "target-usable",
    "first and last addresses",
    SMALL,
    [[TARGET, "targets: [10.64.0.0, 10.64.0.1, 10.64.0.2, 10.64.0.3, 10.64.0.255]"]],
    [
      "services.shop.targets[0]: is reserved in servers 10.64.0.0/24: the network address; write an address between 10.64.0.4 and 10.64.0.254",
      "services.shop.targets[1]: is reserved in servers 10.64.0.0/24: the VPC router; write an address between 10.64.0.4 and 10.64.0.254",
      "services.shop.targets[2]: is reserved in servers 10.64.0.0/24: the DNS resolver; write an address between 10.64.0.4 and 10.64.0.254",
      "services.shop.targets[3]: is reserved in servers 10.64.0.0/24: kept by AWS for future use; write an address between 10.64.0.4 and 10.64.0.254",
      "services.shop.targets[4]: is reserved in servers 10.64.0.0/24: the broadcast address; write an address between 10.64.0.4 and 10.64.0.254",
    ],
  ),
  broken(
    "target-zone",
    "a client subnet where the ALB is not",
    LARGE,
    [["clients-b: { cidr: 10.64.1.0/24, zone: b }", "clients-b: { cidr: 10.64.1.0/24, zone: c }"]],
    [
      "services.shop.targets[1]: lies in clients-b of the client VPC, in zone c, where the ALB has no subnet; add an ALB subnet in zone c",
    ],
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
    [
      "services.shop.targets[0]: lies in shadow of the client VPC, in zone c, where the ALB has no subnet; put the shadow subnet into zone a",
    ],
  ),
  broken(
    "alb-quotas",
    "rules",
    LARGE,
    [quotas("rules_per_alb: 1")],
    ["services: listener rules: 2, more than 1; write fewer, or quotas.rules_per_alb if AWS raised it"],
  ),
  broken(
    "alb-quotas",
    "rules on two listeners",
    LARGE,
    [["{ action: redirect }", "{ action: forward }"], quotas("rules_per_alb: 3")],
    ["services: listener rules: 4, more than 3; write fewer, or quotas.rules_per_alb if AWS raised it"],
  ),
  broken(
    "alb-quotas",
    "target groups",
    LARGE,
    [quotas("target_groups_per_alb: 1")],
    ["services: target groups: 2, more than 1; write fewer: AWS does not raise it"],
  ),
  broken(
    "alb-quotas",
    "targets",
    LARGE,
    [quotas("targets_per_alb: 2")],
    ["services: targets: 3, more than 2; write fewer, or quotas.targets_per_alb if AWS raised it"],
  ),
  broken(
    "alb-quotas",
    "targets of one service",
    LARGE,
    [quotas("targets_per_target_group: 1")],
    [
      "services.shop.targets: targets of one service: 2, more than 1; write fewer, or quotas.targets_per_target_group if AWS raised it",
    ],
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
    [
      "listeners.https.certificates: certificates beside the default one: 2, more than 1; write fewer, or quotas.certificates_per_alb if AWS raised it",
    ],
  ),
  broken(
    "alb-quotas",
    "six hosts and paths",
    LARGE,
    [[SHOP, "match: { hosts: [a.example, b.example, c.example], paths: [/a, /b, /c] }"]],
    ["services.shop.match: hosts and paths of one rule: 6, more than 5; write fewer: AWS does not raise it"],
  ),
  broken(
    "alb-quotas",
    "seven wildcards",
    LARGE,
    [[SHOP, 'match: { hosts: ["*.a.example", "?.b.example"], paths: [/a*b*/*?*] }']],
    ["services.shop.match: wildcards of one rule: 7, more than 6; write fewer: AWS does not raise it"],
  ),
  broken(
    "alb-quotas",
    "a host and a path where one is allowed",
    LARGE,
    [quotas("condition_values_per_rule: 1")],
    ["services.api.match: hosts and paths of one rule: 2, more than 1; write fewer: AWS does not raise it"],
  ),
  broken(
    "alb-quotas",
    "wildcards",
    LARGE,
    [["/api/*", "/*/*"], quotas("wildcards_per_rule: 1")],
    ["services.api.match: wildcards of one rule: 2, more than 1; write fewer: AWS does not raise it"],
  ),
  broken(
    "security-group-rules",
    "NAT addresses times listeners",
    LARGE,
    [["{ action: redirect }", "{ action: forward }"], quotas("rules_per_security_group: 3")],
    [
      "bridge: ingress rules of the ALB (NAT address times listener): 4, more than 3; write fewer, or quotas.rules_per_security_group if AWS raised it",
    ],
  ),
  broken(
    "security-group-rules",
    "targets times ports",
    SMALL,
    [["    port: 80", "    port: 8080\n    health: { port: 9090 }"], quotas("rules_per_security_group: 1")],
    [
      "services: egress rules of the ALB (target times port): 2, more than 1; write fewer, or quotas.rules_per_security_group if AWS raised it",
      "services: ingress rules of the web servers: 2, more than 1; write fewer, or quotas.rules_per_security_group if AWS raised it",
    ],
  ),
  broken(
    "rule-priorities",
    "the same number twice",
    LARGE,
    [["priority: 5", "priority: 10"]],
    ["services.api: has the priority 10 of services.shop on the https listener; write another priority"],
  ),
  broken(
    "rule-priorities",
    "more services than numbers",
    SMALL,
    [["\n  shop:\n    targets: [10.64.0.10]\n    port: 80", `\n${MANY.join("\n")}`]],
    ["services.s5000: gets the priority 50010; write priority with 50000 or less"],
  ),
  broken(
    "demo-addresses",
    "outside the subnet",
    SMALL,
    [demo("client: { subnet: clients, address: 10.64.1.20 }, web: { subnet: servers, address: 10.65.0.10 }")],
    [
      "demo.client.address: is not in clients 10.64.0.0/24; write an address between 10.64.0.4 and 10.64.0.254",
      "demo.web.address: is not in servers 10.64.0.0/24; write an address between 10.64.0.4 and 10.64.0.254",
    ],
  ),
  broken(
    "demo-addresses",
    "AWS's own",
    SMALL,
    [demo("client: { subnet: clients, address: 10.64.0.2 }, web: { subnet: servers, address: 10.64.0.255 }")],
    [
      "demo.client.address: is reserved in clients 10.64.0.0/24: the DNS resolver; write an address between 10.64.0.4 and 10.64.0.254",
      "demo.web.address: is reserved in servers 10.64.0.0/24: the broadcast address; write an address between 10.64.0.4 and 10.64.0.254",
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
