import { type Resources } from "./base-network";

/** A configuration in Terraform's JSON syntax; modules by folder. */
export interface Config {
  readonly resource?: Resources;
  readonly variable?: Record<string, unknown>;
  readonly module?: Record<string, unknown>;
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  readonly removed?: readonly unknown[];
  readonly check?: Record<string, unknown>;
  readonly folders?: Readonly<Record<string, object>>;
}

/** What exists, and what is planned over it. */
export interface Scenario {
  readonly name: string;
  readonly before?: Config;
  /** Arguments of what exists that the first plan can't tell, by address; an address as value means its id. */
  readonly known?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly after: Config;
  /** Further arguments of `terraform plan`. */
  readonly args?: readonly string[];
}
