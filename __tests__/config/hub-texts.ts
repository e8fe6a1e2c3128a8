/** Hub files that are right, to be made wrong in one place; the tests' own, as those in bridge-texts.ts are. */

/** Four VPCs of one range, all created: clients by NAT and by endpoint, webs by peering, one and the same host address. */
export const HUB = `region: us-east-1
backend: { type: local, path: state/hub.tfstate }
clients:
  apps:
    way: nat
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      apps-a: { cidr: 10.0.1.0/24, zone: a }
      apps-b: { cidr: 10.0.2.0/24, zone: b }
    nat: { cidr: 100.64.0.0/26 }
  batch:
    way: endpoint
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      batch-a: { cidr: 10.0.1.0/24, zone: a }
      batch-b: { cidr: 10.0.2.0/24, zone: b }
webs:
  shop:
    way: peering
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      shop-a: { cidr: 10.0.1.0/24, zone: a }
  crm:
    way: peering
    vpc: { cidr: 10.0.0.0/16 }
    subnets:
      crm-a: { cidr: 10.0.1.0/24, zone: a }
      crm-b: { cidr: 10.0.2.0/24, zone: b }
bridge:
  place: hub
  cidr: 100.64.8.0/24
  zones: [a, b]
listeners:
  http: {}
  https:
    certificates: ["arn:aws:acm:us-east-1:111122223333:certificate/shop"]
    certificate_names: ["*.example.internal"]
services:
  shop:
    web: shop
    targets: [10.0.1.10]
    protocol: HTTPS
    port: 443
    listeners: [https]
  crm:
    web: crm
    targets: [10.0.1.10, 10.0.2.10]
    listeners: [http]
  database:
    web: crm
    targets: [10.0.1.10]
    protocol: TCP
    port: 5432
`;

/** Two VPCs of one whole range that exist, in two accounts; the gateway is a third one's. */
export const WHOLE_VPC = `region: us-east-1
backend: { type: s3, bucket: acme-state, key: whole-vpc.tfstate }
client:
  way: nat
  account: { id: "111122223333" }
  vpc: { id: vpc-11111111, cidr: 10.0.0.0/16, secondary_cidrs: [100.70.0.0/16], routes: [192.168.0.0/16] }
  subnets:
    clients: { cidr: 10.0.0.0/20, zone: use1-az1, id: subnet-11111111, route_table: rtb-11111111 }
    more: { cidr: 10.0.16.0/20, zone: use1-az2, id: subnet-22222222, route_table: rtb-11111111 }
    batch: { cidr: 10.0.32.0/20, zone: use1-az3, id: subnet-33333333, route_table: rtb-22222222, clients: false }
  nat: { cidr: 100.64.0.0/26 }
web:
  way: transit_gateway
  account: { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" }
  vpc: { id: vpc-22222222, cidr: 10.0.0.0/16 }
  subnets:
    web-1: { cidr: 10.0.0.0/20, zone: use1-az1, id: subnet-44444444, route_table: rtb-33333333 }
    web-2: { cidr: 10.0.16.0/20, zone: use1-az2, id: subnet-55555555, route_table: rtb-33333333 }
    web-3: { cidr: 10.0.32.0/20, zone: use1-az2, id: subnet-66666666, route_table: rtb-33333333 }
  security_groups: [sg-11111111]
bridge:
  place: hub
  account: { id: "111122223333" }
  cidr: 100.64.8.0/22
  zones: [use1-az1, use1-az2]
transit_gateway:
  id: tgw-11111111
  account: { id: "777788889999", role: "arn:aws:iam::777788889999:role/network" }
listeners:
  http: {}
services:
  shop:
    targets: [10.0.0.10, 10.0.32.10]
    health: { port: 8080 }
  ssh:
    targets: [10.0.0.10]
    protocol: TCP
    port: 2222
    target_port: 22
`;
