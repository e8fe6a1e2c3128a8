import type { Contents } from "./account";
import { nameOf } from "./network-words";

/** Kinds whose things have a Name tag of their own. */
const NAMED = [
  "vpcs",
  "subnets",
  "routeTables",
  "natGateways",
  "vpcEndpoints",
  "transitGateways",
  "transitGatewayAttachments",
  "transitGatewayRouteTables",
  "instances",
  "instanceConnectEndpoints",
] as const;

/** What is there more than once, by kind and Name tag or own name, apart from what was there before. */
export function twice(before: Contents, now: Contents): string[] {
  const names = (contents: Contents) => [
    ...NAMED.flatMap((kind) => contents[kind].map((one) => `${kind} ${nameOf(one)}`)),
    ...contents.securityGroups.map((one) => `securityGroups ${one.VpcId} ${one.GroupName}`),
    ...contents.loadBalancers.map((one) => `loadBalancers ${one.LoadBalancerName}`),
    ...contents.targetGroups.map((one) => `targetGroups ${one.TargetGroupName}`),
    ...contents.launchTemplates.map((one) => `launchTemplates ${one.LaunchTemplateName}`),
    ...contents.securityGroupRules.map(
      (rule) =>
        `securityGroupRules ${rule.GroupId} ${rule.IsEgress} ${rule.FromPort} ${rule.CidrIpv4 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId}`,
    ),
  ];
  const existing = new Set(names(before));
  const added = names(now).filter((name) => !existing.has(name));
  return [...new Set(added.filter((name, i) => added.indexOf(name) !== i))];
}
