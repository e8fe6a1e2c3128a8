import { planOf } from "../support/bridges";
import { addresses, at, synthJson } from "../support/synthesized";

const OTHER = { "web.account": { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" } };
const byInvitation = synthJson(planOf("production", OTHER));

describe("the web side in another account", () => {
  test("has a provider of its own, held to its account and role", () => {
    expect(byInvitation.provider["aws"]).toMatchObject([
      { region: "eu-central-1", allowed_account_ids: ["111122223333"] },
      {
        alias: "web",
        region: "eu-central-1",
        allowed_account_ids: ["444455556666"],
        assume_role: [{ role_arn: "arn:aws:iam::444455556666:role/deploy" }],
      },
    ]);
  });

  test("writes its VPC's flow logs to the client's bucket, which admits each account to its own folder", () => {
    expect(at(byInvitation, "aws_flow_log.vpc-flow-logs_web")).toMatchObject({
      provider: "aws.web",
      log_destination: "arn:aws:s3:::acme-overlap-bridge-production-logs/production-vpc-flow/",
    });
    const policy = JSON.parse(String(at(byInvitation, "aws_s3_bucket_policy.logs")["policy"])) as {
      Statement: { Sid: string; Resource: unknown; Condition: Record<string, Record<string, string>> }[];
    };
    const delivered = policy.Statement.filter(({ Sid }) => /FlowLogs$/.test(Sid)).map(
      ({ Sid, Resource, Condition }) => [
        Sid,
        [Resource].flat().map((object) => String(object).split("-logs/")[1]),
        Condition["StringEquals"]?.["aws:SourceAccount"],
        Condition["ArnLike"]?.["aws:SourceArn"],
      ],
    );
    const own = (prefix: string, account: string) => `${prefix}/AWSLogs/${account}/*`;
    expect(delivered).toEqual([
      [
        "FlowLogs",
        [own("production-flow", "111122223333"), own("production-vpc-flow", "111122223333")],
        "111122223333",
        "arn:aws:logs:eu-central-1:111122223333:*",
      ],
      [
        "WebFlowLogs",
        [own("production-vpc-flow", "444455556666")],
        "444455556666",
        "arn:aws:logs:eu-central-1:444455556666:*",
      ],
    ]);
    expect(policy.Statement.map(({ Sid }) => Sid)).toContain("WebFlowLogsAcl");
  });

  test("everything in the web VPC is made with it, and nothing else is", () => {
    const withWebProvider = addresses(byInvitation).filter(
      (address) => at(byInvitation, address)["provider"] === "aws.web",
    );
    expect(withWebProvider).toEqual(
      [
        ...["default_security_group.web", "vpc.web", "security_group.web"],
        ...["subnet", "route_table", "route_table_association"].flatMap((type) => [
          `${type}.web_web-a`,
          `${type}.web_web-b`,
        ]),
        ...["web-a", "web-b"].map((table) => `route.steer_web--${table}--100-64-0-0-26`),
        "vpc_security_group_ingress_rule.web_from-alb--100-64-0-0-26-8443",
        "flow_log.vpc-flow-logs_web",
        "ec2_transit_gateway_vpc_attachment.transit_web",
        "ram_resource_share_accepter.transit_share",
      ]
        .map((address) => `aws_${address}`)
        .sort(),
    );
  });

  test("the gateway is shared, the invitation accepted there, then attached", () => {
    expect(at(byInvitation, "aws_ram_resource_share.transit_share")["allow_external_principals"]).toBe(true);
    expect(at(byInvitation, "aws_ram_resource_association.transit_share")["resource_arn"]).toBe(
      "${aws_ec2_transit_gateway.transit.arn}",
    );
    expect(at(byInvitation, "aws_ram_principal_association.transit_share")["principal"]).toBe("444455556666");
    expect(at(byInvitation, "aws_ec2_transit_gateway_vpc_attachment.transit_web")["depends_on"]).toEqual([
      "aws_ram_resource_association.transit_share",
      "aws_ram_resource_share_accepter.transit_share",
    ]);
  });

  test("default tables are refused where the owner decides: in the accepter", () => {
    expect(at(byInvitation, "aws_ec2_transit_gateway_vpc_attachment_accepter.transit_web")).toMatchObject({
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_web.id}",
      transit_gateway_default_route_table_association: false,
      transit_gateway_default_route_table_propagation: false,
    });
    expect(at(byInvitation, "aws_ec2_transit_gateway_vpc_attachment.transit_web")).not.toHaveProperty(
      "transit_gateway_default_route_table_association",
    );
    for (const [resource, argument] of [
      ["aws_ec2_transit_gateway_route_table_association.transit_web", "transit_gateway_attachment_id"],
      ["aws_ec2_transit_gateway_route.transit_client_10-64-0-0-24", "transit_gateway_attachment_id"],
    ] as const) {
      expect(at(byInvitation, resource)[argument]).toBe(
        "${aws_ec2_transit_gateway_vpc_attachment_accepter.transit_web.id}",
      );
    }
  });

  test("in an organization there is no invitation to accept", () => {
    const stack = synthJson(planOf("production", { ...OTHER, "transit_gateway.share": "organization" }));
    expect(at(stack, "aws_ram_resource_share.transit_share")["allow_external_principals"]).toBe(false);
    expect(addresses(stack).filter((address) => address.includes("share_accepter"))).toEqual([]);
    expect(at(stack, "aws_ec2_transit_gateway_vpc_attachment.transit_web")["depends_on"]).toEqual([
      "aws_ram_resource_association.transit_share",
      "aws_ram_principal_association.transit_share",
    ]);
  });

  test("a gateway that exists is shared by an ARN made from its id and its owner's account", () => {
    const stack = synthJson(planOf("production", { ...OTHER, transit_gateway: { id: "tgw-0123456789abcdef0" } }));
    expect(at(stack, "aws_ram_resource_association.transit_share")["resource_arn"]).toBe(
      "arn:aws:ec2:eu-central-1:111122223333:transit-gateway/tgw-0123456789abcdef0",
    );
  });

  test("the same account on both sides needs no second provider", () => {
    const stack = synthJson(planOf("production", { "web.account": { id: "111122223333" } }));
    expect(stack.provider["aws"]).toHaveLength(1);
    expect(addresses(stack).filter((address) => address.startsWith("aws_ram_"))).toEqual([]);
  });
});
