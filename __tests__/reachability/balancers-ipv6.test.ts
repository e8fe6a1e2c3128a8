import { ALL_4, ALL_6, internet, RANGE, type TwoVpcs, twoVpcs } from "../support/two-vpcs";

/** A load balancer of both families, and one target beside it, in a subnet that the internet gets to over both. */
interface Shape {
  readonly balancer?: object;
  readonly group?: object;
  readonly target?: string;
  /** What the load balancer's group admits; undefined: it has none. */
  readonly admits?: readonly object[];
  /** What the target's group admits. */
  readonly ingress?: readonly object[];
  readonly family?: "ipv4" | "ipv6";
}

const APPLICATION = { load_balancer_type: "application" };
const NETWORK = { load_balancer_type: "network" };
const TARGET = "2600:1f14:a:101::10";

function resources({ balancer, group, target, admits }: Shape): TwoVpcs["more"] {
  const groups = admits && { security_groups: ["${aws_security_group.l.id}"] };
  const protocol = balancer === APPLICATION ? "HTTPS" : "TCP";
  const forward = { type: "forward", target_group_arn: "${aws_lb_target_group.t.arn}" };
  return {
    aws_lb: { l: { subnets: ["${aws_subnet.a.id}"], ip_address_type: "dualstack", ...groups, ...balancer } },
    aws_lb_target_group: { t: { port: 443, protocol, vpc_id: "${aws_vpc.a.id}", ...group } },
    aws_lb_listener: {
      l: { load_balancer_arn: "${aws_lb.l.arn}", port: 443, protocol, default_action: [forward] },
    },
    aws_lb_target_group_attachment: {
      t: { target_group_arn: "${aws_lb_target_group.t.arn}", target_id: target ?? "${aws_instance.a.id}" },
    },
    aws_security_group: { l: { vpc_id: "${aws_vpc.a.id}", ingress: admits ?? [], egress: [ALL_4, ALL_6] } },
  };
}

function fromInternet(shape: Shape): string {
  const routes = ["cidr_block", "ipv6_cidr_block"].map((name) => ({
    [name]: name === "cidr_block" ? "0.0.0.0/0" : "::/0",
    ...internet("a"),
  }));
  const two = twoVpcs({
    routes: { a: routes },
    ingress: { a: shape.ingress ?? [ALL_4, ALL_6] },
    host: { a: { ipv6_address_count: undefined, ipv6_addresses: [TARGET] } },
    more: resources(shape),
  });
  return two.verdict("internet", "aws_lb.l", 443, { ...(shape.family && { family: shape.family }) });
}

const WITHOUT = { ...APPLICATION, ip_address_type: "dualstack-without-public-ipv4" };
const ANY_TYPE = { ...APPLICATION, ip_address_type: "${var.x}" };
const ANY_SCHEME = { ...APPLICATION, internal: "${var.x}" };

describe("the internet gets to a load balancer over the families of which it has public addresses", () => {
  it.each<[string, object, readonly object[], string]>([
    ["dualstack, IPv4 admitted", APPLICATION, [ALL_4], "ALLOWED"],
    ["dualstack, IPv6 admitted", APPLICATION, [ALL_6], "ALLOWED"],
    ["without public IPv4, IPv4 admitted", WITHOUT, [ALL_4], "DENIED"],
    ["without public IPv4, IPv6 admitted", WITHOUT, [ALL_6], "ALLOWED"],
    ["a type that is not known, IPv4 admitted", ANY_TYPE, [ALL_4], "UNKNOWN"],
    ["a type that is not known, IPv6 admitted", ANY_TYPE, [ALL_6], "UNKNOWN"],
    ["a network one of a type that is not known", { ...NETWORK, ip_address_type: "${var.x}" }, [ALL_4], "ALLOWED"],
    ["internal", { ...APPLICATION, internal: true }, [ALL_4, ALL_6], "DENIED"],
    ["internal or not, IPv4 admitted", ANY_SCHEME, [ALL_4], "UNKNOWN"],
    ["internal or not, IPv6 admitted", ANY_SCHEME, [ALL_6], "UNKNOWN"],
    ["internal or not, nothing admitted", ANY_SCHEME, [], "DENIED"],
  ])("%s", (_, balancer, admits, verdict) => {
    expect(fromInternet({ balancer, admits })).toBe(verdict);
  });
});

/** What targets see as the client (NLB guide, client IP preservation). */
describe("a network load balancer hands on the address of a client of its targets' family only", () => {
  const six = { ip_address_type: "ipv6", target_type: "ip", preserve_client_ip: "true" };
  const ofVpc = [{ ...ALL_4, cidr_blocks: ["10.1.0.0/16"] }];
  const ofVpc6 = [{ ...ALL_6, ipv6_cidr_blocks: [RANGE.a] }];
  it.each<[string, Shape, string]>([
    ["IPv6 to targets that admit its own address of IPv4", { ingress: ofVpc }, "ALLOWED"],
    ["the same over IPv6 alone", { ingress: ofVpc, family: "ipv6" }, "ALLOWED"],
    ["the same over IPv4 alone", { ingress: ofVpc, family: "ipv4" }, "DENIED"],
    ["the same where it admits IPv4 alone", { ingress: ofVpc, admits: [ALL_4] }, "DENIED"],
    ["IPv4 to targets of IPv6 that admit its own address", { group: six, target: TARGET, ingress: ofVpc6 }, "ALLOWED"],
    ["the same over IPv6 alone", { group: six, target: TARGET, ingress: ofVpc6, family: "ipv6" }, "DENIED"],
    ["IPv6 to targets of IPv6", { group: six, target: TARGET, ingress: [ALL_6], family: "ipv6" }, "ALLOWED"],
    [
      "what it admits by targets that admit the others",
      { admits: [ALL_6], ingress: [{ ...ALL_4, cidr_blocks: ["0.0.0.0/5", "128.0.0.0/1"] }] },
      "DENIED",
    ],
  ])("%s", (_, shape, verdict) => {
    expect(fromInternet({ balancer: NETWORK, ...shape })).toBe(verdict);
  });
});

describe("targets that are addresses of IPv6", () => {
  const group = { ip_address_type: "ipv6", target_type: "ip" };
  it.each<[string, Shape, string]>([
    ["are reached where they are", { group, target: TARGET }, "ALLOWED"],
    ["are named by the instance", { group, target: "${aws_instance.a.ipv6_addresses[0]}" }, "ALLOWED"],
    ["need a rule for IPv6", { group, target: TARGET, ingress: [ALL_4] }, "DENIED"],
    ["are no targets outside of the VPC", { group, target: "2600:1f14:a:201::10" }, "DENIED"],
    ["are of no use to a group of IPv4", { group: { target_type: "ip" }, target: TARGET }, "UNKNOWN"],
  ])("%s", (_, shape, verdict) => {
    expect(fromInternet({ balancer: APPLICATION, admits: [ALL_4, ALL_6], ...shape })).toBe(verdict);
  });
});
