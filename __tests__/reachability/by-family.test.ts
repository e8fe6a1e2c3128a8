import "../../src/jest";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { QuestionFault, readNetwork } from "../../src/judge";
import { type Matrix, matrixOf, type OverFamily, type Verdict, Walker } from "../../src/reachability";
import { type JsonObject } from "../../src/terraform";
import { asking, INSTANCE } from "../support/asked";
import { dualStack, HTTPS_4, HTTPS_6 } from "../support/dual-stack";

const of = (ipv4: Verdict, ipv6: Verdict): OverFamily[] => [
  { family: "ipv4", verdict: ipv4 },
  { family: "ipv6", verdict: ipv6 },
];
const fromOutside = (json: object) => asking(json, "synth").answer("internet", "aws_instance.both", { port: 443 });

describe("an answer", () => {
  it("says over which family its verdict holds", () => {
    expect(fromOutside(dualStack([HTTPS_4]))).toMatchObject({ verdict: "ALLOWED", families: of("ALLOWED", "DENIED") });
    expect(fromOutside(dualStack([HTTPS_6]))).toMatchObject({ verdict: "ALLOWED", families: of("DENIED", "ALLOWED") });
    expect(fromOutside(dualStack([]))).not.toHaveProperty("families");
  });

  it("says nothing of families where the network has only IPv4, or one was asked for", () => {
    const only = asking(
      {
        resource: {
          aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
          aws_subnet: {
            s: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
          },
        },
      },
      "synth",
    );
    expect(only.answer("aws_subnet.s", "internet")).not.toHaveProperty("families");
    const { answer } = asking(dualStack([HTTPS_4]), "synth");
    const asked = { port: 443, family: "ipv6" };
    expect(answer("internet", "aws_instance.both", asked)).not.toHaveProperty("families");
    expect(answer("internet", "aws_instance.both", asked).verdict).toBe("DENIED");
  });

  it("tells IPv6 that becomes IPv4 on the way", () => {
    const nat64 = dualStack([HTTPS_6], {
      aws_eip: { e: { domain: "vpc" } },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.old.id}", allocation_id: "${aws_eip.e.id}" } },
      aws_subnet: {
        six: {
          vpc_id: "${aws_vpc.a.id}",
          ipv6_native: true,
          ipv6_cidr_block: "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 2)}",
        },
        old: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24" },
      },
      aws_route_table: {
        t: {
          vpc_id: "${aws_vpc.a.id}",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }],
        },
        six: {
          vpc_id: "${aws_vpc.a.id}",
          route: [{ ipv6_cidr_block: "64:ff9b::/96", nat_gateway_id: "${aws_nat_gateway.n.id}" }],
        },
      },
      aws_route_table_association: {
        old: { subnet_id: "${aws_subnet.old.id}", route_table_id: "${aws_route_table.t.id}" },
        six: { subnet_id: "${aws_subnet.six.id}", route_table_id: "${aws_route_table.six.id}" },
      },
      aws_instance: {
        six: {
          ...INSTANCE,
          subnet_id: "${aws_subnet.six.id}",
          ipv6_address_count: 1,
          vpc_security_group_ids: ["${aws_security_group.g.id}"],
        },
      },
    });
    const network = asking(nat64, "synth");
    const families = [{ family: "ipv6", verdict: "ALLOWED", nat64: true }];
    expect(network.answer("aws_instance.six", "internet", { port: 443 })).toMatchObject({
      verdict: "ALLOWED",
      families,
    });
    const { entries } = matrixOf(new Walker(network.topology));
    expect(entries.find(({ from, to }) => from === "aws_instance.six" && to === "internet")?.families).toEqual(
      families,
    );
  });
});

test("the matrix has the internet where only an egress-only internet gateway leads there", () => {
  const route = { ipv6_cidr_block: "::/0", egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" };
  const outwards = (more: object) =>
    dualStack([HTTPS_6], {
      aws_internet_gateway: {},
      aws_egress_only_internet_gateway: { e: { vpc_id: "${aws_vpc.a.id}" } },
      aws_route_table: { t: { vpc_id: "${aws_vpc.a.id}", route: [route] } },
      ...more,
    });
  const of = (json: object) => matrixOf(new Walker(asking(json, "synth").topology));
  const { entries } = of(outwards({}));
  const between = (from: string, to: string) => entries.find((one) => one.from === from && one.to === to)?.verdict;
  expect(between("aws_instance.both", "internet")).toBe("ALLOWED");
  expect(between("internet", "aws_instance.both")).toBe("DENIED");
  expect(of(outwards({ aws_route_table: { t: { vpc_id: "${aws_vpc.a.id}" } } })).endpoints).not.toContain("internet");
});

describe("the package", () => {
  const json = dualStack([HTTPS_4]);
  const question = { from: "internet", to: "aws_instance.both", port: 443 };

  it("asks for one family, and tells what holds over each", () => {
    expect(json).toReach({ ...question, family: "ipv4" });
    expect(json).not.toReach({ ...question, family: "ipv6" });
    expect(json).toReachOnly({ from: "aws_instance.both", to: ["internet"], port: 443, family: "ipv6" });
    expect(readNetwork(json).reach(question).families).toEqual(of("ALLOWED", "DENIED"));
    expect(readNetwork(json).shows(question, "does not reach").families).toEqual(of("ALLOWED", "DENIED"));
  });

  it("says in a failure which family it fails over", () => {
    expect(() => expect(json).toReach({ ...question, family: "ipv6" })).toThrow(/over ipv6/);
    expect(() => expect(json).not.toReach(question)).toThrow(/ipv4: ALLOWED, ipv6: DENIED/);
  });

  it("refuses what is no family", () => {
    const wrong = { ...question, family: "ipv5" as "ipv4" };
    expect(() => readNetwork(json).reach(wrong)).toThrow(QuestionFault);
    expect(() => readNetwork(json).reach(wrong)).toThrow(/"ipv5"/);
  });
});

const FOLDER = join(__dirname, "networks");
const NETWORKS = readdirSync(FOLDER).filter((name) => name.endsWith(".tf.json"));
const GIVES: Readonly<Record<string, object>> = {
  aws_vpc: { assign_generated_ipv6_cidr_block: true },
  aws_subnet: { ipv6_cidr_block: "2001:db8::/64", assign_ipv6_address_on_creation: true },
  aws_instance: { ipv6_address_count: 1 },
  aws_lb: { ip_address_type: "dualstack" },
};

/** A network of the tests, with ranges and addresses of IPv6 in what is picked. */
function withIpv6(file: string, types: readonly string[]): JsonObject {
  const json = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as JsonObject;
  const resource = { ...(json.resource as Record<string, Record<string, object>>) };
  for (const type of types)
    resource[type] = Object.fromEntries(
      Object.entries(resource[type] ?? {}).map(([name, block]) => [name, { ...block, ...GIVES[type] }]),
    );
  return { ...json, resource } as JsonObject;
}

const byPair = ({ entries }: Matrix): Map<string, Matrix["entries"][number]> =>
  new Map(entries.map((one) => [`${one.from}>${one.to}>${one.protocol}/${one.ports}`, one]));

describe("any network", () => {
  const arbitrary = fc.record({
    file: fc.constantFrom(...NETWORKS),
    types: fc.subarray(Object.keys(GIVES)).map((types) => ["aws_vpc", ...types]),
  });

  it("answers of both families what it answers of each", () => {
    fc.assert(
      fc.property(arbitrary, ({ file, types }) => {
        const walker = new Walker(asking(withIpv6(file, types), "synth").topology);
        const plain = byPair(matrixOf(walker));
        const [ipv4, ipv6] = [
          byPair(matrixOf(walker, () => true, "ipv4")),
          byPair(matrixOf(walker, () => true, "ipv6")),
        ];
        for (const [key, { verdict, families }] of plain) {
          // Who has no address of a family is left out of its matrix.
          const each = [ipv4, ipv6].map((all) => all.get(key)?.verdict ?? "DENIED");
          const told = (["ipv4", "ipv6"] as const).map(
            (family) => families?.find((one) => one.family === family)?.verdict ?? "DENIED",
          );
          expect([key, told]).toEqual([key, each]);
          if (each.includes("ALLOWED")) expect([key, verdict]).toEqual([key, "ALLOWED"]);
          if (verdict === "DENIED") expect([key, each]).toEqual([key, ["DENIED", "DENIED"]]);
        }
        for (const all of [ipv4, ipv6]) for (const key of all.keys()) expect(plain.has(key)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("answers a question as its matrix does, for each family", () => {
    fc.assert(
      fc.property(arbitrary, fc.nat(), ({ file, types }, pick) => {
        const { topology, answer } = asking(withIpv6(file, types), "synth");
        const { entries } = matrixOf(new Walker(topology));
        const asked = entries.filter(({ ports }) => /^\d+$/.test(ports));
        const one = asked[pick % Math.max(asked.length, 1)];
        if (!one) return;
        const { from, to, protocol, ports: port } = one;
        for (const { family, verdict } of one.families ?? [])
          expect([one, answer(from, to, { protocol, port, family }).verdict]).toEqual([one, verdict]);
        expect(answer(from, to, { protocol, port }).families).toEqual(one.families);
      }),
      { numRuns: 60 },
    );
  });
});
