import { type Resource } from "../../terraform";
import { mixedRule } from "./mixed";

/** The list of the parent in which an association shows. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  aws_network_acl_association: ["subnet_ids"],
  aws_network_interface_sg_attachment: ["vpc_security_group_ids", "security_groups"],
  aws_vpc_endpoint_route_table_association: ["route_table_ids"],
  aws_vpc_endpoint_subnet_association: ["subnet_ids"],
  aws_vpc_endpoint_security_group_association: ["security_group_ids"],
  aws_vpc_endpoint_service_allowed_principal: ["allowed_principals"],
  aws_vpn_gateway_route_propagation: ["propagating_vgws"],
  aws_autoscaling_attachment: ["target_group_arns", "load_balancers"],
  aws_elb_attachment: ["instances"],
};

/** The notes of these resources, which each say not to use them beside the list of the same association. */
export const mixedAssociations = mixedRule({
  name: "inline-and-separate-associations",
  parents: [
    "aws_network_acl",
    "aws_instance",
    "aws_network_interface",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_service",
    "aws_route_table",
    "aws_autoscaling_group",
    "aws_elb",
  ],
  inline: ({ type }: Resource) => LISTS[type] ?? [],
  children: {
    aws_network_acl_association: "network_acl_id",
    aws_network_interface_sg_attachment: "network_interface_id",
    aws_vpc_endpoint_route_table_association: "vpc_endpoint_id",
    aws_vpc_endpoint_subnet_association: "vpc_endpoint_id",
    aws_vpc_endpoint_security_group_association: "vpc_endpoint_id",
    aws_vpc_endpoint_service_allowed_principal: "vpc_endpoint_service_id",
    aws_vpn_gateway_route_propagation: "route_table_id",
    aws_autoscaling_attachment: "autoscaling_group_name",
    aws_elb_attachment: "elb",
  },
  text: "the list in the second manages the same associations, so every other apply takes this one away",
  advice: "use either the list or resources of their own, for all associations of this kind",
});
