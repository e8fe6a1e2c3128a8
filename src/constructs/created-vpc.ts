import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { type Construct } from "constructs";
import { closeDefaultGroup } from "./closed-default-group";

/** A VPC that is created. */
interface CreatedVpcProps {
  /** Its primary IPv4 range. */
  readonly cidr: string;
  /** Value of the Name tag; that of the default group begins with it. */
  readonly nameTag: string;
  readonly provider?: AwsProvider;
}

/** A VPC whose default security group is closed. @returns its id */
export function createVpc(scope: Construct, { cidr, nameTag, provider }: CreatedVpcProps): string {
  const vpc = new Vpc(scope, "Vpc", {
    provider,
    cidrBlock: cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: nameTag },
  });
  closeDefaultGroup(scope, { vpcId: vpc.id, nameTag: `${nameTag}-default-closed`, provider });
  return vpc.id;
}
