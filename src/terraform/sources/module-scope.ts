import { formatIndex, inModule, withoutKeys } from "../resource-address";
import { evaluate, loosened, NotUnderstood, type Scope, type Term, text as textTerm, withNames } from "../expression";
import { evaluateArgument, evaluateJson, expandDynamic, type JsonReader } from "../json-expressions";
import { type Json, objectOf } from "../json-shapes";
import { asBodies, type Block, type Body } from "../synth-blocks";
import { Blocks, Templates } from "../synth-names";
import { ownEntry, Unknown } from "../value";
import { asInput } from "./input-type";
import { type ModuleSource } from "./module-source";
import { keysOf, namesOf, type Repetition, repetitionOf, wholeOf } from "./repetition";
import { type Tree } from "./tree";

/** What is parsed and put in order once for all instances of a module. */
export class ParsedModule {
  readonly blocks: Blocks;
  readonly templates = new Templates();
  constructor(readonly source: ModuleSource) {
    this.blocks = new Blocks(source.root);
  }
}

/** The call that made an instance of a module, as its caller sees it. */
export interface Caller {
  readonly scope: ModuleScope;
  readonly body: Body;
  readonly names: Readonly<Record<string, Term>>;
}

/** A value that this program can't work out; nothing is concluded from what it may be. */
function lost(what: string): Unknown {
  return new Unknown([], false, what);
}

/** The names of one instance of a module, worked out by its sources and by what the plan knows. */
export class ModuleScope implements Scope, JsonReader {
  private readonly known = new Map<string, Term>();
  private readonly repetitions = new Map<string, Repetition>();

  constructor(
    private readonly tree: Tree,
    /** `module.a["x"]`, or "" for the root. */
    readonly path: string,
    private readonly module: ParsedModule,
    private readonly caller: Caller | undefined,
  ) {}

  spend(steps: number): void {
    this.tree.spend(steps);
  }

  readAttribute(address: string, attribute: string): Term {
    return this.tree.attribute(address, attribute);
  }

  evaluateText(text: string, scope: Scope): Term {
    return this.tree.ofOne(() => this.understood(text, () => evaluate(this.module.templates.of(text), scope)));
  }

  understood(text: string, run: () => Term): Term {
    try {
      return run();
    } catch (error) {
      if (error instanceof NotUnderstood) return lost(text.slice(0, 100));
      throw error;
    }
  }

  lookUp(path: readonly string[]): { readonly value: Term; readonly used: number } | undefined {
    const [head, second, third] = path;
    if (head === undefined || second === undefined) return undefined;
    switch (head) {
      case "local":
        return { value: this.kept(`local.${second}`, () => this.local(second)), used: 2 };
      case "var":
        return { value: this.kept(`var.${second}`, () => this.input(second)), used: 2 };
      case "path":
        return { value: this.place(second), used: 2 };
      case "terraform":
        return { value: lost("terraform"), used: 2 };
      case "module": {
        if (this.repetitionOfCall(second).kind === "one" && third !== undefined)
          return { value: this.tree.output(inModule(this.path, `module.${second}`), third), used: 3 };
        return { value: this.kept(`module.${second}`, () => this.wholeCall(second)), used: 2 };
      }
      default: {
        const used = head === "data" ? 3 : 2;
        const block = this.module.blocks.get(path.slice(0, used).join("."));
        return block && { value: this.kept(block.address, () => this.wholeBlock(block)), used };
      }
    }
  }

  /** The values of an output, by its sources. */
  output(name: string): Term {
    const body = ownEntry(this.module.source.outputs, name);
    const value = ownEntry(objectOf(body), "value");
    if (value === undefined) throw new NotUnderstood(`output ${name}`);
    return this.kept(`output.${name}`, () => evaluateJson(value, this, this));
  }

  /** An argument of an instance of a block; undefined where the sources have no such block or instance. */
  argument(name: string, index: string | number | undefined, argument: string): Term | undefined {
    const block = this.module.blocks.get(name);
    if (!block) return undefined;
    // Asked for first, so that the instances of both are compared.
    if (this.kept(block.address, () => this.wholeBlock(block)) instanceof Unknown && index !== undefined)
      return undefined;
    const scope = withNames(this, namesOf(this.repetitionOfBlock(block), index));
    const dynamic = asBodies(block.body.dynamic).flatMap((one) => ownEntry(one, argument) ?? []);
    const own = ownEntry(block.body, argument);
    if (own === undefined && dynamic.length === 0) return undefined;
    return this.tree.once(this.path, `${block.address}${formatIndex(index)}.${argument}`, () =>
      evaluateArgument(
        own === undefined ? undefined : evaluateJson(own, scope, this),
        dynamic.length === 0 ? undefined : expandDynamic(argument, dynamic, scope, this),
      ),
    );
  }

  /** The names that a call gives to one instance of what it calls; undefined where it calls nothing of that name. */
  callerOf(name: string, index: string | number | undefined): Caller | undefined {
    const body = ownEntry(this.module.source.calls, name);
    return body === undefined
      ? undefined
      : { scope: this, body: objectOf(body), names: namesOf(this.repetitionOfCall(name), index) };
  }

  private kept(what: string, run: () => Term): Term {
    let known = this.known.get(what);
    if (known === undefined) {
      known = this.tree.once(this.path, what, () => this.understood(what, run));
      this.known.set(what, known);
    }
    return known;
  }

  private place(what: string): Term {
    if (what === "root") return textTerm(".");
    return what === "module" ? textTerm(this.module.source.dir) : lost(`path.${what}`);
  }

  private local(name: string): Term {
    const json = ownEntry(this.module.source.locals, name);
    if (json === undefined) throw new NotUnderstood(`local.${name}`);
    return evaluateJson(json, this, this);
  }

  private input(name: string): Term {
    const body = ownEntry(this.module.source.variables, name);
    if (body === undefined) throw new NotUnderstood(`var.${name}`);
    const { type, nullable, default: fallback, ephemeral } = objectOf(body);
    if (ephemeral !== undefined && ephemeral !== false) return lost(`var.${name}`);
    const given = this.passed(name);
    const isNull = given !== undefined && !(given instanceof Unknown) && given.kind === "null";
    const value =
      given === undefined || (isNull && nullable === false)
        ? fallback === undefined
          ? lost(`var.${name}`)
          : evaluateJson(fallback, this, this)
        : given;
    if (value instanceof Unknown) return value;
    if (typeof type === "string") return asInput(value, type, this);
    return type === undefined && this.caller === undefined ? loosened(value) : value;
  }

  private passed(name: string): Term | undefined {
    if (!this.caller) return this.tree.given(name);
    const { scope, body, names } = this.caller;
    const json: Json | undefined = ownEntry(body, name);
    return json === undefined ? undefined : evaluateJson(json, withNames(scope, names), scope);
  }

  private repetitionOfBlock(block: Block): Repetition {
    return this.repetition(block.address, block.body);
  }

  private repetitionOfCall(name: string): Repetition {
    const body = ownEntry(this.module.source.calls, name);
    if (body === undefined) throw new NotUnderstood(`module.${name}`);
    return this.repetition(`module.${name}`, objectOf(body));
  }

  private repetition(address: string, body: Body): Repetition {
    let known = this.repetitions.get(address);
    if (!known) {
      known = repetitionOf(body, (json) =>
        this.tree.once(this.path, `${address} (instances)`, () => evaluateJson(json, this, this)),
      );
      this.repetitions.set(address, known);
    }
    return known;
  }

  /** A block as expressions name it. Its instances are those of the plan, which the sources must have as well. */
  private wholeBlock(block: Block): Term {
    const repetition = this.repetitionOfBlock(block);
    const bare = inModule(this.path, block.address);
    const planned = this.tree.planned.ofBlock(bare);
    const own = keysOf(repetition)?.map((key) => bare + key);
    if (own && isSameSet(own, planned)) return wholeOf(repetition, own);
    // What is looked up may be left out of a plan.
    const isKnown = own !== undefined && block.mode === "managed" && this.tree.isComplete;
    if (isKnown) this.tree.disagree(withoutKeys(this.path), "other instances", block.address);
    const counted = Array.from(planned, (_, i) => bare + formatIndex(i));
    if (own || !this.tree.isComplete || (repetition.kind === "count" && !isSameSet(counted, planned)))
      return lost(block.address);
    return wholeOf(repetition, repetition.kind === "count" ? counted : planned);
  }

  private wholeCall(name: string): Term {
    const repetition = this.repetitionOfCall(name);
    const keys = keysOf(repetition);
    if (!keys) return lost(`module.${name}`);
    return wholeOf(
      repetition,
      keys.map((key) => inModule(this.path, `module.${name}`) + key),
    );
  }
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  const all = new Set(left);
  return all.size === new Set(right).size && right.every((one) => all.has(one));
}
