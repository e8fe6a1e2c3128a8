import { formatIndex, parseAddress } from "./address";
import { evaluate, type Expression, NotUnderstood, parseTemplate, type Scope, withNames } from "./expression";
import { type Resource, ResourceGraph, type Unreadable } from "./graph";
import { InputFault } from "./input-fault";
import { dependsOn, exactly, isList, isObject, ownEntry, Unknown, type Value, type ValueObject } from "./value";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Body = { [key: string]: Json };

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
const MENTION = /(?:data\.)?[a-z][a-z0-9]*_[\w-]*\.[A-Za-z_][\w-]*/g;
const MAX_INSTANCES = 10_000;
/** Work that the expressions of one file may cost: a real configuration takes thousands, a doubling in each of 40 locals 2^40. */
const MAX_STEPS = 5_000_000;

interface Block {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly body: Body;
  instances?: readonly Instance[] | Unknown;
}

interface Instance {
  readonly address: string;
  readonly index?: string | number;
  readonly block: Block;
  readonly names: Readonly<Record<string, Value>>;
  readonly values: Map<string, Value>;
}

function asBodies(json: Json | undefined): Body[] {
  const list = Array.isArray(json) ? json : [json];
  return list.filter((one): one is Body => typeof one === "object" && one !== null && !Array.isArray(one));
}

/** Several blocks of one kind as one; not by assignment, which would lose a name like `__proto__`. */
function joined(bodies: readonly Body[]): Body {
  return Object.fromEntries(bodies.flatMap((body) => Object.entries(body)));
}

function refuseTooMany(address: string, instances: number): void {
  if (instances > MAX_INSTANCES)
    throw new InputFault(`${address} asks for ${instances} instances; at most ${MAX_INSTANCES} are read`);
}

/** Reads one configuration in Terraform's JSON syntax (`cdk.tf.json`, `*.tf.json`). */
class Configuration implements Scope {
  private readonly blocks = new Map<string, Block>();
  private readonly instances = new Map<string, Instance>();
  private readonly templates = new Map<string, Expression | NotUnderstood>();
  private readonly inProgress: string[] = [];
  private readonly locals: Body;
  private readonly variables: Body;
  readonly unreadable: Unreadable[] = [];
  private steps = 0;

  constructor(private readonly root: Body) {
    for (const mode of ["managed", "data"] as const)
      for (const types of asBodies(root[mode === "managed" ? "resource" : "data"]))
        for (const [type, named] of Object.entries(types))
          for (const names of asBodies(named))
            for (const [name, body] of Object.entries(names)) this.addBlock(mode, type, name, asBodies(body)[0]);
    this.locals = joined(asBodies(root.locals));
    this.variables = joined(asBodies(root.variable));
  }

  spend(steps: number): void {
    this.steps += steps;
    if (this.steps <= MAX_STEPS) return;
    const at = this.inProgress.findLast((what) => !what.startsWith("local.")) ?? "a local";
    throw new InputFault(
      `the expressions grow too large at ${at}; give the plan's JSON, in which Terraform worked them out`,
    );
  }

  private addBlock(mode: "managed" | "data", type: string, name: string, body: Body | undefined): void {
    if (!body || type === "//" || name === "//") return;
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    if (this.blocks.has(address)) throw new InputFault(`${address} is defined twice; keep one of the two`);
    this.blocks.set(address, { mode, type, name, address, body });
  }

  read(): ResourceGraph {
    const resources = [...this.blocks.values()].flatMap((block) => this.readBlock(block));
    for (const calls of asBodies(this.root.module))
      for (const [name, body] of Object.entries(calls)) {
        if (name === "//") continue;
        const touches = this.mentions(JSON.stringify(body)).map((reference) => reference.address);
        const reason = "a module call; its resources are in other files (use a plan's JSON to have them read)";
        this.unreadable.push({ address: `module.${name}`, reason, touches });
      }
    return new ResourceGraph("synth", resources, this.unreadable);
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
      const values = Object.fromEntries([...configured].map((key) => [key, this.valueOf(instance, key)]));
      return {
        address: instance.address,
        mode: block.mode,
        type: block.type,
        name: block.name,
        ...(instance.index !== undefined && { index: instance.index }),
        module: "",
        ...(typeof block.body.provider === "string" && { provider: block.body.provider.replace(/^\$\{|\}$/g, "") }),
        values,
        dependsOn: dependencies,
        configured,
      };
    });
  }

  /** Count and for_each, as far as constants allow. */
  private instancesOf(block: Block): readonly Instance[] | Unknown {
    block.instances ??= this.once(block.address, () => this.expand(block));
    return block.instances;
  }

  private expand(block: Block): readonly Instance[] | Unknown {
    const make = (index: string | number | undefined, names: Readonly<Record<string, Value>>): Instance => {
      const address = block.address + formatIndex(index);
      const instance = {
        address,
        ...(index !== undefined && { index }),
        block,
        names,
        values: new Map<string, Value>(),
      };
      this.instances.set(address, instance);
      return instance;
    };
    if (block.body.count !== undefined) {
      const count = this.evaluateJson(block.body.count, this);
      if (typeof count !== "number" && typeof count !== "string") return dependsOn("count", count);
      if (!Number.isInteger(Number(count))) return dependsOn("count", count);
      refuseTooMany(block.address, Number(count));
      return Array.from({ length: Number(count) }, (_, i) => make(i, { count: { index: i } }));
    }
    if (block.body.for_each !== undefined) {
      const each = this.evaluateJson(block.body.for_each, this);
      const size = isList(each) ? each.length : isObject(each) ? Object.keys(each).length : 0;
      refuseTooMany(block.address, size);
      if (isList(each))
        return each.every((key) => typeof key === "string")
          ? each.map((key) => make(key, { each: { key, value: key } }))
          : dependsOn("for_each", each);
      if (isObject(each)) return Object.entries(each).map(([key, value]) => make(key, { each: { key, value } }));
      return dependsOn("for_each", each);
    }
    return [make(undefined, {})];
  }

  /** Runs with a note of what is being evaluated, so that a cycle is told instead of followed. */
  private once<T>(what: string, run: () => T): T {
    if (this.inProgress.includes(what)) {
      const cycle = [...this.inProgress.slice(this.inProgress.indexOf(what)), what].join(" -> ");
      throw new InputFault(`the references form a cycle: ${cycle}; break it, Terraform refuses it too`);
    }
    this.inProgress.push(what);
    try {
      return run();
    } finally {
      this.inProgress.pop();
    }
  }

  private valueOf(instance: Instance, attribute: string): Value {
    const known = instance.values.get(attribute);
    if (known !== undefined) return known;
    const value = this.once(`${instance.address}.${attribute}`, () => {
      const scope = withNames(this, instance.names);
      const dynamics = asBodies(instance.block.body.dynamic).map((one) => ownEntry(one, attribute));
      const dynamic = dynamics.find((one) => one !== undefined);
      const own = ownEntry(instance.block.body, attribute);
      const plain = own === undefined ? undefined : this.evaluateJson(own, scope);
      if (dynamic === undefined) return plain ?? null;
      const blocks = this.expandDynamic(attribute, dynamic, scope);
      if (plain === undefined) return blocks;
      return isList(blocks) ? [...(isList(plain) ? plain : [plain]), ...blocks] : blocks;
    });
    instance.values.set(attribute, value);
    return value;
  }

  private expandDynamic(name: string, json: Json, scope: Scope): Value {
    const blocks: Value[] = [];
    for (const body of asBodies(json)) {
      const each = this.evaluateJson(body.for_each ?? null, scope);
      if (!isList(each) && !isObject(each)) return dependsOn(`dynamic ${name}`, each);
      const pairs: [Value, Value][] = isList(each) ? each.map((item, i) => [i, item]) : Object.entries(each);
      const iterator = typeof body.iterator === "string" ? body.iterator : name;
      for (const [key, value] of pairs) {
        const inner = withNames(scope, { [iterator]: { key, value } });
        for (const content of asBodies(body.content)) blocks.push(this.evaluateJson(content, inner));
      }
    }
    return blocks;
  }

  private evaluateJson(json: Json, scope: Scope): Value {
    this.spend(1);
    if (typeof json === "string") return json.includes("{") ? this.evaluateText(json, scope) : json;
    if (Array.isArray(json)) return json.map((item) => this.evaluateJson(item, scope));
    if (typeof json !== "object" || json === null) return json;
    const entries = Object.entries(json).filter(([key]) => key !== "//");
    return Object.fromEntries(entries.map(([key, item]) => [key, this.evaluateJson(item, scope)]));
  }

  private evaluateText(text: string, scope: Scope): Value {
    const simple = SIMPLE_LINK.exec(text);
    if (simple) {
      const block = this.blocks.get(simple[1]!);
      if (block && block.body.count === undefined && block.body.for_each === undefined)
        return this.readAttribute(block.address, simple[2]!);
    }
    try {
      return evaluate(this.template(text), scope);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      return new Unknown(this.mentions(text), false, text);
    }
  }

  private template(text: string): Expression {
    let parsed = this.templates.get(text);
    if (!parsed) {
      try {
        parsed = parseTemplate(text);
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        parsed = error;
      }
      this.templates.set(text, parsed);
    }
    if (parsed instanceof NotUnderstood) throw parsed;
    return parsed;
  }

  /** Every resource that a text names, for what can't be evaluated. */
  private mentions(text: string): { address: string; attribute: string }[] {
    const found = new Set<string>();
    for (const [name] of text.matchAll(MENTION)) {
      const block = this.blocks.get(name);
      if (!block) continue;
      const instances = block.instances && !(block.instances instanceof Unknown) ? block.instances : [];
      if (instances.length === 0) found.add(block.address);
      for (const instance of instances) found.add(instance.address);
    }
    return [...found].map((address) => ({ address, attribute: "" }));
  }

  lookUp(path: readonly string[]): { readonly value: Value; readonly used: number } | undefined {
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

  private wholeBlock(block: Block): Value {
    const instances = this.instancesOf(block);
    if (instances instanceof Unknown)
      return new Unknown([{ address: block.address, attribute: "" }], false, `\${${block.address}}`);
    const link = (instance: Instance): Unknown => exactly(instance.address, "");
    if (block.body.count !== undefined) return instances.map(link);
    if (block.body.for_each !== undefined)
      return Object.fromEntries(instances.map((instance) => [String(instance.index), link(instance)]));
    const [only] = instances;
    return only ? link(only) : null;
  }

  readAttribute(address: string, attribute: string): Value {
    const parsed = parseAddress(address);
    const block = parsed && this.blocks.get(address.slice(0, address.length - formatIndex(parsed.index).length));
    if (block) this.instancesOf(block);
    const instance = this.instances.get(address);
    if (!instance) return exactly(address, attribute);
    const body = instance.block.body;
    const isConfigured = [body, ...asBodies(body.dynamic)].some((one) => Object.hasOwn(one, attribute));
    const value = isConfigured && !META.has(attribute) ? this.valueOf(instance, attribute) : null;
    // An argument that is not set, or set to null, is filled in by the provider or by AWS.
    return value ?? exactly(address, attribute);
  }

  private local(name: string): Value {
    const json = ownEntry(this.locals, name);
    if (json === undefined) throw new NotUnderstood(`local.${name}`);
    return this.once(`local.${name}`, () => this.evaluateJson(json, this));
  }

  private variable(name: string): Value {
    const body = asBodies(ownEntry(this.variables, name))[0];
    const given = body && "default" in body ? body.default : undefined;
    return given === undefined || given === null
      ? new Unknown([], false, `\${var.${name}}`)
      : this.evaluateJson(given, this);
  }
}

/**
 * One resource graph from a configuration in Terraform's JSON syntax.
 * @throws InputFault when references form a cycle or an address is defined twice
 */
export function readSynth(json: ValueObject): ResourceGraph {
  return new Configuration(json as Body).read();
}

export type { ValueObject };
