import type { Call } from "./actions";
import { arnOf, referenceOf, type Target } from "./reference";
import { arn, made, madeOnOwn, NAMES, own, type Side, type Statement } from "./statement";

/** Under which condition an action may touch a resource. */
export type Guard = "own" | "made" | "madeOnOwn" | "amazons" | "free";

/** One resource that an action touches: without any one of them AWS refuses the call. */
export interface Touch {
  readonly action: string;
  readonly type: string;
  readonly resource: string;
  readonly guard: Guard;
}

export const CONDITIONS: Readonly<Record<Guard, Statement["Condition"]>> = {
  own,
  made,
  madeOnOwn,
  amazons: { StringEquals: { "ec2:Owner": "amazon" } },
  free: undefined,
};

/** Resources that EC2 looks at only when the request names one, as the ones of a bridge do. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  "ec2:AssociateRouteTable": ["subnet"],
  "ec2:CreateFlowLogs": ["network-interface", "vpc"],
  "ec2:CreateInstanceConnectEndpoint": ["security-group"],
  "ec2:CreateNatGateway": ["subnet", "vpc"],
  "ec2:CreateNetworkInsightsPath": ["network-interface"],
  "ec2:CreateSecurityGroup": ["vpc"],
  "ec2:CreateTransitGatewayRoute": ["transit-gateway-attachment"],
  "ec2:CreateVpcEndpoint": ["route-table", "security-group", "subnet"],
  "ec2:DisassociateRouteTable": ["route-table", "subnet"],
  "ec2:DisassociateVpcCidrBlock": ["vpc"],
  "ec2:ModifyTransitGatewayVpcAttachment": ["subnet"],
  "ec2:ModifyVpcEndpoint": ["security-group", "subnet"],
  "ec2:ReplaceTransitGatewayRoute": ["transit-gateway-attachment"],
  "ec2:RunInstances": ["launch-template", "volume"],
};

/** Whether EC2 looks at a resource of this type when a side makes the call. A web side logs its VPC, and no gateway's interface. */
export function isNamed(action: string, type: string, side: Side): boolean {
  if (side === "web" && action === "ec2:CreateFlowLogs") return type === "vpc";
  return NAMED[action]?.includes(type) ?? false;
}

/** Resources of a call that bear no tag of the bridge, and why. */
export const UNTAGGED: Readonly<Record<string, string>> = {
  "ec2:CreateFlowLogs network-interface": "AWS makes a NAT gateway's interface, and gives it no tag",
  "ec2:CreateNetworkInsightsPath network-interface":
    "AWS makes the interfaces of instances, load balancers and attachments",
  "ec2:RunInstances network-interface":
    "the instance's own, made with it; Terraform tags the instance and its volumes only",
  "ec2:AcceptTransitGatewayVpcAttachment transit-gateway-attachment":
    "the other account's; its tags are not seen in this one, which tags it after accepting it",
};

function guardOf(action: string, target: Target, tags: readonly string[]): Guard {
  if (target.type === "image") return "amazons";
  if (`${action} ${target.type}` in UNTAGGED) return "free";
  if (target.madeHere && !target.canBeTagged) {
    if (tags.includes(target.type)) return "made";
    throw new Error(`${action} makes a ${target.type} and tags it with nothing; say why in UNTAGGED`);
  }
  if (target.canBeTagged) return "own";
  throw new Error(
    `${action} looks at a ${target.type} that can't be told by a tag; say in __tests__/iam/scopes.ts how`,
  );
}

/** What a call to EC2 touches, by AWS's service authorization reference. */
async function touchesOfEc2({ action, tags }: Call, side: Side): Promise<Touch[]> {
  const { targets } = await referenceOf(action);
  const touched = targets.filter(
    ({ type, required }) => required || tags.includes(type) || isNamed(action, type, side),
  );
  return Promise.all(
    touched.map(async (target) => {
      // The gateway is the client side's, and its tags are not seen from the web side's account.
      const shared = side === "web" && target.type === "transit-gateway";
      const resource = await arnOf("ec2", target.type, shared ? "client" : side);
      return { action, type: target.type, resource, guard: shared ? "free" : guardOf(action, target, tags) };
    }),
  );
}

/** What makes something in Elastic Load Balancing, with the part of the ARN that it looks at; the tag is checked on that. */
const BALANCING_MAKES: Readonly<Record<string, readonly [rests: readonly string[], guard: Guard]>> = {
  CreateLoadBalancer: [["loadbalancer/app/*", "loadbalancer/net/*"], "made"],
  CreateTargetGroup: [["targetgroup/*"], "made"],
  CreateListener: [["loadbalancer/app/*", "loadbalancer/net/*"], "madeOnOwn"],
  CreateRule: [["listener/app/*"], "madeOnOwn"],
  // The reference knows no condition for it.
  SetRulePriorities: [["listener-rule/app/*"], "free"],
  SetWebAcl: [["loadbalancer/app/*"], "free"],
  CreateWebACLAssociation: [["loadbalancer/app/*"], "own"],
  DeleteWebACLAssociation: [["loadbalancer/app/*"], "own"],
};

function touchesOfBalancing({ action, tags }: Call, side: Side): Touch[] {
  const name = action.split(":")[1] ?? "";
  const [rests, guard] = BALANCING_MAKES[name] ?? [["*"], "own" as const];
  if (tags.length > 0 && guard === "own") throw new Error(`${action} tags what it makes; add it to BALANCING_MAKES`);
  return rests.map((rest) => ({ action, type: rest, resource: arn("elasticloadbalancing", side, rest), guard }));
}

/** The ARNs of what has a name rather than a tag, by the action's service. */
const NAMED_RESOURCES: Readonly<Record<string, (action: string) => readonly string[]>> = {
  s3: () => [`arn:${NAMES.partition}:s3:::${NAMES.logBucket}`],
  // A dashboard is of no Region.
  cloudwatch: (action) =>
    action.endsWith("Dashboards") || action.endsWith("Dashboard")
      ? [`arn:${NAMES.partition}:cloudwatch::${NAMES.client}:dashboard/overlap-${NAMES.bridge}`]
      : [arn("cloudwatch", "client", `alarm:${NAMES.bridge}-*`)],
  logs: () => ["*"],
  ssm: () => [`arn:${NAMES.partition}:ssm:${NAMES.region}::parameter/aws/service/ami-amazon-linux-latest/*`],
  wafv2: () => [
    arn("wafv2", "client", "regional/webacl/*"),
    arn("elasticloadbalancing", "client", "loadbalancer/app/*"),
  ],
  tiros: () => ["*"],
  // A zone that is to be made has no id yet, and Route 53 knows no tag in a condition.
  route53: (action) => [action === "route53:CreateHostedZone" ? "*" : `arn:${NAMES.partition}:route53:::hostedzone/*`],
};

/** Everything that a call touches. Calls that tag, make service-linked roles or share have statements of their own. */
export async function touchesOf(call: Call, side: Side): Promise<Touch[]> {
  const service = call.action.split(":")[0] ?? "";
  if (service === "ec2") return touchesOfEc2(call, side);
  if (service === "elasticloadbalancing") return touchesOfBalancing(call, side);
  const resources = NAMED_RESOURCES[service];
  if (!resources) throw new Error(`${call.action}: say in __tests__/iam/scopes.ts what its resources are called`);
  return resources(call.action).map((resource) => ({ action: call.action, type: "", resource, guard: "free" }));
}
