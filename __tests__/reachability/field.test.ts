import "../../src/jest";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { matrixOf, Walker } from "../../src/reachability";
import { type SourceKind } from "../../src/terraform";
import { ALL_OUT, asked, asking, INSTANCE } from "../support/asked";

/** Inputs of networks in the field, each with what its README says should come. */
function field(name: string, folder = join(__dirname, "field")) {
  const kind: SourceKind = name.endsWith(".plan.json") ? "plan" : name.endsWith(".state.json") ? "state" : "synth";
  return asking(JSON.parse(readFileSync(join(folder, name), "utf8")) as object, kind);
}

const countsOf = ({ topology }: ReturnType<typeof field>) => matrixOf(new Walker(topology)).counts;
const lost = (name: string) => field(`${name}.plan.json`, join(__dirname, "..", "topology", "lost"));

describe("a VPC that is not managed here", () => {
  it.each([
    ["internet-to-existing-vpc.state.json", "aws_lb.web", 443],
    ["internet-to-existing-vpc.plan.json", "aws_instance.shop", 22],
    ["internet-to-existing-vpc.cdk.tf.json", "aws_instance.host", 443],
  ])("may have an internet gateway: %s", (file, to, port) => {
    const found = field(file).answer("internet", to, { port });
    expect(found.verdict).toBe("UNKNOWN");
    expect(found.explanations.map(({ message }) => message).join()).toMatch(/not managed here/);
  });

  it("has the internet among its ends where something may have a public address", () => {
    const { entries } = matrixOf(new Walker(field("internet-to-existing-vpc.plan.json").topology));
    expect(entries.filter(({ from }) => from === "internet").map(({ to, verdict }) => `${to} ${verdict}`)).toContain(
      "aws_instance.shop UNKNOWN",
    );
  });

  const existing = (extra: object = {}) =>
    asked(
      {
        aws_vpc: { own: { cidr_block: "10.1.0.0/16" } },
        aws_subnet: {
          in: { vpc_id: "${data.aws_vpc.v.id}", cidr_block: "10.0.1.0/24", availability_zone: "eu-west-1a" },
          own: { vpc_id: "${aws_vpc.own.id}", cidr_block: "10.1.1.0/24", availability_zone: "eu-west-1a" },
        },
        aws_route_table: { t: { vpc_id: "${data.aws_vpc.v.id}", route: [] } },
        aws_route_table_association: {
          t: { subnet_id: "${aws_subnet.in.id}", route_table_id: "${aws_route_table.t.id}" },
        },
        aws_network_acl: {
          n: { vpc_id: "${data.aws_vpc.v.id}", subnet_ids: ["${aws_subnet.in.id}"], ingress: [ANY], egress: [ANY] },
        },
        aws_security_group: { g: { vpc_id: "${data.aws_vpc.v.id}", ingress: [ALL_OUT], egress: [ALL_OUT] } },
        aws_instance: {
          h: {
            ...INSTANCE,
            subnet_id: "${aws_subnet.in.id}",
            private_ip: "10.0.1.10",
            vpc_security_group_ids: ["${aws_security_group.g.id}"],
          },
        },
        ...extra,
      },
      { data: { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } } },
    );
  const ANY = { protocol: "-1", rule_no: 100, action: "allow", cidr_block: "0.0.0.0/0", from_port: 0, to_port: 0 };

  it("may have subnets that nothing is known of here", () => {
    expect(existing().verdict("aws_instance.h", "10.0.7.7", 443)).toBe("UNKNOWN");
  });

  it("may be attached to a transit gateway elsewhere", () => {
    const { verdict } = existing({
      aws_ec2_transit_gateway: { t: {} },
      aws_ec2_transit_gateway_vpc_attachment: {
        own: {
          transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
          vpc_id: "${aws_vpc.own.id}",
          subnet_ids: ["${aws_subnet.own.id}"],
        },
      },
      aws_route_table: {
        t: {
          vpc_id: "${data.aws_vpc.v.id}",
          route: [{ cidr_block: "10.1.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }],
        },
      },
    });
    expect(verdict("aws_instance.h", "aws_subnet.own", 443)).toBe("UNKNOWN");
  });

  it("opens nothing to the internet for what has no public address", () => {
    expect(existing()).not.toReach({ from: "internet", to: "aws_instance.h", port: 443 });
  });

  it("says of a host in a subnet that is not managed here neither that it is public nor that it isn't", () => {
    const host = { ...INSTANCE, subnet_id: "subnet-0123", vpc_security_group_ids: ["${aws_security_group.g.id}"] };
    const { verdict } = existing({ aws_instance: { h: { ...host, private_ip: "10.0.9.9" } } });
    expect(verdict("internet", "aws_instance.h", 443)).toBe("UNKNOWN");
    const shut = existing({
      aws_instance: { h: { ...host, private_ip: "10.0.9.9", associate_public_ip_address: false } },
    });
    expect(shut).not.toReach({ from: "internet", to: "aws_instance.h", port: 443 });
  });
});

describe("a subnet whose VPC a plan has lost", () => {
  it("is in the only VPC that has its range", () => {
    const { verdict, topology } = field("subnet-of-unresolved-vpc.plan.json");
    expect(verdict("internet", 'aws_subnet.s["web"]', 80)).toBe("ALLOWED");
    expect(verdict("internet", 'aws_subnet.s["db"]', 80)).toBe("DENIED");
    expect(topology.vpcs.map(({ address }) => address).sort()).toEqual(["aws_vpc.pay", "aws_vpc.shop"]);
  });

  const ONE_OF = "${var.first ? aws_vpc.v0.id : aws_vpc.v1.id}";
  const network = (ranges: readonly string[], cidr_block = "10.1.1.0/24", extra: object = {}, vpc_id = ONE_OF) =>
    asked({
      aws_vpc: Object.fromEntries(ranges.map((range, i) => [`v${i}`, { cidr_block: range }])),
      aws_internet_gateway: { g: { vpc_id: "${aws_vpc.v0.id}" } },
      aws_subnet: { s: { vpc_id, cidr_block }, t: { vpc_id, cidr_block: "10.1.2.0/24" } },
      ...extra,
    });
  const vpcsOf = ({ topology }: ReturnType<typeof network>) => new Set(topology.subnets.map(({ vpc }) => vpc.address));

  it("by a second range too", () => {
    const second = {
      aws_vpc_ipv4_cidr_block_association: { a: { vpc_id: "${aws_vpc.v1.id}", cidr_block: "10.1.0.0/16" } },
    };
    expect(vpcsOf(network(["10.0.0.0/16", "10.2.0.0/16"], "10.1.1.0/24", second))).toEqual(new Set(["aws_vpc.v1"]));
  });

  it("is unknown where it may be any VPC there is", () => {
    const { verdict } = network(["10.1.0.0/16", "10.2.0.0/16"], "10.1.1.0/24", {}, "${var.vpc}");
    expect(verdict("internet", "aws_subnet.s", 443)).toBe("UNKNOWN");
  });

  it.each<[string, readonly string[]]>([
    ["several have the range", ["10.1.0.0/16", "10.1.0.0/16"]],
    ["none has it", ["10.0.0.0/16", "10.2.0.0/16"]],
    ["one may have it", ["10.1.0.0/16", "${var.range}"]],
  ])("is unknown where %s, and invents no VPC for each", (_, ranges) => {
    const found = network(ranges);
    expect(found.verdict("internet", "aws_subnet.s", 443)).toBe("UNKNOWN");
    expect(found.verdict("aws_subnet.s", "aws_subnet.t", 443)).toBe("UNKNOWN");
    expect(vpcsOf(found).size).toBe(1);
  });
});

describe("a peering", () => {
  it("whose peer_region is its own Region lets rules name groups", () => {
    expect(field("peering-state-sg-reference.state.json").verdict("aws_instance.a", "aws_instance.b", 5432)).toBe(
      "ALLOWED",
    );
  });

  const peered = (peering: object, zones = ["eu-west-1a", "eu-west-1a"], provider?: string) => {
    const [a, b] = ["a", "b"].map((name, i) => ({
      vpc: { cidr_block: `10.${i}.0.0/16`, ...(i === 1 && provider && { provider }) },
      subnet: {
        vpc_id: `\${aws_vpc.${name}.id}`,
        cidr_block: `10.${i}.1.0/24`,
        availability_zone: zones[i] || undefined,
      },
      table: {
        vpc_id: `\${aws_vpc.${name}.id}`,
        route: [{ cidr_block: `10.${1 - i}.0.0/16`, vpc_peering_connection_id: "${aws_vpc_peering_connection.p.id}" }],
      },
      association: { subnet_id: `\${aws_subnet.${name}.id}`, route_table_id: `\${aws_route_table.${name}.id}` },
      host: {
        ...INSTANCE,
        subnet_id: `\${aws_subnet.${name}.id}`,
        private_ip: `10.${i}.1.10`,
        vpc_security_group_ids: [`\${aws_security_group.${name}.id}`],
      },
    }));
    const rule = { protocol: "tcp", from_port: 443, to_port: 443, security_groups: ["${aws_security_group.a.id}"] };
    return asked({
      aws_vpc: { a: a!.vpc, b: b!.vpc },
      aws_subnet: { a: a!.subnet, b: b!.subnet },
      aws_route_table: { a: a!.table, b: b!.table },
      aws_route_table_association: { a: a!.association, b: b!.association },
      aws_vpc_peering_connection: {
        p: { vpc_id: "${aws_vpc.a.id}", peer_vpc_id: "${aws_vpc.b.id}", auto_accept: true, ...peering },
      },
      aws_security_group: {
        a: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] },
        b: { vpc_id: "${aws_vpc.b.id}", ingress: [rule], egress: [ALL_OUT] },
      },
      aws_instance: { a: a!.host, b: b!.host },
    }).verdict("aws_instance.a", "aws_instance.b", 443);
  };

  it("is held against the zones of the subnets, the arguments and the providers", () => {
    expect(peered({})).toBe("ALLOWED");
    expect(peered({ peer_region: "eu-west-1" })).toBe("ALLOWED");
    expect(peered({ peer_region: "us-east-1" })).toBe("DENIED");
    expect(peered({ peer_region: "us-east-1", region: "us-east-1" })).toBe("ALLOWED");
    expect(peered({ region: "us-east-1", peer_region: "eu-west-1" })).toBe("DENIED");
    expect(peered({}, ["eu-west-1a", "us-east-1a"])).toBe("DENIED");
    expect(peered({ peer_region: "eu-west-1" }, ["", ""])).toBe("ALLOWED");
    expect(peered({ peer_region: "eu-west-1" }, ["", ""], "aws.other")).toBe("UNKNOWN");
  });
});

describe("a transit gateway association beside the default one", () => {
  it("is refused, so which table serves is unknown", () => {
    const { answer } = field("tgw-association-refused.plan.json");
    expect(answer("aws_subnet.a", "aws_subnet.w", { port: 22 }).verdict).toBe("UNKNOWN");
  });

  const network = (gateway: object, attachment: object, association: object) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" }, b: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
        b: { vpc_id: "${aws_vpc.b.id}", cidr_block: "10.1.0.0/24", availability_zone: "eu-west-1a" },
      },
      aws_default_route_table: {
        a: {
          default_route_table_id: "${aws_vpc.a.default_route_table_id}",
          route: [{ cidr_block: "10.1.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }],
        },
        b: {
          default_route_table_id: "${aws_vpc.b.default_route_table_id}",
          route: [{ cidr_block: "10.0.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" }],
        },
      },
      aws_ec2_transit_gateway: { t: gateway },
      aws_ec2_transit_gateway_vpc_attachment: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          {
            transit_gateway_id: "${aws_ec2_transit_gateway.t.id}",
            vpc_id: `\${aws_vpc.${name}.id}`,
            subnet_ids: [`\${aws_subnet.${name}.id}`],
            ...(name === "a" && attachment),
          },
        ]),
      ),
      aws_ec2_transit_gateway_route_table: { empty: { transit_gateway_id: "${aws_ec2_transit_gateway.t.id}" } },
      aws_ec2_transit_gateway_route_table_association: {
        a: {
          transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.a.id}",
          transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.empty.id}",
          ...association,
        },
      },
    }).verdict("aws_subnet.a", "aws_subnet.b", 443);

  it("serves where the attachment's flag is off, where it takes the other's place, or where it is there already", () => {
    expect(network({}, {}, {})).toBe("UNKNOWN");
    expect(network({}, { transit_gateway_default_route_table_association: false }, {})).toBe("DENIED");
    expect(network({}, {}, { replace_existing_association: true })).toBe("DENIED");
    expect(network({}, {}, { id: "tgw-rtb-1_tgw-attach-1" })).toBe("DENIED");
    expect(network({ default_route_table_association: "disable" }, {}, {})).toBe("DENIED");
  });
});

describe("an end whose security group is not in the input", () => {
  const network = (groups: readonly string[], rules: object = {}) =>
    asked({
      aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: { vpc_id: "${aws_vpc.a.id}", cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" } },
      aws_security_group: { g: { vpc_id: "${aws_vpc.a.id}", ingress: [], egress: [ALL_OUT] } },
      aws_instance: {
        known: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: ["${aws_security_group.g.id}"] },
        open: { ...INSTANCE, subnet_id: "${aws_subnet.a.id}", vpc_security_group_ids: groups },
      },
      ...rules,
    });
  const intoOpen = (...args: Parameters<typeof network>) =>
    matrixOf(new Walker(network(...args).topology))
      .entries.filter(({ to }) => to === "aws_instance.open")
      .map(({ verdict, ports }) => `${verdict} ${ports}`);

  it.each<[string, readonly string[], object]>([
    ["by its id", ["sg-0123456789"], {}],
    ["by an expression", ["${var.group}"], {}],
    ["beside one that is and admits nothing", ["${aws_security_group.g.id}", "sg-0123456789"], {}],
    [
      "in a rule that a plan has lost the group of",
      ["${aws_security_group.g.id}"],
      {
        aws_vpc_security_group_ingress_rule: {
          r: { security_group_id: "${var.group}", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
        },
      },
    ],
  ])("is in the matrix as unknown, as trace says: %s", (_, groups, rules) => {
    expect(intoOpen(groups, rules)).toEqual(["UNKNOWN any"]);
    expect(network(groups, rules).verdict("aws_instance.known", "aws_instance.open", 443)).toBe("UNKNOWN");
  });

  it("has nothing to be asked for where its groups are known to admit nothing", () => {
    expect(intoOpen(["${aws_security_group.g.id}"])).toEqual([]);
  });
});

describe("a plan that has lost names", () => {
  it("takes no VPC out of tags", () => {
    const literal = countsOf(field("modules-with-local-tags.literal.plan.json"));
    expect(literal).toEqual({ ALLOWED: 4, DENIED: 8, UNKNOWN: 0 });
    expect(countsOf(field("modules-with-local-tags.plan.json"))).toEqual(literal);
  });

  it("nor out of names, also where ranges are the same", () => {
    const found = lost("modules-with-words");
    expect(countsOf(found)).toEqual({ ALLOWED: 8, DENIED: 12, UNKNOWN: 0 });
    expect(found).toReach({ from: "internet", to: "module.one.aws_subnet.s[0]", port: 443 });
    expect(found).not.toReach({ from: "internet", to: "module.two.aws_subnet.s[0]", port: 443 });
  });

  it("leaves open only the destination of a route whose table is lost", () => {
    expect(countsOf(field("known-destination-lost-table.plan.json"))).toEqual({ ALLOWED: 6, DENIED: 0, UNKNOWN: 0 });
    const { verdict } = field("known-destination-lost-table.plan.json");
    // Nobody is attached to the gateway that it leads to, so no table can have it.
    expect(verdict("aws_subnet.p[0]", "10.8.0.1", 443)).toBe("DENIED");
    expect(verdict("aws_subnet.p[0]", "198.51.100.1", 443)).toBe("ALLOWED");
  });

  it("and nothing of IPv4 by a route for IPv6; as many routes as tables are one each", () => {
    const { verdict, topology } = lost("routes-of-several-tables");
    expect(countsOf(lost("routes-of-several-tables"))).toEqual({ ALLOWED: 6, DENIED: 0, UNKNOWN: 0 });
    expect(verdict("aws_subnet.a[0]", "10.1.7.1", 443)).toBe("UNKNOWN");
    expect(verdict("aws_subnet.a[0]", "10.1.9.1", 443)).toBe("UNKNOWN");
    expect(verdict("aws_subnet.a[0]", "10.2.0.1", 443)).toBe("DENIED");
    // The table of the other VPC can't lead to a peering inside its own range.
    const b = topology.tables.find(({ address }) => address === "aws_route_table.b");
    expect(b!.routes.every(({ target }) => target.kind === "peering")).toBe(true);
  });

  it("finds the transit gateway that the VPC is attached to, and routes of its tables", () => {
    const { verdict } = lost("transit-gateway-by-local");
    expect(countsOf(lost("transit-gateway-by-local"))).toEqual({ ALLOWED: 2, DENIED: 0, UNKNOWN: 0 });
    expect(verdict('aws_subnet.s["a"]', "10.1.0.9", 443)).toBe("DENIED");
  });

  it("keeps the internet out of a VPC whose range IPAM picks", () => {
    const { verdict } = lost("ranges-from-ipam");
    expect(verdict("internet", "aws_subnet.shut", 443)).toBe("DENIED");
    expect(verdict("aws_subnet.shut", "internet", 443)).toBe("DENIED");
    expect(verdict("internet", "aws_subnet.inner", 443)).toBe("DENIED");
    expect(verdict("internet", "aws_subnet.open", 443)).toBe("UNKNOWN");
    expect(verdict("aws_subnet.open", "aws_subnet.inner", 443)).toBe("UNKNOWN");
  });
});

describe("the bastion that admits one address", () => {
  it("is denied to the internet, whichever private address it gets", () => {
    const { verdict } = field("bastion-one-address.cdk.tf.json");
    expect(verdict("internet", "aws_instance.fixed", 22)).toBe("DENIED");
    expect(verdict("internet", "aws_instance.picked", 22)).toBe("DENIED");
  });
});
