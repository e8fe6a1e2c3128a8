/** A metric as CloudWatch keeps it: each combination of dimensions that AWS publishes is one of its own. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** What of a period's values is looked at. */
  readonly statistic: "Sum" | "Average" | "Minimum" | "Maximum" | "p50" | "p99";
  /** Seconds: as often as AWS sends it. */
  readonly period: 60 | 300;
}

type Statistic = Metric["statistic"];

/**
 * Of a NAT gateway; each minute, in counts or bytes, zeroes too. `PacketsDropCount` as a share of all packets is AWS's own measure.
 * Source: VPC user guide, monitor NAT gateways using Amazon CloudWatch.
 */
export function natMetric(
  name:
    | "ActiveConnectionCount"
    | "ConnectionAttemptCount"
    | "ConnectionEstablishedCount"
    | "IdleTimeoutCount"
    | "BytesOutToDestination"
    | "BytesOutToSource"
    | "PacketsInFromSource"
    | "PacketsInFromDestination"
    | "PacketsDropCount"
    | "ErrorPortAllocation",
  gatewayId: string,
): Metric {
  const statistic = name === "ActiveConnectionCount" ? "Maximum" : "Sum";
  return { namespace: "AWS/NATGateway", name, dimensions: { NatGatewayId: gatewayId }, statistic, period: 60 };
}

/** An attachment, and the gateway that it is of. */
export interface OnGateway {
  readonly gatewayId: string;
  readonly attachmentId: string;
}

/**
 * Of a transit gateway attachment; each minute, zeroes too. All of a gateway's attachments have theirs in its owner's account.
 * Source: transit gateway guide, CloudWatch metrics. Its table of dimensions names the attachment alone; accounts list such a
 * metric under both [field].
 */
export function attachmentMetric(
  name:
    | "BytesIn"
    | "BytesOut"
    | "PacketsIn"
    | "PacketsOut"
    | "PacketDropCountBlackhole"
    | "PacketDropCountNoRoute"
    | "PacketDropCountTTLExpired",
  { gatewayId, attachmentId }: OnGateway,
): Metric {
  const dimensions = { TransitGateway: gatewayId, TransitGatewayAttachment: attachmentId };
  return { namespace: "AWS/TransitGateway", name, dimensions, statistic: "Sum", period: 60 };
}

/** A load balancer as metrics name it: the end of its ARN. */
export interface MeasuredBalancer {
  readonly kind: "alb" | "nlb";
  readonly arnSuffix: string;
}

const BALANCERS = { alb: "AWS/ApplicationELB", nlb: "AWS/NetworkELB" } as const;

/**
 * Of a whole load balancer; each minute. An ALB sends those of errors only where there are some; an NLB sends resets, flows and
 * port errors always. Source: ELB user guides for ALBs and NLBs, CloudWatch metrics.
 */
export function balancerMetric(
  name:
    | "RequestCount"
    | "NewConnectionCount"
    | "ActiveConnectionCount"
    | "RejectedConnectionCount"
    | "ProcessedBytes"
    | "HTTPCode_ELB_4XX_Count"
    | "HTTPCode_ELB_5XX_Count"
    | "NewFlowCount"
    | "ActiveFlowCount"
    | "TCP_Client_Reset_Count"
    | "TCP_ELB_Reset_Count"
    | "TCP_Target_Reset_Count"
    | "PortAllocationErrorCount"
    | "ClientTLSNegotiationErrorCount"
    | "TargetTLSNegotiationErrorCount",
  { kind, arnSuffix }: MeasuredBalancer,
): Metric {
  const statistic = name === "ActiveFlowCount" ? "Average" : "Sum";
  return { namespace: BALANCERS[kind], name, dimensions: { LoadBalancer: arnSuffix }, statistic, period: 60 };
}

/** A service behind a load balancer. */
export interface MeasuredGroup {
  readonly balancer: MeasuredBalancer;
  /** The target group as metrics name it: the end of its ARN. */
  readonly arnSuffix: string;
}

/**
 * Of a target group; each minute, answers and errors only where there are some. Source: ELB user guides for ALBs and NLBs,
 * CloudWatch metrics, metrics for targets.
 */
export function groupMetric(
  name:
    | "RequestCount"
    | "HTTPCode_Target_4XX_Count"
    | "HTTPCode_Target_5XX_Count"
    | "TargetConnectionErrorCount"
    | "TargetResponseTime"
    | "HealthyHostCount"
    | "UnHealthyHostCount",
  { balancer, arnSuffix }: MeasuredGroup,
  of: { readonly statistic?: Statistic; readonly availabilityZone?: string } = {},
): Metric {
  const { statistic = "Sum", availabilityZone } = of;
  const dimensions = {
    ...(availabilityZone !== undefined && { AvailabilityZone: availabilityZone }),
    LoadBalancer: balancer.arnSuffix,
    TargetGroup: arnSuffix,
  };
  return { namespace: BALANCERS[balancer.kind], name, dimensions, statistic, period: 60 };
}

/**
 * Of an instance, without an agent: status checks each minute, all else each five, as long as nobody pays for detailed
 * monitoring. Source: EC2 user guide, CloudWatch metrics that are available for your instances; CPU credits, additional
 * CloudWatch metrics for burstable performance instances.
 */
export function instanceMetric(
  name:
    | "StatusCheckFailed"
    | "StatusCheckFailed_System"
    | "StatusCheckFailed_Instance"
    | "CPUUtilization"
    | "NetworkIn"
    | "NetworkOut"
    | "NetworkPacketsIn"
    | "NetworkPacketsOut"
    | "CPUCreditBalance"
    | "CPUSurplusCreditsCharged",
  instanceId: string,
): Metric {
  const isCheck = name.startsWith("Status");
  const statistic = isCheck ? "Maximum" : name.startsWith("Network") ? "Sum" : "Average";
  return { namespace: "AWS/EC2", name, dimensions: { InstanceId: instanceId }, statistic, period: isCheck ? 60 : 300 };
}

/**
 * Of an endpoint service, or of one endpoint of it; each minute, in the service's account. Source: PrivateLink guide, CloudWatch
 * metrics, endpoint service metrics.
 */
export function endpointServiceMetric(
  name: "ActiveConnections" | "NewConnections" | "BytesProcessed" | "RstPacketsSent",
  serviceId: string,
  endpointId?: string,
): Metric {
  const dimensions = { "Service Id": serviceId, ...(endpointId !== undefined && { "VPC Endpoint Id": endpointId }) };
  const statistic = name === "ActiveConnections" ? "Maximum" : "Sum";
  return { namespace: "AWS/PrivateLinkServices", name, dimensions, statistic, period: 60 };
}
