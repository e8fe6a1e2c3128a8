import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share";
import { RamResourceShareAccepter } from "@cdktf/provider-aws/lib/ram-resource-share-accepter";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";

export interface GatewayShareProps {
  readonly plan: AddressPlan;
  readonly gatewayArn: string;
  readonly webProvider: AwsProvider;
}

/** Shares the transit gateway with the web side's account by AWS RAM; outside an organization the invitation is accepted there. */
export class GatewayShare extends Construct {
  /** What has to exist before the other account can attach. */
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: GatewayShareProps) {
    super(scope, id);
    const { plan, gatewayArn, webProvider } = props;
    const byInvitation = plan.config.transit_gateway.share === "invitation";
    const principal = plan.config.web.account?.id;
    if (!principal) throw new Error("the web side has no account to share the transit gateway with");
    const share = new RamResourceShare(this, "Share", {
      name: `${plan.name}-transit-gateway`,
      allowExternalPrincipals: byInvitation,
      tags: { Name: `${plan.name}-transit-gateway` },
    });
    const resource = new RamResourceAssociation(this, "Gateway", {
      resourceShareArn: share.arn,
      resourceArn: gatewayArn,
    });
    const association = new RamPrincipalAssociation(this, "Principal", { resourceShareArn: share.arn, principal });
    if (!byInvitation) {
      this.dependables = [resource, association];
      return;
    }
    const accepter = new RamResourceShareAccepter(this, "Accepter", {
      provider: webProvider,
      shareArn: association.resourceShareArn,
    });
    this.dependables = [resource, accepter];
  }
}
