import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  type DashboardEntry,
  GetDashboardCommand,
  ListDashboardsCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  DescribeFlowLogsCommand,
  DescribeInstanceConnectEndpointsCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTransitGatewayRouteTablesCommand,
  DescribeTransitGatewaysCommand,
  DescribeTransitGatewayVpcAttachmentsCommand,
  DescribeVolumesCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetTransitGatewayRouteTableAssociationsCommand,
  GetTransitGatewayRouteTablePropagationsCommand,
  SearchTransitGatewayRoutesCommand,
} from "@aws-sdk/client-ec2";
import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  type Bucket,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type Emulator, type Keys, OWN_KEYS } from "./emulator";

// Node 20 is supported by the pinned version; the advice about later ones would be printed in every run.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** An account through the AWS SDK: the clients, and everything in it that a bridge may touch. */
export class Account {
  readonly ec2: EC2Client;
  readonly elb: ElasticLoadBalancingV2Client;
  private readonly s3: S3Client;
  private readonly cloudwatch: CloudWatchClient;

  constructor(
    private readonly emulator: Emulator,
    /** @default - those of the emulator's own account */
    private readonly keys: Keys = OWN_KEYS,
  ) {
    const config = {
      region: emulator.region,
      endpoint: emulator.url,
      credentials: keys,
      maxAttempts: 1,
    };
    this.ec2 = new EC2Client(config);
    this.elb = new ElasticLoadBalancingV2Client(config);
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
    this.cloudwatch = new CloudWatchClient(config);
  }

  /** Everything that is there, as the API tells it; what AWS lists as deleted for a while is not there. */
  async contents() {
    const [network, gateways, ways, hosts, balancing, rest] = await Promise.all([
      this.network(),
      this.transit(),
      this.ways(),
      this.hosts(),
      this.balancing(),
      this.rest(),
    ]);
    return { ...network, ...gateways, ...ways, ...hosts, ...balancing, ...rest };
  }

  private async network() {
    const { ec2 } = this;
    const [vpcs, subnets, tables, groups, rules, interfaces, nats, endpoints] = await Promise.all([
      ec2.send(new DescribeVpcsCommand({})),
      ec2.send(new DescribeSubnetsCommand({})),
      ec2.send(new DescribeRouteTablesCommand({})),
      ec2.send(new DescribeSecurityGroupsCommand({})),
      ec2.send(new DescribeSecurityGroupRulesCommand({})),
      ec2.send(new DescribeNetworkInterfacesCommand({})),
      ec2.send(new DescribeNatGatewaysCommand({})),
      ec2.send(new DescribeVpcEndpointsCommand({})),
    ]);
    return {
      vpcs: (vpcs.Vpcs ?? []).map((vpc) => ({
        ...vpc,
        CidrBlockAssociationSet: vpc.CidrBlockAssociationSet?.filter(
          ({ CidrBlockState }) => CidrBlockState?.State !== "disassociated",
        ),
      })),
      subnets: subnets.Subnets ?? [],
      routeTables: tables.RouteTables ?? [],
      securityGroups: groups.SecurityGroups ?? [],
      securityGroupRules: rules.SecurityGroupRules ?? [],
      networkInterfaces: interfaces.NetworkInterfaces ?? [],
      natGateways: (nats.NatGateways ?? []).filter(({ State }) => State !== "deleted"),
      vpcEndpoints: (endpoints.VpcEndpoints ?? []).filter(({ State }) => State?.toLowerCase() !== "deleted"),
    };
  }

  private async transit() {
    const { ec2 } = this;
    const gateways = await ec2.send(new DescribeTransitGatewaysCommand({}));
    const attachments = await ec2.send(new DescribeTransitGatewayVpcAttachmentsCommand({}));
    const tables = await ec2.send(new DescribeTransitGatewayRouteTablesCommand({}));
    const live = (tables.TransitGatewayRouteTables ?? []).filter(({ State }) => State !== "deleted");
    const transitGatewayRouteTables = await Promise.all(
      live.map(async (table) => {
        const id = { TransitGatewayRouteTableId: table.TransitGatewayRouteTableId };
        const every = { ...id, Filters: [{ Name: "type", Values: ["static", "propagated"] }] };
        const [routes, associations, propagations] = await Promise.all([
          ec2.send(new SearchTransitGatewayRoutesCommand(every)),
          ec2.send(new GetTransitGatewayRouteTableAssociationsCommand(id)),
          ec2.send(new GetTransitGatewayRouteTablePropagationsCommand(id)),
        ]);
        return {
          ...table,
          routes: routes.Routes ?? [],
          associations: associations.Associations ?? [],
          propagations: propagations.TransitGatewayRouteTablePropagations ?? [],
        };
      }),
    );
    return {
      transitGateways: (gateways.TransitGateways ?? []).filter(({ State }) => State !== "deleted"),
      transitGatewayAttachments: (attachments.TransitGatewayVpcAttachments ?? []).filter(
        ({ State }) => State !== "deleted",
      ),
      transitGatewayRouteTables,
    };
  }

  /** What leads to other VPCs beside the transit gateway. */
  private async ways() {
    const [peerings, services] = await Promise.all([
      this.ec2.send(new DescribeVpcPeeringConnectionsCommand({})),
      this.ec2.send(new DescribeVpcEndpointServiceConfigurationsCommand({})),
    ]);
    return {
      peerings: (peerings.VpcPeeringConnections ?? []).filter(({ Status }) => Status?.Code !== "deleted"),
      endpointServices: services.ServiceConfigurations ?? [],
    };
  }

  private async hosts() {
    const { ec2 } = this;
    const [reservations, volumes, templates, endpoints] = await Promise.all([
      ec2.send(new DescribeInstancesCommand({})),
      ec2.send(new DescribeVolumesCommand({})),
      ec2.send(new DescribeLaunchTemplatesCommand({})),
      ec2.send(new DescribeInstanceConnectEndpointsCommand({})),
    ]);
    const instances = (reservations.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []);
    return {
      instances: instances.filter(({ State }) => State?.Name !== "terminated"),
      volumes: volumes.Volumes ?? [],
      launchTemplates: templates.LaunchTemplates ?? [],
      instanceConnectEndpoints: endpoints.InstanceConnectEndpoints ?? [],
    };
  }

  private async balancing() {
    const { elb } = this;
    const balancers = (await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers ?? [];
    const groups = (await elb.send(new DescribeTargetGroupsCommand({}))).TargetGroups ?? [];
    const loadBalancers = await Promise.all(
      balancers.map(async (balancer) => {
        const arn = { LoadBalancerArn: balancer.LoadBalancerArn };
        const webAcl = await this.emulator.webAclOf(balancer.LoadBalancerArn ?? "", this.keys);
        const attributes = await elb.send(new DescribeLoadBalancerAttributesCommand(arn));
        const listeners = (await elb.send(new DescribeListenersCommand(arn))).Listeners ?? [];
        return {
          ...balancer,
          ...(webAcl !== undefined && { webAcl }),
          attributes: Object.fromEntries((attributes.Attributes ?? []).map(({ Key = "", Value }) => [Key, Value])),
          listeners: await Promise.all(
            listeners.map(async (listener) => {
              const rules = await elb.send(new DescribeRulesCommand({ ListenerArn: listener.ListenerArn }));
              return { ...listener, rules: rules.Rules ?? [] };
            }),
          ),
        };
      }),
    );
    const targetGroups = await Promise.all(
      groups.map(async (group) => {
        const health = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group.TargetGroupArn }));
        return { ...group, targets: health.TargetHealthDescriptions ?? [] };
      }),
    );
    return { loadBalancers, targetGroups };
  }

  private async bucket(bucket: Bucket) {
    const name = { Bucket: bucket.Name };
    const [versioning, lifecycle] = await Promise.all([
      this.s3.send(new GetBucketVersioningCommand(name)),
      this.s3.send(new GetBucketLifecycleConfigurationCommand(name)),
    ]);
    return { ...bucket, versioning: versioning.Status, lifecycle: lifecycle.Rules };
  }

  private async dashboard({ DashboardName: name = "" }: DashboardEntry) {
    const { DashboardBody: body = "" } = await this.cloudwatch.send(new GetDashboardCommand({ DashboardName: name }));
    return { name, body };
  }

  private async rest() {
    const [buckets, alarms, dashboards, flowLogs] = await Promise.all([
      this.s3.send(new ListBucketsCommand({})),
      this.cloudwatch.send(new DescribeAlarmsCommand({})),
      this.cloudwatch.send(new ListDashboardsCommand({})),
      this.ec2.send(new DescribeFlowLogsCommand({})),
    ]);
    return {
      buckets: await Promise.all((buckets.Buckets ?? []).map((bucket) => this.bucket(bucket))),
      alarms: alarms.MetricAlarms ?? [],
      dashboards: await Promise.all((dashboards.DashboardEntries ?? []).map((entry) => this.dashboard(entry))),
      flowLogs: flowLogs.FlowLogs ?? [],
    };
  }
}

export type Contents = Awaited<ReturnType<Account["contents"]>>;

/** How many of each kind there are. */
export function counts(contents: Contents): Readonly<Record<string, number>> {
  const inner = {
    transitGatewayRoutes: contents.transitGatewayRouteTables.flatMap((table) => table.routes).length,
    listeners: contents.loadBalancers.flatMap((balancer) => balancer.listeners).length,
    targets: contents.targetGroups.flatMap((group) => group.targets).length,
    routes: contents.routeTables.flatMap((table) => table.Routes ?? []).length,
  };
  const outer = Object.entries(contents).map(([kind, entries]): [string, number] => [kind, entries.length]);
  return { ...Object.fromEntries(outer), ...inner };
}

/** "vpcs 1/3/1, subnets 6/11/6, ...": before, deployed and destroyed, of each kind that there was at any time. */
export function tally(before: Contents, deployed: Contents, destroyed: Contents): string {
  const [had, has, left] = [counts(before), counts(deployed), counts(destroyed)];
  return Object.keys(has)
    .filter((kind) => has[kind] !== 0 || left[kind] !== 0)
    .map((kind) => `${kind} ${had[kind]}/${has[kind]}/${left[kind]}`)
    .join(", ");
}
