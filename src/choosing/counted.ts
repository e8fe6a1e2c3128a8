import { type BridgePlan } from "../address-plan/bridge-plan";
import { type Amount, type Charge, type Component, gigabyteOf, monthlyOf, NOTHING, type RegionPrices } from "../prices";
import { type Asked, type Cost, type FileWay, type SeenClient } from "./way";

/** What a plan makes, as it counts for a choice. */
export interface Counted {
  readonly asks: { readonly client: Asked; readonly web: Asked };
  readonly zones?: { readonly balancers: number; readonly natGateways: number };
  /** What AWS charges for, of what the bridge is made of: without demo hosts, and what watches it. */
  readonly charges: readonly Charge[];
  /** What a gigabyte goes through, for each kind of connection. */
  readonly paths: readonly (readonly Component[])[];
  readonly sees: SeenClient;
  readonly way: FileWay;
}

/** Zones that a new hosted zone is made for each of: none where the file has no names, or a zone that exists. */
export function hostedZones({ config: { dns } }: Pick<BridgePlan, "config">, clients: number): number {
  return dns?.zone !== undefined && dns.zone_id === undefined ? clients : 0;
}

function byKnown(a: Amount, b: Amount): number {
  return a.known - b.known;
}

/** What charges cost a month, and a gigabyte by the cheapest and by the dearest of the paths. */
export function costOf({ charges, paths }: Pick<Counted, "charges" | "paths">, prices: RegionPrices | undefined): Cost {
  const each = paths.map((path) => gigabyteOf(path, prices)).sort(byKnown);
  const gigabyte = [each[0] ?? NOTHING, each.at(-1) ?? NOTHING] as const;
  return { monthly: monthlyOf(charges, prices), gigabyte, requests: false };
}
