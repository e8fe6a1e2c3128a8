import { ALL_IN, ALL_OUT, asked, INSTANCE } from "../support/asked";
import { type Resources } from "../support/networks";

type Blocks = Record<string, Record<string, object>>;

function merged(...parts: readonly Resources[]): Blocks {
  const all: Blocks = {};
  for (const part of parts) for (const [type, blocks] of Object.entries(part)) all[type] = { ...all[type], ...blocks };
  return all;
}

/** A VPC with a host, at this transit gateway, to which all but its own range goes. */
function vpc(name: string, octet: number, gateway: string): Resources {
  const ref = (type: string): string => `\${${type}.${name}.id}`;
  const transit_gateway_id = `\${aws_ec2_transit_gateway.${gateway}.id}`;
  return {
    aws_vpc: { [name]: { cidr_block: `10.${octet}.0.0/16` } },
    aws_subnet: { [name]: { vpc_id: ref("aws_vpc"), cidr_block: `10.${octet}.1.0/24` } },
    aws_security_group: { [name]: { vpc_id: ref("aws_vpc"), ingress: [ALL_IN], egress: [ALL_OUT] } },
    aws_instance: {
      [name]: { ...INSTANCE, subnet_id: ref("aws_subnet"), vpc_security_group_ids: [ref("aws_security_group")] },
    },
    aws_route_table: {
      [name]: { vpc_id: ref("aws_vpc"), route: [{ cidr_block: "0.0.0.0/0", transit_gateway_id }] },
    },
    aws_route_table_association: { [name]: { subnet_id: ref("aws_subnet"), route_table_id: ref("aws_route_table") } },
    aws_ec2_transit_gateway_vpc_attachment: {
      [name]: { transit_gateway_id, vpc_id: ref("aws_vpc"), subnet_ids: [ref("aws_subnet")] },
    },
  };
}

function staticRoute(name: string, gateway: string, cidr: string, attachment: string): Resources {
  return {
    aws_ec2_transit_gateway_route: {
      [name]: {
        destination_cidr_block: cidr,
        transit_gateway_attachment_id: attachment,
        transit_gateway_route_table_id: `\${aws_ec2_transit_gateway.${gateway}.association_default_route_table_id}`,
      },
    },
  };
}

describe("two transit gateways that peer, each with its default table", () => {
  const PEERING = "${aws_ec2_transit_gateway_peering_attachment.p.id}";
  const network = (peering: object = {}, more: Resources = {}) =>
    asked(
      merged(
        vpc("a", 0, "x"),
        vpc("b", 1, "y"),
        vpc("c", 2, "x"),
        {
          aws_ec2_transit_gateway: { x: {}, y: {} },
          aws_ec2_transit_gateway_peering_attachment: {
            p: {
              transit_gateway_id: "${aws_ec2_transit_gateway.x.id}",
              peer_transit_gateway_id: "${aws_ec2_transit_gateway.y.id}",
              peer_region: "eu-west-1",
              ...peering,
            },
          },
        },
        staticRoute("there", "x", "10.1.0.0/16", PEERING),
        staticRoute("back", "y", "10.0.0.0/16", PEERING),
        more,
      ),
    );
  const own = (gateway: string): Resources => ({
    aws_ec2_transit_gateway_route_table: {
      own: { transit_gateway_id: `\${aws_ec2_transit_gateway.${gateway}.id}` },
    },
    aws_ec2_transit_gateway_route_table_association: {
      own: {
        transit_gateway_attachment_id: PEERING,
        transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.own.id}",
      },
    },
  });

  it("associate the peering with it", () =>
    expect(network().verdict("aws_instance.a", "aws_instance.b", 443)).toBe("ALLOWED"));
  it.each(["x", "y"])("unless it is associated otherwise in gateway %s", (gateway) =>
    expect(network({}, own(gateway)).verdict("aws_instance.a", "aws_instance.b", 443)).toBe("DENIED"),
  );
  it.each(["x", "y"])("unless gateway %s associates nothing by itself", (gateway) => {
    const off = { [gateway]: { default_route_table_association: "disable" } };
    const { verdict } = network({}, { aws_ec2_transit_gateway: off });
    expect(verdict("aws_instance.a", "aws_instance.b", 443)).toBe("DENIED");
  });
  it("may learn more routes with dynamic routing", () => {
    const { verdict } = network({ options: [{ dynamic_routing: "enable" }] });
    expect(verdict("aws_instance.a", "aws_instance.c", 443)).toBe("UNKNOWN");
    const without = network({ options: [{ dynamic_routing: "disable" }] });
    expect(without.verdict("aws_instance.a", "aws_instance.c", 443)).toBe("ALLOWED");
  });
});

describe("a transit gateway that peers with Cloud WAN", () => {
  const PEERING = "${aws_networkmanager_transit_gateway_peering.p.transit_gateway_peering_attachment_id}";
  const network = (more: Resources = {}, attachment = PEERING) =>
    asked(
      merged(
        vpc("a", 0, "x"),
        vpc("b", 1, "x"),
        {
          aws_ec2_transit_gateway: { x: {} },
          aws_networkmanager_transit_gateway_peering: {
            p: { core_network_id: "core-network-1", transit_gateway_arn: "${aws_ec2_transit_gateway.x.arn}" },
          },
          aws_ec2_transit_gateway_policy_table: {
            p: { transit_gateway_id: "${aws_ec2_transit_gateway.x.id}" },
          },
          aws_ec2_transit_gateway_policy_table_association: {
            p: {
              transit_gateway_attachment_id: attachment,
              transit_gateway_policy_table_id: "${aws_ec2_transit_gateway_policy_table.p.id}",
            },
          },
        },
        more,
      ),
    );

  it("has its policy table for that peering only", () => {
    expect(network().verdict("aws_instance.a", "aws_instance.b", 443)).toBe("ALLOWED");
    expect(network({}, "tgw-attach-0123").verdict("aws_instance.a", "aws_instance.b", 443)).toBe("ALLOWED");
    expect(network({}, "${var.x}").verdict("aws_instance.a", "aws_instance.b", 443)).toBe("UNKNOWN");
  });
  it("has nothing known behind it", () => {
    const { answer } = network(staticRoute("r", "x", "192.168.0.0/16", PEERING));
    const { verdict, explanations } = answer("aws_instance.a", "192.168.3.4", { port: 443 });
    expect([verdict, explanations[0]?.address]).toEqual(["UNKNOWN", "aws_networkmanager_transit_gateway_peering.p"]);
  });
  it.each([
    ["a", "DENIED", "ALLOWED"],
    ["${aws_ec2_transit_gateway_route_table.t.arn}", "UNKNOWN", "UNKNOWN"],
    ["${var.table}", "UNKNOWN", "UNKNOWN"],
  ])("propagates into the table that is attached to it: %s", (arn, far, near) => {
    const { verdict } = network({
      aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: "${aws_ec2_transit_gateway.x.id}" } },
      aws_ec2_transit_gateway_route_table_association: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          {
            transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
            transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
            replace_existing_association: true,
          },
        ]),
      ),
      aws_ec2_transit_gateway_route_table_propagation: Object.fromEntries(
        ["a", "b"].map((name) => [
          name,
          {
            transit_gateway_attachment_id: `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`,
            transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.t.id}",
          },
        ]),
      ),
      aws_networkmanager_transit_gateway_route_table_attachment: {
        t: {
          peering_id: "${aws_networkmanager_transit_gateway_peering.p.id}",
          transit_gateway_route_table_arn: arn,
        },
      },
    });
    expect(verdict("aws_instance.a", "192.168.3.4", 443)).toBe(far);
    expect(verdict("aws_instance.a", "aws_instance.b", 443)).toBe(near);
  });
});
