import { readFileSync } from "node:fs";
import { join } from "node:path";
import { endpointsOf, flowOf, matrixOf, Walker } from "../../src/reachability";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const rule = (port: number, cidr: string) => ({ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [cidr] });
/** A client whose group lets everything out, and a server with these inbound rules; AWS picks both addresses. */
const network = (ingress: object[], isFixed = false) =>
  asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
      y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
    },
    aws_security_group: {
      client: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
      server: { vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT] },
    },
    aws_instance: Object.fromEntries<object>(
      (
        [
          ["client", "x"],
          ["server", "y"],
        ] as const
      ).map(([name, subnet]) => [
        name,
        {
          ...INSTANCE,
          subnet_id: `\${aws_subnet.${subnet}.id}`,
          vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
          ...(isFixed && { private_ip: subnet === "x" ? "10.0.1.9" : "10.0.2.9" }),
        },
      ]),
    ),
  });
const open = (ingress: object[]) => network(ingress).verdict("aws_instance.client", "aws_instance.server");

describe("without a port the question is whether there is one that works", () => {
  it("for whichever address AWS picks", () => {
    expect(open([rule(80, "10.0.1.0/24")])).toBe("ALLOWED");
    expect(open([])).toBe("DENIED");
    expect(open([rule(80, "10.0.1.0/25")])).toBe("UNKNOWN");
  });

  it("for all hosts of a subnet, not for some", () => {
    const half = network([rule(80, "10.0.1.0/25")], true);
    expect(half.verdict("aws_instance.client", "aws_instance.server")).toBe("ALLOWED");
    expect(half.verdict("aws_subnet.x", "aws_instance.server")).toBe("DENIED");
  });

  it("and one that may work leaves it open", () => {
    expect(open([rule(80, "${var.office}")])).toBe("UNKNOWN");
  });
});

test("a range of ports works only as a whole", () => {
  const { topology, verdict } = network([rule(80, "10.0.1.0/24"), { ...ALL_OUT, cidr_blocks: [], self: true }]);
  expect(verdict("aws_instance.client", "aws_instance.server", 80)).toBe("ALLOWED");
  const { entries } = matrixOf(new Walker(topology));
  const found = entries.filter(({ from, to }) => from === "aws_instance.client" && to === "aws_instance.server");
  expect(found.map(({ ports, verdict: of }) => `${ports} ${of}`).sort()).toEqual(["80 ALLOWED", "any DENIED"]);
});

test("a listener of TCP and UDP is in the matrix with both", () => {
  const file = join(__dirname, "networks", "network-load-balancer-sources.tf.json");
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as { resource: object };
  const balancer = endpointsOf(asked(resource).topology).find(({ address }) => address === "aws_lb.plain");
  const onSeven = balancer?.services.filter((service) => flowOf(service).port === 7);
  expect(onSeven?.map(({ protocol }) => protocol)).toEqual([6, 17]);
});
