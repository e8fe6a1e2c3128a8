import { type Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { hasVpcFlowLogs } from "../../config/bridge-facts";
import { LogBucket, type LogBucketCreation } from "../log-bucket";
import { type LoggedVpc, VpcFlowLogs } from "../vpc-flow-logs";
import { type HubContext } from "./hub-context";

/** Keys of the accounts of clients whose NAT gateways are made here, and get flow logs. */
function natAccounts({ clients }: HubPlan): string[] {
  return clients.flatMap((one) => (one.way === "nat" && !one.config.nat?.gateways ? [one.account] : []));
}

/** Keys of the accounts of VPCs that are made here: the hub's own, and those of sides without an id. */
function vpcAccounts({ clients, webs }: HubPlan): string[] {
  return [
    "hub",
    ...[...clients, ...webs].flatMap(({ account, config }) => (config.vpc.id === undefined ? [account] : [])),
  ];
}

function creationOf(plan: HubPlan): LogBucketCreation | undefined {
  const { logs } = plan.config;
  if (!logs?.create) return undefined;
  const idOf = (key: string): string => plan.accounts.find((one) => one.key === key)?.id ?? "";
  const nat = new Set(logs.flow_logs ? natAccounts(plan) : []);
  const vpcs = new Set(hasVpcFlowLogs(plan.config) ? vpcAccounts(plan) : []);
  const deliveryOf = (key: string) => ({
    accountId: idOf(key),
    natFlowLogs: nat.has(key),
    vpcFlowLogs: vpcs.has(key),
  });
  const others = [...new Set([...nat, ...vpcs])].filter((key) => key !== "hub");
  return {
    client: {
      ...deliveryOf("hub"),
      accessLogs: logs.access_logs && plan.webs.some(({ hasAlb }) => hasAlb),
      nlbAccessLogs:
        logs.access_logs && plan.webs.some((web) => web.nlbListeners.some(({ protocol }) => protocol === "TLS")),
    },
    others: others.map(deliveryOf),
    expireAfterDays: logs.expire_after_days,
    keepDeletedDays: logs.keep_deleted_days,
  };
}

/** The bucket for a hub's logs, in the hub's account where it is created; none where the file has no logs. */
export function addHubLogs(scope: Construct, plan: HubPlan): LogBucket | undefined {
  const { logs, region } = plan.config;
  if (!logs) return undefined;
  const create = creationOf(plan);
  return new LogBucket(scope, "logs", { name: plan.name, region, bucketName: logs.bucket, ...(create && { create }) });
}

/** Sides by name, each with its VPC. */
type Sides = ReadonlyMap<string, { readonly vpc: LoggedVpc }>;

/** Flow logs of the VPCs that are made here, where the file has them. */
export function addVpcFlowLogs(
  { scope, plan, hubVpc, logBucket }: HubContext,
  { clients, webs }: { readonly clients: Sides; readonly webs: Sides },
): void {
  if (!logBucket || !hasVpcFlowLogs(plan.config)) return;
  const made = [...plan.clients, ...plan.webs].filter(({ config }) => config.vpc.id === undefined);
  const sides = made.flatMap((side): [string, LoggedVpc][] => {
    const isClient = plan.clients.some((client) => client === side);
    const vpc = (isClient ? clients : webs).get(side.name)?.vpc;
    // A client and a web side may have one name.
    return vpc ? [[`${isClient ? "clients" : "webs"}-${side.name}`, vpc]] : [];
  });
  new VpcFlowLogs(scope, "vpc-flow-logs", {
    name: plan.name,
    vpcs: { hub: hubVpc, ...Object.fromEntries(sides) },
    logBucket,
  });
}
