import { InputFault, type OpenPart } from "../terraform";
import { type Answers } from "./answers";
import { type CallName } from "./calls";
import { flag, object, objects, text } from "./json-parts";
import { type KnownVpc, lacking, vpcsIn } from "./known-vpcs";
import { type Made } from "./made";

/** What answers tell, were they another account's or cut down by a filter. */
interface ToldOf {
  readonly made: Made;
  /** Subnets that name their route table, and those that name their network ACL. */
  readonly tables: ReadonlySet<string>;
  readonly acls: ReadonlySet<string>;
  /** VPCs whose main route table is told. */
  readonly mains: ReadonlySet<string>;
  /** Internet gateways by the VPC that they are attached to. */
  readonly gateways: ReadonlyMap<string, string>;
}

function toldIn(answers: Answers, made: Made): ToldOf {
  const associations = (call: "DescribeNetworkAcls" | "DescribeRouteTables") =>
    answers.items(call).flatMap(({ json }) => objects(json, "Associations").map((one) => ({ one, json })));
  const subnets = (call: "DescribeNetworkAcls" | "DescribeRouteTables") =>
    new Set(associations(call).flatMap(({ one }) => text(one, "SubnetId") ?? []));
  const mains = associations("DescribeRouteTables").filter(({ one }) => flag(one, "Main") === true);
  const gateways = answers
    .items("DescribeInternetGateways")
    .flatMap(({ json }) => objects(json, "Attachments").map((one) => [text(one, "VpcId") ?? "", json] as const));
  return {
    made,
    tables: subnets("DescribeRouteTables"),
    acls: subnets("DescribeNetworkAcls"),
    mains: new Set(mains.flatMap(({ json }) => text(json, "VpcId") ?? [])),
    gateways: new Map(gateways.map(([vpc, json]) => [vpc, text(json, "InternetGatewayId") ?? ""])),
  };
}

/**
 * What a call leaves open of a VPC: all that it tells where nobody answered it (`lack`), and what an answer that was cut down
 * by a filter has not told. Calls that are not here leave an id open wherever it is named.
 */
type Opening = (told: ToldOf, vpc: KnownVpc, lack: string | undefined) => void;

function openSubnets(made: Made, { id, subnets }: KnownVpc, part: OpenPart, reason: string): void {
  const opens = subnets.map((one) => ({ address: made.addressOf("aws_subnet", one), part }));
  if (opens.length > 0) made.open(made.addressOf("aws_vpc", id), reason, opens);
}

const without = (vpc: KnownVpc, told: ReadonlySet<string>): KnownVpc => ({
  ...vpc,
  subnets: vpc.subnets.filter((one) => !told.has(one)),
});

/** A subnet without an association of its own uses the main table, so that has to be told. */
const openTables: Opening = ({ made, tables, mains }, vpc, lack) => {
  const reason = lack ?? (mains.has(vpc.id) ? undefined : "DescribeRouteTables told no main route table of the VPC");
  if (reason !== undefined) openSubnets(made, without(vpc, tables), "table", reason);
};

/** AWS names each subnet at the ACL that it has, be it the default one. */
const openAcls: Opening = ({ made, acls }, vpc, lack) =>
  openSubnets(made, without(vpc, acls), "acl", lack ?? "DescribeNetworkAcls told no network ACL of it");

const openRanges: Opening = ({ made }, { id }, lack) => {
  const address = made.addressOf("aws_vpc", id);
  if (lack !== undefined)
    made.open(address, lack, [
      { address, part: "ranges" },
      { address, part: "ipv6Ranges" },
    ]);
};

/** Who has an address: any that no interface is told to have may be somebody's. */
const openTenants: Opening = ({ made }, vpc, lack) => {
  if (lack !== undefined) openSubnets(made, vpc, "tenants", lack);
};

/** A gateway that the VPC may have, for what would come in by it. */
const openGateway: Opening = ({ made, gateways }, { id }, lack) => {
  if (lack === undefined || gateways.has(id)) return;
  const address = made.add("aws_internet_gateway", `igw-of-${id}`, { vpc_id: id });
  made.open(address, lack, [{ address, part: "passage" }]);
};

/** Of a gateway's route table nothing is known, so what comes in may be led anywhere. */
const openEdge: Opening = ({ made, gateways }, { id }, lack) => {
  const gateway = gateways.get(id);
  if (lack === undefined || gateway === undefined) return;
  const address = made.addressOf("aws_internet_gateway", gateway);
  made.open(address, lack, [{ address, part: "passage" }]);
};

/** The group that AWS made with the VPC, and that interfaces without another one have. */
const openGroup: Opening = ({ made }, { id }, lack) => {
  if (lack === undefined) return;
  const address = made.lookUp("aws_default_security_group", `default-of-${id}`, { vpc_id: id, name: "default" });
  made.open(address, lack, [{ address, part: "rules" }]);
};

const OPENINGS: readonly (readonly [CallName, Opening])[] = [
  ["DescribeSubnets", openRanges],
  ["DescribeRouteTables", openTables],
  ["DescribeRouteTables", openEdge],
  ["DescribeNetworkAcls", openAcls],
  ["DescribeNetworkInterfaces", openTenants],
  ["DescribeInternetGateways", openGateway],
  ["DescribeSecurityGroups", openGroup],
];

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
  const told = toldIn(answers, made);
  for (const vpc of vpcsIn(answers)) for (const [call, open] of OPENINGS) open(told, vpc, lacking(answers, call, vpc));
  openPublicAccess(answers, made);
}
