import { APPLIANCE, EXISTING, LARGE, LARGE_APPLIANCE, patch, SMALL } from "./bridge-texts";
import { breaks, type ContradictionCase, passes } from "./contradiction-case";

const TCP = "{ protocol: TCP, ports: [5432] }";
const WITHOUT_DNS = patch(LARGE_APPLIANCE, ["dns: { zone: corp.internal, records: { db: 10.64.2.20 } }\n", ""]);

/** Contradictions between an appliance's keys, and with those of an ALB. */
export const APPLIANCE_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "appliance-ports",
    "TCP without ports, and ping with one",
    APPLIANCE,
    [
      [TCP, "{ protocol: TCP }"],
      ["{ protocol: ICMP }", "{ protocol: ICMP, ports: [7] }"],
    ],
    [
      [20, "appliance.client_to_web[0]"],
      [20, "appliance.client_to_web[2].ports"],
    ],
  ),
  passes("appliance-ports", "all ports", APPLIANCE, [TCP, "{ protocol: TCP, ports: ['1-65535'] }"]),
  breaks(
    "appliance-initiate",
    "the web side opens what nobody lets it",
    APPLIANCE,
    [["  initiate: both\n", ""]],
    [[20, "appliance.web_to_client"]],
  ),
  breaks(
    "appliance-initiate",
    "the web side may open, and nothing is listed",
    APPLIANCE,
    [["  web_to_client: [{ protocol: TCP, ports: [8443] }]\n", ""]],
    [[19, "appliance.initiate"]],
  ),
  breaks(
    "distinct-zones",
    "a zone with two appliances",
    APPLIANCE,
    [["  initiate: both", "  zones: [a, a]\n  initiate: both"]],
    [[19, "appliance.zones[1]"]],
  ),
  breaks(
    "zone-exists",
    "an appliance in no zone",
    APPLIANCE,
    [["  initiate: both", "  zones: [z]\n  initiate: both"]],
    [[19, "appliance.zones[0]"]],
  ),
  breaks(
    "has-appliance",
    "parts of an appliance without one",
    EXISTING,
    [
      ["clients: false }\nweb", "clients: false }\n  security_groups: [sg-22222222]\nweb"],
      ["listeners:", "dns: { zone: a.internal, records: { db: 10.64.0.10 } }\nlisteners:"],
    ],
    [
      [10, "client.security_groups"],
      [22, "dns.records"],
    ],
  ),
  breaks(
    "existing-side",
    "security groups of clients that are to be created",
    APPLIANCE,
    [["zone: a }\nweb:", "zone: a }\n  security_groups: [sg-11111111]\nweb:"]],
    [[7, "client.security_groups"]],
  ),
  breaks(
    "dns-zone",
    "names of hosts in no zone",
    WITHOUT_DNS,
    [["listeners:", "dns: { records: { db: 10.64.2.20 } }\nlisteners:"]],
    [[21, "dns.records"]],
  ),
  breaks(
    "carved-or-given",
    "an appliance alone without subnets",
    APPLIANCE,
    [
      ["  attachment_subnets: { tgw: { cidr: 10.0.3.0/28, zone: a } }\n", ""],
      ["  inner_subnets: { inner: { cidr: 10.0.4.0/28, zone: a } }\n", ""],
      ["  outer_subnets: { outer: { cidr: 10.0.5.0/28, zone: a } }\n", ""],
    ],
    [
      [11, "bridge"],
      [11, "bridge"],
      [11, "bridge"],
    ],
  ),
  breaks(
    "carved-or-given",
    "an appliance without subnets beside an ALB with some",
    SMALL,
    [["listeners:", "appliance: { client_to_web: [{ protocol: ICMP }] }\nlisteners:"]],
    [
      [11, "bridge"],
      [11, "bridge"],
    ],
  ),
  breaks(
    "carved-or-given",
    "an outer subnet beside zones",
    LARGE_APPLIANCE,
    [["  zones: [a, b]\n", "  zones: [a, b]\n  outer_subnets: { o: { cidr: 100.64.1.0/28, zone: a } }\n"]],
    [[17, "bridge.outer_subnets"]],
  ),
  passes("has-service", "an appliance alone", APPLIANCE),
  passes("has-listener", "an appliance alone", APPLIANCE),
  breaks(
    "has-listener",
    "no listener key at all",
    SMALL,
    [["listeners:\n  http: { port: 80 }\n", ""]],
    [[1, "listeners"]],
  ),
  breaks(
    "distinct-entries",
    "a security group of clients twice",
    EXISTING,
    [
      ["clients: false }\nweb", "clients: false }\n  security_groups: [sg-22222222, sg-22222222]\nweb"],
      ["listeners:", "appliance: { initiate: both, web_to_client: [{ protocol: ICMP }] }\nlisteners:"],
    ],
    [[10, "client.security_groups[1]"]],
  ),
  breaks(
    "has-appliance",
    "subnets of one",
    SMALL,
    [["  alb_subnets:", "  inner_subnets: { i: { cidr: 10.0.4.0/28, zone: a } }\n  alb_subnets:"]],
    [[15, "bridge.inner_subnets"]],
  ),
  passes("has-appliance", "none of it", LARGE),
];
