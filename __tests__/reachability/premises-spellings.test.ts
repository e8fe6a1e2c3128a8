import { ALL_IN, ALL_OUT, asked, asking, INSTANCE } from "../support/asked";
import { handMadePlan, to } from "../support/hand-made-plan";
import { type Resources, stateJson } from "../support/networks";

/** One network with a static VPN connection, as a synthesis, a plan before the first apply and a state after a refresh spell it. */
const CGW = "aws_customer_gateway.office";

/** Ids that AWS gives, and what a refresh fills in beside what is written. */
const COMPUTED: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "aws_vpc.v": { id: "vpc-1", main_route_table_id: "rtb-0", default_security_group_id: "sg-0" },
  "aws_subnet.a": { id: "subnet-1" },
  "aws_security_group.s": { id: "sg-1" },
  "aws_instance.h": { id: "i-1", private_ip: "10.0.1.5", primary_network_interface_id: "eni-1" },
  "aws_customer_gateway.office": { id: "cgw-1", arn: "arn:aws:ec2:eu-central-1:1:customer-gateway/cgw-1" },
  "aws_vpn_gateway.g": { id: "vgw-1", vpc_id: "vpc-1", amazon_side_asn: "64512" },
  "aws_vpn_gateway_attachment.g": { id: "vpn-attachment-1" },
  "aws_vpn_connection.c": {
    id: "vpn-1",
    transit_gateway_attachment_id: "",
    transit_gateway_id: null,
    local_ipv4_network_cidr: "0.0.0.0/0",
    remote_ipv4_network_cidr: "0.0.0.0/0",
    local_ipv6_network_cidr: "",
    remote_ipv6_network_cidr: "",
    tunnel_inside_ip_version: "ipv4",
    routes: [{ destination_cidr_block: "192.168.0.0/16", source: "Static", state: "available" }],
  },
  "aws_vpn_connection_route.r": { id: "192.168.0.0/16:vpn-1" },
  "aws_route_table.t": { id: "rtb-1", route: [], propagating_vgws: ["vgw-1"] },
  "aws_route_table_association.a": { id: "rtbassoc-1", gateway_id: "" },
  "aws_vpn_gateway_route_propagation.p": { id: "vgw-1_rtb-1" },
};

const NETWORK: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
  aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.s.id}"] },
  },
  aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
  aws_vpn_gateway: { g: {} },
  aws_vpn_gateway_attachment: { g: { vpc_id: "${aws_vpc.v.id}", vpn_gateway_id: "${aws_vpn_gateway.g.id}" } },
  aws_vpn_connection: {
    c: {
      customer_gateway_id: "${aws_customer_gateway.office.id}",
      vpn_gateway_id: "${aws_vpn_gateway.g.id}",
      type: "ipsec.1",
      static_routes_only: true,
    },
  },
  aws_vpn_connection_route: {
    r: { vpn_connection_id: "${aws_vpn_connection.c.id}", destination_cidr_block: "192.168.0.0/16" },
  },
  aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}" } },
  aws_route_table_association: { a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" } },
  aws_vpn_gateway_route_propagation: {
    p: { vpn_gateway_id: "${aws_vpn_gateway.g.id}", route_table_id: "${aws_route_table.t.id}" },
  },
};

const REFERENCE = /^\$\{(.+)\.(\w+)\}$/;

/** The references of an argument, in a list or not. */
function referencesOf(value: unknown): string[] {
  return [value].flat().flatMap((one) => {
    const found = typeof one === "string" ? REFERENCE.exec(one) : null;
    return found ? [`${found[1]}.${found[2]}`] : [];
  });
}

function blocksOf(resources: Resources): [string, [string, unknown][]][] {
  return Object.entries(resources).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]): [string, [string, unknown][]] => [
      `${type}.${name}`,
      Object.entries(body),
    ]),
  );
}

function planned(resources: Resources): object {
  return handMadePlan(
    blocksOf(resources).map(([address, args]) => ({
      address,
      after: Object.fromEntries(args.filter(([, value]) => referencesOf(value).length === 0)),
      refers: Object.fromEntries(
        args.flatMap(([key, value]) => {
          const found = referencesOf(value);
          return found.length > 0 ? [[key, found.flatMap(to)]] : [];
        }),
      ),
    })),
  );
}

function applied(resources: Resources): object {
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    const found = typeof value === "string" ? REFERENCE.exec(value) : null;
    return found ? COMPUTED[found[1]!]![found[2]!] : value;
  };
  const state: Record<string, Record<string, object>> = {};
  for (const [address, args] of blocksOf(resources)) {
    const [type = "", name = ""] = address.split(".");
    const written = Object.fromEntries(args.map(([key, value]) => [key, follow(value)]));
    (state[type] ??= {})[name] = { ...written, ...COMPUTED[address] };
  }
  return stateJson(state);
}

const SPELLINGS = [
  ["a synthesis", asked],
  ["a plan", (resources: Resources) => asking(planned(resources), "plan")],
  ["a state", (resources: Resources) => asking(applied(resources), "state")],
] as const;

const AT = `192.168.3.4@${CGW}`;
const BGP: Resources = {
  ...NETWORK,
  aws_vpn_connection: { c: { ...NETWORK.aws_vpn_connection!.c, static_routes_only: false } },
  aws_vpn_connection_route: {},
};

describe.each(SPELLINGS)("a static VPN connection in %s", (_, read) => {
  const both = (resources: Resources): readonly string[] => {
    const { verdict } = read(resources);
    return [verdict("aws_instance.h", AT, 443), verdict(AT, "aws_instance.h", 443)];
  };
  it("is walked both ways", () => expect(both(NETWORK)).toEqual(["ALLOWED", "ALLOWED"]));
  it("has no address beyond its routes", () =>
    expect(read(NETWORK).verdict("aws_instance.h", `172.20.0.4@${CGW}`, 443)).toBe("DENIED"));
  it("leaves open what BGP tells", () => expect(both(BGP)).toEqual(["UNKNOWN", "UNKNOWN"]));
});
