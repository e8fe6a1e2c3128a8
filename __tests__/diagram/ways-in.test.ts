import { drawMermaid } from "../../src/diagram";
import { drawingOf } from "../support/drawing";
import { stateOf } from "../support/plan-between";
import { type Values, WAYS_AND_SERVICES } from "../support/ways-and-services";

/** The picture of the network with one resource changed. */
function drawn(changed: Readonly<Record<string, Values>> = {}): string {
  const { walker, options } = drawingOf(stateOf({ ...WAYS_AND_SERVICES, ...changed }), "test", "state");
  return drawMermaid(walker, options).toString();
}

test("a picture names the ways in that are not judged", () => {
  const text = drawn();
  for (const address of ["aws_cloudfront_vpc_origin.o", "aws_api_gateway_vpc_link.v", "aws_apigatewayv2_integration.v"])
    expect(text).toContain(`${address}: what it carries in from the internet is not judged`);
});

test("a picture doesn't call unjudged what is walked, or leads to nothing in it", () => {
  const text = drawn({
    "aws_cloudfront_distribution.d": { id: "E1", origin: [{ domain_name: "x.s3.amazonaws.com", origin_id: "s3" }] },
  });
  expect(text).not.toContain("aws_cloudfront_distribution.d");
  expect(text).not.toContain("aws_globalaccelerator_endpoint_group.a:");
  expect(text).not.toContain("aws_ec2_client_vpn_endpoint.e:");
});

test("a picture names an accelerator whose listener is not known, and a client VPN without an association", () => {
  const group = WAYS_AND_SERVICES["aws_globalaccelerator_endpoint_group.a"]!;
  const text = drawn({
    "aws_globalaccelerator_endpoint_group.a": { ...group, listener_arn: "arn:elsewhere" },
    "aws_ec2_client_vpn_network_association.e": {
      id: "x",
      client_vpn_endpoint_id: "cvpn-other",
      subnet_id: "subnet-a",
    },
  });
  expect(text).toContain("aws_globalaccelerator_endpoint_group.a: what it carries");
  expect(text).toContain("aws_ec2_client_vpn_endpoint.e: whom the client VPN lets get how far");
});
