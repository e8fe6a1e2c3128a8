import { EXISTING, LARGE, SMALL } from "../../config/bridge-texts";
import { bad, type BadFile } from "./bad-file";

/** Values that are right one by one and wrong together. */
export const CONTRADICTION_FILES: readonly BadFile[] = [
  bad(
    "a region that may exist, but not here",
    SMALL,
    [["us-east-1", "us-esat-1"]],
    [
      'bridges/bad.yaml:1:9: region: "us-esat-1" is not a region this program knows; write us-east-1, or add zones: [a, b, c] with the region\'s zone letters if it is right [known-region]',
    ],
  ),
  bad(
    "an unknown zone letter",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: z"]],
    [
      'bridges/bad.yaml:17:39: bridge.alb_subnets.alb-2.zone: "z" is not a zone of us-east-1; write one of a, b, c, d, e, f, or list your account\'s letters under zones [zone-exists]',
    ],
  ),
  bad(
    "an unknown zone letter to carve for",
    LARGE,
    [["zones: [a, b]", "zones: [a, d]"]],
    [
      'bridges/bad.yaml:17:14: bridge.zones[1]: "d" is not a zone of eu-central-1; write one of a, b, c, or list your account\'s letters under zones [zone-exists]',
      'bridges/bad.yaml:26:27: services.shop.targets[1]: "10.64.1.10" lies in clients-b of the client VPC, in zone b, where the ALB has no subnet; add an ALB subnet in zone b [target-zone]',
    ],
  ),
  bad(
    "zone letters beside zone ids",
    SMALL,
    [["10.0.3.0/24, zone: b", "10.0.3.0/24, zone: use1-az2"]],
    [
      "bridges/bad.yaml:11:1: bridge: mixes zone letters (a) with zone ids (use1-az2), which can't be compared; write letters everywhere in the client VPC, or ids everywhere [one-kind-of-zone]",
    ],
  ),
  bad(
    "one zone twice",
    LARGE,
    [["zones: [a, b]", "zones: [a, b, b]"]],
    [
      'bridges/bad.yaml:17:17: bridge.zones[2]: "b" is listed twice; list each zone once, and two or more [distinct-zones]',
    ],
  ),
  bad(
    "two services with the same rule",
    LARGE,
    [[", paths: [/api/*] }", " }"]],
    [
      "bridges/bad.yaml:27:3: services.api: matches the same requests as services.shop on the https listener; write match.hosts or match.paths that tell them apart [distinct-match]",
    ],
  ),
  bad(
    "two services that take all the rest",
    SMALL,
    [["services:", "services:\n  api: { targets: [10.64.0.11] }"]],
    [
      "bridges/bad.yaml:22:3: services.shop: takes all other requests on the http listener, as services.api does; write match.hosts or match.paths that tell them apart [distinct-match]",
    ],
  ),
  bad(
    "a rule that matches nothing in particular",
    LARGE,
    [["match: { hosts: [shop.example.com] }", "match: {}"]],
    [
      "bridges/bad.yaml:25:5: services.shop.match: has neither hosts nor paths; write one of them, or leave match out [match-something]",
    ],
  ),
  bad(
    "no service",
    SMALL,
    [["\n  shop:\n    targets: [10.64.0.10]\n    port: 80", " {}"]],
    ["bridges/bad.yaml:20:1: services: names no service; write at least one service with targets [has-service]"],
  ),
  bad(
    "no listener",
    SMALL,
    [["\n  http: { port: 80 }", " {}"]],
    ["bridges/bad.yaml:18:1: listeners: names no listener; write http: {} or https with certificates [has-listener]"],
  ),
  bad(
    "a redirect to no HTTPS",
    SMALL,
    [["{ port: 80 }", "{ action: redirect }"]],
    [
      'bridges/bad.yaml:19:19: listeners.http.action: "redirect" has no HTTPS listener to redirect to; write listeners.https with certificates, or action: forward [redirect-to-https]',
    ],
  ),
  bad(
    "two listeners on one port",
    LARGE,
    [["{ action: redirect }", "{ port: 443 }"]],
    [
      "bridges/bad.yaml:21:3: listeners.https.port: is the HTTP listener's port too; write another port, such as 8443 [listener-port]",
    ],
  ),
  bad(
    "a service on a listener that is not there",
    SMALL,
    [["    port: 80", "    listeners: [https]"]],
    [
      'bridges/bad.yaml:23:17: services.shop.listeners[0]: "https" names a listener that does not exist; write one of http [service-listener]',
    ],
  ),
  bad(
    "a service on a listener that redirects",
    LARGE,
    [["priority: 5", "listeners: [http]"]],
    [
      'bridges/bad.yaml:29:17: services.api.listeners[0]: "http" names a listener that redirects; write one of https [service-listener]',
    ],
  ),
  bad(
    "a service on one listener twice",
    SMALL,
    [["    port: 80", "    listeners: [http, http]"]],
    [
      'bridges/bad.yaml:23:23: services.shop.listeners[1]: "http" is listed twice; list each entry once [distinct-entries]',
    ],
  ),
  bad(
    "a health check that takes longer than its interval",
    SMALL,
    [["    port: 80", "    health: { interval: 5, timeout: 5 }"]],
    [
      "bridges/bad.yaml:23:37: services.shop.health.timeout: 5 must be shorter than the interval of 5 s; write a shorter timeout or a longer interval [health-times]",
    ],
  ),
  bad(
    "a target twice",
    SMALL,
    [["[10.64.0.10]", "[10.64.0.10, 10.64.0.10]"]],
    [
      'bridges/bad.yaml:22:27: services.shop.targets[1]: "10.64.0.10" is listed twice; list each target once [distinct-targets]',
    ],
  ),
  bad(
    "an existing VPC whose subnet has no id",
    EXISTING,
    [["id: subnet-11111111, ", ""]],
    [
      "bridges/bad.yaml:7:5: client.subnets.clients: has no id, but client.vpc.id says the VPC exists; write its id [existing-side]",
    ],
  ),
  bad(
    "an existing web VPC without security groups",
    EXISTING,
    [["  security_groups: [sg-11111111]\n", ""]],
    [
      "bridges/bad.yaml:10:1: web: has no security_groups, but its VPC exists; write the web servers' security groups [existing-side]",
    ],
  ),
  bad(
    "subnet ids in a VPC that is created",
    SMALL,
    [["clients: { cidr", "clients: { id: subnet-11111111, cidr"]],
    [
      'bridges/bad.yaml:6:20: client.subnets.clients.id: "subnet-11111111" is given, but client.vpc has no id, so the VPC would be created; write client.vpc.id, or leave id out [existing-side]',
    ],
  ),
  bad(
    "clients that share their route table with others",
    EXISTING,
    [["rtb-22222222, clients", "rtb-11111111, clients"]],
    [
      'bridges/bad.yaml:9:84: client.subnets.batch.route_table: "rtb-11111111" is the table of clients, so this subnet would get a way over the bridge too; give it a table of its own, or leave clients: false out [clients-own-tables]',
    ],
  ),
  bad(
    "no client subnet",
    SMALL,
    [["\n    clients: { cidr: 10.64.0.0/24, zone: a }", " {}"]],
    [
      "bridges/bad.yaml:5:3: client.subnets: holds no subnet; write at least one subnet of the client VPC [has-subnets]",
    ],
  ),
  bad(
    "one name for two subnets",
    SMALL,
    [["    nat: {", "    clients: {"]],
    [
      "bridges/bad.yaml:14:5: bridge.nat_subnets.clients: is a name that client.subnets has too; give it another name [subnet-name]",
    ],
  ),
  bad(
    "a client subnet with a carved subnet's name",
    LARGE,
    [["clients-a:", "alb-a:"]],
    ["bridges/bad.yaml:7:5: client.subnets.alb-a: is the name of a carved subnet; give it another name [carved-names]"],
  ),
  bad(
    "subnets both carved and given",
    LARGE,
    [["  zones: [a, b]", "  zones: [a, b]\n  nat_subnets: { nat: { cidr: 100.64.0.0/28, zone: a } }"]],
    [
      "bridges/bad.yaml:18:3: bridge.nat_subnets: is given beside zones, which carve it; leave it out, or give all and no zones [carved-or-given]",
    ],
  ),
  bad(
    "subnets neither carved nor given",
    LARGE,
    [["  zones: [a, b]\n", ""]],
    [
      "bridges/bad.yaml:15:1: bridge: has no alb_subnets and no zones; write alb_subnets, or zones: [a, b] to carve the subnets [carved-or-given]",
      "bridges/bad.yaml:15:1: bridge: has no nat_subnets and no zones; write nat_subnets, or zones: [a, b] to carve the subnets [carved-or-given]",
    ],
  ),
  bad(
    "an attachment in a subnet that is not there",
    SMALL,
    [["bridge:", "  attachment_subnets: [server]\nbridge:"]],
    [
      'bridges/bad.yaml:11:24: web.attachment_subnets[0]: "server" is no web subnet; write one of servers [subnet-name]',
      'bridges/bad.yaml:23:15: services.shop.targets[0]: "10.64.0.10" is in zone a of the web side, where the attachment has no subnet; add servers, or another subnet of that zone, to web.attachment_subnets [web-attachment-zones]',
    ],
  ),
  bad(
    "a demo host in a subnet that is not there",
    SMALL,
    [["services:", "demo: { web: { subnet: web, address: 10.64.0.10 } }\nservices:"]],
    ['bridges/bad.yaml:20:24: demo.web.subnet: "web" is no web subnet; write one of servers [subnet-name]'],
  ),
  bad(
    "an endpoint for a demo client that is off",
    SMALL,
    [["services:", "demo: { connect_endpoint: true }\nservices:"]],
    [
      "bridges/bad.yaml:20:27: demo.connect_endpoint: true has no demo client to connect to; write demo.client, or false [connect-endpoint]",
    ],
  ),
  bad(
    "a log bucket without account",
    LARGE,
    [['  account: { id: "111122223333" }\n', ""]],
    [
      "bridges/bad.yaml:30:36: logs.create: true needs the account id for the bucket's policy; write client.account.id [logs-account]",
    ],
  ),
  bad(
    "a certificate of another region",
    LARGE,
    [["acm:eu-central-1", "acm:us-east-1"]],
    [
      'bridges/bad.yaml:22:20: listeners.https.certificates[0]: "arn:aws:acm:us-east-1:111122223333:certificate/shop" is not in eu-central-1; write an ARN of eu-central-1 [same-region]',
    ],
  ),
  bad(
    "an analysis without ends",
    SMALL,
    [["services:", "reachability_analyzer: {}\nservices:"]],
    [
      "bridges/bad.yaml:20:1: reachability_analyzer: has no network interface on the client side; write client: eni-..., or switch demo.client on [analyzer-ends]",
      "bridges/bad.yaml:20:1: reachability_analyzer: has no network interface on the web side; write web: eni-..., or switch demo.web on [analyzer-ends]",
    ],
  ),
];
