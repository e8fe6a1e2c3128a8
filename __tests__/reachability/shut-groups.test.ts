import fc from "fast-check";
import { endOfNic, judge, TCP, Walker } from "../../src/reachability";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

/** A client, a box on the way whose doings nobody knows, and a server behind it. */
function behindBox(
  ingress: readonly object[],
  more: { egress?: readonly object[]; groups?: readonly string[]; target?: object } = {},
) {
  const target = more.target ?? { network_interface_id: "${aws_network_interface.box.id}" };
  const table = (route: readonly object[]) => ({ vpc_id: "${aws_vpc.a.id}", route });
  const association = (name: string) => ({
    subnet_id: `\${aws_subnet.${name}.id}`,
    route_table_id: `\${aws_route_table.${name}.id}`,
  });
  const subnet = (cidr_block: string) => ({ vpc_id: "${aws_vpc.a.id}", cidr_block, availability_zone: "eu-west-1a" });
  return asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { client: subnet("10.0.1.0/24"), box: subnet("10.0.2.0/24"), server: subnet("10.0.3.0/24") },
    aws_route_table: {
      client: table([{ cidr_block: "10.0.3.0/24", ...target }]),
      server: table([{ cidr_block: "10.0.1.0/24", ...target }]),
    },
    aws_route_table_association: { client: association("client"), server: association("server") },
    aws_security_group: {
      client: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: more.egress ?? [ALL_OUT] },
      box: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] },
      server: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT] },
    },
    aws_network_interface: {
      box: {
        subnet_id: "${aws_subnet.box.id}",
        source_dest_check: false,
        security_groups: ["${aws_security_group.box.id}"],
      },
    },
    aws_instance: {
      client: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.client.id}",
        private_ip: "10.0.1.10",
        vpc_security_group_ids: ["${aws_security_group.client.id}"],
      },
      server: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.server.id}",
        private_ip: "10.0.3.10",
        vpc_security_group_ids: more.groups ?? ["${aws_security_group.server.id}"],
      },
    },
  });
}

const rule = (port: number, more: object = { cidr_blocks: ["0.0.0.0/0"] }) => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  ...more,
});
const asks = (...args: Parameters<typeof behindBox>) =>
  behindBox(...args).verdict("aws_instance.client", "aws_instance.server", 443);

describe("a group that admits nothing of a flow", () => {
  it("denies it, whatever the box on the way does", () => {
    expect(asks([rule(443)])).toBe("UNKNOWN");
    expect(asks([rule(22)])).toBe("DENIED");
    expect(asks([])).toBe("DENIED");
    expect(asks([{ ...rule(443), protocol: "udp" }])).toBe("DENIED");
  });

  it("denies it where the route itself is not known", () => {
    const target = { transit_gateway_id: "${var.gateway}", network_interface_id: undefined };
    expect(asks([rule(22)], { target: { network_interface_id: "${var.box}" } })).toBe("DENIED");
    expect(asks([rule(443)], { target: { network_interface_id: "${var.box}" } })).toBe("UNKNOWN");
    expect(asks([rule(22)], { target })).toBe("DENIED");
  });

  it("denies it at the sender too", () => {
    expect(asks([rule(443)], { egress: [rule(22)] })).toBe("DENIED");
    expect(asks([rule(443)], { egress: [rule(443)] })).toBe("UNKNOWN");
  });

  it("says so, and nothing that isn't certain", () => {
    const { explanations } = behindBox([rule(22)]).answer("aws_instance.client", "aws_instance.server", { port: 443 });
    expect(explanations.map(({ code, address }) => `${code} ${address}`)).toEqual([
      "ENI_SG_RULES_MISMATCH aws_security_group.server",
    ]);
  });

  it.each<[string, readonly object[], readonly string[] | undefined]>([
    ["one address, since the box may have it", [rule(443, { cidr_blocks: ["10.0.2.7/32"] })], undefined],
    ["members of a group", [rule(443, { security_groups: ["${aws_security_group.box.id}"] })], undefined],
    ["addresses that are not known", [rule(443, { cidr_blocks: "${var.office}" })], undefined],
    ["what another group may admit", [rule(22)], ["${aws_security_group.server.id}", "sg-0123456789"]],
  ])("is another than one that admits %s", (_, ingress, groups) => {
    expect(asks(ingress, groups ? { groups } : {})).toBe("UNKNOWN");
  });

  it("proves that nothing arrives", () => {
    const judged = (ingress: readonly object[]) => {
      const { topology } = behindBox(ingress);
      const [from, to] = ["client", "server"].map((name) =>
        endOfNic(topology.nics.find(({ address }) => address === `aws_instance.${name}`)!),
      );
      const statement = { kind: "reach", text: "", from: [from!], to: [to!], expected: "DENIED" } as const;
      return judge(new Walker(topology), { ...statement, flows: [{ protocol: TCP, port: 443 }] }).verdict;
    };
    expect(judged([rule(22)])).toBe("DENIED");
    expect(judged([rule(443)])).toBe("UNKNOWN");
  });

  it("is one for every port that no rule names", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }), (open, port) => {
        const { verdict } = behindBox([rule(open)]);
        expect(verdict("aws_instance.client", "aws_instance.server", port)).toBe(open === port ? "UNKNOWN" : "DENIED");
      }),
      { numRuns: 40, examples: [[80, 80]] },
    );
  });
});
