import "cdktf/lib/testing/adapters/jest";
import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { planOf } from "../support/bridges";
import {
  addresses,
  allOf,
  at,
  references,
  routesOf,
  type StackJson,
  synthJson,
  synthText,
} from "../support/synthesized";

const article = planOf("article");
const production = planOf("production");
const articleJson = synthJson(article);
const productionJson = synthJson(production);

/** The route tables that lead to a web address. */
function steeringTables(stack: StackJson): string[] {
  const tables = Object.keys(allOf(stack, "aws_route_table"));
  return tables.filter(
    (table) =>
      table.startsWith("client_") &&
      Object.keys(routesOf(stack, table)).some((destination) => destination.startsWith("10.64.")),
  );
}

describe("private NAT", () => {
  test("is private and at its fixed address", () => {
    expect(synthText(article)).toHaveResourceWithProperties(NatGateway, {
      connectivity_type: "private",
      private_ip: "10.0.1.10",
      subnet_id: "${aws_subnet.client_private2.id}",
    });
    expect(Object.keys(allOf(articleJson, "aws_nat_gateway"))).toHaveLength(1);
    expect(at(articleJson, "aws_nat_gateway.nat_private2")).not.toHaveProperty("allocation_id");
  });

  test("further addresses are a list, never a count", () => {
    const stack = synthJson(
      planOf("article", { "bridge.nat_subnets.private2.addresses": ["10.0.1.10", "10.0.1.11", "10.0.1.12"] }),
    );
    const gateway = at(stack, "aws_nat_gateway.nat_private2");
    expect(gateway).toMatchObject({
      private_ip: "10.0.1.10",
      secondary_private_ip_addresses: ["10.0.1.11", "10.0.1.12"],
    });
    expect(gateway).not.toHaveProperty("secondary_private_ip_address_count");
    const ingress = Object.keys(allOf(stack, "aws_vpc_security_group_ingress_rule")).filter((name) =>
      name.startsWith("front_"),
    );
    expect(ingress).toEqual([
      "front_from-nat-10-0-1-10-80",
      "front_from-nat-10-0-1-11-80",
      "front_from-nat-10-0-1-12-80",
    ]);
  });

  test("no further address is an empty list: left out, the provider would keep the one that is taken away", () =>
    expect(at(articleJson, "aws_nat_gateway.nat_private2")["secondary_private_ip_addresses"]).toEqual([]));

  test("clients reach each ALB subnet by it, and nothing else", () => {
    expect(routesOf(articleJson, "client_private1")).toEqual({
      "10.0.2.0/24": "aws_nat_gateway.nat_private2",
      "10.0.3.0/24": "aws_nat_gateway.nat_private2",
    });
  });

  test("the routes wait for the subnets whose ranges they name", () => {
    expect(at(articleJson, "aws_route.nat_private1--private3b")["depends_on"]).toEqual(["aws_subnet.client_private3b"]);
  });

  test("each zone's clients use their own zone's gateway", () => {
    expect(routesOf(productionJson, "client_clients-a")).toEqual({
      "100.64.0.0/27": "aws_nat_gateway.nat_nat-a",
      "100.64.0.32/27": "aws_nat_gateway.nat_nat-a",
    });
    expect(routesOf(productionJson, "client_clients-b")).toEqual({
      "100.64.0.0/27": "aws_nat_gateway.nat_nat-b",
      "100.64.0.32/27": "aws_nat_gateway.nat_nat-b",
    });
  });

  test("a subnet that is not one of clients gets no route, nor do the NAT gateway's and the attachment's", () => {
    for (const table of [
      "client_batch-a",
      "client_nat-a",
      "client_nat-b",
      "client_attachment-a",
      "client_attachment-b",
    ]) {
      expect(routesOf(productionJson, table)).toEqual({});
    }
    expect(routesOf(articleJson, "client_private2")).toEqual({});
  });
});

describe("steering", () => {
  test("only the ALB's subnets steer", () => {
    expect(steeringTables(articleJson)).toEqual(["client_private3", "client_private3b"]);
    expect(steeringTables(productionJson)).toEqual(["client_alb-a", "client_alb-b"]);
  });

  test("each by its own zone's interface of the attachment", () => {
    expect(routesOf(articleJson, "client_private3")).toEqual({
      "10.64.0.0/24": "data.aws_network_interface.steer_attachment-a",
    });
    expect(routesOf(articleJson, "client_private3b")).toEqual({
      "10.64.0.0/24": "data.aws_network_interface.steer_attachment-b",
    });
    expect(routesOf(productionJson, "client_alb-b")).toEqual({
      "10.64.0.0/24": "data.aws_network_interface.steer_attachment-b",
      "10.64.1.0/24": "data.aws_network_interface.steer_attachment-b",
    });
  });

  test("the interface is found by attachment, kind and subnet, one lookup per zone", () => {
    expect(synthText(article)).toHaveDataSourceWithProperties(DataAwsNetworkInterface, {
      filter: [
        {
          name: "description",
          values: [
            "Network Interface for Transit Gateway Attachment ${aws_ec2_transit_gateway_vpc_attachment.transit_client.id}",
          ],
        },
        { name: "interface-type", values: ["transit_gateway"] },
        { name: "subnet-id", values: ["${aws_subnet.client_private3b.id}"] },
      ],
    });
    expect(Object.keys(articleJson.data?.["aws_network_interface"] ?? {})).toEqual([
      "steer_attachment-a",
      "steer_attachment-b",
    ]);
    // depends_on would defer the lookup on every change.
    expect(at(articleJson, "data.aws_network_interface.steer_attachment-a")).not.toHaveProperty("depends_on");
    expect(references(at(productionJson, "data.aws_network_interface.steer_attachment-a"))).toContain(
      "aws_subnet.client_attachment-a",
    );
  });

  test("a steered route waits for the subnet that makes it legal", () => {
    expect(at(articleJson, "aws_route.steer_private3--10-64-0-0-24")["depends_on"]).toEqual([
      "aws_subnet.client_private1",
    ]);
  });

  test("outside the client VPC the transit gateway itself is the target, after its attachment, and nothing is looked up", () => {
    const elsewhere = {
      "web.vpc.cidr": "10.65.0.0/16",
      "web.subnets.private.cidr": "10.65.0.0/24",
      "services.web.targets": ["10.65.0.10"],
      demo: undefined,
    };
    const stack = synthJson(planOf("article", elsewhere));
    expect(routesOf(stack, "client_private3")).toEqual({ "10.65.0.0/24": "aws_ec2_transit_gateway.transit" });
    expect(at(stack, "aws_route.steer_private3--10-65-0-0-24")["depends_on"]).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_client",
    ]);
    expect(stack.data).toBeUndefined();
    expect(at(stack, "aws_lb_target_group_attachment.front_web_10-65-0-10")).toMatchObject({
      availability_zone: "all",
    });
  });

  test("every web table gets exactly one route, after the attachment", () => {
    for (const [stack, tables, destination] of [
      [articleJson, ["web_private"], "10.0.2.0/23"],
      [productionJson, ["web_web-a", "web_web-b"], "100.64.0.0/26"],
    ] as const) {
      for (const table of tables)
        expect(routesOf(stack, table)).toEqual({ [destination]: "aws_ec2_transit_gateway.transit" });
    }
    expect(at(articleJson, "aws_route.steer_web--private--10-0-2-0-23")["depends_on"]).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.transit_web",
    ]);
  });

  test("routes are resources of their own, never inline", () => {
    for (const stack of [articleJson, productionJson]) {
      for (const table of Object.values(allOf(stack, "aws_route_table"))) expect(table).not.toHaveProperty("route");
    }
  });
});

describe("transit", () => {
  test("nothing is associated, propagated or accepted by default", () => {
    expect(synthText(article)).toHaveResourceWithProperties(Ec2TransitGateway, {
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
      auto_accept_shared_attachments: "disable",
    });
    for (const stack of [articleJson, productionJson]) {
      for (const attachment of Object.values(allOf(stack, "aws_ec2_transit_gateway_vpc_attachment"))) {
        expect(attachment).toMatchObject({
          transit_gateway_default_route_table_association: false,
          transit_gateway_default_route_table_propagation: false,
        });
      }
      expect(addresses(stack).filter((address) => address.includes("propagation"))).toEqual([]);
    }
  });

  test("each side's table leads to the other side only", () => {
    const text = synthText(article);
    expect(text).toHaveResourceWithProperties(Ec2TransitGatewayRoute, {
      destination_cidr_block: "10.64.0.0/24",
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.transit_client.id}",
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_web.id}",
    });
    expect(text).toHaveResourceWithProperties(Ec2TransitGatewayRoute, {
      destination_cidr_block: "10.0.2.0/23",
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.transit_web.id}",
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.transit_client.id}",
    });
    expect(Object.keys(allOf(articleJson, "aws_ec2_transit_gateway_route"))).toHaveLength(2);
    expect(Object.keys(allOf(productionJson, "aws_ec2_transit_gateway_route"))).toHaveLength(3);
  });

  test("the attachment lives in the ALB's subnets in the article, in subnets of its own in production", () => {
    expect(at(articleJson, "aws_ec2_transit_gateway_vpc_attachment.transit_client")["subnet_ids"]).toEqual([
      "${aws_subnet.client_private3.id}",
      "${aws_subnet.client_private3b.id}",
    ]);
    expect(at(productionJson, "aws_ec2_transit_gateway_vpc_attachment.transit_client")["subnet_ids"]).toEqual([
      "${aws_subnet.client_attachment-a.id}",
      "${aws_subnet.client_attachment-b.id}",
    ]);
    expect(at(productionJson, "aws_subnet.client_attachment-a")["cidr_block"]).toBe("100.64.0.192/28");
  });

  test("a gateway that exists is used as it is", () => {
    const stack = synthJson(planOf("article", { transit_gateway: { id: "tgw-0123456789abcdef0" } }));
    expect(allOf(stack, "aws_ec2_transit_gateway")).toEqual({});
    expect(at(stack, "aws_ec2_transit_gateway_route_table.transit_client")["transit_gateway_id"]).toBe(
      "tgw-0123456789abcdef0",
    );
  });
});
