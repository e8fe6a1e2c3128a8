import { type AddressPlan } from "../../../src/address-plan/plan";
import { type EncryptionInAccount } from "../../../src/requirements/in-account/rules/account-rule";
import { ATTACHED, EXISTING_CLIENT, EXISTING_WEB, planOf } from "../../support/bridges";
import { BARE, CLIENT, CLIENT_AT, judged, PLAN, TGW, WEB, WEB_AT } from "./support/attached-account";
import { type LiveAccount } from "./support/deployed";

type Told = Partial<EncryptionInAccount>;

/** A VPC whose encryption control is as told. */
const controlled = (vpc: string, mode: "monitor" | "enforce", ...exclusions: string[]): Told => ({
  controls: new Map([[vpc, { mode, exclusions: new Set(exclusions) }]]),
});
const ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment";
const UNATTACHED = [CLIENT_AT, WEB_AT].reduce(
  (live, id) => live.without(live.the(ATTACHMENT, (values) => values["id"] === id)),
  BARE,
);
/** A file that attaches the VPCs itself. */
const JOINING = planOf("article", {
  ...EXISTING_CLIENT,
  ...EXISTING_WEB,
  "client.vpc": { id: CLIENT, cidr: "10.64.0.0/16", secondary_cidrs: ["10.9.0.0/24"] },
  transit_gateway: { id: TGW },
  reachability_analyzer: undefined,
});

/** A file that states how the client VPC encrypts, and whether the gateway does. */
function stating(stated: Readonly<Record<string, unknown>>, supports = false): AddressPlan {
  const vpc = { id: CLIENT, cidr: "10.64.0.0/16", secondary_cidrs: ["10.9.0.0/24"], ...stated };
  const gateway = { id: TGW, encryption_support: supports };
  return planOf("article", { ...ATTACHED, "client.vpc": vpc, transit_gateway: gateway });
}
const WITH_NAT = { encryption_control: "enforce", encryption_exclusions: ["nat_gateway"] };

interface Case {
  readonly rule: string;
  readonly what: string;
  readonly plan?: AddressPlan;
  readonly account?: LiveAccount;
  readonly told: Told;
  /** What is said; nothing where the rule just holds. */
  readonly said?: RegExp;
}

const CASES: readonly Case[] = [
  {
    rule: "account-encryption",
    what: "a client VPC that enforces and excludes nothing",
    told: controlled(CLIENT, "enforce"),
    said: /refuses the NAT gateways/,
  },
  {
    rule: "account-encryption",
    what: "a web VPC that enforces, and is to be attached to a gateway that doesn't encrypt",
    plan: JOINING,
    account: UNATTACHED,
    told: { ...controlled(WEB, "enforce"), gateways: new Map([[TGW, false]]) },
    said: /only a transit gateway with encryption support, which the file doesn't say of tgw-11111111/,
  },
  {
    rule: "account-encryption",
    what: "a web VPC that enforces, and a gateway that encrypts though the file doesn't say so",
    plan: JOINING,
    account: UNATTACHED,
    told: { ...controlled(WEB, "enforce"), gateways: new Map([[TGW, true]]) },
  },
  { rule: "account-encryption", what: "a client VPC that only monitors", told: controlled(CLIENT, "monitor") },
  { rule: "account-encryption", what: "NAT gateways excluded", told: controlled(CLIENT, "enforce", "nat_gateway") },
  { rule: "account-encryption", what: "another VPC that enforces", told: controlled("vpc-other", "enforce") },
  {
    rule: "account-encryption",
    what: "no control, whatever the file says",
    plan: stating(WITH_NAT),
    told: {},
  },
  {
    rule: "account-encryption",
    what: "an account that was not asked, of a VPC that enforces as the file says",
    plan: stating(WITH_NAT),
    told: { isComplete: false },
  },
  {
    rule: "account-stated-encryption",
    what: "a control that the account doesn't have",
    plan: stating(WITH_NAT),
    told: {},
    said: /the VPC has no encryption control/,
  },
  {
    rule: "account-stated-encryption",
    what: "another mode",
    plan: stating({ encryption_control: "monitor" }),
    told: controlled(CLIENT, "enforce", "nat_gateway"),
    said: /is not what the account has, which is enforce/,
  },
  {
    rule: "account-stated-encryption",
    what: "an exclusion that the account doesn't have",
    plan: stating({ encryption_control: "enforce", encryption_exclusions: ["nat_gateway", "lambda"] }),
    told: controlled(CLIENT, "enforce", "nat_gateway"),
    said: /has lambda, which the VPC's encryption control doesn't exclude/,
  },
  {
    rule: "account-stated-encryption",
    what: "encryption support that is not enabled",
    plan: stating({}, true),
    told: { gateways: new Map([[TGW, false]]) },
    said: /the encryption support of tgw-11111111 is not enabled/,
  },
  {
    rule: "account-stated-encryption",
    what: "an account that says the same",
    plan: stating(WITH_NAT, true),
    told: { ...controlled(CLIENT, "enforce", "nat_gateway"), gateways: new Map([[TGW, true]]) },
  },
  {
    rule: "account-stated-encryption",
    what: "an account that excludes more",
    plan: stating(WITH_NAT),
    told: controlled(CLIENT, "enforce", "nat_gateway", "lambda"),
  },
  {
    rule: "account-stated-encryption",
    what: "an account that was not asked",
    plan: stating(WITH_NAT, true),
    told: { isComplete: false },
  },
];

test.each(CASES.map((one) => [one.rule, one.said ? "is broken by" : "holds for", one.what, one] as const))(
  "%s %s %s",
  (_, __, ___, { rule, plan = PLAN, account = BARE, told, said }) => {
    const own = judged(account, undefined, plan, told).filter((line) => line.startsWith(`${rule}: `));
    if (said) expect(own.join("\n")).toMatch(said);
    else expect(own).toEqual([]);
  },
);
