import "cdktf/lib/testing/adapters/jest";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { planOf } from "../support/bridges";
import { allOf, at, synthJson, synthText } from "../support/synthesized";

const articleJson = synthJson(planOf("article"));
const productionPlan = planOf("production");
const production = synthText(productionPlan);
const productionJson = synthJson(productionPlan);

describe("ALB", () => {
  test("is internal, in every ALB subnet, drops malformed headers and gives up before the NAT gateway does", () => {
    expect(synthText(planOf("article"))).toHaveResourceWithProperties(Lb, {
      name: "overlap-article",
      internal: true,
      load_balancer_type: "application",
      subnets: ["${aws_subnet.client_private3.id}", "${aws_subnet.client_private3b.id}"],
      security_groups: ["${aws_security_group.front.id}"],
      drop_invalid_header_fields: true,
      idle_timeout: 60,
      enable_deletion_protection: false,
    });
  });

  test("in production it is protected and writes access logs once the bucket lets it", () => {
    const alb = at(productionJson, "aws_lb.front");
    expect(alb).toMatchObject({
      enable_deletion_protection: true,
      access_logs: { bucket: "acme-overlap-bridge-production-logs", prefix: "production", enabled: true },
      depends_on: ["aws_s3_bucket_policy.logs"],
    });
  });

  test("reads requests in AWS's default way, unless the file asks for another", () => {
    const modes = {
      desync_mitigation_mode: "defensive",
      xff_header_processing_mode: "append",
      enable_xff_client_port: false,
    };
    expect(at(articleJson, "aws_lb.front")).toMatchObject(modes);
    expect(at(productionJson, "aws_lb.front")).toMatchObject({
      ...modes,
      desync_mitigation_mode: "strictest",
      enable_xff_client_port: true,
    });
    const removing = synthJson(planOf("article", { alb: { xff_header_processing_mode: "remove" } }));
    expect(at(removing, "aws_lb.front")["xff_header_processing_mode"]).toBe("remove");
  });

  test("is filtered by the web ACL that the file names, and by none otherwise", () => {
    expect(allOf(productionJson, "aws_wafv2_web_acl_association")).toMatchObject({
      front: {
        resource_arn: "${aws_lb.front.arn}",
        web_acl_arn:
          "arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/overlap-bridge/5c1f3a0e-7b2d-4f6a-9c58-2e0d1b7a4f39",
      },
    });
    expect(allOf(articleJson, "aws_wafv2_web_acl_association")).toEqual({});
  });

  test("lets in the NAT gateways' addresses on the listeners' ports only", () => {
    const rules = Object.values(allOf(productionJson, "aws_vpc_security_group_ingress_rule"))
      .filter((rule) => rule["security_group_id"] === "${aws_security_group.front.id}")
      .map(({ cidr_ipv4, from_port, to_port, ip_protocol }) => [cidr_ipv4, from_port, to_port, ip_protocol]);
    expect(rules).toHaveLength(4);
    expect(rules).toEqual(
      expect.arrayContaining([
        ["100.64.0.132/32", 80, 80, "tcp"],
        ["100.64.0.132/32", 443, 443, "tcp"],
        ["100.64.0.148/32", 80, 80, "tcp"],
        ["100.64.0.148/32", 443, 443, "tcp"],
      ]),
    );
  });

  test("lets out to each target on its port only", () => {
    const rules = Object.values(allOf(productionJson, "aws_vpc_security_group_egress_rule")).map(
      (rule) => `${String(rule["cidr_ipv4"])}:${String(rule["from_port"])}`,
    );
    expect(rules.sort()).toEqual(
      [
        "10.64.0.10/32:8443",
        "10.64.0.11/32:8443",
        "10.64.0.12/32:8443",
        "10.64.1.10/32:8443",
        "10.64.1.11/32:8443",
        "10.64.1.12/32:8443",
        "10.64.1.13/32:8443",
      ].sort(),
    );
  });

  test("services that share a target share its rule", () => {
    const service = (path: string) => ({ targets: ["10.64.0.10"], match: { paths: [path] } });
    const stack = synthJson(planOf("article", { services: { one: service("/one"), two: service("/two") } }));
    const egress = Object.keys(allOf(stack, "aws_vpc_security_group_egress_rule")).filter((name) =>
      name.startsWith("front_"),
    );
    expect(egress).toEqual(["front_to-10-64-0-10-80"]);
    expect(Object.keys(allOf(stack, "aws_lb_target_group_attachment"))).toHaveLength(2);
  });

  test("every security group rule of every bridge says what it is for and is never open to the world", () => {
    for (const stack of [articleJson, productionJson]) {
      const rules = [
        ...Object.values(allOf(stack, "aws_vpc_security_group_ingress_rule")),
        ...Object.values(allOf(stack, "aws_vpc_security_group_egress_rule")),
      ];
      expect(rules.length).toBeGreaterThan(5);
      for (const rule of rules) {
        expect(rule["description"]).toMatch(/\w{3}/);
        expect(rule["cidr_ipv4"]).not.toBe("0.0.0.0/0");
        expect(rule["from_port"]).toBe(rule["to_port"]);
      }
      for (const group of Object.values(allOf(stack, "aws_security_group"))) {
        expect(group).not.toHaveProperty("ingress");
        expect(group).not.toHaveProperty("egress");
      }
    }
  });
});

describe("listeners", () => {
  test("the article's forwards to its only service", () => {
    expect(at(articleJson, "aws_lb_listener.front_http")).toMatchObject({
      port: 80,
      protocol: "HTTP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.front_web.arn}" }],
    });
    expect(allOf(articleJson, "aws_lb_listener_rule")).toEqual({});
  });

  test("HTTP redirects to HTTPS, and HTTPS has a certificate and a policy of its own", () => {
    expect(at(productionJson, "aws_lb_listener.front_http")["default_action"]).toEqual([
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } },
    ]);
    expect(production).toHaveResourceWithProperties(LbListener, {
      port: 443,
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificate_arn: "arn:aws:acm:eu-central-1:111122223333:certificate/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11",
    });
  });

  test("what no service takes is answered 404", () => {
    expect(at(productionJson, "aws_lb_listener.front_https")["default_action"]).toEqual([
      {
        type: "fixed-response",
        fixed_response: { content_type: "text/plain", message_body: "no service here", status_code: "404" },
      },
    ]);
  });

  test("without a policy in the file a current one is named, never AWS's default of 2016", () => {
    const stack = synthJson(planOf("production", { "listeners.https.tls_policy": undefined }));
    expect(at(stack, "aws_lb_listener.front_https")["ssl_policy"]).toBe("ELBSecurityPolicy-TLS13-1-2-Res-2021-06");
  });

  test("further certificates are added to the listener", () => {
    const arns = ["a", "b", "c"].map((id) => `arn:aws:acm:eu-central-1:111122223333:certificate/${id}`);
    const stack = synthJson(planOf("production", { "listeners.https.certificates": arns }));
    expect(at(stack, "aws_lb_listener.front_https")["certificate_arn"]).toBe(arns[0]);
    expect(
      Object.values(allOf(stack, "aws_lb_listener_certificate")).map((certificate) => certificate["certificate_arn"]),
    ).toEqual(arns.slice(1));
  });
});

describe("services", () => {
  test("are told apart by host and path, the more exact one first", () => {
    expect(production).toHaveResourceWithProperties(LbListenerRule, {
      priority: 5,
      condition: [{ host_header: { values: ["shop.example.com"] } }, { path_pattern: { values: ["/api/*"] } }],
      action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.front_shop-api.arn}" }],
    });
    const rules = Object.entries(allOf(productionJson, "aws_lb_listener_rule")).map(([name, rule]) => [
      name,
      rule["priority"],
    ]);
    expect(rules.sort()).toEqual([
      ["front_accounts_https", 30],
      ["front_shop-api_https", 5],
      ["front_shop_https", 10],
    ]);
  });

  test("a service on two listeners gets a rule on each", () => {
    const stack = synthJson(planOf("production", { "listeners.http.action": "forward" }));
    expect(Object.keys(allOf(stack, "aws_lb_listener_rule"))).toHaveLength(6);
    expect(at(stack, "aws_lb_listener_rule.front_shop_http")["listener_arn"]).toBe("${aws_lb_listener.front_http.arn}");
  });

  test("one may speak HTTPS to its targets and check them by it", () => {
    expect(production).toHaveResourceWithProperties(LbTargetGroup, {
      target_type: "ip",
      port: 8443,
      protocol: "HTTPS",
      health_check: expect.objectContaining({
        path: "/status",
        protocol: "HTTPS",
        port: "traffic-port",
        matcher: "200-299",
      }) as unknown,
    });
  });

  test("targets are registered by address, without a zone where a client subnet covers them", () => {
    const attachments = Object.values(allOf(productionJson, "aws_lb_target_group_attachment"));
    expect(attachments).toHaveLength(7);
    for (const attachment of attachments) expect(attachment).not.toHaveProperty("availability_zone");
    expect(at(productionJson, "aws_lb_target_group_attachment.front_accounts_10-64-1-13")).toMatchObject({
      target_group_arn: "${aws_lb_target_group.front_accounts.arn}",
      target_id: "10.64.1.13",
      port: 8443,
      depends_on: ["aws_subnet.client_clients-b"],
    });
  });

  test("a changed port makes a new group before the old one goes, under another name", () => {
    const nameOf = (port: number) =>
      at(synthJson(planOf("article", { "services.web.port": port })), "aws_lb_target_group.front_web");
    const [before, changed] = [nameOf(80), nameOf(8080)];
    expect(before["name"]).not.toBe(changed["name"]);
    expect(String(before["name"]).length).toBeLessThanOrEqual(32);
    expect(before["lifecycle"]).toEqual({ create_before_destroy: true });
  });

  test("a service may be called like anything that the ALB has", () => {
    const names = ["alb", "group", "http", "https", "service", "web", "targets", "from-nat-10-0-1-10-80"];
    const services = Object.fromEntries(
      names.map((name) => [name, { targets: ["10.64.0.10"], match: { paths: [`/${name}`] } }]),
    );
    const stack = synthJson(planOf("article", { services }));
    expect(Object.keys(allOf(stack, "aws_lb_target_group"))).toHaveLength(names.length);
  });
});
