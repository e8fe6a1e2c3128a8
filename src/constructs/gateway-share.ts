import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { RamResourceShareAccepter } from "@cdktf/provider-aws/lib/ram-resource-share-accepter";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** With whom a transit gateway is shared through AWS RAM. */
export interface GatewayShareProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  readonly gatewayArn: string;
  /** Id of the AWS account that gets the gateway. */
  readonly accountId: string;
  /**
   * invitation: the other account accepts it. organization: sharing is enabled in AWS Organizations, nothing is accepted.
   * @default "invitation"
   */
  readonly by?: "invitation" | "organization";
  /**
   * The other account's provider.
   * @default - the stack's provider
   */
  readonly provider?: AwsProvider | undefined;
  /**
   * The provider of the gateway's account.
   * @default - the stack's provider
   */
  readonly ownerProvider?: AwsProvider | undefined;
}

/** Shares the transit gateway with the web side's account by AWS RAM; outside an organization the invitation is accepted there. */
export class GatewayShare extends Construct {
  /** What has to exist before the other account can attach. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GatewayShareProps) {
    super(scope, id);
    const { name, gatewayArn, accountId, by = "invitation", provider, ownerProvider } = props;
    const share = new RamResourceShare(this, "Share", {
      provider: ownerProvider,
      name: `${name}-transit-gateway`,
      allowExternalPrincipals: by === "invitation",
      tags: { Name: `${name}-transit-gateway` },
    });
    const resource = new RamResourceAssociation(this, "Gateway", {
      provider: ownerProvider,
      resourceShareArn: share.arn,
      resourceArn: gatewayArn,
    });
    const association = new RamPrincipalAssociation(this, "Principal", {
      provider: ownerProvider,
      resourceShareArn: share.arn,
      principal: accountId,
    });
    if (by === "organization") {
      this.dependables = [resource, association];
      return;
    }
    const accepter = new RamResourceShareAccepter(this, "Accepter", {
      provider,
      shareArn: association.resourceShareArn,
    });
    this.dependables = [resource, accepter];
  }
}
