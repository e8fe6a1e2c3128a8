import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Blocks } from "./reasoned";
import { OFFLINE_PROVIDER, OfflineStack } from "./terraform";

type Json = Record<string, unknown>;

/** Arguments that are attributes in Terraform's JSON syntax: each object in them has to name all of its own. */
const IN_FULL: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = (() => {
  const ports = ["protocol", "from_port", "to_port"];
  const rule = [
    ...ports,
    "description",
    "cidr_blocks",
    "ipv6_cidr_blocks",
    "prefix_list_ids",
    "security_groups",
    "self",
  ];
  const entry = [...ports, "rule_no", "action", "cidr_block", "ipv6_cidr_block", "icmp_type", "icmp_code"];
  const targets = ["gateway", "nat_gateway", "network_interface", "transit_gateway", "vpc_peering_connection"];
  const others = ["carrier_gateway", "egress_only_gateway", "local_gateway", "vpc_endpoint"];
  const route = [
    ...["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id", "core_network_arn"],
    ...[...targets, ...others].map((one) => `${one}_id`),
  ];
  return {
    aws_security_group: { ingress: rule, egress: rule },
    aws_default_security_group: { ingress: rule, egress: rule },
    aws_network_acl: { ingress: entry, egress: entry },
    aws_route_table: { route },
    aws_default_route_table: { route },
  };
})();

function inFull(type: string, body: object): Json {
  const lists = IN_FULL[type];
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      const all = lists?.[key];
      if (!all || !Array.isArray(value)) return [key, value as unknown];
      const empty = Object.fromEntries(all.map((name) => [name, null]));
      return [key, (value as Json[]).map((one) => ({ ...empty, ...one }))];
    }),
  );
}

/** The blocks as Terraform takes them. */
function configuration(blocks: Blocks): Json {
  return {
    resource: Object.fromEntries(
      Object.entries(blocks).flatMap(([type, all]): [string, Json][] => {
        const bodies = Object.entries(all).map(([name, body]) => [name, inFull(type, body)] as const);
        return bodies.length > 0 ? [[type, Object.fromEntries(bodies)]] : [];
      }),
    ),
  };
}

/** What a plan says of one of its modules, as if that had been planned alone. */
function ofModule(plan: Json, name: string): object {
  const prefix = `module.${name}.`;
  const own = (plan.resource_changes as { address: string; module_address?: string }[])
    .filter((one) => one.module_address === `module.${name}`)
    .map(({ module_address: _, ...one }) => ({ ...one, address: one.address.slice(prefix.length) }));
  const root = (plan.configuration as { root_module: { module_calls: Record<string, { module: object }> } })
    .root_module;
  return {
    ...{ format_version: plan.format_version, terraform_version: plan.terraform_version },
    ...{ resource_changes: own, configuration: { root_module: root.module_calls[name]!.module } },
  };
}

/** First plans of networks, made by Terraform and the provider: one run for them all, since each takes its seconds. */
export function plannedTogether(networks: readonly Blocks[]): object[] {
  const folder = mkdtempSync(join(tmpdir(), "overlap-reasoned-"));
  try {
    const module: Json = {};
    networks.forEach((blocks, i) => {
      mkdirSync(join(folder, `n${i}`));
      writeFileSync(join(folder, `n${i}`, "main.tf.json"), JSON.stringify(configuration(blocks), null, 1));
      module[`n${i}`] = { source: `./n${i}` };
    });
    const provider = { aws: [{ region: "eu-west-1", ...OFFLINE_PROVIDER }] };
    const required_providers = { aws: { source: "hashicorp/aws" } };
    writeFileSync(
      join(folder, "cdk.tf.json"),
      JSON.stringify({ terraform: { required_providers, backend: { local: {} } }, provider, module }),
    );
    const stack = new OfflineStack(folder);
    try {
      stack.plan();
      const plan = stack.show() as unknown as Json;
      return networks.map((_, i) => ofModule(plan, `n${i}`));
    } finally {
      stack.remove();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
