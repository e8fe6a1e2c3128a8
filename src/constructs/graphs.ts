import { isBurstable } from "../address-plan/appliance/instance-types";
import { lastingBytes, type WatchedAppliance } from "./appliance-alarms";
import { type Graph } from "./dashboard-body";
import {
  attachmentMetric,
  balancerMetric,
  endpointServiceMetric,
  groupMetric,
  instanceMetric,
  type MeasuredBalancer,
  natMetric,
  type OnGateway,
} from "./metrics";
import { type WatchedService } from "./service-alarms";

/** Of a service behind an ALB or an NLB; what it answers, an NLB doesn't know. */
export function serviceGraphs({ name, group, zones }: WatchedService): Graph[] {
  const healthy: Graph = {
    title: `Service ${name}: targets`,
    lines: [
      { metric: groupMetric("UnHealthyHostCount", group, { statistic: "Maximum" }), label: "unhealthy" },
      ...zones.map(({ zone, availabilityZone }) => {
        const metric = groupMetric("HealthyHostCount", group, { statistic: "Maximum", availabilityZone });
        return { metric, label: `healthy from zone ${zone}` };
      }),
    ],
  };
  if (group.balancer.kind === "nlb") return [healthy];
  const time = (statistic: "p50" | "p99", label: string) => {
    return { metric: groupMetric("TargetResponseTime", group, { statistic }), label };
  };
  return [
    {
      title: `Service ${name}: requests`,
      lines: [
        { metric: groupMetric("RequestCount", group), label: "requests" },
        { metric: groupMetric("HTTPCode_Target_4XX_Count", group), label: "answered 4xx" },
        { metric: groupMetric("HTTPCode_Target_5XX_Count", group), label: "answered 5xx" },
        { metric: groupMetric("TargetConnectionErrorCount", group), label: "no connection to a target" },
      ],
    },
    healthy,
    {
      title: `Service ${name}: seconds to an answer`,
      lines: [time("p50", "half of them"), time("p99", "99 of 100")],
    },
  ];
}

/** Of an ALB. @param name the load balancer's */
export function albGraphs(name: string, balancer: MeasuredBalancer): Graph[] {
  return [
    {
      title: `ALB ${name}: connections`,
      lines: [
        { metric: balancerMetric("NewConnectionCount", balancer), label: "new" },
        { metric: balancerMetric("ActiveConnectionCount", balancer), label: "active" },
        { metric: balancerMetric("RejectedConnectionCount", balancer), label: "rejected" },
      ],
    },
    {
      title: `ALB ${name}: errors of its own`,
      lines: [
        { metric: balancerMetric("HTTPCode_ELB_4XX_Count", balancer), label: "4xx" },
        { metric: balancerMetric("HTTPCode_ELB_5XX_Count", balancer), label: "5xx" },
      ],
    },
    { title: `ALB ${name}: bytes`, lines: [{ metric: balancerMetric("ProcessedBytes", balancer), label: "bytes" }] },
  ];
}

/** Of an NLB. @param name the load balancer's */
export function nlbGraphs(name: string, balancer: MeasuredBalancer): Graph[] {
  return [
    {
      title: `NLB ${name}: connections`,
      lines: [
        { metric: balancerMetric("NewFlowCount", balancer), label: "new" },
        { metric: balancerMetric("ActiveFlowCount", balancer), label: "active" },
      ],
    },
    {
      title: `NLB ${name}: resets`,
      lines: [
        { metric: balancerMetric("TCP_Client_Reset_Count", balancer), label: "by clients" },
        { metric: balancerMetric("TCP_Target_Reset_Count", balancer), label: "by targets" },
        { metric: balancerMetric("TCP_ELB_Reset_Count", balancer), label: "by the NLB" },
      ],
    },
    {
      title: `NLB ${name}: errors`,
      lines: [
        { metric: balancerMetric("PortAllocationErrorCount", balancer), label: "no port left" },
        { metric: balancerMetric("ClientTLSNegotiationErrorCount", balancer), label: "TLS with clients" },
        { metric: balancerMetric("TargetTLSNegotiationErrorCount", balancer), label: "TLS with targets" },
      ],
    },
    { title: `NLB ${name}: bytes`, lines: [{ metric: balancerMetric("ProcessedBytes", balancer), label: "bytes" }] },
  ];
}

/** Of a NAT gateway. */
export function natGraphs(name: string, gatewayId: string): Graph[] {
  return [
    {
      title: `NAT gateway ${name}: connections`,
      lines: [
        { metric: natMetric("ActiveConnectionCount", gatewayId), label: "active" },
        { metric: natMetric("ConnectionAttemptCount", gatewayId), label: "attempted" },
        { metric: natMetric("ConnectionEstablishedCount", gatewayId), label: "established" },
        { metric: natMetric("IdleTimeoutCount", gatewayId), label: "idle for too long" },
      ],
    },
    {
      title: `NAT gateway ${name}: bytes`,
      lines: [
        { metric: natMetric("BytesOutToDestination", gatewayId), label: "from clients" },
        { metric: natMetric("BytesOutToSource", gatewayId), label: "to clients" },
      ],
    },
    {
      title: `NAT gateway ${name}: losses`,
      lines: [
        { metric: natMetric("PacketsDropCount", gatewayId), label: "packets dropped" },
        { metric: natMetric("ErrorPortAllocation", gatewayId), label: "connections without a port" },
      ],
    },
  ];
}

/** Of a transit gateway attachment. */
export function attachmentGraphs(name: string, attachment: OnGateway): Graph[] {
  return [
    {
      title: `Attachment ${name}: bytes`,
      lines: [
        { metric: attachmentMetric("BytesIn", attachment), label: "into the gateway" },
        { metric: attachmentMetric("BytesOut", attachment), label: "out of the gateway" },
      ],
    },
    {
      title: `Attachment ${name}: packets`,
      lines: [
        { metric: attachmentMetric("PacketsIn", attachment), label: "into the gateway" },
        { metric: attachmentMetric("PacketsOut", attachment), label: "out of the gateway" },
      ],
    },
    {
      title: `Attachment ${name}: packets dropped`,
      lines: [
        { metric: attachmentMetric("PacketDropCountBlackhole", attachment), label: "into a black hole" },
        { metric: attachmentMetric("PacketDropCountNoRoute", attachment), label: "without a route" },
        { metric: attachmentMetric("PacketDropCountTTLExpired", attachment), label: "in a loop" },
      ],
    },
  ];
}

/** Of an endpoint service. @param endpoint the one endpoint of it that is meant; all of them where it is left out */
export function endpointGraphs(name: string, serviceId: string, endpointId?: string): Graph[] {
  const metric = (of: Parameters<typeof endpointServiceMetric>[0]) => endpointServiceMetric(of, serviceId, endpointId);
  return [
    {
      title: `${name}: connections`,
      lines: [
        { metric: metric("NewConnections"), label: "new" },
        { metric: metric("ActiveConnections"), label: "active" },
      ],
    },
    { title: `${name}: bytes`, lines: [{ metric: metric("BytesProcessed"), label: "bytes" }] },
    { title: `${name}: resets`, lines: [{ metric: metric("RstPacketsSent"), label: "by the endpoint service" }] },
  ];
}

/** Of an appliance, as far as AWS measures it without an agent. */
export function applianceGraphs({ name, instanceId, instanceType }: WatchedAppliance): Graph[] {
  const metric = (of: Parameters<typeof instanceMetric>[0]) => instanceMetric(of, instanceId);
  const lasting = lastingBytes(instanceType);
  const credits: Graph = {
    title: `${name}: CPU credits`,
    lines: [
      { metric: metric("CPUCreditBalance"), label: "saved" },
      { metric: metric("CPUSurplusCreditsCharged"), label: "charged" },
    ],
  };
  return [
    {
      title: `${name}: status checks failed`,
      lines: [
        { metric: metric("StatusCheckFailed_System"), label: "hardware" },
        { metric: metric("StatusCheckFailed_Instance"), label: "instance" },
      ],
    },
    { title: `${name}: CPU, percent`, lines: [{ metric: metric("CPUUtilization"), label: "used" }] },
    {
      title: `${name}: bytes`,
      lines: [
        { metric: metric("NetworkIn"), label: "in" },
        { metric: metric("NetworkOut"), label: "out" },
      ],
      ...(lasting !== undefined && { level: { label: `${instanceType} for long`, value: lasting } }),
    },
    {
      title: `${name}: packets`,
      lines: [
        { metric: metric("NetworkPacketsIn"), label: "in" },
        { metric: metric("NetworkPacketsOut"), label: "out" },
      ],
    },
    ...(isBurstable(instanceType) ? [credits] : []),
  ];
}
