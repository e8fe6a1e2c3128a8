import { readEnd } from "../../src/naming/end-text";
import { across, ALL_6, PEERING, type TwoVpcs, twoVpcs } from "../support/two-vpcs";

test.each([
  ["2001:db8::9", { name: "2001:db8::9" }],
  ["[2001:db8::9]", { name: "2001:db8::9" }],
  ["[2001:db8::9]:443", { name: "2001:db8::9", port: 443 }],
  ["2001:db8::9@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v" }],
  ["[2001:db8::9]:443@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v", port: 443 }],
  ["[2001:db8::9]:http@aws_vpc.v", { name: "2001:db8::9@aws_vpc.v", badPort: "http" }],
  ['aws_subnet.a["x:y"]', { name: 'aws_subnet.a["x:y"]' }],
])("%s is read as an address of IPv6, or as what it is", (text, parts) => {
  expect(readEnd(text)).toEqual(parts);
});

const refusal = (rule: string): Error =>
  expect.objectContaining({ refusal: expect.objectContaining({ rule }) as object }) as Error;

describe("an address of IPv6 in a VPC", () => {
  const routes = across(PEERING);
  const HOST = "2600:1f14:a:101::10";
  const host = { a: { ipv6_address_count: undefined, ipv6_addresses: [HOST] } };
  const ofHost = { b: [{ ...ALL_6, ipv6_cidr_blocks: [`${HOST}/128`] }] };
  const verdict = (from: string, to: string, shape: TwoVpcs = {}) =>
    twoVpcs({ routes, host, ingress: ofHost, ...shape }).verdict(from, to, 443);

  it("sends as the interface that holds it, or as any host that could sit there", () => {
    for (const from of [`${HOST}@aws_vpc.a`, `${HOST}@aws_subnet.a`, `[${HOST}]@aws_vpc.a`, HOST.toUpperCase()])
      expect(verdict(from, "aws_instance.b")).toBe("ALLOWED");
    expect(verdict("2600:1f14:a:101::11@aws_vpc.a", "aws_instance.b")).toBe("DENIED");
    expect(verdict("2600:1f14:a:101::11", "aws_instance.b")).toBe("DENIED");
    const shut = { more: { aws_security_group: { a: { vpc_id: "${aws_vpc.a.id}", egress: [] } } } };
    expect(verdict(HOST, "aws_instance.b", shut)).toBe("DENIED");
    expect(verdict("2600:1f14:a:101::11", "aws_instance.b", { ...shut, ingress: { b: [ALL_6] } })).toBe("ALLOWED");
  });

  it("receives by the rules of the interface that holds it", () => {
    expect(verdict("aws_instance.b", `${HOST}@aws_vpc.a`)).toBe("ALLOWED");
    expect(verdict("aws_instance.b", `${HOST}@aws_vpc.a`, { ingress: { a: [] } })).toBe("DENIED");
  });

  it("is not known to be nobody's where AWS picks the range, and none where no subnet has it", () => {
    const named = (shape: TwoVpcs) => () => verdict("2600:1f14:a:1ff::1@aws_vpc.a", "aws_instance.b", shape);
    expect(named({})).toThrow(refusal("no-subnet"));
    const picked = {
      vpc: { a: { ipv6_cidr_block: undefined, assign_generated_ipv6_cidr_block: true } },
      subnet: { a: { ipv6_cidr_block: "${cidrsubnet(aws_vpc.a.ipv6_cidr_block, 8, 1)}" } },
      host: { a: {} },
    };
    expect(named(picked)()).toBe("UNKNOWN");
    expect(named({ vpc: { a: { ipv6_cidr_block: "${var.x}" } } })()).toBe("UNKNOWN");
  });

  it("leaves those of IPv4 as they are beside a subnet of IPv6 alone", () => {
    const only = { subnet: { a: { cidr_block: undefined, ipv6_native: true } } };
    expect(() => verdict("10.1.1.10@aws_vpc.a", "aws_instance.b", only)).toThrow(refusal("no-subnet"));
  });
});

test.each(["fd00::1", "fe80::1", "::1", "64:ff9b::808:808", "10.1.1.10"])(
  "%s says nothing of who sends without its VPC",
  (from) => {
    expect(() => twoVpcs({}).verdict(from, "aws_instance.b", 443)).toThrow(refusal("address-without-vpc"));
  },
);
