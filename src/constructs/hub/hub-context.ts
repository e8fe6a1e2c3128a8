import { type AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type LogBucket } from "../log-bucket";
import { type HubVpc } from "./hub-vpc";
import { type SharedGateway } from "./shared-gateway";
import { type TransitGatewayLeg } from "./transit-gateway-leg";

/** Providers by the key of their account; none for the hub's, which is the stack's own. */
export type HubProviders = ReadonlyMap<string, AwsProvider>;

/** The transit gateway, and the hub on it. */
export interface HubTransit {
  readonly gateway: SharedGateway;
  readonly hub: TransitGatewayLeg;
}

/** What the parts of a hub are made with. */
export interface HubContext {
  readonly scope: Construct;
  readonly plan: HubPlan;
  readonly providers: HubProviders;
  readonly hubVpc: HubVpc;
  readonly transit: HubTransit | undefined;
  readonly logBucket: LogBucket | undefined;
}
