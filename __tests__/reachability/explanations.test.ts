import { ask, endOfNic, type Answer, Walker } from "../../src/reachability";
import { topologyOf } from "../support/networks";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const HTTPS = { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["10.0.0.0/8"] };

/** VPCs a and b on a transit gateway with a table for each and static routes; a host on either side. */
function network(): Resources {
  const off = {
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  };
  const resources: Resources = {
    aws_ec2_transit_gateway: {
      t: { default_route_table_association: "disable", default_route_table_propagation: "disable" },
    },
  };
  const add = (type: string, name: string, body: Record<string, unknown>): void => {
    (resources[type] ??= {})[name] = body;
  };
  for (const [own, other, range, far] of [
    ["a", "b", "10.1", "10.2"],
    ["b", "a", "10.2", "10.1"],
  ] as const) {
    add("aws_vpc", own, { cidr_block: `${range}.0.0/16` });
    add("aws_subnet", own, {
      vpc_id: `\${aws_vpc.${own}.id}`,
      cidr_block: `${range}.1.0/24`,
      availability_zone: "eu-west-1a",
    });
    add("aws_subnet", `${own}-tgw`, {
      vpc_id: `\${aws_vpc.${own}.id}`,
      cidr_block: `${range}.9.0/28`,
      availability_zone: "eu-west-1a",
    });
    add("aws_route_table", own, { vpc_id: `\${aws_vpc.${own}.id}` });
    add("aws_route_table_association", own, {
      subnet_id: `\${aws_subnet.${own}.id}`,
      route_table_id: `\${aws_route_table.${own}.id}`,
    });
    add("aws_route", own, {
      route_table_id: `\${aws_route_table.${own}.id}`,
      destination_cidr_block: `${far}.0.0/16`,
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
    });
    add("aws_ec2_transit_gateway_vpc_attachment", own, {
      ...off,
      vpc_id: `\${aws_vpc.${own}.id}`,
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      subnet_ids: [`\${aws_subnet.${own}-tgw.id}`],
    });
    add("aws_ec2_transit_gateway_route_table", own, { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" });
    const table = `\${aws_ec2_transit_gateway_route_table.${own}.id}`;
    add("aws_ec2_transit_gateway_route_table_association", own, {
      transit_gateway_route_table_id: table,
      transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${own}.id}`,
    });
    add("aws_ec2_transit_gateway_route", own, {
      transit_gateway_route_table_id: table,
      destination_cidr_block: `${far}.0.0/16`,
      transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${other}.id}`,
    });
    add("aws_security_group", own, { vpc_id: `\${aws_vpc.${own}.id}`, ingress: [HTTPS], egress: [OPEN] });
    add("aws_network_acl", own, {
      vpc_id: `\${aws_vpc.${own}.id}`,
      subnet_ids: [`\${aws_subnet.${own}.id}`],
      ingress: [{ ...OPEN, rule_no: 1, action: "allow", cidr_block: "0.0.0.0/0" }],
      egress: [{ ...OPEN, rule_no: 1, action: "allow", cidr_block: "0.0.0.0/0" }],
    });
    add("aws_instance", own, {
      subnet_id: `\${aws_subnet.${own}.id}`,
      private_ip: `${range}.1.10`,
      vpc_security_group_ids: [`\${aws_security_group.${own}.id}`],
    });
  }
  return resources;
}

function answerFor(change: (resources: Resources) => void): Answer {
  const resources = network();
  change(resources);
  const topology = topologyOf({ resource: resources });
  const [from, to] = ["a", "b"].map((name) => topology.nics.find((nic) => nic.address === `aws_instance.${name}`)!);
  return ask(new Walker(topology), { from: endOfNic(from!), to: endOfNic(to!), flow: { protocol: 6, port: 443 } });
}

type Case = readonly [what: string, change: (resources: Resources) => void, codes: readonly string[]];
const remove = (type: string, name: string) => (resources: Resources) => void delete resources[type]?.[name];
const set = (type: string, name: string, values: object) => (resources: Resources) =>
  void Object.assign(resources[type]![name]!, values);
const all =
  (...changes: readonly ((resources: Resources) => void)[]) =>
  (resources: Resources) =>
    changes.forEach((change) => change(resources));

const CASES: readonly Case[] = [
  ["no route at the sender", remove("aws_route", "a"), ["NO_ROUTE_TO_DESTINATION aws_route_table.a"]],
  ["no route at the receiver", remove("aws_route", "b"), ["NO_ROUTE_TO_DESTINATION aws_route_table.b"]],
  [
    "the sender's attachment has no table",
    remove("aws_ec2_transit_gateway_route_table_association", "a"),
    ["TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION aws_ec2_transit_gateway_vpc_attachment.a"],
  ],
  [
    "the table has no route",
    remove("aws_ec2_transit_gateway_route", "a"),
    ["TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT aws_ec2_transit_gateway_route_table.a"],
  ],
  [
    "the answer's table has no route",
    remove("aws_ec2_transit_gateway_route", "b"),
    ["TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT aws_ec2_transit_gateway_route_table.b"],
  ],
  [
    "a blackhole",
    set("aws_ec2_transit_gateway_route", "a", { blackhole: true, transit_gateway_attachment_id: null }),
    ["TGW_RTB_BAD_STATE_ROUTE aws_ec2_transit_gateway_route.a"],
  ],
  [
    "the sender sits in a zone that isn't attached",
    set("aws_subnet", "a", { availability_zone: "eu-west-1c" }),
    ["TGW_ROUTE_AZ_RESTRICTION aws_ec2_transit_gateway_vpc_attachment.a"],
  ],
  [
    "the answer comes from a zone that isn't attached",
    set("aws_subnet", "b", { availability_zone: "eu-west-1c" }),
    ["TGW_ROUTE_AZ_RESTRICTION aws_ec2_transit_gateway_vpc_attachment.b"],
  ],
  [
    "no rule lets it out",
    set("aws_security_group", "a", { egress: [] }),
    ["ENI_SG_RULES_MISMATCH aws_security_group.a"],
  ],
  [
    "no rule lets it in",
    set("aws_security_group", "b", { ingress: [{ ...HTTPS, from_port: 80, to_port: 80 }] }),
    ["ENI_SG_RULES_MISMATCH aws_security_group.b"],
  ],
  [
    "a group can't be referred to across the gateway",
    set("aws_security_group", "b", {
      ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", security_groups: ["${aws_security_group.a.id}"] }],
    }),
    ["ENI_SG_RULES_MISMATCH aws_security_group.b"],
  ],
  [
    "the ACL keeps answers in",
    set("aws_network_acl", "b", { egress: [] }),
    ["SUBNET_ACL_RESTRICTION aws_network_acl.b"],
  ],
  [
    "a numbered rule denies before another allows",
    set("aws_network_acl", "b", {
      ingress: [
        { rule_no: 2, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" },
        { rule_no: 1, action: "deny", protocol: "6", cidr_block: "10.1.0.0/16", from_port: 1, to_port: 1000 },
      ],
    }),
    ["SUBNET_ACL_RESTRICTION aws_network_acl.b.ingress[1]"],
  ],
  [
    "an appliance that checks addresses",
    all(
      set("aws_route", "a", { transit_gateway_id: null, network_interface_id: "${aws_network_interface.x.id}" }),
      (resources) =>
        void (resources.aws_network_interface = {
          x: { subnet_id: "${aws_subnet.a.id}", security_groups: ["${aws_security_group.open.id}"] },
        }),
      (resources) =>
        void (resources.aws_security_group!.open = { vpc_id: "${aws_vpc.a.id}", ingress: [OPEN], egress: [OPEN] }),
    ),
    ["ENI_SOURCE_DEST_CHECK_RESTRICTION aws_network_interface.x"],
  ],
  [
    "everything at once",
    all(
      remove("aws_route", "a"),
      remove("aws_ec2_transit_gateway_route", "a"),
      set("aws_security_group", "b", { ingress: [] }),
      set("aws_network_acl", "b", { ingress: [] }),
      remove("aws_route", "b"),
    ),
    [
      "NO_ROUTE_TO_DESTINATION aws_route_table.a",
      "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT aws_ec2_transit_gateway_route_table.a",
      "SUBNET_ACL_RESTRICTION aws_network_acl.b",
      "ENI_SG_RULES_MISMATCH aws_security_group.b",
      "NO_ROUTE_TO_DESTINATION aws_route_table.b",
    ],
  ],
];

test("the network itself lets it through, and hops name route, rule and resource", () => {
  const { verdict, forward, explanations } = answerFor(() => undefined);
  expect({ verdict, explanations }).toEqual({ verdict: "ALLOWED", explanations: [] });
  expect(forward.flatMap((hop) => (hop.route ? [hop.route.address] : []))).toEqual([
    "aws_route.a",
    "aws_ec2_transit_gateway_route.a",
    "aws_vpc.b (main route table)",
  ]);
});

test.each(CASES)("%s: denied, with every setting that stops it and no other", (_, change, codes) => {
  const { verdict, explanations } = answerFor(change);
  expect(verdict).toBe("DENIED");
  expect(explanations.map(({ code, address }) => `${code} ${address}`)).toEqual(codes);
});

test("referring to a group across the gateway works when it and both attachments support it", () => {
  const found = answerFor(
    all(
      set("aws_ec2_transit_gateway", "t", { security_group_referencing_support: "enable" }),
      set("aws_security_group", "b", {
        ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", security_groups: ["${aws_security_group.a.id}"] }],
      }),
    ),
  );
  expect(found.verdict).toBe("ALLOWED");
});

test.each([
  ["a route's unknown target", set("aws_route", "a", { transit_gateway_id: "${var.unknown}" }), "aws_route.a"],
  [
    "an unknown group rule",
    set("aws_security_group", "b", { ingress: [{ ...HTTPS, cidr_blocks: "${var.unknown}" }] }),
    "aws_security_group.b",
  ],
  [
    "an unknown association",
    set("aws_ec2_transit_gateway_route_table_association", "a", { transit_gateway_attachment_id: "${var.unknown}" }),
    "aws_ec2_transit_gateway_route_table_association.a",
  ],
  [
    "an unknown subnet range",
    set("aws_route_table_association", "a", { route_table_id: "${var.unknown}" }),
    "aws_route_table_association.a",
  ],
])("%s is UNKNOWN with its name", (_, change, address) => {
  const { verdict, explanations } = answerFor(change);
  expect(verdict).toBe("UNKNOWN");
  expect(explanations.map((one) => one.address)).toContain(address);
});
