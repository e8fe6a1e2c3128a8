import { type Charge } from "../prices";

/** Why no price is known of a resource, or how many there are of what it is. */
export type NoPrice =
  /** Nothing is known of what its type costs. */
  | "type"
  /** Its own arguments make it another thing than the table has. */
  | "kind"
  /** What decides its price is not known until apply. */
  | "unknown";

/** What one resource costs: charges of the table, and why there may be more. */
export interface Costing {
  readonly charges: readonly Charge[];
  readonly noPrice?: NoPrice;
}

export const FREE: Costing = { charges: [] };

/** A number of one component; undefined: it is not known until apply. */
export function charged(component: Charge["component"], count: number | undefined): Costing {
  return { charges: [{ component, count }] };
}

/** Nobody here knows what it costs. */
export function notPriced(noPrice: NoPrice): Costing {
  return { charges: [], noPrice };
}

/** All of them together; of several reasons the first one is told. */
export function together(...costings: readonly Costing[]): Costing {
  const noPrice = costings.find((one) => one.noPrice !== undefined)?.noPrice;
  return { charges: costings.flatMap(({ charges }) => charges), ...(noPrice && { noPrice }) };
}
