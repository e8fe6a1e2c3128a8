import { formatKey } from "../../../config/fault";
import { patchAt } from "../../../config/patch";
import { hubBalancerName, targetGroupName, targetGroupsOf } from "../../names";
import { type Break, type RuleOf } from "../../rules/rule";
import { type HubPlan } from "../hub-plan";

const NAT_IDLE_SECONDS = 350;

function idleBreaks({ services, clients }: HubPlan): Break[] {
  const nat = new Set(clients.filter(({ way }) => way === "nat").map(({ name }) => name));
  return services.flatMap(({ name, config: { idle_timeout: seconds }, clients: own }): Break[] => {
    if (seconds === undefined || seconds <= NAT_IDLE_SECONDS || !own.some((client) => nat.has(client))) return [];
    const path = ["services", name, "idle_timeout"];
    const message = "is more than the 350 s after which the NAT gateways of its clients forget a connection";
    const fix = "write 350 or fewer seconds, and have clients send keep-alives";
    return [{ path, message, fix, mend: { patch: patchAt(path, NAT_IDLE_SECONDS) } }];
  });
}

function nameBreaks(plan: HubPlan): Break[] {
  const { name, webs } = plan;
  const [first] = webs;
  if (first && hubBalancerName(name, first.name, "alb").startsWith("internal-")) {
    const message = `the load balancers' names begin with ${name}-, and AWS keeps internal- for itself`;
    return [{ path: [], message, fix: "rename the file: its name is the bridge's" }];
  }
  return doubledGroups(plan);
}

/** A service whose target group has the name of another one's: that which hands requests on to an ALB is named after its web side. */
function doubledGroups(plan: HubPlan): Break[] {
  const first = new Map<string, Break["path"]>();
  return targetGroupsOf(plan).flatMap(({ path, ...group }): Break[] => {
    const name = targetGroupName(plan.name, group);
    const other = first.get(name);
    if (!other) {
      first.set(name, path);
      return [];
    }
    const message = `gets a target group of the name ${name}, as ${formatKey(other)} does`;
    return [{ path, message, fix: `rename ${formatKey(other)}` }];
  });
}

/** Accounts of one id that two places of the file give different roles. */
function roleBreaks({ config, clients, webs }: HubPlan): Break[] {
  const places = [
    { path: ["bridge"], account: config.bridge.account },
    ...[...clients, ...webs].map(({ path, config: side }) => ({ path, account: side.account })),
    { path: ["transit_gateway"], account: config.transit_gateway.account },
  ];
  const first = new Map<string, { path: Break["path"]; role: string | undefined }>();
  return places.flatMap(({ path, account }): Break[] => {
    if (!account) return [];
    const other = first.get(account.id);
    if (!other) {
      first.set(account.id, { path, role: account.role });
      return [];
    }
    if (other.role === account.role) return [];
    const has = other.role === undefined ? "no role" : `the role ${other.role}`;
    const message = `is an account that ${other.path.join(".")}.account has ${has} for`;
    return [{ path: [...path, "account"], message, fix: "write the same role at both, or at neither" }];
  });
}

export const HUB_SERVICE_RULES: readonly RuleOf<HubPlan>[] = [
  {
    name: "nlb-idle-timeout",
    fact: "a NAT gateway forgets a connection after 350 s without a packet and then answers RST, so a load balancer behind it need not remember it longer",
    source: "VPC user guide, NAT gateway basics",
    check: idleBreaks,
  },
  {
    name: "balancer-names",
    fact: "a load balancer's name does not begin with internal-, and no two target groups of an account have one name",
    source: "ELB API, CreateLoadBalancer and CreateTargetGroup",
    check: nameBreaks,
  },
  {
    name: "one-role",
    fact: "Terraform works in an account with one role, so all that name the account name the same one",
    source: "Terraform AWS provider, assume_role; this project",
    check: roleBreaks,
  },
];
