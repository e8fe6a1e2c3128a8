import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { networkOf } from "../../src/project/network-of";
import { verify } from "../../src/questions/promises";
import { withoutBridge } from "../../src/requirements/without-bridge";
import { graphOf, type JsonObject } from "../../src/terraform";
import { synthesize } from "../../src/stacks/synthesize";
import { type Changes, EXISTING_WEB, inFolder, planOf } from "../support/bridges";

type Resources = Record<string, Record<string, Record<string, unknown>>>;
type Stack = JsonObject & { resource: Resources };

function stackOf(plan: ReturnType<typeof planOf>): Stack {
  return inFolder((folder) => JSON.parse(readFileSync(synthesize([plan], folder)[0]!, "utf8")) as Stack);
}

/** The statements that don't hold when the article has this too, each with what is said of it first. */
function broken(more: Resources, changes: Changes = {}): string[] {
  const plan = planOf("article", changes);
  const stack = stackOf(plan);
  for (const [type, named] of Object.entries(more)) stack.resource[type] = { ...stack.resource[type], ...named };
  return inFolder((folder) => {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(file, JSON.stringify(stack));
    return verify(networkOf(file, file, "synth", plan), plan)
      .filter(({ holds }) => !holds)
      .map(({ verdict, text, explanations: [first] }) => `${verdict} ${text}: ${first?.address}: ${first?.message}`);
  });
}

const table = (name: string) => `\${aws_route_table.${name}.id}`;

describe("the bridge beside the same network without it", () => {
  const plan = planOf("article");
  const graph = graphOf(stackOf(plan), "article", "synth");

  test("without it there are both VPCs, their own subnets and the demo hosts, and no way to anybody", () => {
    const left = withoutBridge(graph, plan);
    const addresses = left.resources.map(({ address }) => address).filter((one) => !/rule|table|group/.test(one));
    expect(addresses.sort()).toEqual([
      "aws_ec2_instance_connect_endpoint.demo-client",
      "aws_instance.demo-client",
      "aws_instance.demo-web",
      "aws_subnet.client_private1",
      "aws_subnet.web_private",
      "aws_vpc.client",
      "aws_vpc.web",
      "aws_vpc_endpoint.demo-web",
    ]);
    expect(left.ofType(["aws_route", "aws_nat_gateway", "aws_lb"])).toEqual([]);
    const peers = left.resources.flatMap(({ values }) => [values.cidr_ipv4, values.referenced_security_group_id]);
    expect(peers.filter((one) => one !== undefined)).toEqual([]);
  });

  test("a permission between hosts of the client VPC is a way gained", () => {
    const security_group_id = "${aws_security_group.demo-client.id}";
    const more = { security_group_id, cidr_ipv4: "10.64.0.0/24", ip_protocol: "tcp", from_port: 22, to_port: 22 };
    expect(broken({ aws_vpc_security_group_ingress_rule: { more } })).toEqual([
      expect.stringMatching(
        /^DENIED nothing in the client VPC gains a way .*, but to the ALB: .*tcp from 10\.64\.0\.4-10\.64\.0\.254 \(aws_subnet\.client_private1\) to 10\.64\.0\.20:22 \(aws_instance\.demo-client\) arrives, and would not without the bridge$/,
      ),
    ]);
  });

  test("a web server that may open connections gains a way in its own VPC", () => {
    const more = { security_group_id: "${aws_security_group.web.id}", cidr_ipv4: "10.64.0.0/24", ip_protocol: "-1" };
    expect(broken({ aws_vpc_security_group_egress_rule: { more } })).toEqual([
      expect.stringMatching(/^DENIED nothing in the web VPC gains a way .*\(aws_instance\.demo-web\) to 10\.64\.0\.4/),
    ]);
  });

  test("an internet gateway lets in who is elsewhere, and is a door that the bridge does not need", () => {
    const found = broken({
      aws_internet_gateway: { door: { vpc_id: "${aws_vpc.client.id}" } },
      aws_eip: { client: { instance: "${aws_instance.demo-client.id}" } },
      aws_route: {
        out: {
          route_table_id: table("client_private1"),
          destination_cidr_block: "0.0.0.0/0",
          gateway_id: "${aws_internet_gateway.door.id}",
        },
      },
      aws_vpc_security_group_ingress_rule: {
        more: { security_group_id: "${aws_security_group.demo-client.id}", cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" },
      },
    });
    expect(found).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^DENIED nobody elsewhere gains a way into either VPC .*\(internet\) to .*demo-client/),
        expect.stringMatching(
          /^DENIED the client VPC gets an attachment and the bridge's routes, nothing else: aws_internet_gateway\.door/,
        ),
      ]),
    );
  });

  test("a network ACL that shuts a subnet takes ways away", () => {
    const clients = {
      ...{ private1: { cidr: "10.64.0.0/24", zone: "a" } },
      other: { cidr: "10.64.5.0/24", zone: "a" },
    };
    const closed = { vpc_id: "${aws_vpc.client.id}", subnet_ids: ["${aws_subnet.client_other.id}"] };
    expect(broken({ aws_network_acl: { closed } }, { "client.subnets": clients })).toContainEqual(
      expect.stringMatching(
        /^DENIED no way is lost that is there without the bridge: .*tcp from 10\.64\.5\.4-10\.64\.5\.254 \(aws_subnet\.client_other\) to .* \(aws_subnet\.client_private1\) arrives without the bridge, and not with it$/,
      ),
    );
  });

  test.each(["client_private1", "client_private2", "client_private3"])(
    "a route too many in the table of %s is told",
    (name) => {
      const more = {
        route_table_id: table(name),
        destination_cidr_block: "0.0.0.0/0",
        transit_gateway_id: "${aws_ec2_transit_gateway.transit.id}",
        depends_on: ["aws_ec2_transit_gateway_vpc_attachment.transit_client"],
      };
      expect(broken({ aws_route: { more } })).toEqual([
        `DENIED the client VPC gets an attachment and the bridge's routes, nothing else: aws_route.more: a route of aws_subnet.${name} to 0.0.0.0/0, which the bridge does not need`,
      ]);
    },
  );

  test.each(["client", "web"])("a peering of the %s VPC is a door too many", (side) => {
    const both = { vpc_id: `\${aws_vpc.${side}.id}`, peer_vpc_id: "vpc-0123456789abcdef9" };
    expect(broken({ aws_vpc_peering_connection: { both } })).toContainEqual(
      expect.stringMatching(
        `^DENIED the ${side} VPC gets .*, nothing else: aws_vpc_peering_connection.both: a peering of aws_vpc.${side}$`,
      ),
    );
  });

  test("a security group that exists already is as unknown with the bridge as without it", () => {
    expect(broken({}, EXISTING_WEB)).toEqual([]);
    const more = { security_group_id: "sg-0123456789abcdef1", cidr_ipv4: "10.64.0.0/24", ip_protocol: "-1" };
    expect(broken({ aws_vpc_security_group_ingress_rule: { more } }, EXISTING_WEB)).toContainEqual(
      expect.stringMatching(/^UNKNOWN nothing in the web VPC gains a way .*it is not known whether .* is gained/),
    );
  });
});
