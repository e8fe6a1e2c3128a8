import { add, drop, fails, met, none, set } from "./flip";
import type { ControlCase } from "./stacks";

const ALB = "aws_lb.front";
const HTTP = "aws_lb_listener.front_http";
const HTTPS = "aws_lb_listener.front_https";
const GROUP = "aws_lb_target_group.front_shop";
const toHttps = (protocol: string) => ({
  default_action: [{ type: "redirect", redirect: { protocol, status_code: "HTTP_301" } }],
});

/** The load balancer, its listeners and target groups. */
export const BALANCER_CASES: readonly ControlCase[] = [
  met("ELB.1", "a redirect"),
  met("ELB.1", "no HTTP", drop(HTTP)),
  fails(
    "ELB.1",
    `does not redirect what comes by ${HTTP}`,
    set(HTTP, { default_action: [{ type: "forward", target_group_arn: "x" }] }),
  ),
  fails("ELB.1", "does not redirect", set(HTTP, toHttps("HTTP"))),
  fails("ELB.1", "does not redirect", set(HTTP, toHttps("#{protocol}"))),
  fails(
    "ELB.1",
    "does not redirect",
    add("aws_lb_listener_rule.more", {
      listener_arn: "${aws_lb_listener.front_http.arn}",
      action: [{ type: "forward" }],
    }),
  ),
  none("ELB.1", "no Application Load Balancer is made here", set(ALB, { load_balancer_type: "network" })),
  met("ELB.4", "on"),
  fails("ELB.4", "keeps invalid header fields", set(ALB, { drop_invalid_header_fields: false })),
  fails("ELB.4", "keeps invalid header fields", set(ALB, { drop_invalid_header_fields: undefined })),
  fails("ELB.4", "not known before the apply", set(ALB, { drop_invalid_header_fields: "${var.x}" })),
  met("ELB.5", "on"),
  fails("ELB.5", "writes no access logs", set(ALB, { access_logs: undefined })),
  fails("ELB.5", "writes no access logs", set(ALB, { access_logs: { bucket: "x", enabled: false } })),
  met("ELB.6", "on"),
  fails("ELB.6", "may be deleted", set(ALB, { enable_deletion_protection: false })),
  fails("ELB.6", "may be deleted", add("aws_lb.more", { load_balancer_type: "network" })),
  met("ELB.12", "strictest"),
  met("ELB.12", "left out", set(ALB, { desync_mitigation_mode: undefined })),
  fails("ELB.12", "could read in two ways", set(ALB, { desync_mitigation_mode: "monitor" })),
  met("ELB.13", "two zones"),
  fails("ELB.13", "not known to be in two zones", set(ALB, { subnets: ["${aws_subnet.client_alb-a.id}"] })),
  fails(
    "ELB.13",
    "not known to be in two zones",
    set("aws_subnet.client_alb-b", { availability_zone: "eu-central-1a" }),
  ),
  met(
    "ELB.13",
    "mapped",
    set(ALB, { subnets: undefined, subnet_mapping: [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }] }),
  ),
  met("ELB.16", "a web ACL"),
  fails("ELB.16", "has no web ACL", drop("aws_wafv2_web_acl_association")),
  fails("ELB.16", "has no web ACL", set("aws_wafv2_web_acl_association.front", { resource_arn: "arn:aws:x" })),
  met("ELB.17", "a recommended policy"),
  fails(
    "ELB.17",
    "has the security policy ELBSecurityPolicy-TLS13-1-2-2021-06",
    set(HTTPS, { ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06" }),
  ),
  fails("ELB.17", "AWS's default of 2016", set(HTTPS, { ssl_policy: undefined })),
  none("ELB.17", "no listener with TLS is made here", drop(HTTPS)),
  fails("ELB.18", "is not encrypted, although it only redirects"),
  fails("ELB.18", "is not encrypted", set(HTTP, { default_action: [{ type: "forward" }] })),
  met("ELB.18", "HTTPS alone", drop(HTTP)),
  met("ELB.21", "HTTPS"),
  fails("ELB.21", "checks health unencrypted", set(GROUP, { health_check: { protocol: "HTTP" } })),
  fails("ELB.21", "checks health unencrypted", set(GROUP, { health_check: undefined })),
  met("ELB.22", "HTTPS"),
  fails("ELB.22", "asks its targets unencrypted", set(GROUP, { protocol: "HTTP" })),
  met("ELB.22", "a function", set(GROUP, { protocol: undefined, target_type: "lambda" })),
  none("ELB.22", "no target group is made here", drop("aws_lb_target_group")),
];
