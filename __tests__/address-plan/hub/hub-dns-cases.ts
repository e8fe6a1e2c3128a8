import { type Edit } from "../../config/bridge-texts";
import { HUB } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";

const dns = (text: string): Edit => ["services:\n", `dns: { ${text} }\nservices:\n`];
const ZONE = "zone: example.internal";
const BOTH_NAT: Edit = ["    way: endpoint\n", "    way: nat\n    nat: { cidr: 100.64.1.0/26 }\n"];
const shopHosts = (hosts: string): Edit => [
  "    listeners: [https]\n",
  `    listeners: [https]\n    match: { hosts: [${hosts}] }\n`,
];
const crmHosts = (hosts: string): Edit => [
  "    listeners: [http]\n",
  `    listeners: [http]\n    match: { hosts: [${hosts}] }\n`,
];

export const BROKEN_HUB_DNS: readonly BrokenCase[] = [
  broken("dns-zone-given", "neither name nor id", HUB, [dns("")], [[38, "dns"]]),
  broken(
    "record-names",
    "a host that is another service's name",
    HUB,
    [dns(ZONE), shopHosts("database.example.internal")],
    [[51, "services.database"]],
  ),
  broken(
    "record-names",
    "one host before two webs",
    HUB,
    [dns(ZONE), shopHosts("shop.example.internal"), crmHosts("Shop.example.internal")],
    [[51, "services.crm.match.hosts[0]"]],
  ),
  broken(
    "zone-for-all",
    "clients of both ways in one zone",
    HUB,
    [dns(`${ZONE}, zone_id: Z0123456789ABC`)],
    [[38, "dns.zone_id"]],
  ),
  broken(
    "certificate-covers",
    "a host below",
    HUB,
    [dns(ZONE), shopHosts("a.shop.example.internal")],
    [[37, "listeners.https.certificate_names"]],
  ),
  broken(
    "certificate-covers",
    "a TLS service of another name",
    HUB,
    [
      dns(ZONE),
      [
        "    protocol: TCP\n",
        '    protocol: TLS\n    certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/a"]\n    certificate_names: [db.example.internal]\n',
      ],
    ],
    [[55, "services.database.certificate_names"]],
  ),
];

export const HOLDING_HUB_DNS: readonly HoldingCase[] = [
  holds("record-names", "each its own", HUB, dns(ZONE)),
  holds(
    "record-names",
    "a host of two services behind one endpoint, and each client its own zone",
    HUB,
    dns(ZONE),
    [
      "    listeners: [http]\n",
      "    listeners: [http]\n    clients: [batch]\n    match: { hosts: [database.example.internal] }\n",
    ],
    ["    protocol: TCP\n", "    protocol: TCP\n    clients: [batch]\n"],
  ),
  holds("zone-for-all", "a zone for each client VPC", HUB, dns(ZONE)),
  holds("zone-for-all", "one zone for clients of one way", HUB, BOTH_NAT, dns("zone_id: Z0123456789ABC")),
  holds(
    "dns-name-of-one-service",
    "another web's ALB takes all requests for the name",
    HUB,
    dns(ZONE),
    crmHosts("'*'"),
    [
      "    web: crm\n    targets: [10.0.1.10, 10.0.2.10]\n",
      "    web: crm\n    priority: 1\n    targets: [10.0.1.10, 10.0.2.10]\n",
    ],
  ),
  holds("certificate-covers", "the service's own name", HUB, dns(ZONE)),
];
