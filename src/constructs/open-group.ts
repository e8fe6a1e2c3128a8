import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type Construct } from "constructs";
import { type AllowedTraffic } from "./appliance-ruleset";
import { idOf } from "./construct-id";

/** Traffic that a security group lets in, or out. */
export interface GroupOpening {
  readonly direction: "from" | "to";
  /** Who is at the other end; names the rules. */
  readonly peer: string;
  readonly ranges: readonly string[];
  readonly traffic: readonly AllowedTraffic[];
  readonly description: string;
}

/** A group that is opened, and how its rules are told from those of others beside it. */
export interface OpenedGroup {
  readonly groupId: string;
  /** Begins the rules' names. */
  readonly prefix: string;
  readonly provider?: AwsProvider | undefined;
}

type Rule = VpcSecurityGroupIngressRule | VpcSecurityGroupEgressRule;

const ECHO_REQUEST = { fromPort: 8, toPort: -1 };

/** A protocol with its ports, as a rule has them. */
function portsOf({ protocol, ports }: AllowedTraffic): { id: string; fromPort: number; toPort: number }[] {
  if (protocol === "icmp") return [{ id: "icmp", ...ECHO_REQUEST }];
  return ports.map((text) => {
    const [from = "", to = from] = text.split("-");
    return { id: `${protocol}-${text}`, fromPort: Number(from), toPort: Number(to) };
  });
}

/** One rule for each range, protocol and range of ports: all that the traffic needs. */
export function openGroup(scope: Construct, group: OpenedGroup, opening: GroupOpening): Rule[] {
  const { groupId: securityGroupId, prefix, provider } = group;
  const { direction, peer, ranges, traffic, description } = opening;
  const RuleOf = direction === "from" ? VpcSecurityGroupIngressRule : VpcSecurityGroupEgressRule;
  return ranges.flatMap((cidrIpv4) =>
    traffic.flatMap((allowed) =>
      portsOf(allowed).map(
        ({ id, fromPort, toPort }) =>
          new RuleOf(scope, `${prefix}-${direction}-${peer}--${idOf(cidrIpv4)}-${id}`, {
            provider,
            securityGroupId,
            description,
            ipProtocol: allowed.protocol,
            fromPort,
            toPort,
            cidrIpv4,
          }),
      ),
    ),
  );
}
