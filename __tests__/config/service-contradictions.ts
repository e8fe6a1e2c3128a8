import { type Edit, EXISTING, LARGE, SMALL } from "./bridge-texts";
import { add, breaks, type ContradictionCase, demo, passes } from "./contradiction-case";

const PORT = "    port: 80\n";
const SHOP = "match: { hosts: [shop.example.com] }";
const API = "match: { hosts: [shop.example.com], paths: [/api/*] }";
const CERTIFICATE = "arn:aws:acm:eu-central-1:111122223333:certificate/shop";
const CLIENT_ACCOUNT = '  account: { id: "111122223333" }\n';
const WEB_ACCOUNT = '  account: { id: "444455556666" }\n';
const webAcl = (region: string): Edit => [
  "alb: { idle_timeout: 60 }",
  `alb: { waf_acl_arn: "arn:aws:wafv2:${region}:111122223333:regional/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11" }`,
];
const analyzer = add("reachability_analyzer: { client: eni-11111111, web: eni-22222222 }");

/** Contradictions between listeners, services and what is optional. */
export const SERVICE_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "has-listener",
    "none",
    SMALL,
    [["\n  http: { port: 80 }", " {}"]],
    ["listeners: names no listener; write http: {} or https with certificates"],
  ),
  breaks(
    "redirect-to-https",
    "a redirect to nothing",
    SMALL,
    [["{ port: 80 }", "{ action: redirect }"]],
    [
      "listeners.http.action: has no HTTPS listener to redirect to; write listeners.https with certificates, or action: forward",
    ],
  ),
  breaks(
    "listener-port",
    "both on 443",
    LARGE,
    [["{ action: redirect }", "{ port: 443 }"]],
    ["listeners.https.port: is the HTTP listener's port too; write another port, such as 8443"],
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
    ["services.shop.listeners[1]: names a listener that does not exist; leave it out"],
  ),
  breaks(
    "service-listener",
    "one that redirects",
    LARGE,
    [["priority: 5", "listeners: [http, https]"]],
    ["services.api.listeners[0]: names a listener that redirects; leave it out"],
  ),
  breaks(
    "match-something",
    "an empty match",
    LARGE,
    [[SHOP, "match: {}"]],
    ["services.shop.match: has neither hosts nor paths; write one of them, or leave match out"],
  ),
  breaks(
    "distinct-match",
    "the same host, in capitals",
    LARGE,
    [[API, "match: { hosts: [SHOP.example.com] }"]],
    [
      "services.api: matches the same requests as services.shop on the https listener; write match.hosts or match.paths that tell them apart",
    ],
  ),
  breaks(
    "distinct-match",
    "the same hosts and paths in another order",
    LARGE,
    [
      [SHOP, "match: { hosts: [a.example, b.example], paths: [/a, /b] }"],
      [API, "match: { hosts: [b.example, a.example], paths: [/b, /a] }"],
    ],
    [
      "services.api: matches the same requests as services.shop on the https listener; write match.hosts or match.paths that tell them apart",
    ],
  ),
  breaks(
    "distinct-match",
    "three that take the rest",
    SMALL,
    [["services:\n", "services:\n  one: { targets: [10.64.0.11] }\n  two: { targets: [10.64.0.12] }\n"]],
    [
      "services.two: takes all other requests on the http listener, as services.one does; write match.hosts or match.paths that tell them apart",
      "services.shop: takes all other requests on the http listener, as services.one does; write match.hosts or match.paths that tell them apart",
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
    ["services: names no service; write at least one service with targets"],
  ),
  breaks(
    "health-times",
    "as long as the interval",
    SMALL,
    [[PORT, "    health: { interval: 10, timeout: 10 }\n"]],
    [
      "services.shop.health.timeout: must be shorter than the interval of 10 s; write a shorter timeout or a longer interval",
    ],
  ),
  passes("health-times", "a second less", SMALL, [PORT, "    health: { interval: 10, timeout: 9 }\n"]),
  breaks(
    "distinct-targets",
    "one three times",
    SMALL,
    [["[10.64.0.10]", "[10.64.0.10, 10.64.0.11, 10.64.0.10, 10.64.0.10]"]],
    [
      "services.shop.targets[2]: is listed twice; list each target once",
      "services.shop.targets[3]: is listed twice; list each target once",
    ],
  ),
  passes("distinct-targets", "one in two services", LARGE, ["[10.64.0.11]", "[10.64.0.10]"]),
  breaks(
    "demo-in-created-vpc",
    "demo hosts in existing VPCs",
    EXISTING,
    [demo("client: { subnet: clients, address: 10.64.0.20 }, web: { subnet: web-1, address: 10.64.0.10 }")],
    [
      "demo.client: needs a client VPC that is created here; leave the demo host out",
      "demo.web: needs a web VPC that is created here; leave the demo host out",
    ],
  ),
  breaks(
    "demo-client-is-client",
    "a demo client among hosts without a way",
    LARGE,
    [demo("client: { subnet: batch, address: 10.64.2.20 }")],
    [
      "demo.client.subnet: has clients: false, so the demo client would reach nothing; write a subnet of clients, and an address in it",
    ],
  ),
  breaks(
    "connect-endpoint",
    "an endpoint to nobody",
    SMALL,
    [demo("connect_endpoint: true")],
    ["demo.connect_endpoint: has no demo client to connect to; write demo.client, or false"],
  ),
  passes(
    "connect-endpoint",
    "an endpoint to the demo client",
    SMALL,
    demo("connect_endpoint: true, client: { subnet: clients, address: 10.64.0.20 }"),
  ),
  breaks(
    "logs-account",
    "a bucket to create without account",
    LARGE,
    [[CLIENT_ACCOUNT, ""]],
    ["logs.create: needs the account id for the bucket's policy; write client.account.id"],
  ),
  passes("logs-account", "a bucket that exists", LARGE, [CLIENT_ACCOUNT, ""], ["create: true", "create: false"]),
  breaks(
    "shared-gateway-account",
    "an existing gateway, shared by nobody knows whom",
    EXISTING,
    [[CLIENT_ACCOUNT, ""]],
    [
      "transit_gateway.id: is shared with another account, which needs the ARN and so the owner's account; write client.account.id",
    ],
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
      "listeners.https.certificates[0]: is not in eu-central-1; write an ARN of eu-central-1",
      "alarms.topic: is not in eu-central-1; write an ARN of eu-central-1",
      "alb.waf_acl_arn: is not in eu-central-1; write an ARN of eu-central-1",
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
      "reachability_analyzer: has no network interface on the client side; write client: eni-..., or switch demo.client on",
      "reachability_analyzer: has no network interface on the web side; write web: eni-..., or switch demo.web on",
    ],
  ),
  breaks(
    "analyzer-ends",
    "one end",
    SMALL,
    [add("reachability_analyzer: { web: eni-22222222 }")],
    [
      "reachability_analyzer: has no network interface on the client side; write client: eni-..., or switch demo.client on",
    ],
  ),
  passes(
    "analyzer-ends",
    "a demo client and a given interface",
    SMALL,
    demo("client: { subnet: clients, address: 10.64.0.20 }"),
    ["listeners:", "reachability_analyzer: { web: eni-22222222 }\nlisteners:"],
  ),
  breaks(
    "analyzer-account",
    "across accounts",
    EXISTING,
    [analyzer],
    [
      "reachability_analyzer: can't analyse across two accounts from one of them; leave it out and run the analysis in an organization's management account",
    ],
  ),
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
      "client.vpc.secondary_cidrs[1]: is listed twice; list each entry once",
      "client.vpc.routes[1]: is listed twice; list each entry once",
      "web.vpc.secondary_cidrs[1]: is listed twice; list each entry once",
      "web.vpc.routes[1]: is listed twice; list each entry once",
      "web.attachment_subnets[2]: is listed twice; list each entry once",
      "web.security_groups[1]: is listed twice; list each entry once",
      "bridge.steer[1]: is listed twice; list each entry once",
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
      "listeners.https.certificates[1]: is listed twice; list each entry once",
      "services.api.match.hosts[1]: is listed twice; list each entry once",
      "services.api.match.paths[2]: is listed twice; list each entry once",
      "services.api.listeners[1]: is listed twice; list each entry once",
    ],
  ),
  passes("distinct-entries", "ranges of different length", EXISTING, [
    "routes: [192.168.0.0/16]",
    "routes: [192.168.0.0/16, 192.168.0.0/17]",
  ]),
];
