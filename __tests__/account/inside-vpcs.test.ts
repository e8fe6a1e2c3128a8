import { type CallName } from "../../src/account/calls";
import { askingGraph, changing, graphTold, refusing, type Told } from "./support/told";
import { type JsonObject } from "../../src/terraform";
import { entry, TWO_VPCS } from "./support/two-vpcs-told";

type Asked = readonly [from: string, to: string, port: number];

const [WEB, APP, DB] = ["aws_instance.i-web", "aws_instance.i-app", "aws_network_interface.eni-db"];

const QUESTIONS = {
  "app to db": [APP, DB, 5432],
  "app to ssh of db": [APP, DB, 22],
  "web to db": [WEB, DB, 5432],
  "web to app": [WEB, APP, 8080],
  "db to app": [DB, APP, 8080],
  "app to internet": [APP, "203.0.113.200", 443],
  "office to web": ["203.0.113.7", WEB, 443],
  "others to web": ["192.0.2.7", WEB, 443],
  "app to endpoint": [APP, "10.0.2.30", 443],
  "app to nat": [APP, "10.0.1.20", 443],
  "app to nobody": [APP, "10.0.1.77", 443],
  "app to nobody in its VPC": [APP, "10.0.1.77@vpc-a", 443],
  "app to storage": [APP, "52.218.1.1", 443],
} as const satisfies Record<string, Asked>;
type Question = keyof typeof QUESTIONS;
const NAMES = Object.keys(QUESTIONS) as Question[];

function verdictsOf(told: Told, refused: readonly CallName[] = []): Record<string, string> {
  const { verdict } = askingGraph(graphTold(told, refused));
  return Object.fromEntries(
    NAMES.map((name) => {
      const [from, to, port] = QUESTIONS[name];
      try {
        return [name, verdict(from, to, port)];
      } catch (error) {
        // Who is not told of has no name to ask for.
        return [name, error instanceof Error ? error.message.replace(/[\s\S]*/, "UNNAMED") : ""];
      }
    }),
  );
}

describe("two VPCs, as AWS describes them", () => {
  const verdicts = verdictsOf(TWO_VPCS);

  test("answer with certainty", () => {
    expect(verdicts).toEqual({
      "app to db": "ALLOWED",
      "app to ssh of db": "DENIED",
      "web to db": "DENIED",
      "web to app": "ALLOWED",
      "db to app": "DENIED",
      "app to internet": "ALLOWED",
      "office to web": "ALLOWED",
      "others to web": "DENIED",
      "app to endpoint": "ALLOWED",
      "app to nat": "DENIED",
      "app to nobody": "DENIED",
      "app to nobody in its VPC": "DENIED",
      "app to storage": "UNKNOWN",
    });
  });

  test("say the same without the rules of groups one by one, which their permissions hold too", () => {
    expect(verdictsOf(refusing(TWO_VPCS, "DescribeSecurityGroupRules"))).toEqual(verdicts);
  });

  test.each((Object.keys(TWO_VPCS) as CallName[]).filter((call) => !/^Describe(Vpcs|Subnets)$/.test(call)))(
    "never say the other thing for certain where %s is refused",
    (call) => {
      const without = verdictsOf(refusing(TWO_VPCS, call), [call]);
      for (const name of NAMES)
        expect([name, without[name]]).toEqual([name, expect.stringMatching(`^(${verdicts[name]}|UNKNOWN|UNNAMED)$`)]);
    },
  );
});

const at = (call: CallName, id: string): number =>
  (TWO_VPCS[call] as readonly object[]).findIndex((one) => Object.values(one).includes(id));

/** Changes one item, found by its id. */
function edit(call: CallName, id: string, change: (item: JsonObject) => object | undefined): Told {
  return changing(TWO_VPCS, call, at(call, id), change);
}

const routes = (id: string, change: (routes: readonly JsonObject[]) => readonly object[]): Told =>
  edit("DescribeRouteTables", id, (table) => ({ ...table, Routes: change(table.Routes as JsonObject[]) }));
const rule = (id: string, change: object): Told =>
  edit("DescribeSecurityGroupRules", id, (one) => ({ ...one, ...change }));
const peering = (change: object): Told =>
  edit("DescribeVpcPeeringConnections", "pcx-1", (one) => ({ ...one, ...change }));
const nat = (change: object): Told => edit("DescribeNatGateways", "nat-a", (one) => ({ ...one, ...change }));

const BROKEN: readonly (readonly [what: string, told: Told, changed: Readonly<Partial<Record<Question, string>>>])[] = [
  [
    "a route is missing",
    routes("rtb-main-a", (all) => all.filter((one) => one.VpcPeeringConnectionId === undefined)),
    { "app to db": "DENIED" },
  ],
  [
    "a route is a blackhole",
    routes("rtb-main-a", (all) =>
      all.map((one) => (one.NatGatewayId === undefined ? one : { ...one, State: "blackhole" })),
    ),
    { "app to internet": "DENIED" },
  ],
  [
    "a route leads to a kind of target that nobody knows",
    routes("rtb-main-a", (all) =>
      all.map((one) =>
        one.NatGatewayId === undefined ? one : { ...one, NatGatewayId: undefined, OdbNetworkArn: "arn:x" },
      ),
    ),
    { "app to internet": "UNKNOWN" },
  ],
  [
    "a subnet has another table",
    edit("DescribeRouteTables", "rtb-pub", (one) => ({ ...one, Associations: [] })),
    { "office to web": "DENIED", "app to internet": "DENIED" },
  ],
  [
    "an association is over",
    edit("DescribeRouteTables", "rtb-pub", (one) => ({
      ...one,
      Associations: (one.Associations as JsonObject[]).map((each) => ({
        ...each,
        AssociationState: { State: "disassociated" },
      })),
    })),
    { "office to web": "DENIED", "app to internet": "DENIED" },
  ],
  [
    "a network ACL denies",
    edit("DescribeNetworkAcls", "acl-db", (one) => ({
      ...one,
      Entries: [
        entry(50, false, "deny", { Protocol: "6", PortRange: { From: 5000, To: 6000 } }),
        ...(one.Entries as object[]),
      ],
    })),
    { "app to db": "DENIED" },
  ],
  [
    "a network ACL's own answers are denied",
    edit("DescribeNetworkAcls", "acl-db", (one) => ({
      ...one,
      Entries: (one.Entries as JsonObject[]).filter((each) => each.Egress !== true),
    })),
    { "app to db": "DENIED" },
  ],
  [
    "an answer was cut down, so that a subnet has no network ACL",
    edit("DescribeNetworkAcls", "acl-db", (one) => ({ ...one, Associations: [] })),
    { "app to db": "UNKNOWN" },
  ],
  [
    "a rule of a group has another port",
    rule("sgr-sg-db-i00", { FromPort: 5433, ToPort: 5433 }),
    { "app to db": "DENIED" },
  ],
  [
    "a rule of a group names another group",
    rule("sgr-sg-app-i00", { ReferencedGroupInfo: { GroupId: "sg-db" } }),
    { "web to app": "DENIED", "db to app": "ALLOWED" },
  ],
  [
    "a rule of a group lets nothing out",
    rule("sgr-sg-app-e00", { CidrIpv4: "192.0.2.1/32" }),
    {
      "app to db": "DENIED",
      "app to internet": "DENIED",
      "app to endpoint": "DENIED",
      "app to storage": "DENIED",
    },
  ],
  [
    "a permission names no ports, which is not port 0",
    refusing(
      edit("DescribeSecurityGroups", "sg-db", (one) => ({
        ...one,
        IpPermissions: [{ IpProtocol: "tcp", IpRanges: [{ CidrIp: "10.0.2.0/24" }] }],
      })),
      "DescribeSecurityGroupRules",
    ),
    { "app to db": "UNKNOWN" },
  ],
  [
    "a permission is for another port, and the rules one by one are of another time",
    edit("DescribeSecurityGroups", "sg-db", (one) => ({ ...one, IpPermissions: [] })),
    { "app to db": "DENIED" },
  ],
  [
    "an entry of a prefix list is another",
    { ...TWO_VPCS, GetManagedPrefixListEntries: { "pl-office": [{ Cidr: "192.0.2.0/24" }], "pl-s3": [] } },
    { "office to web": "DENIED", "others to web": "ALLOWED" },
  ],
  [
    "an internet gateway is not attached",
    edit("DescribeInternetGateways", "igw-a", (one) => ({ ...one, Attachments: [] })),
    { "office to web": "DENIED", "app to internet": "DENIED" },
  ],
  ["a NAT gateway is private", nat({ ConnectivityType: "private" }), { "app to internet": "DENIED" }],
  [
    "a NAT gateway is gone, and its route is told as active still",
    nat({ State: "deleted" }),
    {
      "app to internet": "UNKNOWN",
      "app to nat": "UNKNOWN",
    },
  ],
  ["a peering is not accepted", peering({ Status: { Code: "pending-acceptance" } }), { "app to db": "DENIED" }],
  [
    "a peering leads to another VPC",
    peering({
      AccepterVpcInfo: { VpcId: "vpc-c", OwnerId: "444455556666", Region: "eu-west-1", CidrBlock: "10.1.0.0/16" },
    }),
    { "app to db": "UNKNOWN" },
  ],
  [
    "an interface has another address",
    edit("DescribeNetworkInterfaces", "eni-db", (one) => ({
      ...one,
      SubnetId: "subnet-db",
      Groups: [{ GroupId: "sg-default-b" }],
    })),
    { "app to db": "DENIED" },
  ],
  [
    "an instance has no public address",
    {
      ...edit("DescribeNetworkInterfaces", "eni-web", (one) => ({ ...one, Association: undefined })),
      DescribeAddresses: [],
    },
    { "office to web": "DENIED" },
  ],
  [
    "an address is of a range that an interface holds",
    edit("DescribeNetworkInterfaces", "eni-web", (one) => ({
      ...one,
      Groups: [{ GroupId: "sg-endpoint" }],
      Ipv4Prefixes: [{ Ipv4Prefix: "10.0.1.64/28" }],
    })),
    {
      "app to nobody": "ALLOWED",
      "app to nobody in its VPC": "ALLOWED",
      "office to web": "DENIED",
      "web to app": "DENIED",
    },
  ],
  [
    "an address is held by what nobody knows",
    edit("DescribeNetworkInterfaces", "eni-nat", (one) => ({
      ...one,
      NetworkInterfaceId: "eni-x",
      InterfaceType: "gateway_load_balancer",
      PrivateIpAddress: "10.0.1.77",
      PrivateIpAddresses: [],
    })),
    { "app to nobody": "UNKNOWN", "app to nobody in its VPC": "UNKNOWN" },
  ],
  [
    "public access is blocked",
    edit("DescribeVpcs", "vpc-a", (one) => ({
      ...one,
      BlockPublicAccessStates: { InternetGatewayBlockMode: "block-bidirectional" },
    })),
    { "office to web": "UNKNOWN", "app to internet": "UNKNOWN" },
  ],
];

test.each(BROKEN)("the verdict changes where %s", (_, told, changed) => {
  expect(verdictsOf(told)).toEqual({ ...verdictsOf(TWO_VPCS), ...changed });
});
