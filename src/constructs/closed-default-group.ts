import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct } from "constructs";

export interface ClosedDefaultGroupProps {
  readonly vpcId: string;
  /** Value of the Name tag. */
  readonly nameTag: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/**
 * A created VPC's default security group, without rules and kept so: what has no group of its own must not talk.
 *
 * The empty lists stand there in words. Left out, they would be emptied once, and a rule that somebody adds later would be no
 * difference to Terraform (AWS provider, aws_default_security_group). They are overrides because cdktf drops an empty block
 * when it writes HCL.
 *
 * The main route table and the default network ACL are not adopted: every subnet has a table of its own, and the ACL admits
 * everything as it is made, so that whoever changes it can only close it.
 */
export function closeDefaultGroup(scope: Construct, { vpcId, nameTag, provider }: ClosedDefaultGroupProps): void {
  const group = new DefaultSecurityGroup(scope, "DefaultGroup", { provider, vpcId, tags: { Name: nameTag } });
  group.addOverride("ingress", []);
  group.addOverride("egress", []);
}
