import { applied, configured, id, open, type Resources, SOMETHING, thing, VPC } from "../support/networks";

const GROUPS = { aws_security_group: { g: { vpc_id: id("aws_vpc.v") }, h: { vpc_id: id("aws_vpc.v") } } };
const network = (parts: Resources) => configured({ ...VPC, ...GROUPS, ...parts });
const addresses = (things: readonly { readonly address: string }[] | undefined) =>
  things?.map(({ address }) => address);

describe("a network interface", () => {
  const of = (values: object) =>
    network({ aws_network_interface: { i: { subnet_id: id("aws_subnet.a"), ...values } } }).nics[0]!;

  test("has its subnet, its addresses and its groups", () => {
    const nic = of({ private_ips: ["10.0.1.5", "10.0.1.6"], security_groups: [id("aws_security_group.g")] });
    expect(nic).toMatchObject({ kind: "interface", subnet: { address: "aws_subnet.a" }, publicIp: "none" });
    expect(nic.privateIps).toHaveLength(1);
    expect(addresses(nic.groups)).toEqual(["aws_security_group.g"]);
    expect(open(nic)).toEqual({});
  });

  test("without groups has its VPC's default one", () => {
    const nic = of({});
    expect(nic.groups).toEqual([nic.subnet.vpc.defaultGroup]);
  });

  test.each([
    [SOMETHING, "which security groups it has is not known"],
    [[id("aws_security_group.g"), SOMETHING], "one of its security groups is not known"],
  ])("with groups %j leaves its groups open, and nothing else", (security_groups, reason) => {
    expect(open(of({ security_groups }))).toEqual({ groups: [`aws_network_interface.i: ${reason}`] });
  });

  test("in a subnet that is not known is nobody's in particular, and is told", () => {
    const found = network({ aws_network_interface: { i: { subnet_id: SOMETHING } } });
    const note = { address: "aws_network_interface.i", reason: "its subnet is not known" };
    expect(found.nics).toEqual([]);
    expect(found.strayInterfaces).toEqual([note]);
    expect(found.unreadable).toEqual([note]);
  });

  test("is in the one of two subnets that has its address", () => {
    const either = "${var.one ? aws_subnet.a.id : aws_subnet.b.id}";
    const { nics } = network({ aws_network_interface: { i: { subnet_id: either, private_ips: ["10.0.2.9"] } } });
    expect(nics[0]!.subnet.address).toBe("aws_subnet.b");
  });
});

test("an interface that a service made is a tenant of its subnet, with its addresses", () => {
  const { nics, subnets, strayInterfaces } = applied({
    aws_vpc: { v: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" } },
    aws_network_interface: {
      i: { id: "eni-1", subnet_id: "subnet-1", private_ips: ["10.0.1.5"], interface_type: "nat_gateway" },
    },
  });
  expect(nics).toEqual([]);
  expect(open(subnets[0]!)).toEqual({ tenants: ["aws_network_interface.i: it belongs to what made it (nat_gateway)"] });
  expect(subnets[0]!.doubts.tenants[0]!.addresses).toHaveLength(1);
  expect(strayInterfaces).toHaveLength(1);
});

describe("an instance", () => {
  const of = (values: object, parts: Resources = {}) =>
    thing(network({ aws_instance: { h: values }, ...parts }).instances, "aws_instance.h");

  test("has an interface of its own in its subnet", () => {
    const { nics } = of({ subnet_id: id("aws_subnet.a"), vpc_security_group_ids: [id("aws_security_group.g")] });
    expect(nics).toMatchObject([{ kind: "instance", subnet: { address: "aws_subnet.a" } }]);
    expect(addresses(nics[0]!.groups)).toEqual(["aws_security_group.g"]);
  });

  test("in a subnet that is not known has no interface, and its interfaces are open", () => {
    const found = of({ subnet_id: SOMETHING });
    expect(found.nics).toEqual([]);
    expect(open(found)).toEqual({ interfaces: ["aws_instance.h: its subnet is not known"] });
  });

  test("may have one in each of the subnets that it can name", () => {
    const found = of({ subnet_id: "${var.one ? aws_subnet.a.id : aws_subnet.b.id}" });
    expect(found.maybe?.map(({ subnet }) => subnet.address)).toEqual(["aws_subnet.a", "aws_subnet.b"]);
  });

  test("has the interfaces that it names, the first one first", () => {
    const found = of(
      {
        network_interface: [
          { device_index: 1, network_interface_id: id("aws_network_interface.j") },
          { device_index: 0, network_interface_id: id("aws_network_interface.i") },
        ],
      },
      { aws_network_interface: { i: { subnet_id: id("aws_subnet.a") }, j: { subnet_id: id("aws_subnet.b") } } },
    );
    expect(addresses(found.nics)).toEqual(["aws_network_interface.i", "aws_network_interface.j"]);
  });

  test("leaves its interfaces open where one of them is not known", () => {
    const found = of(
      {
        network_interface: [
          { device_index: 0, network_interface_id: id("aws_network_interface.i") },
          { device_index: 1, network_interface_id: SOMETHING },
        ],
      },
      { aws_network_interface: { i: { subnet_id: id("aws_subnet.a") } } },
    );
    expect(addresses(found.nics)).toEqual(["aws_network_interface.i"]);
    expect(open(found)).toEqual({ interfaces: ["aws_instance.h: one of its network interfaces is not known"] });
  });

  test("with a launch template that is not in the input leaves its groups open", () => {
    const { nics } = of({ subnet_id: id("aws_subnet.a"), launch_template: [{ id: "lt-1" }] });
    expect(open(nics[0]!)).toEqual({ groups: ["aws_instance.h: its launch template is not in the input"] });
  });

  test.each([
    [{ associate_public_ip_address: true }, "some"],
    [{ associate_public_ip_address: false }, "none"],
    [{ associate_public_ip_address: SOMETHING }, "unknown"],
    [{}, "none"],
  ])("asking %j has a public address: %s", (asked, publicIp) => {
    expect(of({ subnet_id: id("aws_subnet.a"), ...asked }).nics[0]!.publicIp).toBe(publicIp);
  });
});

describe("what others put on an interface", () => {
  const nicWith = (parts: Resources, values: object = {}) =>
    network({ aws_network_interface: { i: { subnet_id: id("aws_subnet.a"), ...values } }, ...parts });

  test("an address makes it public", () => {
    const { nics } = nicWith({ aws_eip: { e: { network_interface: id("aws_network_interface.i") } } });
    expect(nics[0]).toMatchObject({ publicIp: "some", publicIpAddress: "aws_eip.e" });
  });

  const ADDED = "aws_network_interface_sg_attachment.s";
  const added = (security_group_id: string, network_interface_id = id("aws_network_interface.i"), values = {}) =>
    nicWith({ aws_network_interface_sg_attachment: { s: { security_group_id, network_interface_id } } }, values);

  test("a group is added, and one that is not known leaves the groups open", () => {
    const [nic] = added(id("aws_security_group.h")).nics;
    expect(addresses(nic!.groups)).toContain("aws_security_group.h");
    expect(open(nic!)).toEqual({});
    expect(open(added(SOMETHING).nics[0]!)).toEqual({
      groups: [`${ADDED}: which security group it adds is not known`],
    });
  });

  test("a list of the interface's own takes the group off again", () => {
    const own = { security_groups: [id("aws_security_group.g")] };
    const [nic] = added(id("aws_security_group.h"), id("aws_network_interface.i"), own).nics;
    expect(addresses(nic!.groups)).toEqual(["aws_security_group.g"]);
    expect(Object.keys(open(nic!))).toEqual(["groups"]);
  });

  test("a group for an interface that is not known is told", () => {
    const { unreadable } = added(id("aws_security_group.h"), SOMETHING);
    expect(unreadable).toEqual([
      { address: ADDED, reason: "the interface that it adds a security group to is not known" },
    ]);
  });

  test("an attachment puts it on an instance, as the first one where its number is 0", () => {
    const instance = { aws_instance: { h: { subnet_id: id("aws_subnet.a") } } };
    const of = (device_index: number) =>
      nicWith({
        ...instance,
        aws_network_interface_attachment: {
          x: { instance_id: id("aws_instance.h"), network_interface_id: id("aws_network_interface.i"), device_index },
        },
      }).instances[0]!.nics;
    expect(addresses(of(1))).toEqual(["aws_instance.h", "aws_network_interface.i"]);
    expect(addresses(of(0))).toEqual(["aws_network_interface.i"]);
  });
});

describe("an interface endpoint", () => {
  const endpoint = (values: object, parts: Resources = {}) =>
    network({
      aws_vpc_endpoint: { e: { vpc_id: id("aws_vpc.v"), vpc_endpoint_type: "Interface", ...values } },
      ...parts,
    }).nics;
  const BOTH = { subnet_ids: [id("aws_subnet.a"), id("aws_subnet.b")] };

  test("has an interface in each of its subnets, with the default group where it lists none", () => {
    const nics = endpoint(BOTH);
    expect(nics.map(({ kind, subnet }) => [kind, subnet.address])).toEqual([
      ["endpoint", "aws_subnet.a"],
      ["endpoint", "aws_subnet.b"],
    ]);
    expect(nics[0]!.groups).toEqual([nics[0]!.subnet.vpc.defaultGroup]);
  });

  test("leaves its groups open where they are not known", () => {
    expect(endpoint({ ...BOTH, security_group_ids: SOMETHING }).map(open)).toEqual([
      { groups: ["aws_vpc_endpoint.e: which security groups it has is not known"] },
      { groups: ["aws_vpc_endpoint.e: which security groups it has is not known"] },
    ]);
  });

  test("gets groups from associations, beside the default one or in its place", () => {
    const groups = (replace_default_association: boolean) =>
      endpoint(BOTH, {
        aws_vpc_endpoint_security_group_association: {
          s: {
            vpc_endpoint_id: id("aws_vpc_endpoint.e"),
            security_group_id: id("aws_security_group.g"),
            replace_default_association,
          },
        },
      })[0]!.groups?.length;
    expect([groups(false), groups(true)]).toEqual([2, 1]);
  });
});
