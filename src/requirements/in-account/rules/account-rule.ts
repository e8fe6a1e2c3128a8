import { type BridgePlan } from "../../../address-plan/bridge-plan";
import { type EncryptionControl } from "../../../address-plan/encryption/encryption-facts";
import { type Break, type RuleOf } from "../../../address-plan/rules/rule";
import { type PlannedSide, sidesOf } from "../../../address-plan/planned-sides";
import { type ResourceGraph } from "../../../terraform";
import { type Topology, type Vpc } from "../../../topology";

/** What an account told of encryption in transit. */
export interface EncryptionInAccount {
  /** Encryption controls by the ids of their VPCs. */
  readonly controls: ReadonlyMap<string, EncryptionControl>;
  /** Whether the encryption support of a transit gateway is enabled, by its id; of those that tell it. */
  readonly gateways: ReadonlyMap<string, boolean>;
  /** Whether a VPC that has no control here has none. */
  readonly isComplete: boolean;
}

/** What a bridge's file is held against. */
export interface AccountFacts {
  readonly plan: BridgePlan;
  /** What the accounts have without the bridge. */
  readonly graph: ResourceGraph;
  readonly topology: Topology;
  /** Values of service quotas by code, e.g. `L-DFA99DED` [Service Quotas API, ServiceQuota]; of several accounts the least. */
  readonly quotas: ReadonlyMap<string, number>;
  readonly encryption: EncryptionInAccount;
}

/** A rule that only an account can tell about. */
export type AccountRule = RuleOf<AccountFacts>;

/** A side whose VPC exists, with its VPC in the account. */
export interface ExistingSide {
  readonly side: PlannedSide;
  readonly id: string;
  readonly vpc: Vpc;
}

/** The sides whose VPCs exist and are in the account. */
export function existingSides(facts: AccountFacts): ExistingSide[] {
  return sidesOf(facts.plan).flatMap((side) => {
    const { id } = side.vpc;
    if (id === undefined) return [];
    const address = facts.graph.managedWithId("aws_vpc", id)?.address;
    const vpc = facts.topology.vpcs.find((one) => one.address === address);
    return vpc ? [{ side, id, vpc }] : [];
  });
}

/** A break with a sentence on what to do. */
export function broken(path: Break["path"], message: string, fix: string): Break {
  return { path, message, fix };
}

export const NOT_THERE = "is in none of the accounts and Regions that were read";
export const FIX_OF_MISSING = "write the id of one that is there, or give the account with --account too";
