import { type BridgePlan } from "../bridge-plan";
import { albName, loadBalancerNames, natAlarmName, serviceAlarmName, targetGroupName, targetGroupsOf } from "../names";
import { type AddressPlan } from "../plan";
import { acrossRule, type AcrossRule, type Claim, mayBeOneAccount } from "./across-rule";

interface Name extends Claim {
  readonly account: string | undefined;
  /** What is so named. */
  readonly kind: "a load balancer" | "a target group" | "an alarm";
  readonly name: string;
}

type Named = Omit<Name, "scope" | "account">;

function clientNames(plan: AddressPlan): Named[] {
  const { alb, alarms } = plan.config;
  const nats = plan.nats.map(({ subnet }) => natAlarmName(plan.name, subnet.name));
  const services = plan.services.map(({ name }) => serviceAlarmName(plan.name, name));
  return [
    { kind: "a load balancer", name: albName(plan), path: alb.name === undefined ? [] : ["alb", "name"] },
    ...(alarms ? [...nats, ...services].map((name): Named => ({ kind: "an alarm", name, path: ["alarms"] })) : []),
  ];
}

/** What AWS wants to be named once per account and Region, and is named in the account of the bridge's place. */
function namesOf(plan: BridgePlan): Name[] {
  const { region } = plan.config;
  const account = plan.place === "client" ? plan.config.client.account?.id : plan.config.bridge.account?.id;
  const balancers = loadBalancerNames(plan).map((name): Named => ({ kind: "a load balancer", name, path: [] }));
  const groups = targetGroupsOf(plan).map(({ path, ...group }): Named => {
    return { kind: "a target group", name: targetGroupName(plan.name, group), path };
  });
  return [...(plan.place === "client" ? clientNames(plan) : balancers), ...groups].map((named) => ({
    ...named,
    scope: `${region} ${named.kind} ${named.name.toLowerCase()}`,
    account,
  }));
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
];
