import { type KeyPath } from "../config/key-path";
import { type HubClientConfig } from "../config/hub-schema";
import { type Cidr } from "../ipv4";
import { type BridgePlan } from "./bridge-plan";
import { type HubPlan } from "./hub/hub-plan";
import { type AddressPlan, type PlannedNat } from "./plan";
import { type PlannedSubnet } from "./planned-subnet";

/** A VPC that a bridge joins, as every place has them. */
export interface PlannedSide {
  readonly role: "client" | "web";
  /** `client`, `web`, or its key under `clients` or `webs`; of a hub a client and a web may have one name. */
  readonly name: string;
  /** Where the file says it. */
  readonly path: KeyPath;
  readonly vpc: HubClientConfig["vpc"];
  readonly account: HubClientConfig["account"];
  /** Its ranges without those of the bridge. */
  readonly cidrs: readonly Cidr[];
  /** Its subnets without those of the bridge. */
  readonly subnets: readonly PlannedSubnet[];
  /** Ids of the security groups of servers that exist; empty for clients, and where the stack makes the group. */
  readonly securityGroups: readonly string[];
  /** Whether its VPC is attached to the transit gateway. */
  readonly joinsGateway: boolean;
  /** The attachment that its VPC has already; none: one is made, or it joins no gateway. */
  readonly attachment: HubClientConfig["attachment"];
  /** Subnets that hold its attachment. */
  readonly attachmentSubnets: readonly PlannedSubnet[];
  /** NAT gateways that its VPC has already. */
  readonly existingNats: readonly PlannedNat[];
}

/** A side in words, to be put before what it has: "client", or of several "apps client". */
export function sideLabel({ role, name }: Pick<PlannedSide, "role" | "name">): string {
  return name === role ? role : `${name} ${role}`;
}

/** A side's VPC in words: "client VPC", or of several "apps client VPC". */
export function vpcName(side: Pick<PlannedSide, "role" | "name">): string {
  return `${sideLabel(side)} VPC`;
}

/** The sides of a bridge: clients first, each kind in the order of the file. */
export function sidesOf(plan: BridgePlan): PlannedSide[] {
  return plan.place === "hub" ? sidesOfHub(plan) : sidesInClient(plan);
}

const doesExist = ({ existingId }: PlannedNat): boolean => existingId !== undefined;

function sidesOfHub({ clients, webs }: HubPlan): PlannedSide[] {
  const side = (role: PlannedSide["role"]) => (one: (typeof clients | typeof webs)[number]) => {
    const { name, path, config, cidrs, subnets, way } = one;
    const { vpc, account, attachment } = config;
    return {
      role,
      name,
      path,
      vpc,
      account,
      cidrs,
      subnets,
      securityGroups: "security_groups" in config ? (config.security_groups ?? []) : [],
      joinsGateway: way === "nat" || way === "transit_gateway",
      attachment,
      attachmentSubnets: "attachmentSubnets" in one ? one.attachmentSubnets : [],
      existingNats: "nats" in one ? one.nats.filter(doesExist) : [],
    };
  };
  return [...clients.map(side("client")), ...webs.map(side("web"))];
}

function sidesInClient(plan: AddressPlan): PlannedSide[] {
  const { client, web } = plan.config;
  return [
    {
      role: "client",
      name: "client",
      path: ["client"],
      vpc: client.vpc,
      account: client.account,
      cidrs: plan.clientCidrs,
      subnets: plan.clientSubnets,
      securityGroups: [],
      joinsGateway: true,
      attachment: client.attachment,
      attachmentSubnets: plan.attachmentSubnets,
      existingNats: plan.nats.filter(doesExist),
    },
    {
      role: "web",
      name: "web",
      path: ["web"],
      vpc: web.vpc,
      account: web.account,
      cidrs: plan.webCidrs,
      subnets: plan.webSubnets,
      securityGroups: web.security_groups ?? [],
      joinsGateway: true,
      attachment: web.attachment,
      attachmentSubnets: plan.webAttachmentSubnets,
      existingNats: [],
    },
  ];
}

/** A range that a bridge adds, and where the file says it. */
export interface AddedRange {
  readonly range: Cidr;
  readonly path: KeyPath;
}

/** The ranges that a bridge adds: those that are nobody's without it. */
export function addedRangesOf(plan: BridgePlan): AddedRange[] {
  const path = ["bridge", "cidr"];
  if (plan.place === "client") return [{ range: plan.bridgeCidr, path }];
  const nats = plan.clients.flatMap((client): AddedRange[] =>
    // A client by NAT without a range of its own is told by the file's own checks.
    client.way === "nat" && client.config.nat ? [{ range: client.natCidr, path: [...client.path, "nat", "cidr"] }] : [],
  );
  return [{ range: plan.hubCidr, path }, ...nats];
}
