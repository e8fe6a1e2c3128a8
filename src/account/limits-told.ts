import { type Answers } from "./answers";
import { number, object, text } from "./json-parts";

/** What an account allows, as far as AWS told it. */
export interface LimitsTold {
  /** Values of service quotas by code; of several accounts and Regions the least. */
  readonly quotas: ReadonlyMap<string, number>;
  /** Ids of VPCs in which encryption is enforced, and NAT gateways are not excluded from it. */
  readonly enforcing: ReadonlySet<string>;
}

/** Quotas and encryption controls [Service Quotas API, ServiceQuota; EC2 API, VpcEncryptionControl]. */
export function limitsTold(answers: Answers): LimitsTold {
  const quotas = new Map<string, number>();
  for (const { json } of answers.items("ListServiceQuotas")) {
    const [code, value] = [text(json, "QuotaCode"), number(json, "Value")];
    if (code === undefined || value === undefined) continue;
    quotas.set(code, Math.min(value, quotas.get(code) ?? Infinity));
  }
  const enforcing = new Set<string>();
  for (const { json } of answers.items("DescribeVpcEncryptionControls")) {
    const excluded = text(object(object(json, "ResourceExclusions"), "NatGateway"), "State");
    const vpc = text(json, "VpcId");
    if (vpc !== undefined && text(json, "Mode") === "enforce" && excluded !== "enabled") enforcing.add(vpc);
  }
  return { quotas, enforcing };
}
