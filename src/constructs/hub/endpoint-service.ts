import { VpcEndpointConnectionAccepter } from "@cdktf/provider-aws/lib/vpc-endpoint-connection-accepter";
import { VpcEndpointService } from "@cdktf/provider-aws/lib/vpc-endpoint-service";
import { Construct } from "constructs";

/** What is offered over PrivateLink, and to whom. */
export interface EndpointServiceProps {
  /** Value of the Name tag. */
  readonly name: string;
  /** ARN of a Network Load Balancer. */
  readonly nlbArn: string;
  /** ARNs of the principals that may make endpoints of it; empty: those of its own account. */
  readonly allowedPrincipals: readonly string[];
}

/** An endpoint service whose connections are accepted one by one. */
export class EndpointService extends Construct {
  readonly serviceName: string;
  readonly serviceId: string;

  constructor(scope: Construct, id: string, { name, nlbArn, allowedPrincipals }: EndpointServiceProps) {
    super(scope, id);
    const service = new VpcEndpointService(this, "EndpointService", {
      // Who may ask is one thing; what is connected, this stack says.
      acceptanceRequired: true,
      networkLoadBalancerArns: [nlbArn],
      supportedIpAddressTypes: ["ipv4"],
      ...(allowedPrincipals.length > 0 && { allowedPrincipals: [...allowedPrincipals] }),
      tags: { Name: name },
    });
    this.serviceName = service.serviceName;
    this.serviceId = service.id;
  }

  /** Accepts an endpoint. @param id names it within the service */
  accept(id: string, endpointId: string): void {
    new VpcEndpointConnectionAccepter(this, `accept-${id}`, {
      vpcEndpointServiceId: this.serviceId,
      vpcEndpointId: endpointId,
    });
  }
}
