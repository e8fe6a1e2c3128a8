import { EXISTING, patch, SMALL } from "../config/bridge-texts";
import { add } from "../config/contradiction-case";
import { ELSEWHERE, type AcrossCase, both, CLIENT_VPC, range, sameClient, sameGateway, two } from "./across-case";

const inVpc = (n: number) =>
  patch(
    ELSEWHERE.replace("key: elsewhere", `key: k${n}`)
      .replace("tgw-1a111111", `tgw-1111111${n}`)
      .replaceAll("-1a", "-1b"),
    [CLIENT_VPC.replace("-1a", "-1b"), CLIENT_VPC.replace("vpc-1a111111", "vpc-11111111")],
    range(`100.70.${n}.0/24`),
  );

export const OTHER_CASES: readonly AcrossCase[] = [
  {
    rule: "ranges-of-all-bridges",
    what: "a sixth range in one VPC, by four bridges",
    files: { a: inVpc(1), b: inVpc(2), c: inVpc(3), d: inVpc(4) },
    found: ["a", "b", "c", "d"].map(
      (name) =>
        `${name} bridge.cidr: would be one of 6 ranges of the client VPC, more than 5, with that of ${name === "a" ? "b" : "a"} bridge.cidr`,
    ),
  },
  { rule: "ranges-of-all-bridges", what: "a fifth range", files: { a: inVpc(1), b: inVpc(2), c: inVpc(3) }, found: [] },
  {
    rule: "ranges-of-all-bridges",
    what: "a sixth where AWS raised the quota",
    files: Object.fromEntries([1, 2, 3, 4].map((n) => [`b${n}`, patch(inVpc(n), add("quotas: { cidrs_per_vpc: 6 }"))])),
    found: [],
  },
  two(
    "names-of-their-own",
    "one ALB's name, in other letters",
    [patch(EXISTING, add("alb: { name: Front }")), patch(ELSEWHERE, add("alb: { name: front }"))],
    [
      'one alb.name: gives an ALB the name "Front", as two alb.name does',
      'two alb.name: gives an ALB the name "front", as one alb.name does',
    ],
  ),
  two(
    "names-of-their-own",
    "the name that the other gets by itself",
    [EXISTING, patch(ELSEWHERE, add("alb: { name: overlap-one }"))],
    [
      'one : gives an ALB the name "overlap-one", as two alb.name does',
      'two alb.name: gives an ALB the name "overlap-one", as one  does',
    ],
  ),
  {
    rule: "names-of-their-own",
    what: "target groups whose digests happen to be the same",
    files: { b7j7: SMALL, bk6l: patch(SMALL, ["small.tfstate", "other.tfstate"]) },
    found: [
      'b7j7 services.shop: gives a target group the name "shop-f928e5c", as bk6l services.shop does',
      'bk6l services.shop: gives a target group the name "shop-f928e5c", as b7j7 services.shop does',
    ],
  },
  {
    rule: "names-of-their-own",
    what: "alarms whose names are made of other parts",
    files: {
      shop: patch(EXISTING, add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:a }"), ["  shop:", "  eu-web:"]),
      "shop-eu": patch(ELSEWHERE, add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:a }"), [
        "  shop:",
        "  web:",
      ]),
    },
    found: [
      'shop alarms: gives an alarm the name "shop-eu-web-unhealthy-targets", as shop-eu alarms does',
      'shop-eu alarms: gives an alarm the name "shop-eu-web-unhealthy-targets", as shop alarms does',
    ],
  },
  two("names-of-their-own", "one name in two accounts", [
    patch(EXISTING, add("alb: { name: front }")),
    patch(ELSEWHERE, add("alb: { name: front }"), ['"111122223333"', '"777788889999"']),
  ]),
  two("names-of-their-own", "one name in two Regions", [
    patch(EXISTING, add("alb: { name: front }")),
    patch(ELSEWHERE.replace("us-east-1", "us-east-2").replaceAll("use1", "use2"), add("alb: { name: front }")),
  ]),
  two(
    "facts-agree",
    "a VPC of two ranges",
    [
      EXISTING,
      patch(
        ELSEWHERE,
        [CLIENT_VPC, "{ id: vpc-11111111, cidr: 10.64.0.0/17, secondary_cidrs: [10.70.0.0/16]"],
        range("100.65.0.0/24"),
      ),
    ],
    [
      "one client.vpc.cidr: is the primary range of vpc-11111111 here, but two client.vpc.cidr says 10.64.0.0/17",
      "two client.vpc.cidr: is the primary range of vpc-11111111 here, but one client.vpc.cidr says 10.64.0.0/16",
    ],
  ),
  two(
    "facts-agree",
    "a subnet of two VPCs, ranges, zones and tables",
    [
      EXISTING,
      patch(ELSEWHERE, [
        "batch: { cidr: 10.64.9.0/24, zone: use1-az2, id: subnet-3a333333",
        "batch: { cidr: 10.64.8.0/24, zone: use1-az1, id: subnet-33333333",
      ]),
    ],
    [
      "one client.vpc.id: is the VPC of subnet-33333333 here, but two client.vpc.id says vpc-1a111111",
      "two client.vpc.id: is the VPC of subnet-33333333 here, but one client.vpc.id says vpc-11111111",
      "one client.subnets.batch.cidr: is the range of subnet-33333333 here, but two client.subnets.batch.cidr says 10.64.8.0/24",
      "two client.subnets.batch.cidr: is the range of subnet-33333333 here, but one client.subnets.batch.cidr says 10.64.9.0/24",
      "one client.subnets.batch.zone: is the zone id of subnet-33333333 here, but two client.subnets.batch.zone says use1-az1",
      "two client.subnets.batch.zone: is the zone id of subnet-33333333 here, but one client.subnets.batch.zone says use1-az2",
      "one client.subnets.batch.route_table: is the route table of subnet-33333333 here, but two client.subnets.batch.route_table says rtb-2a222222",
      "two client.subnets.batch.route_table: is the route table of subnet-33333333 here, but one client.subnets.batch.route_table says rtb-22222222",
    ],
  ),
  two(
    "facts-agree",
    "a route table and a security group of two VPCs",
    [
      EXISTING,
      patch(
        ELSEWHERE,
        ["rtb-2a222222", "rtb-22222222"],
        ["[sg-1a111111]", "[sg-1a111111, sg-11111111]"],
        range("100.65.0.0/24"),
      ),
    ],
    [
      "one client.vpc.id: is the VPC of rtb-22222222 here, but two client.vpc.id says vpc-1a111111",
      "two client.vpc.id: is the VPC of rtb-22222222 here, but one client.vpc.id says vpc-11111111",
      "one web.vpc.id: is the VPC of sg-11111111 here, but two web.vpc.id says vpc-2a222222",
      "two web.vpc.id: is the VPC of sg-11111111 here, but one web.vpc.id says vpc-22222222",
    ],
  ),
  two(
    "facts-agree",
    "a gateway of two accounts and Regions",
    [
      EXISTING,
      patch(ELSEWHERE.replace("us-east-1", "us-east-2").replaceAll("use1", "use2"), sameGateway, [
        '"111122223333"',
        '"777788889999"',
      ]),
    ],
    [
      ...both("region", (other) => `is the Region of tgw-11111111 here, but ${other} says REGION`).map((line) =>
        line.replace("REGION", line.startsWith("one") ? "us-east-2" : "us-east-1"),
      ),
      "one client.account.id: is the account of tgw-11111111 here, but two client.account.id says 777788889999",
      "two client.account.id: is the account of tgw-11111111 here, but one client.account.id says 111122223333",
    ],
  ),
  two("facts-agree", "the same said twice", [
    EXISTING,
    patch(ELSEWHERE, sameClient, ["rtb-2a222222", "rtb-22222222"], range("100.65.0.0/24")),
  ]),
];
