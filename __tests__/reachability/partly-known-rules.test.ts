import "../../src/jest";
import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

const group = (ingress: object[]) => ({ vpc_id: "${aws_vpc.a.id}", ingress, egress: [ALL_OUT] });
const host = (subnet: string, of: string) => ({
  ...INSTANCE,
  subnet_id: `\${aws_subnet.${subnet}.id}`,
  vpc_security_group_ids: [`\${aws_security_group.${of}.id}`],
});
const network = (ingress: object[], extra: object = {}, data: object = {}) =>
  asked(
    {
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: {
        x: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-central-1a" },
        y: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.2.0/24", availability_zone: "eu-central-1a" },
      },
      aws_security_group: { client: group([]), server: group(ingress) },
      aws_instance: { client: host("x", "client"), server: host("y", "server") },
      ...extra,
    },
    { data },
  );
const http = { protocol: "tcp", from_port: 80, to_port: 80 };

describe("rules of which a part is not known", () => {
  it("admit what their known part admits", () => {
    const rule = { ...http, cidr_blocks: ["10.0.0.0/8", "${aws_eip.e.public_ip}/32"] };
    const { verdict } = network([rule], { aws_eip: { e: {} } });
    expect(verdict("aws_instance.client", "aws_instance.server", 80)).toBe("ALLOWED");
    expect(verdict("aws_instance.client", "aws_instance.server", 81)).toBe("DENIED");
  });

  it("leave no doubt about private addresses when only a service's prefix list is not known", () => {
    const rule = { ...http, prefix_list_ids: ["${aws_vpc_endpoint.s3.prefix_list_id}"] };
    const endpoint = { vpc_id: "${aws_vpc.a.id}", service_name: "com.amazonaws.eu-central-1.s3" };
    const { verdict } = network([rule], { aws_vpc_endpoint: { s3: endpoint } });
    expect(verdict("aws_instance.client", "aws_instance.server", 80)).toBe("DENIED");
  });

  it("leave it open when a customer's prefix list is not known", () => {
    const rule = { ...http, prefix_list_ids: ["${data.aws_ec2_managed_prefix_list.p.id}"] };
    const listNamed = (name: string) => ({ aws_ec2_managed_prefix_list: { p: { name } } });
    const own = network([rule], {}, listNamed("office"));
    expect(own.verdict("aws_instance.client", "aws_instance.server", 80)).toBe("UNKNOWN");
    const service = network([rule], {}, listNamed("com.amazonaws.global.cloudfront.origin-facing"));
    expect(service).not.toReach({ from: "aws_instance.client", to: "aws_instance.server", port: 80 });
  });

  it("of an ACL don't matter when they are for IPv6", () => {
    const all = { action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0", rule_no: 100 };
    const ipv6 = { ...all, action: "deny", cidr_block: null, ipv6_cidr_block: "${aws_vpc.a.ipv6_cidr_block}" };
    const acl = {
      vpc_id: "${aws_vpc.a.id}",
      subnet_ids: ["${aws_subnet.y.id}"],
      ingress: [{ ...ipv6, rule_no: 90 }, all],
      egress: [all],
    };
    const { verdict } = network([ALL_IN], { aws_network_acl: { y: acl } });
    expect(verdict("aws_instance.client", "aws_instance.server", 80)).toBe("ALLOWED");
  });
});

it("drops a packet that is addressed to a NAT gateway, whether its address is known or not", () => {
  const nat = { connectivity_type: "private", subnet_id: "${aws_subnet.y.id}" };
  const { answer } = network([ALL_IN], { aws_nat_gateway: { n: nat } });
  const found = answer("aws_instance.client", "aws_nat_gateway.n", { port: 80 });
  expect(found.verdict).toBe("DENIED");
  expect(found.explanations.map(({ code }) => code)).toEqual(["NO_POSSIBLE_DESTINATION"]);
});

it("knows nothing of what lies behind a gateway endpoint", () => {
  const endpoint = { vpc_id: "${aws_vpc.a.id}", service_name: "com.amazonaws.eu-central-1.s3" };
  const { verdict } = network([ALL_IN], { aws_vpc_endpoint: { s3: endpoint } });
  expect(verdict("aws_instance.client", "aws_vpc_endpoint.s3", 443)).toBe("UNKNOWN");
});
