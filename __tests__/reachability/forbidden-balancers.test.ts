import { endOfSubnet, judge, TCP, Walker } from "../../src/reachability";
import { graphOf } from "../../src/terraform";
import { buildTopology } from "../../src/topology";

const ALL = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
const VPC = "${aws_vpc.a.id}";
const forward = (group: string) => [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${group}.arn}` }];
const group = { port: 80, protocol: "HTTP", target_type: "ip", vpc_id: VPC };

/** Clients in a subnet, and a load balancer whose group admits `admitted`, with a server behind it and a group without any. */
function network(admitted: string, listener: object = { port: 80, protocol: "HTTP" }) {
  const subnet = (cidr: string, zone: string) => ({ vpc_id: VPC, cidr_block: cidr, availability_zone: zone });
  const resource = {
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      clients: subnet("10.0.1.0/24", "us-east-1a"),
      one: subnet("10.0.2.0/24", "us-east-1a"),
      two: subnet("10.0.3.0/24", "us-east-1b"),
    },
    aws_security_group: {
      front: {
        vpc_id: VPC,
        ingress: [{ protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: [admitted] }],
        egress: [ALL],
      },
      server: { vpc_id: VPC, ingress: [ALL], egress: [ALL] },
    },
    aws_lb: {
      front: {
        internal: true,
        load_balancer_type: "application",
        subnets: ["${aws_subnet.one.id}", "${aws_subnet.two.id}"],
        security_groups: ["${aws_security_group.front.id}"],
      },
    },
    aws_instance: {
      server: {
        ami: "ami-1",
        instance_type: "t3.micro",
        subnet_id: "${aws_subnet.one.id}",
        private_ip: "10.0.2.50",
        vpc_security_group_ids: ["${aws_security_group.server.id}"],
      },
    },
    aws_lb_target_group: { full: group, empty: group },
    aws_lb_target_group_attachment: {
      server: { target_group_arn: "${aws_lb_target_group.full.arn}", target_id: "10.0.2.50", port: 80 },
    },
    aws_lb_listener: {
      http: { load_balancer_arn: "${aws_lb.front.arn}", default_action: forward("full"), ...listener },
    },
    aws_lb_listener_rule: {
      none: {
        listener_arn: "${aws_lb_listener.http.arn}",
        priority: 1,
        action: forward("empty"),
        condition: [{ path_pattern: [{ values: ["/none"] }] }],
      },
    },
  };
  return buildTopology(graphOf({ resource }, "test", "synth"));
}

function forbidden(topology: ReturnType<typeof network>, path?: string) {
  const from = topology.subnets.find(({ address }) => address === "aws_subnet.clients")!;
  const balancer = topology.loadBalancers[0]!;
  const { verdict, holds } = judge(new Walker(topology), {
    kind: "reach",
    text: "no client reaches the load balancer",
    from: [endOfSubnet(from)],
    to: [{ kind: "balancer", balancer, ...(path !== undefined && { path }) }],
    flows: [{ protocol: TCP, port: 80 }],
    expected: "DENIED",
  });
  return [verdict, holds];
}

describe("a load balancer that must not be reached", () => {
  test("is shut when its group admits none of the clients", () => {
    expect(forbidden(network("10.9.0.0/16"))).toEqual(["DENIED", true]);
  });

  test("is not when the group admits a part of them", () => {
    expect(forbidden(network("10.0.1.0/25"))).toEqual(["ALLOWED", false]);
  });

  test("is not when one of its rules leads nowhere and others don't", () => {
    expect(forbidden(network("10.0.1.0/24"))).toEqual(["ALLOWED", false]);
    expect(forbidden(network("10.0.1.0/24"), "/none")).toEqual(["ALLOWED", false]);
  });

  test("is shut when nothing listens", () => {
    expect(forbidden(network("10.0.1.0/24", { port: 81, protocol: "HTTP" }))).toEqual(["DENIED", true]);
  });

  test("is open when its port is not known", () => {
    const listener = { port: "${data.aws_ssm_parameter.port.value}", protocol: "HTTP" };
    expect(forbidden(network("10.9.0.0/16", listener))).toEqual(["UNKNOWN", false]);
  });
});
