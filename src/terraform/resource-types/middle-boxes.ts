import { type ResourceType, UNJUDGED } from "./answers";

/** What packets are led through on their way: firewalls by whose endpoints routes lead. */
export const MIDDLE_BOX_TYPES = {
  aws_networkfirewall_firewall: { ...UNJUDGED, role: "network-firewall" },
} as const satisfies Record<string, ResourceType>;
