import { Unknown } from "../../../src/terraform";
import { changedText, planOfText } from "../../support/bridges";
import { deployed, type LiveAccount, made, server } from "./support/deployed";
import * as hand from "./support/hands";

const SERVERS = [
  ["shop", "a", "10.0.1.10"],
  ["shop", "b", "10.0.2.10"],
  ["shop", "b", "10.0.2.11"],
  ["crm", "a", "10.0.1.10"],
  ["crm", "a", "10.0.1.11"],
] as const;

function live(): LiveAccount {
  const bare = deployed(planOfText("hub", changedText("hub", {})));
  const servers = SERVERS.map(([web, zone, address]) =>
    server(
      bare.named("aws_subnet", `hub-${web}-${web}-${zone}`),
      address,
      bare.id("aws_security_group", `hub-${web}-servers`),
    ),
  );
  return bare.with(...servers);
}

const LIVE = live();
const vpc = (name: string): string => LIVE.id("aws_vpc", `hub-${name}`);
const subnet = (name: string): string => LIVE.id("aws_subnet", `hub-${name}`);
const table = (name: string): string => LIVE.id("aws_route_table", `hub-${name}`);
const group = (name: string): string => LIVE.id("aws_security_group", `hub-${name}`);
const attachment = (name: string): string => LIVE.id("aws_ec2_transit_gateway_vpc_attachment", `hub-${name}`);
const transitTable = (name: string): string => LIVE.id("aws_ec2_transit_gateway_route_table", `hub-${name}`);
const TGW = LIVE.id("aws_ec2_transit_gateway", "hub");
const OTHER = hand.vpc("vpc-other", "10.0.0.0/16");

type Change = (account: LiveAccount) => LiveAccount;

const BREAKS: readonly [string, Change, RegExp][] = [
  [
    "a route in a client's table",
    (account) => account.with(hand.route(table("apps-apps-a"), "10.9.0.0/16", { transit_gateway_id: TGW })),
    /10\.9\.0\.0\/16/,
  ],
  [
    "the way of clients in a table without clients",
    (account) => account.with(hand.route(table("apps-build-a"), "100.64.8.0/26", { transit_gateway_id: TGW })),
    /100\.64\.8\.0\/26/,
  ],
  [
    "a server's port 22 for the bridge",
    (account) => account.with(hand.ingress(group("shop-servers"), "100.64.8.0/26", 22)),
    /22/,
  ],
  [
    "an NLB that admits everybody",
    (account) => account.with(hand.ingress(group("shop-nlb"), "0.0.0.0/0", 5432)),
    /0\.0\.0\.0/,
  ],
  [
    "an association that was moved",
    (account) =>
      account.changed(
        account.the(
          "aws_ec2_transit_gateway_route_table_association",
          ({ transit_gateway_attachment_id: id }) => id === attachment("apps"),
        ),
        { transit_gateway_route_table_id: transitTable("hub-from") },
      ),
    /transit gateway/,
  ],
  [
    "a propagation",
    (account) => account.with(hand.propagation(transitTable("apps-from"), attachment("hub"))),
    /propagates/,
  ],
  [
    "a peering of the hub VPC",
    (account) => account.with(OTHER, hand.peering("pcx-9", vpc("hub"), "vpc-other")),
    /pcx-9|a peering of/,
  ],
  [
    "a peering of a web VPC",
    (account) => account.with(OTHER, hand.peering("pcx-9", "vpc-other", vpc("shop"))),
    /pcx-9|a peering of/,
  ],
  [
    "an endpoint in a web VPC",
    (account) => account.with(hand.endpoint("vpce-9", vpc("shop"), subnet("shop-shop-a"), group("shop-servers"))),
    /an endpoint that the bridge does not need/,
  ],
  [
    "an endpoint in a client VPC",
    (account) => account.with(hand.endpoint("vpce-9", vpc("apps"), subnet("apps-apps-a"), group("batch-shop"))),
    /an endpoint that the bridge does not need/,
  ],
  [
    "a host in the hub VPC",
    (account) => account.with(server(account.named("aws_subnet", "hub-shop-a"), "100.64.8.40", group("shop-alb"))),
    /not its own/,
  ],
  [
    "a NAT gateway in the hub VPC",
    (account) => account.with(hand.natGateway("nat-9", subnet("shop-a"), "100.64.8.20")),
    /nat-9|not its own/,
  ],
  [
    "an NLB that hands on its clients' addresses",
    (account) =>
      account.changed(
        account.the("aws_lb_target_group", ({ name }) => typeof name === "string" && name.startsWith("orders-db-")),
        { preserve_client_ip: "true" },
      ),
    /orders-db: port 5432 .* the client's address/,
  ],
  [
    "an internet gateway at the hub VPC",
    (account) => account.with(hand.internetGateway("igw-9", vpc("hub"))),
    /internet gateway/,
  ],
  [
    "a load balancer in the hub VPC",
    (account) => account.with(hand.balancer("other", subnet("shop-a"), subnet("shop-b"))),
    /not its own/,
  ],
  [
    "a stranger at the gateway",
    (account) =>
      account.with(
        OTHER,
        hand.subnet("subnet-9", "vpc-other", "10.0.1.0/24"),
        hand.attachment("tgw-attach-9", TGW, "vpc-other", "subnet-9"),
      ),
    /an attachment that the bridge does not need/,
  ],
  [
    "an endpoint service that asks nobody",
    (account) => account.changed(account.named("aws_vpc_endpoint_service", "hub-shop"), { acceptance_required: false }),
    /acceptance_required/,
  ],
  [
    "principals of everybody at an endpoint service",
    (account) => account.changed(account.named("aws_vpc_endpoint_service", "hub-shop"), { allowed_principals: ["*"] }),
    /may make endpoints/,
  ],
  [
    "principals of an endpoint service of which nobody told",
    (account) =>
      account.changed(account.named("aws_vpc_endpoint_service", "hub-shop"), {
        allowed_principals: new Unknown([], false, "DescribeVpcEndpointServicePermissions was refused (Nope)"),
      }),
    /UNKNOWN .*endpoint service.*: DescribeVpcEndpointServicePermissions was refused/,
  ],
  [
    "an endpoint that waits for its service's yes",
    (account) =>
      account
        .without(account.all("aws_vpc_endpoint_connection_accepter")[0]!)
        .changed(account.named("aws_vpc_endpoint", "hub-batch-shop"), { state: "pendingAcceptance" }),
    /UNKNOWN|not accepted/,
  ],
  [
    "an endpoint that its service's account accepted, and that is rejected by its own",
    (account) => account.changed(account.named("aws_vpc_endpoint", "hub-batch-shop"), { state: "rejected" }),
    /UNKNOWN batch client .*: .*its own state is rejected, and its service has accepted it/,
  ],
  [
    "an endpoint that is still being made",
    (account) => account.changed(account.named("aws_vpc_endpoint", "hub-batch-shop"), { state: "pending" }),
    /UNKNOWN batch client .*: .*its state is pending/,
  ],
  [
    "a database that is told its clients by proxy protocol",
    (account) =>
      account.changed(
        account.the("aws_lb_target_group", ({ tags }) => JSON.stringify(tags).includes("hub-orders-db")),
        { proxy_protocol_v2: true },
      ),
    /proxy protocol is on, and the file says off/,
  ],
  [
    "a database of whose target group nobody knows whether it speaks proxy protocol",
    (account) =>
      account.changed(
        account.the("aws_lb_target_group", ({ tags }) => JSON.stringify(tags).includes("hub-orders-db")),
        { proxy_protocol_v2: new Unknown([], false, "nobody told") },
      ),
    /whether it speaks proxy protocol to its targets is not known/,
  ],
  [
    "a subnet at another table",
    (account) => hand.swapped(account, subnet("apps-build-a"), table("apps-apps-a")),
    /build-a|subnet/,
  ],
  [
    "an ACL that drops",
    (account) => account.with(hand.acl("acl-9", vpc("shop"), [subnet("shop-shop-a")], { action: "deny", rule_no: 1 })),
    /network ACL/,
  ],
  [
    "a NAT gateway in a web VPC",
    (account) => account.with(hand.natGateway("nat-9", subnet("shop-shop-a"), "10.0.1.99")),
    /10\.0\.1\.99/,
  ],
  ["a hub VPC twice", (account) => account.with(hand.vpc("vpc-9", "100.64.8.0/24", "hub-hub")), /hub VPC is there/],
];

const HARMLESS: readonly [string, Change][] = [
  ["another VPC with the same range", (account) => account.with(OTHER)],
  [
    "others' load balancers, gateways and endpoint services",
    (account) =>
      account.with(
        OTHER,
        hand.subnet("subnet-9", "vpc-other", "10.0.1.0/24"),
        hand.balancer("other", "subnet-9"),
        hand.internetGateway("igw-9", "vpc-other"),
        hand.gateway("tgw-9"),
        hand.transitTable("tgw-9-rtb", "tgw-9"),
        hand.attachment("tgw-attach-9", "tgw-9", "vpc-other", "subnet-9"),
        hand.transitAssociation("tgw-9-rtb", "tgw-attach-9"),
        hand.propagation("tgw-9-rtb", "tgw-attach-9"),
        made("aws_vpc_endpoint_service", "vpce-svc-9", {
          acceptance_required: false,
          network_load_balancer_arns: ["x"],
        }),
      ),
  ],
];

describe("the hub's bridge in an account", () => {
  test("verifies as it was deployed", () => {
    expect(LIVE.broken()).toEqual([]);
  });

  test.each(BREAKS)("is broken by %s", (_, change, words) => {
    expect(change(LIVE).broken().join("\n")).toMatch(words);
  });

  test.each(HARMLESS)("is not broken by %s", (_, change) => {
    expect(change(LIVE).broken()).toEqual([]);
  });
});
