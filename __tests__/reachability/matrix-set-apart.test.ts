import { matrixOf, Walker } from "../../src/reachability";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

type Resources = Parameters<typeof asked>[0];

/** What the matrix says of packets to the target, by sender. */
function towards(target: string, resources: Resources): Record<string, string> {
  const { entries } = matrixOf(new Walker(asked(resources).topology));
  return Object.fromEntries(entries.flatMap(({ from, to, verdict }) => (to === target ? [[from, verdict]] : [])));
}

/** What the matrix says of packets of the sender, by target. */
function from(sender: string, resources: Resources): Record<string, string> {
  const { entries } = matrixOf(new Walker(asked(resources).topology));
  return Object.fromEntries(entries.flatMap((one) => (one.from === sender ? [[one.to, one.verdict]] : [])));
}

const subnet = (vpc: string, cidr_block: string) => ({
  vpc_id: `\${aws_vpc.${vpc}.id}`,
  cidr_block,
  availability_zone: "eu-central-1a",
});

/** A VPC of two ranges with an empty subnet in each, that nothing but the range tells apart. */
const TWO_RANGES = {
  aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
  aws_vpc_ipv4_cidr_block_association: { second: { vpc_id: "${aws_vpc.a.id}", cidr_block: "100.64.0.0/16" } },
  aws_subnet: { one: subnet("a", "10.0.1.0/24"), two: subnet("a", "100.64.1.0/24"), web: subnet("a", "10.0.2.0/24") },
};

it.each(["10.0.0.0/8", "10.0.0.0/16"])("tells empty subnets of two ranges apart where a group admits %s", (cidr) => {
  const ingress = [{ protocol: "tcp", from_port: 80, to_port: 80, cidr_blocks: [cidr] }];
  expect(
    towards("aws_instance.web", {
      ...TWO_RANGES,
      aws_security_group: { web: { vpc_id: "${aws_vpc.a.id}", ingress } },
      aws_instance: {
        web: {
          ...INSTANCE,
          subnet_id: "${aws_subnet.web.id}",
          vpc_security_group_ids: ["${aws_security_group.web.id}"],
        },
      },
    }),
  ).toEqual({ "aws_subnet.one": "ALLOWED", "aws_subnet.two": "DENIED" });
});

it("tells empty subnets of two ranges apart where a peering's route names one range", () => {
  const { aws_vpc, aws_subnet } = TWO_RANGES;
  const table = (vpc: string, cidr_block: string) => ({
    vpc_id: `\${aws_vpc.${vpc}.id}`,
    route: [{ cidr_block, vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" }],
  });
  const join = (name: string, vpc: string) => ({
    subnet_id: `\${aws_subnet.${name}.id}`,
    route_table_id: `\${aws_route_table.${vpc}.id}`,
  });
  expect(
    from("aws_subnet.far", {
      ...TWO_RANGES,
      aws_vpc: { ...aws_vpc, b: { cidr_block: "10.9.0.0/16" } },
      aws_subnet: { ...aws_subnet, far: subnet("b", "10.9.1.0/24") },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true },
      },
      aws_route_table: { a: table("a", "10.9.0.0/16"), b: table("b", "100.64.0.0/16") },
      aws_route_table_association: {
        one: join("one", "a"),
        two: join("two", "a"),
        web: join("web", "a"),
        far: join("far", "b"),
      },
    }),
  ).toMatchObject({ "aws_subnet.one": "DENIED", "aws_subnet.two": "ALLOWED" });
});

it("tells the host that an accelerator leads to from its neighbour", () => {
  const host = {
    ...INSTANCE,
    subnet_id: "${aws_subnet.web.id}",
    vpc_security_group_ids: ["${aws_security_group.web.id}"],
  };
  const ingress = [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }];
  const verdicts = from("internet", {
    ...TWO_RANGES,
    aws_internet_gateway: { out: { vpc_id: "${aws_vpc.a.id}" } },
    aws_security_group: { web: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT] } },
    aws_instance: { quiet: host, led: host },
    aws_globalaccelerator_endpoint_group: {
      g: { listener_arn: "arn", endpoint_configuration: [{ endpoint_id: "${aws_instance.led.id}", weight: 1 }] },
    },
  });
  expect(verdicts).toMatchObject({ "aws_instance.quiet": "DENIED", "aws_instance.led": "UNKNOWN" });
});
