import { type Body, type Draft, type DraftSubnet, type DraftVpc, PORTS, ref } from "./draft";

const GATEWAY = "aws_ec2_transit_gateway";
const ATTACHMENT = `${GATEWAY}_vpc_attachment`;
/** Ranges that rules name beside those of VPCs and subnets; the lab's host on the internet is in the first of them. */
const BEYOND = ["3fff::/20", "2001:db8::/32", "2000::/3"];
const EVERYTHING = "::/0";

/** IPv6 for a network that is made up by now: written ranges and ranges that AWS picks, right and wrong as it comes. */
class Ipv6 {
  private readonly ranges = new Map<DraftVpc, string>();
  private readonly subnets = new Map<DraftSubnet, string>();

  constructor(private readonly draft: Draft) {}

  private get dice(): Draft["dice"] {
    return this.draft.dice;
  }

  private body(type: string, name: string): Body {
    return this.draft.stack.resource[type]![name]!;
  }

  private names(type: string): string[] {
    return Object.keys(this.draft.stack.resource[type] ?? {});
  }

  addRanges(): void {
    const { dice, draft } = this;
    // Whether a written range holds one that AWS picks is not known: where both are in one network much is UNKNOWN.
    const written = dice.pick([1, 1, 0, 0.6]);
    for (const [i, vpc] of draft.vpcs.entries()) {
      if (dice.chance(0.1)) continue;
      const isWritten = dice.chance(written);
      Object.assign(
        this.body("aws_vpc", vpc.name),
        isWritten ? { ipv6_cidr_block: `2001:db8:${i}::/56` } : { assign_generated_ipv6_cidr_block: true },
      );
      this.ranges.set(vpc, isWritten ? `2001:db8:${i}::/56` : ref("aws_vpc", vpc.name, "ipv6_cidr_block"));
      for (const [n, subnet] of vpc.subnets.entries()) if (dice.chance(0.85)) this.addSubnet(subnet, isWritten, i, n);
    }
  }

  private addSubnet(subnet: DraftSubnet, isWritten: boolean, i: number, n: number): void {
    const { dice } = this;
    const range = isWritten
      ? `2001:db8:${i}:${n}::/64`
      : `\${cidrsubnet(aws_vpc.${subnet.vpc.name}.ipv6_cidr_block, 8, ${n})}`;
    const isUnasked = dice.chance(0.5);
    Object.assign(this.body("aws_subnet", subnet.name), {
      ipv6_cidr_block: range,
      ...(isUnasked && { assign_ipv6_address_on_creation: true }),
    });
    this.subnets.set(subnet, isWritten ? range : ref("aws_subnet", subnet.name, "ipv6_cidr_block"));
    for (const [h, host] of subnet.hosts.entries()) {
      if (dice.chance(0.15)) continue;
      const named = isWritten && dice.chance(0.7);
      const address = `2001:db8:${i}:${n}::${10 + h}`;
      Object.assign(this.body(host.type, host.name), named ? { ipv6_addresses: [address] } : { ipv6_address_count: 1 });
    }
  }

  /** The ranges of the other VPCs, and of their subnets. */
  private far(vpc: DraftVpc): string[] {
    return [
      ...[...this.ranges].flatMap(([one, range]) => (one === vpc ? [] : [range, range])),
      ...[...this.subnets].flatMap(([one, range]) => (one.vpc === vpc ? [] : [range])),
    ];
  }

  private route(vpc: DraftVpc, table: string, destination: string, target: Body): void {
    this.draft.put(vpc, table, destination, { destination_ipv6_cidr_block: destination, ...target });
  }

  private match(): Body {
    const port = this.dice.pick(PORTS);
    return this.dice.pick([
      { ip_protocol: "tcp", from_port: port, to_port: port },
      { ip_protocol: "tcp", from_port: 0, to_port: 1000 },
      { ip_protocol: "icmpv6", from_port: -1, to_port: -1 },
      { ip_protocol: "icmpv6", from_port: 128, to_port: 0 },
      { ip_protocol: "icmpv6", from_port: 129, to_port: 0 },
      { ip_protocol: "58" },
      { ip_protocol: "icmp", from_port: -1, to_port: -1 },
      { ip_protocol: "udp", from_port: 53, to_port: 53 },
      { ip_protocol: "50" },
      { ip_protocol: "-1" },
    ]);
  }

  /** Ranges that filters name: as texts where AWS has not picked them. */
  private peers(): string[] {
    const written = [...this.ranges.values(), ...this.subnets.values()].filter((one) => !one.startsWith("$"));
    return [...written, ...BEYOND, EVERYTHING];
  }

  addRules(): void {
    const { dice, draft } = this;
    for (const vpc of this.ranges.keys())
      for (const group of vpc.groups)
        for (const direction of ["ingress", "egress"] as const) {
          const isOpen = dice.chance(direction === "egress" ? 0.75 : 0.5);
          const rules = isOpen ? 1 : dice.below(3);
          for (let i = 0; i < rules; i++) {
            const isListed = !isOpen && dice.chance(0.15);
            draft.add(`aws_vpc_security_group_${direction}_rule`, {
              security_group_id: ref("aws_security_group", group),
              ...(isOpen ? { ip_protocol: "-1" } : this.match()),
              ...(isListed
                ? { prefix_list_id: draft.prefixList([...new Set([dice.pick(this.peers()), dice.pick(this.peers())])]) }
                : { cidr_ipv6: isOpen ? EVERYTHING : dice.pick(this.peers()) }),
            });
          }
        }
  }

  private aclRules(isIngress: boolean): Body[] {
    const { dice } = this;
    const random = Array.from({ length: dice.below(3) }, (_, i): Body => {
      const port = dice.pick(PORTS);
      return {
        rule_no: 55 + i * 10,
        action: dice.pick(["allow", "deny", "deny"]),
        ipv6_cidr_block: dice.pick(this.peers()),
        ...dice.pick([
          { protocol: "tcp", from_port: port, to_port: port },
          { protocol: "6", from_port: 0, to_port: 1000 },
          { protocol: "-1", from_port: 0, to_port: 0 },
          { protocol: "58", from_port: 0, to_port: 0, icmp_type: 128, icmp_code: -1 },
          { protocol: "58", from_port: 0, to_port: 0, icmp_type: -1, icmp_code: -1 },
          { protocol: "udp", from_port: 53, to_port: 53 },
        ]),
      };
    });
    if (dice.chance(0.2)) return random;
    const rest: Body = dice.chance(0.6)
      ? { protocol: "-1", from_port: 0, to_port: 0 }
      : { protocol: "tcp", from_port: isIngress ? 0 : 1024, to_port: 65535 };
    return [...random, { rule_no: 205, action: "allow", ipv6_cidr_block: EVERYTHING, ...rest }];
  }

  addAclRules(): void {
    for (const name of this.names("aws_network_acl")) {
      const acl = this.body("aws_network_acl", name);
      acl["ingress"] = [...(acl["ingress"] as Body[]), ...this.aclRules(true)];
      acl["egress"] = [...(acl["egress"] as Body[]), ...this.aclRules(false)];
    }
  }

  addInternet(): void {
    const { dice, draft } = this;
    for (const vpc of this.ranges.keys()) {
      const id = ref("aws_vpc", vpc.name);
      const gateway = this.names("aws_internet_gateway").find(
        (name) => this.body("aws_internet_gateway", name)["vpc_id"] === id,
      );
      const targets: Body[] = gateway === undefined ? [] : [{ gateway_id: ref("aws_internet_gateway", gateway) }];
      if (dice.chance(0.5)) {
        const egress = draft.add("aws_egress_only_internet_gateway", { vpc_id: id });
        targets.push({ egress_only_gateway_id: ref("aws_egress_only_internet_gateway", egress) });
      }
      if (targets.length === 0) continue;
      for (const table of vpc.tables)
        for (const destination of dice.some([EVERYTHING, "3fff::/20", ...this.far(vpc)], 0.4))
          this.route(vpc, table, destination, dice.pick(targets));
    }
  }

  /** Routes of IPv6 to a NAT gateway, which carries none of it. */
  addNatRoutes(): void {
    const { dice } = this;
    for (const vpc of this.ranges.keys()) {
      const gateway = this.names("aws_nat_gateway").find((name) =>
        vpc.subnets.some((one) => this.body("aws_nat_gateway", name)["subnet_id"] === ref("aws_subnet", one.name)),
      );
      if (gateway === undefined || !dice.chance(0.1)) continue;
      const destination = dice.pick(["3fff::/20", ...this.far(vpc)]);
      this.route(vpc, dice.pick(vpc.tables), destination, { nat_gateway_id: ref("aws_nat_gateway", gateway) });
    }
  }

  /** Routes inside the VPC's own range, as AWS allows them: for one whole subnet, to an interface. */
  addInsideRoutes(): void {
    const { dice } = this;
    for (const [subnet, range] of this.subnets) {
      if (!dice.chance(0.06)) continue;
      const { vpc } = subnet;
      const { type, name } = dice.pick(vpc.subnets.flatMap(({ hosts }) => hosts));
      const attribute = type === "aws_instance" ? "primary_network_interface_id" : "id";
      this.route(vpc, dice.pick(vpc.tables), range, { network_interface_id: ref(type, name, attribute) });
    }
  }

  addPeeringRoutes(): void {
    const { dice, draft } = this;
    for (const name of this.names("aws_vpc_peering_connection")) {
      const { vpc_id: one, peer_vpc_id: other } = this.body("aws_vpc_peering_connection", name);
      const vpcs = draft.vpcs.filter((vpc) => [one, other].includes(ref("aws_vpc", vpc.name)));
      const target = { vpc_peering_connection_id: ref("aws_vpc_peering_connection", name) };
      for (const vpc of vpcs)
        for (const table of vpc.tables)
          for (const destination of dice.some([...this.far(vpc), EVERYTHING], 0.4))
            this.route(vpc, table, destination, target);
    }
  }

  addTransit(): void {
    const { dice, draft } = this;
    const vpcOf = (attachment: string): DraftVpc =>
      draft.vpcs.find(({ name }) => ref("aws_vpc", name) === this.body(ATTACHMENT, attachment)["vpc_id"])!;
    for (const attachment of this.names(ATTACHMENT)) {
      const vpc = vpcOf(attachment);
      if (dice.chance(0.7)) this.body(ATTACHMENT, attachment)["ipv6_support"] = "enable";
      if (!this.ranges.has(vpc)) continue;
      const target = { transit_gateway_id: this.body(ATTACHMENT, attachment)["transit_gateway_id"] };
      for (const table of vpc.tables)
        for (const destination of dice.some([...this.far(vpc), EVERYTHING], 0.5))
          this.route(vpc, table, destination, target);
    }
    for (const table of this.names(`${GATEWAY}_route_table`)) {
      const gateway = this.body(`${GATEWAY}_route_table`, table)["transit_gateway_id"];
      const own = this.names(ATTACHMENT).filter((one) => this.body(ATTACHMENT, one)["transit_gateway_id"] === gateway);
      const peerings = this.names(`${GATEWAY}_peering_attachment`).map((one) =>
        ref(`${GATEWAY}_peering_attachment`, one),
      );
      const known = new Set<string>();
      const add = (destination: string, attachment: string): void => {
        if (known.has(destination)) return;
        known.add(destination);
        draft.add(`${GATEWAY}_route`, {
          destination_cidr_block: destination,
          transit_gateway_route_table_id: ref(`${GATEWAY}_route_table`, table),
          ...(dice.chance(0.1) ? { blackhole: true } : { transit_gateway_attachment_id: attachment }),
        });
      };
      for (const attachment of own) {
        const range = this.ranges.get(vpcOf(attachment));
        if (range !== undefined && dice.chance(0.6)) add(range, ref(ATTACHMENT, attachment));
        for (const subnet of vpcOf(attachment).subnets)
          if (this.subnets.has(subnet) && dice.chance(0.15))
            add(this.subnets.get(subnet)!, ref(ATTACHMENT, attachment));
      }
      const ids = [...own.map((one) => ref(ATTACHMENT, one)), ...peerings];
      for (const destination of dice.some([EVERYTHING, ...this.ranges.values()], 0.35))
        if (ids.length > 0) add(destination, dice.pick(ids));
    }
  }

  /** Load balancers of both families, where each of their subnets has a range of IPv6, and groups of IPv6 behind them. */
  addBalancers(): void {
    const { dice } = this;
    for (const name of this.names("aws_lb_target_group")) {
      const group = this.body("aws_lb_target_group", name);
      // A target of IPv6 is an interface: nothing else has its address.
      if (group["target_type"] === "instance" && dice.chance(0.6)) group["ip_address_type"] = "ipv6";
    }
    const has = new Set([...this.subnets.keys()].map(({ name }) => ref("aws_subnet", name)));
    for (const name of this.names("aws_lb")) {
      const balancer = this.body("aws_lb", name);
      if ((balancer["subnets"] as string[]).every((one) => has.has(one)) && dice.chance(0.7))
        balancer["ip_address_type"] = "dualstack";
    }
  }
}

/** Gives some of a network addresses of IPv6, and what routes and filters them. The network's IPv4 stays as it is. */
export function addIpv6(draft: Draft): void {
  const ipv6 = new Ipv6(draft);
  ipv6.addRanges();
  ipv6.addRules();
  ipv6.addAclRules();
  ipv6.addTransit();
  ipv6.addPeeringRoutes();
  ipv6.addInternet();
  ipv6.addNatRoutes();
  ipv6.addInsideRoutes();
  ipv6.addBalancers();
}
