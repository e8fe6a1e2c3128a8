import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { acceptFindings } from "./accepted-findings";

/** An instance with a fixed address. */
export interface DemoHostProps {
  /** Name of the instance and its launch template. */
  readonly name: string;
  readonly subnetId: string;
  /** Its private IPv4 address. */
  readonly address: string;
  /**
   * EC2 instance type.
   * @default "t4g.nano"
   */
  readonly instanceType?: string;
  readonly securityGroupIds: readonly string[];
  /** @default - nothing is run at the first start */
  readonly userData?: string;
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
  /** What the first start needs beside the subnet. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * An Amazon Linux instance at a fixed address: encrypted disk, metadata service v2 only, no public address, no key.
 */
export class DemoHost extends Construct {
  readonly instance: Instance;
  readonly networkInterfaceId: string;

  constructor(scope: Construct, id: string, props: DemoHostProps) {
    super(scope, id);
    const { name, provider, instanceType = "t4g.nano" } = props;
    const template = new LaunchTemplate(this, "Template", {
      provider,
      name,
      description: "Image by SSM parameter, so that a plan looks nothing up",
      imageId: amazonLinux(instanceType),
      metadataOptions: METADATA_V2,
      blockDeviceMappings: ENCRYPTED_DISK,
      tags: { Name: name },
    });
    this.instance = new Instance(this, "Instance", {
      provider,
      instanceType,
      subnetId: props.subnetId,
      privateIp: props.address,
      associatePublicIpAddress: false,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      launchTemplate: { id: template.id, version: "$Latest" },
      metadataOptions: METADATA_V2,
      // In base64: cdktf's writer of HCL ends every text of several lines with one more newline.
      userDataBase64: props.userData && Buffer.from(props.userData).toString("base64"),
      userDataReplaceOnChange: props.userData === undefined ? undefined : true,
      tags: { Name: name },
      dependsOn: props.dependsOn && [...props.dependsOn],
    });
    acceptFindings(this.instance, {
      ...FINDINGS_OF_HOSTS,
      CKV_AWS_126: "nobody watches a host that is there to try the bridge",
      CKV2_AWS_41: "it calls no API of AWS, so a role would be there for a thief alone",
    });
    this.networkInterfaceId = this.instance.primaryNetworkInterfaceId;
  }
}

/** Amazon Linux 2023 for an instance type, by SSM parameter, so that a plan looks nothing up. */
export function amazonLinux(instanceType: string): string {
  return `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture(instanceType)}`;
}

/** Metadata only to who asks with a token, and to the instance itself. */
export const METADATA_V2 = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 } as const;

/** An encrypted disk that goes with its instance. */
export const ENCRYPTED_DISK = [
  { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true" } },
];

/** What Checkov finds in every instance that is made so. */
export const FINDINGS_OF_HOSTS = {
  CKV_AWS_8: "its launch template has the disk encrypted; Checkov looks at the instance alone",
  CKV_AWS_135: "instances on Nitro are optimized for EBS without the flag",
} as const;

/** Graviton families have a g after the generation: t4g, m7gd. Source: EC2 instance type naming conventions. */
function architecture(instanceType: string): "arm64" | "x86_64" {
  return /^(a1|[a-z]+[0-9]+g[a-z]*)\./.test(instanceType) ? "arm64" : "x86_64";
}
