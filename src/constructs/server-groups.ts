import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type Construct } from "constructs";
import { acceptFindings } from "./accepted-findings";
import { idOf } from "./construct-id";

/** A group for servers to join. */
interface ServerGroupProps {
  /** Its name, and the value of its Name tag. */
  readonly name: string;
  readonly vpcId: string;
  readonly provider?: AwsProvider;
}

/** The group that web servers are to join. @returns its id */
export function createServerGroup(scope: Construct, { name, vpcId, provider }: ServerGroupProps): string {
  const group = new SecurityGroup(scope, "Servers", {
    provider,
    name,
    description: "Web servers that the bridge reaches",
    vpcId,
    tags: { Name: name },
  });
  acceptFindings(group, { CKV2_AWS_5: "web servers are to join it, and those are not the bridge's" });
  return group.id;
}

/** Who is admitted to servers, and by which groups. */
interface AdmissionProps {
  /** Name of the bridge, for descriptions and tags. */
  readonly name: string;
  readonly groupIds: readonly string[];
  /** Ranges of load balancers' subnets. */
  readonly balancerCidrs: readonly string[];
  /** TCP ports. */
  readonly ports: readonly number[];
  readonly provider?: AwsProvider;
  /** What the rules say to be for, without the bridge's name. */
  readonly description: string;
}

/** One ingress rule for each group, range and port: all that servers need. */
export function admitBalancers(scope: Construct, props: AdmissionProps): VpcSecurityGroupIngressRule[] {
  const { name, groupIds, balancerCidrs, ports, provider, description } = props;
  return groupIds.flatMap((securityGroupId, i) =>
    balancerCidrs.flatMap((cidrIpv4) =>
      ports.map((port) => {
        const group = groupIds.length > 1 ? `-group-${i}` : "";
        return new VpcSecurityGroupIngressRule(scope, `from-alb--${idOf(cidrIpv4)}-${port}${group}`, {
          provider,
          securityGroupId,
          description: `${description} ${name}`,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4,
          tags: { Name: `${name}-from-alb` },
        });
      }),
    ),
  );
}
