import { configured, id, open, type Resources, SOMETHING, VPC } from "../support/networks";

describe("internet gateways", () => {
  const gateway = (parts: Resources) => configured({ ...VPC, ...parts }).internetGateways[0]!;
  const ATTACHED = { aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } } };

  test("are attached by their own argument, or by an attachment", () => {
    const attachment = { a: { internet_gateway_id: id("aws_internet_gateway.g"), vpc_id: id("aws_vpc.v") } };
    for (const parts of [ATTACHED, { aws_internet_gateway: { g: {} }, aws_internet_gateway_attachment: attachment }]) {
      const found = gateway(parts);
      expect(found.vpc?.address).toBe("aws_vpc.v");
      expect(found.vpc?.internetGateway === found).toBe(true);
      expect(open(found)).toEqual({});
    }
  });

  test("that nobody attaches are detached, and that is certain", () => {
    const found = gateway({ aws_internet_gateway: { g: {} } });
    expect(found.vpc).toBeUndefined();
    expect(open(found)).toEqual({});
  });

  test("of which it is not known where they are attached may be anybody's", () => {
    const { internetGateways, vpcs } = configured({ ...VPC, aws_internet_gateway: { g: { vpc_id: SOMETHING } } });
    expect(open(internetGateways[0]!)).toEqual({
      passage: ["aws_internet_gateway.g: which VPC it is attached to is not known"],
    });
    expect(vpcs[0]!.internetGateway).toBe(internetGateways[0]);
  });

  const block = (mode: string) => ({
    aws_vpc_block_public_access_options: { b: { internet_gateway_block_mode: mode } },
  });
  const BLOCKED =
    "aws_vpc_block_public_access_options.b: it blocks public access, unless the VPC or subnet is excluded";

  test("a block on what comes in spares what was asked for from inside, a block on all does not", () => {
    expect(open(gateway({ ...ATTACHED, ...block("off") }))).toEqual({});
    expect(open(gateway({ ...ATTACHED, ...block("block-ingress") }))).toEqual({ unasked: [BLOCKED] });
    expect(open(gateway({ ...ATTACHED, ...block("block-bidirectional") }))).toEqual({ passage: [BLOCKED] });
  });

  test("a block is one Region's own, known or not", () => {
    const [regions, lost] = [{ provider: { aws: [{ region: "eu-central-1" }] } }, '${lookup(aws_vpc.v, "region")}'];
    const blockIn = (region: string) => {
      const options = { b: { internet_gateway_block_mode: "block-bidirectional", region } };
      const all = { ...VPC, ...ATTACHED, aws_vpc_block_public_access_options: options };
      return open(configured(all, regions).internetGateways[0]!);
    };
    expect(blockIn("eu-central-1")).toEqual({ passage: [BLOCKED] });
    expect(blockIn("us-east-1")).toEqual({});
    expect(blockIn(lost)).toEqual({ passage: [BLOCKED] });
  });

  test("a block on what comes in does not make it certain where the gateway is attached", () => {
    const found = gateway({ aws_internet_gateway: { g: { vpc_id: SOMETHING } }, ...block("block-ingress") });
    expect(Object.keys(open(found))).toEqual(["passage", "unasked"]);
  });
});

describe("NAT gateways", () => {
  const nat = (values: object) => configured({ ...VPC, aws_nat_gateway: { n: values } }).natGateways[0]!;

  test("have their addresses and their subnet", () => {
    const found = nat({ subnet_id: id("aws_subnet.a"), connectivity_type: "private", private_ip: "10.0.1.5" });
    expect(found).toMatchObject({ isPrivate: true, subnet: { address: "aws_subnet.a" } });
    expect(found.privateIps).toHaveLength(1);
    expect(open(found)).toEqual({});
  });

  test("leave open where they are, and whether they are private, each by itself", () => {
    expect(open(nat({ subnet_id: SOMETHING }))).toEqual({ subnet: ["aws_nat_gateway.n: its subnet is not known"] });
    expect(open(nat({ subnet_id: undefined, vpc_id: id("aws_vpc.v"), availability_mode: "regional" }))).toEqual({
      subnet: ["aws_nat_gateway.n: it is a regional one, which is not modelled"],
    });
    expect(open(nat({ subnet_id: id("aws_subnet.a"), connectivity_type: SOMETHING }))).toEqual({
      connectivity: ["aws_nat_gateway.n: its connectivity_type is not known"],
    });
  });

  test("may be in each of the subnets that they can name, as themselves", () => {
    const found = nat({ subnet_id: "${var.one ? aws_subnet.a.id : aws_subnet.b.id}", connectivity_type: "private" });
    expect(found.maybe?.map(({ subnet }) => subnet?.address)).toEqual(["aws_subnet.a", "aws_subnet.b"]);
    expect(found.maybe?.map(open)).toEqual([{}, {}]);
  });
});
