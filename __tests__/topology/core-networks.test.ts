import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Resources } from "../support/networks";

const CORE = "aws_networkmanager_core_network.c";
const ATTACHMENT = "aws_networkmanager_vpc_attachment.v";

/** A VPC with a route into Cloud WAN. */
function network(more: Resources = {}, attachment: object = {}, arn = `\${${CORE}.arn}`, rest: object = {}) {
  return asked(
    {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
      aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
      aws_instance: {
        h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.s.id}"] },
      },
      aws_route_table: {
        t: { vpc_id: "${aws_vpc.v.id}", route: [{ cidr_block: "192.168.0.0/16", core_network_arn: arn }] },
      },
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" },
      },
      aws_networkmanager_core_network: { c: { global_network_id: "global-network-1" } },
      aws_networkmanager_vpc_attachment: {
        v: {
          core_network_id: `\${${CORE}.id}`,
          vpc_arn: "${aws_vpc.v.arn}",
          subnet_arns: ["${aws_subnet.a.arn}"],
          ...attachment,
        },
      },
      ...more,
    },
    rest,
  );
}

const policy = (document: string): Resources => ({
  aws_networkmanager_core_network_policy_attachment: {
    p: { core_network_id: `\${${CORE}.id}`, policy_document: document },
  },
});

const SEGMENTS = JSON.stringify({ version: "2021.12", segments: [{ name: "prod" }, { name: "dev" }] });

describe("a route into Cloud WAN is UNKNOWN and names", () => {
  test.each([
    ["the core network", network(), `the segment of ${ATTACHMENT} is not known`],
    [
      "the segment, where a state tells it",
      network({}, { segment_name: "prod" }),
      `${ATTACHMENT} is in its segment prod`,
    ],
    ["the policy's segments", network(policy(SEGMENTS)), `${ATTACHMENT} is in one of its segments: prod, dev`],
    ["no segment of a document that can't be read", network(policy("{")), `the segment of ${ATTACHMENT} is not known`],
    ["the core network by its attachment", network({}, {}, `\${${ATTACHMENT}.core_network_arn}`), CORE],
  ])("%s", (_, asking, told) => {
    const { verdict, explanations } = asking.answer("aws_instance.h", "192.168.3.4", { port: 443 });
    expect(verdict).toBe("UNKNOWN");
    const text = JSON.stringify(explanations);
    expect(text).toContain(`it leads into Cloud WAN (${CORE}), whose policy is not judged`);
    expect(text).toContain(told);
  });

  test("no segment of a sensitive document", () => {
    const variable = { secret: { type: "string", default: SEGMENTS, sensitive: true } };
    const asking = network(policy("${var.secret}"), {}, undefined, { variable });
    const { explanations } = asking.answer("aws_instance.h", "192.168.3.4", { port: 443 });
    expect(JSON.stringify(explanations)).not.toContain("prod");
  });

  const RULES = [
    { "rule-number": 200, conditions: [{ type: "any" }], action: { "association-method": "constant", segment: "dev" } },
    {
      "rule-number": 100,
      "condition-logic": "and",
      conditions: [
        { type: "attachment-type", operator: "equals", value: "vpc" },
        { type: "tag-value", operator: "equals", key: "stage", value: "live" },
      ],
      action: { "association-method": "constant", segment: "prod" },
    },
  ];
  const document = (rules: readonly object[]): string =>
    JSON.stringify({ segments: [{ name: "prod" }, { name: "dev" }], "attachment-policies": rules });
  const BY_TAG = [
    {
      "rule-number": 1,
      conditions: [{ type: "tag-exists", key: "segment" }],
      action: { "association-method": "tag", "tag-value-of-key": "segment" },
    },
  ];
  const BY_ACCOUNT = [{ ...RULES[0], conditions: [{ type: "account-id", operator: "equals", value: "1" }] }];
  const both = "is in one of its segments: prod, dev";
  test.each<[string, readonly object[], object, string]>([
    ["the first rule that holds", RULES, { tags: { stage: "live" } }, "is in its segment prod"],
    ["the next one, where all tags are known", RULES, { tags_all: {} }, "is in its segment dev"],
    ["all, where the provider may add the tag", RULES, {}, both],
    ["the segment that a tag names", BY_TAG, { tags: { segment: "dev" } }, "is in its segment dev"],
    ["all, where a tag names none of them", BY_TAG, { tags: { segment: "other" } }, both],
    ["all, where a condition can't be told", BY_ACCOUNT, {}, both],
  ])("the segment of an attachment: %s", (_, rules, tags, told) => {
    const asking = network(policy(document(rules)), tags);
    const { verdict, explanations } = asking.answer("aws_instance.h", "192.168.3.4", { port: 443 });
    expect(verdict).toBe("UNKNOWN");
    expect(JSON.stringify(explanations)).toContain(`${ATTACHMENT} ${told}`);
  });

  test("the segment by the rules of a data source", () => {
    const data = {
      aws_networkmanager_core_network_policy_document: {
        d: {
          segments: [{ name: "prod" }, { name: "dev" }],
          attachment_policies: [
            {
              rule_number: 1,
              conditions: [{ type: "tag-value", operator: "equals", key: "stage", value: "live" }],
              action: { association_method: "constant", segment: "prod" },
            },
          ],
        },
      },
    };
    const json = "${data.aws_networkmanager_core_network_policy_document.d.json}";
    const asking = network(policy(json), { tags: { stage: "live" } }, undefined, { data });
    const { explanations } = asking.answer("aws_instance.h", "192.168.3.4", { port: 443 });
    expect(JSON.stringify(explanations)).toContain(`${ATTACHMENT} is in its segment prod`);
  });

  test("an id of one that is not managed here", () => {
    const arn = "arn:aws:networkmanager::111122223333:core-network/core-network-0a1b2c3d4e5f60718";
    const { verdict, explanations } = network({}, {}, arn).answer("aws_instance.h", "192.168.3.4", { port: 443 });
    expect(verdict).toBe("UNKNOWN");
    expect(JSON.stringify(explanations)).toContain(`it leads into Cloud WAN (${arn})`);
  });
});

test("a route of a transit gateway to a peering with Cloud WAN is UNKNOWN", () => {
  const { verdict } = network({
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: {
        transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        vpc_id: "${aws_vpc.v.id}",
        subnet_ids: ["${aws_subnet.a.id}"],
      },
    },
    aws_route_table: {
      t: {
        vpc_id: "${aws_vpc.v.id}",
        route: [{ cidr_block: "192.168.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }],
      },
    },
    aws_networkmanager_transit_gateway_peering: {
      p: { core_network_id: `\${${CORE}.id}`, transit_gateway_arn: "${aws_ec2_transit_gateway.t.arn}" },
    },
    aws_ec2_transit_gateway_route: {
      r: {
        destination_cidr_block: "192.168.0.0/16",
        transit_gateway_attachment_id:
          "${aws_networkmanager_transit_gateway_peering.p.transit_gateway_peering_attachment_id}",
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway.t.association_default_route_table_id}",
      },
    },
  });
  expect(verdict("aws_instance.h", "192.168.3.4", 443)).toBe("UNKNOWN");
});
