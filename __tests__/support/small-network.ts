/** Everything from and to everywhere. */
const ALL = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

const VPC = "${aws_vpc.main.id}";

const subnet = (cidr: string) => ({ vpc_id: VPC, cidr_block: cidr, availability_zone: "us-east-1a" });

const host = (subnet: string, group: string, address: string) => ({
  ami: "ami-1",
  instance_type: "t3.micro",
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  private_ip: address,
  vpc_security_group_ids: [`\${aws_security_group.${group}.id}`],
});

const from = (port: number, cidr: string) => ({ protocol: "tcp", from_port: port, to_port: port, cidr_blocks: [cidr] });

/**
 * A configuration as Terraform reads it: app (10.0.1.10) may open 5432 to data (10.0.2.10), which admits the first half of app's
 * subnet on 6432 too. other (10.0.1.200) has a group that is not in the input; nothing comes in from outside.
 */
export function smallNetwork() {
  return {
    resource: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { app: subnet("10.0.1.0/24"), data: subnet("10.0.2.0/24") },
      aws_security_group: {
        app: { vpc_id: VPC, ingress: [], egress: [ALL] },
        data: { vpc_id: VPC, ingress: [from(5432, "10.0.1.10/32"), from(6432, "10.0.1.0/25")], egress: [] },
      },
      aws_instance: {
        app: host("app", "app", "10.0.1.10"),
        data: host("data", "data", "10.0.2.10"),
        other: { ...host("app", "app", "10.0.1.200"), vpc_security_group_ids: ["sg-0123456789abcdef0"] },
      },
    },
  };
}
