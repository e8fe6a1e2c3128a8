import { type AddressSet, intersect, isEmptySet, setOfCidr, setSize, subtract, unionOf } from "../ip";
import { type Datagrams } from "./datagrams";
import { type KernelRoute, type LinuxRouter, type PolicyRule } from "./router-model";
import { type Unread, type Line } from "./script-line";

/** Where packets go by the routing tables. */
export type Routed =
  | { readonly kind: "out"; readonly packets: Datagrams; readonly device: number }
  | { readonly kind: "dropped"; readonly packets: Datagrams; readonly line: Line }
  | { readonly kind: "undecided"; readonly packets: Datagrams; readonly unread: Unread };

/** ip-rule(8): what the kernel begins with; the table `local` comes before all of them. */
const FIRST_RULES: readonly PolicyRule[] = [
  { priority: 32766, table: "main" },
  { priority: 32767, table: "default" },
];

/** The main table besides what the script puts there: what is on the link, and the default route of the first interface. */
function mainOf({ interfaces, routes }: LinuxRouter): KernelRoute[] {
  const onLink = interfaces.map(({ device, subnet }) => ({
    table: "main",
    cidr: subnet,
    device,
    next: "link" as const,
  }));
  const isSet = routes.some(({ table, cidr }) => table === "main" && cidr.length === 0);
  const byDefault = { table: "main", cidr: { base: 0, length: 0 }, device: 0, next: "router" as const };
  return isSet ? onLink : [...onLink, byDefault];
}

/** The rules in their order, over the tables, longest prefix first; a table without a route leaves it to the next rule. */
export function routed(router: LinuxRouter, device: number, packets: Datagrams): Routed[] {
  const all = [...router.routes, ...mainOf(router)].sort((one, other) => other.cidr.length - one.cidr.length);
  const rules = [...router.rules, ...FIRST_RULES].sort((one, other) => one.priority - other.priority);
  const found: Routed[] = [];
  let left: readonly Datagrams[] = [packets];
  for (const rule of rules) {
    if (rule.device !== undefined && rule.device !== device) continue;
    const table = all.filter((route) => route.table === rule.table);
    left = left.flatMap((part) => {
      const { hit, rest } = chosen(part, rule);
      if (!hit) return rest;
      const { taken, missed } = lookUp(router, table, hit);
      found.push(...taken);
      return missed ? [...rest, missed] : rest;
    });
  }
  for (const part of left) found.push({ kind: "undecided", packets: part, unread: { why: "main-table" } });
  return found;
}

function chosen(packets: Datagrams, { src, dst }: PolicyRule): { hit?: Datagrams; rest: readonly Datagrams[] } {
  const rest: Datagrams[] = [];
  let hit = packets;
  for (const [end, set] of [
    ["src", src],
    ["dst", dst],
  ] as const) {
    if (!set) continue;
    const inside = intersect(hit[end], set);
    const outside = subtract(hit[end], set);
    if (!isEmptySet(outside)) rest.push({ ...hit, [end]: outside });
    if (isEmptySet(inside)) return { rest };
    hit = { ...hit, [end]: inside };
  }
  return { hit, rest };
}

function lookUp(
  router: LinuxRouter,
  table: readonly KernelRoute[],
  packets: Datagrams,
): { taken: Routed[]; missed?: Datagrams } {
  const taken: Routed[] = [];
  let rest: AddressSet = packets.dst;
  for (const route of table) {
    const dst = intersect(rest, setOfCidr(route.cidr));
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    taken.push(...byRoute(router, route, { ...packets, dst }));
  }
  return isEmptySet(rest) ? { taken } : { taken, missed: { ...packets, dst: rest } };
}

function byRoute({ interfaces }: LinuxRouter, route: KernelRoute, packets: Datagrams): Routed[] {
  const { device, next, line } = route;
  if (device === undefined)
    return line
      ? [{ kind: "dropped", packets, line }]
      : [{ kind: "undecided", packets, unread: { why: "main-table" } }];
  const own = interfaces.find((one) => one.device === device);
  // On the link nobody answers for an address that is not of the subnet; what another machine does is not known.
  const beyond =
    next === "host" ? packets.dst : next === "link" && own ? subtract(packets.dst, setOfCidr(own.subnet)) : [];
  if (!isEmptySet(beyond)) return [{ kind: "undecided", packets, unread: { why: "next-host", ...(line && { line }) } }];
  return [{ kind: "out", packets, device }];
}

/** What reverse path filtering lets in; the rest is undecided. */
export function sourceChecked(router: LinuxRouter, device: number, packets: Datagrams): Unread | undefined {
  const [all, own] = [router.reversePathOfAll, router.reversePath.get(device)];
  const value = all && own ? Math.max(all.value, own.value) : undefined;
  // Off, or loose: there is a default route (ip-sysctl, rp_filter).
  if (value === 0 || value === 2) return undefined;
  const mine = router.interfaces.filter((one) => one.device === device).map(({ subnet }) => setOfCidr(subnet));
  const others = router.interfaces.filter((one) => one.device !== device).map(({ subnet }) => setOfCidr(subnet));
  const isByLink = isEmptySet(subtract(packets.src, unionOf(mine)));
  const isByDefault = device === 0 && setSize(intersect(packets.src, unionOf(others))) === 0;
  const isOrdinary =
    !router.rules.some((rule) => rule.device === undefined) && !router.routes.some(({ table }) => table === "main");
  if (isOrdinary && (isByLink || isByDefault)) return undefined;
  const line = [own, all].find((one) => one && one.value === 1)?.line;
  return { why: "reverse-path", ...(line && { line }) };
}
