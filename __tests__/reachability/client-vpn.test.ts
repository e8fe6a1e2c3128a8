import { judge, TCP, Walker } from "../../src/reachability";
import { endOfNic, endOfOutsider } from "../../src/reachability/ends";
import { ALL_OUT, asked, asking, INSTANCE } from "../support/asked";
import { handMadePlan, to } from "../support/hand-made-plan";
import { stateJson } from "../support/networks";

type Blocks = Record<string, Record<string, object>>;

const V = "aws_ec2_client_vpn_endpoint.v";
const H = "aws_instance.h";
const FAR = "aws_instance.far";
const G = (name: string): string => `\${aws_security_group.${name}.id}`;
const ssh = (more: object) => ({ protocol: "tcp", from_port: 22, to_port: 22, ...more });
const rule = (target_network_cidr: string, more: object = { authorize_all_groups: true }) => ({
  client_vpn_endpoint_id: `\${${V}.id}`,
  target_network_cidr,
  ...more,
});

/**
 * A client VPN in subnet v of VPC a: its people come with an address of that subnet, under the group "vpn", which the
 * host's group admits to port 22. They are let into the VPC, to which an association always has a route. Another host is
 * behind a peering, to which the VPC has a route, and the endpoint has none.
 */
const base = (): Blocks => ({
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
  aws_subnet: {
    v: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
    h: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
    far: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.1.2.0/24", availability_zone: "eu-central-1a" },
  },
  aws_vpc_peering_connection: { p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true } },
  aws_route_table: {
    v: {
      vpc_id: "${aws_vpc.a.id}",
      route: [{ cidr_block: "10.1.0.0/16", vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" }],
    },
    far: {
      vpc_id: "${aws_vpc.b.id}",
      route: [{ cidr_block: "10.0.0.0/16", vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" }],
    },
  },
  aws_route_table_association: {
    v: { subnet_id: "${aws_subnet.v.id}", route_table_id: "${aws_route_table.v.id}" },
    far: { subnet_id: "${aws_subnet.far.id}", route_table_id: "${aws_route_table.far.id}" },
  },
  aws_security_group: {
    vpn: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
    host: { vpc_id: "${aws_vpc.a.id}", ingress: [ssh({ security_groups: [G("vpn")] })], egress: [] },
    far: { vpc_id: "${aws_vpc.b.id}", ingress: [ssh({ cidr_blocks: ["10.0.1.0/24"] })], egress: [] },
  },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.h.id}", private_ip: "10.0.2.9", vpc_security_group_ids: [G("host")] },
    far: { ...INSTANCE, subnet_id: "${aws_subnet.far.id}", private_ip: "10.1.2.9", vpc_security_group_ids: [G("far")] },
  },
  aws_ec2_client_vpn_endpoint: { v: { client_cidr_block: "172.16.0.0/16", security_group_ids: [G("vpn")] } },
  aws_ec2_client_vpn_network_association: {
    v: { client_vpn_endpoint_id: `\${${V}.id}`, subnet_id: "${aws_subnet.v.id}" },
  },
  aws_ec2_client_vpn_authorization_rule: { a: rule("10.0.0.0/16") },
});

const having = (type: string, blocks: Record<string, object>) => asked({ ...base(), [type]: blocks });
const rules = (...all: object[]) =>
  having("aws_ec2_client_vpn_authorization_rule", Object.fromEntries(all.map((one, i) => [`r${i}`, one])));

test("people who come by a client VPN get where its rules, its groups and the routes let them", () => {
  const { verdict } = asked(base());
  expect(verdict(V, H, 22)).toBe("ALLOWED");
  expect(verdict(V, H, 80)).toBe("DENIED");
  expect(verdict(V, FAR, 22)).toBe("DENIED");
  expect(verdict("internet", H, 22)).toBe("DENIED");
});

test("the source is the interface's address, not the client's", () => {
  const { verdict } = having("aws_security_group", {
    ...base().aws_security_group,
    host: { vpc_id: "${aws_vpc.a.id}", ingress: [ssh({ cidr_blocks: ["172.16.0.0/16"] })], egress: [] },
  });
  expect(verdict(V, H, 22)).toBe("DENIED");
});

describe("its authorization rules", () => {
  test.each<[string, string, object[]]>([
    ["there are none", "DENIED", []],
    ["none is for the range", "DENIED", [rule("10.0.1.0/24"), rule("192.168.0.0/16")]],
    ["one is for the host alone", "ALLOWED", [rule("10.0.2.9/32")]],
    ["one is for everything", "ALLOWED", [rule("0.0.0.0/0")]],
    ["one is for a group of people", "UNKNOWN", [rule("10.0.0.0/16", { access_group_id: "g" })]],
    ["a narrower one is for a group", "UNKNOWN", [rule("0.0.0.0/0"), rule("10.0.2.0/24", { access_group_id: "g" })]],
    ["a narrower one is for all", "ALLOWED", [rule("10.0.2.0/24"), rule("0.0.0.0/0", { access_group_id: "g" })]],
    [
      "one of the same range is for all",
      "ALLOWED",
      [rule("10.0.0.0/16", { access_group_id: "g" }), rule("10.0.0.0/16")],
    ],
    ["a range is not known", "UNKNOWN", [rule("${var.range}")]],
    ["one may be another endpoint's", "UNKNOWN", [rule("10.0.0.0/16", { client_vpn_endpoint_id: "${var.vpn}" })]],
    ["one is another endpoint's", "DENIED", [rule("10.0.0.0/16", { client_vpn_endpoint_id: "cvpn-endpoint-2" })]],
  ])("where %s: %s", (_, verdict, all) => {
    expect(rules(...all).verdict(V, H, 22)).toBe(verdict);
  });

  test("that lead nowhere are the reason", () => {
    const { explanations } = rules().answer(V, H, { port: 22 });
    expect(explanations).toMatchObject([{ address: V, code: "NO_PATH" }]);
  });

  test("prove that nothing arrives", () => {
    const proves = ({ topology }: ReturnType<typeof asked>) => {
      const [vpn] = topology.outsiders.map(endOfOutsider);
      const host = endOfNic(topology.nics.find(({ address }) => address === H)!);
      const statement = {
        kind: "reach",
        text: "",
        from: [vpn!],
        to: [host],
        flows: [{ protocol: TCP, port: 22 }],
      } as const;
      return judge(new Walker(topology), { ...statement, expected: "DENIED" }).verdict;
    };
    expect(proves(rules())).toBe("DENIED");
    expect(proves(asked(base()))).toBe("ALLOWED");
  });
});

describe("its routes", () => {
  const both = [rule("10.0.0.0/16"), rule("10.1.0.0/16")];
  const routed = (destination_cidr_block: string, more: object = {}, blocks = base()) => {
    blocks.aws_ec2_client_vpn_authorization_rule = { a: both[0]!, b: both[1]! };
    blocks.aws_ec2_client_vpn_route = {
      r: {
        client_vpn_endpoint_id: `\${${V}.id}`,
        destination_cidr_block,
        target_vpc_subnet_id: "${aws_subnet.v.id}",
        ...more,
      },
    };
    return asked(blocks).verdict(V, FAR, 22);
  };

  test("lead beyond the VPC, where a rule lets them", () => {
    expect(rules(...both).verdict(V, FAR, 22)).toBe("DENIED");
    expect(routed("10.1.0.0/16")).toBe("ALLOWED");
    expect(routed("10.1.3.0/24")).toBe("DENIED");
    expect(routed("${var.range}")).toBe("UNKNOWN");
    expect(routed("10.1.0.0/16", { target_vpc_subnet_id: "${var.subnet}" })).toBe("UNKNOWN");
  });

  test("of one association don't serve who came by another", () => {
    const blocks = base();
    blocks.aws_ec2_client_vpn_network_association!.h = {
      client_vpn_endpoint_id: `\${${V}.id}`,
      subnet_id: "${aws_subnet.h.id}",
    };
    expect(routed("10.1.0.0/16", {}, blocks)).toBe("UNKNOWN");
  });
});

test("a second range of the VPC may have no route of its own unless one is added", () => {
  const two = (routes: Blocks = {}) => {
    const blocks = base();
    blocks.aws_vpc_ipv4_cidr_block_association = { s: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.7.0.0/16" } };
    blocks.aws_subnet!.s = { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.7.1.0/24" };
    blocks.aws_instance!.s = { ...blocks.aws_instance!.h, subnet_id: "${aws_subnet.s.id}", private_ip: "10.7.1.9" };
    blocks.aws_ec2_client_vpn_authorization_rule = { a: rule("10.0.0.0/8") };
    return asked({ ...blocks, ...routes });
  };
  expect(two().verdict(V, H, 22)).toBe("ALLOWED");
  expect(two().verdict(V, "aws_instance.s", 22)).toBe("UNKNOWN");
  expect(two().verdict(V, "aws_instance.s", 80)).toBe("DENIED");
  const route = { destination_cidr_block: "10.7.0.0/16", target_vpc_subnet_id: "${aws_subnet.v.id}" };
  const added = { aws_ec2_client_vpn_route: { s: { client_vpn_endpoint_id: `\${${V}.id}`, ...route } } };
  expect(two(added).verdict(V, "aws_instance.s", 22)).toBe("ALLOWED");
});

test("without an association it is not known where people come in", () => {
  expect(having("aws_ec2_client_vpn_network_association", {}).verdict(V, H, 22)).toBe("UNKNOWN");
});

test("a state names the endpoint by its id", () => {
  const state = (rules_: Blocks) =>
    asking(
      stateJson({
        aws_vpc: { a: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
        aws_subnet: { v: { id: "subnet-v", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
        aws_security_group: {
          vpn: { id: "sg-v", vpc_id: "vpc-1", ingress: [], egress: [ALL_OUT] },
          host: { id: "sg-h", vpc_id: "vpc-1", ingress: [ssh({ security_groups: ["sg-v"] })], egress: [] },
        },
        aws_instance: {
          h: { id: "i-1", subnet_id: "subnet-v", private_ip: "10.0.1.9", vpc_security_group_ids: ["sg-h"] },
        },
        aws_ec2_client_vpn_endpoint: { v: { id: "cvpn-1", security_group_ids: ["sg-v"] } },
        aws_ec2_client_vpn_network_association: {
          v: { id: "cvpna-1", client_vpn_endpoint_id: "cvpn-1", subnet_id: "subnet-v" },
        },
        ...rules_,
      }),
      "state",
    ).verdict(V, H, 22);
  const own = { client_vpn_endpoint_id: "cvpn-1", target_network_cidr: "10.0.0.0/16", authorize_all_groups: true };
  expect(state({ aws_ec2_client_vpn_authorization_rule: { a: own } })).toBe("ALLOWED");
  expect(state({})).toBe("DENIED");
});

test("a plan names it by reference", () => {
  const plan = (more: Parameters<typeof handMadePlan>[0]) =>
    asking(
      handMadePlan([
        { address: "aws_vpc.a", after: { cidr_block: "10.0.0.0/16" } },
        { address: "aws_subnet.v", after: { cidr_block: "10.0.1.0/24" }, refers: { vpc_id: to("aws_vpc.a.id") } },
        {
          address: "aws_security_group.g",
          after: { ingress: [ALL_OUT], egress: [ALL_OUT] },
          refers: { vpc_id: to("aws_vpc.a.id") },
        },
        {
          address: H,
          after: { private_ip: "10.0.1.9" },
          refers: { subnet_id: to("aws_subnet.v.id"), vpc_security_group_ids: to("aws_security_group.g.id") },
        },
        { address: V, refers: { security_group_ids: to("aws_security_group.g.id") } },
        {
          address: "aws_ec2_client_vpn_network_association.v",
          refers: { client_vpn_endpoint_id: to(`${V}.id`), subnet_id: to("aws_subnet.v.id") },
        },
        ...more,
      ]),
      "plan",
    ).verdict(V, H, 22);
  const own = {
    address: "aws_ec2_client_vpn_authorization_rule.a",
    after: { target_network_cidr: "10.0.0.0/16", authorize_all_groups: true },
    refers: { client_vpn_endpoint_id: to(`${V}.id`) },
  };
  expect(plan([own])).toBe("ALLOWED");
  expect(plan([])).toBe("DENIED");
});
