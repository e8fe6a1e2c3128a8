import { type BridgePlan } from "../address-plan/bridge-plan";
import { type Part, type Parts } from "./prices";
import { type Asked, type FileWay, type SeenClient } from "./way";

/** What a plan makes, as it counts for a choice. */
export interface Counted {
  readonly asks: { readonly client: Asked; readonly web: Asked };
  readonly zones?: { readonly balancers: number; readonly natGateways: number };
  /** Undefined where a price is unknown. */
  readonly parts: Parts | undefined;
  /** What a gigabyte goes through, for each kind of connection. */
  readonly paths: readonly (readonly Part[])[];
  readonly sees: SeenClient;
  readonly way: FileWay;
}

/** Zones that a new hosted zone is made for each of: none where the file has no names, or a zone that exists. */
export function hostedZones({ config: { dns } }: Pick<BridgePlan, "config">, clients: number): number {
  return dns?.zone !== undefined && dns.zone_id === undefined ? clients : 0;
}
