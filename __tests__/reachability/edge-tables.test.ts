import { ask, changed, type Resources, without } from "../support/inspected";

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"], ipv6_cidr_blocks: ["::/0"] };
const subnet = (number: number) => ({
  vpc_id: "${aws_vpc.v.id}",
  cidr_block: `10.0.${number}.0/24`,
  ipv6_cidr_block: `2001:db8:0:${number}::/64`,
  availability_zone: "eu-west-1a",
});
const table = (...routes: object[]) => ({ vpc_id: "${aws_vpc.v.id}", route: routes });
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});
const ENDPOINT = {
  vpc_endpoint_id:
    "${tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
};
const GATEWAY = { gateway_id: "${aws_internet_gateway.g.id}" };

/**
 * Ingress inspection (Network Firewall guide, architecture with an internet gateway): what comes in for subnet "web" goes
 * to the firewall's endpoint by the gateway's table, and from there by the local route; what leaves "web" goes to the same
 * endpoint, and from its subnet to the internet.
 */
const INGRESS: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8::/56" } },
  aws_subnet: { web: subnet(1), inspect: subnet(3) },
  aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [OPEN], egress: [OPEN] } },
  aws_instance: {
    web: {
      ami: "ami-1",
      subnet_id: "${aws_subnet.web.id}",
      vpc_security_group_ids: ["${aws_security_group.open.id}"],
      associate_public_ip_address: true,
      ipv6_addresses: ["2001:db8:0:1::10"],
    },
  },
  aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
  aws_route_table: {
    web: table({ cidr_block: "0.0.0.0/0", ...ENDPOINT }, { ipv6_cidr_block: "::/0", ...ENDPOINT }),
    inspect: table({ cidr_block: "0.0.0.0/0", ...GATEWAY }, { ipv6_cidr_block: "::/0", ...GATEWAY }),
    edge: table({ cidr_block: "10.0.1.0/24", ...ENDPOINT }, { ipv6_cidr_block: "2001:db8:0:1::/64", ...ENDPOINT }),
  },
  aws_route_table_association: {
    web: association("web"),
    inspect: association("inspect"),
    edge: { ...GATEWAY, route_table_id: "${aws_route_table.edge.id}" },
  },
  aws_networkfirewall_firewall: {
    f: {
      name: "f",
      vpc_id: "${aws_vpc.v.id}",
      firewall_policy_arn: "${aws_networkfirewall_firewall_policy.p.arn}",
      subnet_mapping: [{ subnet_id: "${aws_subnet.inspect.id}", ip_address_type: "DUALSTACK" }],
    },
  },
  aws_networkfirewall_firewall_policy: {
    p: {
      name: "p",
      firewall_policy: {
        stateless_default_actions: ["aws:forward_to_sfe"],
        stateless_fragment_default_actions: ["aws:forward_to_sfe"],
        stateful_engine_options: { rule_order: "STRICT_ORDER" },
        stateful_default_actions: ["aws:drop_strict"],
        stateful_rule_group_reference: [{ priority: 1, resource_arn: "${aws_networkfirewall_rule_group.g.arn}" }],
      },
    },
  },
  aws_networkfirewall_rule_group: {
    g: {
      name: "g",
      type: "STATEFUL",
      capacity: 10,
      rules: "pass tcp !$HOME_NET any -> $HOME_NET 443 (sid:1;)\npass tcp $HOME_NET any -> !$HOME_NET 80 (sid:2;)",
    },
  },
};
// Both families are at home.
const HOME = {
  firewall_policy: {
    ...(INGRESS.aws_networkfirewall_firewall_policy!.p as { firewall_policy: object }).firewall_policy,
    policy_variables: {
      rule_variables: [{ key: "HOME_NET", ip_set: { definition: ["10.0.0.0/16", "2001:db8::/56"] } }],
    },
  },
};
const NETWORK = changed(INGRESS, "aws_networkfirewall_firewall_policy", "p", HOME);
const IN = { from: "internet", to: "aws_instance.web", port: 443 };
const OUT = { from: "aws_instance.web", to: "internet", port: 80 };
const P = "aws_networkfirewall_firewall_policy.p";
const STOPPED = ["DENIED", `FIREWALL_RULES_RESTRICTION ${P}`];
const F = "UNKNOWN_RESOURCE aws_networkfirewall_firewall.f";

describe("ingress inspection by a gateway's route table", () => {
  test("lets in and out what the firewall's rules pass", () => {
    expect(ask(NETWORK, IN)).toEqual(["ALLOWED"]);
    expect(ask(NETWORK, OUT)).toEqual(["ALLOWED"]);
    expect(ask(NETWORK, { ...IN, port: 80 }).slice(0, 2)).toEqual(STOPPED);
    expect(ask(NETWORK, { ...OUT, port: 443 }).slice(0, 2)).toEqual(STOPPED);
  });

  test.each([undefined, "IPV4", "${var.type}"])("an endpoint of type %s leaves IPv6 open", (type) => {
    const mapping = [{ subnet_id: "${aws_subnet.inspect.id}", ...(type && { ip_address_type: type }) }];
    const network = changed(NETWORK, "aws_networkfirewall_firewall", "f", { subnet_mapping: mapping });
    // Over IPv4 the rules stop it.
    expect(ask(network, { ...IN, port: 80 })[0]).toBe("UNKNOWN");
    expect(ask(network, { ...OUT, port: 443 })[0]).toBe("UNKNOWN");
  });

  test("without the gateway's table only one direction passes the firewall", () => {
    const direct = without(NETWORK, "aws_route_table_association", "edge");
    expect(ask(direct, IN)).toEqual(["UNKNOWN", F]);
    expect(ask(direct, OUT)).toEqual(["UNKNOWN", F]);
  });

  test("without its route the same", () => {
    expect(ask(changed(NETWORK, "aws_route_table", "edge", { route: [] }), IN)).toEqual(["UNKNOWN", F]);
  });

  test("without the subnet's route to the endpoint replies don't get out", () => {
    expect(ask(changed(NETWORK, "aws_route_table", "web", { route: [] }), IN)[0]).toBe("DENIED");
  });

  test("without the way from the endpoint's subnet to the internet replies don't get out", () => {
    expect(ask(without(NETWORK, "aws_route_table_association", "inspect"), IN)[0]).toBe("DENIED");
  });

  test.each(["ingress", "egress"])(
    "crosses the network ACL of the endpoint's subnet: %s rules alone don't do",
    (way) => {
      const all = { rule_no: 1, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };
      const acl = { vpc_id: "${aws_vpc.v.id}", subnet_ids: ["${aws_subnet.inspect.id}"], [way]: [all] };
      expect(ask({ ...NETWORK, aws_network_acl: { n: acl } }, IN)[0]).toBe("DENIED");
    },
  );

  test("a table whose routes are all local changes nothing", () => {
    const local = changed(NETWORK, "aws_route_table", "edge", {
      route: [{ cidr_block: "10.0.0.0/16", gateway_id: "local" }],
    });
    expect(ask(local, IN)).toEqual(["UNKNOWN", F]);
  });

  test("a target that is not known leaves it open, and so does a route that AWS doesn't take there", () => {
    const opened = ["UNKNOWN", "UNKNOWN_RESOURCE aws_route_table.edge"];
    const by = (route: object): Resources => changed(NETWORK, "aws_route_table", "edge", { route: [route] });
    expect(ask(by({ cidr_block: "10.0.1.0/24", vpc_endpoint_id: "${var.endpoint}" }), IN)).toEqual(opened);
    expect(ask(by({ cidr_block: "10.0.1.0/25", ...ENDPOINT }), IN).slice(0, 2)).toEqual(opened);
    expect(ask(by({ cidr_block: "10.0.1.0/24", nat_gateway_id: "nat-1" }), IN).slice(0, 2)).toEqual(opened);
  });

  test("so does a table that is not known, and one that may be of another gateway", () => {
    const edge = (change: object): Resources => changed(NETWORK, "aws_route_table_association", "edge", change);
    expect(ask(edge({ route_table_id: "${var.table}" }), IN)[0]).toBe("UNKNOWN");
    expect(ask(edge({ gateway_id: "${var.gateway}" }), IN)[0]).toBe("UNKNOWN");
  });

  test("an appliance in place of the endpoint may stop it", () => {
    const appliance = {
      ...(NETWORK.aws_instance!.web as object),
      subnet_id: "${aws_subnet.inspect.id}",
      source_dest_check: false,
    };
    const to = { network_interface_id: "${aws_instance.box.primary_network_interface_id}" };
    const led = changed(changed(NETWORK, "aws_instance", "box", appliance), "aws_route_table", "edge", {
      route: [
        { cidr_block: "10.0.1.0/24", ...to },
        { ipv6_cidr_block: "2001:db8:0:1::/64", ...to },
      ],
    });
    expect(ask(led, IN)).toEqual(["UNKNOWN", "UNKNOWN_RESOURCE aws_instance.box"]);
    expect(ask(changed(led, "aws_instance", "box", { source_dest_check: true }), IN)[0]).toBe("DENIED");
  });

  test("a NAT gateway's replies pass the firewall where the gateway's table leads to it", () => {
    const natted: Resources = {
      ...NETWORK,
      aws_subnet: { ...NETWORK.aws_subnet, hidden: subnet(2) },
      aws_nat_gateway: {
        n: { subnet_id: "${aws_subnet.web.id}", allocation_id: "eipalloc-1", connectivity_type: "public" },
      },
      aws_instance: {
        ...NETWORK.aws_instance,
        hidden: {
          ami: "ami-1",
          subnet_id: "${aws_subnet.hidden.id}",
          vpc_security_group_ids: ["${aws_security_group.open.id}"],
        },
      },
      aws_route_table: {
        ...NETWORK.aws_route_table,
        hidden: table({ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.n.id}" }),
      },
      aws_route_table_association: { ...NETWORK.aws_route_table_association, hidden: association("hidden") },
    };
    const out = { ...OUT, from: "aws_instance.hidden" };
    expect(ask(natted, out)).toEqual(["ALLOWED"]);
    expect(ask(natted, { ...out, port: 443 }).slice(0, 2)).toEqual(STOPPED);
    expect(ask(without(natted, "aws_route_table_association", "edge"), out)).toEqual(["UNKNOWN", F]);
  });
});

describe("a VPN gateway's route table", () => {
  /** From on-premises (192.168.0.0/16) to the host by the firewall, and back by it. */
  const BY_VPN: Resources = {
    ...NETWORK,
    aws_internet_gateway: {},
    aws_customer_gateway: { c: { bgp_asn: 65000, ip_address: "198.51.100.1", type: "ipsec.1" } },
    aws_vpn_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
    aws_vpn_connection: {
      c: {
        ...{ customer_gateway_id: "${aws_customer_gateway.c.id}", vpn_gateway_id: "${aws_vpn_gateway.g.id}" },
        ...{ type: "ipsec.1", static_routes_only: true },
      },
    },
    aws_vpn_connection_route: {
      r: { vpn_connection_id: "${aws_vpn_connection.c.id}", destination_cidr_block: "192.168.0.0/16" },
    },
    aws_route_table: {
      web: table({ cidr_block: "192.168.0.0/16", ...ENDPOINT }),
      inspect: table({ cidr_block: "192.168.0.0/16", gateway_id: "${aws_vpn_gateway.g.id}" }),
      edge: table({ cidr_block: "10.0.1.0/24", ...ENDPOINT }),
    },
    aws_route_table_association: {
      ...NETWORK.aws_route_table_association,
      edge: { gateway_id: "${aws_vpn_gateway.g.id}", route_table_id: "${aws_route_table.edge.id}" },
    },
  };
  const from = { from: "aws_customer_gateway.c", to: "aws_instance.web", port: 443 };

  test("leads to the firewall what comes from on-premises", () => {
    expect(ask(BY_VPN, from)).toEqual(["ALLOWED"]);
    expect(ask(BY_VPN, { ...from, port: 80 }).slice(0, 2)).toEqual(STOPPED);
    expect(ask(without(BY_VPN, "aws_route_table_association", "edge"), from)).toEqual(["UNKNOWN", F]);
  });
});
