import { type Edit, EXISTING, LARGE, SMALL } from "./bridge-texts";
import { add, breaks, type ContradictionCase, demo, passes } from "./contradiction-case";

const PORT = "    port: 80\n";
const SHOP = "match: { hosts: [shop.example.com] }";
const API = "match: { hosts: [shop.example.com], paths: [/api/*] }";
const CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/shop";
const CLIENT_ACCOUNT = '  account: { id: "111122223333" }\n';
const WEB_ACCOUNT = '  account: { id: "444455556666", role: "arn:aws:iam::444455556666:role/deploy" }\n';
const webAcl = (region: string): Edit => [
  "alb: { idle_timeout: 60 }",
  `alb: { waf_acl_arn: "arn:aws:wafv2:${region}:111122223333:regional/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11" }`,
];
const analyzer = add("reachability_analyzer: { client: eni-11111111, web: eni-22222222 }");

/** Contradictions between listeners, services and what is optional. */
export const SERVICE_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks("has-listener", "none", SMALL, [["\n  http: { port: 80 }", " {}"]], [[18, "listeners"]]),
  breaks(
    "redirect-to-https",
    "a redirect to nothing",
    SMALL,
    [["{ port: 80 }", "{ action: redirect }"]],
    [[19, "listeners.http.action"]],
  ),
  breaks(
    "listener-port",
    "both on 443",
    LARGE,
    [["{ action: redirect }", "{ port: 443 }"]],
    [[21, "listeners.https.port"]],
  ),
  passes(
    "listener-port",
    "changed places",
    LARGE,
    ["{ action: redirect }", "{ port: 443 }"],
    ["  https:\n", "  https:\n    port: 80\n"],
  ),
  breaks(
    "service-listener",
    "one that is not there",
    SMALL,
    [[PORT, "    listeners: [http, https]\n"]],
    [[23, "services.shop.listeners[1]"]],
  ),
  breaks(
    "service-listener",
    "one that redirects",
    LARGE,
    [["priority: 5", "listeners: [http, https]"]],
    [[29, "services.api.listeners[0]"]],
  ),
  breaks("match-something", "an empty match", LARGE, [[SHOP, "match: {}"]], [[25, "services.shop.match"]]),
  breaks(
    "distinct-match",
    "the same host, in capitals",
    LARGE,
    [[API, "match: { hosts: [SHOP.example.com] }"]],
    [[27, "services.api"]],
  ),
  breaks(
    "distinct-match",
    "the same hosts and paths in another order",
    LARGE,
    [
      [SHOP, "match: { hosts: [a.example, b.example], paths: [/a, /b] }"],
      [API, "match: { hosts: [b.example, a.example], paths: [/b, /a] }"],
    ],
    [[27, "services.api"]],
  ),
  breaks(
    "distinct-match",
    "three that take the rest",
    SMALL,
    [["services:\n", "services:\n  one: { targets: [10.64.0.11] }\n  two: { targets: [10.64.0.12] }\n"]],
    [
      [22, "services.two"],
      [23, "services.shop"],
    ],
  ),
  passes(
    "distinct-match",
    "paths differ in capitals",
    LARGE,
    [SHOP, "match: { paths: [/API] }"],
    [API, "match: { paths: [/api] }"],
  ),
  passes(
    "distinct-match",
    "one rule on two listeners",
    LARGE,
    ["{ action: redirect }", "{ action: forward }"],
    [SHOP, "listeners: [http]"],
    [API, "listeners: [https]"],
  ),
  breaks(
    "has-service",
    "none",
    SMALL,
    [["\n  shop:\n    targets: [10.64.0.10]\n    port: 80", " {}"]],
    [[20, "services"]],
  ),
  breaks(
    "health-times",
    "as long as the interval",
    SMALL,
    [[PORT, "    health: { interval: 10, timeout: 10 }\n"]],
    [[23, "services.shop.health.timeout"]],
  ),
  passes("health-times", "a second less", SMALL, [PORT, "    health: { interval: 10, timeout: 9 }\n"]),
  breaks(
    "distinct-targets",
    "one three times",
    SMALL,
    [["[10.64.0.10]", "[10.64.0.10, 10.64.0.11, 10.64.0.10, 10.64.0.10]"]],
    [
      [22, "services.shop.targets[2]"],
      [22, "services.shop.targets[3]"],
    ],
  ),
  passes("distinct-targets", "one in two services", LARGE, ["[10.64.0.11]", "[10.64.0.10]"]),
  breaks(
    "demo-in-created-vpc",
    "demo hosts in existing VPCs",
    EXISTING,
    [demo("client: { subnet: clients, address: 10.64.0.20 }, web: { subnet: web-1, address: 10.64.0.10 }")],
    [
      [23, "demo.client"],
      [23, "demo.web"],
    ],
  ),
  breaks(
    "demo-client-is-client",
    "a demo client among hosts without a way",
    LARGE,
    [demo("client: { subnet: batch, address: 10.64.2.20 }")],
    [[23, "demo.client.subnet"]],
  ),
  breaks(
    "connect-endpoint",
    "an endpoint to nobody",
    SMALL,
    [demo("connect_endpoint: true")],
    [[20, "demo.connect_endpoint"]],
  ),
  passes(
    "connect-endpoint",
    "an endpoint to the demo client",
    SMALL,
    demo("connect_endpoint: true, client: { subnet: clients, address: 10.64.0.20 }"),
  ),
  breaks("logs-account", "a bucket to create without account", LARGE, [[CLIENT_ACCOUNT, ""]], [[30, "logs.create"]]),
  passes("logs-account", "a bucket that exists", LARGE, [CLIENT_ACCOUNT, ""], ["create: true", "create: false"]),
  breaks(
    "shared-gateway-account",
    "an existing gateway, shared by nobody knows whom",
    EXISTING,
    [[CLIENT_ACCOUNT, ""]],
    [[19, "transit_gateway.id"]],
  ),
  passes("shared-gateway-account", "a gateway that is not shared", EXISTING, [CLIENT_ACCOUNT, ""], [WEB_ACCOUNT, ""]),
  breaks(
    "same-region",
    "a certificate, a topic and a web ACL of elsewhere",
    LARGE,
    [
      [CERTIFICATE, CERTIFICATE.replace("eu-central-1", "us-east-1")],
      add("alarms: { topic: arn:aws:sns:us-east-1:111122223333:alarms }"),
      webAcl("us-east-1"),
    ],
    [
      [22, "listeners.https.certificates[0]"],
      [23, "alarms.topic"],
      [18, "alb.waf_acl_arn"],
    ],
  ),
  passes(
    "same-region",
    "a topic and a web ACL of the bridge's region",
    LARGE,
    add("alarms: { topic: arn:aws:sns:eu-central-1:111122223333:alarms }"),
    webAcl("eu-central-1"),
  ),
  breaks(
    "analyzer-ends",
    "neither end",
    SMALL,
    [add("reachability_analyzer: {}")],
    [
      [20, "reachability_analyzer"],
      [20, "reachability_analyzer"],
    ],
  ),
  breaks(
    "analyzer-ends",
    "one end",
    SMALL,
    [add("reachability_analyzer: { web: eni-22222222 }")],
    [[20, "reachability_analyzer"]],
  ),
  passes(
    "analyzer-ends",
    "a demo client and a given interface",
    SMALL,
    demo("client: { subnet: clients, address: 10.64.0.20 }"),
    ["listeners:", "reachability_analyzer: { web: eni-22222222 }\nlisteners:"],
  ),
  breaks("analyzer-account", "across accounts", EXISTING, [analyzer], [[23, "reachability_analyzer"]]),
  passes("analyzer-account", "in one account", EXISTING, [WEB_ACCOUNT, CLIENT_ACCOUNT], analyzer),
  breaks(
    "distinct-entries",
    "ranges and routes",
    EXISTING,
    [
      [
        "secondary_cidrs: [10.70.0.0/16], routes: [192.168.0.0/16]",
        "secondary_cidrs: [10.70.0.0/16, 10.70.0.0/16], routes: [192.168.0.0/16, 192.168.0.0/16]",
      ],
      [
        "secondary_cidrs: [172.20.0.0/24], routes: [10.8.0.0/16]",
        "secondary_cidrs: [172.20.0.0/24, 172.20.0.0/24], routes: [10.8.0.0/16, 10.8.0.0/16]",
      ],
      [
        "  security_groups: [sg-11111111]",
        "  security_groups: [sg-11111111, sg-11111111]\n  attachment_subnets: [web-1, web-2, web-1]",
      ],
      ["bridge:", "bridge:\n  steer: [10.64.0.0/24, 10.64.0.0/24, 172.20.0.0/24]"],
    ],
    [
      [5, "client.vpc.secondary_cidrs[1]"],
      [5, "client.vpc.routes[1]"],
      [12, "web.vpc.secondary_cidrs[1]"],
      [12, "web.vpc.routes[1]"],
      [17, "web.attachment_subnets[2]"],
      [16, "web.security_groups[1]"],
      [19, "bridge.steer[1]"],
    ],
  ),
  breaks(
    "distinct-entries",
    "certificates, hosts, paths, listeners",
    LARGE,
    [
      [`["${CERTIFICATE}"]`, `["${CERTIFICATE}", "${CERTIFICATE}"]`],
      [API, "match: { hosts: [a.example, a.example], paths: [/a, /b, /a] }"],
      ["priority: 5", "listeners: [https, https]"],
    ],
    [
      [22, "listeners.https.certificates[1]"],
      [28, "services.api.match.hosts[1]"],
      [28, "services.api.match.paths[2]"],
      [29, "services.api.listeners[1]"],
    ],
  ),
  passes("distinct-entries", "ranges of different length", EXISTING, [
    "routes: [192.168.0.0/16]",
    "routes: [192.168.0.0/16, 192.168.0.0/17]",
  ]),
];
