import { type Explanation, type PlainReason, type Reason } from "./reasons";

type Fielded = Exclude<Reason, { readonly kind: PlainReason }>;

/** What of each reason names other things by their addresses; a new kind has to say it here. */
const RELATED: { readonly [K in Fielded["kind"]]: (reason: Extract<Fielded, { readonly kind: K }>) => Named[] } = {
  note: () => [],
  fact: () => [],

  "routing-loop": ({ subnet }) => [subnet],
  "routes-not-certain": ({ subnet }) => [subnet],
  "route-refused": ({ route }) => [route.address],
  "route-for-range-refused": () => [],
  "no-route": ({ subnet }) => [subnet],
  "no-route-to-the-internet": ({ subnet }) => [subnet],
  blackhole: () => [],
  "target-not-readable": () => [],
  "attachment-of-another-vpc": ({ attachment, vpc }) => [attachment, vpc],
  "has-inline-routes": ({ table }) => [table],

  "subnets-not-certain": ({ vpc }) => [vpc],
  "no-subnet-holds": ({ vpc }) => [vpc],
  "delivered-elsewhere": ({ subnet, meant }) => [subnet, meant],
  "translated-to-another": ({ meant }) => [meant],
  "answer-to-another": ({ holder, router }) => [holder, router],
  "out-on-the-internet": ({ meant }) => [meant],
  "picked-address-may-be": ({ subnet }) => [subnet],
  "may-be-held": ({ subnet }) => [subnet],
  "dns-resolver": ({ vpc }) => [vpc],
  "no-interface-holds": ({ subnet }) => [subnet],
  "no-public-address-is": () => [],

  "filter-not-readable": () => [],
  "filter-stops": () => [],
  "firewall-stops": () => [],
  "firewall-may-stop": () => [],
  "acl-not-certain": ({ subnet }) => [subnet],
  "groups-admit-nothing": () => [],

  "nat-gateway-in-another-vpc": ({ vpc }) => [vpc],
  "nat-gateway-routed-to-itself": ({ subnet }) => [subnet],
  "nat-gateway-starts-nothing": ({ subnet }) => [subnet],
  "on-neither-side": ({ vpc }) => [vpc],
  "peering-takes-own-only": ({ vpc }) => [vpc],
  "peering-leads-no-further": ({ vpc }) => [vpc],
  "attachment-not-known": ({ gateway }) => [gateway],
  "not-attached": ({ vpc, gateway }) => [vpc, gateway],
  "attachment-zones-not-known": ({ subnet }) => [subnet],
  "attachment-not-in-zone": ({ subnet }) => [subnet],
  "no-associated-table": ({ gateway }) => [gateway],
  "no-transit-route": ({ attachment }) => [attachment],
  "takes-propagated-routes": ({ table }) => [table],
  "internet-gateway-of-another-vpc": ({ vpc }) => [vpc],
  "private-address-to-internet": ({ route }) => [route.address],
  "not-the-gateways-own": ({ vpc }) => [vpc],
  "no-public-ipv6": () => [],

  "router-drops": () => [],
  "router-takes": () => [],
  "router-not-read": () => [],

  "vpn-gateway-not-attached": ({ gateway, vpc }) => [gateway, vpc],
  "no-vpn-route": () => [],
  "no-way-from-on-premises": () => [],
  "not-in-vpn-range": () => [],

  "no-listener": () => [],
  "target-vpc-not-certain": ({ vpc }) => [vpc],
  "target-inside-needs-no-zones": ({ subnet }) => [subnet],
  "target-in-another-zone": ({ subnet }) => [subnet],
  "balancer-zones-not-known": ({ subnet }) => [subnet],
  "target-zone-not-served": ({ subnet }) => [subnet],
  "cross-zone-off": ({ subnet }) => [subnet],
  "service-not-in-zone": ({ service, subnet }) => [service, subnet],

  "no-common-family": ({ to }) => [to],
  "way-in-not-judged": ({ receivers }) => [...receivers],
  "ends-differ": () => [],
  "some-of-what-aws-picks": ({ reason }) => namedBy(reason),
  arrives: ({ routes }) => [...routes],
  "way-differs": ({ from, to, doubts = [] }) => [
    from,
    to,
    ...doubts.flatMap(({ address, reason }) => [address, ...namedBy(reason)]),
  ],
};

/** An address; undefined where there is none. */
type Named = string | undefined;

function namedBy(reason: Reason): Named[] {
  if (!(reason.kind in RELATED)) return [];
  const related = RELATED[reason.kind as Fielded["kind"]] as (reason: Reason) => Named[];
  return related(reason);
}

/** Terraform addresses of what an explanation names besides its own address, each once; `internet` is none of them. */
export function relatedTo({ address, reason }: Explanation): string[] {
  const named = namedBy(reason).filter((one) => one !== undefined && one !== "" && one !== "internet");
  return [...new Set(named as string[])].filter((one) => one !== address);
}
