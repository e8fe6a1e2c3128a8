import { formatIndex, parseAddress } from "./resource-address";
import {
  constraintOf,
  convert,
  evaluate,
  fromArgument,
  loosened,
  mapping,
  NotUnderstood,
  NULL,
  numeral,
  parseExpression,
  type Scope,
  type Term,
  text as textTerm,
  toValue,
  tuple,
  unknownFrom,
  weight,
  whole,
  withNames,
} from "./expression";
import { type Resource, ResourceGraph, type Unreadable } from "./graph";
import { type ProviderRegions, regionsOfSynth } from "./home";
import { InputFault } from "./input-fault";
import { evaluateArgument, evaluateJson, expandDynamic, type JsonReader } from "./json-expressions";
import { type Json } from "./json-shapes";
import { asRegion } from "./provider-regions";
import { rootOutputs } from "./root-outputs";
import { secretsOfSynth } from "./secrets";
import { Budget } from "./synth-budget";
import { asBodies, type Block, type Body, eachOf, type Instance, joined, type Make, pair } from "./synth-blocks";
import { Blocks, Templates } from "./synth-names";
import { exactly, ownEntry, type Reference, Unknown, type Value, type ValueObject } from "./value";

/** Arguments of every resource that Terraform itself reads (Terraform language, meta-arguments). */
const META = new Set([
  "count",
  "for_each",
  "depends_on",
  "provider",
  "lifecycle",
  "provisioner",
  "connection",
  "//",
  "dynamic",
]);
const SIMPLE_LINK = /^\$\{((?:data\.)?[a-z][\w-]*\.[\w-]+)\.([a-z][a-z0-9_]*)\}$/;
/** References that a fault names of a cycle. */
const MOST_OF_CYCLE = 20;
/** Reads one configuration in Terraform's JSON syntax (`cdk.tf.json`, `*.tf.json`). */
class Configuration implements Scope, JsonReader {
  private readonly blocks: Blocks;
  private readonly instances = new Map<string, Instance>();
  private readonly templates = new Templates();
  private readonly inProgress = new Set<string>();
  private readonly knownLocals = new Map<string, Term>();
  private readonly knownVariables = new Map<string, Term>();
  private readonly locals: Body;
  private readonly variables: Body;
  private regions: ProviderRegions | undefined;
  readonly unreadable: Unreadable[] = [];
  private readonly budget = new Budget();

  constructor(private readonly root: Body) {
    this.blocks = new Blocks(root);
    this.locals = joined(asBodies(root.locals));
    this.variables = joined(asBodies(root.variable));
  }

  spend(steps: number): void {
    this.budget.spend(steps, () => [...this.inProgress].findLast((what) => !what.startsWith("local.")) ?? "a local");
  }

  read(): ResourceGraph {
    const resources = this.blocks.all().flatMap((block) => this.readBlock(block));
    for (const calls of asBodies(this.root.module))
      for (const [name, body] of Object.entries(calls)) {
        if (name === "//") continue;
        const touches = this.mentions(JSON.stringify(body)).map((reference) => reference.address);
        const reason = "a module call; its resources are in other files (use a plan's JSON to have them read)";
        this.unreadable.push({ address: `module.${name}`, reason, touches });
      }
    const valueOf = (json: Json): Value | undefined => this.atTop(json);
    const secrets = secretsOfSynth({ root: this.root, resources, valueOf });
    return new ResourceGraph("synth", resources, this.unreadable, {
      secrets,
      outputs: rootOutputs(this.root, "synth"),
      // A variable's name is no Region.
      providerRegions: new Map([...this.regionsOfProviders()].filter(([, region]) => asRegion(region) !== undefined)),
    });
  }

  /** What AWS's providers say of their Region, by their names in the configuration: `aws`, `aws.web`. */
  private regionsOfProviders(): ProviderRegions {
    return (this.regions ??= regionsOfSynth(
      asBodies(this.root.provider).flatMap((providers) => asBodies(ownEntry(providers, "aws"))),
      (json) => this.atTop(json),
    ));
  }

  /** The value of an expression that belongs to no resource. */
  private atTop(json: Json): Value | undefined {
    try {
      return toValue(this.evaluateJson(json, this));
    } catch (error) {
      if (error instanceof NotUnderstood) return undefined;
      throw error;
    }
  }

  private readBlock(block: Block): Resource[] {
    const instances = this.instancesOf(block);
    const dependencies = Array.isArray(block.body.depends_on) ? block.body.depends_on.map(String) : [];
    if (instances instanceof Unknown) {
      const touches = this.mentions(JSON.stringify(block.body)).map((reference) => reference.address);
      this.unreadable.push({ address: block.address, reason: "count or for_each is not known", touches });
      return [];
    }
    const configured = new Set(Object.keys(block.body).filter((key) => !META.has(key)));
    for (const dynamic of asBodies(block.body.dynamic)) Object.keys(dynamic).forEach((key) => configured.add(key));
    return instances.map((instance) => {
      const values = Object.fromEntries([...configured].map((key) => [key, this.plainValue(instance, key)]));
      return {
        address: instance.address,
        mode: block.mode,
        type: block.type,
        name: block.name,
        ...(instance.index !== undefined && { index: instance.index }),
        module: "",
        ...this.providerOf(block),
        values,
        dependsOn: dependencies,
        configured,
      };
    });
  }

  /** By what provider a block is made, and the Region that this one names. */
  private providerOf({ body: { provider: named } }: Block): Pick<Resource, "provider" | "providerRegion"> {
    const provider = typeof named === "string" ? named.replace(/^\$\{|\}$/g, "") : undefined;
    const region = this.regionsOfProviders().get(provider ?? "aws");
    return { ...(provider !== undefined && { provider }), ...(region !== undefined && { providerRegion: region }) };
  }

  /** Count and for_each, as far as constants allow. */
  private instancesOf(block: Block): readonly Instance[] | Unknown {
    block.instances ??= this.once(block.address, () => this.expand(block));
    return block.instances;
  }

  private expand(block: Block): readonly Instance[] | Unknown {
    const make = (index: string | number | undefined, names: Readonly<Record<string, Term>>): Instance => {
      const address = block.address + formatIndex(index);
      const own = { values: new Map<string, Term>(), seen: new Map<string, Term>() };
      const instance = { address, ...(index !== undefined && { index }), block, names, ...own };
      this.instances.set(address, instance);
      return instance;
    };
    if (block.body.count !== undefined) return this.counted(block, block.body.count, make);
    if (block.body.for_each !== undefined) return this.eached(block, block.body.for_each, make);
    return [make(undefined, {})];
  }

  private counted(block: Block, json: Json, make: Make): readonly Instance[] | Unknown {
    const count = toValue(this.evaluateJson(json, this));
    const size = typeof count === "string" && /^\d+$/.test(count) ? Number(count) : count;
    if (typeof size !== "number" || !Number.isInteger(size) || size < 0)
      return unknownFrom("count", count instanceof Unknown ? [count] : []);
    this.budget.takeInstances(block.address, size);
    return Array.from({ length: size }, (_, i) =>
      make(i, { count: mapping("object", [["index", numeral(whole(i))]]) }),
    );
  }

  private eached(block: Block, json: Json, make: Make): readonly Instance[] | Unknown {
    const each = this.evaluateJson(json, this);
    const entries = eachOf(each);
    if (!entries) return unknownFrom("for_each", [each]);
    this.budget.takeInstances(block.address, entries.length);
    return entries.map(([key, value]) => make(key, { each: pair(textTerm(key), value) }));
  }

  /** Runs with a note of what is being evaluated, so that a cycle is told instead of followed. */
  private once<T>(what: string, run: () => T): T {
    if (this.inProgress.has(what)) {
      const running = [...this.inProgress];
      const cycle = [...running.slice(running.indexOf(what)), what];
      const left = cycle.length - MOST_OF_CYCLE;
      const shown = left > 0 ? [...cycle.slice(0, MOST_OF_CYCLE), `${left} more`] : cycle;
      throw new InputFault(
        "cycle",
        `the references form a cycle: ${shown.join(" -> ")}; break it, Terraform refuses it too`,
      );
    }
    this.inProgress.add(what);
    try {
      return run();
    } finally {
      this.inProgress.delete(what);
    }
  }

  private plainValue(instance: Instance, attribute: string): Value {
    const value = this.valueOf(instance, attribute);
    this.budget.spend(weight(value), () => `${instance.address}.${attribute}`);
    return toValue(value);
  }

  private valueOf(instance: Instance, attribute: string): Term {
    const known = instance.values.get(attribute);
    if (known !== undefined) return known;
    const value = this.once(`${instance.address}.${attribute}`, () => {
      const scope = withNames(this, instance.names);
      const dynamics = asBodies(instance.block.body.dynamic).map((one) => ownEntry(one, attribute));
      const dynamic = dynamics.find((one) => one !== undefined);
      const own = ownEntry(instance.block.body, attribute);
      const plain = own === undefined ? undefined : this.evaluateJson(own, scope);
      return evaluateArgument(
        plain,
        dynamic === undefined ? undefined : expandDynamic(attribute, dynamic, scope, this),
      );
    });
    instance.values.set(attribute, value);
    return value;
  }

  private evaluateJson(json: Json, scope: Scope): Term {
    return evaluateJson(json, scope, this);
  }

  evaluateText(text: string, scope: Scope): Term {
    const simple = SIMPLE_LINK.exec(text);
    if (simple) {
      const block = this.blocks.get(simple[1]!);
      if (block && block.body.count === undefined && block.body.for_each === undefined)
        return this.readAttribute(block.address, simple[2]!);
    }
    return this.budget.ofOne(() => this.understood(text, () => evaluate(this.templates.of(text), scope)));
  }

  /** Runs; what it doesn't understand is unknown, with everything that the text names. */
  understood(text: string, run: () => Term): Term {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return new Unknown(this.mentions(text), false, text);
    }
  }

  private mentions(text: string): Reference[] {
    return this.blocks.mentions(text, (steps) => this.spend(steps));
  }

  lookUp(path: readonly string[]): { readonly value: Term; readonly used: number } | undefined {
    const [head, second] = path;
    if (head === undefined || second === undefined) return undefined;
    if (head === "local") return { value: this.local(second), used: 2 };
    if (head === "var") return { value: this.variable(second), used: 2 };
    if (head === "module") return { value: new Unknown([], false, `\${${path.join(".")}}`), used: path.length };
    if (head === "path" || head === "terraform")
      return { value: new Unknown([], false, `\${${path.join(".")}}`), used: 2 };
    const used = head === "data" ? 3 : 2;
    const block = this.blocks.get(path.slice(0, used).join("."));
    return block && { value: this.wholeBlock(block), used };
  }

  private wholeBlock(block: Block): Term {
    const instances = this.instancesOf(block);
    if (instances instanceof Unknown)
      return new Unknown([{ address: block.address, attribute: "" }], false, `\${${block.address}}`);
    const link = (instance: Instance): Unknown => exactly(instance.address, "");
    const [only] = instances;
    if (block.body.count !== undefined) block.whole ??= tuple(instances.map(link));
    else if (block.body.for_each !== undefined)
      block.whole ??= mapping(
        "object",
        instances.map((instance) => [String(instance.index), link(instance)] as const),
      );
    else block.whole ??= only ? link(only) : NULL;
    return block.whole;
  }

  readAttribute(address: string, attribute: string): Term {
    const parsed = parseAddress(address);
    const block = parsed && this.blocks.get(address.slice(0, address.length - formatIndex(parsed.index).length));
    if (block) this.instancesOf(block);
    const instance = this.instances.get(address);
    if (!instance) return exactly(address, attribute);
    const seen = instance.seen.get(attribute);
    if (seen !== undefined) return seen;
    const body = instance.block.body;
    const isConfigured = [body, ...asBodies(body.dynamic)].some((one) => Object.hasOwn(one, attribute));
    const value = isConfigured && !META.has(attribute) ? this.valueOf(instance, attribute) : NULL;
    // An argument that is not set, or set to null, is filled in by the provider or by AWS.
    const isSet = value instanceof Unknown || value.kind !== "null";
    const found = isSet ? fromArgument(value) : exactly(address, attribute);
    instance.seen.set(attribute, found);
    return found;
  }

  private local(name: string): Term {
    const json = ownEntry(this.locals, name);
    if (json === undefined) throw new NotUnderstood(`local.${name}`);
    let known = this.knownLocals.get(name);
    if (!known) {
      known = this.once(`local.${name}`, () => this.evaluateJson(json, this));
      this.knownLocals.set(name, known);
    }
    return known;
  }

  private variable(name: string): Term {
    let known = this.knownVariables.get(name);
    if (!known) {
      known = this.defaultOf(name);
      this.knownVariables.set(name, known);
    }
    return known;
  }

  private defaultOf(name: string): Term {
    const body = asBodies(ownEntry(this.variables, name))[0];
    const given = body && "default" in body ? body.default : undefined;
    if (given === undefined || given === null) return new Unknown([], false, `\${var.${name}}`);
    const value = this.evaluateJson(given, this);
    if (typeof body?.type !== "string") return body?.type === undefined ? value : loosened(value);
    const type = body.type;
    return this.understood(`\${var.${name}}`, () => convert(value, constraintOf(parseExpression(type))));
  }
}

/**
 * One resource graph from a configuration in Terraform's JSON syntax.
 * @throws InputFault when references form a cycle or an address is defined twice
 */
export function readSynth(json: ValueObject): ResourceGraph {
  return new Configuration(json as Body).read();
}
