import type { Call } from "./actions";
import { adopting, linkedRoles, retagging, sessionRole, sharing, stateInS3, taggingWhatIsMade } from "./own-statements";
import { type Part, PART_OF, WEB_TYPES } from "./parts";
import { type Known, seenCalls, type Step, unseenCalls } from "./recorded";
import { referenceOf } from "./reference";
import { CONDITIONS, type Guard, type Touch, touchesOf } from "./scopes";
import { arn, NAMES, own, type Policy, SESSION_ARNS, type Side, type Statement } from "./statement";

/** One policy file in docs/iam, without its ending. */
export interface PolicyFile {
  readonly name: string;
  readonly step: Step;
  readonly side: Side;
  readonly parts: readonly Part[];
  /** The VPCs are there already, and are named instead of told by a tag. */
  readonly existing?: boolean;
}

export const FILES: readonly PolicyFile[] = [
  {
    name: "plan",
    step: "plan",
    side: "client",
    parts: [
      ...(["network", "balancing", "created-vpc", "logs", "alarms", "demo", "endpoint", "analyzer", "share"] as const),
      ...(["waf", "names", "hub", "hosts", "appliance", "sessions"] as const),
    ],
  },
  {
    name: "plan-web",
    step: "plan",
    side: "web",
    parts: ["network", "created-vpc", "demo", "hosts", "endpoint", "share", "logs"],
  },
  { name: "apply", step: "apply", side: "client", parts: ["network"] },
  { name: "apply-balancing", step: "apply", side: "client", parts: ["balancing"] },
  { name: "apply-created-vpcs", step: "apply", side: "client", parts: ["created-vpc"] },
  { name: "apply-existing-vpcs", step: "apply", side: "client", parts: ["network"], existing: true },
  { name: "apply-logs", step: "apply", side: "client", parts: ["logs"] },
  { name: "apply-alarms", step: "apply", side: "client", parts: ["alarms"] },
  { name: "apply-waf", step: "apply", side: "client", parts: ["waf"] },
  { name: "apply-demo", step: "apply", side: "client", parts: ["demo", "hosts", "endpoint"] },
  { name: "apply-appliance", step: "apply", side: "client", parts: ["appliance", "hosts", "endpoint"] },
  { name: "apply-sessions", step: "apply", side: "client", parts: ["sessions"] },
  { name: "apply-analyzer", step: "apply", side: "client", parts: ["analyzer"] },
  { name: "apply-names", step: "apply", side: "client", parts: ["names"] },
  { name: "apply-hub", step: "apply", side: "client", parts: ["hub", "endpoint"] },
  { name: "apply-share", step: "apply", side: "client", parts: ["share"] },
  { name: "apply-web-logs", step: "apply", side: "web", parts: ["logs"] },
  { name: "apply-web", step: "apply", side: "web", parts: ["network", "created-vpc", "share"] },
  { name: "apply-web-existing-vpc", step: "apply", side: "web", parts: ["network", "share"], existing: true },
];

/** Actions that have statements of their own in own-statements.ts. */
const OWN_STATEMENT =
  /^(ec2:CreateTags|ec2:DeleteTags|elasticloadbalancing:(AddTags|RemoveTags)|iam:|ram:(?!Get|List))/;

/** The gateway's tables are its owner's, which is the client side. */
const ON_GATEWAY_TABLES = /^ec2:\w+TransitGatewayRouteTable/;

/** The calls that a policy file must allow: those of its side's types in its parts. A role that applies may plan, too. */
export function callsFor({ step, side, parts }: PolicyFile): Known[] {
  return [...seenCalls(), ...unseenCalls()].filter(
    (call) =>
      call.step === step &&
      parts.some((part) => PART_OF[call.type] === part) &&
      (side === "client"
        ? call.type !== "aws_ram_resource_share_accepter"
        : WEB_TYPES.includes(call.type) && !ON_GATEWAY_TABLES.test(call.action)),
  );
}

/** An instance's user data is among them. */
const INSTANCE_ATTRIBUTES = "ec2:DescribeInstanceAttribute";

/** Lists can't be limited to a tag or a name, only to the region. */
function reads(actions: readonly string[], { side, step }: PolicyFile): Statement[] {
  const sorted = [...new Set(actions)].sort();
  const inBucket = sorted.filter((action) => action.startsWith("s3:"));
  const ofInstances = sorted.filter((action) => action === INSTANCE_ATTRIBUTES);
  const ofZones = sorted.filter((action) => action.startsWith("route53:"));
  const ofRoles = sorted.filter((action) => action.startsWith("iam:"));
  const others = [...inBucket, ...ofInstances, ...ofZones, ...ofRoles];
  const listed = sorted.filter((action) => !others.includes(action));
  const region = { StringEquals: { "aws:RequestedRegion": NAMES.region } };
  const statements: Statement[] = [
    {
      Sid: step === "plan" ? "Read" : "ReadWhileChanging",
      Effect: "Allow",
      Action: listed,
      Resource: ["*"],
      Condition: region,
    },
    {
      Sid: "ReadOwnInstances",
      Effect: "Allow",
      Action: ofInstances,
      Resource: [arn("ec2", side, "instance/*")],
      Condition: own,
    },
    {
      Sid: "ReadTheLogBucket",
      Effect: "Allow",
      Action: inBucket,
      Resource: [`arn:${NAMES.partition}:s3:::${NAMES.logBucket}`],
    },
    // Route 53 is of no Region.
    { Sid: "ReadZones", Effect: "Allow", Action: ofZones, Resource: ["*"] },
    { Sid: "ReadTheSessionRole", Effect: "Allow", Action: ofRoles, Resource: SESSION_ARNS },
  ];
  return statements.filter(({ Action }) => Action.length > 0);
}

const SID: Readonly<Record<Guard, string>> = {
  own: "ChangeOwn",
  made: "Make",
  madeOnOwn: "MakeOnOwn",
  amazons: "UseAmazons",
  free: "ChangeNamed",
};

/**
 * Puts touches into as few statements as are safe. A statement lets each of its actions touch each of its resources, so an
 * action never gets into one with a resource that it may touch only under another condition.
 */
function groups(touches: readonly Touch[]): Touch[][] {
  const result: Touch[][] = [];
  for (const touch of touches) {
    const others = (action: string) => touches.filter((one) => one.action === action && one.guard !== touch.guard);
    const fits = (group: readonly Touch[]) => {
      const all = [...group, touch];
      return (
        group[0]?.guard === touch.guard &&
        (touch.guard !== "free" ||
          group.every(({ resource, action }) => resource === touch.resource || action === touch.action)) &&
        all.every(({ action }) => others(action).every(({ resource }) => all.every((one) => one.resource !== resource)))
      );
    };
    const group = result.find(fits);
    if (group) group.push(touch);
    else result.push([touch]);
  }
  return result;
}

function statementsOf(touches: readonly Touch[]): Statement[] {
  const counts = new Map<Guard, number>();
  return groups(touches).map((group) => {
    const guard = group[0]?.guard ?? "own";
    const count = (counts.get(guard) ?? 0) + 1;
    counts.set(guard, count);
    const condition = CONDITIONS[guard];
    return {
      Sid: `${SID[guard]}${count > 1 ? count : ""}`,
      Effect: "Allow" as const,
      Action: [...new Set(group.map(({ action }) => action))].sort(),
      Resource: [...new Set(group.map(({ resource }) => resource))].sort(),
      ...(condition ? { Condition: condition } : {}),
    };
  });
}

/** The touches of the changing calls, each once, those of equal guard beside each other. */
async function touchesFor(calls: readonly Call[], side: Side): Promise<Touch[]> {
  const found = (await Promise.all(calls.map((call) => touchesOf(call, side)))).flat();
  const once = new Map(found.map((touch) => [`${touch.guard} ${touch.resource} ${touch.action}`, touch]));
  return [...once.keys()].sort().flatMap((key) => once.get(key) ?? []);
}

/** What is there already and bears no tag of the bridge: the reader writes its ids here. */
const EXISTING: Readonly<Record<string, string>> = {
  vpc: "vpc/vpc-0123456789abcdef0",
  subnet: "subnet/subnet-0123456789abcdef0",
  "route-table": "route-table/rtb-0123456789abcdef0",
  "security-group": "security-group/sg-0123456789abcdef0",
  "transit-gateway": "transit-gateway/tgw-0123456789abcdef0",
  // Its default tables: the bridge takes its attachments out of them.
  "transit-gateway-route-table": "transit-gateway-route-table/tgw-rtb-0123456789abcdef0",
};

/** A read of one named thing. */
const IMAGE_PARAMETER = "ssm:GetParameters";

/** What a bridge does to things that it did not make. */
export const DONE_TO_EXISTING: Readonly<Record<Side, Readonly<Record<string, readonly string[]>>>> = {
  client: {
    vpc: [
      "ec2:AcceptVpcPeeringConnection",
      "ec2:AssociateVpcCidrBlock",
      "ec2:CreateNatGateway",
      "ec2:CreateRouteTable",
      "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet",
      "ec2:CreateTransitGatewayVpcAttachment",
      "ec2:CreateVpcEndpoint",
      "ec2:CreateVpcPeeringConnection",
      "ec2:DisassociateVpcCidrBlock",
    ],
    subnet: [
      "ec2:CreateTransitGatewayVpcAttachment",
      "ec2:CreateVpcEndpoint",
      "ec2:ModifyTransitGatewayVpcAttachment",
      "ec2:ModifyVpcEndpoint",
    ],
    "route-table": ["ec2:CreateRoute", "ec2:DeleteRoute", "ec2:ReplaceRoute"],
    "security-group": [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:ModifySecurityGroupRules",
      "ec2:RevokeSecurityGroupIngress",
    ],
    "transit-gateway": ["ec2:CreateTransitGatewayRouteTable", "ec2:CreateTransitGatewayVpcAttachment"],
    "transit-gateway-route-table": [
      "ec2:DisableTransitGatewayRouteTablePropagation",
      "ec2:DisassociateTransitGatewayRouteTable",
    ],
  },
  web: {
    vpc: ["ec2:CreateTransitGatewayVpcAttachment"],
    subnet: ["ec2:CreateTransitGatewayVpcAttachment", "ec2:ModifyTransitGatewayVpcAttachment"],
    "route-table": ["ec2:CreateRoute", "ec2:DeleteRoute", "ec2:ReplaceRoute"],
    "security-group": [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:ModifySecurityGroupRules",
      "ec2:RevokeSecurityGroupIngress",
    ],
  },
};

function onExisting(side: Side): Statement[] {
  return Object.entries(DONE_TO_EXISTING[side]).map(([type, actions]) => ({
    Sid: `Existing${type.replace(/(^|-)./g, (start) => start.slice(-1).toUpperCase())}`,
    Effect: "Allow",
    Action: actions,
    Resource: [arn("ec2", side, EXISTING[type] ?? "")],
  }));
}

/** In the web account, what goes with the VPC that is there: the attachment and the rules that are the bridge's own. */
const WITH_EXISTING_WEB_VPC = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ram_resource_share_accepter",
  "aws_route",
  "aws_vpc_security_group_ingress_rule",
];

async function applying(file: PolicyFile): Promise<Statement[]> {
  const { side, existing } = file;
  if (existing && side === "client") return onExisting(side);
  const calls = callsFor(file).filter(({ type }) => !existing || WITH_EXISTING_WEB_VPC.includes(type));
  const reading = new Set<string>();
  for (const { action } of calls)
    if (action !== IMAGE_PARAMETER && (await referenceOf(action)).isRead) reading.add(action);
  const planned = new Set(
    FILES.filter((one) => one.step === "plan" && one.side === side).flatMap((one) =>
      callsFor(one).map(({ action }) => action),
    ),
  );
  const changing = calls.filter(({ action }) => !reading.has(action) && !OWN_STATEMENT.test(action));
  const touches = (await touchesFor(changing, side)).filter(
    ({ action, type }) => !existing || !DONE_TO_EXISTING[side][type]?.includes(action),
  );
  const types = [...new Set(calls.map(({ type }) => type))];
  const makers = [...new Set(changing.filter(({ tags }) => tags.length > 0).map(({ action }) => action))].sort();
  return [
    ...reads(
      [...reading].filter((action) => !planned.has(action)),
      file,
    ),
    ...statementsOf(touches),
    ...taggingWhatIsMade(makers, side),
    ...adopting(types, side),
    ...(file.parts.includes("network") ? retagging("ec2", side) : []),
    ...(file.parts.includes("balancing") ? retagging("elasticloadbalancing", side) : []),
    ...linkedRoles(types, side),
    ...(file.parts.includes("sessions")
      ? sessionRole(calls.map(({ action }) => action).filter((action) => !reading.has(action)))
      : []),
    ...(file.parts.includes("share") ? sharing(side) : []),
    ...(existing ? onExisting(side) : []),
  ];
}

/** The statements of a file, as they stand in it. */
async function policyOf(file: PolicyFile): Promise<Policy> {
  const Statement =
    file.step === "plan"
      ? reads(
          callsFor(file).map(({ action }) => action),
          file,
        )
      : await applying(file);
  return { Version: "2012-10-17", Statement };
}

/** Every policy by its file's name without the ending. */
export async function policies(): Promise<ReadonlyMap<string, Policy>> {
  const made = await Promise.all(FILES.map(async (file) => [file.name, await policyOf(file)] as const));
  const state = (writes: boolean): Policy => ({ Version: "2012-10-17", Statement: stateInS3(writes) });
  return new Map([...made, ["plan-state-in-s3", state(false)], ["apply-state-in-s3", state(true)]]);
}
