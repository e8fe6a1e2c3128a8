/** What a type is to packets. Each type of the provider has one (docs/model.md, "Types of resources"). */
export type TypeClass =
  /** The model reads it: packets pass it, or it routes, filters or places them. */
  | "walked"
  /** Packets begin or end there. */
  | "end"
  /** Packets come in by it past a VPC's own gateways. */
  | "way in"
  /** It only completes something of the other classes, or looks it up. */
  | "part"
  /** What it does to packets is not judged, which is said by its name. */
  | "unknown"
  /** No packet goes another way whatever becomes of it. */
  | "irrelevant";

/** Types of one class that have no role in the model. */
export interface ClassGroup {
  /** The service by AWS's name, or what these types have in common. */
  readonly what: string;
  /** Names of types; one that ends with `*` stands for all that begin so, also for those that the provider gets later. */
  readonly types: readonly string[];
}
