import { type CounterKind, HOPS_TABLE, SEEN_TABLE } from "./counters";
import { type Dialect } from "./dialects";
import { FIRST_MARK } from "./first-mark";
import { flowKinds, OPENING } from "./rulesets";
import { block } from "./space";

/** Where packets are seen: by the device through which a router hands them over, or by which the internet gets them. */
interface Hook {
  readonly device: "iif" | "oif";
  readonly chain: string;
  /** Which packets. */
  readonly guard: string;
  /** Whether it is told how many packets there were, which takes long to list where flows are many. */
  readonly isCounted?: boolean;
}

const DELIVERED: Hook = { device: "oif", chain: "type filter hook forward priority 10; policy accept;", guard: "" };
const OUTSIDE: Hook = {
  device: "iif",
  chain: "type filter hook prerouting priority raw; policy accept;",
  guard: "fib daddr type local ",
};

interface Counted {
  readonly name: CounterKind;
  readonly guards: readonly string[];
  /** What packets are told apart by, beside the device; nft 1.0.6 lists no more than five parts. */
  readonly key: string;
}

/** More than there can be: a set that is full would hide what arrives. */
const MOST_FLOWS = 16_777_216;

/** Counts packets by the interface that they are delivered to and by flow, in a table of its own. */
function counting(table: string, dialect: Dialect, kinds: readonly Counted[], hook: Hook): string[] {
  const { device, chain, guard, isCounted } = hook;
  return block(`table ${dialect.header} ${table}`, [
    ...kinds.flatMap(({ name, key }) =>
      block(`set ${name}`, [
        `typeof meta ${device} . ${key}`,
        ...["flags dynamic", `size ${MOST_FLOWS}`],
        ...(isCounted ? ["counter"] : []),
      ]),
    ),
    ...block("chain deliver", [
      chain,
      ...kinds.flatMap(({ name, guards, key }) =>
        guards.map((own) => `${guard}${own} update @${name} { meta ${device} . ${key} }`),
      ),
    ]),
  ]);
}

/** What probes are known again by: only what begins a flow, since a host answers a stray reply with a packet of the same flow. */
function firstPackets(dialect: Dialect): Counted[] {
  const { header, protocol, icmp } = dialect;
  const [, , { guard }] = flowKinds(dialect);
  // Bare packets are noted by their numbers (see arrivals).
  const isWhole = `${header} ecn not-ect`;
  return [
    {
      name: "first",
      guards: [`${OPENING} tcp sport >= ${FIRST_MARK}`, `udp sport >= ${FIRST_MARK}`].map((one) => `${isWhole} ${one}`),
      key: `${protocol} . th sport . ${header} daddr . th dport`,
    },
    { name: "echo", guards: [`${isWhole} ${icmp} type echo-request`], key: `${header} daddr . ${icmp} id` },
    // Packets without ports or identifier are told apart by their length.
    { name: "other", guards: [`${isWhole} ${guard}`], key: `${protocol} . ${header} daddr . ${header} length` },
  ];
}

/** Counts what is delivered to each interface of a router: how the lab tells whether and where a probe arrived. */
export function countersOf(dialect: Dialect): string[] {
  return counting(SEEN_TABLE, dialect, firstPackets(dialect), DELIVERED);
}

/** The same for what comes to the internet. */
export function countersOutside(dialect: Dialect): string[] {
  return counting(SEEN_TABLE, dialect, firstPackets(dialect), OUTSIDE);
}

/** Counts every packet of every connection: put up only to follow one, since health checks are many. */
export function hopCounters(dialect: Dialect): string[] {
  const { header } = dialect;
  const key = `${header} saddr . tcp sport . ${header} daddr . tcp dport`;
  return counting(HOPS_TABLE, dialect, [{ name: "ports", guards: ["meta l4proto tcp"], key }], {
    ...DELIVERED,
    isCounted: true,
  });
}
