import type { Known } from "./recorded";
import { arnOf, referenceOf } from "./reference";
import type { Request } from "./evaluate";
import { arn, NAMES, OWN_TAG, SESSION_POLICY, SESSION_PROFILE, SESSION_ROLE, type Side } from "./statement";
import { isNamed, UNTAGGED } from "./scopes";

const REQUEST_TAG = `aws:RequestTag/${OWN_TAG}`;
const RESOURCE_TAG = `aws:ResourceTag/${OWN_TAG}`;
const REGION = { "aws:RequestedRegion": NAMES.region };
/** What a service without Regions answers from. */
const GLOBAL = { "aws:RequestedRegion": "us-east-1" };
const OWN = { [RESOURCE_TAG]: NAMES.bridge };
const MADE = { [REQUEST_TAG]: NAMES.bridge };
const EXAMPLE = "x1";

const concrete = (form: string) => form.replaceAll("*", EXAMPLE);

async function ofEc2({ action, tags }: Known, side: Side): Promise<Request[]> {
  const { targets } = await referenceOf(action);
  const looked = targets.filter(({ type, required }) => required || tags.includes(type) || isNamed(action, type, side));
  return Promise.all(
    looked.map(async ({ type, madeHere, canBeTagged }) => {
      const shared = side === "web" && type === "transit-gateway";
      const untagged = shared || `${action} ${type}` in UNTAGGED;
      const keys = {
        ...REGION,
        ...(madeHere && tags.includes(type) ? MADE : {}),
        ...(canBeTagged && !madeHere && !untagged && type !== "image" ? OWN : {}),
        ...(type === "image" ? { "ec2:Owner": "amazon" } : {}),
      };
      return { action, resource: concrete(await arnOf("ec2", type, shared ? "client" : side)), keys };
    }),
  );
}

/** The tags of a call need an action of their own. */
async function ofTags({ action, tags }: Known, side: Side): Promise<Request[]> {
  const [service = "", name = ""] = action.split(":");
  if (service === "elasticloadbalancing" && tags.length > 0) {
    const keys = { ...REGION, ...MADE, "elasticloadbalancing:CreateAction": name };
    return [{ action: "elasticloadbalancing:AddTags", resource: arn(service, side, "targetgroup/x/1"), keys }];
  }
  if (service !== "ec2") return [];
  const keys = { ...REGION, ...MADE, "ec2:CreateAction": name };
  return Promise.all(
    tags.map(async (type) => ({
      action: "ec2:CreateTags",
      resource: concrete(await arnOf("ec2", type, side)),
      keys,
    })),
  );
}

/** What a call to another service than EC2 touches, in words of that service. */
function ofOthers({ action, tags, type }: Known, side: Side): Request[] {
  const [service = "", name = ""] = action.split(":");
  const balancing = {
    CreateLoadBalancer: "loadbalancer/app/x/1",
    CreateListener: "loadbalancer/app/x/1",
    CreateRule: "listener/app/x/1/2",
    SetWebAcl: "loadbalancer/app/x/1",
    CreateWebACLAssociation: "loadbalancer/app/x/1",
    DeleteWebACLAssociation: "loadbalancer/app/x/1",
    SetRulePriorities: "listener-rule/app/x/1/2/3",
  };
  const tagged = tags.length > 0 ? MADE : {};
  switch (service) {
    case "elasticloadbalancing": {
      const existing = ["CreateLoadBalancer", "CreateTargetGroup", "SetWebAcl", "SetRulePriorities"].includes(name)
        ? {}
        : OWN;
      const rest = balancing[name as keyof typeof balancing] ?? "targetgroup/x/1";
      const isOfBoth = ["CreateLoadBalancer", "CreateListener"].includes(name);
      return (isOfBoth ? [rest, rest.replace("/app/", "/net/")] : [rest]).map((one) => {
        return { action, resource: arn(service, side, one), keys: { ...REGION, ...tagged, ...existing } };
      });
    }
    case "s3":
      return [{ action, resource: `arn:aws:s3:::${NAMES.logBucket}`, keys: REGION }];
    case "cloudwatch":
      if (/Dashboards?$/.test(name)) {
        const dashboard = `arn:aws:cloudwatch::${NAMES[side]}:dashboard/overlap-${NAMES.bridge}`;
        return [{ action, resource: dashboard, keys: REGION }];
      }
      return [{ action, resource: arn(service, side, `alarm:${NAMES.bridge}-x`), keys: { ...REGION, ...MADE } }];
    case "ssm":
      return [
        {
          action,
          resource: `arn:aws:ssm:${NAMES.region}::parameter/aws/service/ami-amazon-linux-latest/x`,
          keys: REGION,
        },
      ];
    case "wafv2":
      return [arn(service, side, "regional/webacl/x/1"), arn("elasticloadbalancing", side, "loadbalancer/app/x/1")].map(
        (resource) => ({ action, resource, keys: REGION }),
      );
    case "route53":
      return [
        { action, resource: name === "CreateHostedZone" ? "*" : "arn:aws:route53:::hostedzone/Z1", keys: GLOBAL },
      ];
    case "iam":
      return name === "CreateServiceLinkedRole" ? [linkedRole(type, side)] : ofIam(name);
    case "ram":
      return [ofRam(action, side)];
    default:
      return [{ action, resource: "*", keys: REGION }];
  }
}

/** What is done to the role of Session Manager and its profile; IAM's requests are of no Region. */
function ofIam(name: string): Request[] {
  const action = `iam:${name}`;
  const keys = {
    ...GLOBAL,
    ...(/^(Create|Tag)(Role|InstanceProfile)$/.test(name) ? MADE : {}),
    ...(/RolePolicy$/.test(name) ? { "iam:PolicyARN": SESSION_POLICY } : {}),
    ...(name === "PassRole" ? { "iam:PassedToService": "ec2.amazonaws.com" } : {}),
  };
  const isOfProfile = name.includes("InstanceProfile") && !name.startsWith("List");
  return [{ action, resource: isOfProfile ? SESSION_PROFILE : SESSION_ROLE, keys }];
}

function linkedRole(type: string, side: Side): Request {
  const service = {
    aws_lb: "elasticloadbalancing",
    aws_ec2_instance_connect_endpoint: "ec2-instance-connect",
    aws_cloudwatch_metric_alarm: "events",
  }[type];
  const name = `${service ?? "transitgateway"}.amazonaws.com`;
  const resource = `arn:aws:iam::${NAMES[side]}:role/aws-service-role/${name}/AWSServiceRoleForX`;
  return { action: "iam:CreateServiceLinkedRole", resource, keys: { "iam:AWSServiceName": name } };
}

function ofRam(action: string, side: Side): Request {
  const kind = action.includes("Invitation") ? "resource-share-invitation" : "resource-share";
  const isNew = ["ram:CreateResourceShare", "ram:TagResource"].includes(action);
  const tags = isNew ? MADE : side === "client" ? OWN : {};
  const keys = { ...REGION, ...tags, "ram:ShareOwnerAccountId": NAMES.client };
  return { action, resource: action === "ram:CreateResourceShare" ? "*" : arn("ram", "client", `${kind}/x`), keys };
}

/** What is tagged when it is taken over, and when tags in the bridge file change. */
function retagging({ action, type }: Known, side: Side): Request[] {
  const service = action.startsWith("ec2:") ? "ec2" : "elasticloadbalancing";
  const adopted = {
    aws_default_security_group: "security-group/x",
    aws_ec2_transit_gateway_vpc_attachment_accepter: "transit-gateway-attachment/x",
  }[type];
  const keys = adopted ? MADE : { ...OWN, "aws:TagKeys": ["Owner"] };
  return [{ action, resource: arn(service, side, adopted ?? "anything/x"), keys: { ...REGION, ...keys } }];
}

/** Every resource that AWS checks when a call is made, with what it knows about it, and no more. */
export async function requestsOf(call: Known, side: Side): Promise<Request[]> {
  if (/:(Create|Delete|Add|Remove)Tags$/.test(call.action)) return retagging(call, side);
  const { isRead, targets } = await referenceOf(call.action);
  const scopedRead = isRead && (targets.length === 0 || !/^(s3|ssm|iam):|InstanceAttribute$/.test(call.action));
  const keys = call.action.startsWith("route53:") ? GLOBAL : REGION;
  if (scopedRead) return [{ action: call.action, resource: "*", keys }];
  const touched = call.action.startsWith("ec2:") ? await ofEc2(call, side) : ofOthers(call, side);
  return [...touched, ...(await ofTags(call, side))];
}

const without = (keys: Request["keys"], name: string): Request["keys"] =>
  Object.fromEntries(Object.entries(keys).filter(([key]) => key !== name));

/** The same call on what bears no tag, and on what bears another bridge's; the tag in the request helps with neither. */
export function onForeign({ action, resource, keys }: Request): Request[] {
  if (!Object.hasOwn(keys, RESOURCE_TAG)) return [];
  const none = { ...without(keys, RESOURCE_TAG), ...MADE };
  return [none, { ...none, [RESOURCE_TAG]: "other" }].map((others) => ({ action, resource, keys: others }));
}

/** The same call without the tag that it should give. */
export function untagged({ action, resource, keys }: Request): Request[] {
  const asks = Object.hasOwn(keys, REQUEST_TAG) && !/^(cloudwatch|ram):/.test(action);
  return asks ? [{ action, resource, keys: without(keys, REQUEST_TAG) }] : [];
}
