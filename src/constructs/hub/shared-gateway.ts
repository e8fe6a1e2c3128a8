import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { GatewayShare } from "../gateway-share";

/** An account that gets the gateway. */
export interface SharedWithProps {
  /** Names the share; becomes part of Terraform addresses. */
  readonly key: string;
  readonly accountId: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider | undefined;
}

/** A transit gateway, and the accounts that it is shared with. */
export interface SharedGatewayProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /**
   * A gateway that exists; its ARN is needed where it is shared here.
   * @default - one is created
   */
  readonly existing?: { readonly id: string; readonly arn: string };
  /**
   * Private ASN of a created gateway's Amazon side.
   * @default 64512
   */
  readonly asn?: number;
  /**
   * The other accounts that attach.
   * @default - none
   */
  readonly sharedWith?: readonly SharedWithProps[];
  /**
   * How they get it: see {@link GatewayShare}.
   * @default "invitation"
   */
  readonly by?: "invitation" | "organization";
  /**
   * The owner's provider.
   * @default - the stack's provider
   */
  readonly provider?: AwsProvider;
}

/** A transit gateway without default tables, shared with each account that attaches to it. */
export class SharedGateway extends Construct {
  readonly gatewayId: string;
  readonly provider?: AwsProvider;
  private readonly shares = new Map<string, readonly ITerraformDependable[]>();

  constructor(scope: Construct, id: string, props: SharedGatewayProps) {
    super(scope, id);
    const { name, by, provider } = props;
    const gateway = props.existing ?? this.createGateway(props);
    this.gatewayId = gateway.id;
    this.provider = provider;
    const shares = new Construct(this, "share");
    for (const { key, accountId, provider: other } of props.sharedWith ?? []) {
      const share = new GatewayShare(shares, key, {
        name: `${name}-${key}`,
        gatewayArn: gateway.arn,
        accountId,
        ...(by && { by }),
        provider: other,
        ownerProvider: provider,
      });
      this.shares.set(key, share.dependables);
    }
  }

  /** What has to exist before an account can attach. */
  shareOf(key: string): readonly ITerraformDependable[] {
    return this.shares.get(key) ?? [];
  }

  private createGateway({ name, asn = 64512, provider }: SharedGatewayProps): Ec2TransitGateway {
    return new Ec2TransitGateway(this, "Gateway", {
      provider,
      description: `Hub ${name} between VPCs with the same addresses`,
      amazonSideAsn: asn,
      // A default table would let every attachment reach every other one.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      tags: { Name: name },
    });
  }
}
