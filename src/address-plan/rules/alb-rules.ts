import { containsAddress, formatCidr, type Ipv4, PRIVATE } from "../../ipv4";
import { listenersOf } from "../../config/bridge-facts";
import { type KeyPath } from "../../config/key-path";
import { patchAt } from "../../config/patch";
import { ALB_LONGEST_PREFIX, albZonesMend, largerMend, secondZoneMend } from "../more-zones";
import { albName } from "../names";
import { type AddressPlan, type PlannedSubnet } from "../plan";
import { reservedBy, usable } from "./route-rules";
import { type Break, type Rule } from "./rule";

/** Ranges that an ALB accepts IP targets from, beside its own VPC's subnets. Source: ELB user guide, target groups: target type ip. */
const TARGET_RANGES = PRIVATE;

const NAT_IDLE_SECONDS = 350;
/** The last number that a listener rule's priority may have. Source: ELB API, CreateRule. */
const LAST_PRIORITY = 50000;

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
    name: "alb-idle-timeout",
    fact: "a NAT gateway forgets a connection after 350 s without a packet and then answers RST, so the ALB must give up earlier",
    source: "VPC user guide, NAT gateway basics",
    check: (plan) =>
      plan.config.alb.idle_timeout < NAT_IDLE_SECONDS
        ? []
        : [
            {
              path: ["alb", "idle_timeout"],
              message: "is not below the NAT gateway's 350 s",
              fix: "write 349 or fewer seconds",
              mend: { patch: patchAt(["alb", "idle_timeout"], NAT_IDLE_SECONDS - 1) },
            },
          ],
  },
  {
    name: "target-in-web",
    fact: "a target is a web server: an address of one of the web subnets",
    source: "this network's design",
    check: (plan) =>
      plan.targets
        .filter(() => plan.webSubnets.length > 0)
        .filter((target) => !plan.webSubnets.some((subnet) => containsAddress(subnet.cidr, target.address)))
        .map(({ path }) => ({
          path,
          message: `is in none of the web subnets ${plan.webSubnets.map((subnet) => formatCidr(subnet.cidr)).join(", ")}`,
          fix: "write an address of a web subnet, or add its subnet to web.subnets",
        })),
  },
  {
    name: "target-usable",
    fact: "the first four addresses of a subnet and the last are AWS's; targets are private addresses",
    source: "VPC user guide, subnet sizing; ELB user guide, target type ip",
    check: (plan) =>
      plan.targets.flatMap(({ address, path, coveredBy }) => {
        if (!coveredBy && !TARGET_RANGES.some((range) => containsAddress(range, address))) {
          return [
            {
              path,
              message: "is not an address that an ALB takes as a target",
              fix: "write one from 10/8, 172.16/12, 192.168/16 or 100.64/10",
            },
          ];
        }
        return reservedIn(plan.webSubnets, address, path);
      }),
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
    name: "rule-priorities",
    fact: "each rule of a listener has a priority of its own, from 1 to 50000",
    source: "ELB API, CreateRule",
    check: (plan) => {
      const seen = new Map<string, string>();
      const used = new Set(plan.services.map(({ priority }) => priority));
      return plan.services.flatMap(({ name, config: service, priority }): Break[] => {
        if (!service.match) return [];
        const path = ["services", name];
        const message = `gets the priority ${priority}`;
        if (priority > LAST_PRIORITY)
          return [{ path, message, fix: "write priority with 50000 or less", ...otherPriority(path, priority, used) }];
        return listenersOf(plan.config, service).flatMap((listener): Break[] => {
          const key = `${listener} ${priority}`;
          const other = seen.get(key);
          seen.set(key, other ?? name);
          if (!other || other === name) return [];
          const twice = `has the priority ${priority} of services.${other} on the ${listener} listener`;
          return [{ path, message: twice, fix: "write another priority", ...otherPriority(path, priority, used) }];
        });
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
        return reservedIn([subnet], host.address, path);
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

/** The next number that no service has; the last one that is free, where there is no next one. */
function otherPriority(path: KeyPath, priority: number, used: Set<number>): Pick<Break, "mend"> {
  let free = priority + 1;
  while (used.has(free)) free++;
  if (free > LAST_PRIORITY) for (free = LAST_PRIORITY; used.has(free) && free > 0;) free--;
  if (free === 0) return {};
  used.add(free);
  return { mend: { patch: patchAt([...path, "priority"], free) } };
}

function reservedIn(subnets: readonly PlannedSubnet[], address: Ipv4, path: Break["path"]): Break[] {
  for (const subnet of subnets) {
    const reserved = containsAddress(subnet.cidr, address) ? reservedBy(subnet, address) : undefined;
    if (reserved) return [{ path, message: `is ${reserved}`, fix: `write an address between ${usable(subnet)}` }];
  }
  return [];
}
