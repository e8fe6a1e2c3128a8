import { lastAddress, parseCidr, isCidrFault, parseIpv4 } from "../../../src/ipv4";

/** What must not be read anywhere, in every way in which it may be written. */
export interface Canary {
  readonly where: string;
  readonly value: string | number;
}

/** A word that a text holds and nothing else does. */
const WORD = /zq\d+k/gi;
/** With dots, or as in a host name of AWS; a resource's own name may have dashes in it, and is no secret. */
const QUAD = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)|(?<=ip-)\d{1,3}(?:-\d{1,3}){3}(?!\d)/g;
const NUMBER = /(?<![\w.])\d{4,5}(?!\w|\.\d)/g;
const IPV6 = /2a05:[0-9a-f:]+[0-9a-f]/gi;

/** Finds canaries in what was written. */
export class Watch {
  private readonly words = new Map<string, string>();
  private readonly addresses = new Map<number, string>();
  private readonly numbers = new Map<number, string>();
  private readonly ranges: { readonly first: number; readonly last: number; readonly where: string }[] = [];

  constructor(canaries: readonly Canary[]) {
    for (const { where, value } of canaries) this.add(where, value);
  }

  private add(where: string, value: string | number): void {
    for (const [word] of String(value).matchAll(WORD)) this.words.set(word.toLowerCase(), where);
    for (const [text] of String(value).matchAll(IPV6)) this.words.set(text.toLowerCase(), where);
    if (typeof value === "number" || /^\d+$/.test(value)) {
      const number = Number(value);
      // Smaller ones are many a count, and the two ends bound every rule.
      if (number >= 1000 && number < 65_535)
        for (const near of [number - 1, number, number + 1]) this.numbers.set(near, where);
    } else this.addRange(where, value);
  }

  private addRange(where: string, value: string): void {
    const address = parseIpv4(value);
    const range = parseCidr(value);
    if (address !== undefined) for (const near of [address - 1, address, address + 1]) this.addresses.set(near, where);
    else if (!isCidrFault(range) && range.length > 0) {
      const [first, last] = [range.base, lastAddress(range)];
      for (const edge of [first - 1, first, first + 1, last - 1, last, last + 1]) this.addresses.set(edge, where);
      this.ranges.push({ first, last, where });
    }
  }

  /** What of the output tells a canary: the canary's place and the words that tell it. */
  in(output: string): string[] {
    const found: string[] = [];
    const note = (where: string | undefined, text: string): void =>
      void (where !== undefined && found.push(`${where}: ${text}`));
    for (const [word] of output.matchAll(WORD)) note(this.words.get(word.toLowerCase()), word);
    for (const [text] of output.matchAll(IPV6)) note(this.words.get(text.toLowerCase()), text);
    for (const [text] of output.matchAll(QUAD)) {
      const address = text.split(/[.-]/).reduce((sum, octet) => sum * 256 + Number(octet), 0);
      note(
        this.addresses.get(address) ??
          this.ranges.find(({ first, last }) => first <= address && address <= last)?.where,
        text,
      );
    }
    if (this.numbers.size > 0)
      for (const { 0: text, index } of output.matchAll(NUMBER))
        note(this.numbers.get(Number(text)), output.slice(Math.max(0, index - 30), index + 10));
    return [...new Set(found)];
  }
}
