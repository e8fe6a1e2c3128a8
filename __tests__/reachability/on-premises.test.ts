import { matrixOf, Walker } from "../../src/reachability";
import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

type Resources = Record<string, Record<string, object>>;

const CGW = "aws_customer_gateway.office";
const OFFICE = `on-premises@${CGW}`;

/** A VPC with a host, and an office behind a static VPN connection of the VPC's VPN gateway. */
const BASE: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
  aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.s.id}"] },
  },
  aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
  aws_vpn_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
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
  aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}", propagating_vgws: ["${aws_vpn_gateway.g.id}"] } },
  aws_route_table_association: {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" },
  },
};

/** The base with these blocks in place of its own; undefined takes one away. */
function variant(changes: Record<string, Record<string, object | undefined>> = {}) {
  const resource: Resources = structuredClone(BASE);
  for (const [type, blocks] of Object.entries(changes)) {
    const all = Object.entries({ ...resource[type], ...blocks }).filter((entry) => entry[1] !== undefined);
    resource[type] = Object.fromEntries(all) as Record<string, object>;
  }
  return asked(resource);
}

type Changes = Parameters<typeof variant>[0];

function both(changes: Changes = {}): readonly [out: string, back: string] {
  const { verdict } = variant(changes);
  return [verdict("aws_instance.h", OFFICE, 443), verdict(OFFICE, "aws_instance.h", 443)];
}

const connection = (more: object): Changes => ({
  aws_vpn_connection: { c: { ...BASE.aws_vpn_connection!.c, ...more } },
});
const table = (more: object): Changes => ({ aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}", ...more } } });

describe("an office behind a static VPN connection of a VPN gateway", () => {
  it("reaches the VPC and is reached", () => expect(both()).toEqual(["ALLOWED", "ALLOWED"]));

  it("is named by its gateway, by the word alone, and by an address in it", () => {
    const { verdict } = variant();
    for (const name of [CGW, "on-premises", `192.168.3.4@${CGW}`, `on-premises:443@${CGW}`])
      expect([name, verdict("aws_instance.h", name, 443)]).toEqual([name, "ALLOWED"]);
    expect(verdict(`192.168.3.4@${CGW}`, "aws_instance.h", 443)).toBe("ALLOWED");
    expect(verdict("aws_instance.h", "192.168.3.4", 443)).toBe("ALLOWED");
  });

  it("has no address beyond its routes", () => {
    const { verdict } = variant();
    expect(verdict("aws_instance.h", `172.20.0.4@${CGW}`, 443)).toBe("DENIED");
    expect(verdict(`172.20.0.4@${CGW}`, "aws_instance.h", 443)).toBe("DENIED");
  });

  it.each<[string, Changes, readonly [string, string]]>([
    ["the static route", { aws_vpn_connection_route: { r: undefined } }, ["DENIED", "DENIED"]],
    ["the propagation", table({}), ["DENIED", "DENIED"]],
    ["the attachment", { aws_vpn_gateway: { g: {} } }, ["DENIED", "DENIED"]],
    [
      "the connection",
      { aws_vpn_connection: { c: undefined }, aws_vpn_connection_route: { r: undefined } },
      ["UNKNOWN", "UNKNOWN"],
    ],
    ["that it is static", connection({ static_routes_only: false }), ["UNKNOWN", "UNKNOWN"]],
    ["the range of the office", connection({ local_ipv4_network_cidr: "192.168.0.0/16" }), ["ALLOWED", "ALLOWED"]],
    ["the office from the range", connection({ local_ipv4_network_cidr: "172.16.0.0/12" }), ["DENIED", "DENIED"]],
    ["the VPC from the range", connection({ remote_ipv4_network_cidr: "172.16.0.0/12" }), ["DENIED", "DENIED"]],
  ])("depends on %s", (_, changes, expected) => expect(both(changes)).toEqual(expected));

  it("is reached by a route of the table's own, too", () => {
    const own = { route: [{ cidr_block: "192.168.0.0/16", gateway_id: "${aws_vpn_gateway.g.id}" }] };
    expect(both(table(own))).toEqual(["ALLOWED", "ALLOWED"]);
  });

  it("is attached by a resource of its own, too", () => {
    const attachment = { vpc_id: "${aws_vpc.v.id}", vpn_gateway_id: "${aws_vpn_gateway.g.id}" };
    const changes = { aws_vpn_gateway: { g: {} }, aws_vpn_gateway_attachment: { g: attachment } };
    expect(both(changes)).toEqual(["ALLOWED", "ALLOWED"]);
  });

  it("passes the security groups of the host by its address", () => {
    const from = (cidr: string) => ({
      aws_security_group: {
        s: { vpc_id: "${aws_vpc.v.id}", ingress: [{ ...ALL_IN, cidr_blocks: [cidr] }], egress: [ALL_OUT] },
      },
    });
    expect(both(from("192.168.0.0/16"))[1]).toBe("ALLOWED");
    expect(both(from("172.16.0.0/12"))[1]).toBe("DENIED");
  });

  it("is not on the internet, and the internet is not behind it", () => {
    const { verdict } = variant(table({ route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_vpn_gateway.g.id}" }] }));
    expect(verdict("internet", "aws_instance.h", 443)).toBe("DENIED");
    expect(verdict("aws_instance.h", "internet", 443)).toBe("DENIED");
  });

  it("never takes anything from the local route by what is propagated", () => {
    const narrow = { destination_cidr_block: "10.0.1.0/25", vpn_connection_id: "${aws_vpn_connection.c.id}" };
    const { verdict } = variant({
      aws_vpn_connection_route: { n: narrow },
      aws_subnet: { b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.2.0/24" } },
    });
    expect(verdict("aws_subnet.b", "aws_instance.h", 443)).toBe("ALLOWED");
  });

  it("has its row and column in the matrix", () => {
    const { entries } = matrixOf(new Walker(variant().topology));
    const told = entries.filter(({ from, to }) => from === OFFICE || to === OFFICE);
    expect(told.map(({ from, to, verdict }) => `${from} -> ${to} ${verdict}`)).toEqual([
      `aws_instance.h -> ${OFFICE} ALLOWED`,
      `${OFFICE} -> aws_instance.h ALLOWED`,
    ]);
  });

  it("has a wrong name told", () => {
    expect(() => variant().verdict("on-premises@aws_customer_gateway.none", "aws_instance.h")).toThrow(
      `names no network outside of AWS in test; did you mean ${OFFICE}?`,
    );
  });
});

describe("an office behind a static VPN connection of a transit gateway", () => {
  const TRANSIT: Changes = {
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: {
        transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
        vpc_id: "${aws_vpc.v.id}",
        subnet_ids: ["${aws_subnet.a.id}"],
      },
    },
    aws_ec2_transit_gateway_route: {
      o: {
        destination_cidr_block: "192.168.0.0/16",
        transit_gateway_attachment_id: "${aws_vpn_connection.c.transit_gateway_attachment_id}",
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway.t.association_default_route_table_id}",
      },
    },
    ...connection({ vpn_gateway_id: undefined, transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }),
    aws_vpn_gateway: { g: undefined },
    aws_vpn_connection_route: { r: undefined },
    ...table({ route: [{ cidr_block: "192.168.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }] }),
  };
  const at = `192.168.3.4@${CGW}`;
  const asks = (changes: Changes = {}) => {
    const { verdict } = variant({ ...TRANSIT, ...changes });
    return [verdict("aws_instance.h", at, 443), verdict(at, "aws_instance.h", 443)];
  };

  it("reaches the VPC and is reached", () => expect(asks()).toEqual(["ALLOWED", "ALLOWED"]));
  it("has the addresses of the transit gateway's routes", () => {
    const { verdict } = variant(TRANSIT);
    expect([verdict("aws_instance.h", OFFICE, 443), verdict(OFFICE, "aws_instance.h", 443)]).toEqual([
      "ALLOWED",
      "ALLOWED",
    ]);
  });
  it("has no certain addresses where all is led there", () => {
    const route = { ...TRANSIT.aws_ec2_transit_gateway_route!.o, destination_cidr_block: "0.0.0.0/0" };
    const { verdict, answer } = variant({ ...TRANSIT, aws_ec2_transit_gateway_route: { o: route } });
    expect(verdict(at, "aws_instance.h", 443)).toBe("ALLOWED");
    expect(verdict(OFFICE, "aws_instance.h", 443)).toBe("UNKNOWN");
    const told = answer(OFFICE, "aws_instance.h", { port: 443 }).explanations.map(({ message }) => message);
    expect(told.filter((message) => message.includes("which is not where"))).not.toEqual([]);
    expect(told.filter((message) => message.includes("where the internet is"))).toEqual([]);
  });
  it("depends on the transit gateway's route", () =>
    expect(asks({ aws_ec2_transit_gateway_route: { o: undefined } })).toEqual(["DENIED", "DENIED"]));
  it("depends on the VPC's route", () => expect(asks(table({}))).toEqual(["DENIED", "DENIED"]));
  it("depends on the VPC's attachment", () =>
    expect(asks({ aws_ec2_transit_gateway_vpc_attachment: { v: undefined } })).toEqual(["DENIED", "DENIED"]));
  it("is open where BGP propagates", () => {
    const bgp = { ...(TRANSIT.aws_vpn_connection!.c as object), static_routes_only: false };
    expect(asks({ aws_vpn_connection: { c: bgp } })).toEqual(["UNKNOWN", "UNKNOWN"]);
  });
});

it("an office whose connection is not known has that told", () => {
  const { answer } = variant(connection({ customer_gateway_id: "${var.office}" }));
  const { verdict, explanations } = answer(`192.168.3.4@${CGW}`, "aws_instance.h", { port: 443 });
  expect([verdict, explanations.map(({ address }) => address)]).toEqual(["UNKNOWN", ["aws_vpn_connection.c"]]);
});

describe("two offices at one VPN gateway", () => {
  const second = (more: object = {}): Changes => ({
    aws_customer_gateway: { far: { bgp_asn: "65001", ip_address: "203.0.113.10", type: "ipsec.1" } },
    aws_vpn_connection: {
      far: { ...BASE.aws_vpn_connection!.c, customer_gateway_id: "${aws_customer_gateway.far.id}", ...more },
    },
    aws_vpn_connection_route: {
      far: { vpn_connection_id: "${aws_vpn_connection.far.id}", destination_cidr_block: "172.20.0.0/16" },
    },
  });
  const FAR = "172.20.3.4@aws_customer_gateway.far";

  it("may reach each other by it", () => {
    const { verdict, answer } = variant(second());
    expect(verdict(`192.168.3.4@${CGW}`, FAR, 443)).toBe("UNKNOWN");
    const { explanations } = answer(FAR, "192.168.3.4", { port: 443 });
    expect(explanations.map(({ address }) => address)).toEqual(["aws_vpn_gateway.g"]);
  });
  it("reach nothing that neither has", () =>
    expect(variant(second()).verdict(`192.168.3.4@${CGW}`, "172.21.3.4", 443)).toBe("DENIED"));
  it("may reach anything where BGP tells what one has", () =>
    expect(variant(second({ static_routes_only: false })).verdict(`192.168.3.4@${CGW}`, "172.21.3.4", 443)).toBe(
      "UNKNOWN",
    ));
  it("have ways of their own into the VPC", () => {
    const { verdict } = variant(second());
    expect([verdict(FAR, "aws_instance.h", 443), verdict(`192.168.3.4@${CGW}`, "aws_instance.h", 443)]).toEqual([
      "ALLOWED",
      "ALLOWED",
    ]);
  });
});

describe("a route table that is looked up", () => {
  const read = (gateways: Changes) => {
    const lookup = { id: "rtb-1", vpc_id: "${aws_vpc.v.id}", routes: [] };
    const resource = { ...BASE, aws_route_table: {}, ...gateways };
    const association = { subnet_id: "${aws_subnet.a.id}", route_table_id: "${data.aws_route_table.t.id}" };
    return asked(
      { ...resource, aws_route_table_association: { a: association } },
      { data: { aws_route_table: { t: lookup } } },
    );
  };
  it("may get routes of a VPN gateway of its VPC", () =>
    expect(read({}).verdict("aws_instance.h", `192.168.3.4@${CGW}`, 443)).toBe("UNKNOWN"));
  it("gets none of a gateway that is not attached", () =>
    expect(read({ aws_vpn_gateway: { g: {} } }).verdict("aws_instance.h", `192.168.3.4@${CGW}`, 443)).toBe("DENIED"));
});

describe("a network behind Direct Connect", () => {
  const DX: Changes = {
    aws_dx_gateway: { d: { name: "d", amazon_side_asn: "64512" } },
    aws_dx_gateway_association: {
      a: {
        dx_gateway_id: "${aws_dx_gateway.d.id}",
        associated_gateway_id: "${aws_vpn_gateway.g.id}",
        allowed_prefixes: ["10.0.0.0/16"],
      },
    },
    aws_vpn_connection: { c: undefined },
    aws_vpn_connection_route: { r: undefined },
    aws_customer_gateway: { office: undefined },
  };
  it("is an end, and its BGP leaves both ways open", () => {
    const { verdict } = variant(DX);
    expect(verdict("aws_instance.h", "on-premises@aws_dx_gateway.d", 443)).toBe("UNKNOWN");
    expect(verdict("192.168.1.1@aws_dx_gateway.d", "aws_instance.h", 443)).toBe("UNKNOWN");
  });
  it("reaches nobody whose groups admit nothing", () => {
    const shut = { aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", egress: [ALL_OUT] } } };
    expect(variant({ ...DX, ...shut }).verdict("on-premises", "aws_instance.h", 443)).toBe("DENIED");
  });
});

describe("IPv6", () => {
  const V6 = {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2600:1f00:0:5600::/56" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24", ipv6_cidr_block: "2600:1f00:0:5601::/64" },
    },
    aws_security_group: {
      s: {
        vpc_id: "${aws_vpc.v.id}",
        ingress: [{ ...ALL_IN, ipv6_cidr_blocks: ["::/0"] }],
        egress: [{ ...ALL_OUT, ipv6_cidr_blocks: ["::/0"] }],
      },
    },
    aws_instance: {
      h: { ...(BASE.aws_instance!.h as object), ipv6_addresses: ["2600:1f00:0:5601::10"] },
    },
  };
  const TGW = "${aws_ec2_transit_gateway.t.id}";
  const at = `[2001:db8:7::9]@${CGW}`;
  const byTransit = (version: object): Changes => ({
    ...V6,
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: {
        transit_gateway_id: TGW,
        vpc_id: "${aws_vpc.v.id}",
        subnet_ids: ["${aws_subnet.a.id}"],
        ipv6_support: "enable",
      },
    },
    aws_ec2_transit_gateway_route: {
      o: {
        destination_cidr_block: "2001:db8:7::/48",
        transit_gateway_attachment_id: "${aws_vpn_connection.c.transit_gateway_attachment_id}",
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway.t.association_default_route_table_id}",
      },
    },
    ...connection({ vpn_gateway_id: undefined, transit_gateway_id: TGW, ...version }),
    aws_vpn_gateway: { g: undefined },
    aws_vpn_connection_route: { r: undefined },
    ...table({ route: [{ ipv6_cidr_block: "2001:db8:7::/48", transit_gateway_id: TGW }] }),
  });
  const asks = (changes: Changes): readonly string[] => {
    const { verdict } = variant(changes);
    return [verdict("aws_instance.h", at, 443), verdict(at, "aws_instance.h", 443)];
  };

  it("crosses a connection of a transit gateway that says so", () =>
    expect(asks(byTransit({ tunnel_inside_ip_version: "ipv6" }))).toEqual(["ALLOWED", "ALLOWED"]));
  it("does not cross one of IPv4", () => expect(asks(byTransit({}))).toEqual(["DENIED", "DENIED"]));
  it("crosses no VPN gateway", () => {
    const route = [{ ipv6_cidr_block: "::/0", gateway_id: "${aws_vpn_gateway.g.id}" }];
    expect(asks({ ...V6, ...table({ route }) })).toEqual(["DENIED", "DENIED"]);
    expect(asks({ ...V6, ...table({ route }), ...connection({ static_routes_only: false }) })).toEqual([
      "DENIED",
      "DENIED",
    ]);
  });
});
