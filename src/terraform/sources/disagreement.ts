/** What the sources say otherwise than the plan does, so that those of the module are not believed. */
export interface Disagreement {
  /** `module.a.module.b`, without keys; "" for the root. */
  readonly module: string;
  readonly kind: DisagreementKind;
  /** The address of the block, argument or file. */
  readonly name: string;
}

export type DisagreementKind =
  /** The files can't be read; the name says why. */
  | "unreadable"
  | "missing module"
  | "only in plan"
  | "only in sources"
  | "other value"
  | "other references"
  | "other instances"
  | "other link"
  | "cycle"
  | "too much work";

/** Where in a module the two were compared, with what was found. */
export type Difference = Omit<Disagreement, "module">;
