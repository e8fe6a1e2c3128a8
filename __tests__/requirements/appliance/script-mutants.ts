import { cidrAround, formatCidr, isCidrFault, parseCidr } from "../../../src/ipv4";

/** A boot script with one line left out, or one word of it bent. */
export interface ScriptMutant {
  /** `-line` for one that is left out, `old -> new in line` for others. */
  readonly name: string;
  readonly script: string;
}

/** Words that mean something else with one of the others in their place. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  $inner: ["$outer"],
  $outer: ["$inner"],
  accept: ["drop"],
  ack: ["psh", "syn"],
  daddr: ["saddr"],
  dnat: ["snat"],
  drop: ["accept"],
  dstnat: ["srcnat"],
  "echo-request": ["echo-reply", "timestamp-request"],
  "established,related": ["established", "related", "new"],
  filter: ["nat"],
  "fin,syn,rst,ack": ["fin,rst,ack", "syn,ack", "fin,syn,rst"],
  forward: ["input", "output"],
  iif: ["oif"],
  iifname: ["oifname"],
  inner: ["outer"],
  input: ["forward"],
  ip: ["ip6"],
  nat: ["filter"],
  oifname: ["iifname"],
  outer: ["inner"],
  postrouting: ["input"],
  prerouting: ["output"],
  saddr: ["daddr"],
  snat: ["dnat"],
  srcnat: ["dstnat"],
  tcp: ["udp"],
  udp: ["tcp"],
};

/** What says where output goes, options and the script's own name are no values. */
const WORD = /(?<![$-])(?<!\/[a-z0-9./-]*)(?:\d+\.\d+\.\d+\.\d+(?:\/\d+)?|\d+-\d+|\d+|\$?[a-z][a-z0-9_,-]*)(?!>)/g;

function ofNumber(text: string): string[] {
  const value = Number(text);
  return [String(value + 1), ...(value > 0 ? [String(value - 1)] : [])];
}

function ofRange(text: string): string[] {
  const block = parseCidr(text);
  if (isCidrFault(block)) return [];
  const beside = formatCidr(cidrAround(block.base + 2 ** (32 - block.length), block.length));
  const wider = formatCidr(cidrAround(block.base, block.length - 1));
  return [wider, formatCidr({ base: block.base, length: block.length + 1 }), beside];
}

/** What may stand in a word's place, and is wrong. */
function wrongFor(word: string): readonly string[] {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(word)) return [word.replace(/\d+$/, (last) => String(Number(last) + 1))];
  if (word.includes("/")) return ofRange(word);
  if (/^\d+-\d+$/.test(word)) return [word.replace(/\d+$/, (last) => String(Number(last) + 1))];
  if (/^\d+$/.test(word)) return ofNumber(word);
  return OTHERS[word] ?? [];
}

/** Every line in turn left out, and every word in turn bent, comments aside. */
export function* mutantsOfScript(script: string): Generator<ScriptMutant> {
  const lines = script.split("\n");
  for (const [i, line] of lines.entries()) {
    if (line.trim() === "" || /^\s*#(?!!)/.test(line)) continue;
    const withLine = (...put: readonly string[]): string =>
      [...lines.slice(0, i), ...put, ...lines.slice(i + 1)].join("\n");
    yield { name: `-${line.trim()}`, script: withLine() };
    for (const found of line.matchAll(WORD))
      for (const wrong of wrongFor(found[0])) {
        const bent = line.slice(0, found.index) + wrong + line.slice(found.index + found[0].length);
        yield { name: `${found[0]} -> ${wrong} in ${line.trim()}`, script: withLine(bent) };
      }
  }
}
