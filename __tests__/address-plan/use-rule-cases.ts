import { LARGE, SMALL } from "../config/bridge-texts";
import { add, demo } from "../config/contradiction-case";
import { broken, type BrokenCase, holds, type HoldingCase } from "./rule-case";

const ALB = "  alb_subnets:";
const steer = (ranges: string) => [ALB, `  steer: [${ranges}]\n${ALB}`] as const;
const WEB = demo("web: { subnet: servers, address: 10.64.0.10 }");
const service = (text: string) => ["    port: 80", `    ${text}`] as const;
const expecting = (text: string) => add(`expect: [{ from: client, to: web, is: denied, ${text} }]`);
const from = (text: string) => add(`expect: [{ from: "${text}", to: web, is: denied }]`);
const to = (name: string, text: string) => add(`expect: [{ from: client, to: "${name}", is: denied, ${text} }]`);

export const BROKEN_USE_RULES: readonly BrokenCase[] = [
  broken(
    "demo-web-is-target",
    "a web server that nobody asks",
    SMALL,
    [demo("web: { subnet: servers, address: 10.64.0.99 }")],
    [[20, "demo.web.address"]],
  ),
  broken(
    "demo-web-is-target",
    "in another zone than the targets",
    LARGE,
    [demo("web: { subnet: web-b, address: 10.64.1.11 }")],
    [[23, "demo.web.address"]],
  ),
  broken("demo-web-serves", "another port", SMALL, [WEB, service("port: 8080")], [[20, "demo.web.address"]]),
  broken("demo-web-serves", "HTTPS", SMALL, [WEB, service("protocol: HTTPS")], [[20, "demo.web.address"]]),
  broken(
    "demo-web-serves",
    "a health check on another port",
    SMALL,
    [WEB, service("health: { port: 81 }")],
    [[20, "demo.web.address"]],
  ),
  broken(
    "demo-web-serves",
    "a health check by HTTPS",
    SMALL,
    [WEB, service("health: { protocol: HTTPS }")],
    [[20, "demo.web.address"]],
  ),
  broken(
    "steer-in-web",
    "beside the web VPC, wider and narrower",
    SMALL,
    [steer("10.64.0.0/24, 192.168.5.0/24, 172.16.0.0/12, 8.8.8.8/32")],
    [
      [15, "bridge.steer[1]"],
      [15, "bridge.steer[2]"],
      [15, "bridge.steer[3]"],
    ],
  ),
  broken(
    "expect-once",
    "the same, and the contrary",
    SMALL,
    [
      add(
        ["denied", "denied", "allowed"]
          .map((is) => `  - { from: client, to: web, is: ${is} }`)
          .reduce((all, line) => `${all}\n${line}`, "expect:"),
      ),
    ],
    [
      [22, "expect[1].is"],
      [23, "expect[2].is"],
    ],
  ),
  broken(
    "service-is-no-place",
    "a service called internet",
    SMALL,
    [["  shop:", "  internet:"]],
    [[21, "services.internet"]],
  ),
  broken(
    "service-is-no-place",
    "a service called on-premises",
    SMALL,
    [["  shop:", "  on-premises:"]],
    [[21, "services.on-premises"]],
  ),
  broken(
    "expect-port",
    "ICMP with a port, in each place",
    SMALL,
    [
      add(
        `expect:
  - { from: client, to: web, protocol: icmp, port: 80, is: denied }
  - { from: client, to: "10.64.0.10:80@web", protocol: icmp, is: denied }
  - { from: client, to: "http://shop", protocol: icmp, is: denied }`,
      ),
    ],
    [
      [21, "expect[0].port"],
      [22, "expect[1].to"],
      [23, "expect[2].to"],
    ],
  ),
  broken("expect-port", "a URL by UDP", SMALL, [to("http://shop", "protocol: udp")], [[20, "expect[0].to"]]),
  broken("expect-port", "a port of the sender", SMALL, [from("10.64.0.20:80@client")], [[20, "expect[0].from"]]),
  broken("expect-port", "two ports", SMALL, [to("https://shop", "port: 80")], [[20, "expect[0].port"]]),
];

export const HOLDING_USE_RULES: readonly HoldingCase[] = [
  holds("demo-web-is-target", "one target of several", LARGE, demo("web: { subnet: web-a, address: 10.64.0.11 }")),
  holds("demo-web-serves", "all of it on port 80", SMALL, WEB, service("health: { port: 80, protocol: HTTP }")),
  holds(
    "steer-in-web",
    "a range around the web VPC",
    LARGE,
    [
      "vpc: { cidr: 10.64.0.0/16 }\n  subnets:\n    web-a: { cidr: 10.64.0.0/24, zone: a }\n    web-b: { cidr: 10.64.1.0/24, zone: b }\nbridge:",
      "vpc: { cidr: 192.168.0.0/16 }\n  subnets:\n    web-a: { cidr: 192.168.0.0/24, zone: a }\nbridge:\n  steer: [192.168.0.0/15]",
    ],
    ["[10.64.0.10, 10.64.1.10]", "[192.168.0.10]"],
    ["[10.64.0.11]", "[192.168.0.11]"],
  ),
  holds(
    "expect-once",
    "one pair by other ports and protocols",
    SMALL,
    add(
      "expect: [{ from: client, to: web, is: denied }, { from: client, to: web, port: 80, is: denied }, { from: client, to: web, protocol: icmp, is: denied }]",
    ),
  ),
  holds("service-is-no-place", "a name with the word in it", SMALL, ["  shop:", "  internet-shop:"]),
  holds("expect-port", "ICMP without a port", SMALL, expecting("protocol: icmp")),
  holds("expect-port", "a port of UDP", SMALL, expecting("protocol: udp, port: 53")),
  holds("expect-port", "the same port twice", SMALL, to("http://shop", "port: 80")),
];
