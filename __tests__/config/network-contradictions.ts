import { ATTACHED, EXISTING, LARGE, patch, SMALL } from "./bridge-texts";
import { add, breaks, type ContradictionCase, demo, passes } from "./contradiction-case";

const CLIENT_ATTACHED = "attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }";
const ALB_2 = "zone: b }\nlisteners";

/** Contradictions between regions, zones, VPCs and subnets. */
export const NETWORK_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks("known-region", "a region like another", SMALL, [["us-east-1", "us-eest-1"]], [[1, "region"]]),
  breaks("known-region", "a region like none", SMALL, [["us-east-1", "xx-nowhere-9"]], [[1, "region"]]),
  passes("known-region", "a new region with zones of the file", SMALL, ["us-east-1", "xx-nowhere-9\nzones: [a, b]"]),
  breaks(
    "zone-exists",
    "letters that the region has not, in every kind of subnet",
    SMALL,
    [
      ["clients: { cidr: 10.64.0.0/24, zone: a", "clients: { cidr: 10.64.0.0/24, zone: u"],
      ["servers: { cidr: 10.64.0.0/24, zone: a", "servers: { cidr: 10.64.0.0/24, zone: v"],
      ["zone: a, addresses", "zone: w, addresses"],
      ["zone: b }", "zone: x }"],
      [
        "  alb_subnets:",
        "  attachment_subnets: { t: { cidr: 10.0.4.0/28, zone: y } }\n  shadow_subnets: { s: { cidr: 10.64.1.0/28, zone: z } }\n  alb_subnets:",
      ],
    ],
    [
      [6, "client.subnets.clients.zone"],
      [10, "web.subnets.servers.zone"],
      [19, "bridge.alb_subnets.alb-2.zone"],
      [14, "bridge.nat_subnets.nat.zone"],
      [15, "bridge.attachment_subnets.t.zone"],
      [16, "bridge.shadow_subnets.s.zone"],
    ],
  ),
  breaks(
    "zone-exists",
    "a letter that the file does not list",
    SMALL,
    [["us-east-1", "us-east-1\nzones: [a, c]"]],
    [[18, "bridge.alb_subnets.alb-2.zone"]],
  ),
  breaks(
    "zone-exists",
    "a zone to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a, b, d]"]],
    [[17, "bridge.zones[2]"]],
  ),
  passes("zone-exists", "the region's last letter", SMALL, [ALB_2, "zone: f }\nlisteners"]),
  breaks(
    "one-kind-of-zone",
    "letters and ids in the client VPC",
    SMALL,
    [[ALB_2, "zone: use1-az4 }\nlisteners"]],
    [[11, "bridge"]],
  ),
  breaks(
    "one-kind-of-zone",
    "letters and ids in the web VPC",
    LARGE,
    [["web-b: { cidr: 10.64.1.0/24, zone: b", "web-b: { cidr: 10.64.1.0/24, zone: euc1-az3"]],
    [[12, "web.subnets"]],
  ),
  passes("one-kind-of-zone", "letters on one side, ids on the other", SMALL, [
    "servers: { cidr: 10.64.0.0/24, zone: a",
    "servers: { cidr: 10.64.0.0/24, zone: use1-az4",
  ]),
  breaks(
    "existing-side",
    "subnets of existing VPCs without id or table",
    EXISTING,
    [
      ["id: subnet-11111111, ", ""],
      [", route_table: rtb-33333333 }\n    web-2", " }\n    web-2"],
    ],
    [
      [7, "client.subnets.clients"],
      [14, "web.subnets.web-1"],
    ],
  ),
  breaks(
    "existing-side",
    "ids in VPCs that are created",
    SMALL,
    [
      ["clients: { ", "clients: { route_table: rtb-11111111, "],
      ["servers: { ", "servers: { id: subnet-11111111, "],
    ],
    [
      [6, "client.subnets.clients.route_table"],
      [10, "web.subnets.servers.id"],
    ],
  ),
  breaks(
    "existing-side",
    "what only an existing VPC has",
    SMALL,
    [
      ["client:\n  vpc: { ", "client:\n  vpc: { secondary_cidrs: [10.70.0.0/16], "],
      ["web:\n  vpc: { ", "web:\n  vpc: { routes: [10.8.0.0/16], "],
    ],
    [
      [4, "client.vpc.secondary_cidrs"],
      [8, "web.vpc.routes"],
    ],
  ),
  breaks(
    "existing-side",
    "security groups in a web VPC that is created",
    SMALL,
    [["bridge:", "  security_groups: [sg-11111111]\nbridge:"]],
    [[11, "web.security_groups"]],
  ),
  breaks(
    "existing-side",
    "an existing web VPC without security groups",
    EXISTING,
    [["  security_groups: [sg-11111111]\n", ""]],
    [[10, "web"]],
  ),
  passes("existing-side", "both sides exist", EXISTING),
  breaks(
    "has-subnets",
    "none on either side",
    SMALL,
    [
      ["\n    clients: { cidr: 10.64.0.0/24, zone: a }", " {}"],
      ["\n    servers: { cidr: 10.64.0.0/24, zone: a }", " {}"],
    ],
    [
      [5, "client.subnets"],
      [8, "web.subnets"],
    ],
  ),
  breaks(
    "subnet-name",
    "an attachment in no subnet, by a name that every object has",
    LARGE,
    [["bridge:", "  attachment_subnets: [web-a, web-c, constructor]\nbridge:"]],
    [
      [15, "web.attachment_subnets[1]"],
      [15, "web.attachment_subnets[2]"],
    ],
  ),
  breaks(
    "subnet-name",
    "a client's attachment in no subnet",
    ATTACHED,
    [["[clients, more]", "[clients, more, web-1]"]],
    [[11, "client.attachment_subnets[2]"]],
  ),
  breaks(
    "existing-side",
    "attachments of VPCs to be created",
    SMALL,
    [
      ["zone: a }\nweb:", `zone: a }\n  ${CLIENT_ATTACHED}\n  attachment_subnets: [clients]\nweb:`],
      ["zone: a }\nbridge:", `zone: a }\n  ${CLIENT_ATTACHED.replaceAll("1111", "2222")}\nbridge:`],
      add("transit_gateway: { id: tgw-11111111 }"),
    ],
    [
      [7, "client.attachment"],
      [13, "web.attachment"],
    ],
  ),
  breaks(
    "attachment-gateway",
    "attachments to a gateway that is created",
    ATTACHED,
    [["transit_gateway: { id: tgw-11111111 }\n", ""]],
    [
      [10, "client.attachment"],
      [19, "web.attachment"],
    ],
  ),
  passes("attachment-gateway", "attachments to a gateway that exists", ATTACHED),
  breaks(
    "attachment-subnets",
    "where an attachment is that is made",
    ATTACHED,
    [[`  ${CLIENT_ATTACHED}\n`, ""]],
    [[10, "client.attachment_subnets"]],
  ),
  breaks(
    "attachment-subnets",
    "subnets made for an attachment that exists",
    patch(ATTACHED, [
      "  zones: [use1-az1, use1-az2]\n",
      "  alb_subnets: { a: { cidr: 100.64.0.0/27, zone: use1-az1 }, b: { cidr: 100.64.0.32/27, zone: use1-az2 } }\n  nat_subnets: { n: { cidr: 100.64.0.128/28, zone: use1-az1 } }\n",
    ]),
    [["transit_gateway:", "  attachment_subnets: { t: { cidr: 100.64.0.192/28, zone: use1-az1 } }\ntransit_gateway:"]],
    [[25, "bridge.attachment_subnets"]],
  ),
  passes("attachment-subnets", "none made for one that exists", ATTACHED),
  breaks(
    "subnet-name",
    "one name in several groups of the client VPC",
    SMALL,
    [
      ["    nat: {", "    clients: {"],
      ["    alb-2: {", "    clients: {"],
    ],
    [
      [17, "bridge.alb_subnets.clients"],
      [14, "bridge.nat_subnets.clients"],
    ],
  ),
  breaks(
    "subnet-name",
    "demo hosts in no subnet",
    SMALL,
    [demo("client: { subnet: servers, address: 10.64.0.20 }, web: { subnet: clients, address: 10.64.0.10 }")],
    [
      [20, "demo.client.subnet"],
      [20, "demo.web.subnet"],
    ],
  ),
  passes("subnet-name", "one name in both VPCs", SMALL, ["    servers: {", "    clients: {"]),
  breaks(
    "carved-or-given",
    "nothing",
    LARGE,
    [["  zones: [a, b]\n", ""]],
    [
      [15, "bridge"],
      [15, "bridge"],
    ],
  ),
  breaks(
    "carved-or-given",
    "an empty map",
    SMALL,
    [["\n    nat: { cidr: 10.0.1.0/24, zone: a, addresses: [10.0.1.10] }", " {}"]],
    [[11, "bridge"]],
  ),
  breaks(
    "carved-or-given",
    "both",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  alb_subnets: {}\n  nat_subnets: {}\n  attachment_subnets: {}"]],
    [
      [18, "bridge.alb_subnets"],
      [19, "bridge.nat_subnets"],
      [20, "bridge.attachment_subnets"],
    ],
  ),
  passes("carved-or-given", "carved, with a shadow subnet given", LARGE, [
    "  zones: [a, b]",
    "  zones: [a, b]\n  shadow_subnets: { s: { cidr: 10.64.9.0/24, zone: a } }",
  ]),
  breaks(
    "distinct-zones",
    "a zone three times",
    LARGE,
    [["zones: [a, b]", "zones: [a, b, a, a]"]],
    [
      [17, "bridge.zones[2]"],
      [17, "bridge.zones[3]"],
    ],
  ),
  breaks(
    "clients-own-tables",
    "clients and others in one table",
    EXISTING,
    [["rtb-22222222, clients: false", "rtb-11111111, clients: false"]],
    [[9, "client.subnets.batch.route_table"]],
  ),
  passes("clients-own-tables", "tables of their own", EXISTING),
];
