import { type BridgePlan } from "../address-plan/bridge-plan";
import { type Origin } from "../terraform";
import { isStatedIn } from "./stated";

/** Something that neither the bridge file nor the JSON tells, and that the proof supposes. */
export interface Granted {
  /** What is supposed, as a clause. */
  readonly what: string;
  /** Ids in AWS that it is about. */
  readonly about: readonly string[];
  /** How to see whether it is so, and what to do if it isn't. */
  readonly learn: string;
}

/** Ids that the file has for things which the input does not hold: what it holds itself is not supposed. */
export function idsFromFile(plan: BridgePlan, things: readonly { readonly origin?: Origin }[]): string[] {
  const ids = things.flatMap((one) => (isStatedIn(plan, one) && one.origin ? [one.origin.name] : []));
  return [...new Set(ids)];
}

/** Ids as the value of a filter of the AWS CLI. */
export function valuesOf(ids: readonly string[]): string {
  return `Values=${ids.join(",")}`;
}
