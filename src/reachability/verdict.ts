/** What is said of a question. UNKNOWN never counts as proof. */
export type Verdict = "ALLOWED" | "DENIED" | "UNKNOWN";

/** Codes of AWS Reachability Analyzer (its user guide, explanation codes), as far as this program says them. */
export type Code =
  | "BAD_STATE"
  | "BAD_STATE_ATTACHMENT"
  | "BAD_STATE_ROUTE"
  | "DISCONNECTED_VPCS"
  | "ELB_INSTALLED_AZ_RESTRICTION"
  | "ELB_NOT_CROSSZONE"
  | "ELBV2_LISTENER_HAS_NO_TG"
  | "ELBV2_LISTENERS_MISMATCH"
  | "ELBV2_NO_TARGETS_IN_AZ"
  | "ENI_SG_RULES_MISMATCH"
  | "ENI_SOURCE_DEST_CHECK_RESTRICTION"
  | "GATEWAY_REJECTS_SPOOFED_TRAFFIC"
  | "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
  | "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
  | "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
  | "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
  | "NGW_REQUIRES_SOURCE_IN_VPC"
  | "NO_PATH"
  | "NO_POSSIBLE_DESTINATION"
  | "NO_ROUTE_TO_DESTINATION"
  | "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
  | "PROTOCOL_RESTRICTION"
  | "SG_HAS_NO_RULES"
  | "SUBNET_ACL_RESTRICTION"
  | "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
  | "TGW_ROUTE_AZ_RESTRICTION"
  | "TGW_RTB_BAD_STATE_ROUTE"
  | "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"
  | "TGW_RTB_ROUTES_ARE_UNKNOWN"
  | "UNKNOWN_DESTINATION"
  | "UNKNOWN_RESOURCE"
  | "UNSUPPORTED_COMPONENT"
  | "VPCE_GATEWAY_PROTOCOL_RESTRICTION"
  | "VPCE_INTRA_VPC_TRAFFIC";

/** One setting that stops packets (or leaves them undecided), with the Terraform address at fault. */
export interface Explanation {
  readonly code: Code;
  readonly address: string;
  readonly message: string;
}

/** One step of a walk, as it is shown and written as JSON. */
export interface Hop {
  readonly at: string;
  readonly address: string;
  readonly source: string;
  readonly destination: string;
  /** The route that was followed, with its own Terraform address. */
  readonly route?: { readonly address: string; readonly text: string };
  /** The rules that let the packet through here. */
  readonly rules?: readonly string[];
  readonly rewrite?: string;
}

export interface Answer {
  readonly verdict: Verdict;
  readonly forward: readonly Hop[];
  readonly return: readonly Hop[];
  readonly explanations: readonly Explanation[];
}

/** Drops repeated explanations; order stays. */
export function distinct(explanations: readonly Explanation[]): Explanation[] {
  const seen = new Set<string>();
  return explanations.filter(({ code, address, message }) => {
    const key = `${code}|${address}|${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
