import { LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "./bad-file";

const CLIENT_CIDR = "clients: { cidr: 10.64.0.0/24";
const clientCidr = (text: string) => [[CLIENT_CIDR, `clients: { cidr: ${text}`]] as const;
const target = (text: string) => [["targets: [10.64.0.10]", `targets: [${text}]`]] as const;
const alb = (text: string) => [["listeners:", `alb: ${text}\nlisteners:`]] as const;

/** One value that is wrong by itself: its type, its range, its form. */
export const VALUE_FILES: readonly BadFile[] = [
  bad(
    "wrong type: a number for text",
    SMALL,
    [["us-east-1", "1"]],
    ["bridges/bad.yaml:1:9: region: 1 is a number, not text; put it in quotes [type]"],
  ),
  bad(
    "wrong type: text for a number",
    SMALL,
    [["port: 80 }", 'port: "80" }']],
    ['bridges/bad.yaml:19:17: listeners.http.port: "80" is a string, not a number; write a number [type]'],
  ),
  bad(
    "wrong type: a list for a map",
    SMALL,
    [["{ cidr: 10.64.0.0/24, zone: a }\nweb", "[10.64.0.0/24, a]\nweb"]],
    [
      "bridges/bad.yaml:6:14: client.subnets.clients: is a list, not a map of keys and values; write a map of keys and values [type]",
    ],
  ),
  bad(
    "wrong type: text for a list",
    SMALL,
    [["targets: [10.64.0.10]", "targets: 10.64.0.10"]],
    ['bridges/bad.yaml:22:14: services.shop.targets: "10.64.0.10" is a string, not a list; write a list [type]'],
  ),
  bad(
    "wrong type: nothing for a map",
    SMALL,
    [["\n    targets: [10.64.0.10]\n    port: 80", ""]],
    [
      "bridges/bad.yaml:21:8: services.shop: null is nothing, not a map of keys and values; write a map of keys and values [type]",
    ],
  ),
  bad(
    "wrong type: text for a truth value",
    LARGE,
    [["create: true", "create: yes"]],
    ['bridges/bad.yaml:31:36: logs.create: "yes" is a string, not true or false; write true or false [type]'],
  ),
  bad(
    "wrong type: a fraction",
    SMALL,
    [["    port: 80", "    port: 80.5"]],
    ["bridges/bad.yaml:23:11: services.shop.port: 80.5 is a number, not a whole number; write a whole number [type]"],
  ),
  bad(
    "wrong type: infinity",
    SMALL,
    [["    port: 80", "    port: .inf"]],
    ["bridges/bad.yaml:23:11: services.shop.port: .inf is not finite, not a number; write a number [type]"],
  ),
  bad(
    "wrong type: an account id that is a number",
    LARGE,
    [['"111122223333" }', "011122223333 }"]],
    ["bridges/bad.yaml:4:18: client.account.id: 011122223333 is a number, not text; put it in quotes [type]"],
  ),
  bad(
    "missing key",
    SMALL,
    [["region: us-east-1\n", ""]],
    ["bridges/bad.yaml:1:1: region: is missing; write text [required]"],
  ),
  bad(
    "missing key, deeper",
    SMALL,
    [["vpc: { cidr: 10.64.0.0/16 }\n  subnets:\n    clients", "subnets:\n    clients"]],
    ["bridges/bad.yaml:3:1: client.vpc: is missing; write a map of keys and values [required]"],
  ),
  bad(
    "unknown key, like another",
    SMALL,
    [["listeners:", "listener:"]],
    [
      "bridges/bad.yaml:1:1: listeners: is missing; write a map of keys and values [required]",
      "bridges/bad.yaml:18:1: listener: is no key of a bridge file here; did you mean listeners? [unknown-key]",
    ],
  ),
  bad(
    "unknown key, deeper",
    SMALL,
    [["  alb_subnets:", "  alb-subnets:"]],
    [
      "bridges/bad.yaml:11:1: bridge: has no alb_subnets and no zones; write alb_subnets [carved-or-given]",
      "bridges/bad.yaml:15:3: bridge.alb-subnets: is no key of a bridge file here; did you mean alb_subnets? [unknown-key]",
    ],
  ),
  bad(
    "unknown key, like none",
    SMALL,
    [["    port: 80", "    port: 80\n    colour: red"]],
    [
      'bridges/bad.yaml:24:13: services.shop.colour: "red" is no key of a bridge file here; write one of protocol, health, match, listeners, priority [unknown-key]',
    ],
  ),
  bad(
    "unknown key in a backend",
    SMALL,
    [["type: local,", "type: local, bucket: x,"]],
    [
      'bridges/bad.yaml:2:33: backend.bucket: "x" is no key of a bridge file here; leave it out: all keys that can stand here do [unknown-key]',
    ],
  ),
  bad(
    "unknown quota",
    SMALL,
    [["listeners:", "quotas: { targets_per_lb: 5 }\nlisteners:"]],
    [
      "bridges/bad.yaml:18:27: quotas.targets_per_lb: 5 is no key of a bridge file here; did you mean targets_per_alb? [unknown-key]",
    ],
  ),
  bad(
    "an unknown key that is no word",
    SMALL,
    [["listeners:", '"two\\nlines": 1\nlisteners:']],
    [
      'bridges/bad.yaml:18:15: ["two\\nlines"]: 1 is no key of a bridge file here; write one of zones, tags, transit_gateway, alb, demo, logs, alarms, reachability_analyzer, expect, quotas [unknown-key]',
    ],
  ),
  bad(
    "no region",
    SMALL,
    [["us-east-1", "Virginia"]],
    ['bridges/bad.yaml:1:9: region: "Virginia" must be an AWS Region; write e.g. us-east-1 [region]'],
  ),
  bad(
    "no such backend",
    SMALL,
    [["type: local", "type: locale"]],
    ['bridges/bad.yaml:2:18: backend.type: "locale" is not one of the choices; write one of local, s3, cloud [choice]'],
  ),
  bad(
    "a backend without type",
    SMALL,
    [["type: local, ", ""]],
    ["bridges/bad.yaml:2:1: backend.type: is missing; write one of local, s3, cloud [required]"],
  ),
  bad(
    "a state file outside the project",
    SMALL,
    [["state/small.tfstate", "../small.tfstate"]],
    [
      'bridges/bad.yaml:2:31: backend.path: "../small.tfstate" must be a path inside the project folder that ends in .tfstate; write e.g. state/article.tfstate [state-path]',
    ],
  ),
  bad(
    "a state file anywhere",
    SMALL,
    [["state/small.tfstate", "/tmp/small.tfstate"]],
    [
      'bridges/bad.yaml:2:31: backend.path: "/tmp/small.tfstate" must be a path inside the project folder that ends in .tfstate; write e.g. state/article.tfstate [state-path]',
    ],
  ),
  bad("a CIDR with host bits", SMALL, clientCidr("10.64.0.5/24"), [
    'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "10.64.0.5/24" has host bits set; write 10.64.0.0/24 [cidr]',
  ]),
  bad("a CIDR without length", SMALL, clientCidr("10.64.0.0"), [
    'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "10.64.0.0" has no prefix length; write 10.64.0.0/24 [cidr]',
  ]),
  bad("a CIDR of /33", SMALL, clientCidr("10.64.0.0/33"), [
    'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "10.64.0.0/33" has the prefix length "33", which is not a number from 0 to 32; write an IPv4 range such as 10.64.0.0/24 [cidr]',
  ]),
  bad("an IPv6 CIDR", SMALL, clientCidr('"fd00::/64"'), [
    'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "fd00::/64" is IPv6; only IPv4 ranges are bridged; write an IPv4 range such as 10.64.0.0/24 [cidr]',
  ]),
  bad("no CIDR", SMALL, clientCidr("ten"), [
    'bridges/bad.yaml:6:22: client.subnets.clients.cidr: "ten" is not an IPv4 range; write 10.64.0.0/24 [cidr]',
  ]),
  bad(
    "a tag's key that is too long",
    SMALL,
    [["backend:", `tags: { ${"x".repeat(129)}: v }\nbackend:`]],
    [
      `bridges/bad.yaml:2:140: tags["${"x".repeat(39)}…${"x".repeat(12)}"…4fcxkx6q3f001xbswu2kke0e9]: "v" is a key that must have at most 128 characters; give it another name [name]`,
    ],
  ),
  bad("an octet above 255", SMALL, target("10.64.0.256"), [
    'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.256" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  ]),
  bad("an octet with a leading zero", SMALL, target("10.64.0.010"), [
    'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.010" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  ]),
  bad("an IPv6 address", SMALL, target('"fd00::10"'), [
    'bridges/bad.yaml:22:15: services.shop.targets[0]: "fd00::10" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  ]),
  bad("a host name as target", SMALL, target("shop.example.com"), [
    'bridges/bad.yaml:22:15: services.shop.targets[0]: "shop.example.com" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  ]),
  bad("a range as target", SMALL, target("10.64.0.10/32"), [
    'bridges/bad.yaml:22:15: services.shop.targets[0]: "10.64.0.10/32" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  ]),
  bad("no target", SMALL, target(""), [
    "bridges/bad.yaml:22:14: services.shop.targets: must have at least 1 entry; write 1 entry or more [range]",
  ]),
  bad(
    "port 0",
    SMALL,
    [["    port: 80", "    port: 0"]],
    ["bridges/bad.yaml:23:11: services.shop.port: 0 must be at least 1; write 1 or more [range]"],
  ),
  bad(
    "port 65536",
    SMALL,
    [["    port: 80", "    port: 65536"]],
    ["bridges/bad.yaml:23:11: services.shop.port: 65536 must be at most 65535; write 65535 or fewer [range]"],
  ),
  bad(
    "a zone in full",
    SMALL,
    [["alb-2: { cidr: 10.0.3.0/24, zone: b", "alb-2: { cidr: 10.0.3.0/24, zone: us-east-1b"]],
    [
      'bridges/bad.yaml:17:39: bridge.alb_subnets.alb-2.zone: "us-east-1b" must be a zone\'s letter or a zone id; write e.g. a [zone]',
    ],
  ),
  bad(
    "one zone to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a]"]],
    ["bridges/bad.yaml:17:10: bridge.zones: must have at least 2 entries; write 2 entries or more [range]"],
  ),
  bad(
    "five zones to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a, b, c, d, e]"]],
    ["bridges/bad.yaml:17:10: bridge.zones: must have at most 4 entries; write 4 entries or fewer [range]"],
  ),
  bad("an ALB name that AWS keeps for itself", SMALL, alb("{ name: internal-shop }"), [
    'bridges/bad.yaml:18:14: alb.name: "internal-shop" must be letters, digits and inner hyphens, and must not begin with internal-; write e.g. overlap-article [alb-name]',
  ]),
  bad("an ALB name with an underscore", SMALL, alb("{ name: my_alb }"), [
    'bridges/bad.yaml:18:14: alb.name: "my_alb" must be letters, digits and inner hyphens, and must not begin with internal-; write e.g. overlap-article [alb-name]',
  ]),
  bad("an ALB name that ends in a hyphen", SMALL, alb("{ name: shop- }"), [
    'bridges/bad.yaml:18:14: alb.name: "shop-" must be letters, digits and inner hyphens, and must not begin with internal-; write e.g. overlap-article [alb-name]',
  ]),
  bad("an ALB name of 33 characters", SMALL, alb(`{ name: ${"a".repeat(33)} }`), [
    'bridges/bad.yaml:18:14: alb.name: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" must have at most 32 characters; write 32 characters or fewer [range]',
  ]),
  bad(
    "a service name with capitals",
    SMALL,
    [["  shop:", "  Shop:"]],
    [
      "bridges/bad.yaml:21:3: services.Shop: is a key that must be lower-case letters, digits and single inner hyphens, starting with a letter; give it another name [name]",
    ],
  ),
  bad(
    "a subnet name of 25 letters",
    SMALL,
    [["alb-1:", `${"a".repeat(25)}:`]],
    [
      "bridges/bad.yaml:16:5: bridge.alb_subnets.aaaaaaaaaaaaaaaaaaaaaaaaa: is a key that must have at most 24 characters; give it another name [name]",
    ],
  ),
  bad(
    "an id of something else",
    SMALL,
    [["listeners:", "transit_gateway: { id: vpc-12345678 }\nlisteners:"]],
    [
      'bridges/bad.yaml:18:24: transit_gateway.id: "vpc-12345678" must be tgw- and 8 or 17 hexadecimal digits; write e.g. tgw-0123456789abcdef0 [aws-id]',
    ],
  ),
  bad(
    "a bucket name with capitals",
    LARGE,
    [["acme-logs", "AcmeLogs"]],
    [
      'bridges/bad.yaml:31:17: logs.bucket: "AcmeLogs" must be an S3 bucket name; write e.g. acme-overlap-bridge-logs [bucket-name]',
    ],
  ),
  bad(
    "an ARN of something else",
    LARGE,
    [["arn:aws:acm:", "arn:aws:iam:"]],
    [
      'bridges/bad.yaml:22:20: listeners.https.certificates[0]: "arn:aws:iam:eu-central-1:111122223333:certificate/shop" must be the ARN of an ACM certificate; write e.g. arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000 [arn]',
    ],
  ),
  bad(
    "an old TLS policy",
    LARGE,
    [["  https:\n", "  https:\n    tls_policy: ELBSecurityPolicy-2016-08\n"]],
    [
      'bridges/bad.yaml:22:17: listeners.https.tls_policy: "ELBSecurityPolicy-2016-08" admits TLS 1.0 and 1.1; write e.g. ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or ELBSecurityPolicy-TLS13-1-3-2021-06 [tls-policy]',
    ],
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
      [
        `bridges/bad.yaml:22:17: listeners.https.tls_policy: "ELBSecurityPolicy-${policy}" ${why}; write e.g. ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 or ELBSecurityPolicy-TLS13-1-3-2021-06 [tls-policy]`,
      ],
    ),
  ),
  bad("a mode that only watches", SMALL, alb("{ desync_mitigation_mode: monitor }"), [
    'bridges/bad.yaml:18:32: alb.desync_mitigation_mode: "monitor" is not one of the choices; write one of defensive, strictest [choice]',
  ]),
  bad("a mode in other letters", SMALL, alb("{ xff_header_processing_mode: Append }"), [
    'bridges/bad.yaml:18:36: alb.xff_header_processing_mode: "Append" is not one of the choices; write append [choice]',
  ]),
  bad("a word for a truth value", SMALL, alb("{ xff_client_port: on }"), [
    'bridges/bad.yaml:18:25: alb.xff_client_port: "on" is a string, not true or false; write true or false [type]',
  ]),
  bad(
    "a web ACL of CloudFront",
    SMALL,
    alb(
      "{ waf_acl_arn: arn:aws:wafv2:us-east-1:111122223333:global/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }",
    ),
    [
      'bridges/bad.yaml:18:21: alb.waf_acl_arn: "arn:aws:wafv2:us-east-1:111122223333:global/webacl/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11" must be the ARN of a WAF web ACL of regional scope; write e.g. arn:aws:wafv2:us-east-1:111122223333:regional/webacl/bridges/00000000-0000-0000-0000-000000000000 [arn]',
    ],
  ),
  bad(
    "a web ACL of WAF Classic",
    SMALL,
    alb("{ waf_acl_arn: arn:aws:waf-regional:us-east-1:111122223333:webacl/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }"),
    [
      'bridges/bad.yaml:18:21: alb.waf_acl_arn: "arn:aws:waf-regional:us-east-1:111122223333:webacl/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11" must be the ARN of a WAF web ACL of regional scope; write e.g. arn:aws:wafv2:us-east-1:111122223333:regional/webacl/bridges/00000000-0000-0000-0000-000000000000 [arn]',
    ],
  ),
  bad(
    "a rule group",
    SMALL,
    alb(
      "{ waf_acl_arn: arn:aws:wafv2:us-east-1:111122223333:regional/rulegroup/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11 }",
    ),
    [
      'bridges/bad.yaml:18:21: alb.waf_acl_arn: "arn:aws:wafv2:us-east-1:111122223333:regional/rulegroup/bridges/0f3c1a52-5d0e-4f0e-9a53-0f6f3d6b8c11" must be the ARN of a WAF web ACL of regional scope; write e.g. arn:aws:wafv2:us-east-1:111122223333:regional/webacl/bridges/00000000-0000-0000-0000-000000000000 [arn]',
    ],
  ),
  bad(
    "no day for what is deleted",
    LARGE,
    [["create: true", "create: true, keep_deleted_days: 0"]],
    ["bridges/bad.yaml:31:61: logs.keep_deleted_days: 0 must be at least 1; write 1 or more [range]"],
  ),
  bad(
    "HTTPS without certificate",
    SMALL,
    [["{ port: 80 }", "{ port: 80 }\n  https: {}"]],
    ["bridges/bad.yaml:20:3: listeners.https.certificates: is missing; write a list [required]"],
  ),
  bad(
    "HTTPS with an empty list of certificates",
    LARGE,
    [['["arn:aws:acm:eu-central-1:111122223333:certificate/shop"]', "[]"]],
    ["bridges/bad.yaml:22:19: listeners.https.certificates: must have at least 1 entry; write 1 entry or more [range]"],
  ),
  bad(
    "a health path without slash",
    SMALL,
    [["    port: 80", "    port: 80\n    health: { path: healthz }"]],
    [
      'bridges/bad.yaml:24:21: services.shop.health.path: "healthz" must start with / and be a path, with or without a query, as RFC 3986 has them; write e.g. /healthz [health-path]',
    ],
  ),
  bad(
    "a health matcher that AWS refuses",
    SMALL,
    [["    port: 80", '    port: 80\n    health: { matcher: "500" }']],
    [
      'bridges/bad.yaml:24:24: services.shop.health.matcher: "500" must be status codes from 200 to 499, single, listed or as a range; write e.g. 200-299 [health-matcher]',
    ],
  ),
  bad(
    "a host pattern with a blank",
    LARGE,
    [["match: { hosts: [shop.example.com] }", 'match: { hosts: ["shop example"] }']],
    [
      'bridges/bad.yaml:25:22: services.shop.match.hosts[0]: "shop example" must be a host name, * and ? allowed; write e.g. shop.example.com [host-pattern]',
    ],
  ),
  bad(
    "a path pattern without slash",
    LARGE,
    [["/api/*", "api/*"]],
    [
      'bridges/bad.yaml:28:49: services.api.match.paths[0]: "api/*" must be a path, * and ? allowed; write e.g. /api/* [path-pattern]',
    ],
  ),
  bad(
    "priority 0",
    LARGE,
    [["priority: 5", "priority: 0"]],
    ["bridges/bad.yaml:29:15: services.api.priority: 0 must be at least 1; write 1 or more [range]"],
  ),
  bad(
    "a public ASN",
    SMALL,
    [["listeners:", "transit_gateway: { asn: 15169 }\nlisteners:"]],
    ["bridges/bad.yaml:18:25: transit_gateway.asn: 15169 must be at least 64512; write 64512 or more [range]"],
  ),
];
