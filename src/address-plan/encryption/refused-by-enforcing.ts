import { type Mend } from "../../config/fault";
import { patchAt } from "../../config/patch";
import { type BridgePlan } from "../bridge-plan";
import { type HubPlan } from "../hub/hub-plan";
import { type AddressPlan } from "../plan";
import { type PlannedSide, sidesOf } from "../planned-sides";
import { type Break } from "../rules/rule";
import { type EncryptionFacts, type EnforcingVpc, enforcingHub, enforcingSide } from "./encryption-facts";
import { encryptsInTransit } from "./encrypting-types";

/** A family whose instances encrypt, and take the two interfaces of an appliance. */
const ENCRYPTING_TYPE = "c7gn.medium";

/** The finding of what an exclusion would allow. */
function notExcluded(vpc: EnforcingVpc, what: string, key: string): Break {
  const { path, exclusions, exclusionsPath } = vpc;
  const mend: Mend = {
    patch: patchAt(exclusionsPath, [...exclusions, key]),
    onlyIf: `the ${vpc.name}'s encryption control excludes ${key} before the apply`,
  };
  const message = `refuses ${what}, unless they are excluded`;
  const fix = `exclude ${key} in the encryption control of the ${vpc.name}, and write it under encryption_exclusions`;
  return { path, message, fix, mend };
}

const NAT = "nat_gateway";

/** Whether the bridge makes NAT gateways in a side's VPC; those that are there already are excluded already. */
function makesNats(plan: BridgePlan, side: PlannedSide): boolean {
  if (side.role !== "client") return false;
  if (plan.place === "client") return plan.nats.some(({ existingId }) => existingId === undefined);
  const client = plan.clients.find(({ name }) => name === side.name);
  return client?.way === "nat" && client.nats.some(({ existingId }) => existingId === undefined);
}

/** NAT gateways that are to be made in VPCs that don't exclude them. */
export function refusedNats(plan: BridgePlan, facts: EncryptionFacts): Break[] {
  return sidesOf(plan)
    .filter((side) => makesNats(plan, side))
    .flatMap((side) => enforcingSide(facts, side))
    .filter(({ exclusions }) => !exclusions.has(NAT))
    .map((vpc) => notExcluded(vpc, "the NAT gateways that the bridge makes", NAT));
}

/** Attachments that are to be made to a transit gateway without encryption support. */
export function refusedAttachments(plan: BridgePlan, facts: EncryptionFacts): Break[] {
  const { id } = plan.config.transit_gateway;
  if (id !== undefined && facts.gatewaySupports) return [];
  // What is attached already, AWS has attached to a gateway that encrypts.
  const sides = sidesOf(plan).filter(({ joinsGateway, attachment }) => joinsGateway && !attachment);
  const hub = plan.place === "hub" && plan.hasTransitGateway ? enforcingHub(facts) : [];
  return [...sides.flatMap((side) => enforcingSide(facts, side)), ...hub].map(({ path }): Break => {
    if (id === undefined) {
      const message = "lets the VPC join only a transit gateway with encryption support, and a new one has none";
      const fix =
        "make the gateway first, enable its encryption support, and write transit_gateway.id and encryption_support: true";
      return { path, message, fix };
    }
    const mend: Mend = {
      patch: patchAt(["transit_gateway", "encryption_support"], true),
      onlyIf: `the encryption support of ${id} is enabled`,
    };
    const message = `lets the VPC join only a transit gateway with encryption support, which the file doesn't say of ${id}`;
    const fix = "enable it (aws ec2 modify-transit-gateway), and write transit_gateway.encryption_support: true";
    return { path, message, fix, mend };
  });
}

const PEERING = "vpc_peering";

/**
 * Peerings of a VPC that enforces: both ends enforce, and exclude nothing; else each end that enforces excludes peerings. An
 * exclusion at one end is a reason for the other to have it, too.
 */
export function refusedPeerings(plan: HubPlan, facts: EncryptionFacts): Break[] {
  const hub = enforcingHub(facts)[0];
  const peered = sidesOf(plan).filter(
    ({ role, name }) => role === "web" && plan.webs.some((web) => web.name === name && web.way === "peering"),
  );
  const refused = new Set<EnforcingVpc>();
  for (const side of peered) {
    const own = enforcingSide(facts, side)[0];
    if (own && hub && own.exclusions.size + hub.exclusions.size === 0) continue;
    for (const vpc of [own, hub]) if (vpc && !vpc.exclusions.has(PEERING)) refused.add(vpc);
  }
  return [...refused].map((vpc) =>
    notExcluded(vpc, "peerings with a VPC that doesn't enforce encryption without exclusions", PEERING),
  );
}

/** TLS listeners of NLBs in a hub's VPC that enforces. */
export function refusedListeners({ services }: HubPlan, facts: EncryptionFacts): Break[] {
  if (enforcingHub(facts).length === 0) return [];
  return services
    .filter(({ config }) => config.protocol === "TLS")
    .map(({ name }) => ({
      path: ["services", name, "protocol"],
      message: "is a TLS listener of an NLB, which the hub VPC's encryption control refuses",
      fix: "write TCP and let the servers speak TLS themselves, without certificates and tls_policy here",
    }));
}

/** The types of instances that the bridge makes, where they must encrypt. */
function typeInEnforcing(plan: AddressPlan, facts: EncryptionFacts): string | undefined {
  const enforces = sidesOf(plan).some((side) => side.role === "client" && enforcingSide(facts, side).length > 0);
  return enforces ? plan.config.appliance?.instance_type : undefined;
}

const TYPE = ["appliance", "instance_type"];

/** Instances of types that don't encrypt. */
export function refusedInstances(plan: AddressPlan, facts: EncryptionFacts): Break[] {
  const type = typeInEnforcing(plan, facts);
  if (type === undefined || encryptsInTransit(type) !== false) return [];
  const message = "is a type that doesn't encrypt in transit, which the client VPC's encryption control refuses";
  const mend: Mend = { patch: patchAt(TYPE, ENCRYPTING_TYPE) };
  return [{ path: TYPE, message, fix: `write one that does, such as ${ENCRYPTING_TYPE}`, mend }];
}

/** Instances of types of which overlap doesn't know whether they encrypt. */
export function unknownInstances(plan: AddressPlan, facts: EncryptionFacts): Break[] {
  const type = typeInEnforcing(plan, facts);
  if (type === undefined || encryptsInTransit(type) !== undefined) return [];
  const message =
    "is a type of which overlap doesn't know whether it encrypts in transit, and one that doesn't is refused";
  const fix = `see EncryptionInTransitSupported of aws ec2 describe-instance-types, or write ${ENCRYPTING_TYPE}`;
  return [{ path: TYPE, message, fix }];
}
