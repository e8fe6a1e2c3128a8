import { type Construct } from "constructs";
import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { LogBucket, type LogBucketCreation } from "../log-bucket";

/** Keys of the accounts of clients whose NAT gateways are made here, and get flow logs. */
function natAccounts({ clients }: HubPlan): string[] {
  return [...new Set(clients.flatMap((one) => (one.way === "nat" && !one.config.nat?.gateways ? [one.account] : [])))];
}

function creationOf(plan: HubPlan): LogBucketCreation | undefined {
  const { logs } = plan.config;
  if (!logs?.create) return undefined;
  const idOf = (key: string): string => plan.accounts.find((one) => one.key === key)?.id ?? "";
  const senders = logs.flow_logs ? natAccounts(plan) : [];
  const others = senders.filter((key) => key !== "hub").map((key) => ({ accountId: idOf(key), natFlowLogs: true }));
  return {
    client: {
      accountId: idOf("hub"),
      accessLogs: logs.access_logs && plan.webs.some(({ hasAlb }) => hasAlb),
      natFlowLogs: senders.includes("hub"),
    },
    others,
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
