import { describeWithLab } from "../support/lab";
import { articleWith, type Resources } from "./article-with";

/**
 * Everything that must stay impossible is tried with packets; here each is made possible on purpose, and packets must
 * show it. A statement that nothing can break would be worth nothing.
 */

function put(resources: Resources, type: string, body: Record<string, unknown>): void {
  (resources[type] ??= {})["leak"] = body;
}

function admit(resources: Resources, group: string, rule: Record<string, unknown>): void {
  const security_group_id = `\${aws_security_group.${group}.id}`;
  put(resources, "aws_vpc_security_group_ingress_rule", { security_group_id, ...rule });
}

const TO_WEB = "${data.aws_network_interface.steer_attachment-a.id}";

/** An internet gateway for the client VPC, and the way there from one route table. */
function online(resources: Resources, table: string): void {
  put(resources, "aws_internet_gateway", { vpc_id: "${aws_vpc.client.id}" });
  put(resources, "aws_route", {
    route_table_id: `\${aws_route_table.${table}.id}`,
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "${aws_internet_gateway.leak.id}",
  });
}

const LEAKS: readonly (readonly [string, string, (resources: Resources) => void])[] = [
  [
    "a route out of the NAT gateway's subnet to the web side",
    "no packet from private2 to the web side",
    (resources) =>
      put(resources, "aws_route", {
        route_table_id: "${aws_route_table.client_private2.id}",
        destination_cidr_block: "10.64.0.0/24",
        network_interface_id: TO_WEB,
      }),
  ],
  [
    "the clients in the ALB's route table, and a web server that admits the ALB's subnets' pings from anywhere",
    "no packet from private1 to the web side",
    (resources) => {
      resources["aws_route_table_association"] = Object.fromEntries(
        Object.entries(resources["aws_route_table_association"] ?? {}).map(([name, one]) => [
          name,
          name.includes("private1") ? { ...one, route_table_id: "${aws_route_table.client_private3.id}" } : one,
        ]),
      );
      admit(resources, "web", { ip_protocol: "icmp", from_port: -1, to_port: -1, cidr_ipv4: "0.0.0.0/0" });
    },
  ],
  [
    "routes for the NAT gateway's subnet, on the web side and on the transit gateway",
    "no packet from the web side to a NAT gateway",
    (resources) => {
      put(resources, "aws_route", {
        route_table_id: "${aws_route_table.web_private.id}",
        destination_cidr_block: "10.0.1.0/24",
        transit_gateway_id: "${aws_ec2_transit_gateway.transit.id}",
      });
      put(resources, "aws_ec2_transit_gateway_route", {
        destination_cidr_block: "10.0.1.0/24",
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.transit_web.id}",
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_client.id}",
      });
    },
  ],
  [
    "the client VPC's ranges propagated to the web side",
    "no packet from the web side's private to any client or NAT subnet",
    (resources) => {
      put(resources, "aws_route", {
        route_table_id: "${aws_route_table.web_private.id}",
        destination_cidr_block: "10.0.0.0/16",
        transit_gateway_id: "${aws_ec2_transit_gateway.transit.id}",
      });
      put(resources, "aws_ec2_transit_gateway_route_table_propagation", {
        transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_client.id}",
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.transit_web.id}",
      });
    },
  ],
  [
    "an ALB that admits the web side",
    "no packet from the web side opens anything on the ALB",
    (resources) =>
      admit(resources, "front", { ip_protocol: "tcp", from_port: 80, to_port: 80, cidr_ipv4: "10.64.0.0/24" }),
  ],
  [
    "an ALB that admits the web side's pings alone",
    "no packet from the web side opens anything on the ALB",
    (resources) =>
      admit(resources, "front", { ip_protocol: "icmp", from_port: 8, to_port: 0, cidr_ipv4: "10.64.0.0/24" }),
  ],
  [
    "an ALB that admits the bridge's own addresses",
    "no packet from a subnet without clients opens anything on the ALB",
    (resources) => admit(resources, "front", { ip_protocol: "-1", cidr_ipv4: "10.0.0.0/16" }),
  ],
  [
    "an internet gateway, a route to it and public addresses for clients",
    "no way from private1 to the internet",
    (resources) => {
      online(resources, "client_private1");
      resources["aws_subnet"]!["client_private1"]!["map_public_ip_on_launch"] = true;
    },
  ],
  [
    "an ALB that faces the internet",
    "no way from the internet to the ALB",
    (resources) => {
      online(resources, "client_private3");
      resources["aws_lb"]!["front"]!["internal"] = false;
      admit(resources, "front", { ip_protocol: "tcp", from_port: 80, to_port: 80, cidr_ipv4: "0.0.0.0/0" });
    },
  ],
];

describeWithLab()("a leak is seen: packets that nobody asked for arrive", () => {
  test.each(LEAKS)("%s breaks: %s", async (_, statement, leak) => {
    const found = await articleWith(leak);
    expect(found.broken).toContain(statement);
    expect(found.disagreements).toEqual([]);
  });

  test("forged sources get past the rules for those whose addresses they borrow, once nothing checks them", async () => {
    const { broken, disagreements } = await articleWith(
      () => undefined,
      (lab) => ({
        ...lab,
        spaces: lab.spaces.map((space) => ({
          ...space,
          nft: space.nft.filter((line) => !/^ +ip saddr != .* counter drop$/.test(line)),
        })),
      }),
    );
    expect(broken).toContain("no packet from the web side opens anything on the ALB");
    expect(disagreements.length).toBeGreaterThan(0);
    expect(disagreements.filter((line) => !line.includes("with a forged source"))).toEqual([]);
  });
});
