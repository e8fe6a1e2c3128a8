import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct } from "constructs";
import { type AddressPlan, attachmentSubnetFor, bridgeOwnSubnets, type PlannedService } from "../address-plan/plan";
import { zonesOf } from "../address-plan/service-names";
import { hasAlb, loggedSides, type SideName } from "../config/bridge-facts";
import { partitionOf } from "../config/regions";
import { type BridgeConfig } from "../config/schema";
import { formatCidr, formatIpv4 } from "../ipv4";
import { addAppliance, type ApplianceParts } from "./appliance-parts";
import { AnalyzerPaths } from "./analyzer-paths";
import { addWatching } from "./bridge-watching";
import { ClientVpc } from "./client-vpc";
import { DemoClient } from "./demo-client";
import { DemoWeb } from "./demo-web";
import { FrontDoor, type FrontServiceProps, listenerPorts, type ListenersProps } from "./front-door";
import { LogBucket, type LogBucketCreation } from "./log-bucket";
import { PrivateNat } from "./private-nat";
import { type RoutedSubnet } from "./routed-subnet";
import { PrivateNames } from "./private-names";
import { Steering } from "./steering";
import { subnetProps } from "./subnet-props";
import { type ExistingAttachment, Transit, type TransitProps } from "./transit";
import { WebVpc } from "./web-vpc";

/** The constructs of one bridge. */
export interface BridgeParts {
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
  /** Undefined, like steering and ALB, where there is an appliance alone. */
  readonly nat: PrivateNat | undefined;
  readonly transit: Transit;
  readonly steering: Steering | undefined;
  readonly frontDoor: FrontDoor | undefined;
  readonly names: PrivateNames | undefined;
  readonly logBucket: LogBucket | undefined;
  readonly demoClient: DemoClient | undefined;
  readonly demoWeb: DemoWeb | undefined;
  readonly analyzer: AnalyzerPaths | undefined;
  readonly appliance: ApplianceParts | undefined;
}

/**
 * Makes the constructs of a bridge whose plan keeps every rule.
 * @param webProvider the web account's provider, when it is not the client's
 */
export function addBridgeParts(scope: Construct, plan: AddressPlan, webProvider?: AwsProvider): BridgeParts {
  const { config } = plan;
  const clientVpc = addClientVpc(scope, plan);
  const webVpc = addWebVpc(scope, plan, webProvider);
  const nat = hasAlb(config) ? addNat(scope, plan, clientVpc) : undefined;
  const transit = addTransit(scope, plan, { clientVpc, webVpc, webProvider });
  const steering = hasAlb(config) ? addSteering(scope, plan, { clientVpc, webVpc, transit }) : undefined;
  const logBucket = config.logs && addLogBucket(scope, plan, config.logs);
  const frontDoor = hasAlb(config) ? addFrontDoor(scope, plan, clientVpc, logBucket) : undefined;
  const names = addNames(scope, plan, { clientVpc, frontDoor });
  const parts = { clientVpc, webVpc, nat, transit, steering, frontDoor, names, logBucket };
  const demoClient = addDemoClient(scope, plan, clientVpc);
  const demoWeb = addDemoWeb(scope, plan, webVpc);
  const analyzer = config.reachability_analyzer && addAnalyzer(scope, plan, { ...parts, demoClient, demoWeb });
  const appliance = addAppliance(scope, plan, { clientVpc, webVpc, transit, demoClient });
  addWatching(scope, plan, { ...parts, appliance });
  return { ...parts, demoClient, demoWeb, analyzer, appliance };
}

function addClientVpc(scope: Construct, plan: AddressPlan): ClientVpc {
  const { vpc } = plan.config.client;
  return new ClientVpc(scope, "client", {
    name: plan.name,
    region: plan.config.region,
    vpcId: vpc.id,
    cidr: formatCidr(vpc.cidr),
    bridgeCidr: formatCidr(plan.bridgeCidr),
    subnets: plan.clientSubnets.map(subnetProps),
    bridgeSubnets: bridgeOwnSubnets(plan).map(subnetProps),
    shadowSubnets: plan.shadowSubnets.map(subnetProps),
  });
}

function addWebVpc(scope: Construct, plan: AddressPlan, provider: AwsProvider | undefined): WebVpc {
  const { vpc, security_groups } = plan.config.web;
  return new WebVpc(scope, "web", {
    name: plan.name,
    region: plan.config.region,
    vpcId: vpc.id,
    cidr: formatCidr(vpc.cidr),
    subnets: plan.webSubnets.map(subnetProps),
    securityGroupIds: security_groups,
    albCidrs: plan.albPrefixes.map(formatCidr),
    targetPorts: plan.targetPorts,
    provider,
  });
}

function addNat(scope: Construct, plan: AddressPlan, clientVpc: ClientVpc): PrivateNat {
  return new PrivateNat(scope, "nat", {
    name: plan.name,
    gateways: plan.nats.map(({ subnet, addresses, existingId }) => ({
      subnet: clientVpc.subnet(subnet.name),
      addresses: addresses.map(formatIpv4),
      gatewayId: existingId,
    })),
    clients: plan.clientTables.map((table) => ({ subnet: clientVpc.subnet(table.name), gatewayZone: table.nat.zone })),
    albSubnets: albSubnetsOf(plan, clientVpc),
  });
}

function albSubnetsOf(plan: AddressPlan, clientVpc: ClientVpc): RoutedSubnet[] {
  return plan.albSubnets.map(({ name }) => clientVpc.subnet(name));
}

interface Sides {
  readonly clientVpc: ClientVpc;
  readonly webVpc: WebVpc;
}

function addTransit(
  scope: Construct,
  plan: AddressPlan,
  { clientVpc, webVpc, webProvider }: Sides & { readonly webProvider: AwsProvider | undefined },
): Transit {
  const { config, name } = plan;
  const { client, web } = config;
  const { id, asn, share } = config.transit_gateway;
  const { steers: applianceSteers = [], clientTwins = [] } = plan.appliance ?? {};
  return new Transit(scope, "transit", {
    name,
    clientVpc,
    clientSubnets: plan.attachmentSubnets.map((subnet) => clientVpc.subnet(subnet.name)),
    webVpc,
    webSubnets: plan.webAttachmentSubnets.map((subnet) => webVpc.subnet(subnet.name)),
    webCidrs: [...new Set([...plan.steers, ...applianceSteers].map(({ destination }) => formatCidr(destination)))],
    albCidrs: [...plan.albPrefixes, ...clientTwins].map(formatCidr),
    asn,
    ...(id !== undefined && { gateway: existingGateway(config, id) }),
    ...(client.attachment && { clientAttachment: existingAttachment(client.attachment) }),
    ...(web.attachment && { webAttachment: existingAttachment(web.attachment) }),
    ...(webProvider && { share: { by: share, accountId: webAccountOf(config), provider: webProvider } }),
  });
}

function existingAttachment({ id, route_table }: NonNullable<BridgeConfig["web"]["attachment"]>): ExistingAttachment {
  return { attachmentId: id, routeTableId: route_table };
}

/** The ARN follows from the id, so that nothing has to be looked up. */
function existingGateway({ region, client }: BridgeConfig, id: string): TransitProps["gateway"] {
  return { id, arn: `arn:${partitionOf(region)}:ec2:${region}:${client.account?.id}:transit-gateway/${id}` };
}

function webAccountOf({ web }: BridgeConfig): string {
  if (!web.account) throw new Error("the web side has no account to share the transit gateway with");
  return web.account.id;
}

function addSteering(
  scope: Construct,
  plan: AddressPlan,
  { clientVpc, webVpc, transit }: Sides & { readonly transit: Transit },
): Steering {
  const near = [...plan.clientSubnets, ...plan.shadowSubnets];
  return new Steering(scope, "steer", {
    transit,
    webVpc,
    zones: plan.albSubnets.map((subnet) => ({
      subnet: clientVpc.subnet(subnet.name),
      // The plan's rules see to it that there is one.
      attachmentSubnet: clientVpc.subnet(attachmentSubnetFor(plan, subnet)?.name ?? subnet.name),
    })),
    steers: plan.steers.map(({ destination, via }) => {
      const cidr = formatCidr(destination);
      const equal = near.filter((subnet) => formatCidr(subnet.cidr) === cidr);
      return { cidr, via, equalSubnets: equal.map(({ name }) => clientVpc.subnet(name)) };
    }),
    webSubnets: plan.webTables.map(({ name }) => webVpc.subnet(name)),
    albCidrs: plan.albPrefixes.map(formatCidr),
    alwaysFindInterfaces: plan.config.reachability_analyzer !== undefined,
  });
}

function addLogBucket(scope: Construct, plan: AddressPlan, logs: NonNullable<BridgeConfig["logs"]>): LogBucket {
  const { name, config } = plan;
  return new LogBucket(scope, "logs", {
    name,
    region: config.region,
    bucketName: logs.bucket,
    ...(logs.create && { create: creationOf(plan, logs) }),
  });
}

/** Who delivers what: a web VPC in another account writes its flow logs from there. */
function creationOf({ config, crossAccount }: AddressPlan, logs: NonNullable<BridgeConfig["logs"]>): LogBucketCreation {
  const { client, web } = config;
  const other = crossAccount ? web.account : undefined;
  const logged = loggedSides(config);
  const isOfClient = (side: SideName): boolean => side === "client" || !other;
  return {
    client: {
      accountId: client.account?.id ?? "",
      accessLogs: logs.access_logs,
      natFlowLogs: logs.flow_logs,
      vpcFlowLogs: logged.some(isOfClient),
    },
    ...(other && { web: { accountId: other.id, vpcFlowLogs: logged.includes("web") } }),
    expireAfterDays: logs.expire_after_days,
    keepDeletedDays: logs.keep_deleted_days,
  };
}

function listenersOf({ listeners: { http, https } }: BridgeConfig): ListenersProps {
  return {
    ...(http && { http }),
    ...(https && { https: { port: https.port, certificates: https.certificates, tlsPolicy: https.tls_policy } }),
  };
}

function frontService({ name, config, priority, targets }: PlannedService, clientVpc: ClientVpc): FrontServiceProps {
  const { port, protocol, health, match, listeners } = config;
  return {
    name,
    priority,
    targets: targets.map(({ address, coveredBy }) => ({
      address: formatIpv4(address),
      ...(coveredBy && { coveredBy: clientVpc.subnet(coveredBy.name) }),
    })),
    port,
    protocol,
    health: { ...health, healthyThreshold: health.healthy, unhealthyThreshold: health.unhealthy },
    ...(match && { match }),
    ...(listeners && { listeners }),
  };
}

function addFrontDoor(scope: Construct, plan: AddressPlan, clientVpc: ClientVpc, logBucket?: LogBucket): FrontDoor {
  const { alb, logs } = plan.config;
  return new FrontDoor(scope, "front", {
    name: plan.name,
    vpcId: clientVpc.vpcId,
    subnets: albSubnetsOf(plan, clientVpc),
    natAddresses: plan.nats.flatMap(({ addresses }) => addresses.map(formatIpv4)),
    listeners: listenersOf(plan.config),
    services: plan.services.map((service) => frontService(service, clientVpc)),
    albName: alb.name,
    idleTimeout: alb.idle_timeout,
    deletionProtection: alb.deletion_protection,
    desyncMitigationMode: alb.desync_mitigation_mode,
    xffHeaderProcessingMode: alb.xff_header_processing_mode,
    xffClientPort: alb.xff_client_port,
    wafAclArn: alb.waf_acl_arn,
    logBucket,
    accessLogs: logs?.access_logs,
  });
}

/** Each name leads to the ALB, the only load balancer here, or to a host behind the appliance. */
function addNames(
  scope: Construct,
  plan: AddressPlan,
  { clientVpc, frontDoor }: Pick<BridgeParts, "clientVpc" | "frontDoor">,
): PrivateNames | undefined {
  const [zone] = zonesOf(plan);
  if (!zone) return undefined;
  const { dnsName = "", zoneId = "" } = frontDoor?.alb ?? {};
  return new PrivateNames(scope, "names", {
    name: `${plan.name}-client`,
    zone:
      zone.existingId === undefined
        ? { name: zone.name ?? "", vpcId: clientVpc.vpcId, region: plan.config.region }
        : { id: zone.existingId },
    // Only services have such records, and where there are some, there is an ALB.
    records: zone.records.map(({ name, label }) => ({ name, label, dnsName, zoneId })),
    hosts: zone.hosts.map(({ name, label, address }) => ({ name, label, address: formatIpv4(address) })),
  });
}

function addDemoClient(scope: Construct, plan: AddressPlan, clientVpc: ClientVpc): DemoClient | undefined {
  const { client, connect_endpoint } = plan.config.demo;
  if (!client) return undefined;
  return new DemoClient(scope, "demo-client", {
    name: plan.name,
    vpcId: clientVpc.vpcId,
    subnet: clientVpc.subnet(client.subnet),
    address: formatIpv4(client.address),
    instanceType: client.instance_type,
    albCidrs: plan.albPrefixes.map(formatCidr),
    listenerPorts: listenerPorts(listenersOf(plan.config)),
    hasConnectEndpoint: connect_endpoint,
  });
}

function addDemoWeb(scope: Construct, plan: AddressPlan, webVpc: WebVpc): DemoWeb | undefined {
  const { web } = plan.config.demo;
  if (!web) return undefined;
  return new DemoWeb(scope, "demo-web", {
    name: plan.name,
    region: plan.config.region,
    webVpc,
    subnet: webVpc.subnet(web.subnet),
    address: formatIpv4(web.address),
    instanceType: web.instance_type,
  });
}

/** For the ALB node in the first zone, and the demo web server's target where there is one, else the first. */
function addAnalyzer(
  scope: Construct,
  plan: AddressPlan,
  parts: Omit<BridgeParts, "analyzer" | "appliance">,
): AnalyzerPaths {
  const { reachability_analyzer: given, demo } = plan.config;
  const target = plan.targets.find(({ address }) => address === demo.web?.address) ?? plan.targets[0];
  const [albSubnet] = albSubnetsOf(plan, parts.clientVpc);
  const attachment = albSubnet && parts.steering?.interfaces.get(albSubnet.zone);
  const client = given?.client ?? parts.demoClient?.host.networkInterfaceId;
  const web = given?.web ?? parts.demoWeb?.host.networkInterfaceId;
  const [listenerPort] = listenerPorts(listenersOf(plan.config));
  const alb = parts.frontDoor?.alb;
  if (!target || !albSubnet || !alb || !attachment || !client || !web || listenerPort === undefined) {
    throw new Error("the bridge lacks an end of a path to analyse");
  }
  return new AnalyzerPaths(scope, "analyzer", {
    name: plan.name,
    clientInterfaceId: client,
    attachmentInterfaceId: attachment.id,
    webInterfaceId: web,
    alb,
    albSubnet,
    listenerPort,
    target: { address: formatIpv4(target.address), port: target.port },
  });
}
