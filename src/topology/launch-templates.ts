import { hasRole, isUnknown, type Resource, type Value, type ValueObject } from "../terraform";
import { type Doubt, doubtOf } from "./doubts";
import { setOnly } from "./interface-arguments";
import { namedByName } from "./named-by-name";
import { type Registry } from "./registry";

/** Undefined: the subnet says. */
type PublicIp = "none" | "some" | "unknown" | undefined;

/** What a launch template says of the first interface of those that are started from it. */
export interface Template {
  readonly groups: readonly (Value | undefined)[];
  readonly publicIp?: PublicIp;
  /** What leaves all of it open. */
  readonly doubt?: Doubt<"groups">;
}

const NOTHING: Template = { groups: [] };

function lost(owner: Resource, reason: string): Template {
  return { groups: [], publicIp: "unknown", doubt: doubtOf(owner, "groups", reason) };
}

function resourceNamed(registry: Registry, owner: Resource, block: ValueObject): Resource | undefined {
  const linked = registry.args.link(block.id ?? block.launch_template_id);
  if (linked.kind === "resource" && hasRole(linked.resource.type, "launch-template")) return linked.resource;
  return namedByName(registry, "aws_launch_template", owner, block.name ?? block.launch_template_name);
}

/** The template that a block names by id or name. */
function templateNamed(registry: Registry, owner: Resource, block: ValueObject): Template {
  const template = resourceNamed(registry, owner, block);
  return template ? saidBy(registry, owner, template) : lost(owner, "its launch template is not in the input");
}

function saidBy(registry: Registry, owner: Resource, template: Resource): Template {
  const { args } = registry;
  const [first, ...others] = args.blocks(template.values.network_interfaces);
  const isLost = args.isSetUnknown(template, "network_interfaces") || others.length > 0;
  // Of several interfaces each has groups of its own; one that exists already brings what it has.
  if (isLost || (first?.network_interface_id ?? "") !== "")
    return lost(owner, "which interfaces its launch template gives it is not looked into");
  const direct = ["vpc_security_group_ids", "security_group_names"].map((one) => setOnly(template, one));
  return { groups: [...direct, first?.security_groups], publicIp: publicIpSaid(registry, first) };
}

/** What a template asks for takes the place of what the subnet gives (VPC user guide, public IPv4 addresses at launch). */
function publicIpSaid({ args }: Registry, first: ValueObject | undefined): PublicIp {
  const asked = first?.associate_public_ip_address;
  if (asked === undefined || asked === null || asked === "") return undefined;
  const text = args.textOf(asked);
  return text === undefined ? "unknown" : text === "true" ? "some" : "none";
}

/** The arguments that a launch template gives to an instance that doesn't set them itself. */
export function launchTemplate(registry: Registry, resource: Resource): Template {
  if (registry.args.isSetUnknown(resource, "launch_template"))
    return lost(resource, "which launch template it has is not known");
  const [block] = registry.args.blocks(resource.values.launch_template);
  return block ? templateNamed(registry, resource, block) : NOTHING;
}

/**
 * The template of an instance as a resource, which tells of its latest version; `isOther`: the instance is started from
 * another version, or may be. Undefined: it has none.
 */
export function templateOf(
  registry: Registry,
  owner: Resource,
): { readonly resource: Resource; readonly isOther: boolean } | "unknown" | undefined {
  const { args } = registry;
  if (args.isSetUnknown(owner, "launch_template")) return "unknown";
  const [block] = args.blocks(owner.values.launch_template);
  if (!block) return undefined;
  const resource = resourceNamed(registry, owner, block);
  if (!resource) return "unknown";
  const isOther = isKept(registry, owner, resource) || isOtherVersion(registry, resource, block.version);
  return { resource, isOther };
}

/** A plan changes the template, and keeps the instance, which was started from an older version. */
function isKept({ graph }: Registry, owner: Resource, template: Resource): boolean {
  return graph.kind === "plan" && typeof owner.values.id === "string" && isUnknown(template.values.latest_version);
}

function isOtherVersion({ args }: Registry, template: Resource, version: Value | undefined): boolean {
  const latest = args.text(template, "latest_version");
  const linked = args.link(version);
  if (linked.kind === "resource") return linked.resource !== template || !isCurrent(linked.attribute);
  if (linked.kind === "unknown") return linked.candidates.some((one) => one !== template);
  const named = args.textOf(version) ?? "$Default";
  if (named === "$Latest") return false;
  const asked = named === "$Default" ? (args.text(template, "default_version") ?? latest) : named;
  return latest !== undefined && asked !== latest;
}

function isCurrent(attribute: string): boolean {
  return attribute === "latest_version" || attribute === "default_version";
}

/** What those get who are started in numbers: by an auto scaling group, or as the nodes of a cluster. */
export interface Launched {
  readonly groups: readonly (Value | undefined)[];
  /** What leaves its groups open altogether. */
  readonly doubts: readonly Doubt<"groups">[];
  readonly publicIp?: PublicIp;
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
  const { groups, publicIp, doubt } = block
    ? templateNamed(registry, resource, block)
    : lost(resource, "what its instances are started with is not known");
  return { groups, doubts: doubt ? [doubt] : [], ...(publicIp && { publicIp }) };
}
