import { isUnknown } from "../../../src/terraform";
import { graphTold, type Told } from "../support/told";
import { graphOf } from "../support/captured";
import { TWO_VPCS } from "../support/two-vpcs-told";

const SERVICE = {
  ServiceId: "vpce-svc-1",
  ServiceName: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
  ServiceState: "Available",
  AcceptanceRequired: true,
  NetworkLoadBalancerArns: [],
};
const ROOT = "arn:aws:iam::444455556666:root";
const OWNED: Told = { ...TWO_VPCS, DescribeVpcEndpointServiceConfigurations: [SERVICE] };
const told = (principals: readonly object[], about = "vpce-svc-1"): Told => ({
  ...OWNED,
  DescribeVpcEndpointServicePermissions: { [about]: principals },
});
const principals = (answers: Told) =>
  graphTold(answers).get("aws_vpc_endpoint_service.vpce-svc-1")?.values["allowed_principals"];

describe("who may make endpoints of a service", () => {
  test("is whom AWS lists", () => {
    expect(principals(told([{ Principal: ROOT, PrincipalType: "Account" }, { Principal: "*" }]))).toEqual([ROOT, "*"]);
    expect(principals(told([]))).toEqual([]);
  });

  test("is not known where AWS was asked about another service, or about none", () => {
    for (const answers of [OWNED, told([{ Principal: ROOT }], "vpce-svc-2")])
      expect(isUnknown(principals(answers))).toBe(true);
  });

  test("is not known where AWS refused to tell, by that call's name", () => {
    const refused = { DescribeVpcEndpointServicePermissions: { "vpce-svc-1": "UnauthorizedOperation" } };
    const graph = graphOf({ told: { ...OWNED, ...refused } });
    const value = graph.get("aws_vpc_endpoint_service.vpce-svc-1")?.values["allowed_principals"];
    expect(isUnknown(value) && value.text).toBe(
      "DescribeVpcEndpointServicePermissions was refused (UnauthorizedOperation)",
    );
  });
});
