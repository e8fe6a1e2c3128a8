/** A prefix and the one that stands for it, equally long: the nth address of one is the nth of the other. */
export interface PrefixPair {
  readonly real: string;
  readonly virtual: string;
}

/** Traffic that may be opened in one direction. */
export interface AllowedTraffic {
  /** icmp: echo requests. */
  readonly protocol: "tcp" | "udp" | "icmp";
  /** Destination ports, single (`443`) or as a range (`8000-8010`); of TCP and UDP at least one. */
  readonly ports: readonly string[];
}

/** What an appliance translates, and what it lets through. */
export interface ApplianceTraffic {
  /** Prefixes of the clients, and how the web side sees them. */
  readonly clients: readonly PrefixPair[];
  /** Prefixes of the web side, and how clients see them. */
  readonly web: readonly PrefixPair[];
  /** Ranges of clients that may open something, and may be opened to. */
  readonly clientRanges: readonly string[];
  readonly clientToWeb: readonly AllowedTraffic[];
  /**
   * What the web side may open towards clients.
   * @default - the web side opens nothing
   */
  readonly webToClient?: readonly AllowedTraffic[];
  /**
   * Running connections of TCP go on over an appliance that knows nothing of them, also where whoever was asked sends first.
   * @default false
   */
  readonly resumes?: boolean;
}

/** Where one direction begins and where it leads; the names are those that the script gives to nft. */
interface Direction {
  readonly from: "$inner" | "$outer";
  readonly to: "$inner" | "$outer";
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

const setOf = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? "") : `{ ${values.join(", ")} }`;

const mapOf = (pairs: readonly (readonly [string, string])[]): string =>
  `{ ${pairs.map(([from, to]) => `${from} : ${to}`).join(", ")} }`;

function chain(name: string, lines: readonly string[]): string[] {
  return [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), "  }"];
}

const toVirtual = ({ real, virtual }: PrefixPair) => [real, virtual] as const;
const toReal = ({ real, virtual }: PrefixPair) => [virtual, real] as const;

function accept({ from, to, sources, destinations }: Direction, { protocol, ports }: AllowedTraffic): string {
  const what = protocol === "icmp" ? "icmp type echo-request" : `${protocol} dport { ${ports.join(", ")} }`;
  // Only what was translated: whoever asks for a real address over the appliance gets nowhere.
  const ends = `ct status dnat ip saddr ${setOf(sources)} ip daddr ${setOf(destinations)}`;
  return `iifname ${from} oifname ${to} ${ends} ${what} accept`;
}

/** Who opens a connection does it from one of these. Source: VPC user guide, ephemeral ports. */
const OPENERS = { from: 1024, to: 65535 };
const OPENERS_PORTS = `${OPENERS.from}-${OPENERS.to}`;

/**
 * What an appliance is sent of a connection that it has not seen begin, by whoever was asked: it opens nothing. Conntrack
 * takes such segments, and no others, for a connection's (nf_conntrack_tcp_loose), so their addresses are translated.
 */
function middleOf({ ports }: AllowedTraffic): string {
  return `tcp sport { ${ports.join(", ")} } tcp dport ${OPENERS_PORTS} tcp flags ack / fin,syn,rst,ack`;
}

const overTcp = (traffic: readonly AllowedTraffic[]) => traffic.filter(({ protocol }) => protocol === "tcp");

/**
 * What a security group must let pass for it, beside what it admits: AWS does not say that it knows the connections of an
 * interface that moved to another instance. AWS refuses a rule that is there already.
 */
export function resumedTraffic(
  opened: readonly AllowedTraffic[],
  admitted: readonly AllowedTraffic[],
): AllowedTraffic[] {
  const isAdmitted = overTcp(admitted).some(({ ports }) =>
    ports.some((range) => {
      const [from = 0, to = from] = range.split("-").map(Number);
      return from <= OPENERS.from && to >= OPENERS.to;
    }),
  );
  return overTcp(opened).length > 0 && !isAdmitted ? [{ protocol: "tcp", ports: [OPENERS_PORTS] }] : [];
}

function resume({ from, to, sources, destinations }: Direction, opened: AllowedTraffic): string {
  const ends = `ct status dnat ip saddr ${setOf(sources)} ip daddr ${setOf(destinations)}`;
  return `iifname ${from} oifname ${to} ${ends} ${middleOf(opened)} accept`;
}

function acceptAll(traffic: ApplianceTraffic): string[] {
  const { clientRanges, clientToWeb, webToClient = [], resumes = false } = traffic;
  const web = traffic.web.map(({ real }) => real);
  const forth = { from: "$inner", to: "$outer", sources: clientRanges, destinations: web } as const;
  const back = { from: "$outer", to: "$inner", sources: web, destinations: clientRanges } as const;
  return [
    ...clientToWeb.map((one) => accept(forth, one)),
    ...webToClient.map((one) => accept(back, one)),
    ...(resumes ? overTcp(clientToWeb).map((one) => resume(back, one)) : []),
    ...(resumes ? overTcp(webToClient).map((one) => resume(forth, one)) : []),
  ];
}

/**
 * The appliance's nftables ruleset: 1:1 by prefix, stateful, so that ICMP errors are translated too and path MTU discovery
 * works. Written for nftables 1.0.4, which Amazon Linux 2023 has: a table is made, deleted and made anew, in one transaction.
 * `$inner` and `$outer` are the interfaces' names, which nft gets with -D. Source: nft(8), NAT statements, and maps of prefixes.
 */
export function applianceRuleset(traffic: ApplianceTraffic): string {
  const { clients, web, clientToWeb, webToClient = [], resumes = false } = traffic;
  const isBoth = webToClient.length > 0;
  const resumed = resumes && !isBoth ? overTcp(clientToWeb) : [];
  const dnat = (from: string, pairs: readonly PrefixPair[], only = "") =>
    `iifname ${from} ${only}dnat ip prefix to ip daddr map ${mapOf(pairs.map(toReal))}`;
  const snat = (to: string, pairs: readonly PrefixPair[]) =>
    `oifname ${to} snat ip prefix to ip saddr map ${mapOf(pairs.map(toVirtual))}`;
  return [
    "table ip appliance",
    "delete table ip appliance",
    "table ip appliance {",
    ...chain("prerouting", [
      "type nat hook prerouting priority dstnat; policy accept;",
      dnat("$inner", web),
      ...(isBoth ? [dnat("$outer", clients)] : []),
      ...resumed.map((one) => dnat("$outer", clients, `${middleOf(one)} `)),
    ]),
    ...chain("postrouting", [
      "type nat hook postrouting priority srcnat; policy accept;",
      snat("$outer", clients),
      ...(isBoth || resumed.length > 0 ? [snat("$inner", web)] : []),
    ]),
    ...chain("forward", [
      "type filter hook forward priority filter; policy drop;",
      "ct state established,related accept",
      ...acceptAll(traffic),
      'limit rate 5/second log prefix "appliance drops: "',
    ]),
    ...chain("clamp", [
      "type filter hook forward priority mangle; policy accept;",
      "tcp flags syn / syn,rst tcp option maxseg size set rt mtu",
    ]),
    ...chain("input", [
      "type filter hook input priority filter; policy drop;",
      "iifname lo accept",
      "ct state established,related accept",
      "udp sport 67 udp dport 68 accept",
    ]),
    "}",
    "",
  ].join("\n");
}
