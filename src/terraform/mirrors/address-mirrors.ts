import { typesOf } from "../resource-types";
import { type ValueObject } from "../value";
import { at, dropped, entries, isSame, listed, type Mirror } from "./mirror";

/** What a state says of an instance's public address while an Elastic IP address gives it. */
function withoutPublicIp(instance: ValueObject, { public_ip: ip }: ValueObject): ValueObject {
  if (!isSame(instance.public_ip, ip)) return {};
  // The provider reads this flag from there being a public address at all.
  return { public_ip: null, public_dns: null, associate_public_ip_address: null };
}

const ELASTIC = {
  children: [...typesOf("elastic-ip"), ...typesOf("elastic-ip-association")],
  attributes: ["public_ip"],
  without: withoutPublicIp,
};

/** Elastic IP addresses, interfaces of instances, further ranges of a VPC, and targets that a group registers. */
export const ADDRESS_MIRRORS: readonly Mirror[] = [
  {
    parents: ["aws_eip"],
    children: ["aws_eip_association"],
    attributes: ["instance", "network_interface"],
    named: (association) => [association.allocation_id],
    without: () => ({ instance: null, instance_id: null, network_interface: null, network_interface_id: null }),
  },
  {
    ...ELASTIC,
    parents: typesOf("instance"),
    named: (address) => [address.instance ?? address.instance_id],
  },
  {
    ...ELASTIC,
    parents: typesOf("instance"),
    key: "primary_network_interface_id",
    named: (address) => [address.network_interface ?? address.network_interface_id],
  },
  {
    parents: ["aws_network_interface"],
    children: ["aws_network_interface_attachment"],
    attributes: ["attachment"],
    named: (attachment) => [attachment.network_interface_id],
    without: (nic, { instance_id: instance }) =>
      entries(
        "attachment",
        dropped(nic.attachment, (one) => isSame(at(one, "instance"), instance)),
      ),
  },
  {
    parents: ["aws_instance"],
    children: ["aws_network_interface_attachment"],
    attributes: ["network_interface"],
    named: (attachment) => [attachment.instance_id],
    without: (instance, { network_interface_id: nic }) =>
      entries(
        "network_interface",
        dropped(instance.network_interface, (one) => isSame(at(one, "network_interface_id"), nic)),
      ),
  },
  {
    parents: typesOf("vpc"),
    children: ["aws_vpc_ipv4_cidr_block_association"],
    attributes: ["cidr_block_associations"],
    named: (association) => [association.vpc_id],
    without: (vpc, { cidr_block: cidr }) =>
      entries(
        "cidr_block_associations",
        dropped(vpc.cidr_block_associations, (one) => isSame(at(one, "cidr_block"), cidr)),
      ),
  },
  {
    parents: typesOf("vpc"),
    children: ["aws_vpc_ipv6_cidr_block_association"],
    attributes: ["ipv6_cidr_block"],
    named: (association) => [association.vpc_id],
    without: (vpc, { ipv6_cidr_block: cidr }) => ({
      ...(isSame(vpc.ipv6_cidr_block, cidr) && { ipv6_cidr_block: null }),
    }),
  },
  listed({
    parents: ["aws_autoscaling_group"],
    child: "aws_autoscaling_attachment",
    attribute: "target_group_arns",
    names: "autoscaling_group_name",
    adds: "lb_target_group_arn",
  }),
];
