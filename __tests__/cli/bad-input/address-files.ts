import { EXISTING, LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "./bad-file";

const BRIDGE = "cidr: 10.0.0.0/16";
const CLIENT_VPC = "client:\n  vpc: { cidr: 10.64.0.0/16 }";
const SERVERS = "servers: { cidr: 10.64.0.0/24";
const NAT_ADDRESS = "addresses: [10.0.1.10]";
const TARGET = "targets: [10.64.0.10]";

/** Addresses that AWS, or this network, refuses. */
export const ADDRESS_FILES: readonly BadFile[] = [
  bad(
    "the bridge is the client VPC",
    SMALL,
    [[BRIDGE, "cidr: 10.64.0.0/16"]],
    [
      'bridges/bad.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the client VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-client]',
      'bridges/bad.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the web VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-web]',
      'bridges/bad.yaml:14:18: bridge.nat_subnets.nat.cidr: "10.0.1.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
      'bridges/bad.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.0.2.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
      'bridges/bad.yaml:17:20: bridge.alb_subnets.alb-2.cidr: "10.0.3.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
    ],
  ),
  bad(
    "the bridge lies in the client VPC",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 10.64.128.0/24"]],
    [
      'bridges/bad.yaml:16:9: bridge.cidr: "10.64.128.0/24" overlaps the client VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/24 [bridge-overlaps-client]',
      'bridges/bad.yaml:16:9: bridge.cidr: "10.64.128.0/24" overlaps the web VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 100.64.0.0/24 [bridge-overlaps-web]',
    ],
  ),
  bad(
    "the bridge overlaps the client VPC's second range",
    EXISTING,
    [["cidr: 100.64.0.0/24", "cidr: 10.70.8.0/24"]],
    [
      'bridges/bad.yaml:18:9: bridge.cidr: "10.70.8.0/24" overlaps the client VPC\'s 10.70.0.0/16; write a range that neither side uses, such as 100.64.0.0/24 [bridge-overlaps-client]',
    ],
  ),
  bad(
    "the bridge overlaps the web VPC only",
    SMALL,
    [
      ["web:\n  vpc: { cidr: 10.64.0.0/16 }", "web:\n  vpc: { cidr: 10.0.0.0/16 }"],
      [SERVERS, "servers: { cidr: 10.0.64.0/24"],
      [TARGET, "targets: [10.0.64.10]"],
    ],
    [
      'bridges/bad.yaml:12:9: bridge.cidr: "10.0.0.0/16" overlaps the web VPC\'s 10.0.0.0/16; write a range that neither side uses, such as 100.64.0.0/16 [bridge-overlaps-web]',
    ],
  ),
  bad(
    "the bridge is restricted",
    SMALL,
    [
      [CLIENT_VPC, "client:\n  vpc: { cidr: 192.168.0.0/16 }"],
      ["clients: { cidr: 10.64", "clients: { cidr: 192.168"],
    ],
    [
      'bridges/bad.yaml:12:9: bridge.cidr: "10.0.0.0/16" is in 10.0.0.0/8, which AWS does not add to a VPC that has 192.168.0.0/16; write a range that neither side uses, such as 100.64.0.0/16 [secondary-cidr-restricted]',
    ],
  ),
  bad(
    "the bridge is too large",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 100.64.0.0/15"]],
    [
      'bridges/bad.yaml:16:9: bridge.cidr: "100.64.0.0/15" is not a /16 to /28; write a range between these sizes, such as 100.64.0.0/16 [bridge-size]',
    ],
  ),
  bad(
    "the bridge is too small to carve",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 100.64.0.0/25"]],
    [
      'bridges/bad.yaml:16:9: bridge.cidr: "100.64.0.0/25" is too small to carve; write a /24 or larger, such as 100.64.0.0/24, or give the subnets instead of zones [carve-room]',
    ],
  ),
  bad(
    "the bridge holds a destination that is routed already",
    EXISTING,
    [["routes: [192.168.0.0/16]", "routes: [100.64.0.128/25]"]],
    [
      'bridges/bad.yaml:18:9: bridge.cidr: "100.64.0.0/24" holds the destination 100.64.0.128/25 of a route that the client VPC has; write a range that neither side uses, such as 100.80.0.0/24 [secondary-cidr-route]',
    ],
  ),
  bad(
    "two client subnets overlap",
    LARGE,
    [["10.64.1.0/24, zone: b }\n    batch", "10.64.0.128/25, zone: b }\n    batch"]],
    [
      'bridges/bad.yaml:8:24: client.subnets.clients-b.cidr: "10.64.0.128/25" overlaps clients-a 10.64.0.0/24; write a range that no other subnet of the VPC has [subnets-overlap]',
      'bridges/bad.yaml:14:20: web.subnets.web-b.cidr: "10.64.1.0/24" lies in the client VPC but equals no subnet of it, so no route to it is legal; add an empty subnet 10.64.1.0/24 under bridge.shadow_subnets, which makes a route to it legal [steer-legal]',
    ],
  ),
  bad(
    "two web subnets overlap",
    LARGE,
    [["web-b: { cidr: 10.64.1.0/24", "web-b: { cidr: 10.64.0.0/24"]],
    [
      'bridges/bad.yaml:14:20: web.subnets.web-b.cidr: "10.64.0.0/24" overlaps web-a 10.64.0.0/24; write a range that no other subnet of the VPC has [subnets-overlap]',
      'bridges/bad.yaml:26:27: services.shop.targets[1]: "10.64.1.10" is in none of the web subnets 10.64.0.0/24, 10.64.0.0/24; write an address of a web subnet, or add its subnet to web.subnets [target-in-web]',
    ],
  ),
  bad(
    "ALB and NAT subnets overlap",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.1.0/24"]],
    [
      'bridges/bad.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.0.1.0/24" overlaps nat 10.0.1.0/24; write a range that no other subnet of the VPC has [subnets-overlap]',
    ],
  ),
  bad(
    "a shadow subnet overlaps a client subnet",
    SMALL,
    [["  alb_subnets:", "  shadow_subnets: { s: { cidr: 10.64.0.0/24, zone: a } }\n  alb_subnets:"]],
    [
      'bridges/bad.yaml:15:32: bridge.shadow_subnets.s.cidr: "10.64.0.0/24" overlaps clients 10.64.0.0/24; write a range that no other subnet of the VPC has [subnets-overlap]',
    ],
  ),
  bad(
    "an ALB subnet outside the bridge",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.64.2.0/24"]],
    [
      'bridges/bad.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.64.2.0/24" is not in bridge.cidr 10.0.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
    ],
  ),
  bad(
    "a client subnet outside its VPC",
    SMALL,
    [["clients: { cidr: 10.64.0.0/24", "clients: { cidr: 10.65.0.0/24"]],
    [
      'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "10.65.0.0/24" is not in the client VPC\'s 10.64.0.0/16; write a range inside it [subnet-in-vpc]',
      'bridges/bad.yaml:10:22: web.subnets.servers.cidr: "10.64.0.0/24" lies in the client VPC but equals no subnet of it, so no route to it is legal; add an empty subnet 10.64.0.0/24 under bridge.shadow_subnets, which makes a route to it legal [steer-legal]',
    ],
  ),
  bad(
    "a web subnet outside its VPC",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.65.0.0/24"],
      [TARGET, "targets: [10.65.0.10]"],
    ],
    [
      'bridges/bad.yaml:10:22: web.subnets.servers.cidr: "10.65.0.0/24" is not in the web VPC\'s 10.64.0.0/16; write a range inside it [subnet-in-vpc]',
    ],
  ),
  bad(
    "a subnet smaller than AWS has",
    SMALL,
    [["10.0.1.0/24, zone: a, addresses: [10.0.1.10]", "10.0.1.0/29, zone: a"]],
    [
      'bridges/bad.yaml:14:18: bridge.nat_subnets.nat.cidr: "10.0.1.0/29" is not a /16 to /28; write a range between these sizes [subnet-size]',
    ],
  ),
  bad(
    "an ALB subnet of /28",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.2.0/28"]],
    [
      'bridges/bad.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.0.2.0/28" is smaller than the /27 that an ALB needs; write a /27 or larger [alb-subnet-size]',
    ],
  ),
  bad(
    "an ALB in one zone",
    SMALL,
    [["\n    alb-2: { cidr: 10.0.3.0/24, zone: b }", ""]],
    [
      "bridges/bad.yaml:15:3: bridge.alb_subnets: has subnets in one zone only; write subnets in two zones or more [alb-zones]",
    ],
  ),
  bad(
    "two ALB subnets in one zone",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: a"]],
    ["bridges/bad.yaml:15:3: bridge.alb_subnets: has two subnets in one zone; write one subnet per zone [alb-zones]"],
  ),
  bad(
    "the web subnet is the whole client VPC",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/16"]],
    [
      'bridges/bad.yaml:10:22: web.subnets.servers.cidr: "10.64.0.0/16" is a whole range of the client VPC: its route would have to replace the local route, which Terraform can\'t do in the apply that creates the table; write bridge.steer: [10.64.0.0/24] [steer-legal]',
    ],
  ),
  bad(
    "the web subnet is wider than the client subnet",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/23"]],
    [
      'bridges/bad.yaml:10:22: web.subnets.servers.cidr: "10.64.0.0/23" overlaps the client subnet clients 10.64.0.0/24 without being equal to it; write bridge.steer: [10.64.0.0/24] [steer-legal]',
    ],
  ),
  bad(
    "the web subnet meets no client subnet",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.64.7.0/24"],
      [TARGET, "targets: [10.64.7.10]"],
    ],
    [
      'bridges/bad.yaml:10:22: web.subnets.servers.cidr: "10.64.7.0/24" lies in the client VPC but equals no subnet of it, so no route to it is legal; add an empty subnet 10.64.7.0/24 under bridge.shadow_subnets, which makes a route to it legal [steer-legal]',
    ],
  ),
  bad(
    "steering into the bridge",
    SMALL,
    [["  alb_subnets:", "  steer: [10.64.0.0/24, 10.0.1.0/24]\n  alb_subnets:"]],
    [
      'bridges/bad.yaml:15:25: bridge.steer[1]: "10.0.1.0/24" overlaps bridge.cidr 10.0.0.0/16, whose addresses are none of the web side\'s; leave it out: it holds no target [steer-legal]',
    ],
  ),
  bad(
    "steering past the target",
    SMALL,
    [["  alb_subnets:", "  steer: [192.168.0.0/24]\n  alb_subnets:"]],
    [
      'bridges/bad.yaml:15:11: bridge.steer[0]: "192.168.0.0/24" has no address of the web VPC\'s 10.64.0.0/16, so it would lead nowhere; write a range of the web VPC, or leave it out [steer-in-web]',
      'bridges/bad.yaml:23:15: services.shop.targets[0]: "10.64.0.10" is in none of the steered destinations 192.168.0.0/24; write bridge.steer: [10.64.0.0/24] [steer-covers-targets]',
    ],
  ),
  bad(
    "steering one destination twice",
    SMALL,
    [["  alb_subnets:", "  steer: [10.64.0.0/24, 10.64.0.0/24]\n  alb_subnets:"]],
    [
      'bridges/bad.yaml:15:25: bridge.steer[1]: "10.64.0.0/24" is listed twice; list each entry once [distinct-entries]',
    ],
  ),
  bad(
    "a target outside the web subnets",
    SMALL,
    [[TARGET, "targets: [10.64.1.10]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.1.10" is in none of the web subnets 10.64.0.0/24; write an address of a web subnet, or add its subnet to web.subnets [target-in-web]',
    ],
  ),
  bad(
    "a target on the network address",
    SMALL,
    [[TARGET, "targets: [10.64.0.0]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.0" is reserved in servers 10.64.0.0/24: the network address; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "a target on the router's address",
    SMALL,
    [[TARGET, "targets: [10.64.0.1]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.1" is reserved in servers 10.64.0.0/24: the VPC router; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "a target on the resolver's address",
    SMALL,
    [[TARGET, "targets: [10.64.0.2]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.2" is reserved in servers 10.64.0.0/24: the DNS resolver; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "a target on an address for future use",
    SMALL,
    [[TARGET, "targets: [10.64.0.3]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.3" is reserved in servers 10.64.0.0/24: kept by AWS for future use; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "a target on the broadcast address",
    SMALL,
    [[TARGET, "targets: [10.64.0.255]"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.255" is reserved in servers 10.64.0.0/24: the broadcast address; write an address between 10.64.0.4 and 10.64.0.254 [target-usable]',
    ],
  ),
  bad(
    "a target whose zone has no ALB",
    SMALL,
    [["10.64.0.0/24, zone: a }\nweb", "10.64.0.0/24, zone: c }\nweb"]],
    [
      'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.10" lies in clients of the client VPC, in zone c, where the ALB has no subnet; add an ALB subnet in zone c [target-zone]',
    ],
  ),
  bad(
    "a NAT address outside its subnet",
    SMALL,
    [[NAT_ADDRESS, "addresses: [10.0.2.10]"]],
    [
      'bridges/bad.yaml:14:52: bridge.nat_subnets.nat.addresses[0]: "10.0.2.10" is not in nat 10.0.1.0/24; write an address of that subnet [nat-addresses]',
    ],
  ),
  bad(
    "a NAT address that is AWS's",
    SMALL,
    [[NAT_ADDRESS, "addresses: [10.0.1.10, 10.0.1.3]"]],
    [
      'bridges/bad.yaml:14:63: bridge.nat_subnets.nat.addresses[1]: "10.0.1.3" is reserved in nat 10.0.1.0/24: kept by AWS for future use; write an address between 10.0.1.4 and 10.0.1.254 [nat-addresses]',
    ],
  ),
  bad(
    "nine NAT addresses",
    SMALL,
    [[NAT_ADDRESS, `addresses: [${[11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => `10.0.1.${n}`).join(", ")}]`]],
    [
      "bridges/bad.yaml:14:51: bridge.nat_subnets.nat.addresses: has 9 addresses, more than 8; list 8 or fewer [addresses-per-nat-gateway]",
    ],
  ),
  bad(
    "an attachment without the ALB's second zone",
    SMALL,
    [["  alb_subnets:", "  attachment_subnets: { tgw: { cidr: 10.0.4.0/28, zone: a } }\n  alb_subnets:"]],
    [
      'bridges/bad.yaml:18:39: bridge.alb_subnets.alb-2.zone: "b" is a zone without an attachment subnet, so what this ALB node sends goes nowhere; add a subnet of this zone to bridge.attachment_subnets [attachment-zones]',
    ],
  ),
  bad(
    "an idle timeout beyond the NAT gateway's",
    LARGE,
    [["idle_timeout: 60", "idle_timeout: 350"]],
    [
      "bridges/bad.yaml:18:22: alb.idle_timeout: 350 is not below the NAT gateway's 350 s; write 349 or fewer seconds [alb-idle-timeout]",
    ],
  ),
  bad(
    "two services with one priority",
    LARGE,
    [["priority: 5", "priority: 10"]],
    [
      "bridges/bad.yaml:27:3: services.api: has the priority 10 of services.shop on the https listener; write another priority [rule-priorities]",
    ],
  ),
  bad(
    "more targets than AWS allows",
    LARGE,
    [["logs:", "quotas: { targets_per_alb: 2 }\nlogs:"]],
    [
      "bridges/bad.yaml:23:1: services: targets: 3, more than 2; write fewer, or quotas.targets_per_alb if AWS raised it [alb-quotas]",
    ],
  ),
];
