import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { networkOf } from "../../src/project/network-of";
import { verify } from "../../src/questions/promises";
import { inFolder, planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";

const CGW = "aws_customer_gateway.office";

/** An office behind a static VPN connection of the client VPC, as somebody adds it to the stack. */
function withOffice(expect: readonly object[], routed = true) {
  const plan = planOf("article", { expect });
  const json = synthJson(plan);
  const vpc = Object.keys(json.resource.aws_vpc!).find((name) => name.includes("client"))!;
  const vpcId = `\${aws_vpc.${vpc}.id}`;
  const tables = Object.entries(json.resource.aws_route_table!).filter(([, one]) => one.vpc_id === vpcId);
  const propagations = tables.map(([name]) => [
    name,
    { vpn_gateway_id: "${aws_vpn_gateway.g.id}", route_table_id: `\${aws_route_table.${name}.id}` },
  ]);
  const office = {
    aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
    aws_vpn_gateway: { g: { vpc_id: vpcId } },
    aws_vpn_connection: {
      c: {
        customer_gateway_id: `\${${CGW}.id}`,
        vpn_gateway_id: "${aws_vpn_gateway.g.id}",
        type: "ipsec.1",
        static_routes_only: true,
      },
    },
    aws_vpn_connection_route: {
      r: { vpn_connection_id: "${aws_vpn_connection.c.id}", destination_cidr_block: "192.168.0.0/16" },
    },
    ...(routed && { aws_vpn_gateway_route_propagation: Object.fromEntries(propagations) as object }),
  };
  return inFolder((folder) => {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(file, JSON.stringify({ ...json, resource: { ...json.resource, ...office } }));
    return verify(networkOf(file, "cdk.tf.json", "synth", plan), plan)
      .filter(({ text }) => text.startsWith("expect:"))
      .map(({ holds, verdict }) => ({ holds, verdict }));
  });
}

describe("expect: about a network outside of AWS", () => {
  it("is proved, whichever way it is spelled", () => {
    const ends = ["on-premises", `on-premises@${CGW}`, CGW, `192.168.3.4@${CGW}`];
    const found = withOffice(ends.flatMap((end) => [{ from: end, to: "web", is: "denied" }]));
    expect(found).toEqual(ends.map(() => ({ holds: true, verdict: "DENIED" })));
  });

  it("holds of the client side as its routes are", () => {
    const expected = [{ from: "client", to: "on-premises", protocol: "tcp", port: 443, is: "allowed" }];
    expect(withOffice(expected)).toEqual([{ holds: true, verdict: "ALLOWED" }]);
    expect(withOffice(expected, false)).toEqual([{ holds: false, verdict: "DENIED" }]);
  });

  it("says which networks there are where it names none", () => {
    expect(() => withOffice([{ from: "on-premises@aws_customer_gateway.none", to: "web", is: "denied" }])).toThrow(
      `expect[0].from: "on-premises@aws_customer_gateway.none" names no network outside of AWS in cdk.tf.json; did you mean on-premises@${CGW}?`,
    );
  });
});
