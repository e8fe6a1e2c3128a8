import { type ResourceType, UNJUDGED } from "./answers";

/** Rules are in no subnet. What of them is not read may change without a verdict that tells. */
const RULES = { ...UNJUDGED, interfaces: "read" } as const;

/** What packets are led through on their way: firewalls by whose endpoints routes lead, and what these do. */
export const MIDDLE_BOX_TYPES = {
  aws_networkfirewall_firewall: { ...UNJUDGED, role: "network-firewall" },
  aws_networkfirewall_firewall_policy: { ...RULES, role: "firewall-policy" },
  aws_networkfirewall_rule_group: { ...RULES, role: "firewall-rule-group" },
} as const satisfies Record<string, ResourceType>;
