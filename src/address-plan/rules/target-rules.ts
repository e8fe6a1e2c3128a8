import { listenersOf } from "../../config/bridge-facts";
import { type KeyPath } from "../../config/key-path";
import { patchAt } from "../../config/patch";
import { containsAddress, formatCidr, type Ipv4, PRIVATE } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { type PlannedSubnet } from "../planned-subnet";
import { SubnetIndex } from "../planned-subnet-index";
import { reservedBy, usable } from "./route-rules";
import { type Break, type RuleOf } from "./rule";
import { targetsByWeb, type WebTargets } from "./web-targets";

/** Ranges that a load balancer accepts IP targets from, beside its own VPC's subnets. Source: ELB user guide, target groups: target type ip. */
const TARGET_RANGES = PRIVATE;

const NAT_IDLE_SECONDS = 350;
/** The last number that a listener rule's priority may have. Source: ELB API, CreateRule. */
const LAST_PRIORITY = 50000;

/** A message names no more subnets than these. */
const MOST_NAMED = 8;

/** A service that stands behind the rules of listeners. */
interface Ruled {
  readonly name: string;
  readonly priority: number;
  /** Its listeners, each with the ALB that it is of: one of several has several lists of rules. */
  readonly listeners: readonly { readonly key: string; readonly name: string }[];
}

/** The services that get rules of listeners: those that say which requests are theirs. */
function ruledServices(plan: BridgePlan): Ruled[] {
  const named = (names: readonly string[], alb: string) => names.map((name) => ({ key: `${alb} ${name}`, name }));
  if (plan.place === "client")
    return plan.services.flatMap(({ name, config, priority }) =>
      config.match ? [{ name, priority, listeners: named(listenersOf(plan.config, config), "") }] : [],
    );
  return plan.services.flatMap(({ name, config, priority, isHttp, listeners, web }) =>
    config.match && isHttp ? [{ name, priority, listeners: named(listeners, web) }] : [],
  );
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

function priorityBreaks(plan: BridgePlan): Break[] {
  const seen = new Map<string, string>();
  const used = new Set(plan.services.map(({ priority }) => priority));
  return ruledServices(plan).flatMap(({ name, priority, listeners }): Break[] => {
    const path = ["services", name];
    const message = `gets the priority ${priority}`;
    if (priority > LAST_PRIORITY)
      return [{ path, message, fix: "write priority with 50000 or less", ...otherPriority(path, priority, used) }];
    return listeners.flatMap((listener): Break[] => {
      const key = `${listener.key} ${priority}`;
      const other = seen.get(key);
      seen.set(key, other ?? name);
      if (!other || other === name) return [];
      const twice = `has the priority ${priority} of services.${other} on the ${listener.name} listener`;
      return [{ path, message: twice, fix: "write another priority", ...otherPriority(path, priority, used) }];
    });
  });
}

/** What is wrong with an address that AWS keeps for itself in the subnet that holds it. */
export function reservedIn(subnet: PlannedSubnet | undefined, address: Ipv4, path: Break["path"]): Break[] {
  const reserved = subnet && containsAddress(subnet.cidr, address) ? reservedBy(subnet, address) : undefined;
  if (!subnet || !reserved) return [];
  return [{ path, message: `is ${reserved}`, fix: `write an address between ${usable(subnet)}` }];
}

function strayTargets({ web, targets }: WebTargets): Break[] {
  const { subnets, path: side } = web;
  if (subnets.length === 0) return [];
  const index = new SubnetIndex(subnets);
  const strays = targets.filter(({ address }) => !index.subnetOf(address));
  if (strays.length === 0) return [];
  const named = subnets.slice(0, MOST_NAMED).map(({ cidr }) => formatCidr(cidr));
  const more = subnets.length > MOST_NAMED ? ` and ${subnets.length - MOST_NAMED} others` : "";
  const message = `is in none of the web subnets ${named.join(", ")}${more}`;
  const fix = `write an address of a web subnet, or add its subnet to ${side.join(".")}.subnets`;
  return strays.map(({ path }) => ({ path, message, fix }));
}

function unusableTargets({ web, targets }: WebTargets): Break[] {
  const index = new SubnetIndex(web.subnets);
  return targets.flatMap(({ address, path, coveredBy }) => {
    if (!coveredBy && !TARGET_RANGES.some((range) => containsAddress(range, address))) {
      return [
        {
          path,
          message: "is not an address that a load balancer takes as a target",
          fix: "write one from 10/8, 172.16/12, 192.168/16 or 100.64/10",
        },
      ];
    }
    return reservedIn(index.subnetOf(address), address, path);
  });
}

/** What holds for services and their targets in every place. */
export const TARGET_RULES: readonly RuleOf<BridgePlan>[] = [
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
    check: (plan) => targetsByWeb(plan).flatMap(strayTargets),
  },
  {
    name: "target-usable",
    fact: "the first four addresses of a subnet and the last are AWS's; targets are private addresses",
    source: "VPC user guide, subnet sizing; ELB user guide, target type ip",
    check: (plan) => targetsByWeb(plan).flatMap(unusableTargets),
  },
  {
    name: "rule-priorities",
    fact: "each rule of a listener has a priority of its own, from 1 to 50000",
    source: "ELB API, CreateRule",
    check: priorityBreaks,
  },
];
