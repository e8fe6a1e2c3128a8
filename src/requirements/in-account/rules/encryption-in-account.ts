import { encryptionInFile, type EncryptionFacts } from "../../../address-plan/encryption/encryption-facts";
import { type Break } from "../../../address-plan/rules/rule";
import { refusedByEncryption } from "../../../address-plan/rules/encryption-rules";
import { type AccountFacts, type AccountRule, broken, type EncryptionInAccount, existingSides } from "./account-rule";

/** What the account tells; where it doesn't, what the file states. */
function inAccount({ plan, encryption }: AccountFacts): EncryptionFacts {
  const stated = encryptionInFile(plan);
  const { id } = plan.config.transit_gateway;
  const { controls } = encryption;
  return {
    ofSide: (side) => (isTold(encryption, side.vpc.id) ? controls.get(side.vpc.id ?? "") : stated.ofSide(side)),
    ofHub: stated.ofHub,
    gatewaySupports: (id === undefined ? undefined : encryption.gateways.get(id)) ?? stated.gatewaySupports,
  };
}

function isTold({ controls, isComplete }: EncryptionInAccount, id: string | undefined): boolean {
  return id !== undefined && (isComplete || controls.has(id));
}

/** What the file states of VPCs and of the gateway, and the account has otherwise. */
function stated(facts: AccountFacts): Break[] {
  const { plan, encryption } = facts;
  const inFile = encryptionInFile(plan);
  const sides = existingSides(facts).flatMap(({ side, id }): Break[] => {
    const said = inFile.ofSide(side);
    if (!said || !isTold(encryption, id)) return [];
    const path = [...side.path, "vpc", "encryption_control"];
    const told = encryption.controls.get(id);
    if (!told)
      return [broken(path, "is what the account doesn't have: the VPC has no encryption control", "leave it out")];
    if (told.mode !== said.mode)
      return [broken(path, `is not what the account has, which is ${told.mode}`, `write ${told.mode}`)];
    const missing = [...said.exclusions].filter((one) => !told.exclusions.has(one));
    if (missing.length === 0) return [];
    const message = `has ${missing.join(", ")}, which the VPC's encryption control doesn't exclude`;
    const at = [...side.path, "vpc", "encryption_exclusions"];
    return [broken(at, message, "exclude it there first, or leave it out")];
  });
  const { id } = plan.config.transit_gateway;
  if (id === undefined || !inFile.gatewaySupports || encryption.gateways.get(id) !== false) return sides;
  const message = `is not so: the encryption support of ${id} is not enabled`;
  const fix = "enable it (aws ec2 modify-transit-gateway) and wait, or leave it out";
  return [...sides, broken(["transit_gateway", "encryption_support"], message, fix)];
}

/** What the account has of encryption in transit: held against what the bridge makes, and against what the file states. */
export const ENCRYPTION_IN_ACCOUNT: readonly AccountRule[] = [
  {
    name: "account-encryption",
    fact: "no VPC's encryption control refuses what the bridge makes",
    source: "VPC user guide, VPC encryption controls",
    check: (facts) => refusedByEncryption(facts.plan, inAccount(facts)),
  },
  {
    name: "account-stated-encryption",
    fact: "VPCs and the transit gateway encrypt as the file says",
    source: "EC2 API, DescribeVpcEncryptionControls and DescribeTransitGateways",
    check: stated,
  },
];
