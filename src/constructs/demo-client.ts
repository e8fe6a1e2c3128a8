import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { DemoHost } from "./demo-host";
import { type RoutedSubnet } from "./routed-subnet";
import { idOf } from "./construct-id";

/** A host that sends requests over the bridge, to try it. */
export interface DemoClientProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  readonly vpcId: string;
  readonly subnet: RoutedSubnet;
  /** Its private IPv4 address. */
  readonly address: string;
  /** @default "t4g.nano" */
  readonly instanceType?: string;
  /** Ranges of the ALB's subnets, and the ports that it listens on: nothing else can be reached. */
  readonly albCidrs: readonly string[];
  readonly listenerPorts: readonly number[];
  /**
   * An EC2 Instance Connect Endpoint to reach the client by SSH.
   * @default false
   */
  readonly hasConnectEndpoint?: boolean;
}

const SSH = 22;

/** A client to try the bridge from; reached over an EC2 Instance Connect Endpoint when one is asked for. */
export class DemoClient extends Construct {
  readonly host: DemoHost;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: DemoClientProps) {
    super(scope, id);
    const { subnet, address, instanceType } = props;
    const name = `${props.name}-demo-client`;
    const group = new SecurityGroup(this, "Group", {
      name,
      description: "Demo client",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const cidrIpv4 of props.albCidrs) {
      for (const port of props.listenerPorts) {
        new VpcSecurityGroupEgressRule(this, `to-alb-${idOf(cidrIpv4)}-${port}`, {
          securityGroupId: group.id,
          description: "Requests to the ALB",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4,
        });
      }
    }
    this.securityGroupId = group.id;
    const securityGroupIds = [group.id];
    this.host = new DemoHost(this, "Host", {
      name,
      subnetId: subnet.subnetId,
      address,
      instanceType,
      securityGroupIds,
    });
    if (props.hasConnectEndpoint) this.addConnectEndpoint(props, group);
  }

  private addConnectEndpoint(props: DemoClientProps, client: SecurityGroup): void {
    const name = `${props.name}-connect`;
    const group = new SecurityGroup(this, "connect", {
      name,
      description: "EC2 Instance Connect Endpoint of the demo client",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    const ssh = { ipProtocol: "tcp", fromPort: SSH, toPort: SSH };
    new VpcSecurityGroupEgressRule(this, "connect-to-client", {
      ...ssh,
      securityGroupId: group.id,
      description: "SSH to the demo client",
      cidrIpv4: `${props.address}/32`,
    });
    new VpcSecurityGroupIngressRule(this, "from-connect", {
      ...ssh,
      securityGroupId: client.id,
      description: "SSH from the EC2 Instance Connect Endpoint",
      // By group: AWS chooses the endpoint's address.
      referencedSecurityGroupId: group.id,
    });
    new Ec2InstanceConnectEndpoint(this, "Connect", {
      subnetId: props.subnet.subnetId,
      securityGroupIds: [group.id],
      preserveClientIp: false,
      tags: { Name: name },
    });
  }
}
