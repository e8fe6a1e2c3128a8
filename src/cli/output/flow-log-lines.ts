import { type BridgeConfig } from "../../config/schema";

/**
 * What is said of flow logs of whole VPCs: they cost, and are there without a word where the bucket is created.
 * @param vpcs what each VPC is called, without "VPC"
 */
export function flowLogLines(vpcs: readonly string[], { logs }: Pick<BridgeConfig, "logs">): string[] {
  if (vpcs.length === 0) return [];
  const isDefault = logs?.vpc_flow_logs === undefined;
  const unasked = isDefault ? ", as they do with logs.create: true; logs.vpc_flow_logs: false leaves them out" : "";
  const names = vpcs.map((name) => `the ${name}`);
  const [last] = names.slice(-1);
  const named = [names.slice(0, -1).join(", "), last].filter((part) => part !== "").join(" and ");
  return ["", `  Flow logs of ${named} VPC go to ${logs?.bucket} (AWS charges by the gigabyte)${unasked}`];
}
