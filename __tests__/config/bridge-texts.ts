/**
 * Bridge files that are right, to be made wrong in one place. They are the tests' own rather than bridges/*.yaml, whose
 * comments may come and go: the line numbers of messages are part of what is tested.
 */

/** Everything created, subnets given, one NAT gateway, one service over HTTP. */
export const SMALL = `region: us-east-1
backend: { type: local, path: state/small.tfstate }
client:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    clients: { cidr: 10.64.0.0/24, zone: a }
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    servers: { cidr: 10.64.0.0/24, zone: a }
bridge:
  cidr: 10.0.0.0/16
  nat_subnets:
    nat: { cidr: 10.0.1.0/24, zone: a, addresses: [10.0.1.10] }
  alb_subnets:
    alb-1: { cidr: 10.0.2.0/24, zone: a }
    alb-2: { cidr: 10.0.3.0/24, zone: b }
listeners:
  http: { port: 80 }
services:
  shop:
    targets: [10.64.0.10]
    port: 80
`;

/** Carved for two zones, HTTPS, services told apart by host and path. */
export const LARGE = `region: eu-central-1
backend: { type: cloud, organization: acme, workspace: large }
client:
  account: { id: "111122223333" }
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    clients-a: { cidr: 10.64.0.0/24, zone: a }
    clients-b: { cidr: 10.64.1.0/24, zone: b }
    batch: { cidr: 10.64.2.0/24, zone: a, clients: false }
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    web-a: { cidr: 10.64.0.0/24, zone: a }
    web-b: { cidr: 10.64.1.0/24, zone: b }
bridge:
  cidr: 100.64.0.0/24
  zones: [a, b]
alb: { idle_timeout: 60 }
listeners:
  http: { action: redirect }
  https:
    certificates: ["arn:aws:acm:eu-central-1:111122223333:certificate/shop"]
services:
  shop:
    match: { hosts: [shop.example.com] }
    targets: [10.64.0.10, 10.64.1.10]
  api:
    match: { hosts: [shop.example.com], paths: [/api/*] }
    priority: 5
    targets: [10.64.0.11]
logs: { bucket: acme-logs, create: true }
`;

/** Both VPCs exist, the web side in an account of its own; zones as ids. */
export const EXISTING = `region: us-east-1
backend: { type: s3, bucket: acme-state, key: existing.tfstate }
client:
  account: { id: "111122223333" }
  vpc: { id: vpc-11111111, cidr: 10.64.0.0/16, secondary_cidrs: [10.70.0.0/16], routes: [192.168.0.0/16] }
  subnets:
    clients: { cidr: 10.64.0.0/24, zone: use1-az1, id: subnet-11111111, route_table: rtb-11111111 }
    more: { cidr: 10.70.0.0/24, zone: use1-az2, id: subnet-22222222, route_table: rtb-11111111 }
    batch: { cidr: 10.64.9.0/24, zone: use1-az2, id: subnet-33333333, route_table: rtb-22222222, clients: false }
web:
  account: { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" }
  vpc: { id: vpc-22222222, cidr: 10.64.0.0/16, secondary_cidrs: [172.20.0.0/24], routes: [10.8.0.0/16] }
  subnets:
    web-1: { cidr: 10.64.0.0/24, zone: use1-az1, id: subnet-44444444, route_table: rtb-33333333 }
    web-2: { cidr: 172.20.0.0/24, zone: use1-az2, id: subnet-55555555, route_table: rtb-33333333 }
  security_groups: [sg-11111111]
bridge:
  cidr: 100.64.0.0/24
  zones: [use1-az1, use1-az2]
transit_gateway: { id: tgw-11111111 }
listeners:
  http: { port: 80 }
services:
  shop:
    targets: [10.64.0.10, 172.20.0.10]
`;

/** An appliance alone, subnets given, every protocol, both directions. */
export const APPLIANCE = `region: us-east-1
backend: { type: local, path: state/appliance.tfstate }
client:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    clients: { cidr: 10.64.0.0/24, zone: a }
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    servers: { cidr: 10.64.0.0/24, zone: a }
bridge:
  cidr: 10.0.0.0/16
  attachment_subnets: { tgw: { cidr: 10.0.3.0/28, zone: a } }
  inner_subnets: { inner: { cidr: 10.0.4.0/28, zone: a } }
  outer_subnets: { outer: { cidr: 10.0.5.0/28, zone: a } }
appliance:
  clients_seen_as: 100.64.2.0/24
  web_seen_as: 100.64.1.0/24
  initiate: both
  client_to_web: [{ protocol: TCP, ports: [5432] }, { protocol: UDP, ports: [161] }, { protocol: ICMP }]
  web_to_client: [{ protocol: TCP, ports: [8443] }]
`;

/** LARGE with an appliance beside its ALB, carved, one in each zone, ranges mapped one by one. */
export const LARGE_APPLIANCE = `region: eu-central-1
backend: { type: cloud, organization: acme, workspace: large }
client:
  account: { id: "111122223333" }
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    clients-a: { cidr: 10.64.0.0/24, zone: a }
    clients-b: { cidr: 10.64.2.0/24, zone: b }
web:
  vpc: { cidr: 10.64.0.0/16 }
  subnets:
    web-a: { cidr: 10.64.0.0/24, zone: a }
    web-b: { cidr: 10.64.2.0/24, zone: b }
bridge:
  cidr: 100.64.0.0/23
  zones: [a, b]
appliance:
  clients_seen_as: { 10.64.0.0/24: 100.65.0.0/24, 10.64.2.0/24: 100.65.2.0/24 }
  web_seen_as: { 10.64.0.0/24: 100.66.0.0/24, 10.64.2.0/24: 100.66.2.0/24 }
  client_to_web: [{ protocol: TCP, ports: [443, "8000-8010"] }]
dns: { zone: corp.internal, records: { db: 10.64.2.20 } }
listeners:
  http: {}
services:
  shop:
    targets: [10.64.0.10, 10.64.2.10]
`;

/** A replacement: the text to find, exactly once, and what to put there. */
export type Edit = readonly [from: string, to: string];

/**
 * The text with each edit made.
 * @throws Error when a text to replace is not there exactly once: the test would test something else
 */
export function patch(text: string, ...edits: readonly Edit[]): string {
  return edits.reduce((patched, [from, to]) => {
    const places = patched.split(from).length - 1;
    if (places !== 1) throw new Error(`"${from}" is there ${places} times, not once`);
    return patched.replace(from, () => to);
  }, text);
}

/** EXISTING, with both VPCs attached already: lines 10 and 11 are the client's attachment, 19 and 20 the web's. */
export const ATTACHED = patch(
  EXISTING,
  [
    "clients: false }\n",
    "clients: false }\n  attachment: { id: tgw-attach-11111111, route_table: tgw-rtb-11111111 }\n  attachment_subnets: [clients, more]\n",
  ],
  [
    "  security_groups: [sg-11111111]\n",
    "  security_groups: [sg-11111111]\n  attachment: { id: tgw-attach-22222222, route_table: tgw-rtb-22222222 }\n  attachment_subnets: [web-1, web-2]\n",
  ],
);

/** EXISTING, with a NAT gateway that the client VPC has already, in line 21. */
export const SHARED_NAT = patch(EXISTING, [
  "  zones: [use1-az1, use1-az2]\n",
  "  zones: [use1-az1, use1-az2]\n  nat_gateways:\n    shared: { id: nat-11111111, addresses: [10.70.1.4], subnet: subnet-66666666, route_table: rtb-66666666, cidr: 10.70.1.0/28, zone: use1-az1 }\n",
]);
