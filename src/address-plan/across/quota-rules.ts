import { formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { type AcrossRule, type Clash } from "./across-rule";

/** The bridges that add a range to one VPC, and all ranges that the VPC would have. */
interface FilledVpc {
  readonly bridges: number[];
  readonly ranges: Set<string>;
}

function filledVpcs(plans: readonly BridgePlan[]): FilledVpc[] {
  const vpcs = new Map<string, FilledVpc>();
  plans.forEach((plan, bridge) => {
    if (plan.place === "hub") return;
    const { config, clientCidrs, bridgeCidr } = plan;
    const { id } = config.client.vpc;
    if (!id) return;
    const vpc = vpcs.get(id) ?? { bridges: [], ranges: new Set() };
    vpcs.set(id, vpc);
    vpc.bridges.push(bridge);
    for (const range of [...clientCidrs, bridgeCidr]) vpc.ranges.add(formatCidr(range));
  });
  return [...vpcs.values()].filter(({ bridges }) => bridges.length > 1);
}

export const QUOTA_RULES: readonly AcrossRule[] = [
  {
    name: "ranges-of-all-bridges",
    fact: "a VPC has 5 IPv4 ranges, up to 50 on request, with those that all its bridges add",
    source: "Amazon VPC quotas",
    fix: "use one bridge for several services, or write quotas.cidrs_per_vpc in each file if AWS raised it",
    check: (plans) =>
      filledVpcs(plans).flatMap(({ bridges, ranges }) => {
        const quota = Math.min(...bridges.map((bridge) => plans[bridge]!.config.quotas.cidrs_per_vpc));
        if (ranges.size <= quota) return [];
        return bridges.map((bridge): Clash => {
          const other = bridges.find((one) => one !== bridge)!;
          const message = (place: string) =>
            `would be one of ${ranges.size} ranges of the client VPC, more than ${quota}, with that of ${place}`;
          return { bridge, other, path: ["bridge", "cidr"], otherPath: ["bridge", "cidr"], message };
        });
      }),
  },
];
