import { readRouter, walkFirst, walkStray } from "../../src/linux-router";
import { datagrams, INTERFACES, SAMPLE } from "./sample";
import { thereAndBack, told } from "./told";

const ALL = { port: undefined, sourcePort: undefined };
const CLIENTS = "10.64.0.0/24";
const SERVERS = "10.64.0.0/24";

/** Everything that somebody could ask about the sample, as one text: packets, answers, and answers to nothing. */
function answers(script: string): string {
  const reading = readRouter(script, INTERFACES);
  if (reading.kind === "unread") return `unread: ${reading.unread.why} ${reading.unread.line?.text ?? ""}`;
  const { router } = reading;
  const protocols = ["tcp", "udp", "icmp"] as const;
  const asked = protocols.flatMap((protocol) =>
    [
      ...thereAndBack(router, 0, datagrams({ from: CLIENTS, to: "100.64.1.0/24", protocol, ...ALL })),
      ...thereAndBack(router, 1, datagrams({ from: SERVERS, to: "100.64.2.0/24", protocol, ...ALL })),
      ...thereAndBack(router, 0, datagrams({ from: "0.0.0.0/0", to: "0.0.0.0/0", protocol, ...ALL })),
      ...thereAndBack(router, 1, datagrams({ from: "0.0.0.0/0", to: "0.0.0.0/0", protocol, ...ALL })),
      ...walkFirst(router, 0, datagrams({ from: CLIENTS, to: "10.0.4.4", protocol, ...ALL })).map(told),
      ...walkStray(router, 1, datagrams({ from: SERVERS, to: "100.64.2.0/24", protocol, sourcePort: 5432 })).map(told),
    ].map((one) => `${protocol} ${one}`),
  );
  // A line that drops may move; what it drops may not.
  return asked
    .map((one) => one.replace(/dropped: .*/, "dropped"))
    .sort()
    .join("\n");
}

interface Mutant {
  readonly name: string;
  readonly script: string;
}

const LINES = SAMPLE.split("\n");

function withLine(number: number, line: string | undefined): string {
  return LINES.flatMap((one, i) => (i !== number ? [one] : line === undefined ? [] : [line])).join("\n");
}

/** Words that another one could stand for. */
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/\baccept\b/, "drop"],
  [/\bdrop\b/, "accept"],
  [/\$inner\b/, "$outer"],
  [/\$outer\b/, "$inner"],
  [/\bsaddr\b/, "daddr"],
  [/\bdaddr\b/, "saddr"],
  [/\bdnat\b/, "snat"],
  [/\bsnat\b/, "dnat"],
  [/\btcp\b/, "udp"],
  [/\budp\b/, "tcp"],
  [/\bestablished\b/, "new"],
  [/\biifname\b/, "oifname"],
  [/\boifname\b/, "iifname"],
  [/\bprefix to\b/, "to"],
  [/\becho-request\b/, "echo-reply"],
  [/\bhook prerouting\b/, "hook postrouting"],
  [/\bhook postrouting\b/, "hook prerouting"],
  [/\bhook forward\b/, "hook input"],
  [/\btype filter\b/, "type nat"],
  [/\btype nat\b/, "type filter"],
  [/\bct status dnat /, ""],
  [/\bip saddr 10.64.0.0\/24 /, ""],
  [/\bip daddr 10.64.0.0\/24 /, ""],
  [/\btcp dport \{ 5432 \} /, ""],
];

const FIRST_OF_INPUT = LINES.findIndex((line) => line.includes("chain input"));
/** A line of the chain input. */
const INPUT = { test: (name: string): boolean => Number.parseInt(name) > FIRST_OF_INPUT };

/** Every line left out, every number bent, every word that has another one exchanged. */
function mutants(): Mutant[] {
  const all: Mutant[] = [];
  LINES.forEach((line, i) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const add = (what: string, script: string): void =>
      void all.push({ name: `${i + 1}: ${line.trim()} | ${what}`, script });
    add("left out", withLine(i, undefined));
    for (const { 0: number, index } of line.matchAll(/\d+/g)) {
      const bent = number === "0" ? "1" : String(Number(number) - 1);
      add(
        `${number} at ${index} is ${bent}`,
        withLine(i, line.slice(0, index) + bent + line.slice(index + number.length)),
      );
    }
    for (const [from, to] of SWAPS) {
      const found = from.exec(line);
      if (found)
        add(
          `${found[0]} is ${to === "" ? "gone" : to}`,
          withLine(
            i,
            line.replace(from, () => to),
          ),
        );
    }
  });
  return all;
}

const EQUAL = "it means the same: host bits are cleared";
const REDUNDANT = "what was translated has such an address in any case";
/** Mutants that nothing asked shows, with the reason why. */
const UNSEEN: readonly (readonly [Pick<RegExp, "test">, string])[] = [
  [/: set -euo pipefail \| left out/, "no command of the sample fails"],
  [/: \[ "\$0" -ef /, "what becomes of a reboot is not asked: the script runs at the first boot in any case"],
  [/: command -v nft /, "the image may have nft; where it has not, the script fails and says so"],
  [/: until ip /, "it only waits"],
  [/: ip link set dev /, "how long packets may be is not asked"],
  [/: ip rule del priority /, "at the first boot there is nothing to take away"],
  [/: delete table ip appliance \| left out/, "at the first boot there is nothing to take away"],
  [/: ip rule add iif .* \| \d+ at \d+ is \d+$/, "the order of rules for two interfaces decides nothing"],
  [/ map \{ .* \| 0 at (?:60|61|76) is 1$/, EQUAL],
  [/: iifname .* accept \| 0 at (?:66|88) is 1$/, EQUAL],
  [/: iifname \$outer dnat .* \| 24 at 78 is 23$/, "the longer part of the range has the same bits there"],
  [
    /: oifname .* snat .* \| 24 at (?:62|78) is 23$/,
    "what else it maps the chain forward drops, and the bits are the same",
  ],
  [/priority srcnat; policy accept; \| accept is drop$/, "all that is let through has a rule"],
  [/: iifname .* accept \| (?:24 at 90 is 23|daddr is saddr|ip daddr .* is gone)$/, REDUNDANT],
  [/: type filter hook forward priority mangle|: chain clamp|: tcp flags syn/, "nothing in this chain decides"],
  [/: limit rate /, "what is logged is not asked"],
  [INPUT, "what the router itself takes is not asked"],
];

test("every line and every value of the sample counts, or it is said why not", () => {
  const expected = answers(SAMPLE);
  const all = mutants();
  expect(all.length).toBeGreaterThan(150);
  const survivors = all.filter(({ script }) => answers(script) === expected).map(({ name }) => name);
  const unexplained = survivors.filter((name) => !UNSEEN.some(([pattern]) => pattern.test(name)));
  expect(unexplained).toEqual([]);
  // No reason without somebody who needs it.
  expect(UNSEEN.filter(([pattern]) => !survivors.some((name) => pattern.test(name))).map(([, why]) => why)).toEqual([]);
});
