import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

const HOST = "aws_instance.demo-client";
const TEMPLATE = "aws_launch_template.demo-client";

/** Instances and launch templates. */

/** The host in no subnet of its own, but by an interface. */
const BY_INTERFACE = {
  associate_public_ip_address: undefined,
  subnet_id: undefined,
  private_ip: undefined,
  vpc_security_group_ids: undefined,
};
const givenInterface = [
  add("aws_network_interface.given", { subnet_id: "${aws_subnet.client_clients-a.id}" }),
  set(HOST, {
    ...BY_INTERFACE,
    network_interface: [{ device_index: 0, network_interface_id: "${aws_network_interface.given.id}" }],
  }),
];

export const HOST_CASES: readonly ControlCase[] = [
  met("EC2.3", "by the launch template"),
  fails("EC2.3", "not said to be encrypted", set(TEMPLATE, { block_device_mappings: undefined })),
  fails(
    "EC2.3",
    "not said to be encrypted",
    set(TEMPLATE, { block_device_mappings: [{ device_name: "/dev/xvda", ebs: { encrypted: "false" } }] }),
  ),
  met(
    "EC2.3",
    "by the instance",
    set(TEMPLATE, { block_device_mappings: undefined }),
    set(HOST, { root_block_device: { encrypted: true } }),
  ),
  fails(
    "EC2.3",
    "not said to be encrypted",
    set(HOST, { ebs_block_device: [{ device_name: "/dev/sdf", encrypted: false }] }),
  ),
  met(
    "EC2.3",
    "by the account",
    set(TEMPLATE, { block_device_mappings: undefined }),
    add("aws_ebs_encryption_by_default.on", {}),
  ),
  none("EC2.3", "no instance is made here", drop("aws_instance")),
  met("EC2.8", "said twice"),
  met("EC2.8", "by the template", set(HOST, { metadata_options: undefined })),
  met("EC2.8", "no metadata at all", set(HOST, { metadata_options: { http_endpoint: "disabled" } })),
  fails("EC2.8", "answers version 1", set(HOST, { metadata_options: { http_tokens: "optional" } })),
  fails("EC2.8", "answers version 1", set(HOST, { metadata_options: undefined, launch_template: undefined })),
  met("EC2.9", "said"),
  met("EC2.9", "by the subnet", set(HOST, { associate_public_ip_address: undefined })),
  fails("EC2.9", "gets a public address", set(HOST, { associate_public_ip_address: true })),
  fails(
    "EC2.9",
    "gets a public address from aws_subnet.client_clients-a",
    set(HOST, { associate_public_ip_address: undefined }),
    set("aws_subnet.client_clients-a", { map_public_ip_on_launch: true }),
  ),
  fails(
    "EC2.9",
    "may get a public address",
    set(HOST, { associate_public_ip_address: undefined, subnet_id: "subnet-11111111" }),
  ),
  fails("EC2.9", "has an Elastic IP address", add("aws_eip.a", { instance: "${aws_instance.demo-client.id}" })),
  fails(
    "EC2.9",
    "has an Elastic IP address",
    add("aws_eip_association.a", { instance_id: "${aws_instance.demo-client.id}" }),
  ),
  met("EC2.9", "by an interface that is given", ...givenInterface),
  fails(
    "EC2.9",
    "has an Elastic IP address",
    ...givenInterface,
    add("aws_eip.a", { network_interface: "${aws_network_interface.given.id}" }),
  ),
  fails(
    "EC2.9",
    "has an Elastic IP address",
    ...givenInterface,
    add("aws_eip_association.a", { network_interface_id: "${aws_network_interface.given.id}" }),
  ),
  fails(
    "EC2.9",
    "may have a public address",
    set(HOST, { ...BY_INTERFACE, network_interface: [{ device_index: 0, network_interface_id: "eni-11111111" }] }),
  ),
  met("EC2.17", "one interface"),
  fails(
    "EC2.17",
    "several network interfaces",
    set(HOST, { network_interface: [{ device_index: 0 }, { device_index: 1 }] }),
  ),
  fails(
    "EC2.17",
    "several network interfaces",
    add("aws_network_interface_attachment.a", { instance_id: "${aws_instance.demo-web.id}" }),
  ),
  met("EC2.24", "a type of today"),
  fails("EC2.24", "may be paravirtual, m1", set(HOST, { instance_type: "m1.small" })),
  fails("EC2.24", "not known before the apply", set(HOST, { instance_type: "${var.type}" })),
  met("EC2.25", "no word of it"),
  fails(
    "EC2.25",
    "gives its hosts public addresses",
    set(TEMPLATE, { network_interfaces: [{ associate_public_ip_address: "true" }] }),
  ),
  met("EC2.25", "said", set(TEMPLATE, { network_interfaces: [{ associate_public_ip_address: "false" }] })),
  none("EC2.25", "no launch template is made here", drop("aws_launch_template")),
  met("EC2.170", "said"),
  fails("EC2.170", "answers version 1", set(TEMPLATE, { metadata_options: undefined })),
  fails("EC2.170", "answers version 1", set(TEMPLATE, { metadata_options: { http_tokens: "optional" } })),
  met("EC2.180", "no word of it"),
  fails("EC2.180", "does not check source and destination", set(HOST, { source_dest_check: false })),
  fails(
    "EC2.180",
    "does not check source and destination",
    add("aws_network_interface.a", { source_dest_check: false }),
  ),
  met("EC2.181", "said"),
  fails(
    "EC2.181",
    "not said to be encrypted",
    set(TEMPLATE, { block_device_mappings: [{ ebs: { volume_type: "gp3" } }] }),
  ),
  fails("SSM.1", "has no instance profile"),
  fails(
    "SSM.1",
    "whether Systems Manager has it shows only when it runs",
    set(HOST, { iam_instance_profile: "ssm" }),
    set("aws_launch_template.demo-web", { iam_instance_profile: { name: "ssm" } }),
  ),
  none("SSM.1", "no instance is made here", drop("aws_instance")),
];
