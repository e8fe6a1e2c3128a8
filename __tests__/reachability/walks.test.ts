import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answer } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "../support/networks";

type Resources = Record<string, Record<string, object>>;

function ask(
  resources: Resources,
  from: string,
  to: string,
  flow: { protocol?: string; port?: number } = { port: 443 },
): string[] {
  const graph = graphFrom({ resource: resources });
  const topology = buildTopology(graph);
  const found = answer(
    { graph, topology, walker: new Walker(topology), source: "test", granted: [] },
    { from, to, ...flow },
  );
  return [found.verdict, ...found.explanations.map(({ code, address }) => `${code} ${address}`)];
}

function read(name: string): Resources {
  const file = join(__dirname, "networks", `${name}.tf.json`);
  return (JSON.parse(readFileSync(file, "utf8")) as { resource: Resources }).resource;
}

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };

describe("NAT gateways", () => {
  const web = read("public-web-with-nat");

  test("take no packet that is addressed to them", () => {
    expect(ask(web, "aws_instance.data", "aws_nat_gateway.main")).toEqual([
      "DENIED",
      "NO_POSSIBLE_DESTINATION aws_nat_gateway.main",
    ]);
  });

  test("translate TCP, UDP and ICMP only", () => {
    for (const protocol of ["udp", "icmp"])
      expect(ask(web, "aws_instance.app", "internet", { protocol })).toEqual(["ALLOWED"]);
    expect(ask(web, "aws_instance.app", "internet", { protocol: "50" })).toEqual([
      "DENIED",
      "PROTOCOL_RESTRICTION aws_nat_gateway.main",
    ]);
  });

  test("hide who sends: a group is not recognized behind them", () => {
    const steered: Resources = {
      ...web,
      aws_route: {
        steer: {
          route_table_id: "${aws_route_table.app.id}",
          destination_cidr_block: "10.0.2.0/24",
          nat_gateway_id: "${aws_nat_gateway.main.id}",
        },
      },
      aws_route_table: { ...web.aws_route_table, app: { vpc_id: "${aws_vpc.main.id}" } },
    };
    expect(ask(steered, "aws_instance.app", "aws_instance.data", { port: 5432 })).toEqual([
      "DENIED",
      "ENI_SG_RULES_MISMATCH aws_security_group.data",
    ]);
  });
});

describe("routes inside the VPC's own range", () => {
  const main = (route: object): Resources => ({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_ec2_transit_gateway: { t: {} },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1a" },
    },
    aws_nat_gateway: { n: { subnet_id: "${aws_subnet.b.id}", connectivity_type: "private", private_ip: "10.0.2.5" } },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: {
        vpc_id: "${aws_vpc.v.id}",
        transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        subnet_ids: ["${aws_subnet.a.id}"],
      },
    },
    aws_route_table: { a: { vpc_id: "${aws_vpc.v.id}", route: [route] } },
    aws_route_table_association: { a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" } },
  });

  test("must not lead to a transit gateway, and must name a whole subnet", () => {
    const toGateway = main({ cidr_block: "10.0.2.0/24", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" });
    const toPart = main({ cidr_block: "10.0.2.0/25", nat_gateway_id: "${aws_nat_gateway.n.id}" });
    for (const resources of [toGateway, toPart])
      expect(ask(resources, "aws_subnet.a", "10.0.2.9@aws_vpc.v")[1]).toBe(
        "BAD_STATE_ROUTE aws_route_table.a.route[0]",
      );
  });

  test("to a NAT gateway take the local route's traffic", () => {
    const legal = main({ cidr_block: "10.0.2.0/24", nat_gateway_id: "${aws_nat_gateway.n.id}" });
    expect(ask(legal, "aws_subnet.a", "10.0.2.9@aws_vpc.v")).toEqual(["ALLOWED"]);
  });
});

describe("public addresses", () => {
  const network = (own: object): Resources => ({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { v: { vpc_id: "${aws_vpc.v.id}" } },
    aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
    aws_default_route_table: {
      v: {
        default_route_table_id: "${aws_vpc.v.default_route_table_id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.v.id}" }],
      },
    },
    aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [OPEN], egress: [OPEN] } },
    aws_instance: {
      one: {
        subnet_id: "${aws_subnet.s.id}",
        private_ip: "10.0.1.10",
        vpc_security_group_ids: ["${aws_security_group.open.id}"],
        ...own,
      },
      two: {
        subnet_id: "${aws_subnet.s.id}",
        private_ip: "10.0.1.11",
        vpc_security_group_ids: ["${aws_security_group.open.id}"],
        associate_public_ip_address: true,
        public_ip: "198.51.100.7",
      },
    },
  });

  test("a route to an internet gateway helps only who has one", () => {
    expect(ask(network({}), "aws_instance.one", "internet")).toEqual([
      "DENIED",
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.one",
    ]);
    expect(ask(network({ associate_public_ip_address: true }), "aws_instance.one", "internet")).toEqual(["ALLOWED"]);
    expect(
      ask({ ...network({}), aws_eip: { e: { instance: "${aws_instance.one.id}" } } }, "internet", "aws_instance.one"),
    ).toEqual(["ALLOWED"]);
  });

  test("a neighbour's is reached over the gateway, not locally", () => {
    expect(ask(network({}), "aws_instance.one", "198.51.100.7")).toEqual([
      "DENIED",
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS aws_instance.one",
    ]);
    expect(ask(network({ associate_public_ip_address: true }), "aws_instance.one", "198.51.100.7")).toEqual([
      "ALLOWED",
    ]);
  });

  test("a private destination that falls to the default route is lost", () => {
    expect(ask(network({ associate_public_ip_address: true }), "aws_instance.one", "192.168.7.7")).toEqual([
      "DENIED",
      "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS aws_default_route_table.v.route[0]",
    ]);
  });

  test("an address that nobody holds is dropped in its subnet", () => {
    expect(ask(network({}), "aws_instance.two", "10.0.1.99")).toEqual([
      "DENIED",
      "NO_POSSIBLE_DESTINATION aws_subnet.s",
    ]);
    expect(ask(network({}), "aws_instance.two", "10.0.9.9")).toEqual(["DENIED", "NO_POSSIBLE_DESTINATION aws_vpc.v"]);
  });
});

describe("transit gateways that peer", () => {
  const off = { default_route_table_association: "disable", default_route_table_propagation: "disable" };
  const network = (): Resources => {
    const all: Resources = {
      aws_ec2_transit_gateway_peering_attachment: {
        p: {
          transit_gateway_id: "${aws_ec2_transit_gateway.a.id}",
          peer_transit_gateway_id: "${aws_ec2_transit_gateway.b.id}",
        },
      },
    };
    const add = (type: string, name: string, body: object): void => void ((all[type] ??= {})[name] = body);
    for (const [own, range, far] of [
      ["a", "10.1", "10.2"],
      ["b", "10.2", "10.1"],
    ] as const) {
      add("aws_ec2_transit_gateway", own, off);
      add("aws_vpc", own, { cidr_block: `${range}.0.0/16` });
      add("aws_subnet", own, {
        vpc_id: `\${aws_vpc.${own}.id}`,
        cidr_block: `${range}.1.0/24`,
        availability_zone: "eu-west-1a",
      });
      add("aws_default_route_table", own, {
        default_route_table_id: `\${aws_vpc.${own}.default_route_table_id}`,
        route: [{ cidr_block: "10.0.0.0/8", transit_gateway_id: `\${aws_ec2_transit_gateway.${own}.id}` }],
      });
      add("aws_ec2_transit_gateway_vpc_attachment", own, {
        vpc_id: `\${aws_vpc.${own}.id}`,
        transit_gateway_id: `\${aws_ec2_transit_gateway.${own}.id}`,
        subnet_ids: [`\${aws_subnet.${own}.id}`],
      });
      add("aws_ec2_transit_gateway_route_table", own, { transit_gateway_id: `\${aws_ec2_transit_gateway.${own}.id}` });
      const table = `\${aws_ec2_transit_gateway_route_table.${own}.id}`;
      add("aws_ec2_transit_gateway_route_table_association", own, {
        transit_gateway_route_table_id: table,
        transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${own}.id}`,
      });
      add("aws_ec2_transit_gateway_route_table_association", `${own}-peer`, {
        transit_gateway_route_table_id: table,
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_peering_attachment.p.id}",
      });
      add("aws_ec2_transit_gateway_route", `${own}-far`, {
        transit_gateway_route_table_id: table,
        destination_cidr_block: `${far}.0.0/16`,
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_peering_attachment.p.id}",
      });
      add("aws_ec2_transit_gateway_route", `${own}-near`, {
        transit_gateway_route_table_id: table,
        destination_cidr_block: `${range}.0.0/16`,
        transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${own}.id}`,
      });
    }
    return all;
  };

  test("one attachment has an association on each side, and both count", () => {
    expect(ask(network(), "aws_subnet.a", "aws_subnet.b")).toEqual(["ALLOWED"]);
    const without = network();
    delete without.aws_ec2_transit_gateway_route_table_association?.["b-peer"];
    expect(ask(without, "aws_subnet.a", "aws_subnet.b")[1]).toBe(
      "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION aws_ec2_transit_gateway_peering_attachment.p",
    );
    expect(ask(without, "aws_subnet.b", "aws_subnet.a")[0]).toBe("DENIED");
  });

  test("routes that send a packet to and fro end as a loop", () => {
    const loop = network();
    Object.assign(loop.aws_ec2_transit_gateway_route!, {
      "b-near": {
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.b.id}",
        destination_cidr_block: "10.2.0.0/16",
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_peering_attachment.p.id}",
      },
    });
    expect(ask(loop, "aws_subnet.a", "aws_subnet.b")[1]).toBe("NO_PATH aws_ec2_transit_gateway_peering_attachment.p");
  });
});

test("ICMP rules name a type, and the answer is one too", () => {
  const network = (ingress: object): Resources => ({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" },
      b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.2.0/24" },
    },
    aws_network_acl: {
      a: {
        vpc_id: "${aws_vpc.v.id}",
        subnet_ids: ["${aws_subnet.a.id}"],
        egress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
        ingress: [ingress],
      },
    },
  });
  const rule = { rule_no: 1, action: "allow", protocol: "icmp", cidr_block: "10.0.0.0/16", icmp_code: -1 };
  expect(ask(network({ ...rule, icmp_type: 0 }), "aws_subnet.a", "aws_subnet.b", { protocol: "icmp" })).toEqual([
    "ALLOWED",
  ]);
  expect(ask(network({ ...rule, icmp_type: 8 }), "aws_subnet.a", "aws_subnet.b", { protocol: "icmp" })[0]).toBe(
    "DENIED",
  );
});
