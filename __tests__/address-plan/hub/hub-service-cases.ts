import { type Edit } from "../../config/bridge-texts";
import { HUB } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";

const DATABASE = (lines: string): Edit => ["    port: 5432\n", `    port: 5432\n    ${lines}\n`];
const DNS = (text: string): Edit => ["services:\n", `dns: { ${text} }\nservices:\n`];
const ZONE = "zone: example.internal";
const BOTH_NAT: Edit = ["    way: endpoint\n", "    way: nat\n    nat: { cidr: 100.64.1.0/26 }\n"];

export const BROKEN_HUB_SERVICES: readonly BrokenCase[] = [
  broken(
    "nlb-idle-timeout",
    "longer than the NAT gateway's",
    HUB,
    [DATABASE("idle_timeout: 351")],
    [[54, "services.database.idle_timeout"]],
  ),
  { ...broken("balancer-names", "a bridge called internal", HUB, [], [[1, ""]]), name: "internal" },
  broken(
    "rule-priorities",
    "two of one web's ALB",
    HUB,
    [
      ["    web: shop\n", "    web: crm\n    match: { paths: [/shop] }\n    priority: 7\n"],
      [
        "    targets: [10.0.1.10, 10.0.2.10]\n    listeners: [http]\n",
        "    targets: [10.0.1.10, 10.0.2.10]\n    match: { paths: [/crm] }\n    priority: 7\n",
      ],
    ],
    [[47, "services.crm"]],
  ),
  broken(
    "record-names",
    "a host that is another service's name",
    HUB,
    [
      DNS(ZONE),
      ["    listeners: [https]\n", "    listeners: [https]\n    match: { hosts: [database.example.internal] }\n"],
    ],
    [[51, "services.database"]],
  ),
  broken(
    "zone-for-all",
    "clients of both ways in one zone",
    HUB,
    [DNS(`${ZONE}, zone_id: Z0123456789ABC`)],
    [[38, "dns.zone_id"]],
  ),
  broken(
    "certificate-covers",
    "a host below",
    HUB,
    [
      DNS(ZONE),
      ["    listeners: [https]\n", "    listeners: [https]\n    match: { hosts: [a.shop.example.internal] }\n"],
    ],
    [[37, "listeners.https.certificate_names"]],
  ),
  broken(
    "certificate-covers",
    "a TLS service of another name",
    HUB,
    [
      DNS(ZONE),
      [
        "    protocol: TCP\n",
        '    protocol: TLS\n    certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/a"]\n    certificate_names: [db.example.internal]\n',
      ],
    ],
    [[55, "services.database.certificate_names"]],
  ),
  broken(
    "service-is-no-place",
    "a web called internet",
    HUB.replace("  crm:\n    way", "  internet:\n    way").replaceAll("web: crm", "web: internet"),
    [],
    [[23, "webs.internet"]],
  ),
];

export const HOLDING_HUB_SERVICES: readonly HoldingCase[] = [
  holds("nlb-idle-timeout", "as long as the NAT gateway's", HUB, DATABASE("idle_timeout: 350")),
  holds(
    "nlb-idle-timeout",
    "longer for clients by endpoint",
    HUB,
    DATABASE("idle_timeout: 6000\n    clients: [batch]"),
  ),
  holds("balancer-names", "a bridge of another name", HUB),
  holds(
    "rule-priorities",
    "two of two webs' ALBs",
    HUB,
    ["    listeners: [https]\n", "    listeners: [https]\n    match: { paths: [/] }\n    priority: 7\n"],
    ["    listeners: [http]\n", "    listeners: [http]\n    match: { paths: [/] }\n    priority: 7\n"],
  ),
  holds("record-names", "each its own", HUB, DNS(ZONE)),
  holds("zone-for-all", "a zone for each client VPC", HUB, DNS(ZONE)),
  holds("zone-for-all", "one zone for clients of one way", HUB, BOTH_NAT, DNS("zone_id: Z0123456789ABC")),
  holds("certificate-covers", "the service's own name", HUB, DNS(ZONE)),
];
