import { answer } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "../support/networks";

type Resources = Record<string, Record<string, object>>;

function ask(resources: Resources, from: string, to: string): string[] {
  const graph = graphFrom({ resource: resources });
  const topology = buildTopology(graph);
  const found = answer(
    { graph, topology, walker: new Walker(topology), source: "test", granted: [] },
    { from, to, port: 443 },
  );
  return [found.verdict, ...found.explanations.map(({ code, address }) => `${code} ${address}`)];
}

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const route = (cidr: string, target: object) => ({ cidr_block: cidr, ...target });
const subnet = (cidr: string) => ({
  vpc_id: "${aws_vpc.v.id}",
  cidr_block: cidr,
  availability_zone: "eu-west-1a",
});
const host = (name: string) => ({
  ami: "ami-1",
  subnet_id: `\${aws_subnet.${name}.id}`,
  vpc_security_group_ids: ["${aws_security_group.open.id}"],
});
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});
const table = (...routes: object[]) => ({ vpc_id: "${aws_vpc.v.id}", route: routes });

/**
 * One VPC: hosts in a and b; each of the two subnets sends what is meant for the other to an endpoint in subnet "inspect".
 * There the local route delivers it. By reason: it arrives there and back if what inspects it lets it pass.
 */
function eastWest(endpoint: object, boxes: Resources): Resources {
  return {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: subnet("10.0.1.0/24"), b: subnet("10.0.2.0/24"), inspect: subnet("10.0.3.0/24") },
    aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [OPEN], egress: [OPEN] } },
    aws_instance: { a: host("a"), b: host("b") },
    aws_route_table: { a: table(route("10.0.2.0/24", endpoint)), b: table(route("10.0.1.0/24", endpoint)) },
    aws_route_table_association: { a: association("a"), b: association("b") },
    ...boxes,
  };
}

const GWLB = {
  aws_vpc_endpoint: {
    e: {
      vpc_id: "${aws_vpc.v.id}",
      service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
      vpc_endpoint_type: "GatewayLoadBalancer",
      subnet_ids: ["${aws_subnet.inspect.id}"],
    },
  },
};
const FIREWALL = {
  aws_networkfirewall_firewall: {
    f: {
      name: "f",
      vpc_id: "${aws_vpc.v.id}",
      firewall_policy_arn: "arn:aws:network-firewall:eu-west-1:1:firewall-policy/p",
      subnet_mapping: [{ subnet_id: "${aws_subnet.inspect.id}" }],
    },
  },
};
const FIREWALL_ENDPOINT = {
  vpc_endpoint_id:
    "${tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
};

const KINDS: [string, Resources, string][] = [
  ["a Gateway Load Balancer", eastWest({ vpc_endpoint_id: "${aws_vpc_endpoint.e.id}" }, GWLB), "aws_vpc_endpoint.e"],
  ["a firewall", eastWest(FIREWALL_ENDPOINT, FIREWALL), "aws_networkfirewall_firewall.f"],
];

describe.each(KINDS)("a route to an endpoint of %s", (_, network, box) => {
  const without = (type: string, name: string): Resources => {
    const rest = Object.entries(network[type]!).filter(([key]) => key !== name);
    return { ...network, [type]: Object.fromEntries(rest) };
  };
  const closed = (name: string, acl: object): Resources => ({
    ...network,
    aws_network_acl: { n: { vpc_id: "${aws_vpc.v.id}", subnet_ids: [`\${aws_subnet.${name}.id}`], ...acl } },
  });
  const ALL = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };

  test("leaves it to what inspects whether the packet arrives", () => {
    expect(ask(network, "aws_instance.a", "aws_instance.b")).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${box}`]);
  });

  test("is passed one way only where the other side has no route to it", () => {
    const found = ask(without("aws_route_table_association", "b"), "aws_instance.a", "aws_instance.b");
    expect(found).toEqual(["UNKNOWN", `UNKNOWN_RESOURCE ${box}`, `UNKNOWN_RESOURCE ${box}`]);
  });

  test("changes nothing of what stops the packet for certain behind it", () => {
    const shut = {
      ...network,
      aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [], egress: [OPEN] } },
    };
    expect(ask(shut, "aws_instance.a", "aws_instance.b").slice(0, 2)).toEqual([
      "DENIED",
      "ENI_SG_RULES_MISMATCH aws_security_group.open",
    ]);
  });

  test("hides the sender's groups: a rule that names one admits nothing behind it, one with its range does", () => {
    const all = { from_port: 0, to_port: 0, protocol: "-1" };
    const by = (peer: object): Resources => ({
      ...network,
      aws_security_group: {
        open: { vpc_id: "${aws_vpc.v.id}", ingress: [{ ...all, ...peer }], egress: [OPEN] },
      },
    });
    const found = ask(by({ self: true }), "aws_instance.a", "aws_instance.b");
    expect(found.slice(0, 2)).toEqual(["DENIED", "ENI_SG_RULES_MISMATCH aws_security_group.open"]);
    expect(ask(by({ cidr_blocks: ["10.0.1.0/24"] }), "aws_instance.a", "aws_instance.b")[0]).toBe("UNKNOWN");
    const direct = { ...by({ self: true }), aws_route_table_association: {} };
    expect(ask(direct, "aws_instance.a", "aws_instance.b")).toEqual(["ALLOWED"]);
  });

  test.each([
    ["egress", { egress: [ALL] }],
    ["ingress", { ingress: [ALL] }],
  ])("crosses the network ACL of the endpoint's subnet: %s rules alone don't do", (_name, acl) => {
    expect(ask(closed("inspect", acl), "aws_instance.a", "aws_instance.b")[0]).toBe("DENIED");
  });

  test("is passed no more once the route is gone", () => {
    const direct = { ...without("aws_route_table_association", "a"), aws_route_table_association: {} };
    expect(ask(direct, "aws_instance.a", "aws_instance.b")).toEqual(["ALLOWED"]);
  });
});

describe("which endpoint of a firewall a route means", () => {
  const two = {
    aws_networkfirewall_firewall: {
      f: {
        ...FIREWALL.aws_networkfirewall_firewall.f,
        id: "arn:f",
        subnet_mapping: [{ subnet_id: "${aws_subnet.inspect.id}" }, { subnet_id: "${aws_subnet.other.id}" }],
      },
    },
  };
  const network = (expression: string, own: object = {}): Resources => {
    const made = eastWest({ vpc_endpoint_id: expression }, two);
    return {
      ...made,
      aws_subnet: { ...made.aws_subnet, other: { ...subnet("10.0.4.0/24"), availability_zone: "eu-west-1b" } },
      aws_networkfirewall_firewall: { f: { ...two.aws_networkfirewall_firewall.f, ...own } },
    };
  };
  const targets = (resources: Resources): string[] =>
    buildTopology(graphFrom({ resource: resources }))
      .tables.flatMap(({ routes }) => routes)
      .map(({ target }) =>
        target.kind === "interface"
          ? target.nic.subnet.address
          : `${target.kind === "unreadable" ? (target.anyOf?.length ?? 0) : ""}`,
      );

  test("any of them, where the expression doesn't tell", () => {
    expect(targets(network(FIREWALL_ENDPOINT.vpc_endpoint_id))).toEqual(["2", "2"]);
  });

  test("the id that a state tells", () => {
    const states = [
      {
        availability_zone: "eu-west-1a",
        attachment: [{ endpoint_id: "vpce-1", subnet_id: "${aws_subnet.inspect.id}" }],
      },
      { availability_zone: "eu-west-1b", attachment: [{ endpoint_id: "vpce-2", subnet_id: "${aws_subnet.other.id}" }] },
    ];
    const own = { firewall_status: [{ sync_states: states }] };
    expect(targets(network("vpce-2", own))).toEqual(["aws_subnet.other", "aws_subnet.other"]);
    expect(targets(network("vpce-3", own))).toEqual(["0", "0"]);
  });
});

test("a route table of the internet gateway leads replies to the appliance, too", () => {
  const network: Resources = {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: subnet("10.0.1.0/24"), inspect: subnet("10.0.3.0/24") },
    aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [], egress: [OPEN] } },
    aws_instance: { a: { ...host("a"), associate_public_ip_address: true } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
    ...GWLB,
    aws_route_table: {
      a: table(route("0.0.0.0/0", { gateway_id: "${aws_internet_gateway.g.id}" })),
      edge: table(route("10.0.1.0/24", { vpc_endpoint_id: "${aws_vpc_endpoint.e.id}" })),
    },
    aws_route_table_association: { a: association("a") },
  };
  expect(ask(network, "aws_instance.a", "internet")).toEqual(["ALLOWED"]);
  const edge = { gateway_id: "${aws_internet_gateway.g.id}", route_table_id: "${aws_route_table.edge.id}" };
  const steered = { ...network, aws_route_table_association: { a: association("a"), edge } };
  const box = "UNKNOWN_RESOURCE aws_vpc_endpoint.e";
  expect(ask(steered, "aws_instance.a", "internet")).toEqual(["UNKNOWN", box, box]);
});

test("behind an appliance, a private address of IPv6 is as little one of the internet's as one of IPv4", () => {
  const over = (cidr: string, subnets: readonly [string, string, string], shut: boolean): string => {
    const all = { ...OPEN, ipv6_cidr_blocks: ["::/0"] };
    const [a, b, inspect] = subnets;
    const only = (ipv6: string) => ({ ...subnet(""), cidr_block: null, ipv6_native: true, ipv6_cidr_block: ipv6 });
    const made = eastWest({}, GWLB);
    const to = (ipv6: string) => table({ ipv6_cidr_block: ipv6, vpc_endpoint_id: "${aws_vpc_endpoint.e.id}" });
    const network: Resources = {
      ...made,
      aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: cidr } },
      aws_subnet: { a: only(a), b: only(b), inspect: only(inspect) },
      aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [all], egress: [all] } },
      ...(shut && { aws_network_acl: { n: { vpc_id: "${aws_vpc.v.id}", subnet_ids: ["${aws_subnet.b.id}"] } } }),
      aws_route_table: { a: to(b), b: to(a) },
    };
    return ask(network, "aws_instance.a", "aws_instance.b")[0]!;
  };
  const private6 = ["fd00:0:0:1::/64", "fd00:0:0:2::/64", "fd00:0:0:3::/64"] as const;
  const public6 = ["2600:0:0:1::/64", "2600:0:0:2::/64", "2600:0:0:3::/64"] as const;
  expect(over("fd00::/48", private6, false)).toBe("UNKNOWN");
  expect(over("fd00::/48", private6, true)).toBe("DENIED");
  expect(over("2600::/48", public6, false)).toBe("UNKNOWN");
});

test("a route to an interface brings it what is its own, although AWS picks its address", () => {
  const network: Resources = {
    ...eastWest({ network_interface_id: "${aws_instance.b.primary_network_interface_id}" }, {}),
    aws_route_table: {
      a: table(route("10.0.2.0/24", { network_interface_id: "${aws_instance.b.primary_network_interface_id}" })),
      b: table(),
    },
  };
  expect(ask(network, "aws_instance.a", "aws_instance.b")).toEqual(["ALLOWED"]);
  const other = { ...network, aws_instance: { ...network["aws_instance"], c: host("b") } };
  expect(ask(other, "aws_instance.a", "aws_instance.c")[0]).toBe("DENIED");
});
