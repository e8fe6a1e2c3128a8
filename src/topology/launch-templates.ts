import { hasRole, type Resource, type Value, type ValueObject } from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { setOnly } from "./interface-arguments";
import { namedByName } from "./named-by-name";
import { type Registry } from "./registry";

/** What a launch template says of the interfaces of those that are started from it. */
export interface Template {
  readonly groups: readonly (Value | undefined)[];
  /** Its blocks of interfaces. */
  readonly interfaces: readonly ValueObject[];
  readonly doubt?: Doubt<"groups">;
}

/** The template that a block names by id or name. */
function templateNamed(registry: Registry, owner: Resource, block: ValueObject): Template {
  const linked = registry.args.link(block.id ?? block.launch_template_id);
  const isTemplate = linked.kind === "resource" && hasRole(linked.resource.type, "launch-template");
  const byName = (): Resource | undefined =>
    namedByName(registry, "aws_launch_template", owner, block.name ?? block.launch_template_name);
  const template = isTemplate ? linked.resource : byName();
  if (!template) {
    const doubt = doubtOf(owner, "groups", "its launch template is not in the input");
    return { groups: [], interfaces: [], doubt };
  }
  const interfaces = registry.args.blocks(template.values.network_interfaces);
  const nested = interfaces.map((one) => one.security_groups);
  const direct = ["vpc_security_group_ids", "security_group_names"].map((one) => setOnly(template, one));
  return { groups: [...direct, ...nested], interfaces };
}

/** The arguments that a launch template gives to an instance that doesn't set them itself. */
export function launchTemplate(registry: Registry, resource: Resource): Template {
  const [block] = registry.args.blocks(resource.values.launch_template);
  return block ? templateNamed(registry, resource, block) : { groups: [], interfaces: [] };
}

/** What those get who are started in numbers: by an auto scaling group, or as the nodes of a cluster. */
export interface Launched {
  readonly groups: readonly (Value | undefined)[];
  /** What leaves its groups open altogether. */
  readonly doubts: readonly Doubt<"groups">[];
  /** Undefined: the subnet says. */
  readonly publicIp?: "none" | "some" | "unknown";
}

/** The block that names the template, its own or that of a mixed instances policy. */
function templateBlock({ args }: Registry, { values }: Resource): ValueObject | undefined {
  const [own] = args.blocks(values.launch_template);
  if (own) return own;
  const [policy] = args.blocks(values.mixed_instances_policy);
  const [mixed] = args.blocks(policy?.launch_template);
  const [specification] = args.blocks(mixed?.launch_template_specification);
  // An override may name a template of its own.
  const isOverridden = args
    .blocks(mixed?.override)
    .some((one) => args.blocks(one.launch_template_specification).length > 0);
  return isOverridden ? undefined : specification;
}

export function launchedWith(registry: Registry, resource: Resource): Launched {
  const block = templateBlock(registry, resource);
  const template = block && templateNamed(registry, resource, block);
  if (!template || template.doubt || template.interfaces.length > 1) {
    const doubt = doubtOf(resource, "groups", "what its instances are started with is not known");
    return { groups: [], doubts: [template?.doubt ?? doubt], publicIp: "unknown" };
  }
  const asked = template.interfaces[0]?.associate_public_ip_address;
  const text = registry.args.textOf(asked);
  if (asked === undefined || asked === null || asked === "") return { groups: template.groups, doubts: [] };
  const publicIp = text === undefined ? "unknown" : text === "true" ? "some" : "none";
  return { groups: template.groups, doubts: [], publicIp };
}
