import { asked } from "../support/asked";

const vpc_id = "${aws_vpc.v.id}";
const asking = asked({
  aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
  aws_internet_gateway: { i: { vpc_id } },
  aws_subnet: { p: { vpc_id, cidr_block: "10.0.0.0/24" }, q: { vpc_id, cidr_block: "10.0.1.0/24" } },
  aws_route_table: { p: { vpc_id, route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.i.id}" }] } },
  aws_route_table_association: { p: { subnet_id: "${aws_subnet.p.id}", route_table_id: "${aws_route_table.p.id}" } },
  aws_eip: { n: { domain: "vpc" } },
  aws_nat_gateway: {
    public: { subnet_id: "${aws_subnet.p.id}", allocation_id: "${aws_eip.n.id}", private_ip: "10.0.0.50" },
    private: { subnet_id: "${aws_subnet.q.id}", connectivity_type: "private", private_ip: "10.0.1.50" },
  },
});

test.each([
  ["aws_nat_gateway.public", "internet"],
  ["aws_nat_gateway.private", "internet"],
  ["aws_nat_gateway.public", "aws_subnet.q"],
  ["10.0.0.50@aws_vpc.v", "internet"],
])("%s starts no flow to %s, and the answer says what to ask instead", (from, to) => {
  const { verdict, explanations } = asking.answer(from, to);
  const address = from === "aws_nat_gateway.private" ? from : "aws_nat_gateway.public";
  const subnet = address === from && from.endsWith("private") ? "aws_subnet.q" : "aws_subnet.p";
  expect(verdict).toBe("DENIED");
  expect(explanations).toEqual([
    {
      code: "NO_PATH",
      address,
      message:
        "a NAT gateway starts no flow of its own, it only passes on what hosts send through it; " +
        `ask from a host or subnet whose route table leads to it, not from ${subnet} where it stands`,
    },
  ]);
});
