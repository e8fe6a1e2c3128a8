import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";

type Body = Readonly<Record<string, unknown>>;

const HOST = "aws_instance.h";
const VPC = "${aws_vpc.v.id}";
const TO_INTERNET = [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.g.id}" }];

/** A host with a public address, whose table may lead to the internet, and to S3 by an endpoint. */
function network({ route, endpoint }: { readonly route: readonly Body[]; readonly endpoint: Body }) {
  return asked({
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_internet_gateway: { g: { vpc_id: VPC } },
    aws_subnet: { s: { vpc_id: VPC, cidr_block: "10.0.1.0/24", map_public_ip_on_launch: true } },
    aws_route_table: { t: { vpc_id: VPC, route } },
    aws_route_table_association: { t: { subnet_id: "${aws_subnet.s.id}", route_table_id: "${aws_route_table.t.id}" } },
    aws_security_group: { g: { vpc_id: VPC, ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: {
      h: {
        ...INSTANCE,
        ...{ subnet_id: "${aws_subnet.s.id}", vpc_security_group_ids: ["${aws_security_group.g.id}"] },
        ...{ private_ip: "10.0.1.9", associate_public_ip_address: true },
      },
    },
    aws_vpc_endpoint: {
      s3: {
        vpc_id: VPC,
        service_name: "com.amazonaws.us-east-1.s3",
        route_table_ids: ["${aws_route_table.t.id}"],
        ...endpoint,
      },
    },
  });
}

// A configuration does not tell the service's addresses; a refreshed state and an account do.
describe.each<[string, Body]>([
  ["whose addresses the input tells", { cidr_blocks: ["52.216.0.0/15", "3.5.0.0/19"] }],
  ["whose addresses the input does not tell", {}],
])("a gateway endpoint %s", (_, endpoint) => {
  test("is no way to the internet", () => {
    const { verdict, shows } = network({ route: [], endpoint });
    expect(verdict(HOST, "internet", 443)).toBe("DENIED");
    expect(shows({ from: HOST, to: "internet", port: 443 }, "does not reach").holds).toBe(true);
  });

  test("takes nothing from the way to the internet, nor from the replies to it", () => {
    const { verdict } = network({ route: TO_INTERNET, endpoint });
    expect(verdict(HOST, "internet", 443)).toBe("ALLOWED");
    expect(verdict("internet", HOST, 443)).toBe("ALLOWED");
  });
});

test("what it makes of packets to the service itself is not known", () => {
  const { verdict } = network({ route: TO_INTERNET, endpoint: { cidr_blocks: ["52.216.0.0/15"] } });
  expect(verdict(HOST, "52.216.1.1", 443)).toBe("UNKNOWN");
  expect(verdict(HOST, "52.218.1.1", 443)).toBe("ALLOWED");
});

test("nor what becomes of the replies to somebody of the service's addresses", () => {
  const { verdict } = network({ route: TO_INTERNET, endpoint: { cidr_blocks: ["52.216.0.0/15"] } });
  expect(verdict("52.216.1.1", HOST, 443)).toBe("UNKNOWN");
  expect(verdict("52.218.1.1", HOST, 443)).toBe("ALLOWED");
});
