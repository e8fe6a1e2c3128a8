import { setHas } from "../../src/ip";
import { readRouter, walkFirst, walkReply } from "../../src/linux-router";
import { type flagsWhere } from "../../src/linux-router/tcp-segments";
import { describeWithLab } from "../support/lab";
import { kernelAnswers } from "./kernel";
import { type Sent } from "./random-ruleset";
import { datagrams, INTERFACES } from "./sample";
import { answersTo, routerOf, told } from "./told";

/** Ways to ask for flags that are read. */
const SPELLINGS = [
  ...["syn", "ack", "ecn", "cwr", "syn,ack", "syn, ack", "syn | ack", "(syn | ack)", "fin,psh,urg", "2", "0x12", "0"],
  ...["== syn", "eq syn", "!= syn", "ne syn", "== syn,ack", "!= syn,ack", "== fin|psh|urg", "== 0x12", "== 0"],
  ...["! syn", "! syn,ack", "not syn"],
  ...[
    "{ syn, ack }",
    "!= { syn, ack }",
    "{ syn | ack, ack }",
    "{ (syn | ack), 4 }",
    "== { syn }",
    "!= { syn }",
    "@named",
  ],
  ...["& syn == syn", "& syn != 0", "& (syn|ack) == ack", "& (syn|ack) != ack", "& (syn | ack) == syn | ack"],
  ...["& (syn | ack) == (syn | ack)", "& (syn | ack) == syn,ack", "& 0x12 == 0x10", "& 18 == 16", "& 0xff == syn"],
  ...["& (fin|syn|rst|psh|ack|urg) == 0x0", "& (syn|ack) == { syn, ack }", "& (syn|ack) != { syn, 0 }"],
  ...["syn / syn,ack", "!= syn / syn,ack", "== syn / syn,ack", "syn,ack / syn,ack", "ack / fin,syn,rst,ack"],
];
/** What nft refuses, what its versions differ about, and what nobody writes. */
const NOT_READ = [
  ...[
    "(syn,ack)",
    "& syn",
    "syn / syn|ack",
    "syn | ack / syn",
    "(syn) / syn",
    "syn / 0x12",
    "2 / syn",
    "syn / ack",
    "! syn / syn,ack",
    "ece",
    "syn ack",
    ">= 2",
    "& syn | ack == ack",
  ],
  ...["& (syn|ack) < ack", "^ syn == ack", "& (syn,ack) == ack", "syn-ack", "256", "== 0x100", "/ syn", "&"],
];
const UNCLEAR = ["{ syn }", "{ 2 }", "& (syn | ack) ack"];

const scriptOf = (rules: readonly string[]): string =>
  [
    "#!/bin/bash",
    "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0",
    "sysctl -qw net.ipv4.conf.ens5.rp_filter=0 net.ipv4.conf.ens6.rp_filter=0",
    "ip route replace default via 10.0.5.1 dev ens6 table 100",
    "ip route replace default via 10.0.4.1 dev ens5 table 101",
    "ip rule add iif ens5 lookup 100 priority 100",
    "ip rule add iif ens6 lookup 101 priority 101",
    "nft -f - <<'EOF'",
    "table ip t {",
    "  set named {",
    "    type tcp_flag",
    "    elements = { syn, ack | psh }",
    "  }",
    "  chain f {",
    "    type filter hook forward priority filter; policy drop;",
    ...rules.map((rule) => `    ${rule}`),
    "  }",
    "}",
    "EOF",
    "",
  ].join("\n");

const hostOf = (place: number): string => `10.64.0.${place + 1}`;

/** The flags that the first rule asks for, as they are read. */
function readFlags(spelling: string): ReturnType<typeof flagsWhere> | "unread" {
  const [chain] = routerOf(scriptOf([`tcp flags ${spelling} accept`]), INTERFACES).chains;
  const match = chain?.rules[0]?.matches.at(-1);
  return match?.kind === "flags" ? match.set : "unread";
}

const named = (set: ReturnType<typeof flagsWhere>): number[] =>
  Array.from({ length: 256 }, (_, flags) => flags).filter((flags) => setHas(set, flags));

describeWithLab()("the kernel", () => {
  test("sees the same of 256 sets of flags in each spelling", () => {
    const script = scriptOf(SPELLINGS.map((one, i) => `ip daddr ${hostOf(i)} tcp flags ${one} accept`));
    const packets = SPELLINGS.flatMap((_, i) =>
      Array.from({ length: 256 }, (__, flags): Sent => ({
        ...{ device: 0, src: "10.64.9.9", dst: hostOf(i), protocol: 6, sport: 40000, dport: 80, flags },
      })),
    );
    const [seen] = kernelAnswers([{ script, packets, isOneWay: true }]);
    if (!seen || "refused" in seen) throw new Error(seen?.refused);
    const differing = SPELLINGS.flatMap((spelling, i) => {
      const read = readFlags(spelling);
      const did = packets.flatMap(({ flags }, k) => (Math.floor(k / 256) === i && seen[k]?.out ? [flags] : []));
      return read !== "unread" && String(named(read)) === String(did) ? [] : [`${spelling}: ${String(did)}`];
    });
    expect(differing).toEqual([]);
  }, 60_000);
});

test.each(NOT_READ)("tcp flags %s is not read, and the line is told", (spelling) => {
  const rule = `tcp flags ${spelling} accept`;
  const reading = readRouter(scriptOf([rule]), INTERFACES);
  expect(reading).toMatchObject({ kind: "unread", unread: { why: "ruleset", line: { text: rule } } });
});

test.each(UNCLEAR)("tcp flags %s is open: who meets it is UNKNOWN", (spelling) => {
  expect(readFlags(spelling)).toBe("unread");
  const router = routerOf(scriptOf([`tcp flags ${spelling} accept`]), INTERFACES);
  const sent = datagrams({ from: "10.64.0.9", to: "10.64.1.9", port: 80 });
  expect(walkFirst(router, 0, sent).map(told)).toEqual([`undecided (undecided): tcp flags ${spelling} accept`]);
});

describe("connections", () => {
  const STATE = "ct state established,related accept";
  const walked = (...rules: readonly string[]): string[] => {
    const router = routerOf(scriptOf(rules), INTERFACES);
    return walkFirst(router, 0, datagrams({ from: "10.64.0.9", to: "10.64.1.9", port: 80 })).map((one) => {
      if (one.kind !== "forwarded") return told(one);
      const back = walkReply(router, 1, one.connection, answersTo(one.packets));
      return back.every(({ kind }) => kind !== "dropped") ? "passes" : "answer lost";
    });
  };

  test.each([
    ["a SYN alone is let in", [STATE, "tcp flags & (fin|syn|rst|ack) == syn accept"], ["passes"]],
    ["only what has no other flag at all is", [STATE, "tcp flags == syn accept"], ["passes"]],
    ["what is no SYN is dropped", ["tcp flags != syn ct state new drop", "accept"], ["passes"]],
    ["a SYN is dropped", [STATE, "tcp flags syn / syn,ack drop", "accept"], ["dropped: tcp flags syn / syn,ack drop"]],
    [
      "segments in the middle are let in, which open nothing",
      [STATE, "tcp flags ack accept"],
      ["dropped: type filter hook forward priority filter; policy drop;"],
    ],
  ])("%s", (_, rules, expected) => {
    expect(walked(...rules)).toEqual(expected);
  });

  test("a SYN with more flags opens a connection too, so where only such ones pass it is told", () => {
    const found = walked(STATE, "tcp flags == syn drop", "accept");
    expect(found.sort()).toEqual(["dropped: tcp flags == syn drop", "passes"]);
  });

  test.each([
    ["later segments", ["tcp flags != syn drop", "accept"], ["dropped: tcp flags != syn drop"]],
    ["the ends of connections", ["tcp flags fin drop", "accept"], ["dropped: tcp flags fin drop"]],
    ["answers", ["tcp flags & (syn|ack) == syn|ack drop", "accept"], ["answer lost"]],
    ["resets, which no connection needs", ["tcp flags rst drop", "accept"], ["passes"]],
  ])("a rule that drops %s", (_, rules, expected) => {
    expect(walked(...rules)).toEqual(expected);
  });
});
