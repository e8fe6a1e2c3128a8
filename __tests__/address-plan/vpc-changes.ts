/** Texts of the bridge files that the cases of the VPC rules replace. */
export const CLIENT_VPC = "client:\n  vpc: { cidr: 10.64.0.0/16 }";
export const WEB_VPC = "web:\n  vpc: { cidr: 10.64.0.0/16 }";
export const CLIENT = "clients: { cidr: 10.64.0.0/24";
export const BRIDGE = "bridge:\n  cidr: 10.0.0.0/16";
export const CARVED = "cidr: 100.64.0.0/24";
export const MORE_RANGES = "secondary_cidrs: [10.70.0.0/16]";
export const clientVpc = (cidr: string, subnet: string) =>
  [
    [CLIENT_VPC, `client:\n  vpc: { cidr: ${cidr} }`],
    [CLIENT, `clients: { cidr: ${subnet}`],
  ] as const;
/** The small bridge in other addresses. */
export const bridge = (prefix: string) =>
  [
    [BRIDGE, `bridge:\n  cidr: ${prefix}.0.0/16`],
    ["10.0.1.0/24, zone: a, addresses: [10.0.1.10]", `${prefix}.1.0/24, zone: a`],
    ["alb-1: { cidr: 10.0", `alb-1: { cidr: ${prefix}`],
    ["alb-2: { cidr: 10.0", `alb-2: { cidr: ${prefix}`],
  ] as const;
