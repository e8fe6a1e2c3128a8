import { accountOf, diffOf, synthOf } from "./sources";

/** What a configuration says, and what AWS has of it: two VPCs, a peering, a load balancer, a group and a gateway. */
const network = (of: (reference: string, id: string) => string) => {
  const own = (id: string, values: object) => ({ ...(of("", "x") === "x" && { id }), ...values });
  const [a, b] = [of("${aws_vpc.a.id}", "vpc-1"), of("${aws_vpc.b.id}", "vpc-2")];
  const subnet = of("${aws_subnet.a.id}", "subnet-1");
  return {
    aws_vpc: { a: own("vpc-1", { cidr_block: "10.0.0.0/16" }), b: own("vpc-2", { cidr_block: "10.1.0.0/16" }) },
    aws_subnet: { a: own("subnet-1", { vpc_id: a, cidr_block: "10.0.1.0/24" }) },
    aws_vpc_peering_connection: { p: own("pcx-1", { vpc_id: a, peer_vpc_id: b }) },
    aws_lb: {
      web: own("arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/web/1", { name: "web", subnets: [subnet] }),
    },
    aws_security_group: { web: own("sg-1", { vpc_id: a, name: "web" }) },
    aws_internet_gateway: { a: own("igw-1", { vpc_id: a }) },
  };
};

const configured = synthOf(network((reference) => reference));
const inAws = network((_, id) => id);

/** The same under the names that an account gives. */
const named = (resources: Readonly<Record<string, Readonly<Record<string, object>>>>) =>
  accountOf(
    Object.fromEntries(
      Object.entries(resources).map(([type, all]) => [
        type,
        Object.fromEntries(Object.entries(all).map(([name, values]) => [`in_aws_${name}`, values])),
      ]),
    ),
  );

const found = (source: ReturnType<typeof named>): string[] =>
  diffOf(configured, source).matched.map(({ address, by }) => `${address} ${by}`);

test("without ids things are found by what only one can have", () => {
  expect(found(named(inAws))).toEqual([
    "aws_internet_gateway.a place",
    "aws_lb.web place",
    "aws_security_group.web place",
    "aws_subnet.a place",
    "aws_vpc.a place",
    "aws_vpc.b place",
    "aws_vpc_peering_connection.p place",
  ]);
});

test.each([
  ["aws_subnet.a", { ...inAws, aws_subnet: { a: { ...inAws.aws_subnet.a, cidr_block: "10.0.2.0/24" } } }],
  [
    "aws_security_group.web",
    { ...inAws, aws_security_group: { web: { ...inAws.aws_security_group.web, name: "other" } } },
  ],
  ["aws_lb.web", { ...inAws, aws_lb: { web: { ...inAws.aws_lb.web, name: "other" } } }],
  [
    "aws_vpc_peering_connection.p",
    { ...inAws, aws_vpc_peering_connection: { p: { id: "pcx-1", vpc_id: "vpc-2", peer_vpc_id: "vpc-1" } } },
  ],
  ["aws_vpc.b", { ...inAws, aws_vpc: { ...inAws.aws_vpc, b: { ...inAws.aws_vpc.b, tags: { Name: "other" } } } }],
  ["aws_vpc.b", { ...inAws, aws_vpc: { ...inAws.aws_vpc, c: { id: "vpc-3", cidr_block: "10.1.0.0/16" } } }],
])("%s is not found where another thing has its place", (address, resources) => {
  expect(found(named(resources))).not.toContainEqual(`${address} place`);
});
