import { type KeyPath } from "./key-path";
import { type HubConfig } from "./hub-schema";
import { clientsOf, websOf } from "./hub-sides";
import { type BridgeConfig } from "./schema";

/** Every zone in the file, a letter or an id, and where it stands. */
export function writtenZones({ client, web, bridge, appliance }: BridgeConfig): { zone: string; path: KeyPath }[] {
  const groups: [KeyPath, Readonly<Record<string, { zone: string }>> | undefined][] = [
    [["client", "subnets"], client.subnets],
    [["web", "subnets"], web.subnets],
    [["bridge", "alb_subnets"], bridge.alb_subnets],
    [["bridge", "nat_subnets"], bridge.nat_subnets],
    [["bridge", "nat_gateways"], bridge.nat_gateways],
    [["bridge", "attachment_subnets"], bridge.attachment_subnets],
    [["bridge", "inner_subnets"], bridge.inner_subnets],
    [["bridge", "outer_subnets"], bridge.outer_subnets],
    [["bridge", "shadow_subnets"], bridge.shadow_subnets],
  ];
  return [
    ...groups.flatMap(([path, subnets]) =>
      Object.entries(subnets ?? {}).map(([name, { zone }]) => ({ zone, path: [...path, name, "zone"] })),
    ),
    ...(bridge.zones ?? []).map((zone, i) => ({ zone, path: ["bridge", "zones", i] })),
    ...(appliance?.zones ?? []).map((zone, i) => ({ zone, path: ["appliance", "zones", i] })),
  ];
}

/** The same of a hub's file. */
export function hubWrittenZones(config: HubConfig): { zone: string; path: KeyPath }[] {
  const inGroup = (path: KeyPath, group: Readonly<Record<string, { zone: string }>> | undefined) =>
    Object.entries(group ?? {}).map(([name, { zone }]) => ({ zone, path: [...path, name, "zone"] }));
  const listed = (path: KeyPath, zones: readonly string[] | undefined) =>
    (zones ?? []).map((zone, i) => ({ zone, path: [...path, i] }));
  return [
    ...clientsOf(config).flatMap(({ path, config: { subnets, nat } }) => [
      ...inGroup([...path, "subnets"], subnets),
      ...inGroup([...path, "nat", "gateways"], nat?.gateways),
      ...listed([...path, "nat", "zones"], nat?.zones),
    ]),
    ...websOf(config).flatMap(({ path, config: { subnets } }) => inGroup([...path, "subnets"], subnets)),
    ...listed(["bridge", "zones"], config.bridge.zones),
  ];
}
