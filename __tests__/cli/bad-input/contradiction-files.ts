import { EXISTING, LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "../../support/bad-file";

/** Values that are right one by one and wrong together. */
export const CONTRADICTION_FILES: readonly BadFile[] = [
  bad("a region that may exist, but not here", SMALL, [["us-east-1", "us-esat-1"]], [[1, "region", "known-region"]]),
  bad(
    "an unknown zone letter",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: z"]],
    [[17, "bridge.alb_subnets.alb-2.zone", "zone-exists"]],
  ),
  bad(
    "an unknown zone letter to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a, d]"]],
    [
      [17, "bridge.zones[1]", "zone-exists"],
      [26, "services.shop.targets[1]", "target-zone"],
    ],
  ),
  bad(
    "zone letters beside zone ids",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: use1-az2"]],
    [[11, "bridge", "one-kind-of-zone"]],
  ),
  bad("one zone twice", LARGE, [["zones: [a, b]", "zones: [a, b, b]"]], [[17, "bridge.zones[2]", "distinct-zones"]]),
  bad(
    "two services with the same rule",
    LARGE,
    [[", paths: [/api/*] }", " }"]],
    [[27, "services.api", "distinct-match"]],
  ),
  bad(
    "two services that take all the rest",
    SMALL,
    [["services:", "services:\n  api: { targets: [10.64.0.11] }"]],
    [[22, "services.shop", "distinct-match"]],
  ),
  bad(
    "a rule that matches nothing in particular",
    LARGE,
    [["match: { hosts: [shop.example.com] }", "match: {}"]],
    [[25, "services.shop.match", "match-something"]],
  ),
  bad(
    "no service",
    SMALL,
    [["\n  shop:\n    targets: [10.64.0.10]\n    port: 80", " {}"]],
    [[20, "services", "has-service"]],
  ),
  bad("no listener", SMALL, [["\n  http: { port: 80 }", " {}"]], [[18, "listeners", "has-listener"]]),
  bad(
    "a redirect to no HTTPS",
    SMALL,
    [["{ port: 80 }", "{ action: redirect }"]],
    [[19, "listeners.http.action", "redirect-to-https"]],
  ),
  bad(
    "two listeners on one port",
    LARGE,
    [["{ action: redirect }", "{ port: 443 }"]],
    [[21, "listeners.https.port", "listener-port"]],
  ),
  bad(
    "a service on a listener that is not there",
    SMALL,
    [["    port: 80", "    listeners: [https]"]],
    [[23, "services.shop.listeners[0]", "service-listener"]],
  ),
  bad(
    "a service on a listener that redirects",
    LARGE,
    [["priority: 5", "listeners: [http]"]],
    [[29, "services.api.listeners[0]", "service-listener"]],
  ),
  bad(
    "a service on one listener twice",
    SMALL,
    [["    port: 80", "    listeners: [http, http]"]],
    [[23, "services.shop.listeners[1]", "distinct-entries"]],
  ),
  bad(
    "a health check that takes longer than its interval",
    SMALL,
    [["    port: 80", "    health: { interval: 5, timeout: 5 }"]],
    [[23, "services.shop.health.timeout", "health-times"]],
  ),
  bad(
    "a target twice",
    SMALL,
    [["[10.64.0.10]", "[10.64.0.10, 10.64.0.10]"]],
    [[22, "services.shop.targets[1]", "distinct-targets"]],
  ),
  bad(
    "an existing VPC whose subnet has no id",
    EXISTING,
    [["id: subnet-11111111, ", ""]],
    [[7, "client.subnets.clients", "existing-side"]],
  ),
  bad(
    "an existing web VPC without security groups",
    EXISTING,
    [["  security_groups: [sg-11111111]\n", ""]],
    [[10, "web", "existing-side"]],
  ),
  bad(
    "subnet ids in a VPC that is created",
    SMALL,
    [["clients: { cidr", "clients: { id: subnet-11111111, cidr"]],
    [[6, "client.subnets.clients.id", "existing-side"]],
  ),
  bad(
    "clients that share their route table with others",
    EXISTING,
    [["rtb-22222222, clients", "rtb-11111111, clients"]],
    [[9, "client.subnets.batch.route_table", "clients-own-tables"]],
  ),
  bad(
    "no client subnet",
    SMALL,
    [["\n    clients: { cidr: 10.64.0.0/24, zone: a }", " {}"]],
    [[5, "client.subnets", "has-subnets"]],
  ),
  bad(
    "one name for two subnets",
    SMALL,
    [["    nat: {", "    clients: {"]],
    [[14, "bridge.nat_subnets.clients", "subnet-name"]],
  ),
  bad(
    "a client subnet with a carved subnet's name",
    LARGE,
    [["clients-a:", "alb-a:"]],
    [[7, "client.subnets.alb-a", "carved-names"]],
  ),
  bad(
    "subnets both carved and given",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  nat_subnets: { nat: { cidr: 100.64.0.0/28, zone: a } }"]],
    [[18, "bridge.nat_subnets", "carved-or-given"]],
  ),
  bad(
    "subnets neither carved nor given",
    LARGE,
    [["  zones: [a, b]\n", ""]],
    [
      [15, "bridge", "carved-or-given"],
      [15, "bridge", "carved-or-given"],
    ],
  ),
  bad(
    "an attachment in a subnet that is not there",
    SMALL,
    [["bridge:", "  attachment_subnets: [server]\nbridge:"]],
    [
      [11, "web.attachment_subnets[0]", "subnet-name"],
      [23, "services.shop.targets[0]", "web-attachment-zones"],
    ],
  ),
  bad(
    "a demo host in a subnet that is not there",
    SMALL,
    [["services:", "demo: { web: { subnet: web, address: 10.64.0.10 } }\nservices:"]],
    [[20, "demo.web.subnet", "subnet-name"]],
  ),
  bad(
    "an endpoint for a demo client that is off",
    SMALL,
    [["services:", "demo: { connect_endpoint: true }\nservices:"]],
    [[20, "demo.connect_endpoint", "connect-endpoint"]],
  ),
  bad(
    "a log bucket without account",
    LARGE,
    [['  account: { id: "111122223333" }\n', ""]],
    [[30, "logs.create", "logs-account"]],
  ),
  bad(
    "a certificate of another region",
    LARGE,
    [["acm:eu-central-1", "acm:us-east-1"]],
    [[22, "listeners.https.certificates[0]", "same-region"]],
  ),
  bad(
    "an analysis without ends",
    SMALL,
    [["services:", "reachability_analyzer: {}\nservices:"]],
    [
      [20, "reachability_analyzer", "analyzer-ends"],
      [20, "reachability_analyzer", "analyzer-ends"],
    ],
  ),
];
