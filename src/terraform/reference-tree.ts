/** One step of a reference with all that go on behind it. */
type Steps = Map<string, Steps>;

/** `a.b[0].c` -> `a`, `.b`, `[0]`, `.c` */
const STEP = /[.[]?[^.[]*/y;

/** The steps of references, so that one that is only the beginning of another is found without comparing all with all. */
class ReferenceTree {
  private readonly root: Steps = new Map();

  /** Adds a reference. @returns whether one that was added before goes on behind it */
  add(reference: string): boolean {
    let at = this.root;
    for (STEP.lastIndex = 0; STEP.lastIndex < reference.length;) {
      const [step] = STEP.exec(reference) ?? [""];
      let next = at.get(step);
      if (!next) at.set(step, (next = new Map<string, Steps>()));
      at = next;
    }
    return at !== this.root && at.size > 0;
  }
}

/** The references without those that an earlier one begins with: a plan lists `a.b.c`, then `a.b`. */
export function withoutPrefixes(references: readonly string[]): string[] {
  const tree = new ReferenceTree();
  return references.filter((reference) => !tree.add(reference));
}
