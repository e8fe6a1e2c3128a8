import { HIDDEN, type SecretLeaf } from "./masks";
import { SecretNames } from "./secret-names";
import { SecretNumbers } from "./secret-numbers";
import { isOneRange, SecretRanges } from "./ranges";
import { isIn, replaced, type Span } from "./spans";
import { SecretWords } from "./words";

/** What an input marks as sensitive, before it is known what follows from it. */
export interface Marked {
  /** Addresses of resources with a sensitive argument, with what is sensitive in each. */
  readonly owners: ReadonlyMap<string, ReadonlySet<SecretLeaf>>;
  readonly leaves: readonly SecretLeaf[];
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
/** What an address of a walk says after the resource's own. */
const BLOCK = /(?:\.\w+\[\d+\]| \([^)]*\))$/;
/** Longer texts hold too many addresses to be anybody's in particular. */
const LONGEST = 1 << 16;

/**
 * What may not be shown: the sensitive values of an input, wherever they turn up, and what follows from them. It is made
 * where the input is read and goes along with the graph and the topology; the judge judges with the true values, and
 * whoever shows something asks here first. An input without sensitive values is shown as it is.
 */
export class Secrets {
  private readonly owners: Marked["owners"];
  private readonly closed = new Map<string, ReadonlySet<string>>();
  private readonly names: SecretNames;
  private readonly words: SecretWords;
  private readonly ranges = new SecretRanges();
  private readonly numbers = new SecretNumbers();
  readonly isEmpty: boolean;

  constructor(private readonly marked: Marked) {
    const { owners, leaves, addresses } = marked;
    this.owners = owners;
    // Without anything to hide nobody looks for names.
    this.names = new SecretNames(leaves.length > 0 ? addresses : []);
    this.words = new SecretWords(this.names.words);
    for (const leaf of new Set(leaves)) this.add(leaf);
    this.isEmpty = owners.size === 0 && this.words.isEmpty && this.ranges.isEmpty && this.numbers.isEmpty;
  }

  private add(leaf: SecretLeaf): void {
    if (typeof leaf === "number") return this.numbers.add(leaf);
    if (NUMBERS.test(leaf.trim())) return leaf.split("-").forEach((one) => this.numbers.add(Number(one)));
    if (leaf.length <= LONGEST) this.ranges.add(leaf);
    if (!isOneRange(leaf)) this.words.add(leaf);
  }

  /**
   * What neither this input nor another one may show.
   * @param names new addresses of this input's resources, by those that they have in it
   */
  joined(other: Secrets, names: ReadonlyMap<string, string> = new Map()): Secrets {
    if (this.isEmpty && other.isEmpty) return other;
    const owners = new Map(other.owners);
    for (const [address, leaves] of this.owners) {
      const name = names.get(address) ?? address;
      owners.set(name, new Set([...(owners.get(name) ?? []), ...leaves]));
    }
    const leaves = [...this.marked.leaves, ...other.marked.leaves];
    const addresses = [...this.marked.addresses, ...names.values(), ...other.marked.addresses];
    return new Secrets({ owners, leaves, addresses });
  }

  /** Whether any argument of the resource is sensitive, so that nothing worked out from its arguments may be shown. */
  holds(address: string): boolean {
    return this.owners.has(address);
  }

  /** A sentence, name or value without what may not be shown. */
  text(text: string): string {
    return this.isEmpty || text === "" ? text : this.without(text, []);
  }

  /**
   * What is told of the arguments of a resource, or of a block of it. Values that are everybody's, as `0.0.0.0/0`, the
   * first port, or a word that is a resource's name too, are hidden where they are sensitive there.
   */
  textOf(address: string, text: string): string {
    const own = this.closedOf(address);
    return own.size === 0 || text === "" ? this.text(text) : this.without(text, ownSpans(text, own));
  }

  /** Sensitive values of the owner in small letters. */
  private closedOf(address: string): ReadonlySet<string> {
    const owner = this.owners.has(address) ? address : address.replace(BLOCK, "");
    let known = this.closed.get(owner);
    if (!known) {
      known = new Set([...(this.owners.get(owner) ?? [])].map((leaf) => String(leaf).trim().toLowerCase()));
      this.closed.set(owner, known);
    }
    return known;
  }

  private without(text: string, own: readonly Span[]): string {
    const found = [...own, ...this.ranges.spans(text), ...this.words.spans(text), ...this.numbers.spans(text)];
    if (found.length === 0) return text;
    const names = this.names.spans(text);
    const hidden = found.filter((span) => !isIn(names, span));
    return hidden.length === 0 ? text : replaced(text, hidden, HIDDEN).replace(SEVERAL, HIDDEN);
  }

  /** Data for output with every text in it as {@link text} shows it; the program's own words stay. */
  data<T>(data: T): T {
    return this.isEmpty ? data : (this.shown(data, "") as T);
  }

  /** A `text` beside an address tells of that resource. */
  private field(data: object, name: string, value: unknown): unknown {
    const { address } = data as { readonly address?: unknown };
    return name === "text" && typeof value === "string" && typeof address === "string"
      ? this.textOf(address, value)
      : this.shown(value, name);
  }

  private shown(data: unknown, key: string): unknown {
    if (typeof data === "string") return OWN_WORDS.has(key) ? data : this.text(data);
    // All other numbers count something.
    if (typeof data === "number" && key === "status") return this.numbers.has(data) ? HIDDEN : data;
    if (Array.isArray(data)) return data.map((item) => this.shown(item, key));
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, this.field(data, name, value)]));
  }
}

/** Parts of a text between blanks that are one of these values. */
function ownSpans(text: string, own: ReadonlySet<string>): Span[] {
  return [...text.matchAll(/[^\s,]+/g)].flatMap(({ 0: word, index }) =>
    own.has(word.toLowerCase()) ? [{ start: index, end: index + word.length }] : [],
  );
}

/** Nothing is marked as sensitive. */
export const NO_SECRETS = new Secrets({ owners: new Map(), leaves: [], addresses: [] });
