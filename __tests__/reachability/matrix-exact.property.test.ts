import fc from "fast-check";
import { decide, endpointsOf, flowOf, matrixOf, Walker } from "../../src/reachability";
import { describePorts, describeProtocol } from "../../src/reachability/packets";
import { type Topology } from "../../src/topology";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

/** A matrix asks about classes, and about many ports at once; these tests ask about each pair and port alone. */

const range = fc.constantFrom("10.0.0.0/16", "10.0.1.0/24", "10.0.1.10/32", "10.0.1.8/29", "10.0.2.0/24", "0.0.0.0/0");
const port = fc.integer({ min: 20, max: 29 });
const rule = fc.record({
  ...{ cidr: range, from: port, length: fc.constantFrom(0, 0, 0, 3) },
  named: fc.constantFrom("nobody", "nobody", "nobody", "self", "one"),
});
const place = fc.record({
  subnet: fc.constantFrom("a", "b", "far"),
  ip: fc.option(fc.constantFrom(9, 10, 11, 12), { nil: undefined }),
  group: fc.constantFrom("one", "two"),
  isPublic: fc.boolean(),
});
const aclRule = fc.record({ cidr: range, from: port, allow: fc.boolean(), egress: fc.boolean() });
const network = fc.record({
  one: fc.array(rule, { maxLength: 8 }),
  two: fc.array(rule, { maxLength: 6 }),
  out: fc.array(rule, { maxLength: 10 }),
  hosts: fc.array(place, { minLength: 1, maxLength: 5 }),
  acl: fc.array(aclRule, { maxLength: 4 }),
  hasNat: fc.boolean(),
  isLost: fc.boolean(),
});
type Network = typeof network extends fc.Arbitrary<infer T> ? T : never;

const SUBNETS = { a: ["v", "10.0.1.0/24"], b: ["v", "10.0.2.0/24"], far: ["w", "10.0.1.0/24"] } as const;

function instance({ subnet, ip, group, isPublic }: Network["hosts"][number], i: number): object {
  return {
    ...INSTANCE,
    ...(ip !== undefined && { private_ip: `${SUBNETS[subnet][1].replace(".0/24", "")}.${ip + i * 4}` }),
    ...{ subnet_id: `\${aws_subnet.${subnet}.id}`, associate_public_ip_address: isPublic },
    vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
  };
}

/** Group two names group one too; the other way round that would be a circle. */
function rulesOf(rules: Network["one"], group: "one" | "two"): object[] {
  return rules.map(({ cidr, from, length, named }) => ({
    ...{ protocol: "tcp", from_port: from, to_port: from + length },
    ...(named === "self" && { self: true }),
    ...(named === "one" && group === "two" && { security_groups: ["${aws_security_group.one.id}"] }),
    ...(named !== "self" && (named !== "one" || group === "one") && { cidr_blocks: [cidr] }),
  }));
}

function built({ one, two, out, hosts, acl, hasNat, isLost }: Network): Topology {
  const entry = (rules: Network["acl"]): object[] => [
    ...rules.map(({ cidr, from, allow }, i) => ({
      ...{ rule_no: i + 1, action: allow ? "allow" : "deny", protocol: "tcp", cidr_block: cidr },
      ...{ from_port: from, to_port: from + 2 },
    })),
    { rule_no: 900, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 },
  ];
  return asked({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" }, w: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { v: { vpc_id: "${aws_vpc.v.id}" } },
    aws_subnet: Object.fromEntries(
      Object.entries(SUBNETS).map(([name, [vpc, cidr_block]]) => [
        name,
        { vpc_id: `\${aws_vpc.${vpc}.id}`, cidr_block, availability_zone: "eu-central-1a" },
      ]),
    ),
    aws_route_table: {
      v: {
        vpc_id: "${aws_vpc.v.id}",
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.v.id}" }],
      },
    },
    aws_route_table_association: { a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.v.id}" } },
    aws_network_acl: {
      b: {
        ...{ vpc_id: "${aws_vpc.v.id}", subnet_ids: ["${aws_subnet.b.id}"] },
        ingress: entry(acl.filter(({ egress }) => !egress)),
        egress: entry(acl.filter(({ egress }) => egress)),
      },
    },
    aws_security_group: {
      one: { vpc_id: "${aws_vpc.v.id}", ingress: rulesOf(one, "one"), egress: [ALL_OUT] },
      two: {
        ...{ vpc_id: "${aws_vpc.v.id}", ingress: rulesOf(two, "two") },
        egress: out.length > 4 ? rulesOf(out, "two") : [ALL_OUT],
      },
    },
    ...(hasNat && {
      aws_nat_gateway: {
        n: { subnet_id: "${aws_subnet.far.id}", connectivity_type: "private", private_ip: "10.0.1.10" },
      },
    }),
    aws_instance: {
      ...Object.fromEntries(hosts.map((host, i) => [`h${i}`, instance(host, i)])),
      ...(isLost && { lost: { ...INSTANCE, subnet_id: "${var.subnet}", vpc_security_group_ids: ["${var.group}"] } }),
    },
  }).topology;
}

test("a matrix says of each pair and port what the question alone is answered", () => {
  fc.assert(
    fc.property(network, (input) => {
      const topology = built(input);
      const walker = new Walker(topology);
      const ends = endpointsOf(topology);
      const alone = ends.flatMap((from) =>
        ends.flatMap((to) => {
          const { sender } = from;
          const { receiver } = to;
          if (!sender || !receiver || from === to) return [];
          return to.services.map((service) => {
            const { verdict } = decide(walker, { from: sender, to: receiver, flow: flowOf(service) }, false);
            const ports = service.ports ? describePorts(service.ports) : "any";
            return { from: from.address, to: to.address, protocol: describeProtocol(service.protocol), ports, verdict };
          });
        }),
      );
      expect(matrixOf(walker).entries).toEqual(alone);
    }),
    { numRuns: 120 },
  );
});
