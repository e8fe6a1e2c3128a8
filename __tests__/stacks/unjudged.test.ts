import { readFileSync } from "node:fs";
import { unjudgedIn } from "../../src/stacks/unjudged";
import { guardedJson } from "../../src/stacks/guard";
import { synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";

const runs = [{ "local-exec": { command: "id" } }];

test.each([
  ["a provisioner", { resource: { aws_vpc: { a: { provisioner: runs } } } }, "aws_vpc.a, provisioner"],
  ["one in lists", { resource: [{ aws_vpc: [{ a: [{}, { provisioner: runs }] }] }] }, "aws_vpc.a, provisioner"],
  ["a connection", { resource: { aws_instance: { a: { connection: {} } } } }, "aws_instance.a, connection"],
  ["an external program", { data: { external: { a: { program: ["id"] } } } }, "data.external.a"],
  ["a request", { data: [{ http: { a: {} } }] }, "data.http.a"],
  ["another provider's resource", { resource: { null_resource: { a: {} } } }, "null_resource.a"],
  ["Terraform's own", { resource: { terraform_data: { a: {} } } }, "terraform_data.a"],
  ["a function that runs", { data: { aws_lambda_invocation: { a: {} } } }, "data.aws_lambda_invocation.a"],
  ["another provider", { terraform: { required_providers: { evil: { source: "a/b" } } } }, "required_providers.evil"],
  [
    "another's AWS provider",
    { terraform: [{ required_providers: [{ aws: { source: "evil.example/x/aws" } }] }] },
    "required_providers.aws",
  ],
  ["a configured provider", { provider: { external: {} } }, "provider.external"],
  [
    "other endpoints",
    { provider: { aws: [{}, { endpoints: [{ sts: "https://a.example" }] }] } },
    "provider.aws.endpoints",
  ],
  ["a file of credentials", { provider: { aws: { shared_config_files: ["x"] } } }, "provider.aws.shared_config_files"],
  ["a check with a request", { check: { a: {} } }, "check"],
  ["what lives for a plan only", { ephemeral: { external: {} } }, "ephemeral"],
  ["an import", { import: [{ to: "aws_vpc.a", id: "vpc-1" }] }, "import"],
  ["what is removed", { removed: [{ from: "aws_vpc.a", provisioner: runs }] }, "removed"],
  ["what is moved", { moved: [] }, "moved"],
  ["an experiment", { terraform: { experiments: [] } }, "terraform.experiments"],
])("%s is found and named", (_, stack, what) => {
  expect(unjudgedIn(stack).map((one) => one.what)).toEqual([what]);
});

test.each(["article", "production"] as const)("the stack of %s has nothing of the kind, guarded or not", (name) => {
  inFolder((folder) => {
    const [file = ""] = synthesize([planOf(name)], folder);
    const stack = readFileSync(file, "utf8");
    for (const json of [stack, guardedJson(stack, "why")])
      expect(unjudgedIn(JSON.parse(json) as Record<string, unknown>)).toEqual([]);
  });
});
