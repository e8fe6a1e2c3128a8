import { type ResourceGraph, type Role } from "../terraform";

/** A Region of an account of which AWS was asked; either is undefined where the input does not tell it. */
export interface AskedPlace {
  readonly account?: string;
  readonly region?: string;
  /** Of what AWS listed everything there is. */
  readonly lists: ReadonlySet<Role>;
  /** Of what it would have told, had it been asked, or had it answered. @default - nothing */
  readonly unanswered?: ReadonlySet<Role>;
}

/** One of the two sources that are compared. */
export interface Source {
  readonly graph: ResourceGraph;
  /** As people named it. */
  readonly shown: string;
  /** Of a plan: what AWS calls the things that it finds there, by address; what it destroys and replaces too. */
  readonly ids?: ReadonlyMap<string, string>;
  /** Of an account: where AWS was asked. Terraform's own files hold only what Terraform manages. */
  readonly places?: readonly AskedPlace[];
}
