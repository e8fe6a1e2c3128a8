import { type KeyPath } from "../../config/key-path";
import { patchAt } from "../../config/patch";
import { type Cidr, cidrOverlaps, cidrSize, containsAddress, formatCidr } from "../../ipv4";
import { type PlannedAppliance } from "../appliance/appliance-plan";
import { joined, mapPrefixes, type MappedPrefix, twinOf } from "../appliance/virtual-ranges";
import { type AddressPlan } from "../plan";
import { nameableServices, namesOfService } from "../service-names";
import { forNoVpc } from "../restricted-ranges";
import { type Break, type Rule } from "./rule";

const SIDES = ["clients", "web"] as const;
type SideKey = (typeof SIDES)[number];

const KEYS = { clients: "clients_seen_as", web: "web_seen_as" } as const;
const LEAVE_OUT = "write another range, or leave it out and free ones are chosen";

/** What holds for a plan that has an appliance. */
export function ofAppliance(check: (plan: AddressPlan, appliance: PlannedAppliance) => Break[]): Rule["check"] {
  return (plan) => (plan.appliance ? check(plan, plan.appliance) : []);
}

/** Prefixes that the file writes, by side. */
function written({ clients, web }: PlannedAppliance): MappedPrefix[] {
  return [...clients, ...web].filter(({ carved }) => !carved);
}

/** The real prefixes of a side, as few as possible. */
function realsOf(plan: AddressPlan, side: SideKey): Cidr[] {
  const subnets = side === "clients" ? plan.clientSubnets.filter(({ clients }) => clients) : plan.webSubnets;
  return joined(subnets.map(({ cidr }) => cidr));
}

/** A map of each prefix to a free range. */
function freeMap(plan: AddressPlan, side: SideKey): Readonly<Record<string, string>> {
  const { appliance, clientCidrs, webCidrs, bridgeCidr, config } = plan;
  const other = side === "clients" ? appliance?.web : appliance?.clients;
  const routes = [...config.client.vpc.routes, ...config.web.vpc.routes];
  const taken = [...clientCidrs, ...webCidrs, bridgeCidr, ...routes, ...(other ?? []).map(({ virtual }) => virtual)];
  const pairs = mapPrefixes(undefined, [], realsOf(plan, side), taken);
  return Object.fromEntries(pairs.map(({ real, virtual }) => [formatCidr(real), formatCidr(virtual)]));
}

function mapText(map: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(map)
    .map(([real, virtual]) => `${real}: ${virtual}`)
    .join(", ")} }`;
}

function oneForMany(plan: AddressPlan): Break[] {
  return SIDES.flatMap((side): Break[] => {
    const seen = plan.config.appliance?.[KEYS[side]];
    const reals = realsOf(plan, side);
    if (!seen || !("whole" in seen) || reals.length < 2) return [];
    const path = ["appliance", KEYS[side]];
    const map = freeMap(plan, side);
    const message = `is one range, and the subnets are ${reals.length} prefixes: ${reals.map(formatCidr).join(", ")}`;
    return [{ path, message, fix: `write ${mapText(map)}`, mend: { patch: patchAt(path, map) } }];
  });
}

function unequal(appliance: PlannedAppliance): Break[] {
  return written(appliance)
    .filter(({ real, virtual }) => cidrSize(real) !== cidrSize(virtual))
    .map(({ real, virtual, path }) => ({
      path,
      message: `has ${cidrSize(virtual)} addresses, and ${formatCidr(real)} that it stands for has ${cidrSize(real)}`,
      fix: `write a /${real.length}`,
    }));
}

/** Ranges that nothing virtual may touch, and whose they are. */
function takenRanges(plan: AddressPlan): { range: Cidr; whose: string }[] {
  const { client, web } = plan.config;
  const of = (ranges: readonly Cidr[], whose: string) => ranges.map((range) => ({ range, whose }));
  return [
    ...of(plan.clientCidrs, "the client VPC's"),
    ...of(plan.webCidrs, "the web VPC's"),
    ...of([plan.bridgeCidr], "bridge.cidr"),
    // Default routes are there to be narrowed.
    ...of(
      [...client.vpc.routes, ...web.vpc.routes].filter(({ length }) => length > 0),
      "routed elsewhere as",
    ),
  ];
}

function notApart(plan: AddressPlan, appliance: PlannedAppliance): Break[] {
  const taken = takenRanges(plan);
  return written(appliance).flatMap(({ virtual, path }): Break[] => {
    const unusable = forNoVpc(virtual);
    if (unusable) return [{ path, message: `is in ${formatCidr(unusable.range)}, ${unusable.use}`, fix: LEAVE_OUT }];
    const found = taken.find(({ range }) => cidrOverlaps(range, virtual));
    return found ? [{ path, message: `overlaps ${found.whose} ${formatCidr(found.range)}`, fix: LEAVE_OUT }] : [];
  });
}

/** Pairs that overlap an earlier one by this part of them. */
function overlapping(pairs: readonly MappedPrefix[], part: "real" | "virtual"): Break[] {
  return pairs.flatMap((one, i): Break[] => {
    const other = pairs.slice(0, i).find((earlier) => cidrOverlaps(earlier[part], one[part]));
    if (!other || one.carved) return [];
    const what = part === "real" ? "stands for addresses that are mapped already" : "is mapped already";
    const message = `${what}: ${formatCidr(one[part])} overlaps ${formatCidr(other[part])}`;
    return [{ path: one.path, message, fix: part === "real" ? "map each address once" : LEAVE_OUT }];
  });
}

/** What is mapped, and is nobody's on that side. */
function strangeReals(plan: AddressPlan, appliance: PlannedAppliance): Break[] {
  const owners = { clients: plan.clientSubnets.filter(({ clients }) => clients), web: plan.webSubnets };
  return SIDES.flatMap((side) =>
    appliance[side]
      .filter(({ carved, real }) => !carved && !owners[side].some(({ cidr }) => cidrOverlaps(cidr, real)))
      .map(({ real, path }) => {
        const who = side === "clients" ? "client subnet" : "web subnet";
        return { path, message: `maps ${formatCidr(real)}, which holds no address of a ${who}`, fix: "leave it out" };
      }),
  );
}

/** Client subnets that no prefix holds as a whole: their clients would get no answer. */
function unmappedClients(plan: AddressPlan, appliance: PlannedAppliance): Break[] {
  // One range for several prefixes is told first.
  if (oneForMany(plan).length > 0 || appliance.clients.every(({ carved }) => carved)) return [];
  return plan.clientSubnets
    .filter(({ clients, cidr }) => clients && !twinOf(appliance.clients, cidr))
    .map(({ name, cidr }): Break => {
      const path: KeyPath = ["appliance", "clients_seen_as"];
      const message = `does not map ${name} ${formatCidr(cidr)}, so what its clients ask would come from nowhere`;
      return { path, message, fix: `add ${formatCidr(cidr)} with a free range, or write clients: false there` };
    });
}

function hostRecords(plan: AddressPlan, appliance: PlannedAppliance): Break[] {
  const { dns } = plan.config;
  const services = nameableServices(plan);
  return Object.entries(dns?.records ?? {}).flatMap(([name, address]): Break[] => {
    const path = ["dns", "records", name];
    if (!plan.webSubnets.some(({ cidr }) => containsAddress(cidr, address)))
      return [{ path, message: "is in no web subnet", fix: "write an address that the web side knows" }];
    if (!appliance.web.some(({ real }) => containsAddress(real, address)))
      return [{ path, message: "is not mapped by appliance.web_seen_as", fix: "map a range that holds it" }];
    const own = dns?.zone === undefined ? name : `${name}.${dns.zone}`;
    const other = services.find((service) => namesOfService(plan, service).some((one) => one.name === own));
    const message = `names ${own}, by which clients find services.${other?.name} already`;
    return other ? [{ path, message, fix: "give it another name" }] : [];
  });
}

/** Virtual ranges that a client can't tell from what a subnet of its own VPC is: none, as long as all are apart. */
export const APPLIANCE_RANGE_RULES: readonly Rule[] = [
  {
    name: "appliance-one-prefix",
    fact: "a range stands for one prefix; several prefixes need a range each",
    source: "RFC 3022, basic NAT",
    check: ofAppliance(oneForMany),
  },
  {
    name: "appliance-sizes",
    fact: "1:1 translation maps a prefix to one of the same length",
    source: "RFC 3022, basic NAT",
    check: ofAppliance((_, appliance) => unequal(appliance)),
  },
  {
    name: "appliance-apart",
    fact: "a virtual range is routed to the appliance, so it is outside of every VPC and of what they route elsewhere",
    source: "VPC user guide, subnet route tables: routes that are more specific than the local route",
    check: ofAppliance(notApart),
  },
  {
    name: "appliance-maps",
    fact: "each address has one counterpart: neither real nor virtual ranges overlap each other",
    source: "this network's design",
    check: ofAppliance((_, { clients, web }) => [
      ...overlapping(clients, "real"),
      ...overlapping(web, "real"),
      ...overlapping([...web, ...clients], "virtual"),
    ]),
  },
  {
    name: "appliance-maps-somebody",
    fact: "what is mapped belongs to a subnet of clients, or of the web side",
    source: "this network's design",
    check: ofAppliance(strangeReals),
  },
  {
    name: "appliance-maps-clients",
    fact: "the web side answers a client at its virtual address, so each subnet of clients is mapped as a whole",
    source: "this network's design",
    check: ofAppliance(unmappedClients),
  },
  {
    name: "appliance-records",
    fact: "a name of a host leads clients to what stands for its address, so the address is mapped, and the name is no service's",
    source: "this network's design",
    check: ofAppliance(hostRecords),
  },
];
