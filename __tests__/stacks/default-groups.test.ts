import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AddressPlan } from "../../src/address-plan/plan";
import { draftStacks, synthesize } from "../../src/stacks/synthesize";
import { inFolder, planOf } from "../support/bridges";
import { describeWithTerraform, managedChanges, OfflineStack, type PlanJson } from "../support/terraform";

const SIDES = ["client", "web"] as const;

/** A rule as somebody adds it by hand. */
const FOREIGN = {
  cidr_blocks: ["0.0.0.0/0"],
  description: "just for a minute",
  from_port: 22,
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  protocol: "tcp",
  security_groups: [],
  self: false,
  to_port: 22,
};

function resource(type: string, name: string, attributes: object) {
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
  return { mode: "managed", type, name, provider, instances: [{ schema_version: 1, attributes }] };
}

/** The state of an applied bridge's VPCs and default groups, with these rules in each group. */
function stateWith(plan: AddressPlan, rules: { readonly ingress: object[]; readonly egress: object[] }): string {
  const tagsAll = (Name: string) => ({ ...plan.config.tags, Name });
  const resources = SIDES.flatMap((side, i) => [
    resource("aws_vpc", side, {
      id: `vpc-${i}1111111`,
      cidr_block: "10.64.0.0/16",
      enable_dns_hostnames: true,
      enable_dns_support: true,
      instance_tenancy: "default",
      tags: { Name: `${plan.name}-${side}` },
      tags_all: tagsAll(`${plan.name}-${side}`),
    }),
    resource("aws_default_security_group", side, {
      id: `sg-${i}1111111`,
      vpc_id: `vpc-${i}1111111`,
      revoke_rules_on_delete: false,
      tags: { Name: `${plan.name}-${side}-default-closed` },
      tags_all: tagsAll(`${plan.name}-${side}-default-closed`),
      ...rules,
    }),
  ]);
  return JSON.stringify({ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "a", outputs: {}, resources });
}

/** What Terraform plans for the default groups of an applied bridge, whose groups have these rules now. */
function plannedFor(
  rules: Parameters<typeof stateWith>[1],
): Map<string, PlanJson["resource_changes"][number]["change"]> {
  const plan = planOf("article");
  return inFolder((folder) => {
    synthesize([plan], folder);
    const stack = new OfflineStack(join(folder, "stacks", plan.name));
    try {
      writeFileSync(join(stack.folder, "terraform.tfstate"), stateWith(plan, rules));
      const only = SIDES.map((side) => `-target=aws_default_security_group.${side}`);
      stack.run("init", "-input=false", "-no-color");
      stack.run("plan", "-input=false", "-no-color", "-refresh=false", "-out=plan.out", ...only);
      const changes = managedChanges(stack.show()).filter(({ type }) => type === "aws_default_security_group");
      return new Map(changes.map(({ address, change }) => [address, change]));
    } finally {
      stack.remove();
    }
  });
}

describeWithTerraform()("the default security groups of an applied bridge", () => {
  test.each([
    ["ingress", { ingress: [FOREIGN], egress: [] }],
    ["egress", { ingress: [], egress: [FOREIGN] }],
  ] as const)("lose a foreign rule of %s with the next apply, in place", (_direction, rules) => {
    const planned = plannedFor({ ingress: [...rules.ingress], egress: [...rules.egress] });
    expect([...planned.keys()].sort()).toEqual(SIDES.map((side) => `aws_default_security_group.${side}`));
    for (const { actions, after } of planned.values()) {
      expect(actions).toEqual(["update"]);
      expect(after).toMatchObject({ ingress: [], egress: [] });
    }
  });

  test("that have no rules, as those that were made before the lists stood there, see no change", () => {
    for (const { actions } of plannedFor({ ingress: [], egress: [] }).values()) expect(actions).toEqual(["no-op"]);
  });
});

test("the empty lists are written out, also where cdktf writes HCL", () => {
  inFolder((folder) => {
    const draft = draftStacks([planOf("article")], folder, "hcl");
    const text = readFileSync(draft.files[0] ?? "", "utf8");
    for (const side of SIDES) {
      const [, block = ""] = text.split(`resource "aws_default_security_group" "${side}" {`);
      expect(block.split(/^resource /m)[0]).toMatch(/^ingress = \[\s*\]\s^egress = \[\s*\]$/m);
    }
    draft.discard();
  });
});
