import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { idOf } from "../construct-id";
import { type RoutedSubnet } from "../routed-subnet";

/** An endpoint of an endpoint service in a client VPC. */
export interface EndpointLegProps {
  /** Value of the Name tag, and name of the security group. */
  readonly name: string;
  readonly vpcId: string;
  readonly serviceName: string;
  /** Subnets, one per zone, that get an interface of it. */
  readonly subnets: readonly RoutedSubnet[];
  /** Ranges of the client subnets. */
  readonly clientCidrs: readonly string[];
  /** TCP ports that they may open. */
  readonly ports: readonly number[];
  /** @default - the stack's provider */
  readonly provider?: AwsProvider;
}

/** An interface endpoint that admits the clients of its own VPC on the ports of their services; nothing comes out of it. */
export class EndpointLeg extends Construct {
  readonly endpoint: VpcEndpoint;

  constructor(scope: Construct, id: string, props: EndpointLegProps) {
    super(scope, id);
    const { name, vpcId, provider } = props;
    const group = new SecurityGroup(this, "Group", {
      provider,
      name,
      description: "Clients of this VPC, on the ports of their services",
      vpcId,
      tags: { Name: name },
    });
    for (const port of props.ports)
      for (const cidrIpv4 of props.clientCidrs)
        new VpcSecurityGroupIngressRule(this, `from--${idOf(cidrIpv4)}-${port}`, {
          provider,
          securityGroupId: group.id,
          description: "Client subnets",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4,
          tags: { Name: name },
        });
    this.endpoint = new VpcEndpoint(this, "Endpoint", {
      provider,
      vpcId,
      vpcEndpointType: "Interface",
      serviceName: props.serviceName,
      subnetIds: props.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [group.id],
      ipAddressType: "ipv4",
      // Names are given by a hosted zone of the client VPC.
      privateDnsEnabled: false,
      tags: { Name: name },
    });
  }
}
