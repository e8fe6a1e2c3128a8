import { formatCidr, intersect, PUBLIC_IPV6, setOfAddresses, setOfCidrs, toCidrs } from "../ip";
import { type EgressOnlyGateway, type Topology, type Vpc } from "../topology";
import { inDialect, IPV6 } from "./dialects";
import { type Port } from "./places";
import { flowKey, flowKinds, OPENING } from "./rulesets";
import { block, nftAddresses } from "./space";

/**
 * The border between a VPC and the internet for packets of IPv6. Nobody translates them, so it is their way in and out that
 * tells the gateways apart: an internet gateway passes all that is from or for its VPC's own ranges, an egress-only internet
 * gateway lets in what answers (VPC user guide, internet gateways; egress-only internet gateways).
 */
export interface Ipv6Border {
  /** The VPC's public ranges. */
  readonly ranges: readonly string[];
  /** Devices of the border that IPv4 has no use for. */
  readonly devices: readonly string[];
  readonly ip6: readonly string[];
  readonly nft: readonly string[];
}

/** The egress-only internet gateways that a route leads to; others carry nothing. */
export function egressOnlyGatewaysOf({ tables }: Topology): (EgressOnlyGateway & { readonly vpc: Vpc })[] {
  const found = tables.flatMap(({ routes }) =>
    routes.flatMap(({ target }) => (target.kind === "egress-only-internet-gateway" ? target.gateway : [])),
  );
  return [...new Set(found)].filter((one): one is EgressOnlyGateway & { readonly vpc: Vpc } => one.vpc !== undefined);
}

/** The mark of what comes back to a host that asked through the egress-only gateway. */
const ASKED_FOR = 1;
const TO_INTERNET = 1000;
const TO_VPC = 1001;
const TO_ASKER = 1002;

/**
 * What hosts have asked for, by flow. A connection begins with its first packet and an echo with its request; what comes
 * from the middle of one belongs to none that the gateway knows.
 */
function asking(): { readonly sets: string[]; readonly out: string[]; readonly back: string[] } {
  const kinds = flowKinds(IPV6);
  const begins = { ports: ["ip6 nexthdr udp", OPENING], echo: ["icmpv6 type echo-request"], other: [] };
  return {
    sets: kinds.flatMap(({ name, type }) =>
      block(`set asked_${name}`, [type, "flags dynamic,timeout", "timeout 350s"]),
    ),
    out: kinds.flatMap(({ name, guard }) => [
      ...(name === "other" ? [guard] : begins[name]).map(
        (first) => `${first} update @asked_${name} { ${flowKey(IPV6, name, false)} } accept`,
      ),
      ...(name === "other" ? [] : [`${guard} ${flowKey(IPV6, name, false)} @asked_${name} accept`]),
    ]),
    back: kinds.map(
      ({ name, guard }) => `${guard} ${flowKey(IPV6, name, true)} @asked_${name} meta mark set ${ASKED_FOR} accept`,
    ),
  };
}

/** What comes from the internet is dropped at some load balancers, answers or not (EC2 API, NetworkInterface, denyAllIgwTraffic). */
function keptFilter(own: readonly Port[]): string[] {
  const kept = own.filter(({ nic }) => nic?.isKeptFromInternet === true).flatMap(({ ips }) => inDialect(ips, IPV6));
  return kept.length === 0 ? [] : [`iifname "net" ip6 daddr ${nftAddresses(setOfAddresses(kept))} counter drop`];
}

/** @param own the VPC's interfaces */
export function ipv6Border(
  {
    vpc,
    hasInternetGateway,
    hasEgressOnly,
  }: { readonly vpc: Vpc; readonly hasInternetGateway: boolean; readonly hasEgressOnly: boolean },
  own: readonly Port[],
): Ipv6Border {
  const ranges = intersect(setOfCidrs(vpc.cidrs), PUBLIC_IPV6);
  const { sets, out, back } = asking();
  const inner = `{ ${["vpc", ...(hasEgressOnly ? ["egress"] : [])].map((one) => `"${one}"`).join(", ")} }`;
  const lines =
    ranges.length === 0
      ? ["counter drop"]
      : [
          `iifname ${inner} ip6 saddr != ${nftAddresses(ranges)} counter drop`,
          `iifname ${inner} ip6 daddr != ${nftAddresses(PUBLIC_IPV6)} counter drop`,
          `iifname "net" ip6 daddr != ${nftAddresses(ranges)} counter drop`,
          ...keptFilter(own),
          ...(hasEgressOnly ? ['iifname "egress" goto ask', 'iifname "net" jump back'] : []),
          ...(hasInternetGateway ? [] : ['iifname { "vpc", "net" } counter drop']),
        ];
  return {
    ranges: toCidrs(ranges).map(formatCidr),
    devices: hasEgressOnly ? ["egress"] : [],
    ip6: [
      "rule add pref 100 iif vpc lookup 1000",
      ...(hasEgressOnly
        ? [
            `rule add pref 90 fwmark ${ASKED_FOR} lookup ${TO_ASKER}`,
            `rule add pref 100 iif egress lookup ${TO_INTERNET}`,
            `route add default dev egress table ${TO_ASKER}`,
          ]
        : []),
      "rule add pref 101 iif net lookup 1001",
      `route add default dev net table ${TO_INTERNET}`,
      `route add default dev vpc table ${TO_VPC}`,
    ],
    nft: block("table ip6 border", [
      ...(hasEgressOnly
        ? [...sets, ...block("chain ask", [...out, "counter drop"]), ...block("chain back", back)]
        : []),
      ...block("chain arrive", ["type filter hook prerouting priority raw; policy accept;", "notrack", ...lines]),
    ]),
  };
}
