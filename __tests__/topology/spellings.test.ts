import { matrixOf, Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { graphFrom, topologyOf } from "../support/networks";

type Resources = Record<string, Record<string, object>>;

/** Two subnets, two hosts, an internet gateway; what decides comes from the spelling. */
const BASE: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_internet_gateway: { v: { vpc_id: "${aws_vpc.v.id}" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24", map_public_ip_on_launch: true },
    b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.2.0/24" },
  },
  aws_instance: {
    a: {
      subnet_id: "${aws_subnet.a.id}",
      private_ip: "10.0.1.10",
      vpc_security_group_ids: ["${aws_security_group.a.id}"],
    },
    b: { subnet_id: "${aws_subnet.b.id}", private_ip: "10.0.2.10" },
  },
};
const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const VPC = "${aws_vpc.v.id}";

function merged(...parts: readonly Resources[]): Resources {
  const all: Resources = {};
  for (const part of parts) for (const [type, named] of Object.entries(part)) all[type] = { ...all[type], ...named };
  return all;
}

function verdicts(...parts: readonly Resources[]): string[] {
  const graph = graphFrom({ resource: merged(BASE, ...parts) });
  return matrixOf(new Walker(buildTopology(graph)))
    .entries.map((one) => `${one.from} -> ${one.to} ${one.protocol}/${one.ports} ${one.verdict}`)
    .sort();
}

const GROUPS: Readonly<Record<string, Resources>> = {
  inline: {
    aws_security_group: {
      a: {
        vpc_id: VPC,
        ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["10.0.2.0/24"] }],
        egress: [OPEN],
      },
    },
  },
  "inline, as one block": {
    aws_security_group: {
      a: {
        vpc_id: VPC,
        ingress: { from_port: "22", to_port: "22", protocol: "6", cidr_blocks: ["10.0.2.0/25", "10.0.2.128/25"] },
        egress: OPEN,
      },
    },
  },
  "rules of the first generation": {
    aws_security_group: { a: { vpc_id: VPC } },
    aws_security_group_rule: {
      in: {
        type: "ingress",
        security_group_id: "${aws_security_group.a.id}",
        from_port: 22,
        to_port: 22,
        protocol: "TCP",
        cidr_blocks: ["10.0.2.0/24"],
      },
      out: {
        type: "egress",
        security_group_id: "${aws_security_group.a.id}",
        from_port: 0,
        to_port: 0,
        protocol: "all",
        cidr_blocks: ["0.0.0.0/0"],
      },
    },
  },
  "rules of the second generation": {
    aws_security_group: { a: { vpc_id: VPC } },
    aws_vpc_security_group_ingress_rule: {
      in: {
        security_group_id: "${aws_security_group.a.id}",
        from_port: 22,
        to_port: 22,
        ip_protocol: "tcp",
        cidr_ipv4: "${aws_subnet.b.cidr_block}",
      },
    },
    aws_vpc_security_group_egress_rule: {
      out: { security_group_id: "${aws_security_group.a.id}", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
    },
  },
  "a prefix list": {
    aws_ec2_managed_prefix_list: { b: { entry: [{ cidr: "10.0.2.0/24" }] } },
    aws_security_group: {
      a: {
        vpc_id: VPC,
        ingress: [
          { from_port: 22, to_port: 22, protocol: "tcp", prefix_list_ids: ["${aws_ec2_managed_prefix_list.b.id}"] },
        ],
        egress: [OPEN],
      },
    },
  },
};
const ROUTE = { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.v.id}" };
const ROUTES: Readonly<Record<string, Resources>> = {
  "the default table, inline": {
    aws_default_route_table: { v: { default_route_table_id: "${aws_vpc.v.default_route_table_id}", route: [ROUTE] } },
  },
  "a route in the main table": {
    aws_route: {
      out: {
        route_table_id: "${aws_vpc.v.main_route_table_id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.v.id}",
      },
    },
  },
  "a table made the main one": {
    aws_route_table: { m: { vpc_id: VPC, route: [ROUTE] } },
    aws_main_route_table_association: { m: { vpc_id: VPC, route_table_id: "${aws_route_table.m.id}" } },
  },
  "a table for each subnet": {
    aws_route_table: { m: { vpc_id: VPC } },
    aws_route: {
      out: {
        route_table_id: "${aws_route_table.m.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.v.id}",
      },
    },
    aws_route_table_association: {
      a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.m.id}" },
      b: { subnet_id: "${aws_subnet.b.id}", route_table_id: "${aws_route_table.m.id}" },
    },
  },
};
const ENTRIES = {
  ingress: [{ rule_no: 100, action: "allow", protocol: "-1", cidr_block: "10.0.0.0/16", from_port: 0, to_port: 0 }],
  egress: [{ rule_no: 100, action: "allow", protocol: "-1", cidr_block: "10.0.0.0/16", from_port: 0, to_port: 0 }],
};
const rule = (egress: boolean) => ({
  network_acl_id: "${aws_network_acl.b.id}",
  rule_number: 100,
  rule_action: "allow",
  protocol: "all",
  cidr_block: "10.0.0.0/16",
  egress,
});
const ACLS: Readonly<Record<string, Resources>> = {
  inline: {
    aws_network_acl: { b: { vpc_id: VPC, subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"], ...ENTRIES } },
  },
  separate: {
    aws_network_acl: { b: { vpc_id: VPC } },
    aws_network_acl_rule: { in: rule(false), out: rule(true) },
    aws_network_acl_association: {
      a: { network_acl_id: "${aws_network_acl.b.id}", subnet_id: "${aws_subnet.a.id}" },
      b: { network_acl_id: "${aws_network_acl.b.id}", subnet_id: "${aws_subnet.b.id}" },
    },
  },
  "the default one": {
    aws_default_network_acl: { v: { default_network_acl_id: "${aws_vpc.v.default_network_acl_id}", ...ENTRIES } },
  },
};

const ANY_GROUP = GROUPS.inline!;
const ANY_ROUTE = ROUTES["the default table, inline"]!;

test.each(Object.keys(GROUPS))("security groups spelled as %s mean the same", (spelling) => {
  const found = verdicts(GROUPS[spelling]!, ANY_ROUTE);
  expect(found).toEqual(verdicts(ANY_GROUP, ANY_ROUTE));
  expect(found).toContain("aws_instance.b -> aws_instance.a tcp/22 ALLOWED");
});

test.each(Object.keys(ROUTES))("routes spelled as %s mean the same", (spelling) => {
  const found = verdicts(ROUTES[spelling]!, ANY_GROUP);
  expect(found).toEqual(verdicts(ANY_ROUTE, ANY_GROUP));
  expect(found).toContain("aws_instance.a -> internet tcp/443 ALLOWED");
  expect(found).toContain("aws_instance.b -> internet tcp/443 DENIED");
});

test.each(Object.keys(ACLS))("network ACLs spelled as %s mean the same", (spelling) => {
  const found = verdicts(ACLS[spelling]!, ANY_GROUP, ANY_ROUTE);
  expect(found).toEqual(verdicts(ACLS.inline!, ANY_GROUP, ANY_ROUTE));
  expect(found).toContain("aws_instance.a -> internet tcp/443 DENIED");
  expect(found).toContain("aws_instance.b -> aws_instance.a tcp/22 ALLOWED");
});

test("inline rules beside rules of their own leave what only the latter admit unknown", () => {
  const mixed = merged(ANY_GROUP, {
    aws_security_group_rule: {
      extra: {
        type: "ingress",
        security_group_id: "${aws_security_group.a.id}",
        from_port: 80,
        to_port: 80,
        protocol: "tcp",
        cidr_blocks: ["10.0.2.0/24"],
      },
    },
  });
  expect(verdicts(mixed, ANY_ROUTE)).toContain("aws_instance.b -> aws_instance.a tcp/80 UNKNOWN");
  expect(verdicts(mixed, ANY_ROUTE)).toContain("aws_instance.b -> aws_instance.a tcp/22 ALLOWED");
});

test("a module call that names a table leaves that table's routes unknown, and nothing else", () => {
  const json = {
    resource: merged(BASE, ANY_GROUP, ROUTES["a table for each subnet"]!),
    module: { far: { source: "./far", table: "${aws_route_table.m.id}" } },
  };
  const topology = topologyOf(json);
  const found = matrixOf(new Walker(topology)).entries;
  expect(new Set(found.filter(({ to }) => to === "internet").map(({ verdict }) => verdict))).toEqual(
    new Set(["UNKNOWN"]),
  );
  expect(topology.unreadable.map(({ address }) => address)).toEqual(["module.far"]);
});
