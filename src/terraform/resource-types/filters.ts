import { NETWORK, RANGES, type ResourceType } from "./answers";

/** Security groups, network ACLs and prefix lists. */
export const FILTER_TYPES = {
  aws_security_group: { ...RANGES, role: "security-group" },
  aws_default_security_group: { ...RANGES, role: "security-group", whenDestroyed: "stays" },
  aws_security_group_rule: { ...RANGES, role: "group-rule" },
  aws_vpc_security_group_ingress_rule: { ...RANGES, role: "group-rule" },
  aws_vpc_security_group_egress_rule: { ...RANGES, role: "group-rule" },
  aws_network_interface_sg_attachment: { ...NETWORK, role: "group-attachment" },
  aws_network_acl: { ...RANGES, role: "network-acl", interfaces: "read" },
  aws_default_network_acl: { ...RANGES, role: "network-acl", interfaces: "read", whenDestroyed: "stays" },
  aws_network_acl_rule: { ...RANGES, role: "acl-rule" },
  aws_network_acl_association: { ...RANGES, role: "acl-association", interfaces: "read" },
  aws_ec2_managed_prefix_list: { ...RANGES, role: "prefix-list" },
  aws_prefix_list: { ...NETWORK, role: "prefix-list" },
  aws_ec2_managed_prefix_list_entry: { ...RANGES, role: "prefix-list-entry" },
} as const satisfies Record<string, ResourceType>;
