import { EXISTING, LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "../../support/bad-file";

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
      [12, "bridge.cidr", "bridge-overlaps-client"],
      [12, "bridge.cidr", "bridge-overlaps-web"],
      [14, "bridge.nat_subnets.nat.cidr", "bridge-subnet-in-bridge"],
      [16, "bridge.alb_subnets.alb-1.cidr", "bridge-subnet-in-bridge"],
      [17, "bridge.alb_subnets.alb-2.cidr", "bridge-subnet-in-bridge"],
    ],
  ),
  bad(
    "the bridge lies in the client VPC",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 10.64.128.0/24"]],
    [
      [16, "bridge.cidr", "bridge-overlaps-client"],
      [16, "bridge.cidr", "bridge-overlaps-web"],
    ],
  ),
  bad(
    "the bridge overlaps the client VPC's second range",
    EXISTING,
    [["cidr: 100.64.0.0/24", "cidr: 10.70.8.0/24"]],
    [[18, "bridge.cidr", "bridge-overlaps-client"]],
  ),
  bad(
    "the bridge overlaps the web VPC only",
    SMALL,
    [
      ["web:\n  vpc: { cidr: 10.64.0.0/16 }", "web:\n  vpc: { cidr: 10.0.0.0/16 }"],
      [SERVERS, "servers: { cidr: 10.0.64.0/24"],
      [TARGET, "targets: [10.0.64.10]"],
    ],
    [[12, "bridge.cidr", "bridge-overlaps-web"]],
  ),
  bad(
    "the bridge is restricted",
    SMALL,
    [
      [CLIENT_VPC, "client:\n  vpc: { cidr: 192.168.0.0/16 }"],
      ["clients: { cidr: 10.64", "clients: { cidr: 192.168"],
    ],
    [[12, "bridge.cidr", "secondary-cidr-restricted"]],
  ),
  bad(
    "the bridge is too large",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 100.64.0.0/15"]],
    [[16, "bridge.cidr", "bridge-size"]],
  ),
  bad(
    "the bridge is too small to carve",
    LARGE,
    [["cidr: 100.64.0.0/24", "cidr: 100.64.0.0/25"]],
    [[16, "bridge.cidr", "carve-room"]],
  ),
  bad(
    "the bridge holds a destination that is routed already",
    EXISTING,
    [["routes: [192.168.0.0/16]", "routes: [100.64.0.128/25]"]],
    [[18, "bridge.cidr", "secondary-cidr-route"]],
  ),
  bad(
    "two client subnets overlap",
    LARGE,
    [["10.64.1.0/24, zone: b }\n    batch", "10.64.0.128/25, zone: b }\n    batch"]],
    [
      [8, "client.subnets.clients-b.cidr", "subnets-overlap"],
      [14, "web.subnets.web-b.cidr", "steer-legal"],
    ],
  ),
  bad(
    "two web subnets overlap",
    LARGE,
    [["web-b: { cidr: 10.64.1.0/24", "web-b: { cidr: 10.64.0.0/24"]],
    [
      [14, "web.subnets.web-b.cidr", "subnets-overlap"],
      [26, "services.shop.targets[1]", "target-in-web"],
    ],
  ),
  bad(
    "ALB and NAT subnets overlap",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.1.0/24"]],
    [[16, "bridge.alb_subnets.alb-1.cidr", "subnets-overlap"]],
  ),
  bad(
    "a shadow subnet overlaps a client subnet",
    SMALL,
    [["  alb_subnets:", "  shadow_subnets: { s: { cidr: 10.64.0.0/24, zone: a } }\n  alb_subnets:"]],
    [[15, "bridge.shadow_subnets.s.cidr", "subnets-overlap"]],
  ),
  bad(
    "an ALB subnet outside the bridge",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.64.2.0/24"]],
    [[16, "bridge.alb_subnets.alb-1.cidr", "bridge-subnet-in-bridge"]],
  ),
  bad(
    "a client subnet outside its VPC",
    SMALL,
    [["clients: { cidr: 10.64.0.0/24", "clients: { cidr: 10.65.0.0/24"]],
    [
      [6, "client.subnets.clients.cidr", "subnet-in-vpc"],
      [10, "web.subnets.servers.cidr", "steer-legal"],
    ],
  ),
  bad(
    "a web subnet outside its VPC",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.65.0.0/24"],
      [TARGET, "targets: [10.65.0.10]"],
    ],
    [[10, "web.subnets.servers.cidr", "subnet-in-vpc"]],
  ),
  bad(
    "a subnet smaller than AWS has",
    SMALL,
    [["10.0.1.0/24, zone: a, addresses: [10.0.1.10]", "10.0.1.0/29, zone: a"]],
    [[14, "bridge.nat_subnets.nat.cidr", "subnet-size"]],
  ),
  bad(
    "an ALB subnet of /28",
    SMALL,
    [["alb-1: { cidr: 10.0.2.0/24", "alb-1: { cidr: 10.0.2.0/28"]],
    [[16, "bridge.alb_subnets.alb-1.cidr", "alb-subnet-size"]],
  ),
  bad(
    "an ALB in one zone",
    SMALL,
    [["\n    alb-2: { cidr: 10.0.3.0/24, zone: b }", ""]],
    [[15, "bridge.alb_subnets", "alb-zones"]],
  ),
  bad(
    "two ALB subnets in one zone",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: a"]],
    [[15, "bridge.alb_subnets", "alb-zones"]],
  ),
  bad(
    "the web subnet is the whole client VPC",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/16"]],
    [[10, "web.subnets.servers.cidr", "steer-legal"]],
  ),
  bad(
    "the web subnet is wider than the client subnet",
    SMALL,
    [[SERVERS, "servers: { cidr: 10.64.0.0/23"]],
    [[10, "web.subnets.servers.cidr", "steer-legal"]],
  ),
  bad(
    "the web subnet meets no client subnet",
    SMALL,
    [
      [SERVERS, "servers: { cidr: 10.64.7.0/24"],
      [TARGET, "targets: [10.64.7.10]"],
    ],
    [[10, "web.subnets.servers.cidr", "steer-legal"]],
  ),
  bad(
    "steering into the bridge",
    SMALL,
    [["  alb_subnets:", "  steer: [10.64.0.0/24, 10.0.1.0/24]\n  alb_subnets:"]],
    [[15, "bridge.steer[1]", "steer-legal"]],
  ),
  bad(
    "steering past the target",
    SMALL,
    [["  alb_subnets:", "  steer: [192.168.0.0/24]\n  alb_subnets:"]],
    [
      [15, "bridge.steer[0]", "steer-in-web"],
      [23, "services.shop.targets[0]", "steer-covers-targets"],
    ],
  ),
  bad(
    "steering one destination twice",
    SMALL,
    [["  alb_subnets:", "  steer: [10.64.0.0/24, 10.64.0.0/24]\n  alb_subnets:"]],
    [[15, "bridge.steer[1]", "distinct-entries"]],
  ),
  bad(
    "a target outside the web subnets",
    SMALL,
    [[TARGET, "targets: [10.64.1.10]"]],
    [[22, "services.shop.targets[0]", "target-in-web"]],
  ),
  bad(
    "a target on the network address",
    SMALL,
    [[TARGET, "targets: [10.64.0.0]"]],
    [[22, "services.shop.targets[0]", "target-usable"]],
  ),
  bad(
    "a target on the router's address",
    SMALL,
    [[TARGET, "targets: [10.64.0.1]"]],
    [[22, "services.shop.targets[0]", "target-usable"]],
  ),
  bad(
    "a target on the resolver's address",
    SMALL,
    [[TARGET, "targets: [10.64.0.2]"]],
    [[22, "services.shop.targets[0]", "target-usable"]],
  ),
  bad(
    "a target on an address for future use",
    SMALL,
    [[TARGET, "targets: [10.64.0.3]"]],
    [[22, "services.shop.targets[0]", "target-usable"]],
  ),
  bad(
    "a target on the broadcast address",
    SMALL,
    [[TARGET, "targets: [10.64.0.255]"]],
    [[22, "services.shop.targets[0]", "target-usable"]],
  ),
  bad(
    "a target whose zone has no ALB",
    SMALL,
    [["10.64.0.0/24, zone: a }\nweb", "10.64.0.0/24, zone: c }\nweb"]],
    [[22, "services.shop.targets[0]", "target-zone"]],
  ),
  bad(
    "a NAT address outside its subnet",
    SMALL,
    [[NAT_ADDRESS, "addresses: [10.0.2.10]"]],
    [[14, "bridge.nat_subnets.nat.addresses[0]", "nat-addresses"]],
  ),
  bad(
    "a NAT address that is AWS's",
    SMALL,
    [[NAT_ADDRESS, "addresses: [10.0.1.10, 10.0.1.3]"]],
    [[14, "bridge.nat_subnets.nat.addresses[1]", "nat-addresses"]],
  ),
  bad(
    "nine NAT addresses",
    SMALL,
    [[NAT_ADDRESS, `addresses: [${[11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => `10.0.1.${n}`).join(", ")}]`]],
    [[14, "bridge.nat_subnets.nat.addresses", "addresses-per-nat-gateway"]],
  ),
  bad(
    "an attachment without the ALB's second zone",
    SMALL,
    [["  alb_subnets:", "  attachment_subnets: { tgw: { cidr: 10.0.4.0/28, zone: a } }\n  alb_subnets:"]],
    [[18, "bridge.alb_subnets.alb-2.zone", "attachment-zones"]],
  ),
  bad(
    "an idle timeout beyond the NAT gateway's",
    LARGE,
    [["idle_timeout: 60", "idle_timeout: 350"]],
    [[18, "alb.idle_timeout", "alb-idle-timeout"]],
  ),
  bad(
    "two services with one priority",
    LARGE,
    [["priority: 5", "priority: 10"]],
    [[27, "services.api", "rule-priorities"]],
  ),
  bad(
    "more targets than AWS allows",
    LARGE,
    [["logs:", "quotas: { targets_per_alb: 2 }\nlogs:"]],
    [[23, "services", "alb-quotas"]],
  ),
];
