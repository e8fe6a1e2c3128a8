import { matrixOf, Walker } from "../../src/reachability";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

it("tells hosts of one subnet apart where a rule names the address of one", () => {
  const host = (private_ip: string, group: string) => ({
    ...INSTANCE,
    private_ip,
    subnet_id: "${aws_subnet.a.id}",
    vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
  });
  const { topology } = asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" } },
    aws_security_group: {
      out: { vpc_id: "${aws_vpc.a.id}", egress: [ALL_OUT] },
      db: {
        vpc_id: "${aws_vpc.a.id}",
        ingress: [{ protocol: "tcp", from_port: 5432, to_port: 5432, cidr_blocks: ["10.0.1.10/32"] }],
      },
    },
    aws_instance: {
      app: host("10.0.1.10", "out"),
      other: host("10.0.1.11", "out"),
      db: host("10.0.1.20", "db"),
      lost: { ...INSTANCE, subnet_id: "${var.subnet}" },
    },
  });
  const { entries } = matrixOf(new Walker(topology));
  const verdicts = entries.filter(({ to }) => to === "aws_instance.db").map(({ from, verdict }) => [from, verdict]);
  expect(verdicts).toEqual([
    ["aws_instance.app", "ALLOWED"],
    ["aws_instance.other", "DENIED"],
    ["aws_instance.lost", "UNKNOWN"],
  ]);
});
