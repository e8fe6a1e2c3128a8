import { type KeyPath } from "../../config/key-path";
import { albName, natAlarmName, serviceAlarmName, targetGroupName } from "../names";
import { type AddressPlan } from "../plan";
import { acrossRule, type AcrossRule, type Claim, mayBeOneAccount, ofClientPlace } from "./across-rule";

interface Name extends Claim {
  readonly account: string | undefined;
  /** What is so named. */
  readonly kind: "an ALB" | "a target group" | "an alarm";
  readonly name: string;
}

/** What AWS wants to be named once per account and Region, and is named in the client's account. */
function namesOf(plan: AddressPlan): Name[] {
  const { region, client, alb, alarms } = plan.config;
  const named = (kind: Name["kind"], name: string, path: KeyPath): Name => ({
    scope: `${region} ${kind} ${name.toLowerCase()}`,
    account: client.account?.id,
    kind,
    name,
    path,
  });
  return [
    named("an ALB", albName(plan), alb.name === undefined ? [] : ["alb", "name"]),
    ...plan.services.map(({ name, config }) =>
      named("a target group", targetGroupName(plan.name, { ...config, name }), ["services", name]),
    ),
    ...(alarms
      ? [
          ...plan.nats.map(({ subnet }) => named("an alarm", natAlarmName(plan.name, subnet.name), ["alarms"])),
          ...plan.services.map(({ name }) => named("an alarm", serviceAlarmName(plan.name, name), ["alarms"])),
        ]
      : []),
  ];
}

export const NAME_RULES: readonly AcrossRule[] = [
  acrossRule<Name>({
    name: "names-of-their-own",
    fact: "an account has each name of a load balancer, target group or alarm once per Region; a second alarm overwrites the first",
    source: "ELB API, CreateLoadBalancer and CreateTargetGroup; CloudWatch API, PutMetricAlarm",
    claims: ofClientPlace(namesOf),
    clash: (one, other) => mayBeOneAccount(one.account, other.account),
    message: ({ kind, name }, _, place) => `gives ${kind} the name "${name}", as ${place} does`,
    fix: "write another alb.name, or rename the bridge, subnet or service that the name is made of",
  }),
];
