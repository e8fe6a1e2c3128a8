import { APPLIANCE, EXISTING, type Edit } from "../config/bridge-texts";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const GATEWAY = "transit_gateway: { id: tgw-11111111 }\n";
const SUPPORTS: Edit = [GATEWAY, "transit_gateway: { id: tgw-11111111, encryption_support: true }\n"];
const CLIENT_ROUTES = "routes: [192.168.0.0/16] }";
const WEB_ROUTES = "routes: [10.8.0.0/16] }";
const client = (text: string): Edit => [CLIENT_ROUTES, `routes: [192.168.0.0/16], ${text} }`];
const web = (text: string): Edit => [WEB_ROUTES, `routes: [10.8.0.0/16], ${text} }`];
const ENFORCE = "encryption_control: enforce";
const WITH_NAT = `${ENFORCE}, encryption_exclusions: [nat_gateway]`;

/** The appliance in a VPC that exists; nothing of its kind is made but instances. */
const APPLIANCE_IN_EXISTING: readonly Edit[] = [
  ["client:\n  vpc: { cidr: 10.64.0.0/16 }", `client:\n  vpc: { id: vpc-11111111, cidr: 10.64.0.0/16, ${ENFORCE} }`],
  [
    "clients: { cidr: 10.64.0.0/24, zone: a }",
    "clients: { cidr: 10.64.0.0/24, zone: a, id: subnet-11111111, route_table: rtb-11111111 }",
  ],
  ["  initiate: both\n", ""],
  ["  web_to_client: [{ protocol: TCP, ports: [8443] }]\n", ""],
  ["appliance:\n", "transit_gateway: { id: tgw-11111111, encryption_support: true }\nappliance:\n"],
];
const type = (text: string): Edit => ["  client_to_web:", `  instance_type: ${text}\n  client_to_web:`];
const interfaces = (text: string): Edit => type(`${text}\n  instance_interfaces: 2`);

export const BROKEN_ENCRYPTION_RULES: readonly BrokenCase[] = [
  broken(
    "encryption-nat",
    "a client VPC that enforces and excludes nothing",
    EXISTING,
    [client(ENFORCE), SUPPORTS],
    [[5, "client.vpc.encryption_control"]],
  ),
  broken(
    "encryption-nat",
    "everything else is excluded",
    EXISTING,
    [client(`${ENFORCE}, encryption_exclusions: [internet_gateway, vpc_peering, lambda]`), SUPPORTS],
    [[5, "client.vpc.encryption_control"]],
  ),
  broken(
    "encryption-gateway",
    "both sides, and a gateway of which nothing is said",
    EXISTING,
    [client(WITH_NAT), web(ENFORCE)],
    [
      [5, "client.vpc.encryption_control"],
      [12, "web.vpc.encryption_control"],
    ],
  ),
  broken(
    "encryption-gateway",
    "a gateway that is made",
    EXISTING,
    [web(ENFORCE), [GATEWAY, ""]],
    [[12, "web.vpc.encryption_control"]],
  ),
  broken(
    "encryption-instances",
    "a type that doesn't encrypt",
    APPLIANCE,
    [...APPLIANCE_IN_EXISTING, type("t4g.nano")],
    [[20, "appliance.instance_type"]],
  ),
  broken(
    "encryption-unknown-type",
    "a family of tomorrow",
    APPLIANCE,
    [...APPLIANCE_IN_EXISTING, interfaces("c99gn.medium")],
    [[20, "appliance.instance_type"]],
  ),
];

export const HOLDING_ENCRYPTION_RULES: readonly HoldingCase[] = [
  holds("encryption-nat", "NAT gateways are excluded", EXISTING, client(WITH_NAT), SUPPORTS),
  holds("encryption-nat", "a client VPC that only monitors", EXISTING, client("encryption_control: monitor")),
  holds("encryption-nat", "a web VPC that enforces gets none", EXISTING, web(ENFORCE), SUPPORTS),
  holds("encryption-nat", "an appliance alone needs none", APPLIANCE, ...APPLIANCE_IN_EXISTING),
  holds("encryption-gateway", "it encrypts", EXISTING, client(WITH_NAT), web(ENFORCE), SUPPORTS),
  holds("encryption-gateway", "both sides only monitor", EXISTING, web("encryption_control: monitor")),
  holds("encryption-instances", "the default type encrypts", APPLIANCE, ...APPLIANCE_IN_EXISTING),
  holds("encryption-instances", "one that doesn't, where nobody enforces", APPLIANCE, type("t4g.nano")),
  holds("encryption-unknown-type", "a family that is known", APPLIANCE, ...APPLIANCE_IN_EXISTING, type("c6gn.medium")),
];
