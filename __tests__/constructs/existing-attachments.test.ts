import { ATTACHED, planOf } from "../support/bridges";
import { addresses, allOf, at, synthJson } from "../support/synthesized";

const OTHER = {
  "client.account": { id: "111122223333" },
  "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" },
};
const ofGateway = (address: string) => /^aws_(ec2_transit_gateway|ram_)/.test(address);

describe("a bridge between VPCs that are attached already", () => {
  const stack = synthJson(planOf("article", ATTACHED));

  test("adds a route to each one's table of the gateway, and nothing else there", () => {
    expect(addresses(stack).filter(ofGateway)).toEqual([
      "aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24",
      "aws_ec2_transit_gateway_route.transit_web_10-0-2-0-23",
    ]);
    expect(at(stack, "aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24")).toMatchObject({
      transit_gateway_route_table_id: "tgw-rtb-11111111",
      transit_gateway_attachment_id: "tgw-attach-22222222",
    });
    expect(at(stack, "aws_ec2_transit_gateway_route.transit_web_10-0-2-0-23")).toMatchObject({
      transit_gateway_route_table_id: "tgw-rtb-22222222",
      transit_gateway_attachment_id: "tgw-attach-11111111",
    });
  });

  test("looks up the interface that the attachment has in each zone of the ALB", () => {
    const found = Object.values(stack.data?.["aws_network_interface"] ?? {});
    expect(found.map(({ filter }) => filter)).toEqual(
      ["subnet-11111111", "subnet-22222222"].map((subnet) => [
        { name: "description", values: ["Network Interface for Transit Gateway Attachment tgw-attach-11111111"] },
        { name: "interface-type", values: ["transit_gateway"] },
        { name: "subnet-id", values: [subnet] },
      ]),
    );
  });

  test("has routes that wait for no attachment", () => {
    const toGateway = Object.values(allOf(stack, "aws_route")).filter((route) => "transit_gateway_id" in route);
    expect(toGateway.map((route) => [route["transit_gateway_id"], route["depends_on"]])).toEqual([
      ["tgw-11111111", []],
    ]);
  });

  test("says what it added to the web VPC, and which parts are its own", () => {
    expect(Object.keys(stack.output["added_to_web_vpc"]?.value as object)).toEqual(["ingress_rules", "routes"]);
    expect(stack.output["overlap_bridge"]?.value).toMatchObject({ roles: { load_balancer: "aws_lb.front" } });
    expect(JSON.stringify(stack.output["overlap_bridge"])).not.toContain("attachment");
    expect([stack.output["client_attachment_id"]?.value, stack.output["web_attachment_id"]?.value]).toEqual([
      "tgw-attach-11111111",
      "tgw-attach-22222222",
    ]);
  });

  test("shares no gateway with the web side's account, where it is attached", () => {
    const other = synthJson(planOf("article", { ...ATTACHED, ...OTHER }));
    expect(addresses(other).filter(ofGateway)).toEqual(addresses(stack).filter(ofGateway));
    const web = Object.entries(allOf(other, "aws_route")).filter(([name]) => name.startsWith("steer_web"));
    expect(web.map(([, { provider }]) => provider)).toEqual(["aws.web"]);
  });

  test("makes the attachment of the side alone that has none", () => {
    const half = synthJson(planOf("article", { ...ATTACHED, "web.attachment": undefined }));
    expect(addresses(half).filter((address) => /attachment|table/.test(address) && ofGateway(address))).toEqual([
      "aws_ec2_transit_gateway_route_table.transit_web",
      "aws_ec2_transit_gateway_route_table_association.transit_web",
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
    ]);
    expect(at(half, "aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24")).toMatchObject({
      transit_gateway_route_table_id: "tgw-rtb-11111111",
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_web.id}",
    });
  });
});
