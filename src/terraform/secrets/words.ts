import { isWhole, isWordAt, type Span } from "./spans";

/**
 * Words of Terraform, AWS and this program that a sensitive value often is (a whole block is marked because of one
 * argument in it), and that tell nobody anything. Sentences would be mangled without them.
 */
const COMMON: ReadonlySet<string> = new Set(
  [
    "true false null all any none no yes on off self default allow deny accept reject pass enable enabled disable",
    "disabled tcp udp icmp icmpv6 ah esp http https http1 http2 grpc tls ssl tcp_udp ipv4 ipv6 ip instance lambda alb nlb",
    "forward redirect fixed-response application network gateway interface private public zonal regional",
    "traffic-port open active available pending vpc peering vpn egress ingress inbound outbound the and not for with",
    "from this that are has have one two name id type",
    // What this program says of networks, flows and plans.
    "internet anywhere unknown allowed denied broken holds opened undecided host hosts node peering endpoint attachment",
    "route routes table subnet subnets zone group groups security acl rule rules listener target targets source",
    "destination port ports address addresses range packet packets flow flows create update replace delete destroy",
    "change changed added removed resource module data input output admits arrives leaves verdict plan state value",
    "password",
  ].flatMap((line) => line.split(" ")),
);
/** Several of them, with nothing but blanks between: `any port`, `the internet`. */
function isCommon(text: string): boolean {
  return text.split(" ").every((word) => COMMON.has(word));
}
/** A text of fewer characters is hidden where it stands alone. */
const SHORTEST = 3;
/** Of a text that is cut off, this much must be seen to know it again. */
const SHORTEST_CUT = 4;
const LONGEST_CUT = 400;
const CUT = /…|\.\.\./g;
const PIECE = /[\p{L}\p{N}_]+/gu;

interface Entry {
  readonly text: string;
  /** Where the word stands in it by which it is looked for. */
  readonly at: number;
}

/** In small letters, of the same length: what has a longer small form stays. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text].map((one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one)).join("");
}

/** How a text may be written: on one line, as JSON, in a URL. */
function spellingsOf(text: string): string[] {
  const flat = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const spellings = [text, flat, JSON.stringify(text).slice(1, -1)];
  try {
    spellings.push(encodeURI(text), encodeURIComponent(text));
  } catch {
    // Half a character can't be in a URL.
  }
  return [...new Set(spellings)].filter((one) => one.trim() !== "");
}

/** Fixed parts of a pattern of hosts or paths: an example of it holds them. */
function piecesOf(pattern: string): string[] {
  return /[*?]/.test(pattern) ? pattern.split(/[*?]+/).filter((piece) => piece.length >= SHORTEST_CUT) : [];
}

/** What is left between characters that steer a terminal or aren't seen: however they are shown, these are not. */
function visibleParts(text: string): string[] {
  const parts = text.split(/[\p{Cf}\p{Zl}\p{Zp}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+/u);
  return parts.length > 1 ? parts.filter((part) => part.trim().length >= SHORTEST_CUT) : [];
}

/** Host and path of a URL, which are shown apart. */
function partsOf(url: string): string[] {
  if (!url.includes("://") || !URL.canParse(url)) return [];
  const { host, hostname, pathname, search } = new URL(url);
  return [host, hostname, pathname, search].filter((part) => part.length >= SHORTEST_CUT);
}

/** Texts that may not be shown, found as whole words whatever their case, in time that grows with what is read. */
export class SecretWords {
  private readonly entries = new Map<string, Entry[]>();
  private readonly known = new Set<string>();
  private sorted: string[] | undefined;
  /** Texts of which no word can be looked for, or that are too short for it. */
  private readonly alone = new Set<string>();

  /** @param free words that are shown anyway, such as names of resources */
  constructor(private readonly free: ReadonlySet<string> = new Set()) {}

  get isEmpty(): boolean {
    return this.known.size === 0 && this.alone.size === 0;
  }

  add(text: string): void {
    const lower = text.trim().toLowerCase();
    if (lower === "" || isCommon(lower) || this.free.has(text)) return;
    for (const one of [text, ...piecesOf(text), ...partsOf(text), ...visibleParts(text)])
      spellingsOf(one).forEach((spelling) => this.put(spelling));
  }

  private put(spelling: string): void {
    const text = lowered(spelling);
    const words = [...text.matchAll(PIECE)];
    const longest = words.reduce((a, b) => (b[0].length > (a?.[0].length ?? 0) ? b : a), words[0]);
    if (!longest || text.length < SHORTEST) {
      this.alone.add(spelling.trim());
      return;
    }
    if (this.known.has(text)) return;
    this.known.add(text);
    this.sorted = undefined;
    const entry = { text, at: longest.index };
    const list = this.entries.get(longest[0]);
    if (list) list.push(entry);
    else this.entries.set(longest[0], [entry]);
  }

  /** What of a text is one of these. */
  spans(text: string): readonly Span[] {
    if (this.isEmpty) return [];
    if (this.alone.has(text.trim())) return [{ start: 0, end: text.length }];
    const searched = lowered(text);
    const found = this.alone.size > 0 ? this.quoted(text) : [];
    for (const { 0: word, index } of searched.matchAll(PIECE))
      for (const { text: secret, at } of this.entries.get(word) ?? []) {
        const start = index - at;
        const span = wholeAt(searched, secret, start);
        if (span) found.push(span);
      }
    for (const { index } of searched.matchAll(CUT)) found.push(...this.cutAt(searched, index));
    return found;
  }

  /** Beginnings of secrets that end where a text was cut off there. */
  private cutAt(text: string, end: number): Span[] {
    this.sorted ??= [...this.known].sort();
    const found: Span[] = [];
    for (let start = Math.max(0, end - LONGEST_CUT); start <= end - SHORTEST_CUT; start++) {
      if (isWordAt(text, start) && isWordAt(text, start - 1)) continue;
      const part = text.slice(start, end);
      if (firstFrom(this.sorted, part)?.startsWith(part)) found.push({ start, end });
    }
    return found;
  }

  /** Short texts between quotes or backquotes. */
  private quoted(text: string): Span[] {
    return [...text.matchAll(/(["'`])([^"'`]{1,40})\1/g)].flatMap(({ 2: inner = "", index }) =>
      this.alone.has(inner) ? [{ start: index + 1, end: index + 1 + inner.length }] : [],
    );
  }
}

/** Where a secret stands whole at this place of a text. */
function wholeAt(text: string, secret: string, start: number): Span | undefined {
  if (start < 0 || !text.startsWith(secret, start)) return undefined;
  const span = { start, end: start + secret.length };
  return isWhole(text, span) ? span : undefined;
}

/** The first of sorted texts that doesn't come before this one. */
function firstFrom(sorted: readonly string[], text: string): string | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}
