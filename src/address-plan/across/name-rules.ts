import { type BridgePlan } from "../bridge-plan";
import { dashboardName, albName, loadBalancerNames, targetGroupName, targetGroupsOf } from "../names";
import { watchedOf } from "../planned-alarms";
import { acrossRule, type AcrossRule, type Claim, mayBeOneAccount } from "./across-rule";

interface Name extends Claim {
  readonly account: string | undefined;
  /** What is so named. */
  readonly kind: "a load balancer" | "a target group" | "an alarm";
  readonly name: string;
}

type Named = Omit<Name, "scope">;

function balancerNames(plan: BridgePlan, account: string | undefined): Named[] {
  if (plan.place === "hub")
    return loadBalancerNames(plan).map((name): Named => ({ kind: "a load balancer", name, path: [], account }));
  const path = plan.config.alb.name === undefined ? [] : ["alb", "name"];
  return [{ kind: "a load balancer", name: albName(plan), path, account }];
}

interface DashboardName extends Claim {
  readonly account: string | undefined;
  readonly name: string;
}

function dashboardsOf(plan: BridgePlan): DashboardName[] {
  const name = dashboardName(plan);
  if (name === undefined) return [];
  const path = plan.config.dashboard?.name === undefined ? ["dashboard"] : ["dashboard", "name"];
  return [{ name, path, account: ownAccount(plan), scope: name }];
}

/** Id of the account that load balancers and dashboard are in. */
function ownAccount({ place, config }: BridgePlan): string | undefined {
  return (place === "client" ? config.client : config.bridge).account?.id;
}

/** What AWS wants to be named once per account and Region. */
function namesOf(plan: BridgePlan): Name[] {
  const own = ownAccount(plan);
  const groups = targetGroupsOf(plan).map(({ path, ...group }): Named => {
    return { kind: "a target group", name: targetGroupName(plan.name, group), path, account: own };
  });
  // One alarm of each thing: where they clash, all of its do.
  const alarms = watchedOf(plan).map(({ alarms: [name], account, path }): Named => {
    return { kind: "an alarm", name, account, path };
  });
  return [...balancerNames(plan, own), ...alarms, ...groups].map((one) => {
    return { ...one, scope: `${plan.config.region} ${one.kind} ${one.name.toLowerCase()}` };
  });
}

export const NAME_RULES: readonly AcrossRule[] = [
  acrossRule<Name>({
    name: "names-of-their-own",
    fact: "an account has each name of a load balancer, target group or alarm once per Region; a second alarm overwrites the first",
    source: "ELB API, CreateLoadBalancer and CreateTargetGroup; CloudWatch API, PutMetricAlarm",
    claims: namesOf,
    clash: (one, other) => mayBeOneAccount(one.account, other.account),
    message: ({ kind, name }, _, place) => `gives ${kind} the name "${name}", as ${place} does`,
    fix: "write another alb.name, or rename the bridge, web side, subnet or service that the name is made of",
  }),
  acrossRule<DashboardName>({
    name: "dashboards-of-their-own",
    fact: "an account has one dashboard of a name, whatever its Region; a second one overwrites the first",
    source: "CloudWatch API, PutDashboard",
    claims: dashboardsOf,
    clash: (one, other) => mayBeOneAccount(one.account, other.account),
    message: ({ name }, _, place) => `gives the dashboard the name "${name}", as ${place} does`,
    fix: "write another dashboard.name",
  }),
];
