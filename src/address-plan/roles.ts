/**
 * How a stack says which of its resources are the parts of a bridge: one output, whose value is plain data. The stack
 * writes it, and whoever judges Terraform's JSON finds the parts by it, whatever they are called there.
 */
export const BRIDGE_OUTPUT = "overlap_bridge";

/** The form of the output's value. */
export const ROLES_VERSION = 1;

/** The Terraform type of each part that is looked for by its name. */
export const ROLE_TYPES = {
  client_vpc: "aws_vpc",
  web_vpc: "aws_vpc",
  client_attachment: "aws_ec2_transit_gateway_vpc_attachment",
  web_attachment: "aws_ec2_transit_gateway_vpc_attachment",
  load_balancer: "aws_lb",
  web_security_group: "aws_security_group",
} as const;

export type BridgeRole = keyof typeof ROLE_TYPES;

export const ROLES = Object.keys(ROLE_TYPES) as readonly BridgeRole[];

/** Terraform addresses by role; what exists already, and is not the stack's, is left out. */
export type RoleAddresses = Readonly<Partial<Record<BridgeRole, string>>>;

/** The value of the output. */
export interface BridgeOutput {
  readonly version: typeof ROLES_VERSION;
  /** The name of the bridge's file, without its ending. */
  readonly bridge: string;
  readonly roles: RoleAddresses;
}
