import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endOfNic, judge, matrixOf, PUBLIC, TCP, Walker } from "../../src/reachability";
import { ALL_OUT, asked, asking, INSTANCE } from "../support/asked";

type Resources = Record<string, Record<string, object>>;

function resourcesOf(name: string): Resources {
  const text = readFileSync(join(__dirname, "unjudged", `${name}.tf.json`), "utf8");
  return (JSON.parse(text) as { resource: Resources }).resource;
}

/** The case with these blocks in place of its own; undefined takes one away. */
function variant(name: string, changes: Record<string, Record<string, object | undefined>> = {}) {
  const resource = resourcesOf(name);
  for (const [type, blocks] of Object.entries(changes)) {
    const all = Object.entries({ ...resource[type], ...blocks }).filter((entry) => entry[1] !== undefined);
    resource[type] = Object.fromEntries(all) as Record<string, object>;
  }
  return asking({ resource }, "synth");
}

const unknownPairs = (topology: ReturnType<typeof asked>["topology"]) =>
  matrixOf(new Walker(topology))
    .entries.filter(({ verdict }) => verdict === "UNKNOWN")
    .map(({ from, to }) => `${from} -> ${to}`);

describe("a transit gateway policy table", () => {
  it("leaves open which route table is asked, and names itself", () => {
    const { answer, topology } = variant("policy-table");
    const found = answer("aws_instance.a", "aws_instance.b", { port: 443 });
    expect(found.verdict).toBe("UNKNOWN");
    expect(found.explanations.map(({ address }) => address)).toEqual([
      "aws_ec2_transit_gateway_policy_table_association.a",
    ]);
    expect(unknownPairs(topology)).toContain("aws_instance.a -> aws_instance.b");
  });

  it("leaves open an answer that comes through it", () => {
    expect(variant("policy-table").verdict("aws_instance.b", "aws_instance.a", 443)).toBe("UNKNOWN");
  });

  it("counts beside an association with a route table too, of which AWS refuses one", () => {
    const both = variant("policy-table", {
      aws_ec2_transit_gateway_route_table_association: {
        a: {
          transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.r.id}",
        },
      },
    });
    expect(both.verdict("aws_instance.a", "aws_instance.b", 443)).toBe("UNKNOWN");
  });

  it("of which it isn't known whose it is may be anybody's", () => {
    const { verdict } = variant("policy-table", {
      aws_ec2_transit_gateway_policy_table_association: { a: { transit_gateway_attachment_id: "${var.attachment}" } },
    });
    expect(verdict("aws_instance.b", "aws_instance.a", 443)).toBe("UNKNOWN");
  });

  it("that nothing is associated with changes nothing", () => {
    const { verdict } = variant("policy-table", {
      aws_ec2_transit_gateway_policy_table_association: { a: undefined },
    });
    expect(verdict("aws_instance.a", "aws_instance.b", 443)).toBe("DENIED");
  });
});

describe("a NAT gateway that sends over a peering", () => {
  const asks = (changes?: Parameters<typeof variant>[1]) =>
    variant("nat-over-peering", changes).verdict("aws_instance.a", "aws_instance.b", 443);

  it("gets the answers back without a route on the far side", () => {
    expect(asks()).toBe("ALLOWED");
  });

  it("and with one", () => {
    const back = {
      destination_cidr_block: "10.0.0.0/16",
      vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}",
    };
    expect(asks({ aws_route: { b: { route_table_id: "${aws_route_table.b.id}", ...back } } })).toBe("ALLOWED");
  });

  it("and although the far side's route leads into nothing", () => {
    const lost = { destination_cidr_block: "10.0.1.0/24", vpc_peering_connection_id: "" };
    expect(asks({ aws_route: { b: { route_table_id: "${aws_route_table.b.id}", ...lost } } })).toBe("ALLOWED");
  });

  it("not where a network ACL stops the answer", () => {
    const rule = { protocol: "-1", rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };
    const acl = { vpc_id: "${aws_vpc.b.id}", subnet_ids: ["${aws_subnet.b.id}"], ingress: [rule], egress: [] };
    expect(asks({ aws_network_acl: { b: acl } })).toBe("DENIED");
  });

  it("while a host itself needs the route", () => {
    const direct = {
      destination_cidr_block: "10.1.0.0/16",
      vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}",
    };
    expect(asks({ aws_route: { c: { route_table_id: "${aws_route_table.c.id}", ...direct } } })).toBe("DENIED");
  });

  it("and is not met from the far side", () => {
    const { verdict } = variant("nat-over-peering");
    expect(verdict("aws_instance.b", "aws_instance.a", 443)).toBe("DENIED");
  });
});

/** A load balancer without public address and a host behind it; the way in is the test's. */
function inner(way: object) {
  return asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
      b: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-west-1b" },
    },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] } },
    aws_instance: {
      h: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.a.id}",
        private_ip: "10.0.1.10",
        vpc_security_group_ids: ["${aws_security_group.g.id}"],
      },
    },
    aws_lb: {
      l: {
        internal: true,
        subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
        security_groups: ["${aws_security_group.g.id}"],
      },
    },
    aws_lb_target_group: { t: { port: 443, protocol: "HTTPS", target_type: "ip", vpc_id: "${aws_vpc.a.id}" } },
    aws_lb_target_group_attachment: { t: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: "10.0.1.10" } },
    aws_lb_listener: {
      l: {
        load_balancer_arn: "${aws_lb.l.arn}",
        port: 443,
        protocol: "HTTPS",
        default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
      },
    },
    ...way,
  });
}

describe("a service that carries packets in from the internet", () => {
  it.each<[string, object]>([
    [
      "aws_globalaccelerator_endpoint_group.w",
      { aws_globalaccelerator_endpoint_group: { w: { endpoint_configuration: [{ endpoint_id: "${aws_lb.l.arn}" }] } } },
    ],
    [
      "aws_cloudfront_vpc_origin.w",
      { aws_cloudfront_vpc_origin: { w: { vpc_origin_endpoint_config: [{ arn: "${aws_lb.l.arn}" }] } } },
    ],
    ["aws_api_gateway_vpc_link.w", { aws_api_gateway_vpc_link: { w: { target_arns: ["${aws_lb.l.arn}"] } } }],
    [
      "aws_apigatewayv2_integration.w",
      {
        aws_apigatewayv2_integration: {
          w: { connection_type: "VPC_LINK", integration_uri: "${aws_lb_listener.l.arn}" },
        },
      },
    ],
    [
      "aws_verifiedaccess_endpoint.w",
      { aws_verifiedaccess_endpoint: { w: { load_balancer_options: [{ load_balancer_arn: "${aws_lb.l.arn}" }] } } },
    ],
  ])("%s makes a load balancer without public address unknown, and names itself", (address, way) => {
    const { answer, verdict, topology } = inner(way);
    const found = answer("internet", "aws_lb.l", { port: 443 });
    expect(found.verdict).toBe("UNKNOWN");
    expect(found.explanations[0]!.address).toBe(address);
    expect(unknownPairs(topology)).toEqual(["internet -> aws_lb.l"]);
    expect(verdict("internet", "aws_instance.h", 443)).toBe("DENIED");
  });

  it("leads to instances and to hosts of a subnet too", () => {
    const to = (endpoint_id: string, type = "aws_globalaccelerator_endpoint_group") =>
      inner({ [type]: { w: { endpoint_configuration: [{ endpoint_id }] } } }).verdict(
        "internet",
        "aws_instance.h",
        443,
      );
    expect(to("${aws_instance.h.id}")).toBe("UNKNOWN");
    expect(to("${aws_subnet.a.id}", "aws_globalaccelerator_custom_routing_endpoint_group")).toBe("UNKNOWN");
    expect(to("${aws_subnet.b.id}", "aws_globalaccelerator_custom_routing_endpoint_group")).toBe("DENIED");
    expect(to("${var.endpoint}")).toBe("UNKNOWN");
  });

  it("breaks the proof that nothing comes in", () => {
    const { topology } = inner({
      aws_globalaccelerator_endpoint_group: {
        w: { endpoint_configuration: [{ endpoint_id: "${aws_instance.h.id}" }] },
      },
    });
    const host = endOfNic(topology.nics.find(({ address }) => address === "aws_instance.h")!);
    const internet = { kind: "internet", addresses: PUBLIC, isAbstract: true } as const;
    const statement = { kind: "reach", text: "", from: [internet], to: [host], flows: [{ protocol: TCP }] } as const;
    expect(judge(new Walker(topology), { ...statement, expected: "DENIED" }).verdict).toBe("UNKNOWN");
    expect(judge(new Walker(inner({}).topology), { ...statement, expected: "DENIED" }).verdict).toBe("DENIED");
  });

  it("is read in the case of the accelerator", () => {
    const { verdict, topology } = variant("global-accelerator");
    expect(verdict("internet", "aws_lb.nlb", 5432)).toBe("UNKNOWN");
    expect(unknownPairs(topology)).toEqual(["internet -> aws_lb.nlb"]);
  });
});

describe("a client VPN", () => {
  const VPN = "aws_ec2_client_vpn_endpoint.v";

  const route = (destination_cidr_block: string) => ({
    r: {
      client_vpn_endpoint_id: `\${${VPN}.id}`,
      destination_cidr_block,
      target_vpc_subnet_id: "${aws_subnet.apps.id}",
    },
  });

  it("is an end in the matrix, and none of it is unknown where its rules and routes are in the input", () => {
    const { topology } = variant("client-vpn");
    expect(matrixOf(new Walker(topology)).endpoints).toContain(VPN);
    expect(unknownPairs(topology)).toEqual([]);
  });

  it("gets to another VPC by a route of its own only", () => {
    expect(variant("client-vpn").verdict(VPN, "aws_lb.nlb", 5432)).toBe("DENIED");
    const { answer } = variant("client-vpn", { aws_ec2_client_vpn_route: route("100.64.1.0/24") });
    expect(answer(VPN, "aws_lb.nlb", { port: 5432 }).verdict).toBe("ALLOWED");
    expect(answer(VPN, "aws_instance.db", { port: 5432 }).verdict).toBe("DENIED");
  });

  it("has its VPC's default group without one of its own", () => {
    const endpoint = { ...resourcesOf("client-vpn").aws_ec2_client_vpn_endpoint!.v, security_group_ids: undefined };
    const { verdict } = variant("client-vpn", {
      aws_ec2_client_vpn_endpoint: { v: endpoint },
      aws_ec2_client_vpn_route: route("100.64.0.0/24"),
    });
    expect(verdict(VPN, "aws_subnet.catt", 443)).toBe("ALLOWED");
    expect(verdict(VPN, "aws_subnet.hatt_a", 443)).toBe("DENIED");
  });

  it("whose subnets are not known may reach anybody", () => {
    const { verdict } = variant("client-vpn", { aws_ec2_client_vpn_network_association: { a: undefined } });
    expect(verdict(VPN, "aws_instance.db", 5432)).toBe("UNKNOWN");
  });

  it("may get out to the internet", () => {
    const { verdict } = variant("client-vpn", {
      aws_ec2_client_vpn_route: route("0.0.0.0/0"),
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.client.id}" } },
      aws_route: {
        out: {
          route_table_id: "${aws_route_table.apps.id}",
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.g.id}",
        },
      },
      aws_vpc_security_group_egress_rule: {
        out: { security_group_id: "${aws_security_group.app.id}", cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      },
    });
    expect(verdict(VPN, "internet", 443)).toBe("ALLOWED");
    expect(verdict("internet", "aws_subnet.apps", 443)).toBe("DENIED");
  });
});
