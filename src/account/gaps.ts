import { InputFault, type OpenPart } from "../terraform";
import { type Answers, type Item, type Place } from "./answers";
import { type CallName } from "./calls";
import { object, objects, text } from "./json-parts";
import { type Made } from "./made";
import { untold } from "./untold";

/** A VPC with those places of the input that are told everything in it. */
interface KnownVpc {
  readonly id: string;
  /** Its owner's; where the input does not name accounts, those that may be. */
  readonly places: readonly Place[];
  readonly subnets: readonly string[];
}

/** The accounts that a place may be of: a folder of the AWS CLI's outputs does not name its own. */
function accountsAt(answers: Answers): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const own = ["DescribeInstances", "DescribeInternetGateways", "DescribeVpcs"] as const;
  for (const place of answers.places())
    found.set(place.key, new Set(place.account === undefined ? [] : [place.account]));
  for (const call of own)
    for (const { json, place } of answers.items(call)) {
      const owner = text(json, "OwnerId");
      if (place.account === undefined && owner !== undefined) found.get(place.key)?.add(owner);
    }
  return found;
}

/** Whoever shares a subnet is told the VPC too, and not everything in it (VPC user guide, shared subnets). */
function vpcsIn(answers: Answers): KnownVpc[] {
  const accounts = accountsAt(answers);
  const isOwners = ({ json, place }: Item): boolean => {
    const [owner, asked] = [text(json, "OwnerId"), accounts.get(place.key)];
    return owner === undefined || asked === undefined || (asked.has(owner) && asked.size === 1);
  };
  const places = new Map<string, Place[]>();
  for (const item of answers.items("DescribeVpcs")) {
    const id = text(item.json, "VpcId");
    if (id !== undefined) places.set(id, [...(places.get(id) ?? []), ...(isOwners(item) ? [item.place] : [])]);
  }
  const subnets = new Map<string, Set<string>>();
  for (const { json } of answers.items("DescribeSubnets")) {
    const [id, vpc] = [text(json, "SubnetId"), text(json, "VpcId") ?? ""];
    if (id !== undefined) subnets.set(vpc, (subnets.get(vpc) ?? new Set()).add(id));
  }
  return [...places].map(([id, own]) => ({ id, places: own, subnets: [...(subnets.get(id) ?? [])] }));
}

/** Why a call tells not everything of a VPC; undefined where it does. */
function lacking(answers: Answers, call: CallName, { places }: KnownVpc): string | undefined {
  if (places.some((place) => answers.isAnswered(call, place))) return undefined;
  const refused = places.find((place) => answers.refusals.some((one) => one.call === call && one.place === place));
  if (places.length === 0) return `no answer of ${call} by the account that owns the VPC was given`;
  return untold(answers, call, undefined, refused ?? places[0]);
}

/** Subnets of which an answer, were it of another account, tells what they use. */
function associated(answers: Answers, call: "DescribeNetworkAcls" | "DescribeRouteTables"): ReadonlySet<string> {
  const all = answers.items(call).flatMap(({ json }) => objects(json, "Associations"));
  return new Set(all.flatMap((one) => text(one, "SubnetId") ?? []));
}

/** A gateway that the VPC may have, for what would come in by it. */
function openGateway(answers: Answers, made: Made, vpc: KnownVpc, reason: string): void {
  const id = `igw-of-${vpc.id}`;
  const known = answers
    .items("DescribeInternetGateways")
    .some(({ json }) => objects(json, "Attachments").some((one) => text(one, "VpcId") === vpc.id));
  if (known) return;
  const address = made.add("aws_internet_gateway", id, { vpc_id: vpc.id });
  made.open(address, reason, [{ address, part: "passage" }]);
}

/** What a call that was not answered leaves open of a VPC; calls that are not here leave an id open wherever it is named. */
type Opening = (answers: Answers, made: Made, vpc: KnownVpc, reason: string) => void;

const ofSubnets =
  (part: OpenPart, known: (answers: Answers) => ReadonlySet<string> = () => new Set()): Opening =>
  (answers, made, { id, subnets }, reason) => {
    const told = known(answers);
    const open = subnets.filter((one) => !told.has(one)).map((one) => ({ address: `aws_subnet.${one}`, part }));
    if (open.length > 0) made.open(`aws_vpc.${id}`, reason, open);
  };

const OPENINGS: readonly (readonly [CallName, Opening])[] = [
  [
    "DescribeSubnets",
    (_, made, { id }, reason) =>
      made.open(`aws_vpc.${id}`, reason, [
        { address: `aws_vpc.${id}`, part: "ranges" },
        { address: `aws_vpc.${id}`, part: "ipv6Ranges" },
      ]),
  ],
  ["DescribeRouteTables", ofSubnets("table", (answers) => associated(answers, "DescribeRouteTables"))],
  ["DescribeRouteTables", openEdge],
  ["DescribeNetworkAcls", ofSubnets("acl", (answers) => associated(answers, "DescribeNetworkAcls"))],
  ["DescribeNetworkInterfaces", ofSubnets("tenants")],
  ["DescribeInternetGateways", openGateway],
  ["DescribeSecurityGroups", openGroup],
];

/** The group that AWS made with the VPC, and that interfaces without another one have. */
function openGroup(_: Answers, made: Made, { id }: KnownVpc, reason: string): void {
  const address = made.lookUp("aws_default_security_group", `default-of-${id}`, { vpc_id: id, name: "default" });
  made.open(address, reason, [{ address, part: "rules" }]);
}

/** Of a gateway's route table nothing is known, so what comes in may be led anywhere. */
function openEdge(answers: Answers, made: Made, { id }: KnownVpc, reason: string): void {
  for (const { json } of answers.items("DescribeInternetGateways"))
    if (objects(json, "Attachments").some((one) => text(one, "VpcId") === id)) {
      const address = `aws_internet_gateway.${text(json, "InternetGatewayId") ?? ""}`;
      made.open(address, reason, [{ address, part: "passage" }]);
    }
}

/** A VPC's block on public access: what is excluded from it is not asked for, so it leaves a doubt (VPC user guide). */
function openPublicAccess(answers: Answers, made: Made): void {
  for (const { json } of answers.items("DescribeVpcs")) {
    const mode = text(object(json, "BlockPublicAccessStates"), "InternetGatewayBlockMode");
    if (mode === undefined || mode === "off") continue;
    const id = text(json, "VpcId") ?? "";
    const part = mode === "block-ingress" ? "unasked" : "passage";
    const gateways = [
      ["DescribeInternetGateways", "aws_internet_gateway", "InternetGatewayId"],
      ["DescribeEgressOnlyInternetGateways", "aws_egress_only_internet_gateway", "EgressOnlyInternetGatewayId"],
    ] as const;
    const opens = gateways.flatMap(([call, type, key]) =>
      answers
        .items(call)
        .filter((one) => objects(one.json, "Attachments").some((attached) => text(attached, "VpcId") === id))
        .map((one) => ({ address: `${type}.${text(one.json, key) ?? ""}`, part }) as const),
    );
    made.open(`aws_vpc.${id}`, `public access to it is blocked (${mode}), unless a subnet is excluded`, opens);
  }
}

/** Says of each call that was not answered what it leaves open. @throws InputFault where nothing could be judged then */
export function leaveGaps(answers: Answers, made: Made): void {
  for (const call of ["DescribeVpcs", "DescribeSubnets"] as const)
    if (!answers.has(call))
      throw new InputFault("other-kind", `no answer of ${call} was given, so there is nothing to judge; add it`);
  for (const vpc of vpcsIn(answers))
    for (const [call, open] of OPENINGS) {
      const reason = lacking(answers, call, vpc);
      if (reason !== undefined) open(answers, made, vpc, reason);
    }
  openPublicAccess(answers, made);
}
