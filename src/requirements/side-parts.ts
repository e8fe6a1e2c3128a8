/** Terraform addresses of what a stack makes for one side; what exists already, and is not the stack's, is left out. */
export interface PartsOfSide {
  readonly vpc?: string | undefined;
  readonly attachment?: string | undefined;
  readonly peering?: string | undefined;
  readonly alb?: string | undefined;
  readonly nlb?: string | undefined;
  readonly endpointService?: string | undefined;
  readonly securityGroup?: string | undefined;
  /** By the web side that each leads to. */
  readonly endpoints?: ReadonlyMap<string, string>;
}

/** Which resource plays which part in a bridge of either place, as far as an input says. */
export interface FoundRoles {
  /** The VPC between the sides, where there is one. */
  readonly hub: PartsOfSide;
  /**
   * The address of what the file names by its id: the id itself where only the file tells of it, in an account that of the
   * thing that has the id.
   */
  called(id: string): string;
  of(side: { readonly role: "client" | "web"; readonly name: string }): PartsOfSide;
}
