import { table } from "../escape/columns";
import { formatKey, type Finding } from "../config/fault";
import {
  AWS_PRICES,
  gigabyteText,
  grouped,
  HOURS,
  monthText,
  type PriceTable,
  toDollars,
  type Amount,
  DOLLAR,
} from "../prices";
import { type Asked, type AskedThing, type Cost, type OtherWay, type SeenClient, type Way, type WayName } from "./way";

/** Ways as people name them. */
const NAMES: Readonly<Record<WayName, string>> = {
  client: "place: client",
  "hub-nat-transit-gateway": "place: hub, clients nat, webs transit_gateway",
  "hub-nat-peering": "place: hub, clients nat, webs peering",
  "hub-endpoint-transit-gateway": "place: hub, clients endpoint, webs transit_gateway",
  "hub-endpoint-peering": "place: hub, clients endpoint, webs peering",
  "hub-mixed": "place: hub, each side as the file says",
  appliance: "an appliance, 1:1 NAT on an instance",
  privatelink: "PrivateLink, NLB in the web VPC",
  "lattice-service": "VPC Lattice services",
  "lattice-resource": "VPC Lattice resources",
  ipv6: "IPv6 over a transit gateway",
};

/** Things that are asked for, one and many. */
const THINGS: Readonly<Record<AskedThing, readonly [one: string, many: string]>> = {
  secondaryRanges: ["secondary range", "secondary ranges"],
  subnets: ["subnet", "subnets"],
  natGateways: ["NAT gateway", "NAT gateways"],
  attachments: ["attachment", "attachments"],
  peerings: ["peering", "peerings"],
  endpoints: ["endpoint", "endpoints"],
  loadBalancers: ["load balancer", "load balancers"],
  endpointServices: ["endpoint service", "endpoint services"],
  routes: ["route", "routes"],
  rules: ["security group rule", "security group rules"],
};

/** What ways ask that can't be counted before they are built. */
const UNCOUNTED: Readonly<Partial<Record<WayName, Record<"client" | "web", string>>>> = {
  appliance: {
    client: "an instance that somebody looks after, and a range as large as the web side's",
    web: "routes and rules for a range as large as the clients'",
  },
  privatelink: { client: "", web: "subnets for them" },
  "lattice-service": {
    client: "joins a service network",
    web: "joins a service network; its servers become targets of VPC Lattice, whose range its groups admit",
  },
  "lattice-resource": { client: "", web: "a resource gateway in its subnets, whose group its servers admit" },
  ipv6: { client: "IPv6 in its subnets, routes", web: "IPv6 in its subnets and servers, routes and rules" },
} satisfies Record<OtherWay, Record<"client" | "web", string>>;

/** What the own way of a file asks beside what is counted. */
const CARE: Readonly<Partial<Record<WayName, string>>> = {
  appliance: "an instance in each zone that somebody looks after",
};

const SEES: Readonly<Record<SeenClient, string>> = {
  "nat-gateway": "a load balancer's address; X-Forwarded-For or proxy_protocol names the NAT gateway",
  "proxy-protocol": "a load balancer's address; of TCP and TLS, proxy protocol names the client",
  nothing: "an address that says nothing of the client",
  mapped: "an address that stands for the client's, one to one",
  real: "the client's own address",
};

/** More reasons than this are only counted. */
const MOST_REASONS = 5;

function askedWords(asked: Asked, uncounted: string | undefined): string {
  const counted = (Object.entries(asked) as [AskedThing, number][]).flatMap(([thing, count]) =>
    count > 0 ? [`${count} ${THINGS[thing][count === 1 ? 0 : 1]}`] : [],
  );
  return [...counted, ...(uncounted ? [uncounted] : [])].join(", ") || "nothing";
}

function asksOf({ name, asks, chosen }: Way, side: "client" | "web"): string {
  // Of the file's own way all is counted but who looks after it.
  const uncounted = chosen ? (side === "client" ? CARE[name] : undefined) : UNCOUNTED[name]?.[side];
  return asks ? askedWords(asks[side], uncounted) : "";
}

function costCells(cost: Cost | undefined): [monthly: string, gigabyte: string] {
  if (!cost) return ["unknown", "unknown"];
  const [least, most] = cost.gigabyte.map(gigabyteText) as [string, string];
  const gigabyte = least === most ? least : `${least} to ${most}`;
  return [monthText(cost.monthly), cost.requests ? `${gigabyte} + requests` : gigabyte];
}

function reasonWords({ path, rule, message }: Finding): string {
  const key = formatKey(path);
  return `${key ? `${key} ` : ""}${message} [${rule}]`;
}

function rowOf(way: Way): string[] {
  const { because, name, could, chosen, cost } = way;
  const more = because.length > 1 ? ` and ${because.length - 1} more` : "";
  const why = because[0] ? `no: ${reasonKey(because[0])}${more}` : "";
  const last = could === "no" ? why : asksOf(way, "web");
  const [monthly, gigabyte] = could === "no" ? ["", ""] : costCells(cost);
  return [chosen ? "*" : "", NAMES[name], monthly, gigabyte, last];
}

function reasonKey({ path, rule }: Finding): string {
  const key = formatKey(path);
  return key ? `${key} [${rule}]` : `[${rule}]`;
}

function zoneWords({ zones }: Way): string | undefined {
  if (!zones) return undefined;
  const { balancers, natGateways } = zones;
  const gateways = natGateways === 0 ? "" : `, NAT gateways in ${natGateways}`;
  return `load balancers in ${balancers} zones${gateways}${natGateways === 1 ? ": its loss stops all clients behind it" : ""}`;
}

function detailsOf(way: Way): string[] {
  const { because, asks } = way;
  const reasons = because.slice(0, MOST_REASONS).map(reasonWords);
  const rows = [
    ["carries", way.carries.join(", ")],
    ["servers see", SEES[way.sees]],
    ["zones", zoneWords(way)],
    ["if", (way.change?.onlyIf ?? []).join(", and ")],
    ["asks of the client side", asks && asksOf(way, "client")],
    ["asks of the web side", asks && asksOf(way, "web")],
    ...reasons.map((reason, i) => [i === 0 ? "not possible" : "", reason]),
    because.length > reasons.length ? ["", `and ${because.length - reasons.length} more`] : [],
  ];
  return [
    `  ${NAMES[way.name]}`,
    ...table(
      rows.flatMap(([what, said]) => (what !== undefined && said ? [[what, said]] : [])),
      "    ",
    ),
  ];
}

/** Where prices come from, and of when they are. */
function pricesWords(region: string, table: PriceTable): string {
  const date = table.get(region)?.date;
  if (date !== undefined) return `lists of ${region}, noted ${date}, ${HOURS} hours`;
  return `none known of ${region || "no Region"}; overlap cost --prices FILE takes them from a file`;
}

/** Ways, and what AWS charges where they would be. */
interface PricedWays {
  readonly ways: readonly Way[];
  readonly region: string;
  /** @default AWS's lists */
  readonly table?: PriceTable;
}

/** What could do a bridge's job, a line each, below a blank line; the way of the file is marked. None where nothing is known. */
export function waysLines({ ways, region, table: prices = AWS_PRICES }: PricedWays, whole: boolean): string[] {
  if (ways.length === 0) return [];
  const rows = [["", "WAY", "$/MONTH", "$/GB", "ASKS OF THE WEB SIDE"], ...ways.map(rowOf)];
  const about = `  * this file's way. Prices: ${pricesWords(region, prices)}; ${whole ? "--json has what to change for each" : "check --ways tells what each asks and gives"}`;
  return ["", ...table(rows, "  "), about, ...(whole ? ways.flatMap((way) => ["", ...detailsOf(way)]) : [])];
}

/** The ways as data, after schema/check.schema.json. */
export function waysAsJson(ways: readonly Way[]) {
  return ways.map(({ name, chosen, could, because, change, carries, asks, zones, sees, cost }) => ({
    way: name,
    chosen,
    could,
    because: because.map(({ path, rule, message, fix }) => ({ key: formatKey(path), rule, message, fix })),
    ...(change && { change: { patch: change.patch, only_if: change.onlyIf } }),
    carries,
    servers_see: sees,
    ...(asks && { asks: { client: askedAsJson(asks.client), web: askedAsJson(asks.web) } }),
    ...(zones && { zones: { load_balancers: zones.balancers, nat_gateways: zones.natGateways } }),
    ...(cost && { usd: costAsJson(cost) }),
  }));
}

/** A sum of which nothing is unknown, in dollars; null for any other. */
function wholly({ known, unknown }: Amount, toNumber: (micros: number) => number): number | null {
  return unknown.length === 0 ? toNumber(known) : null;
}

function costAsJson({ monthly, gigabyte, requests }: Cost) {
  const [least, most] = gigabyte.map((one) => wholly(one, (micros) => micros / DOLLAR)) as [
    number | null,
    number | null,
  ];
  const unknown = grouped([monthly, ...gigabyte].flatMap((one) => one.unknown)).map(({ component }) => component);
  return {
    monthly: wholly(monthly, toDollars),
    per_gb: least === null || most === null ? null : [least, most],
    requests,
    ...(unknown.length > 0 && { unknown }),
  };
}

function askedAsJson(asked: Asked): Record<string, number> {
  const snake = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(asked).flatMap(([key, count]) => (count > 0 ? [[snake(key), count]] : [])));
}
