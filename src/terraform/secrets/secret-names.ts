import { parseAddress } from "../resource-address";
import { type Span } from "./spans";

/** `module.network`, `aws_vpc.client`, `data.aws_vpc.client`. */
const START = /(?<![\w.-])(?:module\.[\w-]+|(?:data\.)?[A-Za-z]\w*\.[\w-]+)/g;
const NEXT = /\.(?:module\.[\w-]+|(?:data\.)?[A-Za-z]\w*\.[\w-]+)/y;
/** A block of a resource, as a walk names it: `.ingress[0]`. */
const BLOCK = /\.(?:route|ingress|egress)\[\d+\]/y;
/** A name with an index, as pictures show it: `web["a"]`. */
const INDEXED = /(?<![\w.-])([\w-]+)\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g;
const INDEX = /\[(?:\d+|"(?:[^"\\]|\\.)*")\]/y;

/**
 * Names of resources, which are no secrets: Terraform refuses sensitive keys of `for_each`, and everything else of an
 * address is written in the configuration.
 */
export class SecretNames {
  private readonly blocks = new Set<string>();
  /** Names alone, as pictures show them. */
  readonly words = new Set<string>();

  constructor(addresses: Iterable<string>) {
    for (const address of addresses) this.add(address);
  }

  private add(address: string): void {
    const parsed = parseAddress(address);
    if (!parsed) return;
    this.blocks.add(`${parsed.mode === "data" ? "data." : ""}${parsed.type}.${parsed.name}`);
    this.words.add(parsed.name);
    for (const [, name = ""] of parsed.module.matchAll(/module\.([\w-]+)/g)) {
      this.blocks.add(`module.${name}`);
      this.words.add(name);
    }
  }

  /** The addresses of resources in a text, and names with an index. */
  spans(text: string): readonly Span[] {
    if (this.blocks.size === 0) return [];
    return [...this.addressesIn(text), ...this.indexedIn(text)];
  }

  private indexedIn(text: string): Span[] {
    if (!text.includes("[")) return [];
    return [...text.matchAll(INDEXED)].flatMap(({ 0: all, 1: name = "", index }) =>
      this.words.has(name) ? [{ start: index, end: index + all.length }] : [],
    );
  }

  private addressesIn(text: string): Span[] {
    if (!text.includes(".")) return [];
    const found: Span[] = [];
    for (const { 0: head, index } of text.matchAll(START)) {
      if (found.length > 0 && index < found.at(-1)!.end) continue;
      if (this.blocks.has(head)) found.push({ start: index, end: this.endOf(text, index + head.length) });
    }
    return found;
  }

  /** Where an address ends of which the first step ends there. */
  private endOf(text: string, first: number): number {
    for (let end = first; ;) {
      INDEX.lastIndex = end;
      if (INDEX.test(text)) end = INDEX.lastIndex;
      NEXT.lastIndex = end;
      const [next] = NEXT.exec(text) ?? [];
      if (next === undefined || !this.blocks.has(next.slice(1))) {
        BLOCK.lastIndex = end;
        return BLOCK.test(text) ? BLOCK.lastIndex : end;
      }
      end += next.length;
    }
  }
}
