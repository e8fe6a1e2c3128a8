import { APPLIANCE, LARGE_APPLIANCE, SMALL } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const CLIENTS_SEEN = "clients_seen_as: 100.64.2.0/24";
const WEB_SEEN = "web_seen_as: 100.64.1.0/24";
const CLIENTS = "clients: { cidr: 10.64.0.0/24, zone: a }";
const SERVERS = "servers: { cidr: 10.64.0.0/24, zone: a }";
const INITIATE = "  initiate: both\n";
const type = (text: string) => [INITIATE, `${INITIATE}  instance_type: ${text}\n`] as const;
const MAP_OF_CLIENTS = "{ 10.64.0.0/24: 100.65.0.0/24, 10.64.2.0/24: 100.65.2.0/24 }";

export const BROKEN_APPLIANCE_RULES: readonly BrokenCase[] = [
  broken(
    "appliance-one-prefix",
    "one range for two prefixes",
    LARGE_APPLIANCE,
    [[`clients_seen_as: ${MAP_OF_CLIENTS}`, "clients_seen_as: 100.65.0.0/23"]],
    [[18, "appliance.clients_seen_as"]],
  ),
  broken(
    "appliance-sizes",
    "half as many, and twice as many",
    APPLIANCE,
    [
      [CLIENTS_SEEN, "clients_seen_as: 100.64.2.0/25"],
      [WEB_SEEN, "web_seen_as: 100.64.4.0/23"],
    ],
    [
      [17, "appliance.clients_seen_as"],
      [18, "appliance.web_seen_as"],
    ],
  ),
  broken(
    "appliance-apart",
    "in the client VPC, and in the bridge's range",
    APPLIANCE,
    [
      [CLIENTS_SEEN, "clients_seen_as: 10.64.2.0/24"],
      [WEB_SEEN, "web_seen_as: 10.0.8.0/24"],
    ],
    [
      [17, "appliance.clients_seen_as"],
      [18, "appliance.web_seen_as"],
    ],
  ),
  broken(
    "appliance-apart",
    "in the web VPC",
    APPLIANCE,
    [
      ["web:\n  vpc: { cidr: 10.64.0.0/16 }", "web:\n  vpc: { cidr: 10.64.0.0/15 }"],
      [CLIENTS_SEEN, "clients_seen_as: 10.65.2.0/24"],
    ],
    [[17, "appliance.clients_seen_as"]],
  ),
  broken(
    "appliance-apart",
    "addresses of no host",
    APPLIANCE,
    [[CLIENTS_SEEN, "clients_seen_as: 224.0.0.0/24"]],
    [[17, "appliance.clients_seen_as"]],
  ),
  broken(
    "appliance-maps",
    "one virtual range for both sides",
    APPLIANCE,
    [[CLIENTS_SEEN, "clients_seen_as: 100.64.1.0/24"]],
    [[17, "appliance.clients_seen_as"]],
  ),
  broken(
    "appliance-maps",
    "a range of clients twice, once as a part of another one",
    LARGE_APPLIANCE,
    [[MAP_OF_CLIENTS, "{ 10.64.0.0/16: 100.72.0.0/16, 10.64.2.0/24: 100.65.2.0/24 }"]],
    [[18, 'appliance.clients_seen_as["10.64.2.0/24"]']],
  ),
  broken(
    "appliance-maps-somebody",
    "a range without a web subnet",
    LARGE_APPLIANCE,
    [["10.64.2.0/24: 100.66.2.0/24 }", "10.64.2.0/24: 100.66.2.0/24, 10.64.9.0/24: 100.66.9.0/24 }"]],
    [[19, 'appliance.web_seen_as["10.64.9.0/24"]']],
  ),
  broken(
    "appliance-maps-clients",
    "half of a client subnet, and one not at all",
    LARGE_APPLIANCE,
    [[MAP_OF_CLIENTS, "{ 10.64.0.0/25: 100.65.0.0/25 }"]],
    [
      [18, "appliance.clients_seen_as"],
      [18, "appliance.clients_seen_as"],
    ],
  ),
  broken(
    "appliance-records",
    "hosts that are nobody's, and that are not mapped",
    LARGE_APPLIANCE,
    [
      ["web_seen_as: { 10.64.0.0/24: 100.66.0.0/24, 10.64.2.0/24", "web_seen_as: { 10.64.2.0/24"],
      ["{ db: 10.64.2.20 }", "{ db: 10.64.0.20, nobody: 10.64.9.1 }"],
    ],
    [
      [21, "dns.records.db"],
      [21, "dns.records.nobody"],
    ],
  ),
  broken(
    "appliance-records",
    "a name that is a service's",
    LARGE_APPLIANCE,
    [["{ db: 10.64.2.20 }", "{ db: 10.64.2.20, shop: 10.64.2.21 }"]],
    [[21, "dns.records.shop"]],
  ),
  broken(
    "appliance-subnets",
    "inner and outer subnet in two zones",
    APPLIANCE,
    [["outer: { cidr: 10.0.5.0/28, zone: a }", "outer: { cidr: 10.0.5.0/28, zone: b }"]],
    [
      [15, "bridge.outer_subnets"],
      [14, "bridge.inner_subnets.inner"],
      [15, "bridge.outer_subnets.outer"],
    ],
  ),
  broken(
    "appliance-subnets",
    "a zone that nothing is carved for",
    LARGE_APPLIANCE,
    [["  client_to_web", "  zones: [a, c]\n  client_to_web"]],
    [[20, "appliance.zones[1]"]],
  ),
  broken(
    "appliance-attachment",
    "no attachment in the appliance's zone",
    APPLIANCE,
    [["tgw: { cidr: 10.0.3.0/28, zone: a }", "tgw: { cidr: 10.0.3.0/28, zone: b }"]],
    [[15, "bridge.outer_subnets.outer.zone"]],
  ),
  broken(
    "appliance-attachment",
    "no web attachment in a mapped subnet's zone",
    APPLIANCE,
    [
      [SERVERS, `${SERVERS}\n    more: { cidr: 10.64.1.0/24, zone: b }\n  attachment_subnets: [more]`],
      [CLIENTS, `${CLIENTS}\n    more-clients: { cidr: 10.64.1.0/24, zone: a, clients: false }`],
      [WEB_SEEN, "web_seen_as: { 10.64.0.0/24: 100.64.1.0/24 }"],
    ],
    [[11, "web.subnets.servers.zone"]],
  ),
  broken(
    "appliance-routes-legal",
    "a web subnet that equals no client subnet",
    APPLIANCE,
    [[SERVERS, "servers: { cidr: 10.64.8.0/24, zone: a }"]],
    [[10, "web.subnets.servers.cidr"]],
  ),
  broken(
    "appliance-routes-legal",
    "half of a client subnet",
    APPLIANCE,
    [
      [SERVERS, "servers: { cidr: 10.64.0.0/25, zone: a }"],
      [WEB_SEEN, "web_seen_as: 100.64.1.0/25"],
    ],
    [[10, "web.subnets.servers.cidr"]],
  ),
  broken("appliance-interfaces", "an unknown type", APPLIANCE, [type("m9x.huge")], [[20, "appliance.instance_type"]]),
  broken(
    "appliance-interfaces",
    "a type with one interface, says the file",
    APPLIANCE,
    [type("m9x.huge\n  instance_interfaces: 1")],
    [[20, "appliance.instance_type"]],
  ),
  broken(
    "appliance-passes",
    "nothing is listed",
    LARGE_APPLIANCE,
    [['  client_to_web: [{ protocol: TCP, ports: [443, "8000-8010"] }]\n', ""]],
    [[17, "appliance"]],
  ),
  broken(
    "carve-room",
    "an appliance beside an ALB in a /24",
    LARGE_APPLIANCE,
    [["cidr: 100.64.0.0/23", "cidr: 100.64.0.0/24"]],
    [[15, "bridge.cidr"]],
  ),
  broken(
    "bridge-subnet-in-bridge",
    "an appliance's subnets outside",
    APPLIANCE,
    [
      ["inner: { cidr: 10.0.4.0/28", "inner: { cidr: 10.1.4.0/28"],
      ["outer: { cidr: 10.0.5.0/28", "outer: { cidr: 10.1.5.0/28"],
    ],
    [
      [14, "bridge.inner_subnets.inner.cidr"],
      [15, "bridge.outer_subnets.outer.cidr"],
    ],
  ),
];

export const HOLDING_APPLIANCE_RULES: readonly HoldingCase[] = [
  holds(
    "appliance-one-prefix",
    "one range for two subnets side by side",
    APPLIANCE,
    [CLIENTS, "clients: { cidr: 10.64.0.0/25, zone: a }\n    more: { cidr: 10.64.0.128/25, zone: a }"],
    [SERVERS, "servers: { cidr: 10.64.0.0/25, zone: a }"],
    [WEB_SEEN, "web_seen_as: 100.64.1.0/25"],
  ),
  holds("appliance-sizes", "chosen here", APPLIANCE, [`  ${CLIENTS_SEEN}\n  ${WEB_SEEN}\n`, ""]),
  holds("appliance-apart", "beside the web VPC", APPLIANCE, [CLIENTS_SEEN, "clients_seen_as: 10.65.0.0/24"]),
  holds("appliance-maps", "side by side", LARGE_APPLIANCE, [
    "10.64.2.0/24: 100.66.2.0/24",
    "10.64.2.0/24: 100.65.1.0/24",
  ]),
  holds("appliance-maps-somebody", "a part of a web subnet alone", LARGE_APPLIANCE, [
    "10.64.2.0/24: 100.66.2.0/24",
    "10.64.2.16/28: 100.66.2.0/28",
  ]),
  holds("appliance-maps-clients", "a wide prefix holds all", LARGE_APPLIANCE, [
    MAP_OF_CLIENTS,
    "{ 10.64.0.0/22: 100.65.0.0/22 }",
  ]),
  holds("appliance-records", "the last address that is mapped", LARGE_APPLIANCE, ["10.64.2.20", "10.64.2.254"]),
  holds("appliance-subnets", "an appliance of one zone for clients of both", LARGE_APPLIANCE, [
    "  client_to_web",
    "  zones: [b]\n  client_to_web",
  ]),
  holds("appliance-attachment", "an attachment in a further zone", APPLIANCE, [
    "zone: a } }\n  inner",
    "zone: a }, more: { cidr: 10.0.3.16/28, zone: b } }\n  inner",
  ]),
  holds(
    "appliance-routes-legal",
    "by a shadow subnet",
    APPLIANCE,
    [SERVERS, "servers: { cidr: 10.64.8.0/24, zone: a }"],
    ["  inner_subnets", "  shadow_subnets: { shadow: { cidr: 10.64.8.0/24, zone: a } }\n  inner_subnets"],
  ),
  holds("appliance-interfaces", "two, says the file", APPLIANCE, type("m9x.huge\n  instance_interfaces: 2")),
  holds("appliance-passes", "ping alone", LARGE_APPLIANCE, [
    '[{ protocol: TCP, ports: [443, "8000-8010"] }]',
    "[{ protocol: ICMP }]",
  ]),
  holds(
    "carve-room",
    "an appliance alone in a /24",
    LARGE_APPLIANCE,
    ["100.64.0.0/23", "100.64.0.0/24"],
    ["listeners:\n  http: {}\nservices:\n  shop:\n    targets: [10.64.0.10, 10.64.2.10]\n", ""],
  ),
  holds(
    "demo-web-is-target",
    "the appliance reaches it",
    SMALL,
    [
      "    port: 80\n",
      "    port: 80\ndemo: { web: { subnet: servers, address: 10.64.0.77 } }\nappliance: { client_to_web: [{ protocol: ICMP }] }\n",
    ],
    [
      "  alb_subnets",
      "  inner_subnets: { i: { cidr: 10.0.4.0/28, zone: a } }\n  outer_subnets: { o: { cidr: 10.0.5.0/28, zone: a } }\n  alb_subnets",
    ],
  ),
];
