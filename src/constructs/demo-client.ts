import { Ec2InstanceConnectEndpoint } from "@cdktf/provider-aws/lib/ec2-instance-connect-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { AddressPlan } from "../address-plan/plan";
import { formatCidr, hostCidr } from "../ipv4";
import type { ClientVpc } from "./client-vpc";
import { DemoHost } from "./demo-host";
import { listenerPorts } from "./front-door";
import { idOf } from "./construct-id";

export interface DemoClientProps {
  readonly plan: AddressPlan;
  readonly clientVpc: ClientVpc;
}

const SSH = 22;

/** A client to try the bridge from; reached over an EC2 Instance Connect Endpoint when the file asks for one. */
export class DemoClient extends Construct {
  readonly host: DemoHost;

  constructor(scope: Construct, id: string, props: DemoClientProps) {
    super(scope, id);
    const { plan, clientVpc } = props;
    const config = plan.config.demo.client;
    const planned = plan.clientSubnets.find((subnet) => subnet.name === config?.subnet);
    if (!config || !planned) throw new Error("the bridge has no demo client");
    const name = `${plan.name}-demo-client`;
    const { subnetId } = clientVpc.subnet(planned);
    const group = new SecurityGroup(this, "Group", {
      name,
      description: "Demo client",
      vpcId: clientVpc.vpcId,
      tags: { Name: name },
    });
    for (const prefix of plan.albPrefixes) {
      for (const port of listenerPorts(plan)) {
        const cidrIpv4 = formatCidr(prefix);
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
    this.host = new DemoHost(this, "Host", {
      name,
      subnetId,
      address: config.address,
      instanceType: config.instance_type,
      securityGroupIds: [group.id],
    });
    if (plan.config.demo.connect_endpoint)
      this.connectEndpoint(props, group, subnetId, formatCidr(hostCidr(config.address)));
  }

  private connectEndpoint(
    { plan, clientVpc }: DemoClientProps,
    client: SecurityGroup,
    subnetId: string,
    clientCidr: string,
  ): void {
    const name = `${plan.name}-connect`;
    const group = new SecurityGroup(this, "connect", {
      name,
      description: "EC2 Instance Connect Endpoint of the demo client",
      vpcId: clientVpc.vpcId,
      tags: { Name: name },
    });
    const ssh = { ipProtocol: "tcp", fromPort: SSH, toPort: SSH };
    new VpcSecurityGroupEgressRule(this, "connect-to-client", {
      ...ssh,
      securityGroupId: group.id,
      description: "SSH to the demo client",
      cidrIpv4: clientCidr,
    });
    new VpcSecurityGroupIngressRule(this, "from-connect", {
      ...ssh,
      securityGroupId: client.id,
      description: "SSH from the EC2 Instance Connect Endpoint",
      // By group: AWS chooses the endpoint's address.
      referencedSecurityGroupId: group.id,
    });
    new Ec2InstanceConnectEndpoint(this, "Connect", {
      subnetId,
      securityGroupIds: [group.id],
      preserveClientIp: false,
      tags: { Name: name },
    });
  }
}
