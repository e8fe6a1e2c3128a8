import { ask, changed, type Resources, without } from "../support/inspected";

/**
 * East-west inspection in a hub (Network Firewall guide, centralized deployment model): spokes a (10.1.0.0/16, host in zone
 * a) and b (10.2.0.0/16, host in zone b) send everything to a transit gateway; the table of the spokes leads to the
 * inspection VPC, whose attachment subnets lead to the firewall's endpoint of their own zone, whose subnet leads back to
 * the gateway, where the table of the inspection VPC knows the spokes.
 */
const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const ZONES = ["a", "b"] as const;
const subnet = (vpc: string, cidr: string, zone: string) => ({
  ...{ vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block: cidr, availability_zone: `eu-west-1${zone}` },
});
const TO_GATEWAY = { cidr_block: "0.0.0.0/0", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" };
const table = (vpc: string, ...routes: object[]) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, route: routes });
const association = (name: string, of = name) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${of}.id}`,
});
const host = (name: string) => ({
  ami: "ami-1",
  subnet_id: `\${aws_subnet.${name}.id}`,
  vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
});
const group = (name: string, ingress: object = OPEN) => ({
  vpc_id: `\${aws_vpc.${name}.id}`,
  ingress: [ingress],
  egress: [OPEN],
});
const attachment = (vpc: string, subnets: readonly string[], more: object = {}) => ({
  transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  subnet_ids: subnets.map((name) => `\${aws_subnet.${name}.id}`),
  ...{ transit_gateway_default_route_table_association: false, transit_gateway_default_route_table_propagation: false },
  ...more,
});
const tgwAssociation = (name: string, of: string) => ({
  transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
  transit_gateway_route_table_id: `\${aws_ec2_transit_gateway_route_table.${of}.id}`,
});
const tgwRoute = (cidr: string, to: string, of: string) => ({
  destination_cidr_block: cidr,
  ...tgwAssociation(to, of),
});
const endpointOf = (zone: string) => ({ cidr_block: "0.0.0.0/0", vpc_endpoint_id: `vpce-${zone}` });

const HUB: Resources = {
  aws_vpc: {
    a: { cidr_block: "10.1.0.0/16" },
    b: { cidr_block: "10.2.0.0/16" },
    hub: { cidr_block: "10.9.0.0/16" },
  },
  aws_subnet: {
    a: subnet("a", "10.1.1.0/24", "a"),
    b: subnet("b", "10.2.1.0/24", "b"),
    in_a: subnet("hub", "10.9.1.0/24", "a"),
    in_b: subnet("hub", "10.9.2.0/24", "b"),
    fw_a: subnet("hub", "10.9.3.0/24", "a"),
    fw_b: subnet("hub", "10.9.4.0/24", "b"),
  },
  aws_security_group: { a: group("a"), b: group("b") },
  aws_instance: { a: host("a"), b: host("b") },
  aws_ec2_transit_gateway: {
    t: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
  },
  aws_ec2_transit_gateway_vpc_attachment: {
    a: attachment("a", ["a"]),
    b: attachment("b", ["b"]),
    hub: attachment("hub", ["in_a", "in_b"], { appliance_mode_support: "enable" }),
  },
  aws_ec2_transit_gateway_route_table: {
    spokes: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" },
    hub: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" },
  },
  aws_ec2_transit_gateway_route_table_association: {
    a: tgwAssociation("a", "spokes"),
    b: tgwAssociation("b", "spokes"),
    hub: tgwAssociation("hub", "hub"),
  },
  aws_ec2_transit_gateway_route: {
    spokes: tgwRoute("0.0.0.0/0", "hub", "spokes"),
    a: tgwRoute("10.1.0.0/16", "a", "hub"),
    b: tgwRoute("10.2.0.0/16", "b", "hub"),
  },
  aws_route_table: {
    a: table("a", TO_GATEWAY),
    b: table("b", TO_GATEWAY),
    in_a: table("hub", endpointOf("a")),
    in_b: table("hub", endpointOf("b")),
    fw: table("hub", TO_GATEWAY),
  },
  aws_route_table_association: {
    a: association("a"),
    b: association("b"),
    in_a: association("in_a"),
    in_b: association("in_b"),
    fw_a: association("fw_a", "fw"),
    fw_b: association("fw_b", "fw"),
  },
  aws_networkfirewall_firewall: {
    f: {
      name: "f",
      vpc_id: "${aws_vpc.hub.id}",
      firewall_policy_arn: "${aws_networkfirewall_firewall_policy.p.arn}",
      subnet_mapping: ZONES.map((zone) => ({ subnet_id: `\${aws_subnet.fw_${zone}.id}` })),
      // As a state tells it once the firewall is there.
      firewall_status: [
        {
          sync_states: ZONES.map((zone) => ({
            availability_zone: `eu-west-1${zone}`,
            attachment: [{ endpoint_id: `vpce-${zone}`, subnet_id: `\${aws_subnet.fw_${zone}.id}` }],
          })),
        },
      ],
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
      ...{ name: "g", type: "STATEFUL", capacity: 10 },
      rules: "pass tcp 10.1.0.0/16 any -> 10.2.0.0/16 443 (sid:1;)",
    },
  },
};

const QUESTION = { from: "aws_instance.a", to: "aws_instance.b" };
const F = "UNKNOWN_RESOURCE aws_networkfirewall_firewall.f";
const RULE = "aws_networkfirewall_rule_group";

describe("a hub with a firewall", () => {
  test("lets through what a rule passes, and nothing else", () => {
    expect(ask(HUB, QUESTION)).toEqual(["ALLOWED"]);
    const stopped = ["DENIED", "FIREWALL_RULES_RESTRICTION aws_networkfirewall_firewall_policy.p"];
    expect(ask(HUB, { ...QUESTION, port: 22 })).toEqual(stopped);
    expect(ask(HUB, { ...QUESTION, protocol: "udp" })).toEqual(stopped);
    expect(ask(HUB, { from: QUESTION.to, to: QUESTION.from })).toEqual(stopped);
    expect(ask(without(HUB, RULE, "g"), QUESTION)[0]).toBe("UNKNOWN");
  });

  test("without appliance mode, replies from another zone pass another endpoint", () => {
    const off = changed(HUB, "aws_ec2_transit_gateway_vpc_attachment", "hub", { appliance_mode_support: "disable" });
    expect(ask(off, QUESTION)).toEqual(["UNKNOWN", F]);
    // From one zone to the same one both directions pass its endpoint.
    const near = changed(off, "aws_subnet", "b", { availability_zone: "eu-west-1a" });
    expect(ask(near, QUESTION)).toEqual(["ALLOWED"]);
  });

  test.each<[string, string, string]>([
    ["a route of the sender's", "aws_route_table_association", "a"],
    ["a route of the receiver's", "aws_route_table_association", "b"],
    ["the spokes' route to the hub", "aws_ec2_transit_gateway_route", "spokes"],
    ["the hub's route to the receiver", "aws_ec2_transit_gateway_route", "b"],
    ["the hub's route to the sender", "aws_ec2_transit_gateway_route", "a"],
    ["the hub's association", "aws_ec2_transit_gateway_route_table_association", "hub"],
    ["a spoke's association", "aws_ec2_transit_gateway_route_table_association", "a"],
    ["a way to the endpoint", "aws_route_table_association", "in_b"],
    ["a way back from the endpoint", "aws_route_table_association", "fw_a"],
  ])("without %s it is denied", (_, type, name) => {
    expect(ask(without(HUB, type, name), QUESTION)[0]).toBe("DENIED");
  });

  test("no rule that names a group admits what comes by it", () => {
    const named = { ...OPEN, cidr_blocks: [], security_groups: ["${aws_security_group.a.id}"] };
    expect(ask(changed(HUB, "aws_security_group", "b", group("b", named)), QUESTION)[0]).toBe("DENIED");
  });

  test("an endpoint of one zone for both of them is the same both ways", () => {
    const one = changed(HUB, "aws_route_table", "in_b", table("hub", endpointOf("a")));
    const off = changed(one, "aws_ec2_transit_gateway_vpc_attachment", "hub", { appliance_mode_support: "disable" });
    expect(ask(off, QUESTION)).toEqual(["ALLOWED"]);
  });

  test("endpoints that are crossed between the zones are still the same both ways", () => {
    const crossed = changed(
      changed(HUB, "aws_route_table", "in_b", table("hub", endpointOf("a"))),
      ...(["aws_route_table", "in_a", table("hub", endpointOf("b"))] as const),
    );
    expect(ask(crossed, QUESTION)).toEqual(["ALLOWED"]);
  });
});
