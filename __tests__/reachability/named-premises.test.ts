import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Resources } from "../support/networks";

const OFFICE = "aws_customer_gateway.office";
const VPC: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
  aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.s.id}"] },
  },
};
const office = { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" };
const ONE: Resources = {
  ...VPC,
  aws_customer_gateway: { office },
  aws_vpn_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
  aws_vpn_connection: {
    c: {
      customer_gateway_id: `\${${OFFICE}.id}`,
      vpn_gateway_id: "${aws_vpn_gateway.g.id}",
      type: "ipsec.1",
      static_routes_only: true,
    },
  },
  aws_vpn_connection_route: {
    r: { vpn_connection_id: "${aws_vpn_connection.c.id}", destination_cidr_block: "192.168.0.0/16" },
  },
  aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}", propagating_vgws: ["${aws_vpn_gateway.g.id}"] } },
  aws_route_table_association: {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" },
  },
};
const TWO: Resources = {
  ...ONE,
  aws_customer_gateway: { office, depot: office },
  aws_dx_gateway: { d: { name: "d" } },
};

const HOST = "aws_instance.h";

describe.each(["on-premises", `on-premises@${OFFICE}`, OFFICE, `192.168.3.4@${OFFICE}`])("the end %s", (end) => {
  it("sends and receives", () => {
    const { verdict } = asked(ONE);
    expect([verdict(end, HOST, 443), verdict(HOST, end, 443)]).toEqual(["ALLOWED", "ALLOWED"]);
  });
  it("takes a port as others do", () => {
    const named = end.includes("@") ? end.replace("@", ":443@") : `${end}:443`;
    expect(asked(ONE).verdict(HOST, named)).toBe("ALLOWED");
  });
});

it("an id in place of the address is the same end", () => {
  const resources = { ...ONE, aws_customer_gateway: { office: { ...office, id: "cgw-0a1b" } } };
  expect(asked(resources).verdict("on-premises@cgw-0a1b", HOST, 443)).toBe("ALLOWED");
});

describe("what is told of a name that is none", () => {
  it.each<[string, Resources, string, string]>([
    ["no network at all", VPC, "on-premises", "it has no customer gateway and no Direct Connect gateway"],
    [
      "the word where there are several",
      TWO,
      "on-premises",
      `could be any of on-premises@${OFFICE}, on-premises@aws_customer_gateway.depot, on-premises@aws_dx_gateway.d in test; name one`,
    ],
    ["a wrong word", ONE, "On-Premise", "did you mean on-premises?"],
    ["a wrong gateway", ONE, "aws_customer_gateway.ofice", `did you mean ${OFFICE}?`],
    ["a wrong place", ONE, "on-premises@aws_customer_gateway.ofice", `did you mean on-premises@${OFFICE}?`],
    [
      "a wrong place of an address",
      ONE,
      "192.168.3.4@aws_customer_gateway.ofice",
      `did you mean 192.168.3.4@${OFFICE}?`,
    ],
    [
      "a place that is like none",
      TWO,
      "on-premises@x",
      `it has on-premises@${OFFICE}, on-premises@aws_customer_gateway.depot`,
    ],
    [
      "an address that is none",
      ONE,
      `192.168.3@${OFFICE}`,
      `"192.168.3" is no address, nor the word on-premises; write on-premises@${OFFICE}`,
    ],
    [
      "a connection",
      ONE,
      "aws_vpn_connection.c",
      `leads to a network outside of AWS, and neither sends nor receives packets; name on-premises@${OFFICE}`,
    ],
    ["a VPN gateway", ONE, "aws_vpn_gateway.g", `name on-premises@${OFFICE}`],
  ])("%s", (_, resources, name, told) => {
    expect(() => asked(resources).verdict(name, HOST, 443)).toThrow(told);
    expect(() => asked(resources).verdict(HOST, name, 443)).toThrow(told);
  });
});
