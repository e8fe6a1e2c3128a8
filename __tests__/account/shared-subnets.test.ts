import { graphOfAccount } from "../../src/account";
import { type Answer, Answers, type Place } from "../../src/account/answers";
import { type JsonObject } from "../../src/terraform";
import { ACCOUNT, answersAt, askingGraph, HERE, refusing, type Told } from "./support/told";
import {
  acl,
  eni,
  group,
  instance,
  local,
  permission,
  route,
  subnet,
  table,
  TWO_VPCS,
  vpc,
} from "./support/two-vpcs-told";

const OTHER = "444455556666";
const THERE: Place = { key: `${OTHER} eu-west-1`, account: OTHER, region: "eu-west-1" };

const theirs = eni("eni-theirs", "subnet-app", "vpc-a", ["10.0.2.60"], {
  OwnerId: OTHER,
  Groups: [{ GroupId: "sg-theirs" }],
  Attachment: { InstanceId: "i-theirs", DeviceIndex: 0, Status: "attached" },
});
const theirGroup = {
  ...group("sg-theirs", "vpc-a", [permission(443, { IpRanges: [{ CidrIp: "10.0.0.0/16" }] })]),
  OwnerId: OTHER,
};

const added = (call: keyof Told, ...items: object[]): readonly object[] => [...(TWO_VPCS[call] as object[]), ...items];

/** The owner of the VPCs, who is told of interfaces and groups that others have in them. */
const OWNER: Told = {
  ...TWO_VPCS,
  DescribeNetworkInterfaces: added("DescribeNetworkInterfaces", theirs),
  DescribeSecurityGroups: added("DescribeSecurityGroups", theirGroup),
};

/** Whom one subnet is shared with: told of the VPC and of this subnet, and of what it has there itself. */
const PARTICIPANT: Told = {
  DescribeVpcs: [vpc("vpc-a", "10.0.0.0/16")],
  DescribeSubnets: [subnet("subnet-app", "vpc-a", "10.0.2.0/24", "b")],
  DescribeRouteTables: [],
  DescribeNetworkAcls: [],
  DescribeInternetGateways: [],
  DescribeNatGateways: [],
  DescribeVpcPeeringConnections: [],
  DescribeVpcEndpoints: [],
  DescribeAddresses: [],
  DescribeSecurityGroups: [theirGroup],
  DescribeNetworkInterfaces: [theirs],
  DescribeInstances: [{ ...instance("i-theirs", "subnet-app", "vpc-a", [theirs]), OwnerId: OTHER }],
};

const asking = (...answers: readonly (readonly Answer[])[]) =>
  askingGraph(graphOfAccount(new Answers(answers.flat(), [])));
const [owner, participant] = [answersAt(OWNER), answersAt(PARTICIPANT, THERE)];
const [WEB, THEIRS, APP] = ["aws_instance.i-web", "aws_instance.i-theirs", "aws_instance.i-app"];

describe.each([
  ["the owner's account first", asking(owner, participant)],
  ["the participant's account first", asking(participant, owner)],
])("a shared subnet, %s", (_, { verdict, topology }) => {
  test("is one, with the interfaces that both have in it", () => {
    expect(topology.subnets.filter(({ address }) => address === "aws_subnet.subnet-app")).toHaveLength(1);
    expect(verdict(WEB, THEIRS, 443)).toBe("ALLOWED");
    expect(verdict(WEB, THEIRS, 22)).toBe("DENIED");
    expect(verdict(THEIRS, "203.0.113.9", 443)).toBe("ALLOWED");
    expect(verdict(WEB, "aws_instance.i-app", 8080)).toBe("ALLOWED");
    expect(verdict(THEIRS, "10.0.1.77", 443)).toBe("DENIED");
  });
});

describe("a shared subnet, of which only the participant's account is told", () => {
  const { verdict } = asking(participant);

  test("has who else is in it, its table and its ACL open", () => {
    expect(verdict(THEIRS, "10.0.2.77", 443)).toBe("UNKNOWN");
    expect(verdict(THEIRS, "10.0.1.10", 443)).toBe("UNKNOWN");
    expect(verdict(THEIRS, "203.0.113.9", 443)).toBe("UNKNOWN");
  });

  test("is the same in a folder, which names no account", () => {
    const place: Place = { key: "folder" };
    const { verdict: inFolder } = asking(answersAt(PARTICIPANT, place));
    expect(inFolder(THEIRS, "10.0.2.77", 443)).toBe("UNKNOWN");
    expect(inFolder(THEIRS, "203.0.113.9", 443)).toBe("UNKNOWN");
  });
});

test("a call that the owner was not answered is not made good by the participant's empty answer", () => {
  const { verdict } = asking(
    answersAt(refusing(OWNER, "DescribeInternetGateways", "DescribeRouteTables")),
    participant,
  );
  expect(verdict("203.0.113.7", WEB, 443)).toBe("UNKNOWN");
  expect(verdict(APP, "203.0.113.9", 443)).toBe("UNKNOWN");
});

describe("another account, of whom one call was refused", () => {
  const FAR = "aws_network_interface.eni-far";
  const far: Told = {
    DescribeVpcs: [{ ...vpc("vpc-c", "10.2.0.0/16"), OwnerId: OTHER }],
    DescribeSubnets: [{ ...subnet("subnet-c", "vpc-c", "10.2.0.0/24"), OwnerId: OTHER }],
    DescribeRouteTables: [table("rtb-c", "vpc-c", [local("10.2.0.0/16"), route("0.0.0.0/0", { GatewayId: "igw-c" })])],
    DescribeNetworkAcls: [acl("acl-c", "vpc-c", ["subnet-c"])],
    DescribeSecurityGroups: [
      group("sg-c", "vpc-c", [permission(443, { IpRanges: [{ CidrIp: "0.0.0.0/0" }] })]),
      group("sg-default-c", "vpc-c", []),
    ],
    DescribeInternetGateways: [{ InternetGatewayId: "igw-c", Attachments: [{ State: "available", VpcId: "vpc-c" }] }],
    DescribeNetworkInterfaces: [
      eni("eni-far", "subnet-c", "vpc-c", ["10.2.0.10"], {
        OwnerId: OTHER,
        Groups: [{ GroupId: "sg-c" }],
        Association: { PublicIp: "198.51.100.77" },
      }),
    ],
  };
  const questions = [
    ["203.0.113.7", FAR, 443],
    ["203.0.113.7", FAR, 22],
    [FAR, "203.0.113.7", 443],
    [FAR, "10.2.0.99", 443],
    [FAR, "10.2.9.9", 443],
  ] as const;
  const verdicts = (told: Told): string[] => {
    const { verdict } = asking(owner, answersAt(told, THERE));
    return questions.map(([from, to, port]) => verdict(from, to, port));
  };

  test("is certain where nothing was", () => {
    expect(verdicts(far)).toEqual(["ALLOWED", "DENIED", "ALLOWED", "DENIED", "DENIED"]);
  });

  test.each([
    ["DescribeRouteTables", ["UNKNOWN", "DENIED", "UNKNOWN", "UNKNOWN", "UNKNOWN"]],
    ["DescribeNetworkAcls", ["UNKNOWN", "DENIED", "UNKNOWN", "DENIED", "DENIED"]],
    ["DescribeSecurityGroups", ["UNKNOWN", "UNKNOWN", "UNKNOWN", "DENIED", "DENIED"]],
    ["DescribeInternetGateways", ["UNKNOWN", "DENIED", "UNKNOWN", "DENIED", "DENIED"]],
  ] as const)("has open what %s tells, and nothing else has", (call, expected) => {
    expect(verdicts(refusing(far, call))).toEqual(expected);
    const { verdict } = asking(owner, answersAt(refusing(far, call), THERE));
    expect([verdict("203.0.113.7", WEB, 443), verdict(APP, "203.0.113.9", 443)]).toEqual(["ALLOWED", "ALLOWED"]);
  });

  test("has its ranges open without DescribeSubnets", () => {
    const { topology } = asking(owner, answersAt(refusing(far, "DescribeSubnets"), THERE));
    const open = topology.vpcs.filter(({ doubts }) => doubts.ranges.length > 0).map(({ address }) => address);
    expect(open).toContain("aws_vpc.vpc-c");
    expect(open).not.toContain("aws_vpc.vpc-a");
  });
});

describe("names of zones", () => {
  const other = { ...subnet("subnet-c", "vpc-c", "10.2.0.0/24"), OwnerId: OTHER, AvailabilityZoneId: "euw1-az3" };
  const there: Told = { DescribeVpcs: [{ ...vpc("vpc-c", "10.2.0.0/16"), OwnerId: OTHER }], DescribeSubnets: [other] };

  test("are left out where two accounts mean different zones by one", () => {
    const { topology } = asking(owner, answersAt(there, THERE));
    expect(topology.subnets.map(({ zone }) => zone)).toEqual(["euw1-az1", "euw1-az2", "euw1-az1", "euw1-az3"]);
  });

  test("stay where they mean the same", () => {
    const same: JsonObject = { ...(other as unknown as JsonObject), AvailabilityZoneId: "euw1-az1" };
    const { topology } = asking(owner, answersAt({ ...there, DescribeSubnets: [same] }, THERE));
    expect(topology.subnets.map(({ zone }) => zone)).toEqual(["eu-west-1a", "eu-west-1b", "eu-west-1a", "eu-west-1a"]);
  });
});

test("the accounts of these tests differ", () => expect([HERE.account, ACCOUNT]).not.toContain(OTHER));
