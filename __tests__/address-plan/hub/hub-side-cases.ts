import { type Edit, patch } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";
import { GATEWAYS } from "./hub-range-cases";

const BY_GATEWAY = HUB.replaceAll("way: peering", "way: transit_gateway");
/** HUB in two accounts: the hub's, and that of the client by endpoint. */
const ELSEWHERE: Edit = ["    way: endpoint\n", '    way: endpoint\n    account: { id: "444455556666" }\n'];
/** The same with zone ids. */
const WITH_IDS = HUB.replaceAll("zone: a", "zone: use1-az1")
  .replaceAll("zone: b", "zone: use1-az2")
  .replace("zones: [a, b]", "zones: [use1-az1, use1-az2]");
const BATCH = (subnets: string): Edit => [
  "      batch-a: { cidr: 10.0.1.0/24, zone: a }\n      batch-b: { cidr: 10.0.2.0/24, zone: b }\n",
  `      ${subnets}\n`,
];
const ENDPOINTS = (list: string): Edit => [
  "    way: endpoint\n",
  `    way: endpoint\n    endpoint_subnets: [${list}]\n`,
];
const MORE: Edit = [
  "      batch-b:",
  "      batch-c: { cidr: 10.0.3.0/24, zone: c }\n      batch-x: { cidr: 10.0.4.0/24, zone: a }\n      batch-b:",
];
const ATTACHED = (lines: string): Edit => [
  "  nat: { cidr: 100.64.0.0/26 }\n",
  `  nat: { cidr: 100.64.0.0/26 }\n${lines}`,
];
/** An attachment; all of them in one table. */
const ATTACHMENT = (id: string, subnets: string): string =>
  `  attachment: { id: tgw-attach-${id}, route_table: tgw-rtb-11111111 }\n  attachment_subnets: [${subnets}]\n`;

/** A second client by NAT, and an attachment of each. */
function twoAttachments(second: string): string {
  const attachment = (id: string, table: string) =>
    `    attachment: { id: tgw-attach-${id}, route_table: ${table} }\n    attachment_subnets: [SUBNETS]\n`;
  return patch(
    HUB,
    [
      "    nat: { cidr: 100.64.0.0/26 }\n",
      `    nat: { cidr: 100.64.0.0/26 }\n${attachment("11111111", "tgw-rtb-11111111").replace("SUBNETS", "apps-a, apps-b")}`,
    ],
    [
      "    way: endpoint\n",
      `    way: nat\n    nat: { cidr: 100.64.1.0/26 }\n${attachment("22222222", second).replace("SUBNETS", "batch-a, batch-b")}`,
    ],
    ["listeners:\n  http", "transit_gateway: { id: tgw-11111111 }\nlisteners:\n  http"],
  );
}

export const BROKEN_HUB_SIDES: readonly BrokenCase[] = [
  broken("webs-share-gateway", "two webs of one range", BY_GATEWAY, [], [[24, "webs.crm.way"]]),
  broken(
    "webs-share-gateway",
    "a subnet inside the other's",
    BY_GATEWAY,
    [["crm-a: { cidr: 10.0.1.0/24", "crm-a: { cidr: 10.0.0.0/23"]],
    [[24, "webs.crm.way"]],
  ),
  broken(
    "gateway-routes-once",
    "two clients in one table",
    twoAttachments("tgw-rtb-11111111"),
    [],
    [[16, "clients.batch.attachment.route_table"]],
  ),
  broken(
    "gateway-routes-once",
    "two clients of different webs in one table",
    twoAttachments("tgw-rtb-11111111"),
    [
      ["    web: shop\n", "    web: shop\n    clients: [apps]\n"],
      ["    targets: [10.0.1.10, 10.0.2.10]\n", "    targets: [10.0.1.10, 10.0.2.10]\n    clients: [batch]\n"],
      ["    protocol: TCP\n", "    protocol: TCP\n    clients: [batch]\n"],
    ],
    [[16, "clients.batch.attachment.route_table"]],
  ),
  broken(
    "gateway-routes-once",
    "a client and a web in one table",
    WHOLE_VPC,
    [
      ATTACHED(ATTACHMENT("11111111", "clients, more")),
      ["  security_groups:", `${ATTACHMENT("22222222", "web-1, web-2")}  security_groups:`],
    ],
    [[22, "web.attachment.route_table"]],
  ),
  broken(
    "topic-account",
    "alarms of a client's NAT gateways",
    HUB,
    [
      ["    way: nat\n", '    way: nat\n    account: { id: "444455556666" }\n'],
      ["services:\n", 'alarms: { topic: "arn:aws:sns:us-east-1:111122223333:alarms" }\nservices:\n'],
    ],
    [[39, "alarms.topic"]],
  ),
  broken(
    "topic-account",
    "alarms of attachments, which are in the gateway's account",
    WHOLE_VPC,
    [["services:\n", 'alarms: { topic: "arn:aws:sns:us-east-1:111122223333:alarms" }\nservices:\n']],
    [[31, "alarms.topic"]],
  ),
  broken(
    "attachment-placed",
    "an attachment that is nowhere",
    WHOLE_VPC,
    [
      ATTACHED("  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }\n"),
      [
        "  security_groups:",
        "  attachment: { id: tgw-attach-22222222, route_table: tgw-rtb-22222222 }\n  security_groups:",
      ],
    ],
    [
      [12, "client.attachment"],
      [21, "web.attachment"],
    ],
  ),
  broken(
    "sides-used",
    "a client and a web that no service names",
    HUB.replace(/ {4}web: shop\n/, "    web: crm\n").replace(/ {4}web: crm\n/g, "$&    clients: [apps]\n"),
    [],
    [
      [11, "clients.batch"],
      [18, "webs.shop"],
    ],
  ),
  broken(
    "endpoint-zones",
    "none in common",
    HUB,
    [BATCH("batch-c: { cidr: 10.0.3.0/24, zone: c }")],
    [[14, "clients.batch.subnets"]],
  ),
  broken(
    "endpoint-zones",
    "a listed subnet elsewhere, and two in one zone",
    HUB,
    [MORE, ENDPOINTS("batch-a, batch-c, batch-x")],
    [
      [13, "clients.batch.endpoint_subnets[1]"],
      [13, "clients.batch.endpoint_subnets[2]"],
    ],
  ),
  broken("endpoint-zone-ids", "letters of two accounts", HUB, [ELSEWHERE], [[15, "clients.batch.subnets"]]),
  broken(
    "endpoint-zone-ids",
    "ids beside the hub's letters",
    HUB,
    [BATCH("batch-a: { cidr: 10.0.1.0/24, zone: use1-az1 }")],
    [[14, "clients.batch.subnets"]],
  ),
  broken(
    "attachment-zones",
    "a NAT gateway in a zone without an attachment subnet, and two subnets in one",
    WHOLE_VPC,
    [
      ATTACHED(
        "  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }\n  attachment_subnets: [clients, batch, other]\n",
      ),
      [
        "    batch:",
        "    other: { cidr: 10.0.64.0/20, zone: use1-az1, id: subnet-99999999, route_table: rtb-11111111 }\n    batch:",
      ],
    ],
    [
      [10, "client.subnets.other.zone"],
      [14, "client.attachment_subnets"],
    ],
  ),
  broken(
    "attachment-zones",
    "two of the web's in one zone",
    WHOLE_VPC,
    [["  security_groups:", "  attachment_subnets: [web-1, web-2, web-3]\n  security_groups:"]],
    [[19, "web.subnets.web-3.zone"]],
  ),
  broken(
    "web-attachment-zones",
    "a target in a zone without the attachment",
    WHOLE_VPC,
    [["  security_groups:", "  attachment_subnets: [web-1]\n  security_groups:"]],
    [[34, "services.shop.targets[1]"]],
  ),
  broken(
    "nat-zones",
    "two gateways in one zone",
    WHOLE_VPC,
    [[GATEWAYS("100.64.0.0/28")[0], GATEWAYS("100.64.0.0/28")[1].replace("zone: use1-az2", "zone: use1-az1")]],
    [[15, "client.nat.gateways.two.zone"]],
  ),
  broken(
    "nat-addresses",
    "an address of AWS's own",
    WHOLE_VPC,
    [[GATEWAYS("100.64.0.0/28")[0], GATEWAYS("100.64.0.0/28")[1].replace("100.64.0.9", "100.64.0.3")]],
    [[14, "client.nat.gateways.one.addresses[0]"]],
  ),
  broken("nat-used", "a zone whose clients use another's", WHOLE_VPC, [], [[11, "client.nat"]]),
  broken(
    "has-clients",
    "none on one side",
    HUB,
    [BATCH("batch-a: { cidr: 10.0.1.0/24, zone: a, clients: false }")],
    [[14, "clients.batch.subnets"]],
  ),
  broken(
    "vpc-size",
    "a web VPC",
    HUB,
    [
      [
        "  shop:\n    way: peering\n    vpc: { cidr: 10.0.0.0/16 }",
        "  shop:\n    way: peering\n    vpc: { cidr: 10.0.0.0/15 }",
      ],
    ],
    [[20, "webs.shop.vpc.cidr"]],
  ),
  broken(
    "subnet-in-vpc",
    "one of a web",
    HUB,
    [["shop-a: { cidr: 10.0.1.0/24", "shop-a: { cidr: 10.1.1.0/24"]],
    [[22, "webs.shop.subnets.shop-a.cidr"]],
  ),
  broken(
    "subnets-overlap",
    "two of a web",
    HUB,
    [["crm-b: { cidr: 10.0.2.0/24", "crm-b: { cidr: 10.0.1.0/25"]],
    [[28, "webs.crm.subnets.crm-b.cidr"]],
  ),
  broken(
    "target-in-web",
    "a target of another web's subnet",
    HUB,
    [["    web: shop\n    targets: [10.0.1.10]", "    web: shop\n    targets: [10.0.2.10]"]],
    [[41, "services.shop.targets[0]"]],
  ),
  broken(
    "target-usable",
    "an address of AWS's own",
    HUB,
    [["    web: shop\n    targets: [10.0.1.10]", "    web: shop\n    targets: [10.0.1.2]"]],
    [[41, "services.shop.targets[0]"]],
  ),
  broken(
    "id-stands-once",
    "a client VPC that is the web's",
    WHOLE_VPC,
    [["id: vpc-22222222", "id: vpc-11111111"]],
    [[15, "web.vpc.id"]],
  ),
  broken(
    "id-stands-once",
    "a NAT gateway twice",
    WHOLE_VPC,
    [[GATEWAYS("100.64.0.0/28")[0], GATEWAYS("100.64.0.0/28")[1].replace("nat-22222222", "nat-11111111")]],
    [[15, "client.nat.gateways.two.id"]],
  ),
  broken(
    "zone-id-region",
    "the hub's",
    WITH_IDS,
    [["[use1-az1, use1-az2]", "[use1-az1, usw2-az2]"]],
    [[32, "bridge.zones[1]"]],
  ),
  broken(
    "arn-account",
    "the gateway owner's role",
    WHOLE_VPC,
    [["arn:aws:iam::777788889999", "arn:aws:iam::111122223333"]],
    [[28, "transit_gateway.account.role"]],
  ),
  broken(
    "one-role",
    "the hub's account without the client's role",
    WHOLE_VPC,
    [
      [
        '  way: nat\n  account: { id: "111122223333" }',
        '  way: nat\n  account: { id: "111122223333", role: "arn:aws:iam::111122223333:role/apps" }',
      ],
    ],
    [[5, "client.account"]],
  ),
];

export const HOLDING_HUB_SIDES: readonly HoldingCase[] = [
  holds("webs-share-gateway", "one by the gateway, one by peering", HUB, [
    "  crm:\n    way: peering",
    "  crm:\n    way: transit_gateway",
  ]),
  holds(
    "webs-share-gateway",
    "two whose targets are in other subnets",
    BY_GATEWAY,
    ["    web: shop\n    targets: [10.0.1.10]", "    web: shop\n    targets: [10.0.3.10]"],
    ["shop-a: { cidr: 10.0.1.0/24", "shop-a: { cidr: 10.0.3.0/24"],
  ),
  holds("gateway-routes-once", "a table for each", twoAttachments("tgw-rtb-22222222")),
  holds(
    "attachment-placed",
    "the subnets of each",
    WHOLE_VPC,
    ATTACHED(
      "  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }\n  attachment_subnets: [clients, more]\n",
    ),
  ),
  holds("sides-used", "each once", HUB),
  holds("endpoint-zones", "one in common", HUB, BATCH("batch-b: { cidr: 10.0.2.0/24, zone: b }")),
  holds("endpoint-zones", "one of each zone listed", HUB, MORE, ENDPOINTS("batch-x, batch-b")),
  holds("endpoint-zone-ids", "ids in two accounts", patch(WITH_IDS, ELSEWHERE)),
  holds("endpoint-zone-ids", "letters in one account", HUB),
  holds(
    "one-role",
    "the same role at both",
    WHOLE_VPC,
    [
      '  way: nat\n  account: { id: "111122223333" }',
      '  way: nat\n  account: { id: "111122223333", role: "arn:aws:iam::111122223333:role/apps" }',
    ],
    [
      '  place: hub\n  account: { id: "111122223333" }',
      '  place: hub\n  account: { id: "111122223333", role: "arn:aws:iam::111122223333:role/apps" }',
    ],
  ),
];
