import { callsIn, expectCalls } from "../deploy/support/recorded-calls";

/** An entry as the provider writes it: fields in no order, the body on a line of its own between them. */
const entry = (fields: string, body = "Action=X&Version=2016-11-15", what = "Sent") =>
  `2026-11-26T17:20:02.091Z [DEBUG] provider.terraform-provider-aws_v5.100.0_x5: HTTP Request ${what}: @module=aws ${fields}\n` +
  `  http.request.body=\n  | ${body}\n   net.peer.port=33723 timestamp=2026-11-26T17:20:02.091Z\n`;

const EC2 = "rpc.service=EC2 rpc.system=aws-api";

test("calls are sorted by who asks, and by whether something is changed", () => {
  const log = [
    entry(`${EC2} rpc.method=DescribeVpcs tf_rpc=ReadResource tf_resource_type=aws_vpc`),
    entry(`tf_resource_type=aws_vpc tf_rpc=ApplyResourceChange rpc.method=DescribeVpcs ${EC2}`),
    entry(`${EC2} rpc.method=DeleteVpc tf_rpc=ApplyResourceChange tf_resource_type=aws_vpc`),
    entry(`${EC2} rpc.method=DescribeVpcs tf_rpc=PlanResourceChange tf_resource_type=aws_vpc`),
    entry(`${EC2} rpc.method=DescribeSubnets tf_rpc=ReadDataSource tf_data_source_type=aws_subnet`),
    entry('rpc.method=GetCallerIdentity rpc.service="Security Token" tf_rpc=ConfigureProvider'),
    entry(`${EC2} rpc.method=NotSent tf_rpc=ReadResource tf_resource_type=aws_vpc`, undefined, "Planned"),
  ].join("");
  expect(callsIn(log)).toEqual({
    aws_vpc: { plan: ["EC2 DescribeVpcs"], apply: ["EC2 DeleteVpc", "EC2 DescribeVpcs"] },
    "data.aws_subnet": { plan: ["EC2 DescribeSubnets"], apply: [] },
    provider: { plan: ["Security Token GetCallerIdentity"], apply: [] },
  });
});

test.each([
  ["Action=CreateVpc&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=A", "tagging vpc"],
  [
    "Acti********************ment&TagSpecifications.1.ResourceType=transit-gateway-attachment",
    "tagging transit-gateway-attachment",
  ],
  [
    "Action=X&TagSpecification.2.ResourceType=volume&TagSpecification.1.ResourceType=instance",
    "tagging instance tagging volume",
  ],
  ["Action=CreateListener&Tags.member.1.Key=Bridge", "tagging this"],
])("what the body %s tags is told: %s", (body, tagging) => {
  const log = entry(`${EC2} rpc.method=Create tf_rpc=ApplyResourceChange tf_resource_type=a`, body);
  expect(callsIn(log)).toEqual({ a: { plan: [], apply: [`EC2 Create ${tagging}`] } });
});

test("a request that does not say what it asks is no call to pass over", () => {
  expect(() => callsIn(entry(`${EC2} tf_rpc=ReadResource tf_resource_type=aws_vpc`))).toThrow(
    /without service, operation/,
  );
});

test("a call more, or one less, than in the list of a life is a failure", () => {
  const record = process.env["RECORD_CALLS"];
  delete process.env["RECORD_CALLS"];
  expect(() => expectCalls("article", { aws_vpc: { plan: [], apply: [] } })).toThrow(/aws_vpc/);
  if (record !== undefined) process.env["RECORD_CALLS"] = record;
});
