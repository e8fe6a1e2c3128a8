import {
  arn,
  made,
  NAMES,
  own,
  OWN_TAG,
  SESSION_POLICY,
  SESSION_PROFILE,
  SESSION_ROLE,
  type Side,
  type Statement,
} from "./statement";

/** Service-linked roles that the account's first resource of a type makes, by the service that uses them. */
const LINKED_ROLES: Readonly<Record<string, string>> = {
  aws_lb: "elasticloadbalancing.amazonaws.com",
  aws_ec2_transit_gateway_vpc_attachment: "transitgateway.amazonaws.com",
  aws_ec2_instance_connect_endpoint: "ec2-instance-connect.amazonaws.com",
  aws_cloudwatch_metric_alarm: "events.amazonaws.com",
};

export function linkedRoles(types: readonly string[], side: Side): Statement[] {
  const services = types.flatMap((type) => LINKED_ROLES[type] ?? []).sort();
  if (services.length === 0) return [];
  const role = (service: string) => `arn:${NAMES.partition}:iam::${NAMES[side]}:role/aws-service-role/${service}/*`;
  return [
    {
      Sid: "FirstOfItsKind",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: services.map(role),
      Condition: { StringEquals: { "iam:AWSServiceName": services } },
    },
  ];
}

/** Tags come with the call that makes a thing, and only with that one. */
export function taggingWhatIsMade(makers: readonly string[], side: Side): Statement[] {
  const of = (prefix: string) =>
    makers.filter((action) => action.startsWith(`${prefix}:`)).map((action) => action.split(":")[1] ?? "");
  return (
    [
      ["ec2", "ec2:CreateTags"],
      ["elasticloadbalancing", "elasticloadbalancing:AddTags"],
    ] as const
  ).flatMap(([service, action]) =>
    of(service).length === 0
      ? []
      : [
          {
            Sid: service === "ec2" ? "TagWhatIsMade" : "TagWhatIsMadeInBalancing",
            Effect: "Allow" as const,
            Action: [action],
            Resource: [arn(service, side, "*")],
            Condition: { StringEquals: { ...made.StringEquals, [`${service}:CreateAction`]: of(service) } },
          },
        ],
  );
}

/** What is there without a tag before Terraform takes it over: its first tag is the bridge's, and it has no other bridge's. */
const ADOPTED: Readonly<Record<string, string>> = {
  aws_default_security_group: "security-group/*",
  aws_ec2_transit_gateway_vpc_attachment_accepter: "transit-gateway-attachment/*",
};

export function adopting(types: readonly string[], side: Side): Statement[] {
  const resources = types.flatMap((type) => ADOPTED[type] ?? []);
  if (resources.length === 0) return [];
  return [
    {
      Sid: "TagWhatIsTakenOver",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: resources.map((rest) => arn("ec2", side, rest)),
      Condition: { ...made, Null: { [`aws:ResourceTag/${OWN_TAG}`]: "true" } },
    },
  ];
}

/** Tags that change in the bridge file, on what is the bridge's already; the tag that says so stays. */
export function retagging(service: "ec2" | "elasticloadbalancing", side: Side): Statement[] {
  return [
    {
      Sid: "ChangeTags",
      Effect: "Allow",
      Action:
        service === "ec2"
          ? ["ec2:CreateTags", "ec2:DeleteTags"]
          : ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      Resource: [arn(service, side, "*")],
      Condition: { ...own, "ForAllValues:StringNotEquals": { "aws:TagKeys": [OWN_TAG] } },
    },
  ];
}

/**
 * The role by which Session Manager reaches appliances: of one name, with one policy of AWS's, and for EC2 alone. IAM lets an
 * action on a role pass that makes it with the bridge's tag.
 */
export function sessionRole(actions: readonly string[]): Statement[] {
  const sorted = [...new Set(actions)].sort();
  const statement = (Sid: string, form: RegExp, Resource: string, Condition?: Statement["Condition"]): Statement => {
    const Action = sorted.filter((action) => form.test(action));
    return { Sid, Effect: "Allow", Action, Resource: [Resource], ...(Condition && { Condition }) };
  };
  return [
    statement("MakeTheSessionRole", /^iam:(CreateRole|TagRole)$/, SESSION_ROLE, made),
    statement("DropTheSessionRole", /^iam:DeleteRole$/, SESSION_ROLE),
    statement("GiveItItsPolicy", /^iam:(Attach|Detach)RolePolicy$/, SESSION_ROLE, {
      StringEquals: { "iam:PolicyARN": SESSION_POLICY },
    }),
    statement("MakeTheSessionProfile", /^iam:(CreateInstanceProfile|TagInstanceProfile)$/, SESSION_PROFILE, made),
    statement("ChangeTheSessionProfile", /^iam:(Delete|AddRoleTo|RemoveRoleFrom)InstanceProfile$/, SESSION_PROFILE),
    statement("GiveTheRoleToInstances", /^iam:PassRole$/, SESSION_ROLE, {
      StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
    }),
  ];
}

/** RAM's side of a transit gateway that another account attaches to. */
export function sharing(side: Side): Statement[] {
  const share = arn("ram", "client", "resource-share/*");
  if (side === "client")
    return [
      {
        Sid: "MakeTheShare",
        Effect: "Allow",
        Action: ["ram:CreateResourceShare"],
        Resource: ["*"],
        Condition: { StringEquals: { ...made.StringEquals, "aws:RequestedRegion": NAMES.region } },
      },
      {
        Sid: "TagTheShare",
        Effect: "Allow",
        Action: ["ram:TagResource"],
        Resource: [share],
        Condition: made,
      },
      {
        Sid: "OwnShare",
        Effect: "Allow",
        Action: [
          "ram:AssociateResourceShare",
          "ram:DeleteResourceShare",
          "ram:DisassociateResourceShare",
          "ram:UpdateResourceShare",
        ],
        Resource: [share],
        Condition: own,
      },
    ];
  return [
    {
      Sid: "AcceptTheShare",
      Effect: "Allow",
      Action: ["ram:AcceptResourceShareInvitation"],
      Resource: [arn("ram", "client", "resource-share-invitation/*")],
      Condition: { StringEquals: { "ram:ShareOwnerAccountId": NAMES.client } },
    },
    { Sid: "LeaveTheShare", Effect: "Allow", Action: ["ram:DisassociateResourceShare"], Resource: [share] },
  ];
}

/** The state in S3 and the lock beside it, which a plan writes, too. */
export function stateInS3(writes: boolean): Statement[] {
  const bucket = `arn:${NAMES.partition}:s3:::${NAMES.stateBucket}`;
  const state = `${bucket}/${NAMES.stateKey}`;
  return [
    {
      Sid: "FindTheState",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: [bucket],
      Condition: { StringLike: { "s3:prefix": [NAMES.stateKey, `${NAMES.stateKey}.tflock`] } },
    },
    { Sid: "State", Effect: "Allow", Action: ["s3:GetObject", ...(writes ? ["s3:PutObject"] : [])], Resource: [state] },
    {
      Sid: "Lock",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
      Resource: [`${state}.tflock`],
    },
  ];
}
