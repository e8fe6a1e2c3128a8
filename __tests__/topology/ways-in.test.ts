import { configured, id, open, type Resources, SOMETHING, VPC } from "../support/networks";

const network = (parts: Resources) =>
  configured({
    ...VPC,
    aws_instance: { h: { subnet_id: id("aws_subnet.a") } },
    aws_lb: { l: { internal: true, subnets: [id("aws_subnet.a"), id("aws_subnet.b")] } },
    ...parts,
  });

describe("ways in", () => {
  const to = (parts: Resources) => network(parts).waysIn.map((way) => way.to && [...way.to]);
  const accelerated = (endpoint_id: string) =>
    to({ aws_globalaccelerator_endpoint_group: { e: { endpoint_configuration: [{ endpoint_id }] } } });

  test("lead to the load balancer, the instance or the subnet that they name", () => {
    expect(accelerated("${aws_lb.l.arn}")).toEqual([["aws_lb.l"]]);
    expect(accelerated(id("aws_instance.h"))).toEqual([["aws_instance.h"]]);
    const subnet = { endpoint_configuration: [{ endpoint_id: id("aws_subnet.a") }] };
    expect(to({ aws_globalaccelerator_custom_routing_endpoint_group: { e: subnet } })).toEqual([
      ["aws_subnet.a", "aws_instance.h"],
    ]);
  });

  test("lead anywhere where that is not known", () => {
    expect(accelerated(SOMETHING)).toEqual([undefined]);
  });

  test("of API Gateway lead to a listener's load balancer, over a VPC link only", () => {
    const over = (connection_type: string) =>
      to({
        aws_lb_listener: { s: { load_balancer_arn: "${aws_lb.l.arn}", port: 80 } },
        aws_apigatewayv2_integration: { i: { connection_type, integration_uri: "${aws_lb_listener.s.arn}" } },
      });
    expect(over("VPC_LINK")).toEqual([["aws_lb.l"]]);
    expect(over("INTERNET")).toEqual([]);
  });

  test("are none where they lead to nothing in the input", () => {
    const distribution = (origin: object) => to({ aws_cloudfront_distribution: { d: { origin: [origin] } } });
    expect(distribution({ domain_name: "bucket.s3.amazonaws.com" })).toEqual([]);
    expect(distribution({ domain_name: "x.y", vpc_origin_config: [{ vpc_origin_id: "vo_1" }] })).toEqual([undefined]);
    expect(accelerated("arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/other/1")).toEqual([]);
  });
});

describe("a client VPN's people", () => {
  const V = "aws_ec2_client_vpn_endpoint.v";
  const outsider = (values: object, ...subnets: string[]) =>
    network({
      aws_security_group: { g: { vpc_id: id("aws_vpc.v") } },
      aws_ec2_client_vpn_endpoint: { v: values },
      aws_ec2_client_vpn_network_association: Object.fromEntries(
        subnets.map((subnet_id, i) => [`a${i}`, { client_vpn_endpoint_id: id(V), subnet_id }]),
      ),
    }).outsiders[0]!;

  test("send from its interfaces in the associated subnets, under its groups", () => {
    const { nics } = outsider({ security_group_ids: [id("aws_security_group.g")] }, id("aws_subnet.a"));
    expect(nics).toMatchObject([{ kind: "endpoint", subnet: { address: "aws_subnet.a" }, sourceDestCheck: false }]);
    expect(nics[0]!.groups!.map(({ address }) => address)).toEqual(["aws_security_group.g"]);
    expect(open(nics[0]!)).toEqual({});
  });

  test("leave its groups open where these are not known", () => {
    const { nics } = outsider({ security_group_ids: SOMETHING }, id("aws_subnet.a"));
    expect(nics.map(open)).toEqual([{ groups: [`${V}: which security groups it has is not known`] }]);
  });

  test("send from anywhere where a subnet is not known", () => {
    expect(outsider({}, id("aws_subnet.a"), SOMETHING).nics).toEqual([]);
    expect(outsider({}).nics).toEqual([]);
  });
});

test("what this program does not look into is a tenant of the subnets that it names, and of no others", () => {
  const { subnets } = network({ aws_db_subnet_group: { d: { subnet_ids: [id("aws_subnet.a")] } } });
  expect(subnets.map(open)).toEqual([
    { tenants: ["aws_db_subnet_group.d: the interfaces that it has there are not in the input"] },
    {},
  ]);
  const { subnets: open_ } = network({ aws_lambda_function: { f: { vpc_config: [{ subnet_ids: SOMETHING }] } } });
  expect(open_.map(open)).toEqual([{}, {}]);
});
