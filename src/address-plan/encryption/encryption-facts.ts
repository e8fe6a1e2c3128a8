import { type BridgePlan } from "../bridge-plan";
import { type KeyPath } from "../../config/key-path";
import { type PlannedSide, vpcName } from "../planned-sides";

/** The encryption control of a VPC [EC2 API, VpcEncryptionControl]. */
export interface EncryptionControl {
  readonly mode: "monitor" | "enforce";
  /** What is excluded, by its key in a bridge file; e.g. `nat_gateway`. */
  readonly exclusions: ReadonlySet<string>;
}

/** What is known of encryption in transit, be it by a file or by an account. */
export interface EncryptionFacts {
  /** The control of a side's VPC; undefined where it has none. */
  ofSide(side: PlannedSide): EncryptionControl | undefined;
  /** The control of the hub's VPC. */
  readonly ofHub: EncryptionControl | undefined;
  /** Whether the transit gateway that exists has encryption support. */
  readonly gatewaySupports: boolean;
}

/** A VPC in which encryption is enforced. */
export interface EnforcingVpc {
  /** As sentences name it: "client VPC", "hub VPC". */
  readonly name: string;
  /** The key that says how its control is set, and the one that says what that excludes. */
  readonly path: KeyPath;
  readonly exclusionsPath: KeyPath;
  readonly exclusions: ReadonlySet<string>;
  /** Undefined: it is the hub's. */
  readonly side?: PlannedSide;
}

const CONTROL = "encryption_control";
const EXCLUSIONS = "encryption_exclusions";

interface Stated {
  readonly encryption_control?: EncryptionControl["mode"] | undefined;
  readonly encryption_exclusions: readonly string[];
}

function statedIn({ [CONTROL]: mode, [EXCLUSIONS]: exclusions }: Stated): EncryptionControl | undefined {
  return mode && { mode, exclusions: new Set(exclusions) };
}

/** What the bridge file states. */
export function encryptionInFile(plan: BridgePlan): EncryptionFacts {
  return {
    ofSide: ({ vpc }) => statedIn(vpc),
    ofHub: plan.place === "hub" ? statedIn(plan.config.bridge) : undefined,
    gatewaySupports: plan.config.transit_gateway.encryption_support,
  };
}

function enforcingAt(
  path: KeyPath,
  name: string,
  control: EncryptionControl | undefined,
  side?: PlannedSide,
): EnforcingVpc[] {
  if (control?.mode !== "enforce") return [];
  const { exclusions } = control;
  return [{ name, path: [...path, CONTROL], exclusionsPath: [...path, EXCLUSIONS], exclusions, ...(side && { side }) }];
}

/** The VPC of a side, where it enforces encryption. */
export function enforcingSide(facts: EncryptionFacts, side: PlannedSide): EnforcingVpc[] {
  return enforcingAt([...side.path, "vpc"], vpcName(side), facts.ofSide(side), side);
}

/** The hub's VPC, where it enforces encryption. */
export function enforcingHub(facts: EncryptionFacts): EnforcingVpc[] {
  return enforcingAt(["bridge"], "hub VPC", facts.ofHub);
}
