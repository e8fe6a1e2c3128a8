import { type Resource, type ValueObject } from "../terraform";
import { type Control, fsbp, judgeEach } from "./control";
import { type Inventory, NOT_KNOWN, type Setting, unless } from "./inventory";

const NO_INSTANCE = "no instance is made here";
const NO_TEMPLATE = "no launch template is made here";

function instances(here: Inventory): Resource[] {
  return here.all("aws_instance");
}

function templates(here: Inventory): Resource[] {
  return here.all("aws_launch_template");
}

/** The launch template that an instance is started from, as far as it is here. */
function templateOf(here: Inventory, instance: Resource): Resource | undefined {
  return here.linked(here.block(instance, "launch_template")?.id);
}

/** What the instance says, and where it says nothing its launch template (EC2 API, RunInstances). */
function eitherSetting(here: Inventory, instance: Resource, block: string, name: string): Setting {
  const own = here.within(here.block(instance, block), name);
  const template = templateOf(here, instance);
  return own ?? (template && here.within(here.block(template, block), name));
}

function metadataFault(tokens: Setting, endpoint: Setting): string | undefined {
  if (endpoint === "disabled") return undefined;
  return unless(tokens, ["required"], "answers version 1 of the instance metadata service");
}

const UNENCRYPTED = "has a disk that is not said to be encrypted";

function encryptionFault(here: Inventory, disks: readonly (ValueObject | undefined)[]): string | undefined {
  // Without a word the image decides (EC2 user guide, EBS encryption).
  if (disks.length === 0) return UNENCRYPTED;
  const faults = disks.map((disk) => unless(here.within(disk, "encrypted"), ["true"], UNENCRYPTED));
  return faults.find((fault) => fault !== undefined);
}

function templateDisks(here: Inventory, template: Resource): ValueObject[] {
  return here.blocks(template, "block_device_mappings").flatMap((mapping) => here.args.blocks(mapping.ebs));
}

function diskFault(here: Inventory, instance: Resource): string | undefined {
  const [byDefault] = here.all("aws_ebs_encryption_by_default");
  if (byDefault && here.setting(byDefault, "enabled") !== "false") return undefined;
  const own = [...here.blocks(instance, "root_block_device"), ...here.blocks(instance, "ebs_block_device")];
  const told = own.filter((disk) => here.within(disk, "encrypted") !== undefined);
  const template = templateOf(here, instance);
  return encryptionFault(here, [...told, ...(template ? templateDisks(here, template) : [])]);
}

/**
 * An interface that exists before its instance gets no public address from the subnet, only an Elastic IP address of its own.
 * Source: EC2 user guide, public IPv4 addresses: a network interface that is given at launch.
 */
function givenInterfaceFault(here: Inventory, block: ValueObject): string | undefined {
  const found = here.linked(block.network_interface_id);
  if (!found) return "may have a public address, as its interface says";
  const elastic = [
    ...here.pointingAt(found, "aws_eip", "network_interface"),
    ...here.pointingAt(found, "aws_eip_association", "network_interface_id"),
  ];
  return elastic.length > 0 ? "has an Elastic IP address" : undefined;
}

function publicAddressFault(here: Inventory, instance: Resource): string | undefined {
  const elastic = [
    ...here.pointingAt(instance, "aws_eip", "instance"),
    ...here.pointingAt(instance, "aws_eip_association", "instance_id"),
  ];
  if (elastic.length > 0) return "has an Elastic IP address";
  const given = here.setting(instance, "associate_public_ip_address");
  if (given !== undefined) return unless(given, ["false"], "gets a public address");
  const interfaces = here.blocks(instance, "network_interface");
  if (interfaces.length > 0)
    return interfaces.map((block) => givenInterfaceFault(here, block)).find((fault) => fault !== undefined);
  const subnet = here.linked(instance.values.subnet_id);
  if (!subnet) return "may get a public address, as its subnet decides";
  const bySubnet = here.setting(subnet, "map_public_ip_on_launch") ?? "false";
  return unless(bySubnet, ["false"], `gets a public address from ${subnet.address}`);
}

function interfaceFault(here: Inventory, instance: Resource): string | undefined {
  const inline = here.blocks(instance, "network_interface").length;
  const attached = here.pointingAt(instance, "aws_network_interface_attachment", "instance_id").length;
  return inline > 1 || attached > 0 ? "has several network interfaces" : undefined;
}

/** Families whose images may be paravirtual. Source: EC2 user guide, virtualization types. */
const PARAVIRTUAL = ["c1", "c3", "hi1", "hs1", "m1", "m2", "m3", "t1"];

function virtualizationFault(here: Inventory, instance: Resource): string | undefined {
  const type = here.setting(instance, "instance_type");
  if (type === NOT_KNOWN) return "has a type that is not known before the apply";
  const family = type?.split(".")[0] ?? "";
  return PARAVIRTUAL.includes(family) ? `is of a family that may be paravirtual, ${family}` : undefined;
}

function managedFault(here: Inventory, instance: Resource): string | undefined {
  const template = templateOf(here, instance);
  const isGiven =
    here.setting(instance, "iam_instance_profile") !== undefined ||
    (template !== undefined && here.blocks(template, "iam_instance_profile").length > 0);
  return isGiven
    ? "has an instance profile, but whether Systems Manager has it shows only when it runs"
    : "has no instance profile, by which Systems Manager could manage it";
}

/** Controls on instances, their disks and interfaces, and launch templates. */
export const HOST_CONTROLS: readonly Control[] = [
  fsbp("EC2.3", "Attached Amazon EBS volumes should be encrypted at-rest", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) => diskFault(here, instance)),
  ),
  fsbp("EC2.8", "EC2 instances should use Instance Metadata Service Version 2 (IMDSv2)", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) =>
      metadataFault(
        eitherSetting(here, instance, "metadata_options", "http_tokens"),
        eitherSetting(here, instance, "metadata_options", "http_endpoint"),
      ),
    ),
  ),
  fsbp("EC2.9", "Amazon EC2 instances should not have a public IPv4 address", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) => publicAddressFault(here, instance)),
  ),
  fsbp("EC2.17", "Amazon EC2 instances should not use multiple ENIs", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) => interfaceFault(here, instance)),
  ),
  fsbp("EC2.24", "Amazon EC2 paravirtual instance types should not be used", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) => virtualizationFault(here, instance)),
  ),
  fsbp("EC2.25", "Amazon EC2 launch templates should not assign public IPs to network interfaces", (here) =>
    judgeEach(templates(here), NO_TEMPLATE, (template) =>
      here
        .blocks(template, "network_interfaces")
        .map((one) =>
          unless(
            here.within(one, "associate_public_ip_address") ?? "false",
            ["false"],
            "gives its hosts public addresses",
          ),
        )
        .find((fault) => fault !== undefined),
    ),
  ),
  fsbp("EC2.170", "EC2 launch templates should use Instance Metadata Service Version 2 (IMDSv2)", (here) =>
    judgeEach(templates(here), NO_TEMPLATE, (template) => {
      const options = here.block(template, "metadata_options");
      return metadataFault(here.within(options, "http_tokens"), here.within(options, "http_endpoint"));
    }),
  ),
  fsbp("EC2.180", "EC2 network interfaces should have source/destination checking enabled", (here) =>
    judgeEach([...instances(here), ...here.all("aws_network_interface")], "no network interface is made here", (one) =>
      unless(here.setting(one, "source_dest_check") ?? "true", ["true"], "does not check source and destination"),
    ),
  ),
  fsbp("EC2.181", "EC2 launch templates should enable encryption for attached EBS volumes", (here) =>
    judgeEach(templates(here), NO_TEMPLATE, (template) => encryptionFault(here, templateDisks(here, template))),
  ),
  fsbp("SSM.1", "Amazon EC2 instances should be managed by AWS Systems Manager", (here) =>
    judgeEach(instances(here), NO_INSTANCE, (instance) => managedFault(here, instance)),
  ),
];
