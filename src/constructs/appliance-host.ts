import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { applianceAlarms } from "../address-plan/planned-alarms";
import { partitionOf } from "../config/regions";
import { acceptFindings } from "./accepted-findings";
import { applianceAlarm, type LoadThresholds } from "./appliance-alarms";
import { amazonLinux, ENCRYPTED_DISK, FINDINGS_OF_HOSTS, METADATA_V2 } from "./demo-host";
import { addAlarm } from "./metric-alarm";
import { type RoutedSubnet } from "./routed-subnet";

/** One interface of an appliance: where it is, and who reaches it. */
export interface ApplianceInterfaceProps {
  readonly subnet: RoutedSubnet;
  /** Its private IPv4 address. */
  readonly address: string;
  readonly securityGroupId: string;
}

/** The appliance of one zone. */
export interface ApplianceHostProps {
  /** Name of the instance, its launch template and its interfaces. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly inner: ApplianceInterfaceProps;
  readonly outer: ApplianceInterfaceProps;
  /** What it runs at each boot. */
  readonly script: string;
  readonly instanceType: string;
  /**
   * ARN of an SNS topic that hears of failures too.
   * @default - nobody is told
   */
  readonly topic?: string;
  /** When that topic hears of load. @default - at 80 percent */
  readonly thresholds?: LoadThresholds;
  /**
   * Name of its instance profile.
   * @default - none: it calls no AWS API
   */
  readonly instanceProfile?: string;
  /** What the first boot needs beside the subnets. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * An instance with two interfaces, which are resources of their own: it can be replaced, and no route changes. Source/destination
 * check is off on both, since it forwards what is not its own. Source: EC2 user guide, source/destination checking.
 */
export class ApplianceHost extends Construct {
  readonly instanceType: string;
  readonly instance: Instance;
  readonly inner: NetworkInterface;
  readonly outer: NetworkInterface;

  constructor(scope: Construct, id: string, props: ApplianceHostProps) {
    super(scope, id);
    this.inner = this.addInterface("inner", props.name, props.inner);
    this.outer = this.addInterface("outer", props.name, props.outer);
    this.instanceType = props.instanceType;
    this.instance = this.launch(props);
    this.addAlarms(props);
  }

  private addInterface(side: "inner" | "outer", name: string, props: ApplianceInterfaceProps): NetworkInterface {
    return new NetworkInterface(this, side, {
      description: side === "inner" ? "Appliance, towards the clients" : "Appliance, towards the web side",
      subnetId: props.subnet.subnetId,
      privateIps: [props.address],
      securityGroups: [props.securityGroupId],
      sourceDestCheck: false,
      tags: { Name: `${name}-${side}` },
    });
  }

  private launch({ name, instanceType, script, instanceProfile, dependsOn }: ApplianceHostProps): Instance {
    const template = new LaunchTemplate(this, "Template", {
      name,
      description: "1:1 NAT; image by SSM parameter, so that a plan looks nothing up",
      imageId: amazonLinux(instanceType),
      instanceType,
      metadataOptions: METADATA_V2,
      blockDeviceMappings: ENCRYPTED_DISK,
      ...(instanceProfile !== undefined && { iamInstanceProfile: { name: instanceProfile } }),
      tags: { Name: name },
    });
    const instance = new Instance(this, "Instance", {
      // By number, so that a changed template replaces the instance.
      launchTemplate: { id: template.id, version: template.getStringAttribute("latest_version") },
      networkInterface: [this.inner, this.outer].map(({ id: networkInterfaceId }, deviceIndex) => ({
        deviceIndex,
        networkInterfaceId,
      })),
      metadataOptions: METADATA_V2,
      maintenanceOptions: { autoRecovery: "default" },
      // Not the template's: the provider takes what it reads of those for a change, and would put a hash in their place (its
      // issue 30825). In base64, since of plain ones a state keeps no more than a hash.
      userDataBase64: Buffer.from(script).toString("base64"),
      userDataReplaceOnChange: true,
      tags: { Name: name },
      dependsOn: dependsOn && [...dependsOn],
    });
    acceptFindings(instance, {
      ...FINDINGS_OF_HOSTS,
      CKV_AWS_126: "its alarms watch status checks, which come every minute without it",
      CKV2_AWS_41:
        instanceProfile === undefined
          ? "it calls no API of AWS, so a role would be there for a thief alone"
          : "its launch template names the profile; Checkov looks at the instance alone",
    });
    return instance;
  }

  /**
   * What AWS breaks is moved to other hardware, what Linux breaks is started anew, whoever is told. The rest is for somebody who
   * is. Source: EC2 user guide, alarm actions.
   */
  private addAlarms({ name, region, instanceType, topic, thresholds = {} }: ApplianceHostProps): void {
    const { cpu = 80, bandwidth = 80 } = thresholds;
    const told = topic === undefined ? [] : [topic];
    const watched = { name, instanceId: this.instance.id, instanceType };
    const asked = topic === undefined ? undefined : { appliance_cpu: cpu, appliance_bandwidth: bandwidth };
    for (const what of applianceAlarms(instanceType, asked)) {
      const acts = what === "recover" || what === "reboot";
      const action = acts ? [`arn:${partitionOf(region)}:automate:${region}:ec2:${what}`] : [];
      addAlarm(this, what, applianceAlarm(what, watched, { cpu, bandwidth }), {
        alarmActions: [...action, ...told],
        okActions: told,
      });
    }
  }
}
