import "../../src/jest";
import { ALL_OUT, asked, INSTANCE } from "../support/asked";

const subnet = (cidr_block: string) => ({
  vpc_id: "${aws_vpc.a.id}",
  cidr_block,
  availability_zone: "eu-central-1a",
});
const table = (route: object) => ({ vpc_id: "${aws_vpc.a.id}", route: [{ cidr_block: "0.0.0.0/0", ...route }] });
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});
const network = (extra: object = {}, gatewayVpc = "${aws_vpc.a.id}") =>
  asked({
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: gatewayVpc } },
    aws_eip: { n: {} },
    aws_nat_gateway: { n: { subnet_id: "${aws_subnet.open.id}", allocation_id: "${aws_eip.n.id}" } },
    aws_subnet: { open: subnet("10.0.1.0/24"), inner: subnet("10.0.2.0/24") },
    aws_route_table: {
      open: table({ gateway_id: "${aws_internet_gateway.g.id}" }),
      inner: table({ nat_gateway_id: "${aws_nat_gateway.n.id}" }),
    },
    aws_route_table_association: { open: association("open"), inner: association("inner") },
    aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [ALL_OUT], egress: [ALL_OUT] } },
    aws_network_interface: {
      own: { subnet_id: "${aws_subnet.inner.id}", security_groups: ["${aws_security_group.g.id}"] },
    },
    aws_instance: {
      web: {
        ...INSTANCE,
        subnet_id: "${aws_subnet.open.id}",
        vpc_security_group_ids: ["${aws_security_group.g.id}"],
        associate_public_ip_address: true,
      },
      app: { ...INSTANCE, primary_network_interface: [{ network_interface_id: "${aws_network_interface.own.id}" }] },
    },
    ...extra,
  });
const block = (internet_gateway_block_mode: string) =>
  network({ aws_vpc_block_public_access_options: { b: { internet_gateway_block_mode } } });

describe("an internet gateway", () => {
  it("carries packets both ways, and those of a NAT gateway", () => {
    const { verdict } = network();
    expect(verdict("internet", "aws_instance.web", 443)).toBe("ALLOWED");
    expect(verdict("aws_instance.web", "internet", 443)).toBe("ALLOWED");
    expect(verdict("aws_instance.app", "internet", 443)).toBe("ALLOWED");
  });

  it("is left in doubt by a block on public access, but for what it spares", () => {
    const inbound = block("block-ingress");
    expect(inbound.verdict("internet", "aws_instance.web", 443)).toBe("UNKNOWN");
    expect(inbound).toReach({ from: "aws_instance.app", to: "internet", port: 443 });
    expect(inbound).toReach({ from: "aws_instance.app", to: "aws_instance.web", port: 443 });
    expect(block("block-bidirectional").verdict("aws_instance.app", "internet", 443)).toBe("UNKNOWN");
    expect(block("off")).toReach({ from: "internet", to: "aws_instance.web", port: 443 });
  });

  it("of a VPC that isn't known is no proof that nothing gets out", () => {
    const { verdict } = network({}, "${var.vpc_id}");
    expect(verdict("aws_instance.web", "internet", 443)).toBe("UNKNOWN");
    expect(verdict("internet", "aws_instance.web", 443)).toBe("UNKNOWN");
  });
});
