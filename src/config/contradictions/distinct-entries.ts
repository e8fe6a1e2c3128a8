import { type Cidr, formatCidr } from "../../ipv4";
import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { patchAt } from "../patch";
import { type BridgeConfig } from "../schema";
import { finding, mendable } from "./finding";

/** An entry of these lists: a range, or a text. */
export type Entry = Cidr | string;

function textOf(entry: Entry): string {
  return typeof entry === "string" ? entry : formatCidr(entry);
}

/**
 * Entries that are listed twice where each becomes a thing of its own: AWS would refuse the second route, rule or
 * certificate as a duplicate.
 */
export function distinctEntries({ zones, client, web, bridge, listeners, services }: BridgeConfig): Finding[] {
  const lists: [KeyPath, readonly Entry[] | undefined][] = [
    [["zones"], zones],
    [["client", "vpc", "secondary_cidrs"], client.vpc.secondary_cidrs],
    [["client", "vpc", "routes"], client.vpc.routes],
    [["client", "security_groups"], client.security_groups],
    [["web", "vpc", "secondary_cidrs"], web.vpc.secondary_cidrs],
    [["web", "vpc", "routes"], web.vpc.routes],
    [["web", "attachment_subnets"], web.attachment_subnets],
    [["web", "security_groups"], web.security_groups],
    [["bridge", "steer"], bridge.steer],
    [["listeners", "https", "certificates"], listeners.https?.certificates],
    ...Object.entries(services).flatMap(([name, service]): [KeyPath, readonly string[] | undefined][] => [
      // To an ALB host names are the same in any case of letters.
      [["services", name, "match", "hosts"], service.match?.hosts?.map((host) => host.toLowerCase())],
      [["services", name, "match", "paths"], service.match?.paths],
      [["services", name, "listeners"], service.listeners],
    ]),
  ];
  return lists.flatMap(([path, entries]) => repeatedEntries(path, entries ?? []));
}

/** What stands twice in one list. */
export function repeatedEntries(path: KeyPath, entries: readonly Entry[]): Finding[] {
  const seen = new Set<string>();
  const firstOfEach = new Map(entries.map((entry) => [JSON.stringify(entry), textOf(entry)]));
  return entries.flatMap((entry, i) => {
    const text = JSON.stringify(entry);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    const found = finding([...path, i], "distinct-entries", "is listed twice", "list each entry once");
    return [mendable(found, patchAt(path, [...firstOfEach.values()]))];
  });
}
