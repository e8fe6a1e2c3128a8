/** A bridge that is refused though another one would do, and what the block to paste must do. */
export interface HintCase {
  readonly what: string;
  readonly text: string;
  /** What must be in the file afterwards. */
  readonly steer?: readonly string[];
  readonly shadows?: readonly string[];
  /** What must be said, beside the block. */
  readonly says?: RegExp;
}

interface Parts {
  readonly client?: string;
  readonly subnets: string;
  readonly web?: string;
  readonly servers: string;
  readonly targets: string;
  readonly bridge?: string;
  readonly more?: string;
}

/** Everything is created unless the parts say otherwise; carved for two zones. */
function bridge({ client, subnets, web, servers, targets, bridge: of = "", more = "" }: Parts): string {
  return `region: eu-west-1
backend: { type: local, path: state/test.tfstate }
client:
  vpc: ${client ?? "{ cidr: 172.16.0.0/16 }"}
  subnets:
    ${subnets.split("\n").join("\n    ")}
web:
  vpc: ${web ?? "{ cidr: 172.16.0.0/16 }"}
  subnets:
    ${servers.split("\n").join("\n    ")}
bridge:
  cidr: 100.64.0.0/24
  zones: [a, b]${of && `\n  ${of}`}
listeners:
  http: { action: forward }
services:
  web:
    targets: [${targets}]
    port: 80
${more}`;
}

const TWO = "apps-a: { cidr: 172.16.0.0/24, zone: a }\napps-b: { cidr: 172.16.1.0/24, zone: b }";
/** Both VPCs exist; a subnet of the client's is not in the file, or there is none. */
const there = (name: string, digit: string, cidr: string, zone: string) =>
  `${name}: { id: subnet-${digit.repeat(8)}, route_table: rtb-${digit.repeat(8)}, cidr: ${cidr}, zone: ${zone} }`;
const EXISTING_CLIENT = "{ id: vpc-11111111, cidr: 10.0.0.0/16, routes: [0.0.0.0/0] }";
const EXISTING_WEB = "{ id: vpc-22222222, cidr: 10.0.0.0/16 }";

export const HINT_CASES: readonly HintCase[] = [
  {
    what: "a client subnet is the whole VPC, which is created",
    text: bridge({
      subnets: "apps-a: { cidr: 172.16.0.0/16, zone: a }",
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    }),
    steer: ["172.16.0.0/17"],
    says: /if that subnet must stay as large as the VPC, only a hub/,
  },
  {
    what: "a client subnet is the whole VPC, with targets in both halves and a demo client in the second",
    text: bridge({
      subnets: "apps-a: { cidr: 172.16.0.0/16, zone: a }",
      servers: "w: { cidr: 172.16.0.0/24, zone: a }\nx: { cidr: 172.16.200.0/24, zone: b }",
      targets: "172.16.0.10, 172.16.200.10",
      more: "demo: { client: { subnet: apps-a, address: 172.16.130.4 } }\n",
    }),
    steer: ["172.16.0.0/24", "172.16.128.0/17"],
    shadows: ["172.16.0.0/24"],
  },
  {
    what: "a web subnet is the whole client VPC",
    text: bridge({ subnets: TWO, servers: "w: { cidr: 172.16.0.0/16, zone: a }", targets: "172.16.0.10" }),
    steer: ["172.16.0.0/24"],
  },
  {
    what: "a web subnet is the whole client VPC, with targets where no client is",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/16, zone: c }",
      targets: "172.16.9.10, 172.16.9.200, 172.16.1.7",
    }),
    steer: ["172.16.9.0/24", "172.16.1.0/24"],
    shadows: ["172.16.9.0/24"],
  },
  {
    what: "a web subnet is wider than the client VPC, with targets in and beside it",
    text: bridge({
      client: "{ cidr: 172.16.0.0/20 }",
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/16, zone: a }",
      targets: "172.16.0.10, 172.16.99.10",
    }),
    steer: ["172.16.0.0/24", "172.16.64.0/18"],
  },
  {
    what: "what is steered already stays",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.1.0/24, zone: b }\nx: { cidr: 172.16.0.0/25, zone: a }",
      targets: "172.16.1.10, 172.16.0.10",
    }),
    steer: ["172.16.1.0/24", "172.16.0.0/24"],
  },
  {
    what: "what bridge.steer has of its own stays, and what it can't have goes",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.1.0/24, zone: b }\nx: { cidr: 172.16.0.0/25, zone: a }",
      targets: "172.16.1.10, 172.16.0.10",
      bridge: "steer: [192.168.7.0/24, 172.16.1.0/24, 172.16.0.0/25]",
    }),
    steer: ["172.16.1.0/24", "172.16.0.0/24"],
  },
  {
    what: "a web subnet over a client subnet and beside it",
    text: bridge({
      subnets: "apps-a: { cidr: 172.16.0.0/24, zone: a }\napps-b: { cidr: 172.16.8.0/24, zone: b }",
      servers: "w: { cidr: 172.16.0.0/23, zone: a }",
      targets: "172.16.0.10, 172.16.1.10",
    }),
    steer: ["172.16.0.0/24", "172.16.1.0/24"],
    shadows: ["172.16.1.0/24"],
  },
  {
    what: "a web subnet over three small client subnets and the room between them",
    text: bridge({
      subnets:
        "a: { cidr: 172.16.4.0/28, zone: a }\nb: { cidr: 172.16.4.32/27, zone: b }\nc: { cidr: 172.16.6.0/25, zone: a }",
      servers: "w: { cidr: 172.16.4.0/22, zone: b }",
      targets: "172.16.4.5, 172.16.4.20, 172.16.4.40, 172.16.5.9, 172.16.6.200",
    }),
    steer: ["172.16.4.0/28", "172.16.4.16/28", "172.16.4.32/27", "172.16.5.0/24", "172.16.6.128/25"],
    shadows: ["172.16.4.16/28", "172.16.5.0/24", "172.16.6.128/25"],
  },
  {
    what: "two web subnets without equals",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.50.0/24, zone: a }\nx: { cidr: 172.16.60.0/24, zone: b }",
      targets: "172.16.50.10, 172.16.60.10",
    }),
    shadows: ["172.16.50.0/24", "172.16.60.0/24"],
  },
  {
    what: "names that are taken, or would be too long",
    text: bridge({
      subnets: `${TWO}\nshadow-w: { cidr: 172.16.2.0/24, zone: a }\nshadow-a-name-that-is-lo: { cidr: 172.16.3.0/24, zone: a }`,
      servers:
        "w: { cidr: 172.16.50.0/24, zone: a }\na-name-that-is-long-too: { cidr: 172.16.60.0/24, zone: b }\na-name-that-is-longer: { cidr: 172.16.70.0/24, zone: b }",
      targets: "172.16.50.10, 172.16.60.10, 172.16.70.10",
    }),
    shadows: ["172.16.50.0/24", "172.16.60.0/24", "172.16.70.0/24"],
  },
  {
    what: "a target in a client subnet of a zone that the ALB is not in, and one that is not steered legally",
    text: bridge({
      subnets: "apps-a: { cidr: 172.16.0.0/24, zone: a }\napps-c: { cidr: 172.16.1.0/24, zone: c }",
      servers: "w: { cidr: 172.16.0.0/23, zone: a }",
      targets: "172.16.0.10, 172.16.1.10",
    }),
    steer: ["172.16.0.0/24", "172.16.1.0/24"],
  },
  {
    what: "an existing subnet is left out",
    text: bridge({
      client: EXISTING_CLIENT,
      subnets: [there("private-a", "1", "10.0.1.0/24", "a"), there("private-c", "3", "10.0.3.0/24", "c")].join("\n"),
      web: EXISTING_WEB,
      servers: [there("web-a", "4", "10.0.1.0/24", "a"), there("web-b", "5", "10.0.2.0/24", "b")].join("\n"),
      targets: "10.0.1.15, 10.0.2.15",
    }).replace("\nbridge:", "\n  security_groups: [sg-11111111]\nbridge:"),
    shadows: ["10.0.2.0/24"],
    says: /is a subnet that holds the target missing under client\.subnets\?.*\n(.*\n)* +write in .*, if the client VPC has no subnet in 10\.0\.2\.0\/24:/,
  },
  {
    what: "existing subnets are left out below a wider web subnet",
    text: bridge({
      client: EXISTING_CLIENT,
      subnets: there("private-a", "1", "10.0.1.0/24", "a"),
      web: EXISTING_WEB,
      servers: there("web-a", "4", "10.0.0.0/22", "a"),
      targets: "10.0.1.15, 10.0.2.15, 10.0.3.15",
    }).replace("\nbridge:", "\n  security_groups: [sg-11111111]\nbridge:"),
    steer: ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"],
    shadows: ["10.0.2.0/24", "10.0.3.0/24"],
    says: /is a subnet that holds the targets missing under client\.subnets\?/,
  },
  {
    what: "the bridge's range is the client's, with subnets given elsewhere",
    text: bridge({ subnets: TWO, servers: "w: { cidr: 172.16.0.0/24, zone: a }", targets: "172.16.0.10" }).replace(
      "  cidr: 100.64.0.0/24\n  zones: [a, b]",
      "  cidr: 172.16.0.0/16\n  alb_subnets:\n    alb-1: { cidr: 100.64.3.0/27, zone: a }\n    alb-2: { cidr: 100.64.3.32/27, zone: b }\n  nat_subnets:\n    nat: { cidr: 100.64.3.64/28, zone: a, addresses: [100.64.3.70] }",
    ),
  },
  {
    what: "the bridge and all in it lies in the web VPC, and the attachment lacks a zone",
    text: bridge({ subnets: TWO, servers: "w: { cidr: 172.16.0.0/24, zone: a }", targets: "172.16.0.10" }).replace(
      "  cidr: 100.64.0.0/24\n  zones: [a, b]",
      "  cidr: 172.16.8.0/24\n  alb_subnets:\n    alb-1: { cidr: 172.16.8.0/27, zone: a }\n    alb-2: { cidr: 172.16.8.32/28, zone: b }\n  nat_subnets:\n    nat: { cidr: 172.16.8.64/28, zone: a, addresses: [172.16.8.70, 172.16.8.71] }\n  attachment_subnets:\n    tgw: { cidr: 172.16.8.80/28, zone: a }",
    ),
  },
  {
    what: "a range too small to carve beside an address that is routed already",
    text: bridge({
      client: EXISTING_CLIENT.replace("0.0.0.0/0", "0.0.0.0/0, 100.64.0.0/24"),
      subnets: there("private-a", "1", "10.0.1.0/24", "a"),
      web: EXISTING_WEB,
      servers: there("web-a", "4", "10.0.1.0/24", "a"),
      targets: "10.0.1.15",
    })
      .replace("\nbridge:", "\n  security_groups: [sg-11111111]\nbridge:")
      .replace("100.64.0.0/24\n", "100.64.0.0/26\n"),
  },
  {
    what: "nothing is said of the bridge's subnets, in a Region without a zone b",
    text: bridge({
      subnets: "apps-c: { cidr: 172.16.0.0/24, zone: c }",
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    })
      .replace("eu-west-1", "ap-northeast-1")
      .replace("  zones: [a, b]\n", ""),
  },
  {
    what: "one ALB subnet, in the wrong zone",
    text: bridge({
      subnets: "apps-b: { cidr: 172.16.0.0/24, zone: b }",
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    }).replace(
      "  zones: [a, b]",
      "  alb_subnets: { alb: { cidr: 100.64.0.0/26, zone: a } }\n  nat_subnets: { nat: { cidr: 100.64.0.128/28, zone: a } }",
    ),
  },
  {
    what: "web attachment subnets that miss a zone and have one twice",
    text: bridge({
      subnets: TWO,
      servers:
        "w: { cidr: 172.16.0.0/24, zone: a }\nx: { cidr: 172.16.1.0/24, zone: b }\ny: { cidr: 172.16.2.0/24, zone: a }\n",
      targets: "172.16.0.10, 172.16.1.10",
    })
      .replace("bridge:\n", "bridge:\n")
      .replace("zone: a }\n    \nbridge", "zone: a }\n  attachment_subnets: [y, w]\nbridge"),
  },
];

/** Zones that can't be, beside a target whose zone is missing: what is right stays, and the rest is not written again. */
const ZONE_CASES: readonly HintCase[] = [
  ["a zone listed twice", "[a, a]", "zones: [a, b]"],
  ["a zone that the Region has not", "[a, d]", "zones: [a, b]"],
  ["a zone's id among letters", "[a, euw1-az2]", "zones: [a, b]"],
  ["no zone that can be", "[x, euw1-az2, x]", "zones: [a, b]"],
].map(([what = "", zones, says = ""]) => ({
  what,
  text: bridge({
    subnets: TWO,
    servers: "w: { cidr: 172.16.0.0/23, zone: a }",
    targets: "172.16.0.10, 172.16.1.10",
    bridge: "steer: [172.16.0.0/24, 172.16.1.0/24]",
  }).replace("zones: [a, b]", `zones: ${zones}`),
  says: RegExp(`  ${says.replace(/[[\]]/g, "\\$&")}`),
}));

export const ALL_HINT_CASES: readonly HintCase[] = [...HINT_CASES, ...ZONE_CASES];

/** Bridges that no place in the client VPC is for: the block makes hubs of them. */
export const HUB_CASES: readonly HintCase[] = [
  {
    what: "a client subnet is the whole VPC, which exists",
    text: bridge({
      client: EXISTING_CLIENT,
      subnets: there("all", "1", "10.0.0.0/16", "a"),
      web: EXISTING_WEB,
      servers: there("web-a", "4", "10.0.1.0/24", "a"),
      targets: "10.0.1.15",
    }).replace("\nbridge:", "\n  security_groups: [sg-11111111]\nbridge:"),
    says: /no bridge in the client VPC can be built: reach it by a hub/,
  },
  {
    what: "a client subnet is a whole second range of a VPC that exists, and so is the web subnet",
    text: bridge({
      client: "{ id: vpc-11111111, cidr: 10.8.0.0/16, secondary_cidrs: [10.0.0.0/24] }",
      subnets: there("all", "1", "10.0.0.0/24", "a"),
      web: EXISTING_WEB,
      servers: there("web-a", "4", "10.0.0.0/24", "a"),
      targets: "10.0.0.15",
    }).replace("\nbridge:", "\n  security_groups: [sg-11111111]\nbridge:"),
    says: /no bridge in the client VPC can be built: reach it by a hub/,
  },
  {
    what: "a created VPC of 16 addresses with one subnet",
    text: bridge({
      client: "{ cidr: 172.16.0.0/28 }",
      subnets: "all: { cidr: 172.16.0.0/28, zone: a }",
      servers: "w: { cidr: 172.16.0.0/28, zone: a }",
      targets: "172.16.0.10",
    }),
    says: /no bridge in the client VPC can be built: reach it by a hub/,
  },
  ...["TCP", "tls", "postgres"].map((protocol) => ({
    what: `a service that speaks ${protocol}`,
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    }).replace("    port: 80", `    port: 5432\n    protocol: ${protocol}`),
    says: /is nothing that an ALB speaks.*write HTTP or HTTPS if the servers speak it; for anything else use a hub/,
  })),
  {
    what: "a database in another account, beside a web server and demo hosts",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
      more: "  db: { targets: [172.16.0.11], protocol: TCP, port: 5432, target_port: 5433 }\ndemo: { web: { subnet: w, address: 172.16.0.10 } }\n",
    })
      .replace("web:\n  vpc", 'web:\n  account: { id: "444455556666" }\n  vpc')
      .replace("client:\n  vpc", 'client:\n  account: { id: "111122223333" }\n  vpc'),
    says: /, if the demo hosts may go.*, if arn:aws:iam::444455556666:role\/overlap-bridge is such a role/,
  },
];

/** Bridges for which no change of the file helps: nothing may be told to be pasted, and where to go must be said. */
export const ELSEWHERE: readonly HintCase[] = [
  ...["UDP", "TCP_UDP"].map((protocol) => ({
    what: `a service that speaks ${protocol}`,
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    }).replace("    port: 80", `    port: 5432\n    protocol: ${protocol}`),
    says: /is nothing that an ALB speaks.*write HTTP or HTTPS if the servers speak it; for anything else use an appliance/,
  })),
  {
    what: "a listener for TCP",
    text: bridge({
      subnets: TWO,
      servers: "w: { cidr: 172.16.0.0/24, zone: a }",
      targets: "172.16.0.10",
    }).replace("  http: { action: forward }", "  http: { action: forward }\n  tcp: { port: 5432 }"),
    says: /listeners\.tcp: is nothing that an ALB speaks.*for anything else use a hub/,
  },
];
