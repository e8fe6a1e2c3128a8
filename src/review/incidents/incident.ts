import { type Change } from "../changes";
import { type Networks } from "../networks";

/** A trap that others fell into, found in this plan. */
export interface Incident {
  readonly rule: string;
  /** The resources at fault. */
  readonly addresses: readonly string[];
  /** What happens, as a clause after the addresses; own words only. */
  readonly text: string;
  readonly advice: string;
}

export interface IncidentRule {
  readonly name: string;
  find(networks: Networks, changes: readonly Change[]): readonly Pick<Incident, "addresses" | "text" | "advice">[];
}
