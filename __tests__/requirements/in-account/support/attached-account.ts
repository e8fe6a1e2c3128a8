import { type AddressPlan } from "../../../../src/address-plan/plan";
import { beforeBridge } from "../../../../src/requirements/in-account/put-into-account";
import { judgeAccount } from "../../../../src/requirements/in-account/rules";
import { type EncryptionInAccount } from "../../../../src/requirements/in-account/rules/account-rule";
import { buildTopology } from "../../../../src/topology";
import { ATTACHED, planOf } from "../../../support/bridges";
import { LiveAccount, made, server } from "./deployed";
import * as hand from "./hands";

export const [CLIENT, WEB] = ["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"];
export const [CLIENTS, SERVERS] = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
export const CLIENT_TABLE = "rtb-0123456789abcdef0";
const WEB_TABLE = "rtb-0123456789abcdef1";
export const [GROUP, TGW] = ["sg-0123456789abcdef1", "tgw-11111111"];
export const [CLIENT_AT, WEB_AT] = ["tgw-attach-11111111", "tgw-attach-22222222"];
export const [FROM_CLIENT, FROM_WEB] = ["tgw-rtb-11111111", "tgw-rtb-22222222"];
export const PLAN = planOf("article", ATTACHED);

const WEB_SUBNET = hand.subnet(SERVERS, WEB, "10.64.0.0/24");
/** Two VPCs at one gateway before there is a bridge between them. */
export const BEFORE = [
  hand.vpc(CLIENT, "10.64.0.0/16"),
  made("aws_vpc_ipv4_cidr_block_association", "vpc-cidr-assoc-1", { vpc_id: CLIENT, cidr_block: "10.9.0.0/24" }),
  hand.vpc(WEB, "10.64.0.0/16"),
  hand.subnet(CLIENTS, CLIENT, "10.64.0.0/24"),
  hand.subnet("subnet-11111111", CLIENT, "10.9.0.0/28"),
  hand.subnet("subnet-22222222", CLIENT, "10.9.0.16/28", "us-east-1b"),
  WEB_SUBNET,
  hand.table(CLIENT_TABLE, CLIENT),
  hand.table("rtb-11111111", CLIENT),
  hand.table("rtb-22222222", CLIENT),
  hand.table(WEB_TABLE, WEB),
  hand.associated(CLIENT_TABLE, CLIENTS),
  hand.associated("rtb-11111111", "subnet-11111111"),
  hand.associated("rtb-22222222", "subnet-22222222"),
  hand.associated(WEB_TABLE, SERVERS),
  made("aws_security_group", GROUP, { name: "servers", vpc_id: WEB }),
  made("aws_ec2_transit_gateway", TGW, {
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
    owner_id: "111122223333",
  }),
  hand.attachment(CLIENT_AT, TGW, CLIENT, "subnet-11111111", "subnet-22222222"),
  hand.attachment(WEB_AT, TGW, WEB, SERVERS),
  hand.transitTable(FROM_CLIENT, TGW),
  hand.transitTable(FROM_WEB, TGW),
  hand.transitAssociation(FROM_CLIENT, CLIENT_AT),
  hand.transitAssociation(FROM_WEB, WEB_AT),
  server(WEB_SUBNET, "10.64.0.10", GROUP),
];

/** The account before the bridge is built. */
export const BARE = new LiveAccount(PLAN, BEFORE);

const NO_CONTROLS: EncryptionInAccount = { controls: new Map(), gateways: new Map(), isComplete: true };

/** What the rules say of a bridge in an account before it is built. */
export function judged(
  before: LiveAccount,
  quotas = new Map<string, number>(),
  plan: AddressPlan = PLAN,
  encryption: Partial<EncryptionInAccount> = {},
): string[] {
  const graph = beforeBridge(before.graph(), "account", plan);
  const told = { quotas, encryption: { ...NO_CONTROLS, ...encryption } };
  const facts = { plan, graph, topology: buildTopology(graph), ...told };
  return judgeAccount(facts).flatMap(({ rule, findings }) => findings.map(({ message }) => `${rule}: ${message}`));
}
