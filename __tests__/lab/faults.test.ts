import { describeWithLab } from "../support/lab";
import { articleWith } from "./article-with";

const CLIENT = "private1 -> ALB node in private3, port 80";
const NODE = "ALB node in private3 -> web 10.64.0.10:80";

/** Each resource that carries the article's traffic: without it the kernel stops it too. */
const REMOVED: readonly (readonly [string, string, string])[] = [
  ["aws_route", "nat_private1--private3", CLIENT],
  ["aws_nat_gateway", "nat_private2", CLIENT],
  ["aws_vpc_security_group_ingress_rule", "front_from-nat-10-0-1-10-80", CLIENT],
  ["aws_vpc_security_group_egress_rule", "front_to-10-64-0-10-80", NODE],
  ["aws_route", "steer_private3--10-64-0-0-24", NODE],
  ["aws_ec2_transit_gateway_vpc_attachment", "transit_client", NODE],
  ["aws_ec2_transit_gateway_route_table_association", "transit_client", NODE],
  ["aws_ec2_transit_gateway_route", "transit_client_10-64-0-0-24", NODE],
  ["aws_ec2_transit_gateway_route_table_association", "transit_web", NODE],
  ["aws_ec2_transit_gateway_route", "transit_web_10-0-2-0-23", NODE],
  ["aws_route", "steer_web--private--10-0-2-0-23", NODE],
  ["aws_vpc_security_group_ingress_rule", "web_from-alb--10-0-2-0-23-80", NODE],
];

describeWithLab()("with real packets", () => {
  test.each(REMOVED)("without %s.%s this breaks: %s", async (type, name, statement) => {
    const found = await articleWith((resources) => {
      expect(Object.keys(resources[type] ?? {})).toContain(name);
      delete resources[type]![name];
    });
    expect(found.broken).toContain(statement);
    expect(found.disagreements).toEqual([]);
  });

  test("a network ACL that forgets the replies stops them", async () => {
    const found = await articleWith((resources) => {
      resources["aws_network_acl"] = {
        web: {
          vpc_id: "${aws_vpc.web.id}",
          subnet_ids: ["${aws_subnet.web_private.id}"],
          ingress: [
            { rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0", protocol: "tcp", from_port: 80, to_port: 80 },
          ],
          egress: [
            { rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0", protocol: "tcp", from_port: 80, to_port: 80 },
          ],
        },
      };
    });
    expect(found.broken).toContain(NODE);
    expect(found.disagreements).toEqual([]);
  });

  test("a blackhole stops what its route carried", async () => {
    const found = await articleWith((resources) => {
      const route = resources["aws_ec2_transit_gateway_route"]!["transit_client_10-64-0-0-24"]!;
      delete route["transit_gateway_attachment_id"];
      route["blackhole"] = true;
    });
    expect(found.broken).toContain(NODE);
    expect(found.disagreements).toEqual([]);
  });
});
