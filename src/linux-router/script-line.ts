/** A line of a boot script, as it is written there; its number counts from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Why a script can't be read, or a line of it. */
export type UnreadKind =
  /** The user data as a whole: not known, an old provider's hash, or none. */
  | "user-data-not-known"
  | "user-data-hashed"
  | "no-user-data"
  | "user-data-form"
  | "too-long"
  /** It sets no forwarding, so what the image does is not known. */
  | "forwarding-not-set"
  | "reverse-path-not-off"
  | "command"
  | "variable"
  | "interface"
  | "setting"
  | "route"
  | "rule"
  | "ruleset"
  | "order"
  | "fails"
  /** A packet meets it, and what it does with it can't be read. */
  | "match"
  | "statement";

/** What can't be read; without a line where it is the script as a whole. */
export interface Unread {
  readonly why: UnreadKind;
  readonly line?: Line;
}
