import { applied, configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const LB = "aws_lb.l";
const TG = "aws_lb_target_group.t";
const LISTENER = "aws_lb_listener.h";
const SUBNETS = { subnets: [id("aws_subnet.a"), id("aws_subnet.b")] };
const FORWARD = [{ type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" }];
const network = (parts: Resources) =>
  configured({
    ...VPC,
    aws_security_group: { g: { vpc_id: id("aws_vpc.v") } },
    aws_lb: { l: { internal: true, ...SUBNETS } },
    aws_lb_target_group: { t: { port: 80, protocol: "HTTP", target_type: "ip", vpc_id: id("aws_vpc.v") } },
    aws_lb_listener: {
      h: { load_balancer_arn: "${aws_lb.l.arn}", port: 80, protocol: "HTTP", default_action: FORWARD },
    },
    ...parts,
  });

describe("a load balancer", () => {
  const of = (values: object) =>
    network({ aws_lb: { l: { internal: true, ...SUBNETS, ...values } } }).loadBalancers[0]!;

  test("has a node in each of its subnets, and the default group where an application one lists none", () => {
    const found = of({});
    expect(found).toMatchObject({ kind: "application", internal: true, crossZone: true, isNodeUncertain: false });
    expect(found.nodes.map(({ subnet }) => subnet.address)).toEqual(["aws_subnet.a", "aws_subnet.b"]);
    expect(found.nodes[0]!.groups).toEqual([found.nodes[0]!.subnet.vpc.defaultGroup]);
    expect(open(found)).toEqual({});
  });

  test("of the network kind without groups lets everything through, and crosses no zones unasked", () => {
    const found = of({ load_balancer_type: "network" });
    expect(found).toMatchObject({ kind: "network", crossZone: false });
    expect(found.nodes[0]).not.toHaveProperty("groups");
  });

  test("has the addresses that its mappings give", () => {
    const subnet_mapping = [{ subnet_id: id("aws_subnet.a"), private_ipv4_address: "10.0.1.9" }];
    const found = of({ load_balancer_type: "network", subnets: null, subnet_mapping });
    expect(found.nodes.map(({ privateIps }) => privateIps?.length)).toEqual([1]);
  });

  test("leaves open what it is, which subnets it has, or its nodes' groups, each by itself", () => {
    const other = of({ load_balancer_type: "gateway" });
    expect(open(other)).toEqual({ kind: [`${LB}: load balancers of type gateway can't be looked into`] });
    const lost = of({ subnets: SOMETHING });
    expect(open(lost)).toEqual({ subnets: [`${LB}: which subnets it is in is not known`] });
    expect(lost.nodes).toEqual([]);
    const [node] = of({ security_groups: SOMETHING }).nodes;
    expect(open(node!)).toEqual({ groups: [`${LB}: which security groups it has is not known`] });
  });

  test("with subnets that can't be told apart has a node in each, uncertainly, and no doubt of its own", () => {
    const found = of({ subnets: "${var.one ? [aws_subnet.a.id] : [aws_subnet.b.id]}" });
    expect(found.isNodeUncertain).toBe(true);
    expect(found.nodes.map(({ subnet }) => subnet.address)).toEqual(["aws_subnet.a", "aws_subnet.b"]);
    expect(open(found)).toEqual({});
  });

  test("of the classic kind is told", () => {
    const { unreadable } = network({ aws_elb: { c: SUBNETS } });
    expect(unreadable.map(({ address }) => address)).toContain("aws_elb.c");
  });
});

describe("a target group", () => {
  const groupWith = (parts: Resources) => thing(network(parts).targetGroups, TG);
  const attachment = (more: object) =>
    groupWith({
      aws_lb_target_group_attachment: { x: { target_group_arn: "${aws_lb_target_group.t.arn}", ...more } },
    });

  test("has the addresses that are registered", () => {
    const found = attachment({ target_id: "10.0.1.9", port: 8080 });
    expect(found.targets).toMatchObject([{ ip: 0x0a000109, port: 8080 }]);
    expect(found.targets[0]).not.toHaveProperty("note");
    expect(open(found)).toEqual({});
  });

  test("has a target that can't be read, and is itself known", () => {
    const found = attachment({ target_id: SOMETHING });
    expect(found.targets).toMatchObject([{ note: { reason: "what it registers is not known" } }]);
    expect(open(found)).toEqual({});
  });

  test("may have the target of an attachment whose group is not known", () => {
    expect(open(attachment({ target_group_arn: SOMETHING, target_id: "10.0.1.9" }))).toEqual({
      targets: ["aws_lb_target_group_attachment.x: which target group it belongs to is not known"],
    });
  });

  test.each([
    ["aws_autoscaling_group", { target_group_arns: ["${aws_lb_target_group.t.arn}"] }],
    ["aws_autoscaling_attachment", { lb_target_group_arn: "${aws_lb_target_group.t.arn}" }],
    ["aws_ecs_service", { load_balancer: [{ target_group_arn: "${aws_lb_target_group.t.arn}" }] }],
  ])("has targets of %s that are not in the input", (type, values) => {
    expect(open(groupWith({ [type]: { x: values } }))).toEqual({
      targets: [`${type}.x: the targets that it registers are not in the input`],
    });
  });

  test("has instances by their first interface, which a state calls by the instance's id", () => {
    const { targetGroups } = applied({
      aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
      aws_instance: { h: { id: "i-1", subnet_id: "subnet-1", private_ip: "10.0.1.5" } },
      aws_lb_target_group: { t: { id: "tg", arn: "arn:tg", target_type: "instance", vpc_id: "vpc-1" } },
      aws_lb_target_group_attachment: { x: { target_group_arn: "arn:tg", target_id: "i-1" } },
    });
    expect(targetGroups[0]!.targets).toMatchObject([{ nic: { address: "aws_instance.h" } }]);
  });

  test("keeps what its health check says, and what it sets itself", () => {
    const values = { ...{ port: 80, protocol: "HTTP", target_type: "ip" }, preserve_client_ip: true };
    const found = groupWith({
      aws_lb_target_group: {
        t: { ...values, load_balancing_cross_zone_enabled: "false", health_check: [{ port: "8081", path: "/up" }] },
      },
    });
    expect(found).toMatchObject({
      healthCheck: { port: 8081, path: "/up" },
      crossZone: false,
      preserveClientIp: true,
    });
  });
});

describe("a listener", () => {
  const listenerWith = (values: object, parts: Resources = {}) => {
    const listener = { load_balancer_arn: "${aws_lb.l.arn}", port: 80, protocol: "HTTP", default_action: FORWARD };
    return network({ aws_lb_listener: { h: { ...listener, ...values } }, ...parts }).loadBalancers[0]!;
  };

  test("forwards to a group, redirects, or answers itself", () => {
    const [action] = listenerWith({}).listeners[0]!.actions;
    expect(action).toMatchObject({ kind: "forward", groups: [{ address: TG }], hosts: [], paths: [] });
    const redirect = { type: "redirect", redirect: [{ protocol: "HTTPS", port: "443", status_code: "HTTP_301" }] };
    const [to] = listenerWith({ default_action: [redirect] }).listeners[0]!.actions;
    expect(to).toMatchObject({ kind: "answer", redirect: { protocol: "HTTPS", port: 443 } });
    const [fixed] = listenerWith({ default_action: [{ type: "fixed-response" }] }).listeners[0]!.actions;
    expect(fixed).toMatchObject({ kind: "answer", groups: [] });
  });

  test("goes by the last of its actions, after those that authenticate", () => {
    const actions = listenerWith({ default_action: [{ type: "authenticate-oidc" }, ...FORWARD] }).listeners[0]!.actions;
    expect(actions.map(({ kind }) => kind)).toEqual(["forward"]);
  });

  test("leaves weights of 0 out, and can't be read where a group is not known", () => {
    const weighted = (arn: string, weight: number) => [
      {
        type: "forward",
        forward: [
          {
            target_group: [
              { arn: "${aws_lb_target_group.t.arn}", weight: 1 },
              { arn, weight },
            ],
          },
        ],
      },
    ];
    const kindOf = (default_action: object) => listenerWith({ default_action }).listeners[0]!.actions[0]!.kind;
    expect(kindOf(weighted(SOMETHING, 0))).toBe("forward");
    expect(kindOf(weighted(SOMETHING, 1))).toBe("unreadable");
  });

  test("leaves its port open", () => {
    const [listener] = listenerWith({ port: SOMETHING }).listeners;
    expect(open(listener!)).toEqual({ port: [`${LISTENER}: its port is not known`] });
  });

  test("of a load balancer that is not known may be any one's", () => {
    expect(open(listenerWith({ load_balancer_arn: SOMETHING }))).toEqual({
      listeners: [`${LISTENER}: which load balancer it belongs to is not known`],
    });
  });

  test("has rules with their conditions; a rule of a listener that is not known may be any one's", () => {
    const condition = [{ host_header: [{ values: ["a.example"] }] }, { path_pattern: [{ values: ["/x*"] }] }];
    const ruled = (listener_arn: string) =>
      listenerWith({}, { aws_lb_listener_rule: { r: { listener_arn, priority: 5, condition, action: FORWARD } } })
        .listeners[0]!;
    const [, rule] = ruled("${aws_lb_listener.h.arn}").actions;
    expect(rule).toMatchObject({ hosts: ["a.example"], paths: ["/x*"], priority: 5 });
    const lost = ruled(SOMETHING);
    expect(lost.actions).toHaveLength(1);
    expect(open(lost)).toEqual({ actions: ["aws_lb_listener_rule.r: which listener it belongs to is not known"] });
  });
});
