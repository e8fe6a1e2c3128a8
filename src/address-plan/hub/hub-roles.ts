import { type ROLES_VERSION } from "../roles";

/** Terraform addresses of what a stack makes for a client side of a hub; what exists already is left out. */
export interface HubClientRoles {
  readonly vpc?: string;
  readonly attachment?: string;
  /** By the name of the web side. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** Terraform addresses of what a stack makes for a web side of a hub, in the hub too; what exists already is left out. */
export interface HubWebRoles {
  readonly vpc?: string;
  readonly attachment?: string;
  readonly peering?: string;
  readonly security_group?: string;
  readonly alb?: string;
  readonly nlb?: string;
  readonly endpoint_service?: string;
}

/** The value of a hub's output: which of its resources are the parts of the hub. */
export interface HubOutput {
  readonly version: typeof ROLES_VERSION;
  /** The name of the bridge's file, without its ending. */
  readonly bridge: string;
  readonly place: "hub";
  readonly hub: { readonly vpc: string; readonly attachment?: string };
  /** By the name of the side. */
  readonly clients: Readonly<Record<string, HubClientRoles>>;
  /** By the name of the side. */
  readonly webs: Readonly<Record<string, HubWebRoles>>;
}
