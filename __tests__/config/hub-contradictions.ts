import { breaks, type ContradictionCase, passes } from "./contradiction-case";
import { HUB, WHOLE_VPC } from "./hub-texts";
import { HUB_SERVICE_CONTRADICTIONS } from "./hub-service-contradictions";

const BATCH_NAT = "    way: endpoint\n";
const HUB_RANGE = "  cidr: 100.64.8.0/24";
const ACCOUNT = (id: string) => `account: { id: "${id}" }`;
const GATEWAY = '  account: { id: "777788889999", role: "arn:aws:iam::777788889999:role/network" }\nlisteners:';
/** The NAT gateways of a client that exist, in a range that exists. */
const OWN_GATEWAYS =
  "nat: { cidr: 100.64.0.0/26, gateways: { nat-1: { id: nat-11111111, addresses: [100.64.0.4], subnet: subnet-77777777, route_table: rtb-77777777, cidr: 100.64.0.0/28, zone: use1-az1 } } }";
const ATTACHED = "  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }";

/** Contradictions of a hub's sides, zones and accounts. */
const HUB_SIDE_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "one-or-many",
    "client beside clients",
    HUB,
    [
      [
        "clients:",
        "client: { way: nat, vpc: { cidr: 10.0.0.0/16 }, subnets: { x: { cidr: 10.0.1.0/24, zone: a } }, nat: { cidr: 100.64.1.0/27 } }\nclients:",
      ],
    ],
    [[3, "client"]],
  ),
  breaks(
    "one-or-many",
    "web beside webs",
    HUB,
    [
      [
        "webs:",
        "web: { way: peering, vpc: { cidr: 10.0.0.0/16 }, subnets: { x: { cidr: 10.0.1.0/24, zone: a } } }\nwebs:",
      ],
      ["    web: shop", "    web: web"],
      ["services:", "services:\n  more: { web: shop, targets: [10.0.1.10], listeners: [http] }"],
    ],
    [[17, "web"]],
  ),
  breaks(
    "has-side",
    "no web at all",
    WHOLE_VPC,
    [[WHOLE_VPC.slice(WHOLE_VPC.indexOf("web:"), WHOLE_VPC.indexOf("bridge:")), ""]],
    [[1, ""]],
  ),
  breaks(
    "has-side",
    "webs without an entry",
    WHOLE_VPC,
    [[WHOLE_VPC.slice(WHOLE_VPC.indexOf("web:"), WHOLE_VPC.indexOf("bridge:")), "webs: {}\n"]],
    [[12, "webs"]],
  ),
  breaks(
    "has-subnets",
    "a client without subnets",
    HUB,
    [["      batch-a: { cidr: 10.0.1.0/24, zone: a }\n      batch-b: { cidr: 10.0.2.0/24, zone: b }", "      {}"]],
    [[14, "clients.batch.subnets"]],
  ),
  breaks(
    "existing-side",
    "an existing VPC of which the file says too little",
    WHOLE_VPC,
    [
      ["id: subnet-11111111, ", ""],
      ["zone: use1-az3, id: subnet-33333333, route_table: rtb-22222222", "zone: use1-az3, id: subnet-33333333"],
      ["  security_groups: [sg-11111111]\n", ""],
    ],
    [
      [8, "client.subnets.clients"],
      [10, "client.subnets.batch"],
      [12, "web"],
    ],
  ),
  breaks(
    "existing-side",
    "a VPC to be created of which the file says too much",
    HUB,
    [
      ["batch-a: { cidr: 10.0.1.0/24", "batch-a: { id: subnet-11111111, cidr: 10.0.1.0/24"],
      [
        "shop-a: { cidr: 10.0.1.0/24, zone: a }",
        "shop-a: { cidr: 10.0.1.0/24, zone: a }\n    security_groups: [sg-11111111]",
      ],
    ],
    [
      [15, "clients.batch.subnets.batch-a.id"],
      [23, "webs.shop.security_groups"],
    ],
  ),
  breaks(
    "existing-side",
    "gateways and an attachment of a VPC to be created",
    HUB,
    [
      ["nat: { cidr: 100.64.0.0/26 }", OWN_GATEWAYS.replace("use1-az1", "a") + "\n  " + ATTACHED],
      [HUB_RANGE, HUB_RANGE],
      ["listeners:\n  http", "transit_gateway: { id: tgw-11111111 }\nlisteners:\n  http"],
    ],
    [
      [11, "clients.apps.attachment"],
      [10, "clients.apps.nat.gateways"],
    ],
  ),
  passes("existing-side", "gateways and an attachment that exist", WHOLE_VPC, [
    "nat: { cidr: 100.64.0.0/26 }",
    `${OWN_GATEWAYS}\n${ATTACHED}`,
  ]),
  breaks("way-keys", "way nat without nat", HUB, [["    nat: { cidr: 100.64.0.0/26 }\n", ""]], [[4, "clients.apps"]]),
  breaks(
    "way-keys",
    "way endpoint with nat",
    HUB,
    [[BATCH_NAT, `${BATCH_NAT}    nat: { cidr: 100.64.1.0/26 }\n`]],
    [[13, "clients.batch.nat"]],
  ),
  breaks(
    "way-keys",
    "endpoints of way nat",
    HUB,
    [["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/26 }\n    endpoint_subnets: [apps-a]"]],
    [[11, "clients.apps.endpoint_subnets"]],
  ),
  breaks(
    "way-keys",
    "an attachment of way peering",
    WHOLE_VPC,
    [["way: transit_gateway", `way: peering\n${ATTACHED}\n  attachment_subnets: [web-1]`]],
    [
      [14, "web.attachment"],
      [15, "web.attachment_subnets"],
    ],
  ),
  passes("way-keys", "subnets of endpoints", HUB, [BATCH_NAT, `${BATCH_NAT}    endpoint_subnets: [batch-b]\n`]),
  breaks(
    "attachment-gateway",
    "an attachment to a gateway that is created",
    WHOLE_VPC,
    [
      ["nat: { cidr: 100.64.0.0/26 }", `nat: { cidr: 100.64.0.0/26 }\n${ATTACHED}`],
      [WHOLE_VPC.slice(WHOLE_VPC.indexOf("transit_gateway:"), WHOLE_VPC.indexOf("listeners:")), ""],
    ],
    [[12, "client.attachment"]],
  ),
  breaks(
    "has-gateway",
    "gateways without one",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/26, gateways: {} }"]],
    [[11, "client.nat.gateways"]],
  ),
  breaks(
    "clients-own-tables",
    "a NAT gateway's table that clients have",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", OWN_GATEWAYS.replace("rtb-77777777", "rtb-11111111")]],
    [[11, "client.nat.gateways.nat-1.route_table"]],
  ),
  breaks(
    "clients-own-tables",
    "a table of clients and others",
    WHOLE_VPC,
    [["rtb-22222222", "rtb-11111111"]],
    [[10, "client.subnets.batch.route_table"]],
  ),
  breaks(
    "subnet-name",
    "an attachment in a web subnet that is not there",
    WHOLE_VPC,
    [["way: transit_gateway", "way: transit_gateway\n  attachment_subnets: [web-9]"]],
    [[14, "web.attachment_subnets[0]"]],
  ),
  breaks(
    "subnet-name",
    "endpoints in a client subnet that is not there",
    HUB,
    [[BATCH_NAT, `${BATCH_NAT}    endpoint_subnets: [apps-a]\n`]],
    [[13, "clients.batch.endpoint_subnets[0]"]],
  ),
  breaks(
    "subnet-name",
    "a gateway called like a subnet",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", OWN_GATEWAYS.replace("nat-1:", "more:")]],
    [[11, "client.nat.gateways.more"]],
  ),
  breaks(
    "subnet-name",
    "an attachment by a gateway that is not there",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", `${OWN_GATEWAYS}\n${ATTACHED}\n  attachment_subnets: [nat-2]`]],
    [[13, "client.attachment_subnets[0]"]],
  ),
  passes("subnet-name", "an attachment beside a gateway", WHOLE_VPC, [
    "nat: { cidr: 100.64.0.0/26 }",
    `${OWN_GATEWAYS}\n${ATTACHED}\n  attachment_subnets: [nat-1]`,
  ]),
  breaks(
    "attachment-subnets",
    "subnets of an attachment that is made elsewhere",
    WHOLE_VPC,
    [["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/26 }\n  attachment_subnets: [clients]"]],
    [[12, "client.attachment_subnets"]],
  ),
  breaks(
    "known-region",
    "a region of a hub like another",
    HUB,
    [
      ["region: us-east-1", "region: us-eest-1"],
      ["arn:aws:acm:us-east-1", "arn:aws:acm:us-eest-1"],
    ],
    [[1, "region"]],
  ),
  breaks(
    "zone-exists",
    "letters that the region has not",
    HUB,
    [
      ["apps-a: { cidr: 10.0.1.0/24, zone: a", "apps-a: { cidr: 10.0.1.0/24, zone: z"],
      ["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/26, zones: [a, y] }"],
      ["zones: [a, b]", "zones: [a, x]"],
    ],
    [
      [8, "clients.apps.subnets.apps-a.zone"],
      [10, "clients.apps.nat.zones[1]"],
      [32, "bridge.zones[1]"],
    ],
  ),
  breaks(
    "one-kind-of-zone",
    "letters and ids in each VPC",
    HUB,
    [
      ["apps-b: { cidr: 10.0.2.0/24, zone: b", "apps-b: { cidr: 10.0.2.0/24, zone: use1-az2"],
      ["crm-b: { cidr: 10.0.2.0/24, zone: b", "crm-b: { cidr: 10.0.2.0/24, zone: use1-az2"],
      ["zones: [a, b]", "zones: [a, use1-az2]"],
    ],
    [
      [32, "bridge.zones"],
      [4, "clients.apps"],
      [23, "webs.crm"],
    ],
  ),
  breaks(
    "distinct-zones",
    "a zone twice",
    HUB,
    [
      ["zones: [a, b]", "zones: [a, b, a]"],
      ["nat: { cidr: 100.64.0.0/26 }", "nat: { cidr: 100.64.0.0/26, zones: [a, a] }"],
    ],
    [
      [32, "bridge.zones[2]"],
      [10, "clients.apps.nat.zones[1]"],
    ],
  ),
  breaks(
    "logs-account",
    "a bucket of no account",
    HUB,
    [["services:", "logs: { bucket: acme-logs, create: true }\nservices:"]],
    [[38, "logs.create"]],
  ),
  passes("logs-account", "a bucket of the hub's account", WHOLE_VPC, [
    "services:",
    "logs: { bucket: acme-logs, create: true }\nservices:",
  ]),
  breaks(
    "shared-gateway-account",
    "a gateway of nobody",
    WHOLE_VPC,
    [
      ['  account: { id: "111122223333" }\n  cidr', "  cidr"],
      [GATEWAY, "listeners:"],
      [
        '  account: { id: "111122223333" }\n  vpc',
        '  account: { id: "111122223333", role: "arn:aws:iam::111122223333:role/deploy" }\n  vpc',
      ],
    ],
    [[26, "transit_gateway.id"]],
  ),
  passes(
    "shared-gateway-account",
    "a gateway that is shared",
    WHOLE_VPC,
    ['  account: { id: "111122223333" }\n  cidr', "  cidr"],
    [GATEWAY, "  share: exists\nlisteners:"],
    [
      '  account: { id: "111122223333" }\n  vpc',
      '  account: { id: "111122223333", role: "arn:aws:iam::111122223333:role/deploy" }\n  vpc',
    ],
  ),
  breaks(
    "gateway-owner",
    "the owner of a gateway that is created",
    WHOLE_VPC,
    [["  id: tgw-11111111\n", ""]],
    [[27, "transit_gateway.account"]],
  ),
  breaks(
    "gateway-owner",
    "the owner of a gateway that is created, without role",
    WHOLE_VPC,
    [
      ["  id: tgw-11111111\n", ""],
      [', role: "arn:aws:iam::777788889999:role/network"', ""],
    ],
    [[27, "transit_gateway.account"]],
  ),
  breaks(
    "account-role",
    "two accounts and one set of credentials",
    WHOLE_VPC,
    [
      [', role: "arn:aws:iam::444455556666:role/deploy"', ""],
      [', role: "arn:aws:iam::777788889999:role/network"', ""],
    ],
    [
      [14, "web.account"],
      [28, "transit_gateway.account"],
    ],
  ),
  breaks(
    "account-role",
    "a client's account beside a hub of none",
    HUB,
    [["    nat: { cidr: 100.64.0.0/26 }", `    nat: { cidr: 100.64.0.0/26 }\n    ${ACCOUNT("111122223333")}`]],
    [[11, "clients.apps.account"]],
  ),
  passes(
    "account-role",
    "the same account twice",
    HUB,
    ["    nat: { cidr: 100.64.0.0/26 }", `    nat: { cidr: 100.64.0.0/26 }\n    ${ACCOUNT("111122223333")}`],
    ["  place: hub", `  place: hub\n  ${ACCOUNT("111122223333")}`],
  ),
  breaks(
    "distinct-entries",
    "lists of things of their own",
    HUB,
    [
      ["targets: [10.0.1.10, 10.0.2.10]", "targets: [10.0.1.10]\n    clients: [apps, batch, apps]"],
      [BATCH_NAT, `${BATCH_NAT}    endpoint_subnets: [batch-a, batch-a]\n`],
    ],
    [
      [13, "clients.batch.endpoint_subnets[1]"],
      [49, "services.crm.clients[2]"],
    ],
  ),
  breaks(
    "same-region",
    "a certificate of elsewhere",
    HUB,
    [["acm:us-east-1", "acm:us-east-2"]],
    [[36, "listeners.https.certificates[0]"]],
  ),
  ...[
    ["a side that is not there", "shops", "http://crm"],
    ["an address that is not the side's", "10.9.0.1@shop", "crm"],
    ["an address of no subnet", "10.0.9.1@crm", "crm"],
    ["a service of a hub that sends", "database", "crm"],
    ["a private address of nobody", "10.0.1.10", "crm"],
  ].map(([what = "", from, to]) =>
    breaks(
      "expect-end",
      what,
      HUB,
      [["services:", `expect: [{ from: "${from}", to: "${to}", is: denied }]\nservices:`]],
      [[38, "expect[0].from"]],
    ),
  ),
  passes("expect-end", "sides, a service, the hub and an address", HUB, [
    "services:",
    "expect: [{ from: apps, to: database, is: allowed }, { from: shop, to: apps, is: denied }, { from: 100.64.0.4@apps, to: 100.64.8.9@hub, is: denied }]\nservices:",
  ]),
];

/** Hubs that contradict themselves, and some that just do not. */
export const HUB_CONTRADICTIONS: readonly ContradictionCase[] = [
  ...HUB_SIDE_CONTRADICTIONS,
  ...HUB_SERVICE_CONTRADICTIONS,
];
