import { type KeyPath } from "../../config/key-path";
import { type Cidr, formatCidr } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { hasOwnGateways, rangedClients } from "../hub/hub-ranges";
import { type AcrossRule, type Clash } from "./across-rule";

/** A bridge that adds a range to a VPC, and where its file says it. */
interface Adding {
  readonly bridge: number;
  readonly path: KeyPath;
}

/** The bridges that add a range to one VPC, and all ranges that the VPC would have. */
interface FilledVpc {
  readonly adding: Adding[];
  readonly ranges: Set<string>;
}

/** A VPC that exists, with what a bridge adds to it. */
interface Filled {
  readonly id: string | undefined;
  readonly ranges: readonly Cidr[];
  readonly path: KeyPath;
}

function filledBy(plan: BridgePlan): Filled[] {
  if (plan.place === "client")
    return [
      {
        id: plan.config.client.vpc.id,
        ranges: [...plan.clientCidrs, plan.bridgeCidr],
        path: ["bridge", "cidr"],
      },
    ];
  return rangedClients(plan)
    .filter((client) => !hasOwnGateways(client))
    .map(({ config, cidrs, natCidr, path }) => {
      return { id: config.vpc.id, ranges: [...cidrs, natCidr], path: [...path, "nat", "cidr"] };
    });
}

function filledVpcs(plans: readonly BridgePlan[]): FilledVpc[] {
  const vpcs = new Map<string, FilledVpc>();
  plans.forEach((plan, bridge) => {
    for (const { id, ranges, path } of filledBy(plan)) {
      if (!id) continue;
      const vpc = vpcs.get(id) ?? { adding: [], ranges: new Set() };
      vpcs.set(id, vpc);
      vpc.adding.push({ bridge, path });
      for (const range of ranges) vpc.ranges.add(formatCidr(range));
    }
  });
  return [...vpcs.values()].filter(({ adding }) => adding.length > 1);
}

export const QUOTA_RULES: readonly AcrossRule[] = [
  {
    name: "ranges-of-all-bridges",
    fact: "a VPC has 5 IPv4 ranges, up to 50 on request, with those that all its bridges add",
    source: "Amazon VPC quotas",
    fix: "use one bridge for several services, or write quotas.cidrs_per_vpc in each file if AWS raised it",
    check: (plans) =>
      filledVpcs(plans).flatMap(({ adding, ranges }) => {
        const quota = Math.min(...adding.map(({ bridge }) => plans[bridge]!.config.quotas.cidrs_per_vpc));
        if (ranges.size <= quota) return [];
        return adding.flatMap(({ bridge, path }): Clash[] => {
          const other = adding.find((one) => one.bridge !== bridge);
          if (!other) return [];
          const message = (place: string) =>
            `would be one of ${ranges.size} ranges of the client VPC, more than ${quota}, with that of ${place}`;
          return [{ bridge, other: other.bridge, path, otherPath: other.path, message }];
        });
      }),
  },
];
