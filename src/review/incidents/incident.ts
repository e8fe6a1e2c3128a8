import { type Change } from "../changes";
import { type Networks } from "../networks";

/** A trap that others fell into, found in this plan; equal ones are one. */
export interface Incident {
  readonly rule: string;
  /** The resources at fault: those first that each of the equal traps is about. */
  readonly addresses: readonly string[];
  /** How many of them are equal. */
  readonly times: number;
  /** What happens, as a clause after the addresses; own words only. */
  readonly text: string;
  readonly advice: string;
  /** Those of the addresses whose creation, change or destruction AWS refuses for certain: the apply stops there. */
  readonly stops: readonly string[];
}

/** One trap, as a rule finds it. */
export type Trap = Pick<Incident, "addresses" | "text" | "advice"> & Partial<Pick<Incident, "stops">>;

export interface IncidentRule {
  readonly name: string;
  /** @param networks with every change in `changed` that does something, those that no packet meets included */
  find(networks: Networks, changes: readonly Change[]): readonly Trap[];
}
