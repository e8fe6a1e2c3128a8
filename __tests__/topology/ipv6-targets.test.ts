import { asking } from "../support/asked";
import { dualStack, HTTPS_4, HTTPS_6 } from "../support/dual-stack";

const MINE = "2600:1f18:0:1::10";

interface Shape {
  readonly target?: object;
  readonly group?: object;
  readonly ingress?: readonly object[];
  readonly written?: boolean;
}

/** What a client of a dual-stack load balancer gets, whose target is an address of the host behind it. */
function through({ target, group, ingress = [HTTPS_4, HTTPS_6], written = true }: Shape) {
  const json = dualStack(
    ingress,
    {
      aws_lb: {
        l: {
          ip_address_type: "dualstack",
          internal: true,
          subnets: ["${aws_subnet.both.id}", "${aws_subnet.old.id}"],
          security_groups: ["${aws_security_group.l.id}"],
        },
      },
      aws_security_group: {
        g: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [] },
        l: {
          vpc_id: "${aws_vpc.a.id}",
          ingress: [HTTPS_4, HTTPS_6],
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
        },
        c: {
          vpc_id: "${aws_vpc.a.id}",
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
        },
      },
      aws_lb_listener: {
        l: {
          load_balancer_arn: "${aws_lb.l.arn}",
          port: 443,
          default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }],
        },
      },
      aws_lb_target_group: {
        t: {
          ...{ vpc_id: "${aws_vpc.a.id}", port: 443, protocol: "HTTPS", target_type: "ip", ip_address_type: "ipv6" },
          ...group,
        },
      },
      aws_lb_target_group_attachment: {
        t: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: MINE, ...target },
      },
      aws_instance: {
        both: {
          ...{ ami: "ami-1", instance_type: "t3.micro", subnet_id: "${aws_subnet.both.id}", private_ip: "10.0.1.10" },
          ...{ ipv6_addresses: [MINE], vpc_security_group_ids: ["${aws_security_group.g.id}"] },
        },
        client: {
          ...{ ami: "ami-1", instance_type: "t3.micro", subnet_id: "${aws_subnet.old.id}" },
          vpc_security_group_ids: ["${aws_security_group.c.id}"],
        },
      },
      aws_subnet: {
        both: {
          vpc_id: "${aws_vpc.a.id}",
          cidr_block: "10.0.1.0/24",
          ipv6_cidr_block: written ? "2600:1f18:0:1::/64" : "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}",
        },
        old: {
          vpc_id: "${aws_vpc.a.id}",
          cidr_block: "10.0.2.0/24",
          ipv6_cidr_block: written ? "2600:1f18:0:2::/64" : "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 2)}",
        },
      },
    },
    written,
  );
  return asking(json, "synth").answer("aws_instance.client", "aws_lb.l", { port: 443 });
}

describe("a target that is an address of IPv6", () => {
  it("is reached over IPv6, whichever family the client comes over", () => {
    const { verdict, forward } = through({});
    expect([verdict, forward.at(-1)?.address]).toEqual(["ALLOWED", "aws_instance.both"]);
  });

  it("needs a rule for IPv6", () => {
    expect(through({ ingress: [HTTPS_4] }).verdict).toBe("DENIED");
    expect(through({ ingress: [HTTPS_6] }).verdict).toBe("ALLOWED");
  });

  it("needs a group of its family", () => {
    expect(through({ group: { ip_address_type: "ipv4" } }).verdict).toBe("UNKNOWN");
    expect(through({ target: { target_id: "10.0.1.10" } }).verdict).toBe("UNKNOWN");
    expect(through({ group: { ip_address_type: "ipv4" }, target: { target_id: "10.0.1.10" } }).verdict).toBe("DENIED");
  });

  it("is not told of where AWS picks the VPC's range, which may hold it or not", () => {
    expect(through({ written: false }).verdict).toBe("UNKNOWN");
  });

  it("lies in no subnet, or outside of the VPC", () => {
    expect(through({ target: { target_id: "2600:1f18:0:9::10" } }).verdict).toBe("UNKNOWN");
    expect(through({ target: { target_id: "2600:1f18:9::10" } }).verdict).toBe("DENIED");
  });
});
