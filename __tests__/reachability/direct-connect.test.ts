import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Resources } from "../support/networks";

const DX = "aws_dx_gateway.d";
const AT = `192.168.3.4@${DX}`;
const VGW = "${aws_vpn_gateway.g.id}";

const BASE: Resources = {
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_subnet: { a: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.1.0/24" } },
  aws_security_group: { s: { vpc_id: "${aws_vpc.v.id}", ingress: [ALL_IN], egress: [ALL_OUT] } },
  aws_instance: {
    h: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.s.id}"] },
  },
  aws_vpn_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
  aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}", propagating_vgws: [VGW] } },
  aws_route_table_association: {
    a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" },
  },
  aws_dx_gateway: { d: { name: "d", amazon_side_asn: "64512" } },
};

const network = (more: Resources) => asked({ ...BASE, ...more });

/** A static VPN connection of the same gateway: without Direct Connect, nothing else is behind it. */
const VPN: Resources = {
  aws_customer_gateway: { office: { bgp_asn: "65000", ip_address: "203.0.113.9", type: "ipsec.1" } },
  aws_vpn_connection: {
    c: {
      customer_gateway_id: "${aws_customer_gateway.office.id}",
      vpn_gateway_id: VGW,
      type: "ipsec.1",
      static_routes_only: true,
    },
  },
  aws_vpn_connection_route: {
    r: { vpn_connection_id: "${aws_vpn_connection.c.id}", destination_cidr_block: "172.20.0.0/16" },
  },
};

const ASSOCIATION = { dx_gateway_id: `\${${DX}.id}`, associated_gateway_id: VGW };
const PROPOSAL = { ...ASSOCIATION, dx_gateway_owner_account_id: "111122223333" };
const ACCEPTED = {
  proposal_id: "${aws_dx_gateway_association_proposal.p.id}",
  dx_gateway_id: `\${${DX}.id}`,
  associated_gateway_owner_account_id: "444455556666",
};

describe("what a VPN gateway may learn by Direct Connect", () => {
  it.each<[string, Resources, string]>([
    ["nothing without Direct Connect", {}, "DENIED"],
    ["by an association", { aws_dx_gateway_association: { a: ASSOCIATION } }, "UNKNOWN"],
    [
      "by the argument's old name",
      { aws_dx_gateway_association: { a: { dx_gateway_id: "d", vpn_gateway_id: VGW } } },
      "UNKNOWN",
    ],
    [
      "by a proposal that another account may accept",
      { aws_dx_gateway_association_proposal: { p: PROPOSAL } },
      "UNKNOWN",
    ],
    [
      "by a proposal that is accepted here",
      { aws_dx_gateway_association_proposal: { p: PROPOSAL }, aws_dx_gateway_association: { a: ACCEPTED } },
      "UNKNOWN",
    ],
    [
      "by a private virtual interface of its own",
      { aws_dx_private_virtual_interface: { p: { vpn_gateway_id: VGW } } },
      "UNKNOWN",
    ],
    [
      "by a hosted one",
      { aws_dx_hosted_private_virtual_interface_accepter: { p: { vpn_gateway_id: VGW } } },
      "UNKNOWN",
    ],
    [
      "nothing by an interface of another gateway",
      { aws_dx_transit_virtual_interface: { p: { dx_gateway_id: `\${${DX}.id}` } } },
      "DENIED",
    ],
  ])("%s", (_, more, expected) =>
    expect(network({ ...VPN, ...more }).verdict("aws_instance.h", "192.168.3.4", 443)).toBe(expected),
  );
});

describe("allowed prefixes", () => {
  const told = (allowed: readonly string[] | undefined, accepted: boolean): readonly string[] => {
    const prefixes = allowed && { allowed_prefixes: allowed };
    const { verdict, explanations } = network({
      ...(accepted
        ? {
            aws_dx_gateway_association_proposal: { p: { ...PROPOSAL, ...prefixes } },
            aws_dx_gateway_association: { a: ACCEPTED },
          }
        : { aws_dx_gateway_association: { a: { ...ASSOCIATION, ...prefixes } } }),
    }).answer(AT, "aws_instance.h", { port: 443 });
    expect(verdict).toBe("UNKNOWN");
    return explanations.map(({ message }) => message).filter((text) => text.includes("allowed prefixes"));
  };

  it.each([false, true])("tell a range of the VPC only as a whole (by a proposal: %s)", (accepted) => {
    for (const wide of [undefined, ["10.0.0.0/16"], ["10.0.0.0/15"]]) expect(told(wide, accepted)).toEqual([]);
    for (const narrow of [["10.0.0.0/17"], ["22.0.0.0/24"], ["10.0.0.0/17", "10.0.128.0/17"]])
      expect(told(narrow, accepted)).toHaveLength(1);
  });
});

describe("a Direct Connect gateway at a transit gateway", () => {
  const TGW = "${aws_ec2_transit_gateway.t.id}";
  const transit = (more: Resources): Resources => ({
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: { transit_gateway_id: TGW, vpc_id: "${aws_vpc.v.id}", subnet_ids: ["${aws_subnet.a.id}"] },
    },
    aws_route_table: {
      t: { vpc_id: "${aws_vpc.v.id}", route: [{ cidr_block: "0.0.0.0/0", transit_gateway_id: TGW }] },
    },
    ...more,
  });
  const ends = { dx_gateway_id: `\${${DX}.id}`, associated_gateway_id: TGW, allowed_prefixes: ["10.0.0.0/16"] };
  it.each<[string, Resources]>([
    ["an association", { aws_dx_gateway_association: { a: ends } }],
    ["a proposal", { aws_dx_gateway_association_proposal: { p: ends } }],
  ])("learns by %s", (_, more) => {
    const { verdict } = network(transit(more));
    expect([verdict("aws_instance.h", AT, 443), verdict(AT, "aws_instance.h", 443)]).toEqual(["UNKNOWN", "UNKNOWN"]);
  });
  it("learns nothing without", () =>
    expect(network(transit({})).verdict("aws_instance.h", "192.168.3.4", 443)).toBe("DENIED"));
});

it("a Direct Connect gateway at Cloud WAN may lead anywhere", () => {
  const far: Resources = { aws_dx_gateway_association: { a: ASSOCIATION } };
  expect(network(far).verdict(AT, "10.9.9.9", 443)).toBe("DENIED");
  const core = { core_network_id: "core-network-1", direct_connect_gateway_arn: `\${${DX}.arn}` };
  const { verdict } = network({ ...far, aws_networkmanager_dx_gateway_attachment: { c: core } });
  expect(verdict(AT, "10.9.9.9", 443)).toBe("UNKNOWN");
});
