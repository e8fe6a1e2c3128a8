import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const group = (name: string) => `\${aws_security_group.${name}.id}`;
const subnet = (vpc: string, cidr_block: string, zone = "a") => ({
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  cidr_block,
  availability_zone: `eu-central-1${zone}`,
});
const host = (of: string, groups: string[], private_ip?: string) => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${of}.id}`,
  vpc_security_group_ids: groups.map(group),
  ...(private_ip !== undefined && { private_ip }),
});
const open = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, ingress: [ALL_OUT], egress: [ALL_OUT] });

describe("outbound rules that name a group", () => {
  const network = (extra: object = {}) => ({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("a", "10.0.2.0/24", "b") },
    aws_security_group: {
      app: open("a"),
      other: open("a"),
      client: {
        vpc_id: "${aws_vpc.a.id}",
        egress: [{ protocol: "tcp", from_port: 8080, to_port: 8080, security_groups: [group("app")] }],
      },
    },
    aws_instance: {
      client: host("a", ["client"], "10.0.1.10"),
      app: host("b", ["app"], "10.0.2.10"),
      other: host("b", ["other"], "10.0.2.11"),
    },
    ...extra,
  });

  it("admit a packet to a bare address that a member holds", () => {
    const { verdict } = asked(network());
    expect(verdict("aws_instance.client", "10.0.2.10", 8080)).toBe("ALLOWED");
    expect(verdict("aws_instance.client", "10.0.2.10", 9090)).toBe("DENIED");
    expect(verdict("aws_instance.client", "10.0.2.11", 8080)).toBe("DENIED");
  });

  it("leave open whether AWS gives the address to a member", () => {
    const parts = network();
    const app = host("b", ["app"]);
    const { verdict } = asked({ ...parts, aws_instance: { ...parts.aws_instance, app } });
    expect(verdict("aws_instance.client", "10.0.2.77", 8080)).toBe("UNKNOWN");
    expect(verdict("aws_instance.client", "10.0.2.77", 9090)).toBe("DENIED");
  });

  it("admit a load balancer's packets to a target that is registered by address", () => {
    const { verdict } = asked(
      network({
        aws_lb: {
          in: {
            internal: true,
            load_balancer_type: "application",
            subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
            security_groups: [group("client"), group("web")],
          },
        },
        aws_security_group: {
          ...network().aws_security_group,
          web: { vpc_id: "${aws_vpc.a.id}", ingress: [{ ...ALL_OUT, protocol: "tcp", from_port: 80, to_port: 80 }] },
        },
        aws_lb_target_group: {
          t: { port: 8080, protocol: "HTTP", target_type: "ip", vpc_id: "${aws_vpc.a.id}" },
        },
        aws_lb_target_group_attachment: {
          t: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: "10.0.2.10" },
        },
        aws_lb_listener: {
          l: {
            load_balancer_arn: "${aws_lb.in.arn}",
            port: 80,
            default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
          },
        },
      }),
    );
    expect(verdict("aws_instance.other", "aws_lb.in", 80)).toBe("ALLOWED");
  });

  it("do not count across a transit gateway, where only inbound rules may name a group", () => {
    const attachment = (of: string) => ({
      transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
      vpc_id: `\${aws_vpc.${of}.id}`,
      subnet_ids: [`\${aws_subnet.${of}.id}`],
    });
    const route = (vpc: string, cidr_block: string) => ({
      vpc_id: `\${aws_vpc.${vpc}.id}`,
      route: [{ cidr_block, transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }],
    });
    const association = (of: string) => ({
      subnet_id: `\${aws_subnet.${of}.id}`,
      route_table_id: `\${aws_route_table.${of}.id}`,
    });
    const { verdict } = asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: { a: subnet("a", "10.0.1.0/24"), b: subnet("b", "10.1.1.0/24") },
      aws_ec2_transit_gateway: { t: { security_group_referencing_support: "enable" } },
      aws_ec2_transit_gateway_vpc_attachment: { a: attachment("a"), b: attachment("b") },
      aws_route_table: { a: route("a", "10.1.0.0/16"), b: route("b", "10.0.0.0/16") },
      aws_route_table_association: { a: association("a"), b: association("b") },
      aws_security_group: {
        out: {
          vpc_id: "${aws_vpc.a.id}",
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, security_groups: [group("b")] }],
        },
        a: open("a"),
        b: {
          vpc_id: "${aws_vpc.b.id}",
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, security_groups: [group("out"), group("a")] }],
        },
      },
      aws_instance: { out: host("a", ["out"]), a: host("a", ["a"]), b: host("b", ["b"]) },
    });
    expect(verdict("aws_instance.a", "aws_instance.b", 22)).toBe("ALLOWED");
    expect(verdict("aws_instance.out", "aws_instance.b", 22)).toBe("DENIED");
  });
});
