import { askingGraph, graphTold, type Told } from "./support/told";
import { ResourceGraph } from "../../src/terraform";
import { TWO_VPCS } from "./support/two-vpcs-told";

const [WEB, APP, DB] = ["aws_instance.i-web", "aws_instance.i-app", "aws_network_interface.eni-db"];
/** Groups that let nothing out. */
const SILENT: Told = {
  ...TWO_VPCS,
  DescribeSecurityGroupRules: [],
  DescribeSecurityGroups: (TWO_VPCS.DescribeSecurityGroups as object[]).map((one) => ({
    ...one,
    IpPermissions: [],
    IpPermissionsEgress: [],
  })),
};
const GRAPHS: readonly [string, ResourceGraph][] = [
  ["an account", graphTold(TWO_VPCS)],
  ["an account whose groups let nothing out", graphTold(SILENT)],
  ["a state", new ResourceGraph("state", graphTold(TWO_VPCS).resources, [])],
];

describe.each(GRAPHS)("the DNS resolver of a VPC, by %s", (name, graph) => {
  const { answer } = askingGraph(graph);
  type Asked = Parameters<typeof answer>[2];
  /** Nobody, as far as the input tells: a state doesn't tell of all interfaces. */
  const expectNobody = (from: string, to: string, asked: Asked) => {
    const { verdict, explanations } = answer(from, to, asked);
    if (name !== "a state") expect(verdict).toBe("DENIED");
    expect(explanations.map(({ message }) => message).join()).not.toMatch(/DNS/);
  };

  test.each(["10.0.0.2", "169.254.169.253"])("is an AWS service at %s, and not nobody", (address) => {
    for (const from of [WEB, APP])
      for (const protocol of ["tcp", "udp"]) {
        const { verdict, explanations } = answer(from, address, { port: 53, protocol });
        expect(verdict).toBe("UNKNOWN");
        expect(explanations.map(({ message }) => message)).toEqual([
          expect.stringMatching(/the DNS resolver of aws_vpc\.vpc-a, a service of AWS/),
        ]);
      }
  });

  test("answers on no other port", () => {
    for (const port of [52, 54, 80, 443]) expectNobody(APP, "10.0.0.2", { port, protocol: "udp" });
    expectNobody(APP, "10.0.0.2", { protocol: "icmp" });
  });

  test.each(["10.0.0.1", "10.0.0.3", "10.0.1.2"])("is not at %s", (address) =>
    expectNobody(APP, address, { port: 53, protocol: "udp" }),
  );

  test("is not another VPC's, though both are peered (VPC peering guide)", () => {
    expectNobody(DB, "10.0.0.2", { port: 53, protocol: "udp" });
    expect(answer(DB, "10.1.0.2", { port: 53, protocol: "udp" }).verdict).toBe("UNKNOWN");
  });
});
