import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { partitionOf } from "../config/regions";
import { type RoutedSubnet } from "./routed-subnet";

/** Hosts that Session Manager is to reach. */
export interface SessionAccessProps {
  /** Begins the names of all that is made. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly vpcId: string;
  /** Subnets of the endpoints, one per zone. */
  readonly subnets: readonly RoutedSubnet[];
  /** Group of the hosts. */
  readonly securityGroupId: string;
  /**
   * Id of the VPC's account, whose principals alone the endpoints serve.
   * @default - not known, so the endpoints serve those of any account
   */
  readonly accountId?: string;
}

/** What Session Manager needs of a VPC without internet access. Source: Systems Manager user guide, VPC endpoints. */
const SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;
const HTTPS = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };

/**
 * Without it, whoever takes a host over could hand on what it sees, with keys of an account of his own. Only literals: what a
 * plan does not know, no scanner reads. Source: PrivateLink guide, endpoint policies; AWS's data perimeter examples, ssm.
 */
function onlyPrincipalsOf(account: string): unknown {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OwnAccount",
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": account } },
      },
    ],
  };
}

/** Interface endpoints for Session Manager, and an instance profile that lets hosts use it; nobody needs a port or a key. */
export class SessionAccess extends Construct {
  readonly instanceProfile: string;
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SessionAccessProps) {
    super(scope, id);
    const { name, region, vpcId, subnets, securityGroupId, accountId } = props;
    const group = new SecurityGroup(this, "Group", {
      name: `${name}-session`,
      description: "Endpoints of Session Manager: in from the appliances",
      vpcId,
      tags: { Name: `${name}-session` },
    });
    new VpcSecurityGroupIngressRule(this, "from-hosts", {
      ...HTTPS,
      securityGroupId: group.id,
      description: "Session Manager's agent",
      referencedSecurityGroupId: securityGroupId,
    });
    const egress = new VpcSecurityGroupEgressRule(this, "to-endpoints", {
      ...HTTPS,
      securityGroupId,
      description: "Session Manager's endpoints",
      referencedSecurityGroupId: group.id,
    });
    const endpoints = SERVICES.map(
      (service) =>
        new VpcEndpoint(this, service, {
          vpcId,
          serviceName: `com.amazonaws.${region}.${service}`,
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: subnets.map(({ subnetId }) => subnetId),
          securityGroupIds: [group.id],
          ...(accountId !== undefined && { policy: JSON.stringify(onlyPrincipalsOf(accountId)) }),
          tags: { Name: `${name}-${service}` },
        }),
    );
    this.instanceProfile = this.addProfile(name, region);
    this.dependables = [egress, ...endpoints];
  }

  private addProfile(name: string, region: string): string {
    const role = new IamRole(this, "Role", {
      name: `${name}-session-${region}`,
      description: "Lets Session Manager reach the appliances",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
      }),
      tags: { Name: `${name}-session` },
    });
    new IamRolePolicyAttachment(this, "Policy", {
      role: role.name,
      policyArn: `arn:${partitionOf(region)}:iam::aws:policy/AmazonSSMManagedInstanceCore`,
    });
    return new IamInstanceProfile(this, "Profile", { name: role.name, role: role.name }).name;
  }
}
