import { asked, asking, INSTANCE } from "../support/asked";

interface Described {
  readonly type: string;
  readonly name?: string;
  readonly mode?: "managed" | "data";
  readonly values: object;
}

/** A state of these resources in a public VPC whose one group admits everything. */
function state(resources: readonly Described[], subnet: object = {}) {
  const all: Described[] = [
    { type: "aws_vpc", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    { type: "aws_internet_gateway", values: { id: "igw-1", vpc_id: "vpc-1" } },
    { type: "aws_subnet", values: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24", ...subnet } },
    {
      type: "aws_route_table",
      values: { id: "rtb-1", vpc_id: "vpc-1", route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }] },
    },
    { type: "aws_route_table_association", values: { subnet_id: "subnet-1", route_table_id: "rtb-1" } },
    { type: "aws_security_group", values: { id: "sg-1", vpc_id: "vpc-1", ingress: [ANY], egress: [ANY] } },
    ...resources,
  ];
  const listed = all.map(({ type, name = "a", mode = "managed", values }) => ({
    address: `${mode === "data" ? "data." : ""}${type}.${name}`,
    mode,
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 0,
    values,
  }));
  return asking({ format_version: "1.0", values: { root_module: { resources: listed } } }, "state");
}

const ANY = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
const NIC = {
  id: "eni-1",
  subnet_id: "subnet-1",
  private_ips: ["10.0.1.10"],
  private_ip: "10.0.1.10",
  security_groups: ["sg-1"],
};
const nic = (values: object = {}): Described => ({ type: "aws_network_interface", values: { ...NIC, ...values } });
const instance = (values: object): Described => ({
  type: "aws_instance",
  values: { id: "i-1", primary_network_interface_id: "eni-1", ...values },
});
const eip = (values: object): Described => ({
  type: "aws_eip",
  values: { id: "eipalloc-1", public_ip: "203.0.113.9", ...values },
});

describe("an instance whose first interface is a resource of its own", () => {
  it.each<[string, readonly Described[]]>([
    [
      "by the block of device index 0",
      [
        nic(),
        instance({ public_ip: "203.0.113.9", network_interface: [{ device_index: 0, network_interface_id: "eni-1" }] }),
      ],
    ],
    [
      "by primary_network_interface",
      [nic(), instance({ public_ip: "203.0.113.9", primary_network_interface: [{ network_interface_id: "eni-1" }] })],
    ],
    [
      "by an attachment of device index 0",
      [
        nic(),
        instance({ public_ip: "203.0.113.9", subnet_id: "subnet-1" }),
        {
          type: "aws_network_interface_attachment",
          values: { instance_id: "i-1", network_interface_id: "eni-1", device_index: 0 },
        },
      ],
    ],
    [
      "by the interface's own block",
      [
        nic({ attachment: [{ instance: "i-1", device_index: 0 }] }),
        instance({ public_ip: "203.0.113.9", subnet_id: "subnet-1" }),
      ],
    ],
    [
      "with an address of its own that is on the interface",
      [
        nic(),
        instance({ network_interface: [{ device_index: 0, network_interface_id: "eni-1" }] }),
        eip({ network_interface: "eni-1" }),
      ],
    ],
    [
      "with an address of its own that is on the instance",
      [
        nic(),
        instance({ network_interface: [{ device_index: 0, network_interface_id: "eni-1" }] }),
        eip({ instance: "i-1" }),
      ],
    ],
  ])("has its public address, %s", (_, resources) => {
    const { verdict, topology } = state(resources);
    expect(verdict("internet", "aws_instance.a", 443)).toBe("ALLOWED");
    expect(verdict("internet", "aws_network_interface.a", 443)).toBe("ALLOWED");
    expect(verdict("internet", "203.0.113.9", 443)).toBe("ALLOWED");
    expect(topology.instances.flatMap(({ nics }) => nics.map(({ address }) => address))).toEqual([
      "aws_network_interface.a",
    ]);
  });

  it("has none without", () => {
    const { verdict } = state([
      nic(),
      instance({ network_interface: [{ device_index: 0, network_interface_id: "eni-1" }] }),
    ]);
    expect(verdict("internet", "aws_instance.a", 443)).toBe("DENIED");
  });

  it("has a second one beside it with the address of that one", () => {
    const { topology } = state([
      nic({ id: "eni-2", private_ips: ["10.0.1.11"], private_ip: "10.0.1.11" }),
      instance({
        subnet_id: "subnet-1",
        private_ip: "10.0.1.10",
        public_ip: "203.0.113.9",
        vpc_security_group_ids: ["sg-1"],
      }),
      {
        type: "aws_network_interface_attachment",
        values: { instance_id: "i-1", network_interface_id: "eni-2", device_index: 1 },
      },
    ]);
    expect(topology.instances[0]!.nics.map(({ address }) => address)).toEqual([
      "aws_instance.a",
      "aws_network_interface.a",
    ]);
    expect(topology.instances[0]!.nics[1]!.publicIp).toBe("none");
  });

  it("gets the address that is put on the interface by its id alone", () => {
    const own = instance({ subnet_id: "subnet-1", private_ip: "10.0.1.10", vpc_security_group_ids: ["sg-1"] });
    expect(state([own, eip({ network_interface: "eni-1" })]).verdict("internet", "aws_instance.a", 443)).toBe(
      "ALLOWED",
    );
  });
});

describe("an interface that a service of AWS made", () => {
  const MADE = [
    "nat_gateway",
    "natGateway",
    "network_load_balancer",
    "gateway_load_balancer_endpoint",
    "vpc_endpoint",
    "transit_gateway",
    "lambda",
    "api_gateway_managed",
  ];

  it.each(MADE)("is no host: %s", (interface_type) => {
    const { verdict, topology } = state([nic({ interface_type }), eip({ network_interface: "eni-1" })]);
    expect(topology.nics).toEqual([]);
    expect(verdict("internet", "203.0.113.9", 443)).toBe("DENIED");
    expect(verdict("internet", "aws_network_interface.a", 443)).toBe("UNKNOWN");
    expect(verdict("aws_subnet.a", "10.0.1.10", 443)).toBe("UNKNOWN");
    expect(verdict("aws_subnet.a", "10.0.1.99", 443)).toBe("DENIED");
  });

  it.each(["interface", "efa", "efa-only", "trunk", "branch"])("and %s is one", (interface_type) => {
    const { verdict } = state([nic({ interface_type }), eip({ network_interface: "eni-1" })]);
    expect(verdict("internet", "aws_network_interface.a", 443)).toBe("ALLOWED");
  });

  it("is told by who asked for it and, where it is looked up, by its description", () => {
    const asks = (values: object, mode: "managed" | "data" = "data") =>
      state([{ ...nic({ interface_type: "interface", ...values }), mode }]).topology.nics.length;
    expect(asks({ requester_managed: true })).toBe(0);
    expect(asks({ description: "ELB app/front/0123456789abcdef" })).toBe(0);
    expect(asks({ description: "Interface for NAT Gateway nat-0123" })).toBe(0);
    expect(asks({ description: "ours" })).toBe(1);
    expect(asks({ description: "ELB standby" }, "managed")).toBe(1);
  });

  it("leaves the gateway itself as it is", () => {
    const { verdict } = state([
      {
        type: "aws_nat_gateway",
        values: {
          id: "nat-1",
          subnet_id: "subnet-1",
          private_ip: "10.0.1.10",
          public_ip: "203.0.113.9",
          network_interface_id: "eni-1",
        },
      },
      nic({ interface_type: "nat_gateway" }),
      eip({ network_interface: "eni-1" }),
    ]);
    expect(verdict("internet", "203.0.113.9", 443)).toBe("DENIED");
    expect(verdict("aws_subnet.a", "10.0.1.10", 443)).toBe("DENIED");
  });
});

describe("an interface whose subnet a plan has lost", () => {
  const ONE_OF = "${var.first ? aws_subnet.a.id : aws_subnet.b.id}";
  const network = (more: object, second = "10.0.2.0/24", subnet_id = ONE_OF) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.0.0.0/16" } },
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.a.id}" } },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24" },
        b: { vpc_id: "${aws_vpc.b.id}", cidr_block: second },
      },
      aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [ANY], egress: [ANY] } },
      aws_network_interface: {
        n: { subnet_id, security_groups: ["${aws_security_group.g.id}"], ...more },
      },
      aws_instance: {
        x: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.g.id}"] },
      },
    });
  const asks = (...args: Parameters<typeof network>) =>
    network(...args).verdict("aws_instance.x", "aws_network_interface.n", 443);

  it("is in the only one that its address fits", () => {
    expect(asks({ private_ips: ["10.0.1.10"] })).toBe("ALLOWED");
    expect(asks({ private_ips: ["10.0.2.10"] })).toBe("DENIED");
  });

  it("is unknown where several fit, or none, or it has no address", () => {
    expect(asks({ private_ips: ["10.0.1.10"] }, "10.0.1.0/24")).toBe("UNKNOWN");
    expect(asks({ private_ips: ["10.0.7.10"] })).toBe("UNKNOWN");
    expect(asks({})).toBe("UNKNOWN");
    expect(asks({ private_ips: ["10.0.1.10"] }, "10.0.2.0/24", "${var.subnet}")).toBe("UNKNOWN");
  });
});
