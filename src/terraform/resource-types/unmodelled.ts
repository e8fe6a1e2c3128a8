import { BESIDE, type ResourceType, UNJUDGED } from "./answers";

/** Types that route or filter packets in ways that the model doesn't follow: a network that has one is not wholly told. */
export const UNMODELLED_TYPES = {
  aws_ec2_transit_gateway_policy_table: { ...UNJUDGED, role: "unread", judged: "not at all" },
  aws_networkmanager_vpc_attachment: { ...BESIDE, role: "unread", judged: "not at all" },
} as const satisfies Record<string, ResourceType>;
