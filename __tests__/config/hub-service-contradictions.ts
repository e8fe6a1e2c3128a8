import { breaks, type ContradictionCase, passes } from "./contradiction-case";
import { HUB, WHOLE_VPC } from "./hub-texts";

const TCP = "    protocol: TCP\n    port: 5432\n";
const CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/db";
const TLS = `    protocol: TLS\n    port: 5432\n    certificates: ["${CERTIFICATE}"]\n`;
const SSH = "    port: 2222\n    target_port: 22";

/** Contradictions of a hub's services and listeners. */
export const HUB_SERVICE_CONTRADICTIONS: readonly ContradictionCase[] = [
  breaks(
    "has-service",
    "no service",
    HUB,
    [[HUB.slice(HUB.indexOf("services:")), "services: {}\n"]],
    [[38, "services"]],
  ),
  breaks(
    "service-web",
    "no web where there are two, and one that is not there",
    HUB,
    [
      ["    web: shop\n", ""],
      ["    web: crm\n    targets: [10.0.1.10]\n", "    web: cmr\n    targets: [10.0.1.10]\n"],
    ],
    [
      [39, "services.shop"],
      [49, "services.database.web"],
    ],
  ),
  passes("service-web", "no web where there is one", WHOLE_VPC),
  breaks(
    "service-clients",
    "a client that is not there",
    HUB,
    [["    web: shop\n", "    web: shop\n    clients: [apps, bach]\n"]],
    [[41, "services.shop.clients[1]"]],
  ),
  breaks(
    "protocol-keys",
    "keys of HTTP on TCP",
    HUB,
    [[TCP, `${TCP}    match: { hosts: [db] }\n    listeners: [http]\n    priority: 7\n`]],
    [
      [54, "services.database.match"],
      [55, "services.database.listeners"],
      [56, "services.database.priority"],
    ],
  ),
  breaks(
    "protocol-keys",
    "keys of TCP and TLS on HTTP",
    HUB,
    [
      [
        "targets: [10.0.1.10, 10.0.2.10]",
        `targets: [10.0.1.10]\n    target_port: 81\n    target_protocol: TCP\n    idle_timeout: 100\n    proxy_protocol: true\n    certificates: ["${CERTIFICATE}"]\n    certificate_names: [a.example]\n    tls_policy: ELBSecurityPolicy-TLS13-1-2-Res-2021-06`,
      ],
    ],
    [
      [48, "services.crm.target_port"],
      [49, "services.crm.target_protocol"],
      [50, "services.crm.idle_timeout"],
      [51, "services.crm.proxy_protocol"],
      [52, "services.crm.certificates"],
      [53, "services.crm.certificate_names"],
      [54, "services.crm.tls_policy"],
    ],
  ),
  breaks(
    "protocol-keys",
    "keys of TLS on TCP",
    HUB,
    [[TCP, `${TCP}    certificates: ["${CERTIFICATE}"]\n    target_protocol: TLS\n`]],
    [
      [55, "services.database.target_protocol"],
      [54, "services.database.certificates"],
    ],
  ),
  breaks(
    "protocol-keys",
    "the idle time-out of TLS",
    HUB,
    [[TCP, `${TLS}    idle_timeout: 100\n`]],
    [[55, "services.database.idle_timeout"]],
  ),
  passes("protocol-keys", "all keys of TLS", HUB, [
    TCP,
    `${TLS}    target_port: 5433\n    target_protocol: TCP\n    proxy_protocol: true\n    certificate_names: [db.example.internal]\n    tls_policy: ELBSecurityPolicy-TLS13-1-2-Res-2021-06\n`,
  ]),
  passes("protocol-keys", "all keys of TCP", HUB, [
    TCP,
    `${TCP}    target_port: 5433\n    idle_timeout: 6000\n    proxy_protocol: true\n`,
  ]),
  breaks(
    "service-port",
    "TCP and TLS without a port",
    HUB,
    [[TCP, TCP.replace("    port: 5432\n", "")]],
    [[49, "services.database"]],
  ),
  breaks(
    "tls-certificate",
    "TLS without one",
    HUB,
    [[TCP, "    protocol: TLS\n    port: 5432\n"]],
    [[49, "services.database"]],
  ),
  breaks(
    "health-protocol",
    "HTTP with checks by TCP",
    HUB,
    [["targets: [10.0.1.10, 10.0.2.10]", "targets: [10.0.1.10]\n    health: { protocol: TCP }"]],
    [[48, "services.crm.health.protocol"]],
  ),
  passes("health-protocol", "TCP with checks by HTTP", HUB, [
    TCP,
    `${TCP}    health: { protocol: HTTP, port: 8080, path: /up }\n`,
  ]),
  breaks(
    "nlb-port",
    "two services on one port",
    WHOLE_VPC,
    [[SSH, `${SSH}\n  more: { protocol: TCP, port: 2222, targets: [10.0.32.10] }`]],
    [[40, "services.more.port"]],
  ),
  passes("nlb-port", "one port of two web sides", HUB, [
    TCP,
    `${TCP}  other: { web: shop, protocol: TCP, port: 5432, targets: [10.0.1.10] }\n`,
  ]),
  breaks(
    "nlb-port",
    "the ALB's port, for a client by endpoint",
    HUB,
    [[TCP, "    protocol: TCP\n    port: 80\n"]],
    [[53, "services.database.port"]],
  ),
  passes("nlb-port", "the ALB's port, where all clients are by NAT", WHOLE_VPC, [
    SSH,
    "    port: 80\n    target_port: 22",
  ]),
  breaks("has-listener", "HTTP without one", WHOLE_VPC, [["listeners:\n  http: {}\n", ""]], [[1, "listeners"]]),
  passes(
    "has-listener",
    "TCP alone",
    WHOLE_VPC,
    ["listeners:\n  http: {}\n", ""],
    ["    targets: [10.0.0.10, 10.0.32.10]", "    targets: [10.0.0.10, 10.0.32.10]\n    protocol: TCP\n    port: 8443"],
  ),
  breaks(
    "redirect-to-https",
    "to nothing",
    WHOLE_VPC,
    [["http: {}", "http: { action: redirect }"]],
    [[30, "listeners.http.action"]],
  ),
  breaks(
    "listener-port",
    "one port for both",
    HUB,
    [["http: {}", "http: { port: 443 }"]],
    [[35, "listeners.https.port"]],
  ),
  breaks(
    "service-listener",
    "one of a hub that redirects",
    HUB,
    [["http: {}", "http: { action: redirect }"]],
    [[48, "services.crm.listeners[0]"]],
  ),
  breaks(
    "match-something",
    "an empty match of a hub",
    HUB,
    [["targets: [10.0.1.10, 10.0.2.10]", "targets: [10.0.1.10]\n    match: {}"]],
    [[48, "services.crm.match"]],
  ),
  breaks(
    "distinct-match",
    "two services of one web side",
    HUB,
    [[TCP, `${TCP}  other: { web: crm, targets: [10.0.2.10], listeners: [http] }\n`]],
    [[54, "services.other"]],
  ),
  passes("distinct-match", "two services of two web sides", HUB, [
    TCP,
    `${TCP}  other: { web: shop, targets: [10.0.1.10], listeners: [http] }\n`,
  ]),
  breaks(
    "health-times",
    "a time-out as long as the interval",
    HUB,
    [[TCP, `${TCP}    health: { interval: 10, timeout: 10 }\n`]],
    [[54, "services.database.health.timeout"]],
  ),
  breaks(
    "distinct-targets",
    "a target twice",
    HUB,
    [["targets: [10.0.1.10, 10.0.2.10]", "targets: [10.0.1.10, 10.0.1.10]"]],
    [[47, "services.crm.targets[1]"]],
  ),
];
