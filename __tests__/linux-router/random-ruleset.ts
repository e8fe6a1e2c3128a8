import { type Dice } from "../lab/dice";

/** What a random script names: addresses and prefixes of a network. */
interface Scene {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** Prefixes of /24 or longer, and what they are seen as. */
  readonly reals: readonly string[];
  readonly seen: readonly string[];
  /** One wide prefix. */
  readonly wide: string;
  /** The VPC's routers of the inner and the outer subnet, and the outer interface's own address. */
  readonly innerRouter: string;
  readonly outerRouter: string;
  readonly outer: string;
}

/** That of the kernel's test. */
const SCENE: Scene = {
  sources: ["10.64.0.20", "10.64.0.21", "10.64.1.5", "192.0.2.7"],
  destinations: ["100.64.1.10", "100.64.1.20", "100.64.2.7", "10.64.0.10", "10.64.1.9", "198.51.100.4"],
  reals: ["10.64.0.0/24", "10.64.1.0/24", "10.99.0.0/25"],
  seen: ["100.64.1.0/24", "100.64.2.0/24", "100.64.1.0/25"],
  wide: "10.64.0.0/16",
  ...{ innerRouter: "10.0.4.1", outerRouter: "10.0.5.1", outer: "10.0.5.4" },
};
const PORTS = [22, 53, 80, 443, 8080];

/** A packet that opens a connection, as the kernel's test sends it. */
export interface Sent {
  readonly device: 0 | 1;
  readonly src: string;
  readonly dst: string;
  readonly protocol: 1 | 6 | 17;
  readonly sport: number;
  readonly dport: number;
  /** Of TCP; default: a SYN alone. `answer`: of what answers it first; default: SYN and ACK. */
  readonly flags?: number;
  readonly answer?: number;
}

/** What begins a connection, with the first answer to it: as hosts do, with ECN, with data, and in the middle of one. */
const BEGINNINGS = [
  ...Array.from({ length: 4 }, () => ({ flags: 0x02, answer: 0x12 })),
  { flags: 0xc2, answer: 0x52 },
  { flags: 0x0a, answer: 0x12 },
  { flags: 0x10, answer: 0x18 },
  { flags: 0x18, answer: 0x10 },
];
const FLAGS = [
  ...[
    "syn",
    "ack",
    "syn,ack",
    "== syn",
    "!= syn",
    "! syn",
    "! syn,ack",
    "ecn",
    "{ syn, ack }",
    "!= { syn, ack | psh }",
  ],
  ...["& (fin | syn | rst | ack) == syn", "& (syn|ack) == ack", "& (syn | ack) != syn", "& syn != 0", "& 0x12 == 0x10"],
  ...[
    "syn / syn,ack",
    "!= syn / fin,syn,rst,ack",
    "ack / fin,syn,rst,ack",
    "== 2",
    "& (fin | psh) == 0x0",
    "fin",
    "! psh",
  ],
];

/** The address that lies five behind another one, in a block that does not end before. */
const after = (address: string): string => address.replace(/\d+$/, (last) => String(Number(last) + 5));

/** Writes scripts of the grammar that the reader knows, and packets that they tell apart. */
export class RandomRouter {
  constructor(
    private readonly dice: Dice,
    private readonly scene = SCENE,
  ) {}

  packets(count: number): Sent[] {
    return Array.from({ length: count }, (_, i) => {
      const protocol = this.dice.pick([1, 6, 6, 17] as const);
      // A connection of its own each: the kernel forgets none of them.
      const sport = 40000 + i;
      const [device, src, dst] = [
        this.dice.pick([0, 0, 1] as const),
        this.dice.pick(this.scene.sources),
        this.dice.pick(this.scene.destinations),
      ];
      const sent = { device, src, dst, protocol, sport, dport: protocol === 1 ? sport : this.dice.pick(PORTS) };
      return protocol === 6 ? { ...sent, ...this.dice.pick(BEGINNINGS) } : sent;
    });
  }

  script(): string {
    const { dice } = this;
    return [
      "#!/bin/bash",
      "set -e",
      "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.ens5.rp_filter=0 net.ipv4.conf.ens6.rp_filter=0",
      ...this.routing(),
      "nft -f - <<'EOF'",
      dice.pick(["table ip nat {", "table inet t {"]),
      ...this.helper(),
      ...this.nat("prerouting"),
      ...this.nat("postrouting"),
      ...this.filter("forward", dice.pick(["accept", "drop"]), dice.pick(["filter", "mangle", "10"])),
      ...(dice.chance(0.4) ? this.filter("forward", "accept", dice.pick(["-10", "20"])) : []),
      ...(dice.chance(0.3) ? this.filter("prerouting", "accept", dice.pick(["-150", "-50"])) : []),
      ...(dice.chance(0.3) ? this.filter("postrouting", "accept", dice.pick(["50", "150"])) : []),
      "}",
      "EOF",
      "",
    ].join("\n");
  }

  private routing(): string[] {
    const { dice } = this;
    const { reals, seen, destinations, wide, innerRouter, outerRouter } = this.scene;
    const lines: string[] = [];
    if (dice.chance(0.8))
      lines.push(
        `ip route replace default via ${outerRouter} dev ens6 table 100`,
        "ip rule add iif ens5 lookup 100 priority 100",
      );
    if (dice.chance(0.8))
      lines.push(`ip route replace default via ${innerRouter} dev ens5 table 101`, "ip rule add iif ens6 lookup 101");
    if (dice.chance(0.3)) lines.push(`ip route add ${dice.pick([reals[0], seen.at(-1)])} via ${outerRouter}`);
    if (dice.chance(0.2)) lines.push(`ip route add blackhole ${dice.pick([reals[1], destinations.at(-1)])} table 100`);
    if (dice.chance(0.2))
      lines.push(`ip rule add from ${reals[1]} to ${wide} lookup ${dice.pick(["main", "100"])} pref 50`);
    return lines;
  }

  /** A chain that others call. */
  private helper(): string[] {
    return ["  chain helper {", ...this.rules(2, () => this.verdict(false)), "  }"];
  }

  private nat(hook: "prerouting" | "postrouting"): string[] {
    const end = hook === "prerouting" ? "dst" : "src";
    const rules = this.rules(3, (hasPorts) => this.rewrite(end, hasPorts));
    const priority = hook === "prerouting" ? "dstnat" : "srcnat";
    return [`  chain ${hook} {`, `    type nat hook ${hook} priority ${priority}; policy accept;`, ...rules, "  }"];
  }

  private count = 0;

  private filter(hook: string, policy: string, priority: string): string[] {
    const rules = this.rules(4, () => this.verdict(true));
    const state = this.dice.pick([
      "    ct state established,related accept",
      "    ct state vmap { established : accept, invalid : drop }",
      "    ct direction reply accept",
    ]);
    const own = this.dice.chance(0.85) || policy === "drop" ? [state] : [];
    return [
      `  chain f${this.count++} {`,
      `    type filter hook ${hook} priority ${priority}; policy ${policy};`,
      ...own,
      ...rules,
      "  }",
    ];
  }

  private rules(most: number, what: (hasPorts: boolean) => string): string[] {
    return Array.from({ length: this.dice.below(most) + 1 }, () => {
      const matches = [this.match(), this.match()].slice(0, this.dice.below(3));
      // Two protocols in one rule are refused.
      const transports = matches.filter((one) => /^(?:tcp|udp|icmp|meta l4proto|ip protocol)/.test(one));
      const kept = transports.length > 1 ? matches.slice(0, 1) : matches;
      const hasPorts = kept.some((one) => /^(?:tcp|udp)/.test(one));
      return `    ${[...kept, what(hasPorts)].join(" ")}`;
    });
  }

  private verdict(canJump: boolean): string {
    const { dice } = this;
    const plain = ["accept", "drop", "return", "counter accept", "counter", "continue"];
    return dice.pick(
      canJump ? [...plain, "jump helper", "goto helper", `tcp dport vmap { 22 : drop, 80 : accept }`.slice(0)] : plain,
    );
  }

  private match(): string {
    const { dice } = this;
    const { sources, destinations, reals, seen, wide } = this.scene;
    const not = dice.pick(["", "", "", "!= "]);
    return dice.pick([
      `ip saddr ${not}${dice.pick([...sources, reals[0], wide, `{ ${sources[0]}, 192.0.2.0/24 }`])}`,
      `ip daddr ${not}${dice.pick([...destinations, wide, seen[0], `${destinations[0]}-${after(destinations[0]!)}`])}`,
      `tcp dport ${not}${dice.pick(["22", "80", "{ 80, 443 }", "1-100", "ssh"])}`,
      `udp dport ${dice.pick(["53", "{ 53, 80 }"])}`,
      `tcp flags ${dice.pick(FLAGS)}`,
      "icmp type echo-request",
      `meta l4proto ${not}${dice.pick(["tcp", "{ tcp, udp }", "icmp"])}`,
      `iifname ${not}${dice.pick(["ens5", "ens6", '{ "ens5", "lo" }'])}`,
      `ct state ${dice.pick(["new", "new,established", "established"])}`,
      `ct status ${dice.pick(["dnat", "snat"])}`,
      `ct direction ${dice.pick(["original", "reply"])}`,
    ]);
  }

  private rewrite(end: "src" | "dst", hasPorts: boolean): string {
    const { dice } = this;
    const { destinations, outer } = this.scene;
    const [real, seen] = [dice.pick(this.scene.reals), dice.pick(this.scene.seen)];
    if (end === "dst")
      return dice.pick([
        `dnat ip prefix to ip daddr map { ${seen} : ${real} }`,
        `dnat ip prefix to ip daddr map { ${seen} : ${real} }`,
        `dnat ip to ${dice.pick(destinations)}${hasPorts && dice.chance(0.4) ? ":8080" : ""}`,
        `dnat ip to ip daddr map { ${destinations[0]} : ${destinations[3]}, ${destinations[2]} : ${destinations[4]} }`,
        "return",
        "accept",
      ]);
    return dice.pick([
      `snat ip prefix to ip saddr map { ${real} : ${seen} }`,
      `snat ip prefix to ip saddr map { ${real} : ${seen} }`,
      `snat ip to ${dice.pick(["100.64.9.9", outer])}`,
      "masquerade",
      "return",
      'oifname "ens6" masquerade',
    ]);
  }
}
