import { NETWORK, type ResourceType } from "./answers";

/** Security groups, network ACLs and prefix lists. */
export const FILTER_TYPES = {
  aws_security_group: { ...NETWORK, role: "security-group" },
  aws_default_security_group: { ...NETWORK, role: "security-group", whenDestroyed: "stays" },
  aws_security_group_rule: { ...NETWORK, role: "group-rule" },
  aws_vpc_security_group_ingress_rule: { ...NETWORK, role: "group-rule" },
  aws_vpc_security_group_egress_rule: { ...NETWORK, role: "group-rule" },
  aws_network_interface_sg_attachment: { ...NETWORK, role: "group-attachment" },
  aws_network_acl: { ...NETWORK, role: "network-acl", interfaces: "read" },
  aws_default_network_acl: { ...NETWORK, role: "network-acl", interfaces: "read", whenDestroyed: "stays" },
  aws_network_acl_rule: { ...NETWORK, role: "acl-rule" },
  aws_network_acl_association: { ...NETWORK, role: "acl-association", interfaces: "read" },
  aws_ec2_managed_prefix_list: { ...NETWORK, role: "prefix-list" },
  aws_prefix_list: { ...NETWORK, role: "prefix-list" },
  aws_ec2_managed_prefix_list_entry: { ...NETWORK, role: "prefix-list-entry" },
} as const satisfies Record<string, ResourceType>;
