import { type Edit } from "../../config/bridge-texts";
import { HUB } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";

const DATABASE = (lines: string): Edit => ["    port: 5432\n", `    port: 5432\n    ${lines}\n`];

export const BROKEN_HUB_SERVICES: readonly BrokenCase[] = [
  broken(
    "http-beside-https",
    "a service with and without TLS",
    HUB,
    [["    listeners: [https]\n", ""]],
    [[34, "listeners.http"]],
  ),
  broken(
    "nlb-idle-timeout",
    "longer than the NAT gateway's",
    HUB,
    [DATABASE("idle_timeout: 351")],
    [[54, "services.database.idle_timeout"]],
  ),
  broken(
    "balancer-names",
    "a service called as what hands requests on",
    HUB,
    [
      [
        "  database:\n    web: crm\n    targets: [10.0.1.10]\n    protocol: TCP\n    port: 5432",
        "  crm-http:\n    web: shop\n    targets: [10.0.1.10]\n    protocol: TCP\n    port: 80",
      ],
    ],
    [[23, "webs.crm"]],
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
    "service-is-no-place",
    "a web called internet",
    HUB.replace("  crm:\n    way", "  internet:\n    way").replaceAll("web: crm", "web: internet"),
    [],
    [[23, "webs.internet"]],
  ),
];

export const HOLDING_HUB_SERVICES: readonly HoldingCase[] = [
  holds("http-beside-https", "each service names its listener", HUB),
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
];
