import { type Json } from "../../src/terraform";
import { cliAnswers } from "../../src/account/cli-output";

const CONFIGURATION = {
  id: "rcfg-1",
  arn: "arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1",
  name: "db",
  type: "SINGLE",
  status: "ACTIVE",
  resourceConfigurationDefinition: { ipResource: { ipAddress: "10.0.0.9" } },
};
const calls = (json: Parameters<typeof cliAnswers>[0]) =>
  cliAnswers(json, "file.json")?.map(({ call, items }) => [call, items]);

describe("what the AWS CLI prints is told by its content", () => {
  test("where it is the thing itself, and no list", () => {
    expect(calls(CONFIGURATION)).toEqual([["GetResourceConfiguration", [CONFIGURATION]]]);
    const { id, arn, type, status } = CONFIGURATION;
    const listed = { id, arn, type, status };
    expect(calls({ items: [listed] })).toEqual([["ListResourceConfigurations", [listed]]]);
  });

  test("where it is nothing that is read", () => {
    const others: Json[] = [{}, [], { id: "rcfg-1" }, { Buckets: [] }, null];
    for (const json of others) expect(calls(json)).toBeUndefined();
  });

  test("who may make endpoints, be it nobody", () => {
    const principal = { PrincipalType: "Account", Principal: "arn:aws:iam::444455556666:root" };
    for (const items of [[principal], []])
      expect(calls({ AllowedPrincipals: items })).toEqual([["DescribeVpcEndpointServicePermissions", items]]);
  });

  test("user data of an instance, were there none", () => {
    for (const UserData of [{ Value: "IyEvYmluL3No" }, {}] as { [key: string]: string }[])
      expect(calls({ InstanceId: "i-1", UserData })).toEqual([
        ["DescribeInstanceAttribute", [{ InstanceId: "i-1", UserData }]],
      ]);
  });

  test("quotas of each service", () => {
    const quota = { ServiceCode: "ec2", QuotaCode: "L-BCC1FB47", Value: 10000 };
    expect(calls({ Quotas: [quota] })).toEqual([["ListServiceQuotas", [quota]]]);
  });
});
