import { type Resource, typesOf } from "../terraform";
import {
  type Control,
  type ControlFault,
  fsbp,
  judgeEach,
  notApplicable,
  other,
  type ControlOutcome,
  outcomeOf,
} from "./control";
import { admits, ANY_IPV4, ANY_IPV6, type IngressRule, ingressRules, isOpen, ruleHolders } from "./ingress-rules";
import { type Inventory, NOT_KNOWN } from "./inventory";

const SSH = 22;
const RDP = 3389;
/** EC2.18's parameter authorizedTcpPorts; no UDP port is authorized. */
const AUTHORIZED = [80, 443];
/** The ports that EC2.19 lists. */
const HIGH_RISK = [
  ...[20, 21, SSH, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, RDP, 4333],
  ...[5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300],
];

/** Finds fault with each rule that should not be there. A rule that can't be read can't be called harmless. */
function judgeRules(here: Inventory, whyNot: (rule: IngressRule) => string | undefined): ControlOutcome {
  const holders = ruleHolders(here);
  if (holders.length === 0) return notApplicable("no security group, and no rule of one, is made here");
  const faults = ingressRules(here).flatMap((rule): ControlFault[] => {
    const message = rule.uncertain ? "admits what is not known before the apply" : whyNot(rule);
    return message === undefined ? [] : [{ address: rule.address, message }];
  });
  return outcomeOf(holders, faults);
}

function judgePort(port: number): Control["judge"] {
  return (here) =>
    judgeRules(here, (rule) => (isOpen(rule) && admits(rule, port) ? `admits everybody to port ${port}` : undefined));
}

/** Ports by which servers are administrated, for one kind of addresses. */
function judgeAdministration(everybody: string, of: "ipv4" | "ipv6"): Control["judge"] {
  return (here) =>
    judgeRules(here, (rule) => {
      const port = [SSH, RDP].find((one) => admits(rule, one));
      return rule[of].includes(everybody) && port !== undefined ? `admits ${everybody} to port ${port}` : undefined;
    });
}

function unauthorized(rule: IngressRule): string | undefined {
  const { protocol, ports } = rule;
  if (!isOpen(rule) || !["all", "tcp", "udp"].includes(protocol)) return undefined;
  const isAuthorized = protocol === "tcp" && ports[0] === ports[1] && AUTHORIZED.includes(ports[0]);
  return isAuthorized ? undefined : `admits everybody to other ports than ${AUTHORIZED.join(" and ")}`;
}

function highRisk(rule: IngressRule): string | undefined {
  const port = HIGH_RISK.find((one) => admits(rule, one));
  return isOpen(rule) && port !== undefined ? `admits everybody to port ${port}` : undefined;
}

const DIRECTIONS = ["ingress", "egress"] as const;

/** Why a VPC's default group may hold a rule, now or later. */
function defaultGroupFault(here: Inventory, vpc: Resource): string | undefined {
  const [group] = here.pointingAt(vpc, "aws_default_security_group", "vpc_id");
  if (!group) return "has a default security group that admits its own members, as AWS makes it";
  for (const direction of DIRECTIONS) {
    const value = group.values[direction];
    if (value === undefined || value === null) return `keeps ${direction} rules that are added to its default group`;
    if (here.texts(value) === NOT_KNOWN || here.blocks(group, direction).length > 0)
      return `has ${direction} rules in its default group`;
  }
  const added = typesOf("group-rule").flatMap((type) => here.pointingAt(group, type, "security_group_id"));
  return added[0] && `gets a rule into its default group by ${added[0].address}`;
}

/** Controls on security groups and their rules. */
export const GROUP_CONTROLS: readonly Control[] = [
  fsbp("EC2.2", "VPC default security groups should not allow inbound or outbound traffic", (here) =>
    judgeEach(here.all("aws_vpc", "aws_default_vpc"), "no VPC is made here", (vpc) => defaultGroupFault(here, vpc)),
  ),
  other("EC2.13", "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 22", judgePort(SSH)),
  other("EC2.14", "Security groups should not allow ingress from 0.0.0.0/0 or ::/0 to port 3389", judgePort(RDP)),
  fsbp("EC2.18", "Security groups should only allow unrestricted incoming traffic for authorized ports", (here) =>
    judgeRules(here, unauthorized),
  ),
  fsbp("EC2.19", "Security groups should not allow unrestricted access to ports with high risk", (here) =>
    judgeRules(here, highRisk),
  ),
  other("EC2.22", "Unused Amazon EC2 security groups should be removed", (here) =>
    judgeEach(here.all("aws_security_group"), "no security group is made here", (group) =>
      here.isAttached(group) ? undefined : "is attached to nothing here",
    ),
  ),
  other(
    "EC2.53",
    "EC2 security groups should not allow ingress from 0.0.0.0/0 to remote server administration ports",
    judgeAdministration(ANY_IPV4, "ipv4"),
  ),
  other(
    "EC2.54",
    "EC2 security groups should not allow ingress from ::/0 to remote server administration ports",
    judgeAdministration(ANY_IPV6, "ipv6"),
  ),
];
