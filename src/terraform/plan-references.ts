import { Meter } from "../limits";
import {
  blockAddress,
  formatIndex,
  inModule,
  lastModule,
  parseAddress,
  parseIndex,
  withoutKeys,
} from "./resource-address";
import { push } from "./graph";
import { type JsonObject, listOf, objectOf, stringOf } from "./json-shapes";
import { canBringIn, canPointAt, isWorkedOn, LIST_ARGUMENTS, withAttribute } from "./plan-arguments";
import { allReferences } from "./plan-overlay";
import { withoutPrefixes } from "./reference-tree";
import { exactly, ownEntry, type Reference, Unknown, type Value, filledIn } from "./value";

/**
 * What an argument of the configuration may refer to: `exact` when it can only be this one attribute,
 * `complete` when it can only be a list of all of these attributes.
 */
interface Target {
  readonly candidates: readonly Reference[];
  readonly exact: boolean;
  readonly complete: boolean;
}

/** The instance that an argument belongs to, and what its `for_each` refers to. */
export interface OwnInstance {
  readonly index: string | number | undefined;
  readonly each: readonly string[];
}

/** First words of references that name no resource. */
const NO_RESOURCES = ["local", "each", "count", "path", "terraform", "self"];

const NOTHING: Target = { candidates: [], exact: false, complete: false };

/**
 * Resolves the `references` of a plan's `configuration` to resource instances.
 * They are all that a plan tells of links between resources that don't exist yet: the longest reference comes first,
 * its prefixes follow, and instance keys that are computed are lost (Terraform JSON output format, expressions).
 */
export class PlanReferences {
  private readonly instances = new Map<string, string[]>();
  /** All addresses of {@link instances}: searching the list of a block for each of thousands is too slow. */
  private readonly addresses = new Set<string>();
  private readonly blocksOf = new Map<string, string[]>();
  private readonly moduleInstances = new Map<string, Set<string>>();
  private readonly childrenOf = new Map<string, string[]>();
  private readonly meter = new Meter("work", "what the plan's references lead to");
  private readonly root: JsonObject;
  private readonly inProgress = new Set<string>();
  private readonly visible = new Map<string, Target>();
  private readonly found = new Map<string, Target>();
  private readonly knownVariables = new Map<string, boolean>();
  /** How often a cycle was cut short: what was found meanwhile may lack something. */
  private cuts = 0;

  /** @param identified those of the addresses whose ids are known: what is not known can't be one of these ids alone */
  constructor(
    configuration: JsonObject,
    addresses: Iterable<string>,
    private readonly identified: ReadonlySet<string> = new Set(),
  ) {
    this.root = objectOf(configuration.root_module);
    for (const address of addresses) {
      const parsed = parseAddress(address);
      if (!parsed) continue;
      const block = inModule(parsed.module, blockAddress(parsed));
      if (!this.instances.has(block)) push(this.blocksOf, parsed.module, block);
      push(this.instances, block, address);
      this.addresses.add(address);
      this.rememberModules(parsed.module);
    }
  }

  private rememberModules(module: string): void {
    for (let path = module; path;) {
      const own = lastModule(path);
      if (!own) return;
      const bare = path.slice(0, path.length - own.key.length);
      const known = this.moduleInstances.get(bare) ?? new Set();
      if (known.has(path)) return;
      this.meter.spend(1 + path.length / 16);
      this.moduleInstances.set(bare, known.add(path));
      push(this.childrenOf, own.parent, path);
      path = own.parent;
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
    const bare = withoutKeys(module);
    if (!this.moduleCache.has(bare)) {
      this.meter.spend(1 + bare.length / 16);
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
  unknownFor(module: string, expression: JsonObject | undefined, name: string, instance: OwnInstance): Value {
    const references = referencesOf(expression);
    this.meter.spend(references.length);
    if (references.length === 0) return filledIn();
    const own =
      this.plain(module, stringOf(expression?.constant_value)) ??
      this.ownInstance(module, stringOf(expression?.constant_value), instance.index) ??
      this.ownSplat(module, stringOf(expression?.constant_value), name) ??
      this.eachValue(module, references, instance);
    if (own) return own;
    const plain = references.flatMap((one) => withoutEach(one, instance));
    const key = JSON.stringify([module, name, references[0], plain]);
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const value = this.valueOf(module, plain, name, references[0]);
    this.values.set(key, value);
    return value;
  }

  /**
   * Values by module, argument and references. Thousands of rules that name one local are ordinary, and a local can mean
   * anything that its module sees: worked out for each rule anew, that is quadratic.
   */
  private readonly values = new Map<string, Value>();

  private valueOf(module: string, references: readonly string[], name: string, shown: string | undefined): Value {
    const target = this.resolveAll(module, references, name);
    if (LIST_ARGUMENTS.has(name) && target.complete) {
      // `x[*].id` names x alone; of a block with one instance that is the list of its id.
      const asId = (one: Reference): Reference =>
        one.attribute === "" && canPointAt(name, one) === true
          ? { address: one.address, attribute: name.endsWith("_arns") ? "arn" : "id" }
          : one;
      const ids = target.candidates.map(asId);
      if (ids.every(({ attribute }) => attribute === "id" || attribute === "arn"))
        return ids.map(({ address, attribute }) => exactly(address, attribute));
    }
    const fitting = target.candidates.filter((one) => canPointAt(name, one) === true);
    const whole = withAttribute(fitting, name);
    const [only] = whole;
    // One expression of a whole list of blocks names everything in it; the type tells which one this leaf can be.
    const isSingle = !target.exact && whole.length === 1 && only !== undefined;
    const narrowed = isSingle && !(only.attribute === "id" && this.identified.has(only.address));
    const candidates = narrowed ? [only] : target.candidates;
    return new Unknown(candidates, narrowed || target.exact, `\${${shown}}`);
  }

  /** `${x.y.cidr_block}` of a configuration in JSON syntax: nothing is made of the range. */
  private plain(module: string, text: string | undefined): Unknown | undefined {
    const [, block = "", attribute = ""] = /^\$\{([a-z][a-z0-9_]*\.[\w-]+)\.(\w+)\}$/.exec(text ?? "") ?? [];
    const address = inModule(module, block);
    return isWorkedOn(attribute) && this.addresses.has(address) ? exactly(address, attribute) : undefined;
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
    return this.addresses.has(address) ? exactly(address, match[3] ?? "") : undefined;
  }

  /**
   * `${x.y[*].id}` of a configuration in JSON syntax: all instances of a block with `count`. In native syntax a plan names
   * the block alone, which may as well be a part of it (`slice`, `element`): that stays unknown.
   */
  private ownSplat(module: string, text: string | undefined, name: string): Value | undefined {
    const [, block, attribute] = /^\$\{([\w.-]+)(?:\[\*\]|\.\*)\.(\w+)\}$/.exec(text ?? "") ?? [];
    if (!LIST_ARGUMENTS.has(name) || block === undefined || attribute === undefined) return undefined;
    const bare = inModule(module, block);
    const all = this.instances.get(bare) ?? [];
    this.meter.spend(all.length);
    const isCounted =
      all.length > 0 && all.every((address, i) => this.addresses.has(`${bare}[${i}]`) && address !== bare);
    return isCounted ? all.map((_, i) => exactly(`${bare}[${i}]`, attribute)) : undefined;
  }

  /** `each.value.id` of a block that goes over the instances of another one: the one with the same key. */
  private eachValue(module: string, references: readonly string[], { index, each }: OwnInstance): Unknown | undefined {
    const [reference = ""] = references;
    const attribute = /^each\.value\.(\w+)$/.exec(reference)?.[1];
    if (attribute === undefined) return undefined;
    const isAlone = references.every((one) => reference === one || reference.startsWith(`${one}.`));
    const [block, ...others] = each;
    const parsed = block === undefined || others.length > 0 ? undefined : parseAddress(block);
    if (!isAlone || !parsed || parsed.rest !== "" || index === undefined) return undefined;
    if (parsed.index !== undefined || NO_RESOURCES.includes(parsed.type)) return undefined;
    const bare = inModule(module, blockAddress(parsed));
    const address = bare + formatIndex(index);
    return this.addresses.has(address) ? exactly(address, attribute) : undefined;
  }

  private resolveAll(module: string, references: readonly string[], argument = ""): Target {
    const heads = withoutPrefixes(references);
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
    return { ...target, exact: false, complete: target.complete && target.candidates.length === 1 };
  }

  private resolveOne(module: string, reference: string): Target {
    if (reference.startsWith("var."))
      return this.variable(module, reference.slice(4).split(/[.[]/)[0] ?? "", reference);
    if (reference.startsWith("module.")) return this.output(module, reference);
    if (reference.startsWith("local.")) return this.visibleIn(module);
    const parsed = parseAddress(reference);
    if (!parsed || NO_RESOURCES.includes(parsed.type)) return NOTHING;
    const block = inModule(module, blockAddress(parsed));
    const all = this.instances.get(block) ?? [];
    const own = block + formatIndex(parsed.index);
    const wanted = parsed.index === undefined ? all : this.addresses.has(own) ? [own] : [];
    this.meter.spend(1 + wanted.length);
    const candidates = wanted.map((address) => ({ address, attribute: parsed.rest }));
    const isOne = candidates.length === 1;
    return { candidates, exact: isOne && parsed.rest !== "" && !isWorkedOn(parsed.rest), complete: isOne };
  }

  /** Plans don't tell what a local value refers to: anything that its module can name. */
  private visibleIn(module: string): Target {
    const known = this.visible.get(module);
    if (known) return known;
    const found = this.guarded(`${module}|local`, () => {
      const own = (this.blocksOf.get(module) ?? []).flatMap((block) => this.instances.get(block) ?? []);
      const children = this.childrenOf.get(module) ?? [];
      const inputs = objectOf(this.callOf(module)?.expressions);
      const candidates = [
        ...own.map((address) => ({ address, attribute: "" })),
        ...children.flatMap((path) => this.outputOf(path, undefined).candidates),
        ...Object.keys(inputs)
          .filter(canBringIn)
          .flatMap((name) => this.variable(module, name, `var.${name}`).candidates),
      ];
      this.meter.spend(candidates.length);
      return { candidates, exact: false, complete: false };
    });
    // Asked for in the middle of something else, it lacks what is in progress.
    if (this.inProgress.size === 0) this.visible.set(module, found);
    return found;
  }

  /** An input variable is what the caller passes. */
  private variable(module: string, name: string, reference: string): Target {
    if (module === "") return NOTHING;
    const call = this.callOf(module);
    const expression = objectOf(ownEntry(objectOf(call?.expressions), name));
    const references = referencesOf(expression);
    const found = this.guarded(`${module}|var.${name}`, () => this.resolveAll(parentModule(module), references));
    // `var.network.vpc_id`: what the caller puts under that key can't be told apart.
    return reference === `var.${name}` && references.length > 0 ? found : { ...found, exact: false, complete: false };
  }

  /**
   * Whether a reference is known while the plan is made: nothing of it waits for an apply. Of variables those of the root are,
   * and others that have their default, or get what is known in the calling module.
   */
  isKnownInPlan(module: string, reference: string): boolean {
    const name = /^var\.([\w-]+)/.exec(reference)?.[1];
    if (name === undefined) return /^(count|path|terraform)\./.test(reference);
    if (module === "") return true;
    const what = `${module}|${name}`;
    const kept = this.knownVariables.get(what);
    if (kept !== undefined) return kept;
    const call = this.callOf(module);
    const references = allReferences(ownEntry(objectOf(call?.expressions), name) ?? null);
    const isKnown = call !== undefined && references.every((one) => this.isKnownInPlan(parentModule(module), one));
    this.knownVariables.set(what, isKnown);
    return isKnown;
  }

  private callOf(module: string): JsonObject | undefined {
    const name = lastModule(module)?.name;
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
    this.meter.spend(all.length);
    const targets = wanted.map((path) => this.outputOf(path, output));
    const candidates = distinct(targets);
    const [only] = targets;
    const isWhole = targets.length === 1 && only !== undefined && output !== undefined && rest === "";
    return { candidates, exact: isWhole && only.exact, complete: isWhole && only.complete };
  }

  private outputOf(module: string, output: string | undefined): Target {
    const outputs = objectOf(this.moduleConfiguration(module)?.outputs);
    const names = output === undefined ? Object.keys(outputs) : [output];
    this.meter.spend(names.length);
    const targets = names.map((name) => {
      const references = referencesOf(objectOf(objectOf(ownEntry(outputs, name)).expression));
      return this.guarded(`${module}|output.${name}`, () => this.resolveAll(module, references));
    });
    const [only] = targets;
    if (output !== undefined && only) return only;
    return { candidates: distinct(targets), exact: false, complete: false };
  }

  /** Terraform refuses cycles, but a file made by hand may hold one. */
  private guarded(what: string, run: () => Target): Target {
    if (this.inProgress.has(what)) {
      this.cuts++;
      return NOTHING;
    }
    const before = this.found.get(what);
    if (before) return before;
    this.inProgress.add(what);
    const cutsBefore = this.cuts;
    try {
      const target = run();
      // Kept: two variables that each name both of the caller's, over 30 modules, are 2^30 ways.
      if (this.cuts === cutsBefore) this.found.set(what, target);
      return target;
    } finally {
      this.inProgress.delete(what);
    }
  }
}

/** The references of an expression, as a plan lists them. */
export function referencesOf(expression: JsonObject | undefined): string[] {
  return listOf(expression?.references).map((reference) => stringOf(reference) ?? "");
}

/** What `each.value` is made of is named by `for_each`; which part of it is not told. */
function withoutEach(reference: string, { each }: OwnInstance): readonly string[] {
  return reference === "each.value" || reference.startsWith("each.value.") || reference.startsWith("each.value[")
    ? [...each, "each.key"]
    : [reference];
}

function distinct(targets: readonly Target[]): Reference[] {
  const all = targets.flatMap((target) => target.candidates);
  return [...new Map(all.map((one) => [`${one.address}|${one.attribute}`, one])).values()];
}

/** `module.a["x.y"].module.b` -> `module.a["x.y"]`; "" for the root. */
function parentModule(module: string): string {
  return lastModule(module)?.parent ?? "";
}
