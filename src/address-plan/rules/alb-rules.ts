import { containsAddress, formatCidr } from "../../ipv4";
import { patchAt } from "../../config/patch";
import { ALB_LONGEST_PREFIX, albZonesMend, largerMend, secondZoneMend } from "../more-zones";
import { albName } from "../names";
import { type AddressPlan } from "../plan";
import { usable } from "./route-rules";
import { type Break, type Rule } from "./rule";
import { reservedIn } from "./target-rules";

export const ALB_RULES: readonly Rule[] = [
  {
    name: "alb-zones",
    fact: "an ALB has subnets in at least two zones, one in each",
    source: "ELB user guide, subnets for your load balancer",
    check: (plan) => {
      // Carved for two zones at least; or missing altogether, which the file's own checks tell.
      if (plan.config.bridge.zones || plan.albSubnets.length === 0) return [];
      const zones = new Set(plan.albSubnets.map((subnet) => subnet.zone));
      const path = ["bridge", "alb_subnets"];
      if (zones.size < plan.albSubnets.length) {
        return [{ path, message: "has two subnets in one zone", fix: "write one subnet per zone" }];
      }
      return zones.size >= 2 ? [] : [oneZone(plan, path)];
    },
  },
  {
    name: "alb-subnet-size",
    fact: "each ALB subnet is a /27 or larger, which also leaves the 8 free addresses that an ALB needs",
    source: "ELB user guide, subnets for your load balancer",
    check: (plan) => {
      const small = plan.albSubnets.filter((subnet) => subnet.cidr.length > ALB_LONGEST_PREFIX);
      const mend = small.length > 0 ? largerMend(plan, small) : undefined;
      const [message, fix] = ["is smaller than the /27 that an ALB needs", "write a /27 or larger"];
      return small.map(({ path }) => ({ path, message, fix, ...(mend && { mend }) }));
    },
  },
  {
    name: "alb-name",
    fact: "an ALB's name has at most 32 characters: letters, digits and inner hyphens, and does not begin with internal-",
    source: "ELB API, CreateLoadBalancer",
    check: (plan) => {
      const name = albName(plan);
      return name.length <= 32
        ? []
        : [
            {
              path: [],
              message: `the ALB's name "${name}" is longer than 32 characters`,
              fix: "write alb.name",
            },
          ];
    },
  },
  {
    name: "target-zone",
    fact: "AWS takes a target's zone from the client subnet that covers its address; in a zone without the ALB it stays unused (Target.NotInUse)",
    source: "follows from the ELB user guide, target health states",
    check: (plan) => {
      const zones = plan.albSubnets.map((subnet) => subnet.zone);
      const lost = plan.targets.filter(
        ({ coveredBy }) => coveredBy && zones.length > 0 && !zones.includes(coveredBy.zone),
      );
      const wanted = lost.flatMap(({ coveredBy }) =>
        coveredBy && coveredBy.role !== "shadow" ? [coveredBy.zone] : [],
      );
      const mend = wanted.length > 0 ? albZonesMend(plan, wanted) : undefined;
      return lost.flatMap(({ path, coveredBy }): Break[] => {
        if (!coveredBy) return [];
        const { name, role, zone } = coveredBy;
        const message = `lies in ${name} of the client VPC, in zone ${zone}, where the ALB has no subnet`;
        if (role !== "shadow")
          return [{ path, message, fix: `add an ALB subnet in zone ${zone}`, ...(mend && { mend }) }];
        const [first = zone] = zones;
        const patch = patchAt(["bridge", "shadow_subnets", name, "zone"], first);
        return [{ path, message, fix: `put the shadow subnet into zone ${first}`, mend: { patch } }];
      });
    },
  },
  {
    name: "demo-addresses",
    fact: "a demo host's address is in its subnet and not one of AWS's own",
    source: "VPC user guide, subnet sizing",
    check: (plan) =>
      (["client", "web"] as const).flatMap((side) => {
        const host = plan.config.demo[side];
        const subnet = (side === "client" ? plan.clientSubnets : plan.webSubnets).find(
          (candidate) => candidate.name === host?.subnet,
        );
        if (!host || !subnet) return [];
        const path = ["demo", side, "address"];
        if (!containsAddress(subnet.cidr, host.address)) {
          return [
            {
              path,
              message: `is not in ${subnet.name} ${formatCidr(subnet.cidr)}`,
              fix: `write an address between ${usable(subnet)}`,
            },
          ];
        }
        return reservedIn(subnet, host.address, path);
      }),
  },
];

function oneZone(plan: AddressPlan, path: Break["path"]): Break {
  const mend = secondZoneMend(plan);
  return {
    path,
    message: "has subnets in one zone only",
    fix: "write subnets in two zones or more",
    ...(mend && { mend }),
  };
}
