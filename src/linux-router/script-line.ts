/** A line of a boot script, as it is written there; its number counts from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Why a script can't be read, or a line of it. */
export type UnreadKind =
  /** It is stopped, or about to be. */
  | "not-running"
  /** The user data as a whole: its text is not known, or only a hash of it, there is none, or its form is another one. */
  | "user-data-not-known"
  | "user-data-hashed"
  /** Only a hash is known, of no script that is known. */
  | "user-data-other"
  | "no-user-data"
  | "user-data-form"
  | "too-long"
  /** It sets no forwarding, so what the image does is not known. */
  | "forwarding-not-set"
  /** It does something that may change the network, and that is not looked into. */
  | "command"
  /** It depends on something whether it does. */
  | "condition"
  /** A variable, or an interface's name, of which it isn't known what it stands for. */
  | "variable"
  | "interface"
  /** A file that may change the network at some time. */
  | "file"
  /** The line surely, or probably, fails, and the script with it. */
  | "fails"
  /** What nft(8) does not know, or this program does not. */
  | "ruleset"
  /** A packet meets it, and what it makes of the packet is not known. */
  | "undecided"
  /** It is an answer to what the machine has not seen, and not all of its rules drop such packets. */
  | "no-connection"
  /** Reverse path filtering is on, or is as the image has it. */
  | "reverse-path"
  /** The route leads to another machine, or to an address that nobody has on the link. */
  | "next-host"
  /** The main routing table is asked, and the image makes it. */
  | "main-table";

/** What can't be read; without a line where it is the script as a whole. */
export interface Unread {
  readonly why: UnreadKind;
  readonly line?: Line;
}

/** Ends the reading of a script; whoever reads one catches it. */
export class UnreadLine extends Error {
  constructor(readonly unread: Unread) {
    super(unread.why);
  }
}

/** Gives up on a line. */
export function giveUp(why: UnreadKind, line?: Line): never {
  throw new UnreadLine({ why, ...(line && { line }) });
}
