/**
 * `overlap-bridge`: constructs for CDKTF that let clients in one VPC reach web servers in another although both use the
 * same addresses. {@link OverlapBridge} is the whole; the others are its parts, for networks that need only some of them.
 */
export { Alarms, type AlarmsProps, type AlarmThresholds } from "./constructs/alarms";
export { Appliance, type ApplianceProps, type ApplianceZoneProps } from "./constructs/appliance";
export { ApplianceHost, type ApplianceHostProps, type ApplianceInterfaceProps } from "./constructs/appliance-host";
export * from "./constructs/appliance-routes";
export {
  type AllowedTraffic,
  applianceRuleset,
  type ApplianceTraffic,
  type PrefixPair,
} from "./constructs/appliance-ruleset";
export * from "./constructs/appliance-script";
export type * from "./constructs/bridged-appliance-props";
export type { BridgeParts } from "./constructs/bridge-parts";
export { type LoadThresholds } from "./constructs/appliance-alarms";
export { Dashboard, type DashboardProps } from "./constructs/dashboard";
export { type DashboardSection, type Graph, type Line } from "./constructs/dashboard-body";
export { type Metric, type OnGateway } from "./constructs/metrics";
export { ClientVpc, type ClientVpcProps } from "./constructs/client-vpc";
export { DemoClient, type DemoClientProps } from "./constructs/demo-client";
export { DemoHost, type DemoHostProps } from "./constructs/demo-host";
export { DemoWeb, type DemoWebProps } from "./constructs/demo-web";
export * from "./constructs/front-door";
export { GatewayShare, type GatewayShareProps } from "./constructs/gateway-share";
export { type DeliveryProps, LogBucket, type LogBucketCreation, type LogBucketProps } from "./constructs/log-bucket";
export { NatFlowLogs, type NatFlowLogsProps } from "./constructs/nat-flow-logs";
export { OverlapBridge } from "./constructs/overlap-bridge";
export type * from "./constructs/overlap-bridge-props";
export * from "./constructs/private-nat";
export { RoutedSubnet, type RoutedSubnetProps, type SubnetProps } from "./constructs/routed-subnet";
export * from "./constructs/service";
export * from "./constructs/steering";
export { type SteerProps } from "./constructs/web-ways";
export * from "./constructs/transit";
export { SessionAccess, type SessionAccessProps } from "./constructs/session-access";
export { type LoggedVpc, VpcFlowLogs, type VpcFlowLogsProps } from "./constructs/vpc-flow-logs";
export { WebVpc, type WebVpcProps } from "./constructs/web-vpc";
