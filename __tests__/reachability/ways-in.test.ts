import { ALL_OUT, asked, INSTANCE } from "../support/asked";

type Blocks = Record<string, Record<string, object>>;

const https = (more: object) => ({ protocol: "tcp", from_port: 443, to_port: 443, ...more });
const L = "aws_lb.l";
const H = "aws_instance.h";
const CLIENT = "aws_instance.client";

/**
 * A private load balancer on port 443 and a host in VPC a, and a client in VPC b, which has no route there. What gets in
 * gets in by a service of AWS, whose interfaces are in VPC a: so groups must admit it, and nobody knows who calls.
 */
const base = (): Blocks => ({
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" }, c: { cidr_block: "10.2.0.0/16" } },
  aws_subnet: {
    a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
    b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.1.1.0/24" },
    c: { vpc_id: "${aws_vpc.c.id}", cidr_block: "10.2.1.0/24" },
  },
  aws_security_group: {
    front: { vpc_id: "${aws_vpc.a.id}", ingress: [https({ cidr_blocks: ["10.0.0.0/16"] })], egress: [ALL_OUT] },
    client: { vpc_id: "${aws_vpc.b.id}", ingress: [], egress: [ALL_OUT] },
  },
  aws_instance: {
    h: {
      ...INSTANCE,
      subnet_id: "${aws_subnet.a.id}",
      private_ip: "10.0.1.9",
      vpc_security_group_ids: ["${aws_security_group.front.id}"],
    },
    client: {
      ...INSTANCE,
      subnet_id: "${aws_subnet.b.id}",
      vpc_security_group_ids: ["${aws_security_group.client.id}"],
    },
  },
  aws_lb: {
    l: { internal: true, subnets: ["${aws_subnet.a.id}"], security_groups: ["${aws_security_group.front.id}"] },
  },
  aws_lb_listener: {
    l: {
      load_balancer_arn: "${aws_lb.l.arn}",
      port: 443,
      protocol: "HTTPS",
      default_action: [{ type: "fixed-response", fixed_response: [{ content_type: "text/plain" }] }],
    },
  },
});

const having = (more: Blocks, change: (blocks: Blocks) => void = () => undefined) => {
  const blocks = base();
  change(blocks);
  return asked({ ...blocks, ...more });
};
const shut = (blocks: Blocks): void => {
  blocks.aws_security_group!.front = { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] };
};

const ORIGIN = { aws_cloudfront_vpc_origin: { w: { vpc_origin_endpoint_config: [{ arn: "${aws_lb.l.arn}" }] } } };

describe.each<[string, Blocks]>([
  ["aws_cloudfront_vpc_origin.w", ORIGIN],
  [
    "aws_api_gateway_integration.w",
    { aws_api_gateway_integration: { w: { connection_type: "VPC_LINK", integration_target: "${aws_lb.l.arn}" } } },
  ],
  [
    "aws_apigatewayv2_integration.w",
    {
      aws_apigatewayv2_integration: {
        w: { connection_type: "VPC_LINK", integration_uri: "${aws_service_discovery_service.s.arn}" },
      },
      aws_service_discovery_service: { s: { name: "s" } },
    },
  ],
  [
    "aws_verifiedaccess_endpoint.w",
    { aws_verifiedaccess_endpoint: { w: { cidr_options: [{ cidr: "10.0.0.0/16" }] } } },
  ],
])("%s", (address, way) => {
  test("may lead to the load balancer's listeners, as far as its groups admit anybody", () => {
    const { answer, verdict } = having(way);
    expect(answer("internet", L, { port: 443 })).toMatchObject({ verdict: "UNKNOWN", explanations: [{ address }] });
    expect(verdict("internet", L, 80)).toBe("DENIED");
    expect(verdict(CLIENT, L, 443)).toBe("DENIED");
    expect(having(way, shut).verdict("internet", L, 443)).toBe("DENIED");
  });
});

test("a network load balancer's groups don't count: a private link may pass them over", () => {
  const { verdict } = having({ aws_api_gateway_vpc_link: { w: { target_arns: ["${aws_lb.l.arn}"] } } }, (blocks) => {
    shut(blocks);
    blocks.aws_lb!.l = { ...blocks.aws_lb!.l, load_balancer_type: "network" };
    blocks.aws_lb_listener!.l = { ...blocks.aws_lb_listener!.l, protocol: "TCP" };
  });
  expect(verdict("internet", L, 443)).toBe("UNKNOWN");
});

test("an integration over the internet leads nowhere inside", () => {
  const way = { connection_type: "INTERNET", integration_target: "${aws_lb.l.arn}" };
  expect(having({ aws_api_gateway_integration: { w: way } }).verdict("internet", L, 443)).toBe("DENIED");
});

describe("what the input has only one end of", () => {
  const LISTENER = "${aws_lb_listener.l.arn}";
  const link: Blocks = { aws_apigatewayv2_vpc_link: { v: { subnet_ids: ["${aws_subnet.a.id}"] } } };
  const byRest = (more: object): Blocks => ({
    aws_api_gateway_integration: { w: { connection_type: "VPC_LINK", uri: "http://${aws_lb.l.dns_name}/", ...more } },
  });
  const byOrigin = (vpc_origin_id: string, domain_name = "${aws_lb.l.dns_name}"): Blocks => ({
    aws_cloudfront_distribution: { w: { origin: [{ domain_name, vpc_origin_config: [{ vpc_origin_id }] }] } },
  });
  const overLink = (more: object): Blocks => ({
    ...link,
    aws_apigatewayv2_integration: { w: { connection_id: "${aws_apigatewayv2_vpc_link.v.id}", ...more } },
  });
  const shown = (more: Blocks, end = L) => {
    const { verdict, explanations } = having(more).answer("internet", end, { port: 443 });
    return verdict === "UNKNOWN" ? explanations.map(({ address }) => address) : verdict;
  };
  const V = "aws_apigatewayv2_vpc_link.v";

  test("a distribution whose VPC origin is elsewhere leads where its origin's name tells, or anywhere", () => {
    const W = ["aws_cloudfront_distribution.w"];
    expect(shown(byOrigin("vo_1"))).toEqual(W);
    expect(shown(byOrigin("${var.origin}"))).toEqual(W);
    expect(shown(byOrigin("vo_1"), H)).toBe("DENIED");
    expect(shown(byOrigin("vo_1", "app.example.com"), H)).toEqual(W);
    const unknown = { aws_cloudfront_distribution: { w: { origin: "${var.origins}" } } };
    expect(shown(unknown, H)).toEqual(W);
  });

  test("a distribution leads where its VPC origins of the input lead, and nowhere without one", () => {
    const origin = { aws_cloudfront_vpc_origin: { o: { vpc_origin_endpoint_config: [{ arn: "${aws_lb.l.arn}" }] } } };
    const own = { ...origin, ...byOrigin("${aws_cloudfront_vpc_origin.o.id}", "app.example.com") };
    expect(shown(own)).toEqual(["aws_cloudfront_vpc_origin.o"]);
    expect(shown(own, H)).toBe("DENIED");
    expect(shown({ aws_cloudfront_distribution: { w: { origin: [{ domain_name: "${aws_lb.l.dns_name}" }] } } })).toBe(
      "DENIED",
    );
  });

  test("an integration over a VPC link that is elsewhere leads where its URI tells, or anywhere", () => {
    const W = ["aws_api_gateway_integration.w"];
    expect(shown(byRest({ connection_id: "abc" }))).toEqual(W);
    expect(shown(byRest({ connection_id: "${stageVariables.link}" }))).toEqual(W);
    expect(shown(byRest({ connection_id: "abc", uri: "http://app.example.com" }), H)).toEqual(W);
    expect(shown(byRest({ connection_type: "${var.type}" }))).toEqual(W);
    const own = { aws_api_gateway_vpc_link: { l: { target_arns: ["${aws_lb.l.arn}"] } } };
    const naming = { ...own, ...byRest({ connection_id: "${aws_api_gateway_vpc_link.l.id}" }) };
    expect(shown(naming)).toEqual(["aws_api_gateway_vpc_link.l"]);
    expect(shown({ ...own, ...byRest({ connection_id: "$${stageVariables.link}", uri: "http://x.y" }) }, H)).toBe(
      "DENIED",
    );
  });

  test("a VPC link may carry anything unless its integrations say what", () => {
    const integration = { connection_type: "VPC_LINK", integration_uri: LISTENER };
    expect(shown(link)).toEqual([V]);
    expect(shown(overLink(integration))).toEqual(["aws_apigatewayv2_integration.w"]);
    expect(shown(overLink({ ...integration, connection_type: "${var.type}" }))).toEqual([
      "aws_apigatewayv2_integration.w",
    ]);
    expect(shown(overLink(integration), H)).toBe("DENIED");
    for (const type of ["aws_apigatewayv2_api", "aws_api_gateway_rest_api"]) {
      const defined = (body: string): Blocks => ({ ...overLink(integration), [type]: { a: { body } } });
      expect(shown(defined("${var.body}"), H)).toEqual([V]);
      expect(shown(defined('{"connectionType":"VPC_LINK"}'), H)).toEqual([V]);
      expect(shown(defined('{"connectionType":"INTERNET"}'), H)).toBe("DENIED");
    }
  });
});

test("an endpoint of Verified Access that leads to a cluster leads to its instances", () => {
  const found = having({
    aws_db_subnet_group: { d: { name: "d", subnet_ids: ["${aws_subnet.a.id}"] } },
    aws_rds_cluster: {
      c: {
        db_subnet_group_name: "${aws_db_subnet_group.d.name}",
        vpc_security_group_ids: ["${aws_security_group.front.id}"],
      },
    },
    aws_rds_cluster_instance: { i: { cluster_identifier: "${aws_rds_cluster.c.id}" } },
    aws_verifiedaccess_endpoint: { w: { rds_options: [{ rds_db_cluster_arn: "${aws_rds_cluster.c.arn}" }] } },
  });
  expect(found.verdict("internet", "aws_rds_cluster.c", 443)).toBe("UNKNOWN");
  expect(found.verdict("internet", "aws_rds_cluster_instance.i", 443)).toBe("UNKNOWN");
});

test("an endpoint of Verified Access may lead to a database", () => {
  const { answer } = having({
    aws_db_subnet_group: { d: { name: "d", subnet_ids: ["${aws_subnet.a.id}"] } },
    aws_db_instance: {
      d: {
        db_subnet_group_name: "${aws_db_subnet_group.d.name}",
        vpc_security_group_ids: ["${aws_security_group.front.id}"],
      },
    },
    aws_verifiedaccess_endpoint: { w: { rds_options: [{ rds_db_instance_arn: "${aws_db_instance.d.arn}" }] } },
  });
  const found = answer("internet", "aws_db_instance.d", { port: 443 });
  expect(found).toMatchObject({ verdict: "UNKNOWN", explanations: [{ address: "aws_verifiedaccess_endpoint.w" }] });
  expect(answer("internet", H, { port: 443 }).verdict).toBe("DENIED");
});

test("what is not known leads anywhere, never nowhere", () => {
  const unknown = { aws_cloudfront_vpc_origin: { w: { vpc_origin_endpoint_config: "${var.config}" } } };
  expect(having(unknown).verdict("internet", L, 443)).toBe("UNKNOWN");
  expect(having(unknown).verdict("internet", H, 443)).toBe("UNKNOWN");
  const ofAnother = { aws_cloudfront_vpc_origin: { w: { vpc_origin_endpoint_config: "${aws_instance.client.tags}" } } };
  expect(having(ofAnother).verdict("internet", L, 443)).toBe("UNKNOWN");
});

describe("VPC Lattice", () => {
  const T = "aws_vpclattice_target_group_attachment.t";
  const R = "aws_vpclattice_resource_configuration.r";
  const associated = (vpc = "b"): Blocks => ({
    aws_vpclattice_service_network_vpc_association: {
      a: { vpc_identifier: `\${aws_vpc.${vpc}.id}`, service_network_identifier: "sn-1" },
    },
  });
  const target = (id: string): Blocks => ({
    aws_vpclattice_target_group_attachment: { t: { target: [{ id, port: 443 }] } },
  });
  const resource = (definition: object): Blocks => ({
    aws_vpclattice_resource_configuration: { r: { type: "SINGLE", resource_configuration_definition: [definition] } },
  });
  const isOpen = (by: string, more: Blocks, end = H, change?: (blocks: Blocks) => void) => {
    const found = having(more, change).answer(CLIENT, end, { port: 443 });
    if (found.verdict === "UNKNOWN") expect(found.explanations.map(({ address }) => address)).toEqual([by]);
    return found.verdict;
  };

  test("may carry packets of associated VPCs to its targets, whatever names them", () => {
    for (const id of ["${aws_instance.h.id}", "10.0.1.9", "${var.target}"])
      expect(isOpen(T, { ...associated(), ...target(id) })).toBe("UNKNOWN");
    expect(isOpen(T, { ...associated(), ...target("${aws_lb.l.arn}") }, L)).toBe("UNKNOWN");
  });

  test("carries nothing from others, to others, or past the groups", () => {
    expect(isOpen(T, target("${aws_instance.h.id}"))).toBe("DENIED");
    expect(isOpen(T, { ...associated("c"), ...target("${aws_instance.h.id}") })).toBe("DENIED");
    expect(isOpen(T, { ...associated(), ...target("${aws_lb.l.arn}") })).toBe("DENIED");
    expect(isOpen(T, { ...associated(), ...target("${aws_instance.h.id}") }, H, shut)).toBe("DENIED");
    expect(having({ ...associated(), ...target("${aws_instance.h.id}") }).verdict("internet", H, 443)).toBe("DENIED");
    expect(isOpen(T, associated())).toBe("DENIED");
  });

  test("carries from VPCs with an endpoint, too", () => {
    const endpoint = (vpc_endpoint_type: string): Blocks => ({
      aws_vpc_endpoint: { e: { vpc_id: "${aws_vpc.b.id}", vpc_endpoint_type, subnet_ids: [] } },
    });
    expect(isOpen(R, { ...endpoint("Resource"), ...resource({ ip_resource: [{ ip_address: "10.0.1.9" }] }) })).toBe(
      "UNKNOWN",
    );
    expect(isOpen(R, { ...endpoint("Interface"), ...resource({ ip_resource: [{ ip_address: "10.0.1.9" }] }) })).toBe(
      "DENIED",
    );
  });

  test("may carry to resources by address, by ARN or by a name that may be anybody's", () => {
    const by = (definition: object) => isOpen(R, { ...associated(), ...resource(definition) });
    expect(by({ ip_resource: [{ ip_address: "10.0.1.9" }] })).toBe("UNKNOWN");
    expect(by({ ip_resource: [{ ip_address: "10.2.1.9" }] })).toBe("DENIED");
    expect(by({ dns_resource: [{ domain_name: "db.internal", ip_address_type: "IPV4" }] })).toBe("UNKNOWN");
    expect(by({ arn_resource: [{ arn: "${aws_lb.l.arn}" }] })).toBe("DENIED");
  });

  describe("has targets that register themselves", () => {
    const GROUP = "${aws_vpclattice_target_group.g.arn}";
    const group: Blocks = { aws_vpclattice_target_group: { g: { type: "INSTANCE" } } };
    const tasks = (more: object): Blocks => ({
      ...group,
      aws_ecs_service: {
        s: {
          network_configuration: [
            { subnets: ["${aws_subnet.a.id}"], security_groups: ["${aws_security_group.front.id}"] },
          ],
          ...more,
        },
      },
    });
    const scaled = (more: object, rest: Blocks = {}): Blocks => ({
      ...group,
      aws_launch_template: { t: { vpc_security_group_ids: ["${aws_security_group.front.id}"] } },
      aws_autoscaling_group: {
        s: {
          name: "s",
          vpc_zone_identifier: ["${aws_subnet.a.id}"],
          launch_template: [{ id: "${aws_launch_template.t.id}" }],
          ...more,
        },
      },
      ...rest,
    });
    const attached = (autoscaling_group_name: string, source: object): Blocks =>
      scaled(
        {},
        { aws_autoscaling_traffic_source_attachment: { a: { autoscaling_group_name, traffic_source: [source] } } },
      );

    test.each<[string, string, Blocks]>([
      ["tasks", "aws_ecs_service.s", tasks({ vpc_lattice_configurations: [{ target_group_arn: GROUP }] })],
      [
        "instances",
        "aws_autoscaling_group.s",
        scaled({ traffic_source: [{ type: "vpc-lattice", identifier: GROUP }] }),
      ],
      ["instances of an ARN", "aws_autoscaling_group.s", scaled({ traffic_source: [{ identifier: GROUP }] })],
    ])("as %s", (_, by, more) => {
      expect(isOpen(by, { ...associated(), ...more }, by)).toBe("UNKNOWN");
      expect(isOpen(by, more, by)).toBe("DENIED");
      expect(isOpen(by, { ...associated(), ...more }, by, shut)).toBe("DENIED");
    });

    test("by an attachment that names their auto scaling group", () => {
      const by = (name: string, source: object) =>
        isOpen("aws_autoscaling_traffic_source_attachment.a", { ...associated(), ...attached(name, source) }, S);
      const S = "aws_autoscaling_group.s";
      const lattice = { type: "vpc-lattice", identifier: GROUP };
      for (const name of ["${aws_autoscaling_group.s.name}", "s", "${var.name}"])
        expect(by(name, lattice)).toBe("UNKNOWN");
      expect(by("other", lattice)).toBe("DENIED");
      expect(by("s", { type: "elbv2", identifier: "${aws_lb.l.arn}" })).toBe("DENIED");
    });

    test("and not others", () => {
      expect(isOpen("-", { ...associated(), ...tasks({}) }, "aws_ecs_service.s")).toBe("DENIED");
      expect(isOpen("-", { ...associated(), ...scaled({}) }, "aws_autoscaling_group.s")).toBe("DENIED");
    });
  });

  test("an association of which the VPC is not known may be anyone's", () => {
    const unknown = { aws_vpclattice_service_network_vpc_association: { a: { vpc_identifier: "${var.vpc}" } } };
    expect(isOpen(T, { ...unknown, ...target("${aws_instance.h.id}") })).toBe("UNKNOWN");
  });
});
