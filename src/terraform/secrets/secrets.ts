import { HIDDEN, type Leaf } from "./masks";
import { Names } from "./names";
import { SecretNumbers } from "./numbers";
import { isOneRange, SecretRanges } from "./ranges";
import { isIn, replaced } from "./spans";
import { SecretWords } from "./words";

/** What an input marks as sensitive, before it is known what follows from it. */
export interface Marked {
  /** Addresses of resources with a sensitive argument. */
  readonly owners: ReadonlySet<string>;
  readonly leaves: readonly Leaf[];
  /** Addresses of all resources. */
  readonly addresses: Iterable<string>;
}

/** Keys under which this program's own words stand in what it prints as JSON. */
const OWN_WORDS: ReadonlySet<string> = new Set(
  "verdict expected code kind action order verb exists direction mark proof".split(" "),
);

/** Several in a row, and how many more there are: that tells how long a range is. */
const SEVERAL = /\(sensitive\)(?:(?:, | \+ |-)\(sensitive\))*(?:,? and \d+ more)?/g;
/** `8000-8100`, `8123`. */
const NUMBERS = /^\d{1,9}(?:-\d{1,9})?$/;
/** Longer texts hold too many addresses to be anybody's in particular. */
const LONGEST = 1 << 16;

/**
 * What may not be shown: the sensitive values of an input, wherever they turn up, and what follows from them. It is made
 * where the input is read and goes along with the graph and the topology; the judge judges with the true values, and
 * whoever shows something asks here first. An input without sensitive values is shown as it is.
 */
export class Secrets {
  private readonly owners: ReadonlySet<string>;
  private readonly names: Names;
  private readonly words: SecretWords;
  private readonly ranges = new SecretRanges();
  private readonly numbers = new SecretNumbers();
  readonly isEmpty: boolean;

  constructor({ owners, leaves, addresses }: Marked) {
    this.owners = owners;
    // Without anything to hide nobody looks for names.
    this.names = new Names(leaves.length > 0 ? addresses : []);
    this.words = new SecretWords(this.names.words);
    for (const leaf of new Set(leaves)) this.add(leaf);
    this.isEmpty = owners.size === 0 && this.words.isEmpty && this.ranges.isEmpty && this.numbers.isEmpty;
  }

  private add(leaf: Leaf): void {
    if (typeof leaf === "number") return this.numbers.add(leaf);
    if (NUMBERS.test(leaf.trim())) return leaf.split("-").forEach((one) => this.numbers.add(Number(one)));
    if (leaf.length <= LONGEST) this.ranges.add(leaf);
    if (!isOneRange(leaf)) this.words.add(leaf);
  }

  /** Whether any argument of the resource is sensitive, so that nothing worked out from its arguments may be shown. */
  holds(address: string): boolean {
    return this.owners.has(address);
  }

  /** A sentence, name or value without what may not be shown. */
  text(text: string): string {
    if (this.isEmpty || text === "") return text;
    const ranges = this.ranges.spans(text);
    const found = [...ranges, ...this.words.spans(text), ...this.numbers.spans(text)];
    if (found.length === 0) return text;
    const names = this.names.spans(text);
    const hidden = found.filter((span) => !isIn(names, span));
    return hidden.length === 0 ? text : replaced(text, hidden, HIDDEN).replace(SEVERAL, HIDDEN);
  }

  /** Data for output with every text in it as {@link text} shows it; the program's own words stay. */
  data<T>(data: T): T {
    return this.isEmpty ? data : (this.shown(data, "") as T);
  }

  private shown(data: unknown, key: string): unknown {
    if (typeof data === "string") return OWN_WORDS.has(key) ? data : this.text(data);
    // All other numbers count something.
    if (typeof data === "number" && key === "status") return this.numbers.has(data) ? HIDDEN : data;
    if (Array.isArray(data)) return data.map((item) => this.shown(item, key));
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, this.shown(value, name)]));
  }
}

/** Nothing is marked as sensitive. */
export const NO_SECRETS = new Secrets({ owners: new Set(), leaves: [], addresses: [] });
