import { planOf } from "../../support/bridges";
import { deployed, type LiveAccount, made, server } from "./support/deployed";
import * as hand from "./support/hands";

const LIVE = deployed(planOf("article"));
const subnet = (name: string): string => LIVE.id("aws_subnet", `article-${name}`);
const table = (name: string): string => LIVE.id("aws_route_table", `article-${name}`);
const group = (name: string): string => LIVE.id("aws_security_group", `article-${name}`);
const attachment = (name: string): string => LIVE.id("aws_ec2_transit_gateway_vpc_attachment", `article-${name}`);
const transitTable = (name: string): string => LIVE.id("aws_ec2_transit_gateway_route_table", `article-${name}`);
const CLIENT = LIVE.id("aws_vpc", "article-client");
const WEB = LIVE.id("aws_vpc", "article-web");
const TGW = LIVE.id("aws_ec2_transit_gateway", "article");
const DEMO = LIVE.named("aws_instance", "article-demo-web");
const ENDPOINT = LIVE.the("aws_vpc_endpoint", ({ vpc_endpoint_type: type }) => type === "Gateway");
const ARN = hand.balancer("overlap-article").values["arn"] ?? null;
const OTHER = hand.vpc("vpc-other", "10.64.0.0/16");

/** The demo's server as an account tells it: its address is on an interface of its own. */
const onInterface =
  (address: string): Change =>
  (live) => {
    const { subnet_id, vpc_security_group_ids: groups = [] } = DEMO.values;
    const attachment = [{ instance: LIVE.id("aws_instance", "article-demo-web"), device_index: 0 }];
    const more = { subnet_id: subnet_id ?? null, private_ips: [address], security_groups: groups, attachment };
    return live
      .changed(DEMO, {
        private_ip: address,
        network_interface: [{ network_interface_id: "eni-demo", device_index: 0 }],
      })
      .with(made("aws_network_interface", "eni-demo", more));
  };
/** AWS's own list of the endpoint's service, which an account knows as a thing of its own. */
const withList =
  (id: string): Change =>
  (live) => {
    const list = made("aws_ec2_managed_prefix_list", id, { owner_id: "AWS", entries: [{ cidr: "52.216.0.0/15" }] });
    const { prefix_list_id: own } = ENDPOINT.values;
    const rule = live.the("aws_vpc_security_group_egress_rule", (one) => one.prefix_list_id === own);
    return live
      .changed(ENDPOINT, { prefix_list_id: "pl-s3", cidr_blocks: ["52.216.0.0/15"] })
      .changed(rule, { prefix_list_id: id })
      .with({ ...list, mode: "data", address: `data.aws_ec2_managed_prefix_list.${id}` });
  };

type Change = (live: LiveAccount) => LiveAccount;

/** What somebody does in the console, and a word of the statement that it breaks. */
const BREAKS: readonly [string, Change, RegExp][] = [
  [
    "a route in the clients' table",
    (live) => live.with(hand.route(table("private1"), "10.9.0.0/16", { transit_gateway_id: TGW })),
    /10\.9\.0\.0\/16/,
  ],
  [
    "a route to the internet in the web subnet's table",
    (live) =>
      live.with(
        hand.internetGateway("igw-1", WEB),
        hand.route(table("web-private"), "0.0.0.0/0", { gateway_id: "igw-1" }),
      ),
    /internet|0\.0\.0\.0\/0/,
  ],
  [
    "the servers' port 22 for the bridge",
    (live) => live.with(hand.ingress(group("web-servers"), "10.0.2.0/24", 22)),
    /22/,
  ],
  ["the balancer's port 80 for all", (live) => live.with(hand.ingress(group("alb"), "0.0.0.0/0", 80)), /0\.0\.0\.0/],
  [
    "the client attachment at the web side's table",
    (live) => {
      const is = live.the(
        "aws_ec2_transit_gateway_route_table_association",
        ({ transit_gateway_attachment_id: id }) => id === attachment("client"),
      );
      return live.changed(is, { transit_gateway_route_table_id: transitTable("from-web") });
    },
    /transit gateway/,
  ],
  [
    "a propagation of the web VPC",
    (live) => live.with(hand.propagation(transitTable("from-client"), attachment("web"))),
    /propagates/,
  ],
  [
    "a route of the transit gateway",
    (live) => live.with(hand.transitRoute(transitTable("from-client"), "10.9.0.0/16", attachment("web"))),
    /10\.9\.0\.0\/16/,
  ],
  ["a peering of the client VPC", (live) => live.with(OTHER, hand.peering("pcx-1", CLIENT, "vpc-other")), /peering/],
  ["a peering of the web VPC", (live) => live.with(OTHER, hand.peering("pcx-1", "vpc-other", WEB)), /peering/],
  [
    "an endpoint in the web VPC",
    (live) => live.with(hand.endpoint("vpce-1", WEB, subnet("web-private"), group("web-servers"))),
    /endpoint|interface/,
  ],
  [
    "an endpoint in the client VPC",
    (live) => live.with(hand.endpoint("vpce-1", CLIENT, subnet("private1"), group("demo-client"))),
    /endpoint|interface/,
  ],
  [
    "a second NAT gateway",
    (live) => live.with(hand.natGateway("nat-2", subnet("private2"), "10.0.1.99")),
    /NAT gateway/,
  ],
  [
    "the clients' subnet at another table",
    (live) => hand.swapped(live, subnet("private1"), table("private3")),
    /private1/,
  ],
  ["the balancer's subnet at another table", (live) => hand.swapped(live, subnet("private3"), table("private1")), /./],
  [
    "an ACL at the NAT gateway's subnet that drops",
    (live) => live.with(hand.acl("acl-1", CLIENT, [subnet("private2")], { action: "deny", rule_no: 1 })),
    /DENIED private1/,
  ],
  [
    "an ACL at the web subnet that drops",
    (live) => live.with(hand.acl("acl-1", WEB, [subnet("web-private")], { action: "deny", rule_no: 1 })),
    /DENIED ALB node/,
  ],
  [
    "a further range of the client VPC",
    (live) =>
      live.with(
        made("aws_vpc_ipv4_cidr_block_association", "vpc-cidr-1", { vpc_id: CLIENT, cidr_block: "10.9.0.0/16" }),
      ),
    /10\.9\.0\.0\/16/,
  ],
  [
    "a subnet with a way to the balancer in the client VPC",
    (live) =>
      live.with(hand.subnet("subnet-9", CLIENT, "10.64.9.0/24"), hand.associated(table("private1"), "subnet-9")),
    /subnet-9/,
  ],
  ["a subnet in the web VPC", (live) => live.with(hand.subnet("subnet-9", WEB, "10.64.9.0/24")), /subnet/],
  [
    "a third attachment at the bridge's gateway",
    (live) =>
      live.with(
        OTHER,
        hand.subnet("subnet-9", "vpc-other", "10.64.9.0/24"),
        hand.attachment("tgw-attach-9", TGW, "vpc-other", "subnet-9"),
        hand.transitAssociation(transitTable("from-web"), "tgw-attach-9"),
        hand.table("rtb-9", "vpc-other"),
        hand.associated("rtb-9", "subnet-9"),
        hand.route("rtb-9", "10.0.2.0/24", { transit_gateway_id: TGW }),
      ),
    /tgw-attach-9|attachments, and no others/,
  ],
  [
    "an attachment of the client VPC to another gateway",
    (live) => live.with(hand.gateway("tgw-9"), hand.attachment("tgw-attach-9", "tgw-9", CLIENT, subnet("private1"))),
    /attachment/,
  ],
  [
    "an attachment of the web VPC to another gateway",
    (live) => live.with(hand.gateway("tgw-9"), hand.attachment("tgw-attach-9", "tgw-9", WEB, subnet("web-private"))),
    /attachment/,
  ],
  [
    "another VPC of the client VPC's name and range",
    (live) => live.with(hand.vpc("vpc-9", "10.64.0.0/16", "article-client")),
    /VPCs are there/,
  ],
  [
    "another gateway of the name",
    (live) => live.with(made("aws_ec2_transit_gateway", "tgw-9", { tags: { Name: "article" } })),
    /./,
  ],
  ["another balancer of the name", (live) => live.with(hand.balancer("overlap-article", "subnet-far")), /./],
  [
    "the server's address with somebody else",
    (live) => live.without(live.named("aws_instance", "article-demo-web")),
    /10\.64\.0\.10/,
  ],
  [
    "a server in the balancer's subnet",
    (live) => live.with(server(live.named("aws_subnet", "article-private3"), "10.0.2.99", group("alb"))),
    /./,
  ],
  [
    "another load balancer in the balancer's subnet",
    (live) => live.with(hand.balancer("other", subnet("private3"), subnet("private3b"))),
    /not its own/,
  ],
  [
    "the subnet hands out public addresses",
    (live) => live.changed(live.named("aws_subnet", "article-private1"), { map_public_ip_on_launch: true }),
    /public/,
  ],
  [
    "the balancer faces the internet",
    (live) => live.changed(live.the("aws_lb"), { internal: false }),
    /internal|internet/,
  ],
  [
    "the balancer has another group",
    (live) => live.changed(live.the("aws_lb"), { security_groups: [group("web-servers")] }),
    /./,
  ],
  [
    "the bridge's route is a blackhole",
    (live) =>
      live.changed(
        live.the(
          "aws_route",
          ({ destination_cidr_block: to, route_table_id: id }) => to === "10.0.2.0/24" && id === table("private1"),
        ),
        { state: "blackhole" },
      ),
    /DENIED private1/,
  ],
  [
    "a further subnet of the client VPC, without a route or a host",
    (live) => live.with(hand.subnet("subnet-9", CLIENT, "10.64.99.0/24")),
    /the client VPC has the subnets.* knows no such subnet/,
  ],
  [
    "a further subnet of the web VPC, without a route or a host",
    (live) => live.with(hand.subnet("subnet-9", WEB, "10.64.99.0/24")),
    /knows no such subnet/,
  ],
  ["the demo's server has another address", onInterface("10.64.0.99"), /10\.64\.0\.10/],
  ["the demo's group names another list", withList("pl-other"), /lets nothing out/],
  ["the NAT gateway is gone", (live) => live.without(live.the("aws_nat_gateway")), /NAT gateway/],
  [
    "the gateway associates what attaches by itself",
    (live) => live.changed(live.the("aws_ec2_transit_gateway"), { default_route_table_association: "enable" }),
    /default/,
  ],
];

/** What others have in the account, and what AWS tells of the bridge in its own way. */
const HARMLESS: readonly [string, Change][] = [
  ["the demo's server at an interface of its own", onInterface("10.64.0.10")],
  ["AWS's own list, told as a thing of its own", withList("pl-s3")],
  [
    "another load balancer in another VPC",
    (live) => live.with(OTHER, hand.subnet("subnet-9", "vpc-other", "10.64.0.0/24"), hand.balancer("shop", "subnet-9")),
  ],
  ["another VPC with the same range", (live) => live.with(OTHER)],
  [
    "load balancers of the name in another Region and another account",
    (live) =>
      live
        .changed(
          live.the("aws_vpc", ({ id }) => id === CLIENT),
          { owner_id: "111122223333" },
        )
        .changed(live.the("aws_lb"), { arn: ARN })
        .changed(live.the("aws_lb_listener"), { load_balancer_arn: ARN })
        .with(
          hand.balancerAt("eu-west-1:111122223333", "overlap-article", "subnet-far"),
          hand.balancerAt("us-east-1:444455556666", "overlap-article", "subnet-farther"),
        ),
  ],
  [
    "VPCs and a gateway of the names in another Region",
    (live) =>
      live.with(
        {
          ...made("aws_vpc", "vpc-far", {
            ...hand.vpc("vpc-far", "10.64.0.0/16", "article-client").values,
            region: "eu-west-1",
          }),
        },
        {
          ...made("aws_vpc", "vpc-web", {
            ...hand.vpc("vpc-web", "10.64.0.0/16", "article-web").values,
            region: "eu-west-1",
          }),
        },
        made("aws_ec2_transit_gateway", "tgw-far", {
          arn: "arn:aws:ec2:eu-west-1:111122223333:transit-gateway/tgw-far",
          tags: { Name: "article" },
        }),
      ),
  ],
  [
    "another VPC with an internet gateway and a server",
    (live) => {
      const inOther = hand.subnet("subnet-9", "vpc-other", "10.64.0.0/24");
      return live.with(
        OTHER,
        inOther,
        server(inOther, "10.64.0.10", "sg-9"),
        made("aws_security_group", "sg-9", { name: "web", vpc_id: "vpc-other" }),
        hand.ingress("sg-9", "0.0.0.0/0", 443),
        hand.internetGateway("igw-9", "vpc-other"),
        hand.table("rtb-9", "vpc-other"),
        hand.associated("rtb-9", "subnet-9"),
        hand.route("rtb-9", "0.0.0.0/0", { gateway_id: "igw-9" }),
      );
    },
  ],
  [
    "another transit gateway with its default table",
    (live) =>
      live.with(
        OTHER,
        hand.subnet("subnet-9", "vpc-other", "10.64.0.0/24"),
        hand.gateway("tgw-9"),
        hand.transitTable("tgw-9-rtb", "tgw-9"),
        hand.attachment("tgw-attach-9", "tgw-9", "vpc-other", "subnet-9"),
        hand.transitAssociation("tgw-9-rtb", "tgw-attach-9"),
        hand.propagation("tgw-9-rtb", "tgw-attach-9"),
      ),
  ],
  [
    "a peering between others",
    (live) => live.with(OTHER, hand.vpc("vpc-third", "10.9.0.0/16"), hand.peering("pcx-1", "vpc-other", "vpc-third")),
  ],
  [
    "a NAT gateway of others",
    (live) =>
      live.with(
        OTHER,
        hand.subnet("subnet-9", "vpc-other", "10.0.1.0/24"),
        hand.natGateway("nat-9", "subnet-9", "10.0.1.10"),
      ),
  ],
];

describe("the article's bridge in an account", () => {
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
