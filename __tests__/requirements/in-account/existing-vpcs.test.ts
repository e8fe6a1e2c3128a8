import { type AddressPlan } from "../../../src/address-plan/plan";
import { type Resource, type TypeName } from "../../../src/terraform";
import { ATTACHED, EXISTING_CLIENT, EXISTING_WEB, planOf, WITH_GATEWAY } from "../../support/bridges";
import {
  BARE,
  BEFORE,
  CLIENT,
  CLIENT_AT,
  CLIENT_TABLE,
  CLIENTS,
  FROM_CLIENT,
  FROM_WEB,
  GROUP,
  PLAN,
  SERVERS,
  TGW,
  WEB,
  WEB_AT,
  judged,
} from "./support/attached-account";
import { deployed, LiveAccount, made, server } from "./support/deployed";
import * as hand from "./support/hands";

const LIVE = deployed(PLAN, BEFORE);
const OTHER = hand.vpc("vpc-other", "10.64.0.0/16");

type Change = (account: LiveAccount) => LiveAccount;

const BREAKS: readonly [string, Change, RegExp][] = [
  [
    "a route in a listed table",
    (live) => live.with(hand.route(CLIENT_TABLE, "10.9.9.0/24", { transit_gateway_id: TGW })),
    /10\.9\.9\.0\/24/,
  ],
  ["the bridge's range on another port", (live) => live.with(hand.ingress(GROUP, "10.0.2.0/24", 22)), /22/],
  ["a propagation", (live) => live.with(hand.propagation(FROM_CLIENT, WEB_AT)), /propagates/],
  [
    "an association that was moved",
    (live) =>
      live.changed(
        live.the(
          "aws_ec2_transit_gateway_route_table_association",
          ({ transit_gateway_attachment_id: id }) => id === CLIENT_AT,
        ),
        { transit_gateway_route_table_id: FROM_WEB },
      ),
    /transit gateway/,
  ],
  [
    "a host in the balancer's subnet",
    (live) => live.with(server(live.named("aws_subnet", "article-private3"), "10.0.2.99", GROUP)),
    /not its own/,
  ],
  [
    "a NAT gateway in the bridge's subnet",
    (live) => live.with(hand.natGateway("nat-9", live.id("aws_subnet", "article-private2"), "10.0.1.99")),
    /NAT gateway|nat-9/,
  ],
  [
    "a subnet of clients at another table",
    (live) => hand.swapped(live, CLIENTS, "rtb-11111111"),
    /DENIED private1|10\.64/,
  ],
  [
    "an ACL that drops",
    (live) => live.with(hand.acl("acl-9", WEB, [SERVERS], { action: "deny", rule_no: 1 })),
    /network ACL/,
  ],
  [
    "a subnet that nobody listed, with the clients' way",
    (live) => live.with(hand.subnet("subnet-9", CLIENT, "10.64.9.0/24"), hand.associated(CLIENT_TABLE, "subnet-9")),
    /ALLOWED no packet from a subnet without clients/,
  ],
  [
    "another VPC that gets to the servers by the gateway",
    (live) =>
      live.with(
        hand.vpc("vpc-third", "10.0.2.0/24"),
        hand.subnet("subnet-9", "vpc-third", "10.0.2.0/24"),
        hand.table("rtb-9", "vpc-third"),
        hand.associated("rtb-9", "subnet-9"),
        hand.route("rtb-9", "10.64.0.0/24", { transit_gateway_id: TGW }),
        hand.attachment("tgw-attach-9", TGW, "vpc-third", "subnet-9"),
        hand.transitAssociation(FROM_CLIENT, "tgw-attach-9"),
        hand.transitRoute(FROM_WEB, "10.0.2.0/25", "tgw-attach-9"),
      ),
    /10\.0\.2\.0\/25/,
  ],
];

const HARMLESS: readonly [string, Change][] = [
  [
    "an internet gateway",
    (live) => live.with(hand.internetGateway("igw-9", CLIENT), hand.internetGateway("igw-8", WEB)),
  ],
  ["other rules in the servers' group", (live) => live.with(hand.ingress(GROUP, "10.64.5.0/24", 22))],
  [
    "a peering with others",
    (live) => live.with(hand.vpc("vpc-9", "10.7.0.0/16"), hand.peering("pcx-9", CLIENT, "vpc-9")),
  ],
  ["another VPC with the same range", (live) => live.with(OTHER)],
  [
    "other subnets with tables of their own",
    (live) =>
      live.with(
        hand.internetGateway("igw-9", CLIENT),
        hand.subnet("subnet-9", CLIENT, "10.64.9.0/24"),
        hand.table("rtb-9", CLIENT),
        hand.associated("rtb-9", "subnet-9"),
        hand.route("rtb-9", "0.0.0.0/0", { gateway_id: "igw-9" }),
      ),
  ],
];

describe("attachments that the bridge made", () => {
  const second = /^account-attachments: .*already/;

  test("are the bridge's own whatever somebody calls them", () => {
    expect(joining(JOINED)).toEqual([]);
    expect(joining(renamed(JOINED, { Name: "tgw-prod" }))).toEqual([]);
    expect(joining(renamed(JOINED, {}))).toEqual([]);
  });

  test("are somebody's where neither they nor their tables have the bridge's names", () => {
    const said = joining(inOtherTables(renamed(JOINED, { Name: "tgw-prod" })));
    expect(said).toContainEqual(expect.stringMatching(second));
  });
});

describe("a bridge between VPCs that exist, in an account", () => {
  test("verifies as it was deployed", () => {
    expect(LIVE.broken()).toEqual([]);
  });

  test.each(BREAKS)("is broken by %s", (_, change, words) => {
    expect(change(LIVE).broken().join("\n")).toMatch(words);
  });

  test.each(HARMLESS)("is not broken by %s", (_, change) => {
    expect(change(LIVE).broken()).toEqual([]);
  });

  test("loses no way by a NAT gateway that others have in the web VPC", () => {
    const broken = LIVE.with(hand.natGateway("nat-9", SERVERS, "10.64.0.9")).broken();
    expect(broken).toEqual([expect.stringMatching(/a NAT gateway on the web side$/)]);
  });

  test("breaks no rule, neither before nor after it is built", () => {
    expect(judged(new LiveAccount(PLAN, BEFORE))).toEqual([]);
    expect(judged(LIVE)).toEqual([]);
  });
});

const the = (type: TypeName, id: string): Resource => BARE.the(type, (values) => values["id"] === id);

/** The file of a bridge that uses the NAT gateway which is there; and the account with it. */
const SHARED = planOf("article", { ...ATTACHED, ...WITH_GATEWAY });
const SHARED_NAT = hand.natGateway("nat-11111111", "subnet-33333333", "10.9.0.36");
const WITH_NAT = BARE.with(
  hand.subnet("subnet-33333333", CLIENT, "10.9.0.32/28"),
  hand.table("rtb-33333333", CLIENT),
  hand.associated("rtb-33333333", "subnet-33333333"),
  { ...SHARED_NAT, values: { ...SHARED_NAT.values, secondary_private_ip_addresses: ["10.9.0.37"] } },
);
const ofShared = (live: LiveAccount): string[] => judged(live, undefined, SHARED);
const changedNat = (values: Resource["values"]): string[] =>
  ofShared(WITH_NAT.changed(WITH_NAT.the("aws_nat_gateway"), values));

/** A file that attaches the VPCs itself, though they are attached. */
const JOINING = planOf("article", {
  ...EXISTING_CLIENT,
  ...EXISTING_WEB,
  "client.vpc": { id: CLIENT, cidr: "10.64.0.0/16", secondary_cidrs: ["10.9.0.0/24"] },
  transit_gateway: { id: TGW },
  reachability_analyzer: undefined,
});
const joining = (live: LiveAccount): string[] => judged(live, undefined, JOINING);
const UNATTACHED = [CLIENT_AT, WEB_AT].reduce(
  (live, id) => live.without(live.the("aws_ec2_transit_gateway_vpc_attachment", (values) => values["id"] === id)),
  BARE,
);
/** The same deployed: its attachments have the names that the bridge gives them, and get these. */
const JOINED = deployed(JOINING, UNATTACHED.resources);
function renamed(live: LiveAccount, tags: Resource["values"]): LiveAccount {
  const ours = [CLIENT, WEB].map((vpc) =>
    live.the("aws_ec2_transit_gateway_vpc_attachment", ({ vpc_id: id }) => id === vpc),
  );
  return ours.reduce((account, one) => account.changed(one, { tags }), live);
}
/** Their tables are called as somebody else's. */
function inOtherTables(live: LiveAccount): LiveAccount {
  const tables = ["client", "web"].map((side) =>
    live.named("aws_ec2_transit_gateway_route_table", `article-from-${side}`),
  );
  return tables.reduce((account, one) => account.changed(one, { tags: { Name: "theirs" } }), live);
}

const changedAttachment = (id: string, values: Resource["values"]): string[] =>
  judged(BARE.changed(the("aws_ec2_transit_gateway_vpc_attachment", id), values));

const PEERINGS = { code: "L-7E9ECCDB", default: 50 };
/** What is said of a file that states a quota, in an account that tells another one. */
const stating = (stated: number, told: number): string[] => {
  const plan: AddressPlan = planOf("article", { ...ATTACHED, "quotas.peerings_per_vpc": stated });
  return judged(BARE, new Map([[PEERINGS.code, told]]), plan);
};

/** Each rule broken once: what is otherwise in the account, and what is said. */
const RULES: readonly [string, () => string[], RegExp][] = [
  ["account-vpcs", () => judged(BARE.without(the("aws_vpc", WEB))), /is in none of the accounts/],
  [
    "account-ranges",
    () => judged(BARE.changed(the("aws_vpc", WEB), { cidr_block: "10.65.0.0/16" })),
    /is not the primary range/,
  ],
  [
    "account-ranges",
    () => judged(BARE.without(the("aws_vpc_ipv4_cidr_block_association", "vpc-cidr-assoc-1"))),
    /names 10\.9\.0\.0\/24, which/,
  ],
  [
    "account-ranges",
    () =>
      judged(
        BARE.with(made("aws_vpc_ipv4_cidr_block_association", "more", { vpc_id: WEB, cidr_block: "10.8.0.0/24" })),
      ),
    /leaves out the range 10\.8\.0\.0\/24/,
  ],
  ["account-subnets", () => judged(BARE.without(the("aws_subnet", SERVERS))), /is in none of the accounts/],
  [
    "account-subnets",
    () => judged(BARE.changed(the("aws_subnet", SERVERS), { availability_zone: "us-east-1c" })),
    /is not the zone of/,
  ],
  [
    "account-subnets",
    () => judged(BARE.changed(the("aws_subnet", SERVERS), { cidr_block: "10.64.0.0/25" })),
    /is not the range of/,
  ],
  [
    "account-subnets",
    () => judged(hand.swapped(BARE.with(hand.table("rtb-9", WEB)), SERVERS, "rtb-9")),
    /is not the route table of/,
  ],
  [
    "account-security-groups",
    () => judged(BARE.without(the("aws_security_group", GROUP))),
    /is in none of the accounts/,
  ],
  [
    "account-security-groups",
    () => judged(BARE.changed(the("aws_security_group", GROUP), { vpc_id: CLIENT })),
    /is not in vpc-/,
  ],
  [
    "account-transit-gateway",
    () => judged(BARE.without(the("aws_ec2_transit_gateway", TGW))),
    /is in none of the accounts/,
  ],
  [
    "account-subnets-left-out",
    () => judged(BARE.with(hand.subnet("subnet-9", CLIENT, "10.64.0.0/28"))),
    /leaves out subnet-9/,
  ],
  [
    "account-free-ranges",
    () =>
      judged(
        BARE.with(
          hand.vpc("vpc-9", "10.0.0.0/16"),
          hand.subnet("subnet-9", "vpc-9", "10.0.0.0/24"),
          hand.attachment("tgw-attach-9", TGW, "vpc-9", "subnet-9"),
        ),
      ),
    /overlaps with 10\.0\.0\.0\/16, which vpc-9 has/,
  ],
  [
    "account-routes",
    () => judged(BARE.with(hand.route(CLIENT_TABLE, "10.7.0.0/16", { transit_gateway_id: TGW }))),
    /leaves out 10\.7\.0\.0\/16/,
  ],
  [
    "account-attachments",
    () => joining(BARE),
    /would attach vpc-0123456789abcdef0 to tgw-11111111, which tgw-attach-11111111 does already/,
  ],
  [
    "account-attachments",
    () => judged(BARE.without(the("aws_ec2_transit_gateway_vpc_attachment", WEB_AT))),
    /is in none of the accounts/,
  ],
  ["account-attachments", () => changedAttachment(WEB_AT, { vpc_id: CLIENT }), /attaches vpc-\w+0, not vpc-\w+1/],
  [
    "account-attachments",
    () => changedAttachment(WEB_AT, { transit_gateway_id: "tgw-9" }),
    /is of tgw-9, not of tgw-11111111/,
  ],
  [
    "account-attachments",
    () => changedAttachment(CLIENT_AT, { subnet_ids: ["subnet-11111111"] }),
    /are not the subnets of tgw-attach-11111111, which is in subnet-11111111/,
  ],
  [
    "account-attachments",
    () =>
      judged(
        BARE.changed(
          BARE.the("aws_ec2_transit_gateway_route_table_association", (one) => one["id"] === `${FROM_WEB}_${WEB_AT}`),
          { transit_gateway_route_table_id: FROM_CLIENT },
        ),
      ),
    /is not the table of tgw-attach-22222222, which uses tgw-rtb-11111111/,
  ],
  ["account-nat-gateways", () => ofShared(BARE), /is in none of the accounts/],
  ["account-nat-gateways", () => changedNat({ connectivity_type: "public" }), /is a public NAT gateway/],
  [
    "account-nat-gateways",
    () => changedNat({ subnet_id: "subnet-11111111" }),
    /is not the subnet of nat-11111111, which is in subnet-11111111/,
  ],
  [
    "account-nat-gateways",
    () => changedNat({ secondary_private_ip_addresses: ["10.9.0.38"] }),
    /are not the addresses of nat-11111111, which has 10\.9\.0\.36, 10\.9\.0\.38/,
  ],
  [
    "account-subnets",
    () =>
      ofShared(
        WITH_NAT.changed(
          WITH_NAT.the("aws_subnet", ({ id }) => id === "subnet-33333333"),
          { cidr_block: "10.9.0.48/28" },
        ),
      ),
    /is not the range of subnet-33333333/,
  ],
  ["account-stated-quotas", () => stating(60, 55), /is more than the account has, which is 55/],
  [
    "account-stated-quotas",
    () => judged(BARE, new Map([["L-7EED9B64", 150]]), planOf("article", { ...ATTACHED, "quotas.rules_per_alb": 200 })),
    /is more than the account has, which is 150/,
  ],
  ["account-targets", () => judged(BARE.without(BARE.the("aws_network_interface"))), /which no interface in/],
  ["account-quotas", () => judged(BARE, new Map([["L-407747CB", 3]])), /subnets.* more than the 3/],
];

/** What is just so: the account that has no more and no less than a rule asks for. */
const HOLDING: readonly [string, () => string[]][] = [
  ["account-attachments", () => joining(UNATTACHED)],
  ["account-attachments", () => judged(BARE)],
  ["account-attachments", () => joining(UNATTACHED.with(hand.attachment("tgw-attach-9", "tgw-9", WEB, SERVERS)))],
  ["account-nat-gateways", () => ofShared(WITH_NAT)],
  ["account-nat-gateways", () => changedNat({ connectivity_type: "private" })],
  ["account-nat-gateways", () => ofShared(deployed(SHARED, WITH_NAT.resources))],
  ["account-subnets", () => ofShared(WITH_NAT)],
  ["account-stated-quotas", () => stating(60, 60)],
  ["account-stated-quotas", () => stating(PEERINGS.default, 20)],
  ["account-stated-quotas", () => judged(BARE, new Map([["L-00000000", 1]]))],
];

test.each(HOLDING)("%s holds where the account is just so", (rule, said) => {
  expect(said().filter((line) => line.startsWith(`${rule}: `))).toEqual([]);
});

test.each(RULES)("%s is broken in an account", (rule, said, words) => {
  const own = said().filter((line) => line.startsWith(`${rule}: `));
  expect(own.join("\n")).toMatch(words);
});
