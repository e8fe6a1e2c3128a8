import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Resources } from "../support/networks";

const TGW = "${aws_ec2_transit_gateway.t.id}";
const TABLE = "${aws_ec2_transit_gateway.t.association_default_route_table_id}";
const CGW = "aws_customer_gateway.office";

/** Two VPCs of both families at a transit gateway with its default table, and a VPN connection that uses BGP there, too. */
function network(connection: object = {}, more: Resources = {}) {
  const vpcs = ["a", "b"].map((name, i): Resources => {
    const [range, ipv6] = [`10.${i}.0.0/16`, `2600:1f00:${i}:5600::/56`];
    const anyone = { ipv6_cidr_blocks: ["::/0"] };
    return {
      aws_vpc: { [name]: { cidr_block: range, ipv6_cidr_block: ipv6 } },
      aws_subnet: {
        [name]: {
          vpc_id: `\${aws_vpc.${name}.id}`,
          cidr_block: `10.${i}.1.0/24`,
          ipv6_cidr_block: `2600:1f00:${i}:5601::/64`,
        },
      },
      aws_security_group: {
        [name]: {
          vpc_id: `\${aws_vpc.${name}.id}`,
          ingress: [{ ...ALL_IN, ...anyone }],
          egress: [{ ...ALL_OUT, ...anyone }],
        },
      },
      aws_instance: {
        [name]: {
          ...INSTANCE,
          subnet_id: `\${aws_subnet.${name}.id}`,
          vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
          private_ip: `10.${i}.1.10`,
          ipv6_addresses: [`2600:1f00:${i}:5601::10`],
        },
      },
      aws_route_table: {
        [name]: {
          vpc_id: `\${aws_vpc.${name}.id}`,
          route: [
            { cidr_block: "0.0.0.0/0", transit_gateway_id: TGW },
            { ipv6_cidr_block: "::/0", transit_gateway_id: TGW },
          ],
        },
      },
      aws_route_table_association: {
        [name]: { subnet_id: `\${aws_subnet.${name}.id}`, route_table_id: `\${aws_route_table.${name}.id}` },
      },
      aws_ec2_transit_gateway_vpc_attachment: {
        [name]: {
          transit_gateway_id: TGW,
          vpc_id: `\${aws_vpc.${name}.id}`,
          subnet_ids: [`\${aws_subnet.${name}.id}`],
          ipv6_support: "enable",
        },
      },
    };
  });
  const all: Record<string, Record<string, object>> = {};
  const rest: Resources = {
    aws_ec2_transit_gateway: { t: {} },
    aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
    aws_vpn_connection: {
      c: {
        customer_gateway_id: `\${${CGW}.id}`,
        transit_gateway_id: TGW,
        type: "ipsec.1",
        ...connection,
      },
    },
  };
  for (const part of [...vpcs, rest, more])
    for (const [type, blocks] of Object.entries(part)) all[type] = { ...all[type], ...blocks };
  return asked(all);
}

const TO_B = "10.1.1.10";
const TO_B6 = "[2600:1f00:1:5601::10]";
const route = (destination_cidr_block: string): Resources => ({
  aws_ec2_transit_gateway_route: {
    r: {
      destination_cidr_block,
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.b.id}",
      transit_gateway_route_table_id: TABLE,
    },
  },
});

describe("between VPCs beside a connection that learns by BGP", () => {
  it.each<[string, object, Resources, readonly [ipv4: string, ipv6: string]]>([
    ["a longer route may be told to the gateway, of the connection's family", {}, {}, ["UNKNOWN", "ALLOWED"]],
    ["a static route of the same length changes nothing", {}, route("10.1.0.0/16"), ["UNKNOWN", "ALLOWED"]],
    ["a static connection tells nothing", { static_routes_only: true }, {}, ["ALLOWED", "ALLOWED"]],
    ["a stated range bounds it", { local_ipv4_network_cidr: "192.168.0.0/16" }, {}, ["ALLOWED", "ALLOWED"]],
    ["a stated range that holds the VPC", { local_ipv4_network_cidr: "10.0.0.0/8" }, {}, ["UNKNOWN", "ALLOWED"]],
    ["one of IPv6 leaves that open", { tunnel_inside_ip_version: "ipv6" }, {}, ["ALLOWED", "UNKNOWN"]],
  ])("%s", (_, connection, more, expected) => {
    const { verdict } = network(connection, more);
    expect([verdict("aws_instance.a", TO_B, 443), verdict("aws_instance.a", TO_B6, 443)]).toEqual(expected);
  });

  it("no route is longer than that to one address", () => {
    const single = (name: string, to: string): Resources => ({
      aws_ec2_transit_gateway_route: {
        [name]: {
          destination_cidr_block: to,
          transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
          transit_gateway_route_table_id: TABLE,
        },
      },
    });
    const there = single("b", "10.1.1.10/32").aws_ec2_transit_gateway_route!;
    const back = single("a", "10.0.1.10/32").aws_ec2_transit_gateway_route!;
    const verdictWith = (routes: Record<string, object>): string =>
      network({}, { aws_ec2_transit_gateway_route: routes }).verdict("aws_instance.a", TO_B, 443);
    expect(verdictWith({ ...there, ...back })).toBe("ALLOWED");
    expect(verdictWith(there)).toBe("UNKNOWN");
    expect(verdictWith(back)).toBe("UNKNOWN");
  });

  it("a static route to the connection leads where longer ones of its own do", () => {
    const toOffice = (attachment: string): Resources => ({
      aws_ec2_transit_gateway_route: {
        o: {
          destination_cidr_block: "192.168.0.0/16",
          transit_gateway_attachment_id: attachment,
          transit_gateway_route_table_id: TABLE,
        },
      },
    });
    const bounded = { local_ipv4_network_cidr: "192.168.0.0/16" };
    const own = network(bounded, toOffice("${aws_vpn_connection.c.transit_gateway_attachment_id}"));
    expect(own.verdict("aws_instance.a", `192.168.3.4@${CGW}`, 443)).toBe("ALLOWED");
    const other = network(bounded, toOffice("${aws_ec2_transit_gateway_vpc_attachment.b.id}"));
    expect(other.verdict("aws_instance.a", `192.168.3.4@${CGW}`, 443)).toBe("UNKNOWN");
    expect(network(bounded).verdict("aws_instance.a", `192.168.3.4@${CGW}`, 443)).toBe("UNKNOWN");
  });

  it("names the connection, also where no route is known", () => {
    const { answer } = network();
    for (const to of [TO_B, `192.168.3.4@${CGW}`]) {
      const { verdict, explanations } = answer("aws_instance.a", to, { port: 443 });
      expect([verdict, explanations.map(({ address }) => address)]).toEqual(["UNKNOWN", ["aws_vpn_connection.c"]]);
    }
  });
});

it("a Connect attachment may learn ranges of both families", () => {
  const connect = {
    aws_ec2_transit_gateway_connect: {
      c: {
        transit_gateway_id: TGW,
        transport_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.b.id}",
      },
    },
  };
  const { verdict } = network({ static_routes_only: true }, connect);
  expect([verdict("aws_instance.a", TO_B, 443), verdict("aws_instance.a", TO_B6, 443)]).toEqual(["UNKNOWN", "UNKNOWN"]);
});
