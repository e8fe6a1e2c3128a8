import { blockAddress, formatIndex, inModule, parseAddress, parseIndex } from "./address";
import { type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";
import { exactly, ownEntry, type Reference, Unknown, type Value } from "./value";

/**
 * What an argument of the configuration may refer to: `exact` when it can only be this one attribute,
 * `complete` when it can only be a list of all of these attributes.
 */
interface Target {
  readonly candidates: readonly Reference[];
  readonly exact: boolean;
  readonly complete: boolean;
}

const NOTHING: Target = { candidates: [], exact: false, complete: false };

/** Arguments that hold lists of ids; a set of unknown items is unknown as a whole in the plan. */
const LIST_ARGUMENTS = new Set([
  "subnet_ids",
  "subnets",
  "security_groups",
  "security_group_ids",
  "vpc_security_group_ids",
  "route_table_ids",
  "prefix_list_ids",
  "target_group_arns",
  "vpc_zone_identifier",
]);

/** Types that an argument can only point at; used where one expression names several resources. */
const TYPES_OF_ARGUMENT: Readonly<Record<string, RegExp>> = {
  gateway_id: /^aws_(internet_gateway|vpn_gateway|vpc_endpoint)$/,
  nat_gateway_id: /^aws_nat_gateway$/,
  transit_gateway_id: /^aws_ec2_transit_gateway$/,
  network_interface_id: /^aws_(network_interface|instance|ec2_transit_gateway_vpc_attachment)$/,
  vpc_peering_connection_id: /^aws_vpc_peering_connection/,
  vpc_endpoint_id: /^aws_(vpc_endpoint|networkfirewall_firewall)$/,
  egress_only_gateway_id: /^aws_egress_only_internet_gateway$/,
  destination_prefix_list_id: /^aws_(ec2_managed_prefix_list|prefix_list|vpc_endpoint)$/,
  prefix_list_ids: /^aws_(ec2_managed_prefix_list|prefix_list|vpc_endpoint)$/,
  security_groups: /^aws_(default_)?security_group$/,
  target_group_arn: /^aws_(lb|alb)_target_group$/,
};

/**
 * Resolves the `references` of a plan's `configuration` to resource instances.
 * They are all that a plan tells of links between resources that don't exist yet: the longest reference comes first,
 * its prefixes follow, and instance keys that are computed are lost (Terraform JSON output format, expressions).
 */
export class PlanReferences {
  private readonly instances = new Map<string, string[]>();
  private readonly moduleInstances = new Map<string, Set<string>>();
  private readonly root: JsonObject;
  private readonly inProgress = new Set<string>();
  private readonly found = new Map<string, Target>();

  constructor(configuration: JsonObject, addresses: Iterable<string>) {
    this.root = objectOf(configuration.root_module);
    for (const address of addresses) {
      const parsed = parseAddress(address);
      if (!parsed) continue;
      const block = inModule(parsed.module, blockAddress(parsed));
      const known = this.instances.get(block);
      if (known) known.push(address);
      else this.instances.set(block, [address]);
      this.rememberModules(parsed.module);
    }
  }

  private rememberModules(module: string): void {
    for (let path = module; path; path = parentModule(path)) {
      const bare = path.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/, "");
      const known = this.moduleInstances.get(bare) ?? new Set();
      this.moduleInstances.set(bare, known.add(path));
    }
  }

  /** The configuration of the resource, or undefined when the plan holds none (e.g. it is only destroyed). */
  configurationOf(module: string, block: string): JsonObject | undefined {
    const configuration = this.moduleConfiguration(module);
    if (!configuration) return undefined;
    let blocks = this.blocks.get(configuration);
    if (!blocks) {
      blocks = new Map();
      for (const resource of listOf(configuration.resources).map(objectOf)) {
        const address = stringOf(resource.address);
        if (address !== undefined && !blocks.has(address)) blocks.set(address, resource);
      }
      this.blocks.set(configuration, blocks);
    }
    return blocks.get(block);
  }

  /** Resources of a module's configuration by address; searching the list for each instance is too slow for thousands. */
  private readonly blocks = new Map<JsonObject, Map<string, JsonObject>>();

  private readonly moduleCache = new Map<string, JsonObject | undefined>();

  private moduleConfiguration(module: string): JsonObject | undefined {
    const bare = module.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, "");
    if (!this.moduleCache.has(bare)) {
      let current: JsonObject | undefined = this.root;
      for (const name of bare.split(/(?:^|\.)module\./).filter(Boolean)) {
        const calls: JsonObject = objectOf(current?.module_calls);
        current = Object.hasOwn(calls, name) ? objectOf(objectOf(calls[name]).module) : undefined;
      }
      this.moduleCache.set(bare, current);
    }
    return this.moduleCache.get(bare);
  }

  /** What the argument `name` (of a block, possibly nested) of a resource in `module` refers to. */
  unknownFor(
    module: string,
    expression: JsonObject | undefined,
    name: string,
    index: string | number | undefined,
  ): Value {
    const references = listOf(expression?.references).map((reference) => stringOf(reference) ?? "");
    if (references.length === 0) return new Unknown([], false, "(known after apply)");
    const own = this.ownInstance(module, stringOf(expression?.constant_value), index);
    if (own) return own;
    const target = this.resolveAll(module, references, name);
    const isId = ({ attribute }: Reference): boolean => attribute === "id" || attribute === "arn";
    if (LIST_ARGUMENTS.has(name) && target.complete && target.candidates.every(isId))
      return target.candidates.map(({ address, attribute }) => exactly(address, attribute));
    const expected = ownEntry(TYPES_OF_ARGUMENT, name);
    const fitting = expected
      ? target.candidates.filter(({ address }) => expected.test(parseAddress(address)?.type ?? ""))
      : [];
    const [only] = fitting;
    // One expression of a whole list of blocks names everything in it; the type tells which one this leaf can be.
    const narrowed = !target.exact && fitting.length === 1 && only !== undefined && only.attribute !== "";
    const candidates = narrowed ? [only] : target.candidates;
    return new Unknown(candidates, narrowed || target.exact, `\${${references[0]}}`);
  }

  /** `${x.y[each.key].id}` of a configuration in JSON syntax, whose expressions a plan shows whole. */
  private ownInstance(
    module: string,
    text: string | undefined,
    index: string | number | undefined,
  ): Unknown | undefined {
    const match = /^\$\{([\w.-]+)\[(each\.key|count\.index)\]\.(\w+)\}$/.exec(text ?? "");
    if (!match || index === undefined) return undefined;
    const address = inModule(module, match[1] ?? "") + formatIndex(index);
    const isThere = this.instances.get(inModule(module, match[1] ?? ""))?.includes(address) === true;
    return isThere ? exactly(address, match[3] ?? "") : undefined;
  }

  private resolveAll(module: string, references: readonly string[], argument = ""): Target {
    const heads = references.filter((reference, i) => !isPrefixOfEarlier(reference, references.slice(0, i)));
    // `x[count.index]` and `x[each.key]` appear as x and the key: which instance is lost, unless there is only one.
    const isKey = (head: string): boolean => head === "count.index" || head === "each.key";
    const targets = heads.filter((head) => !isKey(head)).map((head) => this.resolveOne(module, head));
    const [target] = targets;
    if (targets.length !== 1 || !target) {
      const complete = targets.length > 1 && targets.every((one) => one.complete);
      return { candidates: distinct(targets), exact: false, complete };
    }
    if (targets.length === heads.length) return target;
    const [only] = target.candidates;
    if (target.candidates.length === 1 && only?.attribute === "" && /(_id|_arn)$/.test(argument)) {
      const candidates = [{ address: only.address, attribute: argument.endsWith("_arn") ? "arn" : "id" }];
      return { candidates, exact: true, complete: true };
    }
    return { ...target, exact: false, complete: false };
  }

  private resolveOne(module: string, reference: string): Target {
    if (reference.startsWith("var."))
      return this.variable(module, reference.slice(4).split(/[.[]/)[0] ?? "", reference);
    if (reference.startsWith("module.")) return this.output(module, reference);
    const parsed = parseAddress(reference);
    if (!parsed || ["local", "each", "count", "path", "terraform", "self"].includes(parsed.type)) return NOTHING;
    const block = inModule(module, blockAddress(parsed));
    const all = this.instances.get(block) ?? [];
    const wanted =
      parsed.index === undefined ? all : all.filter((address) => address === block + formatIndex(parsed.index));
    const candidates = wanted.map((address) => ({ address, attribute: parsed.rest }));
    const exact = candidates.length === 1 && parsed.rest !== "";
    return { candidates, exact, complete: exact };
  }

  /** An input variable is what the caller passes. */
  private variable(module: string, name: string, reference: string): Target {
    if (module === "") return NOTHING;
    const call = this.callOf(module);
    const expression = objectOf(ownEntry(objectOf(call?.expressions), name));
    const references = listOf(expression.references).map((one) => stringOf(one) ?? "");
    const found = this.guarded(`${module}|var.${name}`, () => this.resolveAll(parentModule(module), references));
    // `var.network.vpc_id`: what the caller puts under that key can't be told apart.
    return reference === `var.${name}` && references.length > 0 ? found : { ...found, exact: false, complete: false };
  }

  private callOf(module: string): JsonObject | undefined {
    const name = /(?:^|\.)module\.([\w-]+)(?:\[[^\]]*\])?$/.exec(module)?.[1];
    const calls = objectOf(this.moduleConfiguration(parentModule(module))?.module_calls);
    return name !== undefined && Object.hasOwn(calls, name) ? objectOf(calls[name]) : undefined;
  }

  private output(module: string, reference: string): Target {
    const match = /^module\.([\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?(?:\.([\w-]+)(.*))?$/.exec(reference);
    if (!match) return NOTHING;
    const [, name = "", index = "", output, rest = ""] = match;
    const bare = inModule(module, `module.${name}`);
    const all = [...(this.moduleInstances.get(bare) ?? [])];
    const wanted = index ? all.filter((path) => path === bare + formatIndex(parseIndex(index))) : all;
    const targets = wanted.map((path) => this.outputOf(path, output));
    const candidates = distinct(targets);
    const [only] = targets;
    const isWhole = targets.length === 1 && only !== undefined && output !== undefined && rest === "";
    return { candidates, exact: isWhole && only.exact, complete: isWhole && only.complete };
  }

  private outputOf(module: string, output: string | undefined): Target {
    const outputs = objectOf(this.moduleConfiguration(module)?.outputs);
    const names = output === undefined ? Object.keys(outputs) : [output];
    const targets = names.map((name) => {
      const references = listOf(objectOf(objectOf(ownEntry(outputs, name)).expression).references).map(
        (one) => stringOf(one) ?? "",
      );
      return this.guarded(`${module}|output.${name}`, () => this.resolveAll(module, references));
    });
    const [only] = targets;
    if (output !== undefined && only) return only;
    return { candidates: distinct(targets), exact: false, complete: false };
  }

  /** Terraform refuses cycles, but a file made by hand may hold one. */
  private guarded(what: string, run: () => Target): Target {
    if (this.inProgress.has(what)) return NOTHING;
    const before = this.found.get(what);
    if (before) return before;
    this.inProgress.add(what);
    try {
      const target = run();
      // Kept: two variables that each name both of the caller's, over 30 modules, are 2^30 ways.
      this.found.set(what, target);
      return target;
    } finally {
      this.inProgress.delete(what);
    }
  }
}

function distinct(targets: readonly Target[]): Reference[] {
  const all = targets.flatMap((target) => target.candidates);
  return [...new Map(all.map((one) => [`${one.address}|${one.attribute}`, one])).values()];
}

function isPrefixOfEarlier(reference: string, earlier: readonly string[]): boolean {
  return earlier.some((longer) => longer.startsWith(`${reference}.`) || longer.startsWith(`${reference}[`));
}

/** `module.a["x.y"].module.b` -> `module.a["x.y"]`; "" for the root. */
export function parentModule(module: string): string {
  return module.replace(/\.?module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/, "");
}
