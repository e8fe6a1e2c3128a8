import "cdktf/lib/testing/adapters/jest";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { EXISTING_CLIENT, EXISTING_WEB, planOf } from "../support/bridges";
import { addresses, allOf, at, countByType, references, synthJson, synthText } from "../support/synthesized";

describe("client VPC", () => {
  const plan = planOf("article");
  const stack = synthJson(plan);

  test("both VPCs have the same range, the client's also the bridge's", () => {
    const text = synthText(plan);
    expect(text).toHaveResourceWithProperties(Vpc, { cidr_block: "10.64.0.0/16", tags: { Name: "article-client" } });
    expect(text).toHaveResourceWithProperties(Vpc, { cidr_block: "10.64.0.0/16", tags: { Name: "article-web" } });
    expect(text).toHaveResourceWithProperties(VpcIpv4CidrBlockAssociation, {
      vpc_id: "${aws_vpc.client.id}",
      cidr_block: "10.0.0.0/16",
    });
  });

  test("subnets lie where the plan says, each with a table of its own", () => {
    const subnets = Object.entries(allOf(stack, "aws_subnet")).map(([name, { cidr_block, availability_zone }]) => [
      name,
      cidr_block,
      availability_zone,
    ]);
    expect(subnets).toEqual([
      ["client_private1", "10.64.0.0/24", "us-east-1a"],
      ["client_private2", "10.0.1.0/24", "us-east-1a"],
      ["client_private3", "10.0.2.0/24", "us-east-1a"],
      ["client_private3b", "10.0.3.0/24", "us-east-1b"],
      ["web_private", "10.64.0.0/24", "us-east-1a"],
    ]);
    for (const [name] of subnets) {
      expect(at(stack, `aws_route_table_association.${String(name)}`)).toMatchObject({
        subnet_id: `\${aws_subnet.${String(name)}.id}`,
        route_table_id: `\${aws_route_table.${String(name)}.id}`,
      });
    }
  });

  test("subnets and tables of the bridge wait for its range", () => {
    for (const name of ["client_private2", "client_private3", "client_private3b"]) {
      for (const type of ["aws_subnet", "aws_route_table"]) {
        expect(at(stack, `${type}.${name}`)["vpc_id"]).toBe("${aws_vpc_ipv4_cidr_block_association.client.vpc_id}");
      }
    }
    expect(at(stack, "aws_subnet.client_private1")["vpc_id"]).toBe("${aws_vpc.client.id}");
  });

  test("nobody gets a public address, and the default groups admit nothing", () => {
    for (const subnet of Object.values(allOf(stack, "aws_subnet")))
      expect(subnet["map_public_ip_on_launch"]).toBe(false);
    for (const side of ["client", "web"]) {
      const group = at(stack, `aws_default_security_group.${side}`);
      expect(group["vpc_id"]).toBe(`\${aws_vpc.${side}.id}`);
      // Written out: of what is left out, Terraform doesn't care.
      expect(group).toMatchObject({ ingress: [], egress: [] });
    }
    expect(synthText(plan)).toHaveResource(DefaultSecurityGroup);
  });

  test("a zone id is an argument of its own", () => {
    const zones = { "client.subnets.private1.zone": "use1-az1", "bridge.nat_subnets.private2.zone": "use1-az1" };
    const alb = { "bridge.alb_subnets.private3.zone": "use1-az1", "bridge.alb_subnets.private3b.zone": "use1-az2" };
    const text = synthText(planOf("article", { ...zones, ...alb }));
    expect(text).toHaveResourceWithProperties(Subnet, { cidr_block: "10.0.3.0/24", availability_zone_id: "use1-az2" });
    expect(text).not.toHaveResourceWithProperties(Subnet, {
      cidr_block: "10.0.3.0/24",
      availability_zone: "us-east-1b",
    });
  });

  test("a shadow subnet is empty and makes the route of its range legal", () => {
    const shadow = {
      "client.subnets": { private1: { cidr: "10.64.9.0/24", zone: "a" } },
      "bridge.shadow_subnets": { shadow: { cidr: "10.64.0.0/24", zone: "b" } },
      demo: undefined,
    };
    const json = synthJson(planOf("article", shadow));
    expect(at(json, "aws_subnet.client_shadow")).toMatchObject({
      cidr_block: "10.64.0.0/24",
      vpc_id: "${aws_vpc.client.id}",
    });
    expect(at(json, "aws_route.steer_private3--10-64-0-0-24")["depends_on"]).toEqual(["aws_subnet.client_shadow"]);
    expect(at(json, "aws_lb_target_group_attachment.front_web_10-64-0-10")["depends_on"]).toEqual([
      "aws_subnet.client_shadow",
    ]);
  });
});

describe("existing VPCs", () => {
  test("of an existing client side only the bridge is created", () => {
    const stack = synthJson(planOf("article", EXISTING_CLIENT));
    expect(Object.keys(allOf(stack, "aws_vpc"))).toEqual(["web"]);
    expect(Object.keys(allOf(stack, "aws_subnet"))).toEqual([
      "client_private2",
      "client_private3",
      "client_private3b",
      "web_private",
    ]);
    expect(at(stack, "aws_vpc_ipv4_cidr_block_association.client")["vpc_id"]).toBe("vpc-0123456789abcdef0");
    expect(at(stack, "aws_route.nat_private1--private3")["route_table_id"]).toBe("rtb-0123456789abcdef0");
    expect(at(stack, "aws_ec2_transit_gateway_vpc_attachment.transit_client")["vpc_id"]).toBe("vpc-0123456789abcdef0");
  });

  test("client subnets that share a table get one route per ALB subnet, not one each", () => {
    const shared = { route_table: "rtb-0123456789abcdef0", zone: "a" };
    const stack = synthJson(
      planOf("article", {
        ...EXISTING_CLIENT,
        "client.subnets": {
          private1: { ...shared, id: "subnet-0123456789abcdef0", cidr: "10.64.0.0/24" },
          private9: { ...shared, id: "subnet-0123456789abcdef9", cidr: "10.64.9.0/24" },
        },
      }),
    );
    const natRoutes = Object.keys(allOf(stack, "aws_route")).filter((name) => name.startsWith("nat_"));
    expect(natRoutes).toEqual(["nat_private1--private3", "nat_private1--private3b"]);
  });

  test("an existing web VPC gets exactly an attachment, a route and an ingress rule", () => {
    const stack = synthJson(planOf("article", EXISTING_WEB));
    const touching = addresses(stack).filter((address) => {
      const text = JSON.stringify(at(stack, address));
      return /-0123456789abcdef1/.test(text);
    });
    expect(touching).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
      "aws_route.steer_web--private--10-0-2-0-23",
      "aws_vpc_security_group_ingress_rule.web_from-alb--10-0-2-0-23-80",
    ]);
    expect(countByType(stack)["aws_vpc"]).toBe(1);
  });

  test("each security group of the web servers gets the rule", () => {
    const groups = ["sg-0123456789abcdef1", "sg-0123456789abcdef2"];
    const stack = synthJson(planOf("article", { ...EXISTING_WEB, "web.security_groups": groups }));
    const rules = Object.entries(allOf(stack, "aws_vpc_security_group_ingress_rule")).filter(([name]) =>
      name.startsWith("web_"),
    );
    expect(rules.map(([, rule]) => rule["security_group_id"])).toEqual(groups);
  });
});

describe("web VPC", () => {
  test("admits the ALB's subnets on the targets' ports and on nothing else", () => {
    const stack = synthJson(planOf("production"));
    const rules = Object.values(allOf(stack, "aws_vpc_security_group_ingress_rule")).filter(
      (rule) => rule["security_group_id"] === "${aws_security_group.web.id}",
    );
    expect(
      rules.map(({ cidr_ipv4, from_port, to_port, ip_protocol }) => [cidr_ipv4, from_port, to_port, ip_protocol]),
    ).toEqual([["100.64.0.0/26", 8443, 8443, "tcp"]]);
    expect(references(rules[0])).toEqual(["aws_security_group.web"]);
  });

  test("a health check on a port of its own is admitted too", () => {
    const stack = synthJson(planOf("article", { "services.web.health": { port: 9000 } }));
    expect(at(stack, "aws_vpc_security_group_ingress_rule.web_from-alb--10-0-2-0-23-9000")).toMatchObject({
      from_port: 9000,
      to_port: 9000,
    });
    expect(at(stack, "aws_vpc_security_group_egress_rule.front_to-10-64-0-10-9000")).toMatchObject({
      from_port: 9000,
      cidr_ipv4: "10.64.0.10/32",
    });
  });
});
