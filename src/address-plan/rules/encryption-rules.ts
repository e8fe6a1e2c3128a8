import { type BridgePlan } from "../bridge-plan";
import { encryptionInFile, type EncryptionFacts } from "../encryption/encryption-facts";
import {
  refusedAttachments,
  refusedInstances,
  refusedListeners,
  refusedNats,
  refusedPeerings,
  unknownInstances,
} from "../encryption/refused-by-enforcing";
import { type HubPlan } from "../hub/hub-plan";
import { clearAtEndpoints, unseenAtEndpoints } from "../hub/refused-at-endpoints";
import { type AddressPlan } from "../plan";
import { type Break, type RuleOf } from "./rule";

const CONTROLS = "VPC user guide, VPC encryption controls";

/** A rule that asks what enforcing refuses, by whatever is known of it. */
type Asked<P> = Omit<RuleOf<P>, "check"> & { readonly refused: (plan: P, facts: EncryptionFacts) => Break[] };

const ANY_PLACE: readonly Asked<BridgePlan>[] = [
  {
    name: "encryption-nat",
    fact: "a VPC that enforces encryption takes NAT gateways only where its encryption control excludes them",
    source: `${CONTROLS}: exclusions`,
    refused: refusedNats,
  },
  {
    name: "encryption-gateway",
    fact: "a VPC that enforces encryption is attached only to a transit gateway with encryption support, which is enabled on one that exists",
    source: "Transit gateway guide, encryption support",
    refused: refusedAttachments,
  },
];
const IN_CLIENT: readonly Asked<AddressPlan>[] = [
  {
    name: "encryption-instances",
    fact: "a VPC that enforces encryption takes instances of types alone that encrypt in transit",
    source: "EC2 user guide, encryption in transit",
    refused: refusedInstances,
  },
  {
    name: "encryption-unknown-type",
    warns: true,
    fact: "whether a type of instance encrypts in transit, AWS tells in DescribeInstanceTypes",
    source: "EC2 user guide, encryption in transit",
    refused: unknownInstances,
  },
];
const IN_HUB: readonly Asked<HubPlan>[] = [
  {
    name: "encryption-peering",
    fact: "a VPC that enforces encryption is peered only with one that does so too, both without exclusions, or excludes peerings",
    source: `${CONTROLS}: VPC peering support`,
    refused: refusedPeerings,
  },
  {
    name: "encryption-tls-listener",
    fact: "an NLB has no TLS listener in a VPC that enforces encryption",
    source: `${CONTROLS}: Network Load Balancer limitations`,
    refused: refusedListeners,
  },
  {
    name: "encryption-endpoint-clear",
    fact: "endpoints in a VPC that enforces encryption drop what the application doesn't encrypt",
    source: `${CONTROLS}: compatible resources`,
    refused: clearAtEndpoints,
  },
  {
    name: "encryption-endpoint-port",
    warns: true,
    fact: "AWS takes what goes to an endpoint's port 443 for encrypted, and looks into no packet",
    source: `${CONTROLS}: encryption status`,
    refused: unseenAtEndpoints,
  },
];

function byFile<P extends BridgePlan>(asked: readonly Asked<P>[]): RuleOf<P>[] {
  return asked.map(({ refused, ...rule }) => ({ ...rule, check: (plan) => refused(plan, encryptionInFile(plan)) }));
}

/** What VPCs that enforce encryption refuse of a bridge in the client VPC. */
export const ENCRYPTION_RULES: readonly RuleOf<AddressPlan>[] = byFile<AddressPlan>([...ANY_PLACE, ...IN_CLIENT]);
/** The same of a hub. */
export const HUB_ENCRYPTION_RULES: readonly RuleOf<HubPlan>[] = byFile<HubPlan>([...ANY_PLACE, ...IN_HUB]);

/** Everything that is refused by what an account tells of encryption. */
export function refusedByEncryption(plan: BridgePlan, facts: EncryptionFacts): Break[] {
  const found = <P>(asked: readonly Asked<P>[], of: P): Break[] =>
    asked.flatMap(({ refused, warns }) => (warns ? [] : refused(of, facts)));
  return plan.place === "hub"
    ? found<HubPlan>([...ANY_PLACE, ...IN_HUB], plan)
    : found<AddressPlan>([...ANY_PLACE, ...IN_CLIENT], plan);
}
