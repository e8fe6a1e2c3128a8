import { asked, INSTANCE } from "../support/asked";

const ALL_OUT_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const TRANSIT = { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" };
const NAT = { nat_gateway_id: "${aws_nat_gateway.n.id}" };

interface Shape {
  /** The routes of the subnet of IPv6 alone. */
  readonly route?: unknown;
  readonly table?: string;
  /** The route of the subnet in which the hub's attachment is. */
  readonly hub?: object;
  readonly egress?: readonly object[];
  readonly more?: object;
}

const ofVpc = (vpc: string) => ({ vpc_id: `\${aws_vpc.${vpc}.id}`, availability_zone: "a" });

/** A host of IPv6 alone, behind a transit gateway from a VPC with a NAT gateway. */
function spoke({ route, table, hub, egress = [ALL_OUT_6], more }: Shape) {
  const subnets = ["s", "attachment", "nat"];
  return asked(
    {
      aws_vpc: {
        s: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2600:1f14:a:100::/56" },
        h: { cidr_block: "10.1.0.0/16", ipv6_cidr_block: "2600:1f14:a:200::/56" },
      },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.h.id}" } },
      aws_subnet: {
        s: { ...ofVpc("s"), ipv6_native: true, ipv6_cidr_block: "2600:1f14:a:101::/64" },
        attachment: { ...ofVpc("h"), cidr_block: "10.1.1.0/24" },
        nat: { ...ofVpc("h"), cidr_block: "10.1.2.0/24" },
      },
      aws_eip: { n: {} },
      aws_nat_gateway: { n: { subnet_id: "${aws_subnet.nat.id}", allocation_id: "${aws_eip.n.id}" } },
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: {
        s: { ...TRANSIT, ...ofVpc("s"), subnet_ids: ["${aws_subnet.s.id}"], ipv6_support: "enable" },
        h: { ...TRANSIT, ...ofVpc("h"), subnet_ids: ["${aws_subnet.attachment.id}"], ipv6_support: "enable" },
      },
      aws_ec2_transit_gateway_route: {
        r: {
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway.t.association_default_route_table_id}",
          destination_cidr_block: "64:ff9b::/96",
          transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.h.id}",
        },
      },
      aws_route_table: {
        s: { vpc_id: "${aws_vpc.s.id}", route: route ?? [{ ipv6_cidr_block: "64:ff9b::/96", ...TRANSIT }] },
        attachment: { vpc_id: "${aws_vpc.h.id}", route: [hub ?? { ipv6_cidr_block: "64:ff9b::/96", ...NAT }] },
        nat: {
          vpc_id: "${aws_vpc.h.id}",
          route: [
            { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" },
            { ipv6_cidr_block: "2600:1f14:a:100::/56", ...TRANSIT },
          ],
        },
      },
      aws_route_table_association: Object.fromEntries(
        subnets.map((name) => [
          name,
          {
            subnet_id: `\${aws_subnet.${name}.id}`,
            route_table_id: name === "s" && table ? table : `\${aws_route_table.${name}.id}`,
          },
        ]),
      ),
      aws_security_group: {
        g: { vpc_id: "${aws_vpc.s.id}", egress },
        h: { vpc_id: "${aws_vpc.h.id}", ingress: [{ ...ALL_OUT_6, cidr_blocks: ["10.1.0.0/16"] }] },
      },
      aws_instance: {
        h: {
          ...INSTANCE,
          subnet_id: "${aws_subnet.s.id}",
          ipv6_address_count: 1,
          vpc_security_group_ids: ["${aws_security_group.g.id}"],
        },
        v4: {
          ...INSTANCE,
          subnet_id: "${aws_subnet.nat.id}",
          vpc_security_group_ids: ["${aws_security_group.h.id}"],
        },
      },
      ...more,
    },
    { variable: { x: {} }, data: { aws_route_table: { d: { route_table_id: "rtb-1" } } } },
  );
}

const ENDS = ["8.8.8.8", "internet", "aws_instance.v4"];
const verdicts = (shape: Shape) => ENDS.map((to) => spoke(shape).verdict("aws_instance.h", to, 443));
const all = (verdict: string) => ENDS.map(() => verdict);

describe("a NAT gateway behind a transit gateway, from a host of IPv6 alone", () => {
  const list = { aws_ec2_managed_prefix_list: { p: { address_family: "IPv6", entry: [{ cidr: "64:ff9b::/96" }] } } };
  it.each<[string, Shape]>([
    ["the prefix of NAT64", {}],
    ["all of IPv6", { route: [{ ipv6_cidr_block: "::/0", ...TRANSIT }] }],
    [
      "a prefix list",
      { route: [{ destination_prefix_list_id: "${aws_ec2_managed_prefix_list.p.id}", ...TRANSIT }], more: list },
    ],
  ])("is reached by a route for %s", (_, shape) => {
    expect(verdicts(shape)).toEqual(all("ALLOWED"));
  });

  it.each<[string, Shape]>([
    ["no route for the prefix", { route: [{ ipv6_cidr_block: "2600::/16", ...TRANSIT }] }],
    ["no route to it in the hub", { hub: { cidr_block: "0.0.0.0/0", ...NAT } }],
    [
      "a group that lets out IPv4 only",
      { egress: [{ ...ALL_OUT_6, ipv6_cidr_blocks: [], cidr_blocks: ["0.0.0.0/0"] }] },
    ],
  ])("is not reached with %s", (_, shape) => {
    expect(verdicts(shape)).toEqual(all("DENIED"));
  });
});

describe("a table that may lead to a NAT gateway leaves hosts of IPv4 open", () => {
  it.each<[string, Shape]>([
    ["a table that is not known", { table: "${var.x}" }],
    ["a table that is not in the input", { table: "${data.aws_route_table.d.id}" }],
    ["routes that are not known", { route: "${var.x}" }],
    ["a destination that is not known", { route: [{ ipv6_cidr_block: "${var.x}", ...TRANSIT }] }],
    ["a prefix list that is not in the input", { route: [{ destination_prefix_list_id: "pl-1", ...TRANSIT }] }],
    ["a target that can't be read", { route: [{ ipv6_cidr_block: "::/0", core_network_arn: "arn:aws:x" }] }],
  ])("with %s", (_, shape) => {
    expect(verdicts(shape)).toEqual(all("UNKNOWN"));
  });
});
