import { type Dice } from "../lab/dice";
import { acl4, association, group, INSTANCE, part6, ref, sg, subnet, tcp, vpc } from "../reachability/reasoned/parts";
import { type Blocks } from "./reasoned";

type Body = Record<string, unknown>;
type Draft = Record<string, Record<string, Body>>;

const ZONES = ["eu-west-1a", "eu-west-1b"];
const PORTS = [22, 443];
const OFFICE = "192.168.0.0/16";

/** A network in the making. */
class Kinds {
  readonly draft: Draft = {};
  readonly vpcs = ["v", "w"];
  readonly subnets: string[] = [];
  readonly hosts: string[] = [];

  constructor(readonly dice: Dice) {}

  add(type: string, name: string, body: Body): void {
    (this.draft[type] ??= {})[name] = body;
  }

  has(type: string, name: string): boolean {
    return this.draft[type]?.[name] !== undefined;
  }

  other(name: string): string {
    return name === "v" ? "w" : "v";
  }

  isSix(name: string): boolean {
    return this.draft.aws_vpc?.[name]?.assign_generated_ipv6_cidr_block === true;
  }
}

const RANGE: Readonly<Record<string, string>> = { v: "10.0.0.0/16", w: "10.1.0.0/16" };

function addVpc(kinds: Kinds, name: string): void {
  const { dice } = kinds;
  kinds.add("aws_vpc", name, {
    cidr_block: RANGE[name],
    ...(dice.chance(0.8) && { assign_generated_ipv6_cidr_block: true }),
  });
  if (dice.chance(0.7)) kinds.add("aws_internet_gateway", name, { vpc_id: vpc(name) });
  if (dice.chance(0.4)) kinds.add("aws_egress_only_internet_gateway", name, { vpc_id: vpc(name) });
  addGroups(kinds, name);
  const base = RANGE[name]!.replace(".0.0/16", "");
  for (const [i, end] of ["1", "2"].entries()) {
    const own = `${name}${end}`;
    const isSix = kinds.isSix(name) && dice.chance(0.8);
    const isNative = isSix && dice.chance(0.15);
    kinds.subnets.push(own);
    kinds.add("aws_subnet", own, {
      vpc_id: vpc(name),
      availability_zone: ZONES[i],
      ...(isNative
        ? { ipv6_native: true, assign_ipv6_address_on_creation: true }
        : { cidr_block: `${base}.${end}.0/24` }),
      ...(isSix && { ipv6_cidr_block: part6(name, i + 1) }),
      ...(isSix && !isNative && dice.chance(0.6) && { assign_ipv6_address_on_creation: true }),
      ...(!isNative && dice.chance(0.3) && { map_public_ip_on_launch: true }),
    });
    addHosts(kinds, own, name, isNative);
    if (dice.chance(0.2)) kinds.add("aws_network_acl", own, acl4(name, own));
  }
}

function addGroups(kinds: Kinds, name: string): void {
  const { dice } = kinds;
  const ranges = [{ cidr_blocks: ["0.0.0.0/0"] }, { ipv6_cidr_blocks: ["::/0"] }, { cidr_blocks: [RANGE.v] }];
  const peers = [...ranges, { cidr_blocks: [OFFICE] }, { security_groups: [sg(`${name}0`)] }, { self: true }];
  for (const i of [0, 1]) {
    const rules = dice.some(PORTS, 0.7).map((port) => tcp(port, dice.pick(i === 0 ? ranges : peers)));
    const own = group(name, ...rules);
    kinds.add("aws_security_group", `${name}${i}`, dice.chance(0.85) ? own : { ...own, egress: [] });
  }
}

function addHosts(kinds: Kinds, where: string, name: string, isNative: boolean): void {
  const { dice } = kinds;
  for (const end of dice.some(["a", "b"], 0.6)) {
    const own = `${where}${end}`;
    const number = end === "a" ? 10 : 11;
    kinds.hosts.push(own);
    const { cidr_block } = kinds.draft.aws_subnet![where]! as { cidr_block?: string };
    kinds.add("aws_instance", own, {
      ...{ ...INSTANCE, subnet_id: subnet(where), vpc_security_group_ids: [sg(`${name}${dice.below(2)}`)] },
      ...(!isNative && dice.chance(0.5) && { private_ip: cidr_block!.replace("0/24", String(number)) }),
    });
  }
}

function addJoins(kinds: Kinds): void {
  const { dice } = kinds;
  if (dice.chance(0.5))
    kinds.add("aws_vpc_peering_connection", "p", { vpc_id: vpc("v"), peer_vpc_id: vpc("w"), auto_accept: true });
  if (dice.chance(0.5)) {
    kinds.add("aws_ec2_transit_gateway", "t", {});
    for (const name of kinds.vpcs)
      kinds.add("aws_ec2_transit_gateway_vpc_attachment", name, {
        transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
        vpc_id: vpc(name),
        subnet_ids: dice.chance(0.7) ? [subnet(`${name}1`), subnet(`${name}2`)] : [subnet(`${name}1`)],
        ipv6_support: dice.chance(0.6) ? "enable" : "disable",
      });
  }
  if (kinds.has("aws_internet_gateway", "v") && dice.chance(0.5) && kinds.draft.aws_subnet!.v1!.cidr_block) {
    kinds.add("aws_eip", "n", { domain: "vpc" });
    kinds.add("aws_nat_gateway", "n", { subnet_id: subnet("v1"), allocation_id: ref("aws_eip.n") });
  }
  if (dice.chance(0.5)) addOffice(kinds);
}

function addOffice(kinds: Kinds): void {
  const { dice } = kinds;
  const isTransit = kinds.has("aws_ec2_transit_gateway", "t") && dice.chance(0.5);
  const isStatic = dice.chance(0.7);
  kinds.add("aws_customer_gateway", "o", { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" });
  if (!isTransit) kinds.add("aws_vpn_gateway", "g", { vpc_id: vpc("v") });
  kinds.add("aws_vpn_connection", "c", {
    ...{ customer_gateway_id: ref("aws_customer_gateway.o"), type: "ipsec.1", static_routes_only: isStatic },
    ...(isTransit
      ? { transit_gateway_id: ref("aws_ec2_transit_gateway.t") }
      : { vpn_gateway_id: ref("aws_vpn_gateway.g") }),
  });
  if (isTransit && isStatic)
    kinds.add("aws_ec2_transit_gateway_route", "o", {
      destination_cidr_block: OFFICE,
      transit_gateway_attachment_id: ref("aws_vpn_connection.c", "transit_gateway_attachment_id"),
      transit_gateway_route_table_id: ref("aws_ec2_transit_gateway.t", "association_default_route_table_id"),
    });
  if (!isTransit && isStatic)
    kinds.add("aws_vpn_connection_route", "o", {
      ...{ vpn_connection_id: ref("aws_vpn_connection.c"), destination_cidr_block: OFFICE },
    });
}

/** What routes of a VPC can lead to, by family. */
function targetsOf(kinds: Kinds, name: string): { four: Body[]; six: Body[]; other: Body[] } {
  const has = (type: string, own: string, argument: string): Body[] =>
    kinds.has(type, own) ? [{ [argument]: ref(`${type}.${own}`) }] : [];
  const joins = [
    ...has("aws_vpc_peering_connection", "p", "vpc_peering_connection_id"),
    ...has("aws_ec2_transit_gateway", "t", "transit_gateway_id"),
  ];
  const igw = has("aws_internet_gateway", name, "gateway_id");
  const nat = name === "v" ? has("aws_nat_gateway", "n", "nat_gateway_id") : [];
  return {
    four: [...igw, ...igw, ...nat, ...joins],
    six: [...igw, ...has("aws_egress_only_internet_gateway", name, "egress_only_gateway_id"), ...joins],
    other: joins,
  };
}

function addTables(kinds: Kinds): void {
  const { dice } = kinds;
  for (const where of kinds.subnets) {
    const name = where[0]!;
    const { four, six, other } = targetsOf(kinds, name);
    const far = kinds.other(name);
    const route = [
      ...(four.length > 0 && dice.chance(0.7) ? [{ cidr_block: "0.0.0.0/0", ...dice.pick(four) }] : []),
      ...(six.length > 0 && dice.chance(0.7) ? [{ ipv6_cidr_block: "::/0", ...dice.pick(six) }] : []),
      ...(other.length > 0 && dice.chance(0.8) ? [{ cidr_block: RANGE[far], ...dice.pick(other) }] : []),
      ...(other.length > 0 && kinds.isSix(far) && dice.chance(0.7)
        ? [{ ipv6_cidr_block: ref(`aws_vpc.${far}`, "ipv6_cidr_block"), ...dice.pick(other) }]
        : []),
      ...(kinds.has("aws_nat_gateway", "n") && name === "v" && dice.chance(0.3)
        ? [{ ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: ref("aws_nat_gateway.n") }]
        : []),
      ...officeRoute(kinds, name),
    ];
    kinds.add("aws_route_table", where, { vpc_id: vpc(name), route });
    if (dice.chance(0.9)) kinds.add("aws_route_table_association", where, association(where, where));
    if (name === "v" && kinds.has("aws_vpn_gateway", "g") && dice.chance(0.5))
      kinds.add("aws_vpn_gateway_route_propagation", where, {
        ...{ vpn_gateway_id: ref("aws_vpn_gateway.g"), route_table_id: ref(`aws_route_table.${where}`) },
      });
  }
}

function officeRoute(kinds: Kinds, name: string): Body[] {
  if (!kinds.dice.chance(0.5)) return [];
  if (name === "v" && kinds.has("aws_vpn_gateway", "g"))
    return [{ cidr_block: OFFICE, gateway_id: ref("aws_vpn_gateway.g") }];
  return kinds.has("aws_ec2_transit_gateway", "t")
    ? [{ cidr_block: OFFICE, transit_gateway_id: ref("aws_ec2_transit_gateway.t") }]
    : [];
}

function addBalancer(kinds: Kinds): void {
  const { dice } = kinds;
  const isFour = ["v1", "v2"].every((one) => kinds.draft.aws_subnet![one]!.cidr_block !== undefined);
  if (!isFour || !dice.chance(0.6)) return;
  const isSix = ["v1", "v2"].every((one) => kinds.draft.aws_subnet![one]!.ipv6_cidr_block !== undefined);
  kinds.add("aws_lb", "l", {
    ...{ internal: dice.chance(0.6), subnets: [subnet("v1"), subnet("v2")], security_groups: [sg("v1")] },
    ...(isSix && dice.chance(0.6) && { ip_address_type: "dualstack" }),
  });
  kinds.add("aws_lb_listener", "l", {
    ...{ load_balancer_arn: ref("aws_lb.l", "arn"), port: 443, protocol: "HTTP" },
    default_action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain", status_code: "200" }] }],
  });
  if (dice.chance(0.3))
    kinds.add("aws_cloudfront_vpc_origin", "o", {
      vpc_origin_endpoint_config: [
        {
          ...{ name: "o", arn: ref("aws_lb.l", "arn"), http_port: 443, https_port: 443 },
          ...{ origin_protocol_policy: "http-only", origin_ssl_protocols: [{ items: ["TLSv1.2"], quantity: 1 }] },
        },
      ],
    });
}

function addAccelerator(kinds: Kinds): void {
  const { dice } = kinds;
  const ends = [
    ...(kinds.has("aws_lb", "l") ? [ref("aws_lb.l", "arn")] : []),
    ...kinds.hosts.filter((one) => one.startsWith("v")).map((one) => ref(`aws_instance.${one}`)),
  ];
  if (ends.length === 0 || !kinds.has("aws_internet_gateway", "v") || !dice.chance(0.4)) return;
  kinds.add("aws_globalaccelerator_accelerator", "a", { name: "a", enabled: dice.chance(0.9) });
  kinds.add("aws_globalaccelerator_listener", "a", {
    ...{ accelerator_arn: ref("aws_globalaccelerator_accelerator.a"), protocol: "TCP" },
    port_range: [{ from_port: 443, to_port: 443 }],
  });
  kinds.add("aws_globalaccelerator_endpoint_group", "a", {
    listener_arn: ref("aws_globalaccelerator_listener.a"),
    endpoint_configuration: [{ endpoint_id: dice.pick(ends), weight: 100 }],
  });
}

function addServices(kinds: Kinds): void {
  const { dice } = kinds;
  const places = [subnet("w1"), subnet("w2")];
  if (dice.chance(0.5)) {
    kinds.add("aws_db_subnet_group", "d", { name: "d", subnet_ids: places });
    kinds.add("aws_db_instance", "d", {
      ...{ identifier: "d", instance_class: "db.t3.micro", allocated_storage: 20, engine: "postgres", username: "u" },
      ...{ manage_master_user_password: true, skip_final_snapshot: true, publicly_accessible: dice.chance(0.4) },
      db_subnet_group_name: ref("aws_db_subnet_group.d", "name"),
      vpc_security_group_ids: [sg("w1")],
    });
  }
  if (dice.chance(0.4))
    kinds.add("aws_ecs_service", "t", {
      ...{ name: "t", task_definition: "t:1", launch_type: "FARGATE", cluster: "c" },
      network_configuration: [{ subnets: places, security_groups: [sg("w0")], assign_public_ip: dice.chance(0.4) }],
    });
  if (dice.chance(0.4) && kinds.hosts.some((one) => one.startsWith("v"))) {
    kinds.add("aws_vpclattice_service_network_vpc_association", "w", {
      ...{ vpc_identifier: vpc("w"), service_network_identifier: "sn-0123456789abcdef0" },
    });
    kinds.add("aws_vpclattice_target_group_attachment", "t", {
      target_group_identifier: "tg-0123456789abcdef0",
      target: [{ id: ref(`aws_instance.${kinds.hosts.find((one) => one.startsWith("v"))}`), port: 443 }],
    });
  }
}

function addClientVpn(kinds: Kinds): void {
  const { dice } = kinds;
  if (!dice.chance(0.4) || !kinds.draft.aws_subnet!.v2!.cidr_block) return;
  const at = { client_vpn_endpoint_id: ref("aws_ec2_client_vpn_endpoint.p") };
  const certificate = "arn:aws:acm:eu-west-1:111122223333:certificate/c";
  kinds.add("aws_ec2_client_vpn_endpoint", "p", {
    ...{ server_certificate_arn: certificate, client_cidr_block: "172.16.0.0/16", security_group_ids: [sg("v0")] },
    vpc_id: vpc("v"),
    authentication_options: [{ type: "certificate-authentication", root_certificate_chain_arn: certificate }],
    connection_log_options: [{ enabled: false }],
  });
  kinds.add("aws_ec2_client_vpn_network_association", "p", { ...at, subnet_id: subnet("v2") });
  if (dice.chance(0.8))
    kinds.add("aws_ec2_client_vpn_authorization_rule", "p", {
      ...{ ...at, target_network_cidr: dice.pick(["10.0.0.0/16", "10.0.1.0/24"]), authorize_all_groups: true },
    });
}

/** A random network of both families, with ways in that are no routes, services that AWS places, and an office. */
export function randomKinds(dice: Dice): Blocks {
  const kinds = new Kinds(dice);
  for (const name of kinds.vpcs) addVpc(kinds, name);
  addJoins(kinds);
  addTables(kinds);
  addBalancer(kinds);
  addAccelerator(kinds);
  addServices(kinds);
  addClientVpn(kinds);
  return kinds.draft;
}
