import { asked, INSTANCE } from "../support/asked";

const ALL_6 = { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] };
const NAMES = ["a", "b", "box"];
const BOX = { network_interface_id: "${aws_network_interface.box.id}" };

interface Shape {
  /** The route of the first subnet's table. */
  readonly route?: object;
  /** A route that is a resource of its own. */
  readonly own?: object;
  readonly ingress?: object;
  /** Whether the ranges are written, and not picked by AWS. */
  readonly isWritten?: boolean;
  readonly subnets?: Readonly<Record<string, object>>;
}

/** Two hosts of IPv6 alone in subnets of one VPC, and an appliance in a third. */
function network({ route, own, ingress = ALL_6, isWritten, subnets }: Shape) {
  const vpc =
    isWritten === true ? { ipv6_cidr_block: "2600:1f14:a:100::/56" } : { assign_generated_ipv6_cidr_block: true };
  const rangeOf = (i: number) =>
    isWritten === true ? `2600:1f14:a:10${i}::/64` : `\${cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, ${i})}`;
  return asked(
    {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16", ...vpc } },
      aws_subnet: Object.fromEntries(
        NAMES.map((name, i) => [
          name,
          { vpc_id: "${aws_vpc.v.id}", ipv6_native: true, ipv6_cidr_block: rangeOf(i), ...subnets?.[name] },
        ]),
      ),
      aws_security_group: { g: { vpc_id: "${aws_vpc.v.id}", ingress: [ingress], egress: [ALL_6] } },
      aws_instance: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          {
            ...INSTANCE,
            subnet_id: `\${aws_subnet.${name}.id}`,
            ipv6_address_count: 1,
            vpc_security_group_ids: ["${aws_security_group.g.id}"],
          },
        ]),
      ),
      aws_network_interface: {
        box: {
          subnet_id: "${aws_subnet.box.id}",
          source_dest_check: false,
          security_groups: ["${aws_security_group.g.id}"],
        },
      },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v.id}" } },
      aws_route_table: { t: { vpc_id: "${aws_vpc.v.id}", route: route ? [route] : [] } },
      ...(own && { aws_route: { r: { route_table_id: "${aws_route_table.t.id}", ...own } } }),
      aws_route_table_association: {
        a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.t.id}" },
      },
    },
    { variable: { x: {} } },
  );
}

const verdict = (shape: Shape) => network(shape).verdict("aws_instance.a", "aws_instance.b", 443);
const OF_B = "${aws_subnet.b.ipv6_cidr_block}";

test("hosts of a VPC's subnets meet over its local route", () => {
  expect(verdict({})).toBe("ALLOWED");
  expect(verdict({ isWritten: true })).toBe("ALLOWED");
});

describe("a route inside the VPC's own range", () => {
  it.each<[string, Shape]>([
    ["for a subnet by its range", { isWritten: true, route: { ipv6_cidr_block: "2600:1f14:a:101::/64", ...BOX } }],
    ["for a subnet by reference", { route: { ipv6_cidr_block: OF_B, ...BOX } }],
    ["as a resource of its own", { own: { destination_ipv6_cidr_block: OF_B, ...BOX } }],
    ["for what is not known", { route: { ipv6_cidr_block: "${var.x}", ...BOX } }],
    ["for what is not known, of its own", { own: { destination_ipv6_cidr_block: "${var.x}", ...BOX } }],
    [
      "in a table that is not known",
      { own: { route_table_id: "${var.x}", destination_ipv6_cidr_block: "${var.x}", ...BOX } },
    ],
    [
      "for what is worked out of the VPC's",
      { route: { ipv6_cidr_block: "${cidrsubnet(aws_vpc.v.ipv6_cidr_block, 8, 1)}", ...BOX } },
    ],
  ])("leads to an appliance %s", (_, shape) => {
    expect(verdict(shape)).toBe("UNKNOWN");
  });

  it("must name one whole subnet", () => {
    const part = { ipv6_cidr_block: "2600:1f14:a:100::/63", ...BOX };
    expect(verdict({ isWritten: true, route: part })).toBe("DENIED");
    // A subnet whose range is not known may be just that one.
    const subnets = { box: { ipv6_cidr_block: "${var.x}" } };
    expect(verdict({ isWritten: true, route: part, subnets })).toBe("UNKNOWN");
  });

  it("takes nothing from the local route where its target is a gateway", () => {
    const route = { ipv6_cidr_block: "${var.x}", gateway_id: "${aws_internet_gateway.g.id}" };
    expect(verdict({ route })).toBe("ALLOWED");
  });
});

describe("a rule that names a subnet's range admits who is in it", () => {
  it.each([
    ["a", "ALLOWED"],
    ["box", "DENIED"],
  ])("%s: %s", (name, expected) => {
    const ingress = { ...ALL_6, ipv6_cidr_blocks: [`\${aws_subnet.${name}.ipv6_cidr_block}`] };
    expect(verdict({ ingress })).toBe(expected);
    expect(verdict({ ingress, isWritten: true })).toBe(expected);
  });

  it("and nobody for certain where two subnets have one value", () => {
    const same = { ipv6_cidr_block: OF_B };
    const ingress = { ...ALL_6, ipv6_cidr_blocks: ["${aws_subnet.box.ipv6_cidr_block}"] };
    expect(verdict({ ingress, subnets: { box: same } })).toBe("UNKNOWN");
  });
});
