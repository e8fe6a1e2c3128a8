import { formatCidr, nthCidr, cidr, formatIpv4 } from "../../src/ipv4";

type Body = Record<string, unknown>;
export interface Stack {
  readonly resource: Record<string, Record<string, Body>>;
  readonly data: Record<string, Record<string, Body>>;
}

/** Random numbers that a seed repeats (mulberry32). */
export class Dice {
  constructor(private seed: number) {}

  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  chance(p: number): boolean {
    return this.next() < p;
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError("nothing to pick from");
    return items[this.below(items.length)]!;
  }

  /** Some of the items, each with the same chance. */
  some<T>(items: readonly T[], p: number): T[] {
    return items.filter(() => this.chance(p));
  }

  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  }
}

interface Subnet {
  readonly name: string;
  readonly cidr: string;
  readonly zone: string;
  readonly vpc: Vpc;
  readonly hosts: { readonly name: string; readonly ip: string }[];
}

interface Vpc {
  readonly name: string;
  readonly cidr: string;
  readonly subnets: Subnet[];
  /** Route tables, the main one first. */
  readonly tables: string[];
  readonly groups: string[];
}

const RANGES = ["10.0.0.0/16", "10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"];
export const PORTS = [22, 80, 8080];

const ref = (type: string, name: string, attribute = "id"): string => `\${${type}.${name}.${attribute}}`;

/**
 * A random network of the resources that this project knows: VPCs that may overlap, route tables, gateways, peerings,
 * filters and load balancers, right and wrong as it comes. Nothing that AWS refuses to create.
 */
export class RandomNetwork {
  readonly stack: Stack = { resource: {}, data: {} };
  readonly vpcs: Vpc[] = [];
  private count = 0;

  constructor(private readonly dice: Dice) {
    const { dice: d } = this;
    const size = d.chance(0.25) ? 3 : 2;
    for (let i = 0; i < size; i++) this.addVpc(i);
    if (d.chance(0.8)) this.addTransitGateway();
    if (d.chance(0.35)) this.addPeering();
    for (const vpc of this.vpcs) {
      if (d.chance(0.4)) this.addInternetGateway(vpc);
      if (d.chance(0.6)) this.addNat(vpc);
      for (const subnet of vpc.subnets) if (d.chance(0.3)) this.addAcl(subnet);
    }
    for (const vpc of this.vpcs) if (d.chance(0.4)) this.addBalancer(vpc);
  }

  private add(type: string, body: Body, name = `r${this.count++}`): string {
    (this.stack.resource[type] ??= {})[name] = body;
    return name;
  }

  private addVpc(i: number): void {
    const d = this.dice;
    const name = `v${i}`;
    const range = d.pick(RANGES);
    const vpc: Vpc = { name, cidr: range, subnets: [], tables: [], groups: [] };
    this.vpcs.push(vpc);
    this.add("aws_vpc", { cidr_block: range }, name);
    vpc.tables.push(
      this.add("aws_default_route_table", { default_route_table_id: ref("aws_vpc", name, "default_route_table_id") }),
    );
    const tables = d.below(3);
    for (let t = 0; t < tables; t++) vpc.tables.push(this.add("aws_route_table", { vpc_id: ref("aws_vpc", name) }));
    const groups = 1 + d.below(2);
    for (let g = 0; g < groups; g++)
      vpc.groups.push(this.add("aws_security_group", { vpc_id: ref("aws_vpc", name), name: `g${g}` }));
    for (const group of vpc.groups) this.addRules(vpc, group);
    const subnets = 1 + d.below(3);
    for (let s = 0; s < subnets; s++) this.addSubnet(vpc, s);
  }

  private addRules(vpc: Vpc, group: string): void {
    const d = this.dice;
    for (const direction of ["ingress", "egress"] as const) {
      const isOpen = d.chance(direction === "egress" ? 0.7 : 0.45);
      const rules = isOpen ? 1 : d.below(3);
      for (let i = 0; i < rules; i++) {
        const port = d.pick(PORTS);
        const what: Body = isOpen
          ? { ip_protocol: "-1" }
          : d.pick([
              { ip_protocol: "tcp", from_port: port, to_port: port },
              { ip_protocol: "tcp", from_port: 0, to_port: 1000 },
              { ip_protocol: "icmp", from_port: -1, to_port: -1 },
              { ip_protocol: "icmp", from_port: 8, to_port: 0 },
              { ip_protocol: "udp", from_port: 53, to_port: 53 },
              { ip_protocol: "-1" },
            ]);
        const peer: Body =
          !isOpen && d.chance(0.3)
            ? { referenced_security_group_id: ref("aws_security_group", d.pick(vpc.groups)) }
            : {
                cidr_ipv4: isOpen
                  ? "0.0.0.0/0"
                  : d.pick([...RANGES, "10.0.0.0/8", "10.0.0.0/24", "10.0.1.0/24", "0.0.0.0/0"]),
              };
        this.add(`aws_vpc_security_group_${direction}_rule`, {
          security_group_id: ref("aws_security_group", group),
          ...what,
          ...peer,
        });
      }
    }
  }

  private addSubnet(vpc: Vpc, index: number): void {
    const d = this.dice;
    const name = `${vpc.name}s${index}`;
    const block = nthCidr(cidr(vpc.cidr), 24, index)!;
    const zone = d.pick(["a", "a", "b"]);
    const subnet: Subnet = { name, cidr: formatCidr(block), zone, vpc, hosts: [] };
    vpc.subnets.push(subnet);
    this.add(
      "aws_subnet",
      {
        vpc_id: ref("aws_vpc", vpc.name),
        cidr_block: subnet.cidr,
        availability_zone: `us-east-1${zone}`,
        ...(d.chance(0.3) && { map_public_ip_on_launch: true }),
      },
      name,
    );
    const table = d.pick(vpc.tables);
    if (table !== vpc.tables[0])
      this.add("aws_route_table_association", {
        subnet_id: ref("aws_subnet", name),
        route_table_id: ref("aws_route_table", table),
      });
    const hosts = 1 + d.below(2);
    for (let h = 0; h < hosts; h++) {
      // The same last number in every subnet, so that overlapping VPCs have hosts with the same address.
      const ip = formatIpv4(block.base + 10 + h);
      const host = `${name}h${h}`;
      subnet.hosts.push({ name: host, ip });
      this.add(
        "aws_instance",
        {
          ami: "ami-1",
          instance_type: "t3.micro",
          subnet_id: ref("aws_subnet", name),
          private_ip: ip,
          vpc_security_group_ids: d
            .shuffled(vpc.groups)
            .slice(0, 1 + d.below(vpc.groups.length))
            .map((g) => ref("aws_security_group", g)),
        },
        host,
      );
    }
  }

  private readonly routed = new Set<string>();

  /** A route, unless AWS would refuse it: one for each destination, none inside the VPC's own range. */
  private route(vpc: Vpc, table: string, destination: string, target: Body): void {
    const key = `${table}|${destination}`;
    if (this.routed.has(key) || destination === vpc.cidr) return;
    if (destination.startsWith(vpc.cidr.split(".").slice(0, 2).join(".") + ".")) return;
    this.routed.add(key);
    const type = table === vpc.tables[0] ? "aws_default_route_table" : "aws_route_table";
    this.add("aws_route", { route_table_id: ref(type, table), destination_cidr_block: destination, ...target });
  }

  /** A route inside the VPC's own range, as AWS allows it: for one whole subnet, to a NAT gateway or an interface. */
  private steer(vpc: Vpc, table: string, subnet: Subnet, target: Body): void {
    const key = `${table}|${subnet.cidr}`;
    if (this.routed.has(key)) return;
    this.routed.add(key);
    const type = table === vpc.tables[0] ? "aws_default_route_table" : "aws_route_table";
    this.add("aws_route", { route_table_id: ref(type, table), destination_cidr_block: subnet.cidr, ...target });
  }

  private destinations(vpc: Vpc): string[] {
    const others = this.vpcs.filter((one) => one !== vpc);
    return [
      ...others.flatMap((one) => [one.cidr, ...one.subnets.map((subnet) => subnet.cidr)]),
      "0.0.0.0/0",
      "10.0.0.0/8",
    ];
  }

  private addTransitGateway(): void {
    const d = this.dice;
    const gateway = this.add("aws_ec2_transit_gateway", {
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
    });
    const tables = [0, 1].slice(0, 1 + d.below(2)).map(() =>
      this.add("aws_ec2_transit_gateway_route_table", {
        transit_gateway_id: ref("aws_ec2_transit_gateway", gateway),
      }),
    );
    const attachments = this.vpcs.map((vpc) => {
      const zones = [...new Set(vpc.subnets.map(({ zone }) => zone))];
      const chosen = zones
        .filter((_, i) => i === 0 || d.chance(0.7))
        .map((zone) => d.pick(vpc.subnets.filter((s) => s.zone === zone)));
      const name = this.add("aws_ec2_transit_gateway_vpc_attachment", {
        transit_gateway_id: ref("aws_ec2_transit_gateway", gateway),
        vpc_id: ref("aws_vpc", vpc.name),
        subnet_ids: chosen.map((subnet) => ref("aws_subnet", subnet.name)),
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      });
      return { name, vpc, chosen };
    });
    const id = (name: string): string => ref("aws_ec2_transit_gateway_vpc_attachment", name);
    for (const { name } of attachments) {
      if (!d.chance(0.9)) continue;
      this.add("aws_ec2_transit_gateway_route_table_association", {
        transit_gateway_attachment_id: id(name),
        transit_gateway_route_table_id: ref("aws_ec2_transit_gateway_route_table", d.pick(tables)),
      });
    }
    for (const table of tables) {
      const known = new Set<string>();
      const propagated = new Set<string>();
      for (const { name, vpc } of attachments) {
        // Two propagated routes to one range are decided by age, which Terraform's JSON does not tell.
        if (propagated.has(vpc.cidr) || !d.chance(0.4)) continue;
        propagated.add(vpc.cidr);
        this.add("aws_ec2_transit_gateway_route_table_propagation", {
          transit_gateway_attachment_id: id(name),
          transit_gateway_route_table_id: ref("aws_ec2_transit_gateway_route_table", table),
        });
      }
      const routes = 1 + d.below(4);
      for (let i = 0; i < routes; i++) {
        const { name, vpc } = d.pick(attachments);
        const destination = d.pick([
          vpc.cidr,
          vpc.cidr,
          ...vpc.subnets.map((s) => s.cidr),
          d.pick(this.destinations(vpc)),
        ]);
        if (known.has(destination)) continue;
        known.add(destination);
        this.add("aws_ec2_transit_gateway_route", {
          destination_cidr_block: destination,
          transit_gateway_route_table_id: ref("aws_ec2_transit_gateway_route_table", table),
          ...(d.chance(0.12) ? { blackhole: true } : { transit_gateway_attachment_id: id(name) }),
        });
      }
    }
    for (const { name, vpc, chosen } of attachments)
      for (const table of vpc.tables) {
        for (const destination of d.some(this.destinations(vpc), 0.5))
          this.route(vpc, table, destination, { transit_gateway_id: ref("aws_ec2_transit_gateway", gateway) });
        // The trick of this project: a route for one subnet of the own range, to the attachment's interface.
        if (!d.chance(0.25)) continue;
        const at = d.pick(chosen);
        const data = `eni${this.count++}`;
        (this.stack.data.aws_network_interface ??= {})[data] = {
          filter: [
            { name: "description", values: [`Network Interface for Transit Gateway Attachment ${id(name)}`] },
            { name: "subnet-id", values: [ref("aws_subnet", at.name)] },
          ],
        };
        this.steer(vpc, table, d.pick(vpc.subnets), {
          network_interface_id: `\${data.aws_network_interface.${data}.id}`,
        });
      }
  }

  private addPeering(): void {
    const d = this.dice;
    const [one, other] = d.shuffled(this.vpcs);
    // AWS refuses a peering of VPCs that overlap.
    if (!one || !other || one.cidr === other.cidr) return;
    const name = this.add("aws_vpc_peering_connection", {
      vpc_id: ref("aws_vpc", one.name),
      peer_vpc_id: ref("aws_vpc", other.name),
      auto_accept: true,
    });
    for (const [vpc, far] of [
      [one, other],
      [other, one],
    ] as const)
      for (const table of vpc.tables)
        if (d.chance(0.7))
          this.route(vpc, table, d.pick([far.cidr, ...far.subnets.map((s) => s.cidr), "10.0.0.0/8"]), {
            vpc_peering_connection_id: ref("aws_vpc_peering_connection", name),
          });
  }

  private addInternetGateway(vpc: Vpc): void {
    const d = this.dice;
    const name = this.add("aws_internet_gateway", { vpc_id: ref("aws_vpc", vpc.name) });
    for (const table of vpc.tables)
      if (d.chance(0.6)) this.route(vpc, table, "0.0.0.0/0", { gateway_id: ref("aws_internet_gateway", name) });
  }

  private addNat(vpc: Vpc): void {
    const d = this.dice;
    const subnet = d.pick(vpc.subnets);
    const block = cidr(subnet.cidr);
    const isPrivate = d.chance(0.6);
    const address = { subnet_id: ref("aws_subnet", subnet.name), private_ip: formatIpv4(block.base + 100) };
    const name = isPrivate
      ? this.add("aws_nat_gateway", { connectivity_type: "private", ...address })
      : this.add("aws_nat_gateway", {
          allocation_id: ref("aws_eip", this.add("aws_eip", { domain: "vpc" })),
          ...address,
        });
    const target = { nat_gateway_id: ref("aws_nat_gateway", name) };
    for (const table of vpc.tables) {
      for (const destination of d.some(this.destinations(vpc), 0.35)) this.route(vpc, table, destination, target);
      if (d.chance(0.3)) this.steer(vpc, table, d.pick(vpc.subnets), target);
    }
  }

  private addAcl(subnet: Subnet): void {
    const d = this.dice;
    const rules = (isIngress: boolean): Body[] => {
      const random = Array.from({ length: d.below(3) }, (_, i): Body => {
        const port = d.pick(PORTS);
        return {
          rule_no: 50 + i * 10,
          action: d.pick(["allow", "deny", "deny"]),
          cidr_block: d.pick([...RANGES, "0.0.0.0/0", "10.0.0.0/24", "10.0.1.0/24"]),
          ...d.pick([
            { protocol: "tcp", from_port: port, to_port: port },
            { protocol: "-1", from_port: 0, to_port: 0 },
            { protocol: "icmp", from_port: 0, to_port: 0, icmp_type: 8, icmp_code: -1 },
            { protocol: "udp", from_port: 53, to_port: 53 },
          ]),
        };
      });
      // What NAT gateways and load balancers send from too: a narrower range would be a matter of chance.
      const rest: Body = d.chance(0.6)
        ? { rule_no: 200, action: "allow", cidr_block: "0.0.0.0/0", protocol: "-1", from_port: 0, to_port: 0 }
        : {
            rule_no: 200,
            action: "allow",
            cidr_block: "0.0.0.0/0",
            protocol: "tcp",
            from_port: isIngress ? 0 : 1024,
            to_port: 65535,
          };
      return [...random, rest];
    };
    this.add("aws_network_acl", {
      vpc_id: ref("aws_vpc", subnet.vpc.name),
      subnet_ids: [ref("aws_subnet", subnet.name)],
      ingress: rules(true),
      egress: rules(false),
    });
  }

  private addBalancer(vpc: Vpc): void {
    const d = this.dice;
    const zones = new Map(d.shuffled(vpc.subnets).map((subnet) => [subnet.zone, subnet]));
    if (zones.size < 2) return;
    const balancer = this.add("aws_lb", {
      name: "front",
      load_balancer_type: "application",
      internal: true,
      subnets: [...zones.values()].map((subnet) => ref("aws_subnet", subnet.name)),
      security_groups: [ref("aws_security_group", d.pick(vpc.groups))],
    });
    const port = d.pick([80, 8080]);
    const group = this.add("aws_lb_target_group", {
      port,
      protocol: "HTTP",
      target_type: "ip",
      vpc_id: ref("aws_vpc", vpc.name),
      health_check: [{ path: "/", port: "traffic-port" }],
    });
    const hosts = this.vpcs.flatMap((one) => one.subnets.flatMap((subnet) => subnet.hosts.map(({ ip }) => ip)));
    for (const ip of new Set(d.shuffled(hosts).slice(0, 1 + d.below(2)))) {
      const isInside = vpc.subnets.some((subnet) => ip.startsWith(subnet.cidr.replace(/\.0\/24$/, ".")));
      this.add("aws_lb_target_group_attachment", {
        target_group_arn: ref("aws_lb_target_group", group, "arn"),
        target_id: ip,
        port,
        ...(!isInside && { availability_zone: "all" }),
      });
    }
    this.add("aws_lb_listener", {
      load_balancer_arn: ref("aws_lb", balancer, "arn"),
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: ref("aws_lb_target_group", group, "arn") }],
    });
  }
}
