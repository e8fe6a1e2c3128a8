import fc from "fast-check";
import { readRouter, walkFirst } from "../../src/linux-router";
import { Dice } from "../lab/dice";
import { RandomRouter, type Sent } from "./random-ruleset";
import { datagrams, INTERFACES, SAMPLE } from "./sample";
import { routerOf, thereAndBack } from "./told";

const PROTOCOLS = { 1: "icmp", 6: "tcp", 17: "udp" } as const;

/** What becomes of packets; lines that drop are spelled as they are, so they don't count. */
function answers(script: string, packets: readonly Sent[]): string[] {
  const router = routerOf(script, INTERFACES);
  return packets.flatMap(({ device, src, dst, protocol, sport, dport }) => {
    const asked = { from: src, to: dst, protocol: PROTOCOLS[protocol], port: dport, sourcePort: sport };
    return thereAndBack(router, device, datagrams(asked)).map((one) => one.replace(/(dropped|undecided).*/, "$1"));
  });
}

/** Other spellings of a part of a script that mean the same. */
const SPELLINGS: readonly (readonly [string, (text: string) => string])[] = [
  ["a set of one", (text) => text.replace(/dport (\d+)(?= )/g, "dport { $1 }")],
  [
    "an operator",
    (text) => text.replace(/ip saddr (?=[\d{])/g, "ip saddr == ").replace(/dport (?=[\d{])/g, "dport eq "),
  ],
  ["the other word for not", (text) => text.replaceAll(" != ", " ne ")],
  ["names in quotes", (text) => text.replace(/iifname (ens\d)/g, 'iifname "$1"')],
  ["meta before names", (text) => text.replace(/(?<!meta )\b(iifname|oifname)\b/g, "meta $1")],
  ["older names", (text) => text.replaceAll("ens5", "eth0").replaceAll("ens6", "eth1")],
  ["numbers of protocols", (text) => text.replace(/l4proto tcp/g, "l4proto 6").replace(/l4proto icmp/g, "l4proto 1")],
  ["numbers of types", (text) => text.replaceAll("echo-request", "8")],
  ["comments and blank lines", (text) => text.replace(/^( {4}\S.*)$/gm, "$1 # as it is\n")],
  ["semicolons at the ends", (text) => text.replace(/^( {4}[^t].*[^;])$/gm, "$1;")],
  ["lines that go on", (text) => text.replace(/^( {4}\S+) (.*)$/gm, "$1 \\\n      $2")],
  ["states in a set", (text) => text.replace("state established,related", "state { related, established }")],
  ["maps from behind", (text) => text.replace(/map \{ (\S+ : \S+), (\S+ : \S+) \}/g, "map { $2, $1 }")],
  [
    "priorities as numbers",
    (text) => text.replace("priority dstnat", "priority -100").replace("priority srcnat", "priority 100"),
  ],
  ["counters", (text) => text.replace(/ (accept|drop|masquerade)$/gm, " counter $1")],
  ["logs", (text) => text.replace(/ (accept|drop)$/gm, ' log prefix "x: " level info $1')],
  ["comments of rules", (text) => text.replace(/ (accept|drop|return)$/gm, ' $1 comment "as it is"')],
];

test("a ruleset in other words gives the same answers", () => {
  const all = fc.subarray(
    SPELLINGS.map(([name]) => name),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(fc.nat(), all, (seed, names) => {
      const random = new RandomRouter(new Dice(seed));
      const [script, packets] = [random.script(), random.packets(12)];
      if (readRouter(script, INTERFACES).kind === "unread") return;
      const other = SPELLINGS.filter(([name]) => names.includes(name)).reduce(
        (text, [, change]) => change(text),
        script,
      );
      expect(answers(other, packets)).toEqual(answers(script, packets));
    }),
    { numRuns: 150 },
  );
});

test("whatever is written is read or given up on, and packets are walked to an end", () => {
  const packets = datagrams({ from: "0.0.0.0/0", to: "0.0.0.0/0" });
  const pieces = [
    "{",
    "}",
    "$(",
    ")",
    "'",
    '"',
    "<<EOF",
    "\n",
    ";",
    "&&",
    "|",
    "map",
    "vmap",
    "jump",
    "jump forward",
    "0/0",
    "-",
    "\\",
    "`",
    "${",
    "@x",
    "ip",
    "nft",
    "",
  ];
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          at: fc.nat(SAMPLE.length),
          cut: fc.nat(12),
          put: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      (edits) => {
        const script = edits.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), SAMPLE);
        const reading = readRouter(script, INTERFACES);
        if (reading.kind === "unread") return;
        const outcomes = [0, 1].flatMap((device) => walkFirst(reading.router, device, packets));
        expect(outcomes.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1500 },
  );
});
