import { type Edit, EXISTING, patch, SMALL } from "../config/bridge-texts";
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

const ENFORCING: Edit = [
  "routes: [192.168.0.0/16] }",
  "routes: [192.168.0.0/16], encryption_control: enforce, encryption_exclusions: [nat_gateway] }",
];
const SUPPORTING: Edit = ["{ id: tgw-11111111 }", "{ id: tgw-11111111, encryption_support: true }"];

export const OTHER_CASES: readonly AcrossCase[] = [
  {
    rule: "ranges-of-all-bridges",
    id: "ranges-of-all-bridges: a sixth range in one VPC, by four bridges",
    files: { a: inVpc(1), b: inVpc(2), c: inVpc(3), d: inVpc(4) },
    found: [
      [
        ["a", 18, "bridge.cidr"],
        ["b", 18, "bridge.cidr"],
      ],
      [
        ["b", 18, "bridge.cidr"],
        ["a", 18, "bridge.cidr"],
      ],
      [
        ["c", 18, "bridge.cidr"],
        ["a", 18, "bridge.cidr"],
      ],
      [
        ["d", 18, "bridge.cidr"],
        ["a", 18, "bridge.cidr"],
      ],
    ],
  },
  {
    rule: "ranges-of-all-bridges",
    id: "ranges-of-all-bridges: a fifth range",
    files: { a: inVpc(1), b: inVpc(2), c: inVpc(3) },
    found: [],
  },
  {
    rule: "ranges-of-all-bridges",
    id: "ranges-of-all-bridges: a sixth where AWS raised the quota",
    files: Object.fromEntries([1, 2, 3, 4].map((n) => [`b${n}`, patch(inVpc(n), add("quotas: { cidrs_per_vpc: 6 }"))])),
    found: [],
  },
  two(
    "names-of-their-own",
    "one ALB's name, in other letters",
    [patch(EXISTING, add("alb: { name: Front }")), patch(ELSEWHERE, add("alb: { name: front }"))],
    both(23, "alb.name"),
  ),
  two(
    "names-of-their-own",
    "the name that the other gets by itself",
    [EXISTING, patch(ELSEWHERE, add("alb: { name: overlap-one }"))],
    [
      [
        ["one", 1, ""],
        ["two", 23, "alb.name"],
      ],
      [
        ["two", 23, "alb.name"],
        ["one", 1, ""],
      ],
    ],
  ),
  {
    rule: "names-of-their-own",
    id: "names-of-their-own: target groups whose digests happen to be the same",
    files: { b7j7: SMALL, bk6l: patch(SMALL, ["small.tfstate", "other.tfstate"]) },
    found: [
      [
        ["b7j7", 21, "services.shop"],
        ["bk6l", 21, "services.shop"],
      ],
      [
        ["bk6l", 21, "services.shop"],
        ["b7j7", 21, "services.shop"],
      ],
    ],
  },
  {
    rule: "names-of-their-own",
    id: "names-of-their-own: alarms whose names are made of other parts",
    files: {
      shop: patch(EXISTING, add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:a }"), ["  shop:", "  eu-web:"]),
      "shop-eu": patch(ELSEWHERE, add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:a }"), [
        "  shop:",
        "  web:",
      ]),
    },
    found: [
      [
        ["shop", 23, "alarms"],
        ["shop-eu", 23, "alarms"],
      ],
      [
        ["shop-eu", 23, "alarms"],
        ["shop", 23, "alarms"],
      ],
    ],
  },
  {
    rule: "dashboards-of-their-own",
    id: "dashboards-of-their-own: two Regions",
    files: {
      one: patch(SMALL, add("dashboard: { name: bridges }"), ["state/small", "state/one"]),
      two: patch(SMALL, add("dashboard: { name: bridges }"), ["state/small", "state/two"], ["us-east-1", "us-east-2"]),
    },
    found: [
      [
        ["one", 20, "dashboard.name"],
        ["two", 20, "dashboard.name"],
      ],
      [
        ["two", 20, "dashboard.name"],
        ["one", 20, "dashboard.name"],
      ],
    ],
  },
  two("dashboards-of-their-own", "names that differ in case", [
    patch(EXISTING, add("dashboard: { name: bridges }")),
    patch(ELSEWHERE, add("dashboard: { name: Bridges }")),
  ]),
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
    both(5, "client.vpc.cidr"),
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
      ...both(5, "client.vpc.id"),
      ...both(9, "client.subnets.batch.cidr"),
      ...both(9, "client.subnets.batch.zone"),
      ...both(9, "client.subnets.batch.route_table"),
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
    [...both(5, "client.vpc.id"), ...both(12, "web.vpc.id")],
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
    [...both(1, "region"), ...both(4, "client.account.id")],
  ),
  two(
    "facts-agree",
    "a VPC that enforces encryption, and one of which the other file says nothing; and the gateway",
    [
      patch(EXISTING, ENFORCING, SUPPORTING),
      patch(ELSEWHERE, sameClient, sameGateway, ["rtb-2a222222", "rtb-22222222"], range("100.65.0.0/24")),
    ],
    [...both(5, "client.vpc.encryption_control"), ...both(20, "transit_gateway.encryption_support")],
  ),
  two("facts-agree", "encryption said twice alike", [
    patch(EXISTING, ENFORCING, SUPPORTING),
    patch(ELSEWHERE, sameClient, ["rtb-2a222222", "rtb-22222222"], range("100.65.0.0/24"), ENFORCING, [
      "{ id: tgw-1a111111 }",
      "{ id: tgw-1a111111, encryption_support: true }",
    ]),
  ]),
  two("facts-agree", "the same said twice", [
    EXISTING,
    patch(ELSEWHERE, sameClient, ["rtb-2a222222", "rtb-22222222"], range("100.65.0.0/24")),
  ]),
];
