import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

const group = (name: string) => `\${aws_security_group.${name}.id}`;
const OPEN = { security_groups: [group("open")] };

interface Shape {
  readonly subnet?: object;
  /** The blocks of the template; undefined where it isn't in the input. */
  readonly interfaces?: unknown;
  readonly instance?: object;
}

/** A host that the internet may reach, started from a launch template. */
function host({ subnet, interfaces, instance }: Shape) {
  return asked(
    {
      aws_vpc: { a: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2600:1f14:a:100::/56" } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
      aws_subnet: {
        s: {
          vpc_id: "${aws_vpc.a.id}",
          cidr_block: "10.0.1.0/24",
          ipv6_cidr_block: "2600:1f14:a:101::/64",
          ...subnet,
        },
      },
      aws_route_table: {
        t: {
          vpc_id: "${aws_vpc.a.id}",
          route: [
            { cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" },
            { ipv6_cidr_block: "::/0", gateway_id: "${aws_internet_gateway.g.id}" },
          ],
        },
      },
      aws_route_table_association: {
        s: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.t.id}" },
      },
      aws_security_group: {
        open: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_IN], egress: [ALL_OUT] },
        shut: { vpc_id: "${aws_vpc.a.id}" },
        ipv6: { vpc_id: "${aws_vpc.a.id}", ingress: [{ ...ALL_IN, cidr_blocks: [], ipv6_cidr_blocks: ["::/0"] }] },
      },
      ...(interfaces !== undefined && { aws_launch_template: { l: { name: "l", network_interfaces: interfaces } } }),
      aws_instance: {
        h: {
          ...INSTANCE,
          subnet_id: "${aws_subnet.s.id}",
          launch_template: [interfaces === undefined ? { id: "lt-1" } : { id: "${aws_launch_template.l.id}" }],
          ...instance,
        },
      },
    },
    { variable: { x: {} } },
  );
}

const PUBLIC = { map_public_ip_on_launch: true };
const NIC = { network_interface_id: "eni-1" };
const own = (name: string) => ({ vpc_security_group_ids: [group(name)] });
const inward = (shape: Shape) => host(shape).verdict("internet", "aws_instance.h", 443);

describe("the public address of an instance", () => {
  it.each<[string, Shape, string]>([
    ["is what its template asks for", { interfaces: [{ ...OPEN, associate_public_ip_address: "true" }] }, "ALLOWED"],
    [
      "is not given where its template declines it, whatever the subnet says",
      { subnet: PUBLIC, interfaces: [{ ...OPEN, associate_public_ip_address: "false" }] },
      "DENIED",
    ],
    ["is the subnet's to give where the template says nothing", { subnet: PUBLIC, interfaces: [OPEN] }, "ALLOWED"],
    ["is none where nobody asks for one", { interfaces: [OPEN] }, "DENIED"],
    [
      "is its own to ask for first",
      {
        interfaces: [{ ...OPEN, associate_public_ip_address: "true" }],
        instance: { associate_public_ip_address: false },
      },
      "DENIED",
    ],
    [
      "is not known where what the template says is not",
      { interfaces: [{ ...OPEN, associate_public_ip_address: "${var.x}" }] },
      "UNKNOWN",
    ],
    ["is not known where the template is not in the input", { instance: own("open") }, "UNKNOWN"],
    [
      "is not known where which template it has is not",
      { interfaces: [OPEN], instance: { ...own("open"), launch_template: "${var.x}" } },
      "UNKNOWN",
    ],
    ["is not known with several interfaces", { interfaces: [{}, {}], instance: own("open") }, "UNKNOWN"],
    ["is not known with an interface that exists", { interfaces: [NIC], instance: own("open") }, "UNKNOWN"],
    ["is not known where the interfaces are not", { interfaces: "${var.x}", instance: own("open") }, "UNKNOWN"],
  ])("%s", (_, shape, verdict) => {
    expect(inward(shape)).toBe(verdict);
  });
});

describe("the groups of an instance", () => {
  it("are not those of another interface of its template", () => {
    const shut = { device_index: 0, security_groups: [group("shut")] };
    expect(inward({ subnet: PUBLIC, interfaces: [{ device_index: 1, ...OPEN }, shut] })).toBe("UNKNOWN");
    expect(inward({ subnet: PUBLIC, interfaces: [shut] })).toBe("DENIED");
  });

  it("are not its VPC's default one where which template it has is not known", () => {
    expect(inward({ subnet: PUBLIC, interfaces: [OPEN], instance: { launch_template: "${var.x}" } })).toBe("UNKNOWN");
  });
});

describe("addresses of IPv6 that a template asks for", () => {
  const six = (interfaces: unknown) => inward({ interfaces, instance: own("ipv6") });

  it("are the first interface's where it is the only one", () => {
    expect(six([{ ipv6_address_count: 1 }])).toBe("ALLOWED");
    expect(six([{ ipv6_address_count: 0 }])).toBe("DENIED");
  });

  it("may be another one's", () => {
    expect(six([{ device_index: 0 }, { device_index: 1, ipv6_address_count: 1 }])).toBe("UNKNOWN");
    expect(six("${var.x}")).toBe("UNKNOWN");
  });
});
