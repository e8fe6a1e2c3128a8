import { LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "../../support/bad-file";

const CLIENT_CIDR = "clients: { cidr: 10.64.0.0/24";
const clientCidr = (text: string) => [[CLIENT_CIDR, `clients: { cidr: ${text}`]] as const;
const target = (text: string) => [["targets: [10.64.0.10]", `targets: [${text}]`]] as const;
const alb = (text: string) => [["listeners:", `alb: ${text}\nlisteners:`]] as const;

/** One value that is wrong by itself: its type, its range, its form. */
export const VALUE_FILES: readonly BadFile[] = [
  bad("wrong type: a number for text", SMALL, [["us-east-1", "1"]], [[1, "region", "type"]]),
  bad("wrong type: text for a number", SMALL, [["port: 80 }", 'port: "80" }']], [[19, "listeners.http.port", "type"]]),
  bad(
    "wrong type: a list for a map",
    SMALL,
    [["{ cidr: 10.64.0.0/24, zone: a }\nweb", "[10.64.0.0/24, a]\nweb"]],
    [[6, "client.subnets.clients", "type"]],
  ),
  bad(
    "wrong type: text for a list",
    SMALL,
    [["targets: [10.64.0.10]", "targets: 10.64.0.10"]],
    [[22, "services.shop.targets", "type"]],
  ),
  bad(
    "wrong type: nothing for a map",
    SMALL,
    [["\n    targets: [10.64.0.10]\n    port: 80", ""]],
    [[21, "services.shop", "type"]],
  ),
  bad("wrong type: text for a truth value", LARGE, [["create: true", "create: yes"]], [[31, "logs.create", "type"]]),
  bad("wrong type: a fraction", SMALL, [["    port: 80", "    port: 80.5"]], [[23, "services.shop.port", "type"]]),
  bad("wrong type: infinity", SMALL, [["    port: 80", "    port: .inf"]], [[23, "services.shop.port", "type"]]),
  bad(
    "wrong type: an account id that is a number",
    LARGE,
    [['"111122223333" }', "011122223333 }"]],
    [[4, "client.account.id", "type"]],
  ),
  bad("missing key", SMALL, [["region: us-east-1\n", ""]], [[1, "region", "required"]]),
  bad(
    "missing key, with a choice of maps",
    SMALL,
    [["backend: { type: local, path: state/small.tfstate }\n", ""]],
    [[1, "backend", "required"]],
  ),
  bad(
    "missing key, deeper",
    SMALL,
    [["vpc: { cidr: 10.64.0.0/16 }\n  subnets:\n    clients", "subnets:\n    clients"]],
    [[3, "client.vpc", "required"]],
  ),
  bad(
    "unknown key, like another",
    SMALL,
    [["listeners:", "listener:"]],
    [
      [1, "listeners", "has-listener"],
      [18, "listener", "unknown-key"],
    ],
  ),
  bad(
    "unknown key, deeper",
    SMALL,
    [["  alb_subnets:", "  alb-subnets:"]],
    [
      [11, "bridge", "carved-or-given"],
      [15, "bridge.alb-subnets", "unknown-key"],
    ],
  ),
  bad(
    "unknown key, like none",
    SMALL,
    [["    port: 80", "    port: 80\n    colour: red"]],
    [[24, "services.shop.colour", "unknown-key"]],
  ),
  bad(
    "unknown key in a backend",
    SMALL,
    [["type: local,", "type: local, bucket: x,"]],
    [[2, "backend.bucket", "unknown-key"]],
  ),
  bad(
    "unknown quota",
    SMALL,
    [["listeners:", "quotas: { targets_per_lb: 5 }\nlisteners:"]],
    [[18, "quotas.targets_per_lb", "unknown-key"]],
  ),
  bad(
    "an unknown key that is no word",
    SMALL,
    [["listeners:", '"two\\nlines": 1\nlisteners:']],
    [[18, '["two\\nlines"]', "unknown-key"]],
  ),
  bad("no region", SMALL, [["us-east-1", "Virginia"]], [[1, "region", "region"]]),
  bad("no such backend", SMALL, [["type: local", "type: locale"]], [[2, "backend.type", "choice"]]),
  bad("a backend without type", SMALL, [["type: local, ", ""]], [[2, "backend.type", "required"]]),
  bad(
    "a state file outside the project",
    SMALL,
    [["state/small.tfstate", "../small.tfstate"]],
    [[2, "backend.path", "state-path"]],
  ),
  bad(
    "a state file anywhere",
    SMALL,
    [["state/small.tfstate", "/tmp/small.tfstate"]],
    [[2, "backend.path", "state-path"]],
  ),
  bad("a CIDR with host bits", SMALL, clientCidr("10.64.0.5/24"), [[6, "client.subnets.clients.cidr", "cidr"]]),
  bad("a CIDR without length", SMALL, clientCidr("10.64.0.0"), [[6, "client.subnets.clients.cidr", "cidr"]]),
  bad("a CIDR of /33", SMALL, clientCidr("10.64.0.0/33"), [[6, "client.subnets.clients.cidr", "cidr"]]),
  bad("an IPv6 CIDR", SMALL, clientCidr('"fd00::/64"'), [[6, "client.subnets.clients.cidr", "cidr"]]),
  bad("no CIDR", SMALL, clientCidr("ten"), [[6, "client.subnets.clients.cidr", "cidr"]]),
  bad(
    "a tag's key that is too long",
    SMALL,
    [["backend:", `tags: { ${"x".repeat(129)}: v }\nbackend:`]],
    [[2, 'tags["xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…xxxxxxxxxxxx"…4fcxkx6q3f001xbswu2kke0e9]', "name"]],
  ),
  bad("an octet above 255", SMALL, target("10.64.0.256"), [[22, "services.shop.targets[0]", "address"]]),
  bad("an octet with a leading zero", SMALL, target("10.64.0.010"), [[22, "services.shop.targets[0]", "address"]]),
  bad("an IPv6 address", SMALL, target('"fd00::10"'), [[22, "services.shop.targets[0]", "address"]]),
  bad("a host name as target", SMALL, target("shop.example.com"), [[22, "services.shop.targets[0]", "address"]]),
  bad("a range as target", SMALL, target("10.64.0.10/32"), [[22, "services.shop.targets[0]", "address"]]),
  bad("no target", SMALL, target(""), [[22, "services.shop.targets", "range"]]),
  bad("port 0", SMALL, [["    port: 80", "    port: 0"]], [[23, "services.shop.port", "range"]]),
  bad("port 65536", SMALL, [["    port: 80", "    port: 65536"]], [[23, "services.shop.port", "range"]]),
  bad(
    "a zone in full",
    SMALL,
    [["alb-2: { cidr: 10.0.3.0/24, zone: b", "alb-2: { cidr: 10.0.3.0/24, zone: us-east-1b"]],
    [[17, "bridge.alb_subnets.alb-2.zone", "zone"]],
  ),
  bad("one zone to carve for", LARGE, [["zones: [a, b]", "zones: [a]"]], [[17, "bridge.zones", "range"]]),
  bad("five zones to carve for", LARGE, [["zones: [a, b]", "zones: [a, b, c, d, e]"]], [[17, "bridge.zones", "range"]]),
  bad("an ALB name that AWS keeps for itself", SMALL, alb("{ name: internal-shop }"), [[18, "alb.name", "alb-name"]]),
  bad("an ALB name with an underscore", SMALL, alb("{ name: my_alb }"), [[18, "alb.name", "alb-name"]]),
  bad("an ALB name that ends in a hyphen", SMALL, alb("{ name: shop- }"), [[18, "alb.name", "alb-name"]]),
  bad("an ALB name of 33 characters", SMALL, alb(`{ name: ${"a".repeat(33)} }`), [[18, "alb.name", "range"]]),
  bad("a service name with capitals", SMALL, [["  shop:", "  Shop:"]], [[21, "services.Shop", "name"]]),
  bad(
    "a subnet name of 25 letters",
    SMALL,
    [["alb-1:", `${"a".repeat(25)}:`]],
    [[16, "bridge.alb_subnets.aaaaaaaaaaaaaaaaaaaaaaaaa", "name"]],
  ),
  bad(
    "an id of something else",
    SMALL,
    [["listeners:", "transit_gateway: { id: vpc-12345678 }\nlisteners:"]],
    [[18, "transit_gateway.id", "aws-id"]],
  ),
  bad("a bucket name with capitals", LARGE, [["acme-logs", "AcmeLogs"]], [[31, "logs.bucket", "bucket-name"]]),
  bad(
    "an ARN of something else",
    LARGE,
    [["arn:aws:acm:", "arn:aws:iam:"]],
    [[22, "listeners.https.certificates[0]", "arn"]],
  ),
  bad(
    "an old TLS policy",
    LARGE,
    [["  https:\n", "  https:\n    tls_policy: ELBSecurityPolicy-2016-08\n"]],
    [[22, "listeners.https.tls_policy", "tls-policy"]],
  ),
  ...(
    [
      ["TLS13-1-0-PQ-2025-09", "admits TLS 1.0 and 1.1"],
      ["TLS13-1-1-2021-06", "admits TLS 1.1"],
      ["TLS13-1-2-Ext2-2021-06", "admits ciphers with SHA-1 or without forward secrecy"],
      ["TLS13-1-2-Ext0-FIPS-2023-04", "admits ciphers with SHA-1 or without forward secrecy"],
    ] as const
  ).map(([policy, why]) =>
    bad(
      `a TLS policy that ${why}: ${policy}`,
      LARGE,
      [["  https:\n", `  https:\n    tls_policy: ELBSecurityPolicy-${policy}\n`]],
      [[22, "listeners.https.tls_policy", "tls-policy"]],
    ),
  ),
  bad("a mode that only watches", SMALL, alb("{ desync_mitigation_mode: monitor }"), [
    [18, "alb.desync_mitigation_mode", "choice"],
  ]),
  bad("a mode in other letters", SMALL, alb("{ xff_header_processing_mode: Append }"), [
    [18, "alb.xff_header_processing_mode", "choice"],
  ]),
  bad("a word for a truth value", SMALL, alb("{ xff_client_port: on }"), [[18, "alb.xff_client_port", "type"]]),
  bad(
    "a web ACL of CloudFront",
    SMALL,
    alb(
      "{ waf_acl_arn: arn:aws:wafv2:us-east-1:111122223333:global/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }",
    ),
    [[18, "alb.waf_acl_arn", "arn"]],
  ),
  bad(
    "a web ACL of WAF Classic",
    SMALL,
    alb("{ waf_acl_arn: arn:aws:waf-regional:us-east-1:111122223333:webacl/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }"),
    [[18, "alb.waf_acl_arn", "arn"]],
  ),
  bad(
    "a rule group",
    SMALL,
    alb(
      "{ waf_acl_arn: arn:aws:wafv2:us-east-1:111122223333:regional/rulegroup/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }",
    ),
    [[18, "alb.waf_acl_arn", "arn"]],
  ),
  bad(
    "no day for what is deleted",
    LARGE,
    [["create: true", "create: true, keep_deleted_days: 0"]],
    [[31, "logs.keep_deleted_days", "range"]],
  ),
  bad(
    "HTTPS without certificate",
    SMALL,
    [["{ port: 80 }", "{ port: 80 }\n  https: {}"]],
    [[20, "listeners.https.certificates", "required"]],
  ),
  bad(
    "HTTPS with an empty list of certificates",
    LARGE,
    [['["arn:aws:acm:eu-central-1:111122223333:certificate/shop"]', "[]"]],
    [[22, "listeners.https.certificates", "range"]],
  ),
  bad(
    "a health path without slash",
    SMALL,
    [["    port: 80", "    port: 80\n    health: { path: healthz }"]],
    [[24, "services.shop.health.path", "health-path"]],
  ),
  bad(
    "a health matcher that AWS refuses",
    SMALL,
    [["    port: 80", '    port: 80\n    health: { matcher: "500" }']],
    [[24, "services.shop.health.matcher", "health-matcher"]],
  ),
  bad(
    "a host pattern with a blank",
    LARGE,
    [["match: { hosts: [shop.example.com] }", 'match: { hosts: ["shop example"] }']],
    [[25, "services.shop.match.hosts[0]", "host-pattern"]],
  ),
  bad(
    "a path pattern without slash",
    LARGE,
    [["/api/*", "api/*"]],
    [[28, "services.api.match.paths[0]", "path-pattern"]],
  ),
  bad("priority 0", LARGE, [["priority: 5", "priority: 0"]], [[29, "services.api.priority", "range"]]),
  bad(
    "a public ASN",
    SMALL,
    [["listeners:", "transit_gateway: { asn: 15169 }\nlisteners:"]],
    [[18, "transit_gateway.asn", "range"]],
  ),
];
