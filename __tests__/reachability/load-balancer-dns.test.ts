import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

/**
 * A VPC with a client in zone c, and an NLB without cross-zone load balancing in zones a and b. Which nodes its name
 * resolves to depends on where each target group has targets (NLB guide, target group health checks).
 * @param groups zones of the targets of each listener's group, by port
 * @param more arguments of the load balancer
 */
function network(groups: Record<number, readonly string[]>, more: object = {}, closed: readonly string[] = []) {
  const zones = ["a", "b", "c"];
  const entries = Object.entries(groups);
  const targets = entries.flatMap(([port, own]) => own.map((zone) => ({ port, zone })));
  const of = <T>(list: readonly T[], name: (one: T) => string, body: (one: T, i: number) => object) =>
    Object.fromEntries(list.map((one, i) => [name(one), body(one, i)]));
  const named = ({ port, zone }: { port: string; zone: string }): string => `t${port}${zone}`;
  return asked({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: of(
      zones,
      (zone) => zone,
      (zone, i) => ({
        vpc_id: "${aws_vpc.v.id}",
        cidr_block: `10.0.${i}.0/24`,
        availability_zone: `eu-west-1${zone}`,
      }),
    ),
    // A network ACL without rules: nothing passes.
    aws_network_acl: of(
      closed,
      (zone) => zone,
      (zone) => ({ vpc_id: "${aws_vpc.v.id}", subnet_ids: [`\${aws_subnet.${zone}.id}`] }),
    ),
    aws_security_group: { all: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: {
      client: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.c.id}",
        vpc_security_group_ids: ["${aws_security_group.all.id}"],
      },
      ...of(targets, named, ({ zone }) => ({
        ...INSTANCE,
        subnet_id: `\${aws_subnet.${zone}.id}`,
        vpc_security_group_ids: ["${aws_security_group.all.id}"],
      })),
    },
    aws_lb: {
      n: {
        load_balancer_type: "network",
        internal: true,
        subnets: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
        ...more,
      },
    },
    aws_lb_target_group: of(
      entries,
      ([port]) => `g${port}`,
      ([port]) => ({ port: Number(port), protocol: "TCP", vpc_id: "${aws_vpc.v.id}" }),
    ),
    aws_lb_target_group_attachment: of(targets, named, (one) => ({
      target_group_arn: `\${aws_lb_target_group.g${one.port}.arn}`,
      target_id: `\${aws_instance.${named(one)}.id}`,
    })),
    aws_lb_listener: of(
      entries,
      ([port]) => `l${port}`,
      ([port]) => ({
        load_balancer_arn: "${aws_lb.n.arn}",
        port: Number(port),
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.g${port}.arn}` }],
      }),
    ),
  });
}

const verdictOf = (asking: ReturnType<typeof network>, port = 80) =>
  asking.verdict("aws_instance.client", "aws_lb.n", port);

test("a node without a target in its zone is not in the name, so the others decide", () => {
  expect(verdictOf(network({ 80: ["a"] }))).toBe("ALLOWED");
});

test("... also when that node could not be reached at all", () => {
  const asking = network({ 80: ["a"] }, {}, ["b"]);
  expect(verdictOf(asking)).toBe("ALLOWED");
  expect(asking.answer("aws_instance.client", "aws_lb.n", { port: 80 }).verdict).toBe("ALLOWED");
});

test("a node with a target in its zone must work", () => {
  expect(verdictOf(network({ 80: ["a", "b"] }))).toBe("ALLOWED");
  expect(verdictOf(network({ 80: ["a", "b"] }, {}, ["b"]))).toBe("DENIED");
});

test("with cross-zone load balancing every node is in the name", () => {
  const crossing = { enable_cross_zone_load_balancing: true };
  expect(verdictOf(network({ 80: ["a"] }, crossing))).toBe("ALLOWED");
  expect(verdictOf(network({ 80: ["a"] }, crossing, ["b"]))).toBe("DENIED");
});

test("one group without a target in a zone takes the zone's node out for all listeners", () => {
  const asking = network({ 80: ["a"], 81: ["a", "b"] }, {}, ["b"]);
  expect([verdictOf(asking, 80), verdictOf(asking, 81)]).toEqual(["ALLOWED", "ALLOWED"]);
});

test("when no node has a target in each group, the name fails open to all, and some clients meet the wrong one", () => {
  const asking = network({ 80: ["a"], 81: ["b"] });
  expect([verdictOf(asking, 80), verdictOf(asking, 81)]).toEqual(["DENIED", "DENIED"]);
  const { explanations } = asking.answer("aws_instance.client", "aws_lb.n", { port: 80 });
  expect(explanations.map(({ code }) => code)).toContain("ELB_NOT_CROSSZONE");
});
