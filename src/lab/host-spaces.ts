import { formatCidr, formatAddress, type Address, setOfAddresses } from "../ip";
import { NOT_PUBLIC } from "../reachability";
import { arrivalsOutside } from "./arrivals";
import { FIRST_MARK } from "./first-mark";
import { countersOutside } from "./counting";
import { INTERNET_CABLE, type Port } from "./places";
import { type Dialect, inDialect, IPV4, IPV6 } from "./dialects";
import { type Ipv6Border } from "./ipv6-border";
import { block, deviceUp, nftAddresses, type Space } from "./space";

/** Where a host answers connections and datagrams to whatever port: its own server listens here. */
export const ANSWERING_PORT = 9;

/** A host: its addresses, everything else lies beyond its only cable. */
export function hostSpace(port: Port, servedPorts: readonly number[]): Space {
  const [ips, ipv6s] = [inDialect(port.ips, IPV4), inDialect(port.ips, IPV6)];
  const route = ([first]: readonly Address[]): string =>
    `route add default dev eth0${first === undefined ? "" : ` src ${formatAddress(first)}`}`;
  return {
    name: port.space,
    forwards: port.nic?.sourceDestCheck === false,
    sysctls: {},
    ip: [deviceUp("eth0"), ...ips.map((ip) => `address add ${formatAddress(ip)}/32 dev eth0`), route(ips)],
    ...(ipv6s.length > 0 && {
      ip6: [...ipv6s.map((ip) => `address add ${formatAddress(ip)}/128 dev eth0 nodad`), route(ipv6s)],
    }),
    nft: [...answering(IPV4, servedPorts), ...(ipv6s.length > 0 ? answering(IPV6, servedPorts) : [])],
  };
}

/** Every port answers, so that only the network decides what can be reached; served ones have a server of their own. */
function answering({ header }: Dialect, servedPorts: readonly number[]): string[] {
  const served = servedPorts.length === 0 ? [] : [`tcp dport { ${servedPorts.join(", ")} } return`];
  return block(
    `table ${header} host`,
    block("chain answer", [
      "type nat hook prerouting priority dstnat; policy accept;",
      // What a host with forwarding on passes on is not for itself.
      "fib daddr type != local return",
      ...served,
      `meta l4proto { tcp, udp } dnat to :${ANSWERING_PORT}`,
    ]),
  );
}

/** Where load balancers' own connections come from: AWS's are from 1024 to 65535, the upper part of that marks probes. */
const NODE_PORTS = { from: 1024, to: FIRST_MARK - 1 };

/** A load balancer's node has no port that answers but its listeners'. */
export function nodeSpace(port: Port): Space {
  return {
    ...hostSpace(port, []),
    sysctls: { "net/ipv4/ip_local_port_range": `${NODE_PORTS.from} ${NODE_PORTS.to}` },
    nft: [],
  };
}

/**
 * A NAT gateway: the source becomes its own, and what it did not ask for is dropped (VPC user guide, NAT gateways).
 * Only TCP, UDP and ICMP are translated.
 */
export function natSpace(port: Port): Space {
  const own = nftAddresses(setOfAddresses(port.ips));
  const [only, ...more] = port.ips.map(formatAddress);
  const pool =
    more.length === 0
      ? only
      : `jhash ip saddr . ip daddr mod ${port.ips.length} map { ${port.ips.map((ip, i) => `${i} : ${formatAddress(ip)}`).join(", ")} }`;
  return {
    name: port.space,
    forwards: true,
    sysctls: {
      // A connection begins with its first packet; what comes from its middle belongs to none.
      "net/netfilter/nf_conntrack_tcp_loose": "0",
      // A bare packet has begun it with numbers of its own (see bare-frames); the whole connection comes after it.
      "net/netfilter/nf_conntrack_tcp_be_liberal": "1",
    },
    ip: [deviceUp("eth0"), "route add default dev eth0"],
    nft: block("table ip nat", [
      ...block("chain forward", [
        "type filter hook forward priority filter; policy accept;",
        "ip protocol != { tcp, udp, icmp } counter drop",
        "ct state invalid counter drop",
        `ip daddr ${own} counter drop`,
      ]),
      ...block("chain translate", [
        "type nat hook postrouting priority srcnat; policy accept;",
        `ip protocol { tcp, udp } snat to ${pool}:1024-65535`,
        `snat to ${pool}`,
      ]),
    ]),
  };
}

/** An internet gateway: private addresses become public ones and back, one to one; others don't pass. */
export function internetGatewaySpace(name: string, ports: readonly Port[], ipv6?: Ipv6Border): Space {
  const pairs = ports.flatMap(({ publicIps }) => [...publicIps]);
  const map = (entries: readonly (readonly [Address, Address])[]): string =>
    `{ ${entries.map(([from, to]) => `${formatAddress(from)} : ${formatAddress(to)}`).join(", ")} }`;
  const keys = (ips: readonly Address[]): string => nftAddresses(setOfAddresses(ips));
  const rules =
    pairs.length === 0
      ? ["counter drop"]
      : [
          `iifname "vpc" ip saddr != ${keys(pairs.map(([own]) => own))} counter drop`,
          `iifname "vpc" ip daddr ${nftAddresses(NOT_PUBLIC)} counter drop`,
          `iifname "vpc" ip saddr set ip saddr map ${map(pairs)}`,
          `iifname "net" ip daddr != ${keys(pairs.map(([, out]) => out))} counter drop`,
          `iifname "net" ip daddr set ip daddr map ${map(pairs.map(([own, out]) => [out, own]))}`,
        ];
  return {
    name,
    forwards: true,
    sysctls: {},
    ip: [
      deviceUp("vpc"),
      deviceUp("net"),
      "rule add pref 100 iif vpc lookup 1000",
      "rule add pref 101 iif net lookup 1001",
      "route add default dev net table 1000",
      "route add default dev vpc table 1001",
      ...(ipv6?.devices.map(deviceUp) ?? []),
    ],
    ...(ipv6 && { ip6: ipv6.ip6 }),
    nft: [
      ...block(
        "table ip translate",
        block("chain arrive", ["type filter hook prerouting priority raw; policy accept;", "notrack", ...rules]),
      ),
      ...(ipv6?.nft ?? []),
    ],
  };
}

/** The internet: a host with all the addresses that questions name, and a way to each gateway's public ones. */
export function internetSpace(
  name: string,
  ips: readonly Address[],
  gateways: readonly { readonly device: string; readonly ports: readonly Port[]; readonly ipv6?: Ipv6Border }[],
): Space {
  const [ipv4s, ipv6s] = [inDialect(ips, IPV4), inDialect(ips, IPV6)];
  const dialects = ipv6s.length > 0 ? [IPV4, IPV6] : [IPV4];
  // Two VPCs have no public address in common; if the input says otherwise, it is the first one's.
  const ranges = new Map(
    [...gateways]
      .reverse()
      .flatMap(({ device, ipv6 }) => (ipv6?.ranges ?? []).map((range) => [range, device] as const)),
  );
  return {
    name,
    forwards: true,
    // What comes by the cable of its own has its own source address.
    sysctls: { "net/ipv4/conf/all/accept_local": "1" },
    ip: [
      ...[...gateways.map(({ device }) => device), ...Object.values(INTERNET_CABLE)].map(deviceUp),
      ...ipv4s.map((ip) => `address add ${formatAddress(ip)}/32 dev lo`),
      ...gateways.flatMap(({ device, ports }) =>
        ports.flatMap(({ publicIps }) =>
          [...publicIps.values()].map((ip) => `route replace ${formatCidr({ base: ip, length: 32 })} dev ${device}`),
        ),
      ),
    ],
    ...(ipv6s.length > 0 && {
      ip6: [
        ...ipv6s.map((ip) => `address add ${formatAddress(ip)}/128 dev lo nodad`),
        ...[...ranges].map(([range, device]) => `route add ${range} dev ${device}`),
      ],
    }),
    nft: dialects.flatMap((dialect) => [
      ...answering(dialect, []),
      ...countersOutside(dialect),
      ...arrivalsOutside(dialect),
    ]),
  };
}
