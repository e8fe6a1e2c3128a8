import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import "cdktf/lib/testing/adapters/jest";
import { HUBS, hubPlanOf } from "../../support/hubs";
import {
  addresses,
  allOf,
  at,
  countByType,
  references,
  routesOf,
  type StackJson,
  synthJson,
  synthText,
} from "../../support/synthesized";

/** The routes of a transit gateway table: destination to attachment, as addresses. */
function transitRoutes(stack: StackJson, table: string): Record<string, string> {
  const own = Object.values(allOf(stack, "aws_ec2_transit_gateway_route")).filter(
    ({ transit_gateway_route_table_id: id }) => references(id).includes(table),
  );
  return Object.fromEntries(
    own.map((route) => [
      String(route["destination_cidr_block"]),
      references(route["transit_gateway_attachment_id"])[0] ?? "",
    ]),
  );
}

/** What a security group admits or lets out: `tcp/port range`, sorted. */
function rulesOf(stack: StackJson, direction: "ingress" | "egress", group: string): string[] {
  return Object.values(allOf(stack, `aws_vpc_security_group_${direction}_rule`))
    .filter((rule) => references(rule["security_group_id"]).includes(`aws_security_group.${group}`))
    .map((rule) => `${String(rule["ip_protocol"])}/${String(rule["from_port"])} ${String(rule["cidr_ipv4"])}`)
    .sort();
}

/** How many resources each account gets, by the provider's alias. */
function countByAccount(stack: StackJson): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const named of Object.values(stack.resource))
    for (const { provider } of Object.values(named)) {
      const key = typeof provider === "string" ? provider : "aws";
      counts[key] = (counts[key] ?? 0) + 1;
    }
  return counts;
}

describe("four VPCs of one range", () => {
  const plan = hubPlanOf("hub");
  const text = synthText(plan);
  const stack = JSON.parse(text) as StackJson;

  test("has exactly these resources", () => {
    expect(countByType(stack)).toMatchObject({
      aws_vpc: 5,
      aws_default_security_group: 5,
      aws_vpc_ipv4_cidr_block_association: 1,
      aws_nat_gateway: 2,
      aws_ec2_transit_gateway: 1,
      aws_ec2_transit_gateway_vpc_attachment: 2,
      aws_ec2_transit_gateway_route_table: 2,
      aws_vpc_peering_connection: 2,
      aws_vpc_peering_connection_options: 2,
      aws_lb: 4,
      aws_vpc_endpoint_service: 2,
      aws_vpc_endpoint_connection_accepter: 2,
      aws_vpc_endpoint: 2,
    });
    expect(addresses(stack).filter((address) => address.startsWith("data."))).toEqual([]);
  });

  test("the client by NAT sends the load balancers' ranges to its zone's gateway, and from there to the transit gateway", () => {
    const nat = (zone: string) => `aws_nat_gateway.clients_apps_nat_gateway_nat-${zone}`;
    expect(routesOf(stack, "clients_apps_apps-a")).toEqual({ "100.64.8.0/25": nat("a") });
    expect(routesOf(stack, "clients_apps_apps-b")).toEqual({ "100.64.8.0/25": nat("b") });
    expect(routesOf(stack, "clients_apps_build-a")).toEqual({});
    const gateway = "aws_ec2_transit_gateway.transit_gateway";
    expect(routesOf(stack, "clients_apps_nat_nat-a")).toEqual({ "100.64.8.0/25": gateway });
    expect(routesOf(stack, "clients_apps_nat_attachment-a")).toEqual({});
    expect(text).toHaveResourceWithProperties(
      { tfResourceType: "aws_nat_gateway" },
      { connectivity_type: "private", private_ip: "100.64.16.4" },
    );
  });

  test("the NAT range's subnets wait for the range", () => {
    for (const name of ["nat-a", "nat-b", "attachment-a", "attachment-b"])
      expect(references(at(stack, `aws_subnet.clients_apps_nat_${name}`)["vpc_id"])).toEqual([
        "aws_vpc_ipv4_cidr_block_association.clients_apps_nat",
      ]);
  });

  test("a web side's load balancer subnets lead to its own peering, and back to the NAT ranges of its clients", () => {
    for (const web of ["shop", "crm"])
      for (const zone of ["a", "b"]) {
        const routes = routesOf(stack, `hub_balancers_${web}-${zone}`);
        expect(routes["100.64.16.0/26"]).toBe("aws_ec2_transit_gateway.transit_gateway");
        const others = Object.entries(routes).filter(([range]) => range !== "100.64.16.0/26");
        expect(new Set(others.map(([, target]) => target))).toEqual(
          new Set([`aws_vpc_peering_connection.webs_${web}_peering`]),
        );
      }
    expect(routesOf(stack, "webs_shop_shop-a")).toEqual({
      "100.64.8.0/26": "aws_vpc_peering_connection.webs_shop_peering",
    });
    expect(routesOf(stack, "webs_crm_crm-b")).toEqual({
      "100.64.8.64/26": "aws_vpc_peering_connection.webs_crm_peering",
    });
    expect(routesOf(stack, "hub_attachment-a")).toEqual({});
  });

  test("each transit gateway table has static routes to one other attachment, and nothing by default", () => {
    const [client, hub] = ["clients_apps_attachment", "transit_hub"] as const;
    const attachment = (name: string) => `aws_ec2_transit_gateway_vpc_attachment.${name}`;
    expect(transitRoutes(stack, `aws_ec2_transit_gateway_route_table.${client}`)).toEqual({
      "100.64.8.0/25": attachment(hub),
    });
    expect(transitRoutes(stack, `aws_ec2_transit_gateway_route_table.${hub}`)).toEqual({
      "100.64.16.0/26": attachment(client),
    });
    for (const one of Object.values(allOf(stack, "aws_ec2_transit_gateway_vpc_attachment")))
      expect(one).toMatchObject({
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      });
    expect(at(stack, "aws_ec2_transit_gateway.transit_gateway")).toMatchObject({
      default_route_table_association: "disable",
      default_route_table_propagation: "disable",
      auto_accept_shared_attachments: "disable",
    });
    expect(stack.resource["aws_ec2_transit_gateway_route_table_propagation"]).toBeUndefined();
  });

  test("routes to the transit gateway wait for the attachment of their VPC", () => {
    for (const [name, route] of Object.entries(allOf(stack, "aws_route"))) {
      if (route["transit_gateway_id"] === undefined) continue;
      const own = name.startsWith("clients_apps") ? "clients_apps_attachment" : "transit_hub";
      expect([name, route["depends_on"]]).toEqual([name, [`aws_ec2_transit_gateway_vpc_attachment.${own}`]]);
    }
  });

  test("the ALB admits NAT addresses, and the NLB's nodes where clients come by endpoint", () => {
    expect(rulesOf(stack, "ingress", "webs_shop_alb")).toEqual([
      "tcp/443 100.64.16.20/32",
      "tcp/443 100.64.16.4/32",
      "tcp/443 100.64.8.0/26",
    ]);
    expect(rulesOf(stack, "egress", "webs_shop_alb")).toEqual(["tcp/443 10.0.1.10/32", "tcp/443 10.0.2.10/32"]);
  });

  test("the NLB admits each port to the clients of its service only", () => {
    expect(rulesOf(stack, "ingress", "webs_crm_nlb")).toEqual(["tcp/5432 100.64.16.20/32", "tcp/5432 100.64.16.4/32"]);
    // The reports are for a client by endpoint, whose own group keeps them.
    expect(rulesOf(stack, "ingress", "webs_shop_nlb")).toEqual([]);
    expect(text).toHaveResourceWithProperties(Lb, {
      load_balancer_type: "network",
      internal: true,
      enable_cross_zone_load_balancing: true,
      enforce_security_group_inbound_rules_on_private_link_traffic: "off",
    });
  });

  test("endpoints admit their own VPC's clients on the ports of their services", () => {
    expect(rulesOf(stack, "ingress", "clients_batch_endpoint_crm")).toEqual([
      "tcp/80 10.0.1.0/24",
      "tcp/80 10.0.2.0/24",
    ]);
    expect(rulesOf(stack, "ingress", "clients_batch_endpoint_shop")).toEqual([
      "tcp/443 10.0.1.0/24",
      "tcp/443 10.0.2.0/24",
      "tcp/5432 10.0.1.0/24",
      "tcp/5432 10.0.2.0/24",
    ]);
    expect(rulesOf(stack, "egress", "clients_batch_endpoint_crm")).toEqual([]);
    expect(text).toHaveResourceWithProperties(VpcEndpoint, {
      vpc_endpoint_type: "Interface",
      service_name: "${aws_vpc_endpoint_service.webs_crm_service.service_name}",
      private_dns_enabled: false,
    });
    expect(at(stack, "aws_vpc_endpoint_connection_accepter.webs_crm_service_accept-batch")).toMatchObject({
      vpc_endpoint_id: "${aws_vpc_endpoint.clients_batch_endpoint_crm.id}",
      vpc_endpoint_service_id: "${aws_vpc_endpoint_service.webs_crm_service.id}",
    });
  });

  test("HTTP by endpoint goes through the NLB to the ALB, whose listener comes first", () => {
    expect(text).toHaveResourceWithProperties(LbTargetGroup, { target_type: "alb", protocol: "TCP", port: 443 });
    const target = at(stack, "aws_lb_target_group_attachment.webs_shop_nlb_alb-443");
    expect(target).toMatchObject({
      target_id: "${aws_lb.webs_shop_alb.arn}",
      port: 443,
      depends_on: ["aws_lb_listener.webs_shop_alb_https"],
    });
  });

  test("TCP targets are outside of the hub, and see the NLB's address", () => {
    expect(at(stack, "aws_lb_target_group_attachment.webs_crm_nlb_service_orders-db_10-0-1-11")).toMatchObject({
      target_id: "10.0.1.11",
      port: 5432,
      availability_zone: "all",
    });
    expect(at(stack, "aws_lb_target_group.webs_crm_nlb_service_orders-db")).toMatchObject({
      target_type: "ip",
      preserve_client_ip: "false",
      proxy_protocol_v2: false,
      health_check: { protocol: "TCP", port: "traffic-port" },
    });
    expect(at(stack, "aws_lb_listener.webs_crm_nlb_service_orders-db")).toMatchObject({
      port: 5432,
      protocol: "TCP",
      tcp_idle_timeout_seconds: 350,
    });
  });

  test("web sides get a route in each table and a rule for each port, nothing else", () => {
    const added = stack.output["added_to_webs"]?.value as Record<string, Record<string, string[]>>;
    for (const web of ["shop", "crm"]) {
      expect(Object.keys(added[web] ?? {}).sort()).toEqual(["ingress_rules", "peering", "routes"]);
      expect(added[web]?.["routes"]).toHaveLength(2);
      expect(added[web]?.["ingress_rules"]).toHaveLength(2);
    }
    expect(stack.output["by_hand"]?.value).toEqual({
      shop: ["put security group ${aws_security_group.webs_shop_servers.id} on 10.0.1.10, 10.0.2.10, 10.0.2.11"],
      crm: ["put security group ${aws_security_group.webs_crm_servers.id} on 10.0.1.10, 10.0.1.11"],
    });
  });

  test("says where each client finds each of its services", () => {
    const urls = stack.output["service_urls"]?.value as Record<string, Record<string, string>>;
    expect(Object.keys(urls["apps"] ?? {})).toEqual(["crm", "orders-db", "shop"]);
    expect(Object.keys(urls["batch"] ?? {})).toEqual(["crm", "reports-db", "shop"]);
    expect(urls["apps"]?.["orders-db"]).toBe("${aws_lb.webs_crm_nlb.dns_name}:5432");
    expect(urls["apps"]?.["shop"]).toBe("https://${aws_lb.webs_shop_alb.dns_name}/");
    expect(references(urls["batch"]?.["reports-db"])).toEqual(["aws_vpc_endpoint.clients_batch_endpoint_shop"]);
  });
});

describe("two whole VPCs in two accounts, and a third one's gateway", () => {
  const stack = synthJson(hubPlanOf("whole-vpc"));

  test("has these resources in each account", () => {
    const { "aws.web": web, "aws.transit-gateway": gateway } = countByAccount(stack);
    // An attachment, a route in the one table, and a rule for each port.
    expect(web).toBe(1 + 1 + 2);
    // A share, its resource and a principal for each of two accounts; an accepter, a table, an association for each of three; five routes.
    expect(gateway).toBe(2 * 3 + 3 * 3 + 5);
  });

  test("the owner accepts every attachment, and keeps it out of default tables", () => {
    const accepters = allOf(stack, "aws_ec2_transit_gateway_vpc_attachment_accepter");
    expect(Object.keys(accepters).sort()).toEqual(["clients_client_attachment", "transit_hub", "webs_web_attachment"]);
    for (const one of Object.values(accepters))
      expect(one).toMatchObject({
        provider: "aws.transit-gateway",
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      });
    expect(stack.resource["aws_ec2_transit_gateway"]).toBeUndefined();
  });

  test("the hub's table holds each web range and NAT range once", () => {
    expect(Object.keys(transitRoutes(stack, "aws_ec2_transit_gateway_route_table.transit_hub")).sort()).toEqual([
      "10.0.0.0/20",
      "10.0.16.0/20",
      "100.64.16.0/26",
    ]);
  });

  test("enters other accounts by their roles, and no account but these", () => {
    const providers = stack.provider["aws"] ?? [];
    expect(providers.map(({ alias, allowed_account_ids: ids }) => [alias, ids])).toEqual([
      [undefined, ["111122223333"]],
      ["web", ["444455556666"]],
      ["transit-gateway", ["777788889999"]],
    ]);
  });
});

describe("ways in other mixes", () => {
  test("a client by endpoint beside a web side by transit gateway needs no attachment of its own", () => {
    const stack = synthJson(
      hubPlanOf("whole-vpc", {
        "client.way": "endpoint",
        "client.nat": undefined,
        "client.attachment": undefined,
        "logs.flow_logs": undefined,
      }),
    );
    expect(Object.keys(allOf(stack, "aws_ec2_transit_gateway_vpc_attachment")).sort()).toEqual([
      "transit_hub",
      "webs_web_attachment",
    ]);
    expect(countByType(stack)).toMatchObject({ aws_vpc_endpoint: 1, aws_vpc_endpoint_service: 1 });
    expect(at(stack, "aws_vpc_endpoint_service.webs_web_service")).toMatchObject({
      acceptance_required: true,
      allowed_principals: ["arn:aws:iam::111122223333:root"],
    });
  });

  test("a peering with another account is accepted there, and routes wait for it", () => {
    const stack = synthJson(hubPlanOf("whole-vpc", { "web.way": "peering" }));
    expect(at(stack, "aws_vpc_peering_connection.webs_web_peering")).toMatchObject({ peer_owner_id: "444455556666" });
    expect(at(stack, "aws_vpc_peering_connection_accepter.webs_web_peering")).toMatchObject({
      provider: "aws.web",
      auto_accept: true,
    });
    const routes = Object.values(allOf(stack, "aws_route")).filter((route) => "vpc_peering_connection_id" in route);
    expect(routes.length).toBeGreaterThan(2);
    for (const route of routes)
      expect(references(route["vpc_peering_connection_id"])).toEqual([
        "aws_vpc_peering_connection_accepter.webs_web_peering",
      ]);
    expect(Object.keys(allOf(stack, "aws_vpc_peering_connection_options")).sort()).toEqual([
      "webs_web_peering_accepter",
      "webs_web_peering_requester",
    ]);
  });

  test("an attachment and NAT gateways that exist are used, not made again", () => {
    const stack = synthJson(
      hubPlanOf("whole-vpc", {
        "client.nat.gateways": {
          a: {
            id: "nat-0123456789abcdef0",
            addresses: ["100.64.16.4"],
            subnet: "subnet-0123456789abcdef1",
            route_table: "rtb-0123456789abcdef1",
            cidr: "100.64.16.0/28",
            zone: "euc1-az1",
          },
        },
        "client.attachment_subnets": ["a"],
        "client.attachment": { id: "tgw-attach-0123456789abcdef0", route_table: "tgw-rtb-0123456789abcdef0" },
      }),
    );
    expect(stack.resource["aws_nat_gateway"]).toBeUndefined();
    expect(stack.resource["aws_vpc_ipv4_cidr_block_association"]).toBeUndefined();
    expect(Object.keys(allOf(stack, "aws_ec2_transit_gateway_vpc_attachment")).sort()).toEqual([
      "transit_hub",
      "webs_web_attachment",
    ]);
    const routes = Object.values(allOf(stack, "aws_route"));
    expect(routes).toContainEqual(
      expect.objectContaining({ route_table_id: "rtb-0123456789abcdef1", transit_gateway_id: "tgw-0123456789abcdef0" }),
    );
    expect(routes).toContainEqual(expect.objectContaining({ nat_gateway_id: "nat-0123456789abcdef0" }));
    expect(Object.values(allOf(stack, "aws_ec2_transit_gateway_route"))).toContainEqual(
      expect.objectContaining({ transit_gateway_route_table_id: "tgw-rtb-0123456789abcdef0" }),
    );
  });

  test("TLS ends at the NLB, and goes on as TLS unless the file says otherwise", () => {
    const certificate = "arn:aws:acm:us-east-1:111122223333:certificate/5b9c3c52-8a44-4a0e-a1f3-6d3b9f0c7e21";
    const tls = {
      web: "crm",
      clients: ["apps"],
      protocol: "TLS",
      port: 6443,
      targets: ["10.0.1.11"],
      certificates: [certificate],
    };
    const stack = synthJson(
      hubPlanOf("hub", {
        "services.orders-db": { ...tls, target_protocol: "TCP" },
        "services.more": tls,
        "services.more.port": 6444,
      }),
    );
    expect(at(stack, "aws_lb_listener.webs_crm_nlb_service_more")).toMatchObject({
      protocol: "TLS",
      certificate_arn: certificate,
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    });
    expect(at(stack, "aws_lb_target_group.webs_crm_nlb_service_more")).toMatchObject({ protocol: "TLS", port: 6444 });
    expect(at(stack, "aws_lb_target_group.webs_crm_nlb_service_orders-db")).toMatchObject({ protocol: "TCP" });
  });
});

describe.each(HUBS)("%s", (name) => {
  const stack = synthJson(hubPlanOf(name));

  test("no rule is for everybody, and nothing is public", () => {
    const rules = ["ingress", "egress"].flatMap((direction) =>
      Object.values(allOf(stack, `aws_vpc_security_group_${direction}_rule`)),
    );
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) {
      expect(rule["cidr_ipv4"]).toEqual(expect.stringMatching(/\/(2[0-9]|3[0-2])$/));
      expect(rule["from_port"]).toBe(rule["to_port"]);
    }
    for (const balancer of Object.values(allOf(stack, "aws_lb"))) expect(balancer["internal"]).toBe(true);
    for (const subnet of Object.values(allOf(stack, "aws_subnet")))
      expect(subnet["map_public_ip_on_launch"]).toBe(false);
  });

  test("names of load balancers and target groups fit AWS's length", () => {
    for (const type of ["aws_lb", "aws_lb_target_group"])
      for (const one of Object.values(allOf(stack, type))) expect(String(one["name"]).length).toBeLessThanOrEqual(32);
  });
});
