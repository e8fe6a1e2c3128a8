import { type Resource, type ValueObject, typesOf } from "../terraform";
import { type Control, type ControlFault, fsbp, judgeEach, notApplicable, outcomeOf } from "./control";
import { type Inventory, NOT_KNOWN, unless } from "./inventory";

const VPCS = typesOf("vpc");
const NO_VPC = "no VPC is made here";

function flowLogFault(here: Inventory, vpc: Resource): string | undefined {
  const logs = here.pointingAt(vpc, "aws_flow_log", "vpc_id");
  if (logs.length === 0) return "has no flow log";
  // The control looks for rejected traffic.
  const faults = logs.map((log) =>
    unless(here.setting(log, "traffic_type"), ["REJECT", "ALL"], "logs accepted traffic only"),
  );
  return faults.includes(undefined) ? undefined : faults[0];
}

/** @param service the end of the endpoint's service name, as in com.amazonaws.us-east-1.ecr.api */
function endpoint(id: string, title: string, service: string): Control {
  const isFor = (here: Inventory, one: Resource): boolean => {
    const name = here.setting(one, "service_name");
    const isInterface = here.setting(one, "vpc_endpoint_type") === "Interface";
    return isInterface && typeof name === "string" && name.endsWith(`.${service}`);
  };
  return fsbp(id, title, (here) =>
    judgeEach(here.all(...VPCS), NO_VPC, (vpc) => {
      const endpoints = here.pointingAt(vpc, "aws_vpc_endpoint", "vpc_id");
      return endpoints.some((one) => isFor(here, one)) ? undefined : "has no interface endpoint for it";
    }),
  );
}

const EVERYBODY = ["0.0.0.0/0", "::/0"];
const ADMINISTRATION = [22, 3389];

/** Whether an entry of a network ACL lets everybody in to a port by which servers are administrated; a doubt counts as yes. */
function opensAdministration(here: Inventory, entry: ValueObject, names: { readonly v4: string; readonly v6: string }) {
  const action = here.within(entry, "rule_action") ?? here.within(entry, "action");
  const ranges = [here.within(entry, names.v4), here.within(entry, names.v6)];
  if (action === "deny" || !ranges.some((range) => range === NOT_KNOWN || EVERYBODY.includes(String(range))))
    return false;
  const protocol = here.within(entry, "protocol");
  if (typeof protocol === "string" && !["-1", "all", "6", "tcp"].includes(protocol)) return false;
  const [from, to] = [here.within(entry, "from_port"), here.within(entry, "to_port")];
  if (protocol === "-1" || protocol === "all" || typeof from !== "string" || typeof to !== "string") return true;
  return ADMINISTRATION.some((port) => Number(from) <= port && port <= Number(to));
}

const OPENS = "admits everybody to port 22 or 3389";

function aclFaults(here: Inventory): ControlFault[] {
  const inline = here
    .all("aws_network_acl")
    .filter((acl) =>
      here
        .blocks(acl, "ingress")
        .some((entry) => opensAdministration(here, entry, { v4: "cidr_block", v6: "ipv6_cidr_block" })),
    );
  const rules = here
    .all("aws_network_acl_rule")
    .filter(({ values }) => values.egress !== true && values.egress !== "true")
    .filter(({ values }) => opensAdministration(here, values, { v4: "cidr_block", v6: "ipv6_cidr_block" }));
  return [...inline, ...rules].map(({ address }) => ({ address, message: OPENS }));
}

const NO_ACL = "no network ACL is made here; default ones are not judged";

/** Controls on VPCs, subnets, network ACLs and transit gateways. */
export const NETWORK_CONTROLS: readonly Control[] = [
  fsbp("EC2.6", "VPC flow logging should be enabled in all VPCs", (here) =>
    judgeEach(here.all(...VPCS), NO_VPC, (vpc) => flowLogFault(here, vpc)),
  ),
  endpoint(
    "EC2.10",
    "Amazon EC2 should be configured to use VPC endpoints that are created for the Amazon EC2 service",
    "ec2",
  ),
  fsbp("EC2.15", "Amazon EC2 subnets should not automatically assign public IP addresses", (here) =>
    judgeEach(here.all("aws_subnet", "aws_default_subnet"), "no subnet is made here", (subnet) => {
      const setting = here.setting(subnet, "map_public_ip_on_launch");
      // Left out it is off; a default subnet's is on (VPC user guide, default subnets).
      const known = setting ?? (subnet.type === "aws_subnet" ? "false" : "true");
      return unless(known, ["false"], "gives its hosts public addresses");
    }),
  ),
  fsbp("EC2.16", "Unused Network Access Control Lists should be removed", (here) =>
    judgeEach(here.all("aws_network_acl"), NO_ACL, (acl) => {
      const subnets = here.texts(acl.values.subnet_ids);
      const isUsed = subnets === NOT_KNOWN || subnets.length > 0;
      const associations = here.pointingAt(acl, "aws_network_acl_association", "network_acl_id");
      return isUsed || associations.length > 0 ? undefined : "is associated with no subnet";
    }),
  ),
  fsbp("EC2.21", "Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389", (here) => {
    const acls = here.all("aws_network_acl", "aws_network_acl_rule");
    return acls.length === 0 ? notApplicable(NO_ACL) : outcomeOf(acls, aclFaults(here));
  }),
  fsbp("EC2.23", "Amazon EC2 Transit Gateways should not automatically accept VPC attachment requests", (here) =>
    judgeEach(here.all("aws_ec2_transit_gateway"), "no transit gateway is made here", (gateway) => {
      const setting = here.setting(gateway, "auto_accept_shared_attachments") ?? "disable";
      return unless(setting, ["disable"], "accepts attachments of whoever it is shared with");
    }),
  ),
  endpoint("EC2.55", "VPCs should be configured with an interface endpoint for ECR API", "ecr.api"),
  endpoint("EC2.56", "VPCs should be configured with an interface endpoint for Docker Registry", "ecr.dkr"),
  endpoint("EC2.57", "VPCs should be configured with an interface endpoint for Systems Manager", "ssm"),
  endpoint(
    "EC2.58",
    "VPCs should be configured with an interface endpoint for Systems Manager Incident Manager Contacts",
    "ssm-contacts",
  ),
  endpoint(
    "EC2.60",
    "VPCs should be configured with an interface endpoint for Systems Manager Incident Manager",
    "ssm-incidents",
  ),
];
