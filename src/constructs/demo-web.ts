import { Construct } from "constructs";
import { DemoHost } from "./demo-host";
import { addPackageEndpoint } from "./package-endpoint";
import { type RoutedSubnet } from "./routed-subnet";
import { type WebVpc } from "./web-vpc";

/** A web server that answers over the bridge, to try it. */
export interface DemoWebProps {
  /** Name of the bridge; begins the Name tags. */
  readonly name: string;
  /** AWS Region of the VPC. */
  readonly region: string;
  readonly webVpc: WebVpc;
  /** One of the VPC's subnets. */
  readonly subnet: RoutedSubnet;
  /** Its private IPv4 address. */
  readonly address: string;
  /** @default "t4g.nano" */
  readonly instanceType?: string;
}

/** nginx from Amazon Linux's repositories, which live in S3; tried again until the gateway endpoint's route is there. */
const INSTALL_NGINX = `#!/bin/bash
until dnf install -y nginx; do sleep 5; done
systemctl enable --now nginx
`;

/** An nginx web server in a VPC without internet access: its packages come over an S3 gateway endpoint. */
export class DemoWeb extends Construct {
  readonly host: DemoHost;

  constructor(scope: Construct, id: string, props: DemoWebProps) {
    super(scope, id);
    const { name, region, webVpc, address, instanceType } = props;
    const { provider } = webVpc;
    const { subnetId, routeTableId } = props.subnet;
    const [securityGroupId] = webVpc.securityGroupIds;
    if (securityGroupId === undefined)
      throw new Error("the web VPC has no security group for the demo web server; leave securityGroupIds out");
    const packages = addPackageEndpoint(this, {
      nameTag: `${name}-s3`,
      region,
      vpcId: webVpc.vpcId,
      routeTableIds: [routeTableId],
      securityGroupId,
      provider,
    });
    this.host = new DemoHost(this, "Host", {
      provider,
      name: `${name}-demo-web`,
      subnetId,
      address,
      instanceType,
      securityGroupIds: [securityGroupId],
      userData: INSTALL_NGINX,
      dependsOn: packages,
    });
  }
}
