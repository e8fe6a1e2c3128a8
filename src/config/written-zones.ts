import { type KeyPath } from "./key-path";
import { type BridgeConfig } from "./schema";

/** Every zone in the file, a letter or an id, and where it stands. */
export function writtenZones({ client, web, bridge }: BridgeConfig): { zone: string; path: KeyPath }[] {
  const groups: [KeyPath, Readonly<Record<string, { zone: string }>> | undefined][] = [
    [["client", "subnets"], client.subnets],
    [["web", "subnets"], web.subnets],
    [["bridge", "alb_subnets"], bridge.alb_subnets],
    [["bridge", "nat_subnets"], bridge.nat_subnets],
    [["bridge", "attachment_subnets"], bridge.attachment_subnets],
    [["bridge", "shadow_subnets"], bridge.shadow_subnets],
  ];
  return [
    ...groups.flatMap(([path, subnets]) =>
      Object.entries(subnets ?? {}).map(([name, { zone }]) => ({ zone, path: [...path, name, "zone"] })),
    ),
    ...(bridge.zones ?? []).map((zone, i) => ({ zone, path: ["bridge", "zones", i] })),
  ];
}
