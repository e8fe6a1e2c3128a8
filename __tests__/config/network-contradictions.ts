import { EXISTING, LARGE, SMALL } from "./bridge-texts";
import { breaks, type ContradictionCase, demo, passes } from "./contradiction-case";

const ALB_2 = "zone: b }\nlisteners";

/** Contradictions between regions, zones, VPCs and subnets. */
export const NETWORK_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "known-region",
    "a region like another",
    SMALL,
    [["us-east-1", "us-eest-1"]],
    [
      "region: is not a region this program knows; write us-east-1, or add zones: [a, b, c] with the region's zone letters if it is right",
    ],
  ),
  breaks(
    "known-region",
    "a region like none",
    SMALL,
    [["us-east-1", "xx-nowhere-9"]],
    ["region: is not a region this program knows; add zones: [a, b, c] with the region's zone letters if it is right"],
  ),
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
      "client.subnets.clients.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
      "web.subnets.servers.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
      "bridge.alb_subnets.alb-2.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
      "bridge.nat_subnets.nat.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
      "bridge.attachment_subnets.t.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
      "bridge.shadow_subnets.s.zone: is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account's letters under zones",
    ],
  ),
  breaks(
    "zone-exists",
    "a letter that the file does not list",
    SMALL,
    [["us-east-1", "us-east-1\nzones: [a, c]"]],
    [
      "bridge.alb_subnets.alb-2.zone: is not a zone of us-east-1; write one of a, c, or list your account's letters under zones",
    ],
  ),
  breaks(
    "zone-exists",
    "a zone to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a, b, d]"]],
    [
      "bridge.zones[2]: is not a zone of eu-central-1; write one of a, b, c, or list your account's letters under zones",
    ],
  ),
  passes("zone-exists", "the region's last letter", SMALL, [ALB_2, "zone: f }\nlisteners"]),
  breaks(
    "one-kind-of-zone",
    "letters and ids in the client VPC",
    SMALL,
    [[ALB_2, "zone: use1-az4 }\nlisteners"]],
    [
      "bridge: mixes zone letters (a) with zone ids (use1-az4), which can't be compared; write letters everywhere in the client VPC, or ids everywhere",
    ],
  ),
  breaks(
    "one-kind-of-zone",
    "letters and ids in the web VPC",
    LARGE,
    [["web-b: { cidr: 10.64.1.0/24, zone: b", "web-b: { cidr: 10.64.1.0/24, zone: euc1-az3"]],
    [
      "web.subnets: mixes zone letters (a) with zone ids (euc1-az3), which can't be compared; write letters everywhere in the web VPC, or ids everywhere",
    ],
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
      "client.subnets.clients: has no id, but client.vpc.id says the VPC exists; write its id",
      "web.subnets.web-1: has no route_table, but web.vpc.id says the VPC exists; write its route_table",
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
      "client.subnets.clients.route_table: is given, but client.vpc has no id, so the VPC would be created; write client.vpc.id, or leave route_table out",
      "web.subnets.servers.id: is given, but web.vpc has no id, so the VPC would be created; write web.vpc.id, or leave id out",
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
      "client.vpc.secondary_cidrs: describes a VPC that exists, but there is no id; write client.vpc.id, or leave secondary_cidrs out",
      "web.vpc.routes: describes a VPC that exists, but there is no id; write web.vpc.id, or leave routes out",
    ],
  ),
  breaks(
    "existing-side",
    "security groups in a web VPC that is created",
    SMALL,
    [["bridge:", "  security_groups: [sg-11111111]\nbridge:"]],
    ["web.security_groups: is given, but the web VPC is created with its own group; leave it out"],
  ),
  breaks(
    "existing-side",
    "an existing web VPC without security groups",
    EXISTING,
    [["  security_groups: [sg-11111111]\n", ""]],
    ["web: has no security_groups, but its VPC exists; write the web servers' security groups"],
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
      "client.subnets: holds no subnet; write at least one subnet of the client VPC",
      "web.subnets: holds no subnet; write at least one subnet of the web VPC",
    ],
  ),
  breaks(
    "subnet-name",
    "an attachment in no subnet, by a name that every object has",
    LARGE,
    [["bridge:", "  attachment_subnets: [web-a, web-c, constructor]\nbridge:"]],
    [
      "web.attachment_subnets[1]: is no web subnet; write one of web-b",
      "web.attachment_subnets[2]: is no web subnet; write one of web-b",
    ],
  ),
  breaks(
    "subnet-name",
    "one name in several groups of the client VPC",
    SMALL,
    [
      ["    nat: {", "    clients: {"],
      ["    alb-2: {", "    clients: {"],
    ],
    [
      "bridge.alb_subnets.clients: is a name that client.subnets has too; give it another name",
      "bridge.nat_subnets.clients: is a name that client.subnets has too; give it another name",
    ],
  ),
  breaks(
    "subnet-name",
    "demo hosts in no subnet",
    SMALL,
    [demo("client: { subnet: servers, address: 10.64.0.20 }, web: { subnet: clients, address: 10.64.0.10 }")],
    [
      "demo.client.subnet: is no client subnet; write one of clients",
      "demo.web.subnet: is no web subnet; write one of servers",
    ],
  ),
  passes("subnet-name", "one name in both VPCs", SMALL, ["    servers: {", "    clients: {"]),
  breaks(
    "carved-or-given",
    "nothing",
    LARGE,
    [["  zones: [a, b]\n", ""]],
    [
      "bridge: has no alb_subnets and no zones; write alb_subnets, or zones: [a, b] to carve the subnets",
      "bridge: has no nat_subnets and no zones; write nat_subnets, or zones: [a, b] to carve the subnets",
    ],
  ),
  breaks(
    "carved-or-given",
    "an empty map",
    SMALL,
    [["\n    nat: { cidr: 10.0.1.0/24, zone: a, addresses: [10.0.1.10] }", " {}"]],
    ["bridge: has no nat_subnets and no zones; write nat_subnets"],
  ),
  breaks(
    "carved-or-given",
    "both",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  alb_subnets: {}\n  nat_subnets: {}\n  attachment_subnets: {}"]],
    [
      "bridge.alb_subnets: is given beside zones, which carve it; leave it out, or give all and no zones",
      "bridge.nat_subnets: is given beside zones, which carve it; leave it out, or give all and no zones",
      "bridge.attachment_subnets: is given beside zones, which carve it; leave it out, or give all and no zones",
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
      "bridge.zones[2]: is listed twice; list each zone once, and two or more",
      "bridge.zones[3]: is listed twice; list each zone once, and two or more",
    ],
  ),
  breaks(
    "clients-own-tables",
    "clients and others in one table",
    EXISTING,
    [["rtb-22222222, clients: false", "rtb-11111111, clients: false"]],
    [
      "client.subnets.batch.route_table: is the table of clients, so this subnet would get a way over the bridge too; give it a table of its own, or leave clients: false out",
    ],
  ),
  passes("clients-own-tables", "tables of their own", EXISTING),
];
