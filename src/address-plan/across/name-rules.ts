import { type BridgePlan } from "../bridge-plan";
import { type HubPlan } from "../hub/hub-plan";
import {
  albAlarmName,
  albName,
  loadBalancerNames,
  natAlarmName,
  serviceAlarmName,
  targetGroupName,
  targetGroupsOf,
} from "../names";
import { type AddressPlan, type PlannedNat } from "../plan";
import { acrossRule, type AcrossRule, type Claim, mayBeOneAccount } from "./across-rule";

interface Name extends Claim {
  readonly account: string | undefined;
  /** What is so named. */
  readonly kind: "a load balancer" | "a target group" | "an alarm";
  readonly name: string;
}

type Named = Omit<Name, "scope">;

/** Of a NAT gateway that exists whoever made it has alarms. */
const isMade = ({ existingId }: PlannedNat): boolean => existingId === undefined;

function clientNames(plan: AddressPlan): Named[] {
  const { alb, alarms, client } = plan.config;
  const account = client.account?.id;
  const nats = plan.nats
    .filter(({ existingId }) => existingId === undefined)
    .map(({ subnet }) => natAlarmName(plan.name, subnet.name));
  const services = plan.services.map(({ name }) => serviceAlarmName(plan.name, name));
  const path = alb.name === undefined ? [] : ["alb", "name"];
  return [
    { kind: "a load balancer", name: albName(plan), path, account },
    ...(alarms
      ? [...nats, ...services, albAlarmName(plan.name)].map((name): Named => ({
          kind: "an alarm",
          name,
          path: ["alarms"],
          account,
        }))
      : []),
  ];
}

function hubNames(plan: HubPlan): Named[] {
  const { alarms, bridge } = plan.config;
  const account = bridge.account?.id;
  const balancers = loadBalancerNames(plan).map((name): Named => ({
    kind: "a load balancer",
    name,
    path: [],
    account,
  }));
  if (!alarms) return balancers;
  const nats = plan.clients.flatMap((client) =>
    client.way === "nat"
      ? client.nats.filter(isMade).map(({ subnet }) => {
          // A NAT gateway's alarm is where it is.
          const own = client.config.account?.id ?? account;
          return { name: natAlarmName(plan.name, `${client.name}-${subnet.name}`), account: own };
        })
      : [],
  );
  const services = plan.services.map(({ name }) => ({ name: serviceAlarmName(plan.name, name), account }));
  const albs = plan.webs
    .filter(({ hasAlb }) => hasAlb)
    .map(({ name }) => ({ name: albAlarmName(plan.name, name), account }));
  return [
    ...balancers,
    ...[...nats, ...services, ...albs].map((named): Named => ({ kind: "an alarm", path: ["alarms"], ...named })),
  ];
}

/** What AWS wants to be named once per account and Region. */
function namesOf(plan: BridgePlan): Name[] {
  const own = plan.place === "client" ? plan.config.client.account : plan.config.bridge.account;
  const groups = targetGroupsOf(plan).map(({ path, ...group }): Named => {
    return { kind: "a target group", name: targetGroupName(plan.name, group), path, account: own?.id };
  });
  const named = plan.place === "client" ? clientNames(plan) : hubNames(plan);
  return [...named, ...groups].map((one) => {
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
];
