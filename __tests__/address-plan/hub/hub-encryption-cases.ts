import { type Edit } from "../../config/bridge-texts";
import { HUB, WHOLE_VPC } from "../../config/hub-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "../rule-case";

const ENFORCE = "encryption_control: enforce";
const SUPPORTS: Edit = ["  id: tgw-11111111\n", "  id: tgw-11111111\n  encryption_support: true\n"];
const client = (text: string): Edit => ["routes: [192.168.0.0/16] }", `routes: [192.168.0.0/16], ${text} }`];
const web = (text: string): Edit => ["{ id: vpc-22222222, ", `{ id: vpc-22222222, ${text}, `];
const hub = (text: string): Edit => ["  place: hub\n", `  place: hub\n  ${text}\n`];
const excluding = (...names: string[]): string => `${ENFORCE}\n  encryption_exclusions: [${names.join(", ")}]`;

/** The web side that exists, joined by a peering. */
const PEERED: Edit = ["  way: transit_gateway\n", "  way: peering\n"];
/** A client by endpoint in a VPC that exists. */
const BATCH: readonly Edit[] = [
  [
    "endpoint\n    vpc: { cidr: 10.0.0.0/16 }",
    `endpoint\n    vpc: { id: vpc-33333333, cidr: 10.0.0.0/16, ${ENFORCE} }`,
  ],
  ["batch-a: { cidr", "batch-a: { id: subnet-11111111, route_table: rtb-11111111, cidr"],
  ["batch-b: { cidr", "batch-b: { id: subnet-22222222, route_table: rtb-11111111, cidr"],
];
const CRM = "    targets: [10.0.1.10, 10.0.2.10]\n    listeners: [http]\n";
const WITHOUT_HTTP: Edit = [CRM, `${CRM}    clients: [apps]\n`];
const NOT_AT_5432: Edit = ["    port: 5432\n", "    port: 5432\n    clients: [apps]\n"];
const TLS: Edit = [
  "    protocol: TCP\n    port: 5432\n",
  '    protocol: TLS\n    port: 5432\n    certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/db"]\n',
];

const GATEWAY: Edit = ["services:", "transit_gateway: { id: tgw-11111111, encryption_support: true }\nservices:"];

export const BROKEN_HUB_ENCRYPTION: readonly BrokenCase[] = [
  broken(
    "encryption-nat",
    "a client by NAT that excludes nothing",
    WHOLE_VPC,
    [client(ENFORCE), SUPPORTS],
    [[6, "client.vpc.encryption_control"]],
  ),
  broken(
    "encryption-gateway",
    "the hub and a web",
    WHOLE_VPC,
    [web(ENFORCE), hub(ENFORCE)],
    [
      [15, "web.vpc.encryption_control"],
      [23, "bridge.encryption_control"],
    ],
  ),
  broken(
    "encryption-peering",
    "a web that enforces, and a hub that doesn't",
    WHOLE_VPC,
    [PEERED, web(ENFORCE)],
    [[15, "web.vpc.encryption_control"]],
  ),
  broken(
    "encryption-peering",
    "both enforce, and the hub excludes something",
    WHOLE_VPC,
    [PEERED, web(ENFORCE), hub(excluding("lambda")), SUPPORTS],
    [
      [15, "web.vpc.encryption_control"],
      [23, "bridge.encryption_control"],
    ],
  ),
  broken(
    "encryption-peering",
    "a hub that enforces, with two webs that don't",
    HUB,
    [hub(ENFORCE), GATEWAY],
    [[31, "bridge.encryption_control"]],
  ),
  broken(
    "encryption-tls-listener",
    "a service over TLS",
    HUB,
    [TLS, hub(excluding("vpc_peering")), GATEWAY],
    [[55, "services.database.protocol"]],
  ),
  broken("encryption-endpoint-clear", "HTTP by endpoint", HUB, [...BATCH, NOT_AT_5432], [[45, "services.crm"]]),
  broken(
    "encryption-endpoint-port",
    "a database by endpoint",
    HUB,
    [...BATCH, WITHOUT_HTTP],
    [[50, "services.database"]],
  ),
];

export const HOLDING_HUB_ENCRYPTION: readonly HoldingCase[] = [
  holds(
    "encryption-nat",
    "a client by NAT that excludes them",
    WHOLE_VPC,
    client(`${ENFORCE}, encryption_exclusions: [nat_gateway]`),
    SUPPORTS,
  ),
  holds("encryption-nat", "a client by endpoint has none", HUB, ...BATCH, WITHOUT_HTTP, NOT_AT_5432),
  holds("encryption-gateway", "it encrypts", WHOLE_VPC, web(ENFORCE), hub(ENFORCE), SUPPORTS),
  holds(
    "encryption-gateway",
    "a web by peering doesn't join it",
    WHOLE_VPC,
    PEERED,
    web(`${ENFORCE}, encryption_exclusions: [vpc_peering]`),
  ),
  holds(
    "encryption-peering",
    "both enforce, and exclude nothing",
    WHOLE_VPC,
    PEERED,
    web(ENFORCE),
    hub(ENFORCE),
    SUPPORTS,
  ),
  holds(
    "encryption-peering",
    "both enforce, and both exclude peerings",
    WHOLE_VPC,
    PEERED,
    web(`${ENFORCE}, encryption_exclusions: [vpc_peering]`),
    hub(excluding("vpc_peering", "lambda")),
    SUPPORTS,
  ),
  holds("encryption-peering", "a web by transit gateway has none", WHOLE_VPC, web(ENFORCE), SUPPORTS),
  holds("encryption-tls-listener", "a hub that doesn't enforce", HUB, TLS),
  holds("encryption-tls-listener", "a hub that only monitors", HUB, TLS, hub("encryption_control: monitor")),
  holds("encryption-endpoint-clear", "HTTPS by endpoint", HUB, ...BATCH, WITHOUT_HTTP, NOT_AT_5432),
  holds("encryption-endpoint-port", "HTTPS at 443", HUB, ...BATCH, WITHOUT_HTTP, NOT_AT_5432),
];
