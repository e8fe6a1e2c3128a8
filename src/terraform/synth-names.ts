import { type Expression, NotUnderstood, parseTemplate } from "./expression";
import { InputFault } from "./input-fault";
import { asBodies, type Block, type Body } from "./synth-blocks";
import { type Reference, Unknown } from "./value";

/** Words with dots between them; what of them names a resource is looked up, since a pattern for it takes quadratic time. */
const DOTTED = /[\w.-]+/g;

/** The blocks of a configuration by their names, `type.name` or `data.type.name`. */
export class Blocks {
  private readonly byName = new Map<string, Block>();

  /** @throws InputFault when a name is defined twice */
  constructor(root: Body) {
    for (const mode of ["managed", "data"] as const)
      for (const types of asBodies(root[mode === "managed" ? "resource" : "data"]))
        for (const [type, named] of Object.entries(types))
          for (const names of asBodies(named))
            for (const [name, body] of Object.entries(names)) this.add({ mode, type, name }, asBodies(body)[0]);
  }

  private add({ mode, type, name }: Pick<Block, "mode" | "type" | "name">, body: Body | undefined): void {
    if (!body || type === "//" || name === "//") return;
    const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
    if (this.byName.has(address))
      throw new InputFault("defined-twice", `${address} is defined twice; keep one of the two`);
    this.byName.set(address, { mode, type, name, address, body });
  }

  get(name: string): Block | undefined {
    return this.byName.get(name);
  }

  all(): Block[] {
    return [...this.byName.values()];
  }

  /**
   * Every resource that a text names, for what can't be evaluated.
   * @param spend is told of the work that each block makes
   */
  mentions(text: string, spend: (steps: number) => void): Reference[] {
    const found = new Set<string>();
    const blocks = [...text.matchAll(DOTTED)].flatMap(([dotted]) => this.named(dotted.split(".")));
    for (const block of new Set(blocks)) {
      const instances = block.instances && !(block.instances instanceof Unknown) ? block.instances : [];
      spend(1 + (instances.length >> 3));
      if (instances.length === 0) found.add(block.address);
      for (const instance of instances) found.add(instance.address);
    }
    return [...found].map((address) => ({ address, attribute: "" }));
  }

  /** The blocks that neighbouring words name. */
  private named(words: readonly string[]): Block[] {
    return words.flatMap((word, i) => {
      const name = `${word}.${words[i + 1]}`;
      const block = this.byName.get(words[i - 1] === "data" ? `data.${name}` : name);
      return block ? [block] : [];
    });
  }
}

/** Templates, each of which is parsed once. */
export class Templates {
  private readonly known = new Map<string, Expression | NotUnderstood>();

  /** @throws NotUnderstood for what the reader knows nothing of */
  of(text: string): Expression {
    let parsed = this.known.get(text);
    if (!parsed) {
      try {
        parsed = parseTemplate(text);
      } catch (error) {
        if (!(error instanceof NotUnderstood)) throw error;
        parsed = error;
      }
      this.known.set(text, parsed);
    }
    if (parsed instanceof NotUnderstood) throw parsed;
    return parsed;
  }
}
