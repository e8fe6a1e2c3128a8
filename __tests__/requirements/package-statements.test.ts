import { failing } from "../support/proof";
import { planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const plan = planOf("article");
const TEXT = /demo web server 10\.64\.0\.10 -> packages of Amazon Linux in S3/;
const ENDPOINT = "aws_vpc_endpoint";
const RULE = "aws_vpc_security_group_egress_rule";

/** The one resource of the demo web server's of this type. */
function own(resources: Resources, type: string): Record<string, unknown> {
  const [found] = Object.entries(resources[type] ?? {}).filter(([name]) => name.startsWith("demo-web"));
  if (!found) throw new Error(`the stack has no ${type} of the demo web server`);
  return found[1];
}

/** Which statements about packages don't hold on the stack with the change. */
function broken(change: (resources: Resources) => void): string[] {
  const stack = structuredClone(synthJson(plan)) as unknown as { resource: Resources };
  change(stack.resource);
  return failing(plan, stack, "synth").filter((line) => TEXT.test(line));
}

function remove(resources: Resources, type: string): void {
  const kept = Object.entries(resources[type] ?? {}).filter(([name]) => !name.startsWith("demo-web"));
  resources[type] = Object.fromEntries(kept);
}

const admitted = (resources: Resources) =>
  JSON.parse(String(own(resources, ENDPOINT)["policy"])) as { Statement: Record<string, unknown>[] };

/** The endpoint's policy with its statement changed. */
const policy =
  (change: Record<string, unknown>, more: readonly object[] = []) =>
  (resources: Resources) => {
    const { Statement: statements, ...rest } = admitted(resources);
    own(resources, ENDPOINT)["policy"] = JSON.stringify({
      ...rest,
      Statement: [...statements.map((one) => ({ ...one, ...change })), ...more],
    });
  };
const set = (type: string, key: string, value: unknown) => (resources: Resources) => {
  if (value === undefined) delete own(resources, type)[key];
  else own(resources, type)[key] = value;
};

test("the article's demo web server has its way to its packages", () => {
  expect(broken(() => undefined)).toEqual([]);
});

test("a bridge without a demo web server states nothing about packages", () => {
  const without = planOf("article", { "demo.web": undefined });
  expect(failing(without, synthJson(without), "synth")).toEqual([]);
});

test.each<[string, (resources: Resources) => void, RegExp]>([
  [
    "the endpoint is gone",
    (resources) => remove(resources, ENDPOINT),
    /no gateway endpoint of com\.amazonaws\.us-east-1\.s3/,
  ],
  ["it is in no table", set(ENDPOINT, "route_table_ids", []), /has no route to/],
  [
    "it is in another table",
    set(ENDPOINT, "route_table_ids", ["${aws_route_table.client_private1.id}"]),
    /has no route to/,
  ],
  ["it is in the other VPC", set(ENDPOINT, "vpc_id", "${aws_vpc.client.id}"), /no gateway endpoint/],
  [
    "it leads to another service",
    set(ENDPOINT, "service_name", "com.amazonaws.us-east-1.dynamodb"),
    /no gateway endpoint/,
  ],
  ["it leads to another Region", set(ENDPOINT, "service_name", "com.amazonaws.eu-west-1.s3"), /no gateway endpoint/],
  ["it is an interface endpoint", set(ENDPOINT, "vpc_endpoint_type", "Interface"), /no gateway endpoint/],
  ["its policy is gone", set(ENDPOINT, "policy", undefined), /has no policy, so it admits more/],
  ["its policy is no JSON", set(ENDPOINT, "policy", "{"), /policy is not just/],
  ["its policy denies", policy({ Effect: "Deny" }), /policy is not just/],
  [
    "its policy admits another bucket",
    policy({ Resource: "arn:aws:s3:::al2023-repos-us-east-1-00000000/*" }),
    /policy is not just/,
  ],
  ["its policy admits every bucket", policy({ Resource: "*" }), /policy is not just/],
  ["its policy admits writing", policy({ Action: ["s3:GetObject", "s3:PutObject"] }), /policy is not just/],
  [
    "its policy has a condition",
    policy({ Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } }),
    /policy is not just/,
  ],
  [
    "its policy has a second statement",
    policy({}, [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }]),
    /policy is not just/,
  ],
  ["the group's rule is gone", (resources) => remove(resources, RULE), /lets nothing out to aws_vpc_endpoint/],
  ["the rule is another group's", set(RULE, "security_group_id", "${aws_security_group.front.id}"), /lets nothing out/],
  ["the rule is for another port", set(RULE, "from_port", 80), /lets nothing out/],
  ["the rule is for UDP", set(RULE, "ip_protocol", "udp"), /lets nothing out/],
  ["the rule leads to another list", set(RULE, "prefix_list_id", "pl-12345678"), /lets nothing out/],
])("%s", (_, change, reason) => {
  const lines = broken(change);
  expect(lines.map((line) => line.split(" ")[0])).toEqual([expect.stringMatching(/DENIED|UNKNOWN/)]);
  expect(lines[0]).toMatch(reason);
});

test("a policy that is not known before apply proves nothing", () => {
  const [line] = broken(set(ENDPOINT, "policy", "${data.aws_iam_policy_document.packages.json}"));
  expect(line).toMatch(/^UNKNOWN .*its policy is not known/);
});

describe("where the addresses of S3 are known, as in a state after its refresh", () => {
  const ADDED = /the web VPC gets an attachment and routes to the ALB subnets, nothing else/;
  const added = (change: (resources: Resources) => void): string[] => {
    const stack = structuredClone(synthJson(plan)) as unknown as { resource: Resources };
    own(stack.resource, ENDPOINT)["cidr_blocks"] = ["3.5.0.0/19", "52.216.0.0/15"];
    change(stack.resource);
    return failing(plan, stack, "synth").filter((line) => ADDED.test(line));
  };

  test("the bridge's own endpoint adds nothing else to the web VPC", () => expect(added(() => undefined)).toEqual([]));

  test("another endpoint beside it does", () => {
    const beside = (resources: Resources) => {
      const endpoint = { ...own(resources, ENDPOINT), cidr_blocks: ["3.218.180.0/22"] };
      resources[ENDPOINT] = { ...resources[ENDPOINT], other: endpoint };
    };
    expect(added(beside)).not.toEqual([]);
  });
});
