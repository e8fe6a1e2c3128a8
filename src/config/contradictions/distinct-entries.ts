import type { Finding, KeyPath } from "../fault";
import type { BridgeConfig } from "../schema";

/**
 * Entries that are listed twice where each becomes a thing of its own: AWS would refuse the second route, rule or
 * certificate as a duplicate.
 */
export function distinctEntries({ zones, client, web, bridge, listeners, services }: BridgeConfig): Finding[] {
  const lists: [KeyPath, readonly unknown[] | undefined][] = [
    [["zones"], zones],
    [["client", "vpc", "secondary_cidrs"], client.vpc.secondary_cidrs],
    [["client", "vpc", "routes"], client.vpc.routes],
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
  return lists.flatMap(([path, entries]) => repeated(path, entries ?? []));
}

function repeated(path: KeyPath, entries: readonly unknown[]): Finding[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, i) => {
    const text = JSON.stringify(entry);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [{ path: [...path, i], rule: "distinct-entries", message: "is listed twice", fix: "list each entry once" }];
  });
}
