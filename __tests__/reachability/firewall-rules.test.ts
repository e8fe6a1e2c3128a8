import { answer } from "../../src/questions/asked";
import { Walker } from "../../src/reachability";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "../support/networks";

type Resources = Record<string, Record<string, object>>;
interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly port?: number;
  readonly protocol?: string;
}

function ask(resources: Resources, { from = "aws_instance.a", to = "aws_instance.b", ...flow }: Asked = {}): string[] {
  const graph = graphFrom({ resource: resources });
  const topology = buildTopology(graph);
  const question = { from, to, ...(flow.protocol === "icmp" ? {} : { port: flow.port ?? 443 }), ...flow };
  const walker = new Walker(topology);
  const found = answer({ graph, topology, walker, source: "test", granted: [] }, question);
  return [found.verdict, ...new Set(found.explanations.map(({ code, address }) => `${code} ${address}`))];
}

const OPEN = { from_port: 0, to_port: 0, protocol: "-1", cidr_blocks: ["0.0.0.0/0"] };
const subnet = (cidr: string) => ({ vpc_id: "${aws_vpc.v.id}", cidr_block: cidr, availability_zone: "eu-west-1a" });
const host = (name: string) => ({
  ami: "ami-1",
  subnet_id: `\${aws_subnet.${name}.id}`,
  vpc_security_group_ids: ["${aws_security_group.open.id}"],
});
const association = (name: string) => ({
  subnet_id: `\${aws_subnet.${name}.id}`,
  route_table_id: `\${aws_route_table.${name}.id}`,
});
const table = (cidr: string) => ({
  vpc_id: "${aws_vpc.v.id}",
  route: [
    {
      cidr_block: cidr,
      vpc_endpoint_id:
        "${tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
    },
  ],
});

const FORWARD = ["aws:forward_to_sfe"];

/** Hosts a (10.0.1.0/24) and b (10.0.2.0/24), between which everything passes a firewall with this policy and these groups. */
function network(policy: object, groups: Record<string, object> = {}): Resources {
  return {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: subnet("10.0.1.0/24"), b: subnet("10.0.2.0/24"), inspect: subnet("10.0.3.0/24") },
    aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [OPEN], egress: [OPEN] } },
    aws_instance: { a: host("a"), b: host("b") },
    aws_route_table: { a: table("10.0.2.0/24"), b: table("10.0.1.0/24") },
    aws_route_table_association: { a: association("a"), b: association("b") },
    aws_networkfirewall_firewall: {
      f: {
        name: "f",
        vpc_id: "${aws_vpc.v.id}",
        firewall_policy_arn: "${aws_networkfirewall_firewall_policy.p.arn}",
        subnet_mapping: [{ subnet_id: "${aws_subnet.inspect.id}" }],
      },
    },
    aws_networkfirewall_firewall_policy: {
      p: {
        name: "p",
        firewall_policy: {
          stateless_default_actions: FORWARD,
          stateless_fragment_default_actions: FORWARD,
          ...policy,
        },
      },
    },
    aws_networkfirewall_rule_group: groups,
  };
}

const STRICT = {
  stateful_engine_options: { rule_order: "STRICT_ORDER" },
  stateful_default_actions: ["aws:drop_strict"],
};
const group = (name: string, priority?: number) => ({
  resource_arn: `\${aws_networkfirewall_rule_group.${name}.arn}`,
  ...(priority !== undefined && { priority }),
});

interface Rule {
  readonly action?: string;
  readonly protocol?: string;
  readonly source?: string;
  readonly source_port?: string;
  readonly direction?: string;
  readonly destination?: string;
  readonly destination_port?: string;
  readonly option?: object[];
}
function rule({ action = "PASS", option = [], ...header }: Rule): object {
  return {
    action,
    header: {
      ...{ protocol: "TCP", source: "ANY", source_port: "ANY", direction: "FORWARD" },
      ...{ destination: "ANY", destination_port: "ANY", ...header },
    },
    rule_option: [{ keyword: "sid", settings: ["1"] }, ...option],
  };
}
const stateful = (rules: readonly object[], more: object = {}) => ({
  ...{ name: "g", capacity: 100, type: "STATEFUL" },
  rule_group: { rules_source: { stateful_rule: rules }, ...more },
});
const text = (rules: string, more: object = {}) => ({
  ...{ name: "g", capacity: 100, type: "STATEFUL" },
  rule_group: { rules_source: { rules_string: rules }, ...more },
});

interface Stateless {
  readonly priority: number;
  readonly action: string;
  readonly match?: object;
}
const stateless = (...rules: Stateless[]) => ({
  ...{ name: "g", capacity: 100, type: "STATELESS" },
  rule_group: {
    rules_source: {
      stateless_rules_and_custom_actions: {
        stateless_rule: rules.map(({ priority, action, match = {} }) => ({
          priority,
          rule_definition: { actions: [action], match_attributes: match },
        })),
      },
    },
  },
});

const G = "aws_networkfirewall_rule_group.g";
const P = "aws_networkfirewall_firewall_policy.p";
const STOP = "FIREWALL_RULES_RESTRICTION";
const OPEN_ABOUT = "UNKNOWN_RESOURCE";

/** In action order, and in strict order with a default that drops. */
const inActionOrder = (...rules: Rule[]): Resources =>
  network({ stateful_rule_group_reference: [group("g")] }, { g: stateful(rules.map(rule)) });
const inStrictOrder = (...rules: Rule[]): Resources =>
  network({ ...STRICT, stateful_rule_group_reference: [group("g", 1)] }, { g: stateful(rules.map(rule)) });
const ofText = (rules: string, more: object = {}): Resources =>
  network({ ...STRICT, stateful_rule_group_reference: [group("g", 1)] }, { g: text(rules, more) });

describe("default actions of a policy", () => {
  test.each<[string, object, string[]]>([
    ["what the stateless engine passes", { stateless_default_actions: ["aws:pass"] }, ["ALLOWED"]],
    ["what it drops", { stateless_default_actions: ["aws:drop"] }, ["DENIED", `${STOP} ${P}`]],
    ["a metric beside the action", { stateless_default_actions: ["aws:drop", "Count"] }, ["DENIED", `${STOP} ${P}`]],
    ["no action but a metric", { stateless_default_actions: ["Count"] }, ["UNKNOWN", `${OPEN_ABOUT} ${P}`]],
    ["action order without rules", {}, ["ALLOWED"]],
    ["strict order, drop", STRICT, ["DENIED", `${STOP} ${P}`]],
    ["strict order, alert", { ...STRICT, stateful_default_actions: ["aws:alert_strict"] }, ["ALLOWED"]],
    ["strict order, none", { stateful_engine_options: { rule_order: "STRICT_ORDER" } }, ["ALLOWED"]],
    [
      "strict order, established packets dropped",
      { ...STRICT, stateful_default_actions: ["aws:drop_established", "aws:alert_established"] },
      ["UNKNOWN", `${OPEN_ABOUT} ${P}`],
    ],
    [
      "an order that is not known",
      { stateful_engine_options: { rule_order: "${var.order}" } },
      ["UNKNOWN", `${OPEN_ABOUT} ${P}`],
    ],
    [
      "TLS inspection",
      { tls_inspection_configuration_arn: "arn:aws:network-firewall:eu-west-1:1:tls-configuration/t" },
      ["UNKNOWN", `${OPEN_ABOUT} ${P}`],
    ],
  ])("%s", (_, policy, expected) => {
    expect(ask(network(policy))).toEqual(expected);
  });

  test("TLS inspection is about TCP alone", () => {
    const arn = "arn:aws:network-firewall:eu-west-1:1:tls-configuration/t";
    expect(ask(network({ tls_inspection_configuration_arn: arn }), { protocol: "udp" })).toEqual(["ALLOWED"]);
  });
});

const A = "10.0.1.0/24";
const B = "10.0.2.0/24";

describe("a rule of a stateful group", () => {
  test.each<[string, Rule]>([
    ["any", {}],
    ["any, written small", { source: "any", destination: "any", destination_port: "any" }],
    ["its addresses", { source: A, destination: B }],
    ["lists of them", { source: `[10.9.0.0/16, ${A}]`, destination: "[10.0.0.0/16,!10.0.1.0/24]" }],
    ["all others than", { source: "!10.9.0.0/16", destination: `!${A}` }],
    ["the VPC, which is home", { source: "$HOME_NET", destination: "$HOME_NET" }],
    ["its port", { destination_port: "443" }],
    ["a range of ports", { destination_port: "400:500" }],
    ["ports from", { destination_port: "443:" }],
    ["ports to", { destination_port: ":443" }],
    ["a list of ports", { destination_port: "[80, 440:450, !441]" }],
    ["all other ports than", { destination_port: "!80" }],
    ["the ports that hosts send from", { source_port: "1024:65535" }],
    ["both ways", { source: B, destination: A, direction: "ANY", destination_port: "ANY" }],
    ["every protocol", { protocol: "IP" }],
    ["every protocol with a port", { protocol: "IP", destination_port: "443" }],
    ["what goes to the server", { option: [{ keyword: "flow", settings: ["to_server"] }] }],
    ["an option with its setting", { option: [{ keyword: 'msg:"Hello"' }] }],
  ])("passes %s", (_, one) => {
    expect(ask(inStrictOrder(one))).toEqual(["ALLOWED"]);
    const others = { ...one, action: "DROP" };
    expect(ask(inActionOrder(others))).toEqual(["DENIED", `${STOP} ${G}`]);
  });

  test.each<[string, Rule]>([
    ["another source", { source: "10.0.9.0/24" }],
    ["another destination", { destination: A }],
    ["what is not home", { source: "$EXTERNAL_NET" }],
    ["another port", { destination_port: "80" }],
    ["another protocol", { protocol: "UDP" }],
    ["pings", { protocol: "ICMP" }],
    ["the other direction", { source: B, destination: A }],
  ])("about %s says nothing", (_, one) => {
    expect(ask(inStrictOrder(one))).toEqual(["DENIED", `${STOP} ${P}`]);
  });

  test.each<[string, Rule]>([
    ["content", { option: [{ keyword: "content", settings: ['"x"'] }] }],
    ["connections that are made", { option: [{ keyword: "flow", settings: ["established"] }] }],
    ["the protocol of an application", { protocol: "HTTP" }],
    ["a name that nobody defines", { source: "$SOMETHING" }],
    ["a list that nobody refers to", { source: "@SOMETHING" }],
    ["a source that is not known", { source: "${var.source}" }],
    ["a range with host bits", { source: "10.0.1.1/24" }],
  ])("about %s leaves it open", (_, one) => {
    expect(ask(inStrictOrder(one))).toEqual(["UNKNOWN", `${OPEN_ABOUT} ${G}`]);
    expect(ask(inActionOrder({ ...one, action: "DROP" }))).toEqual(["UNKNOWN", `${OPEN_ABOUT} ${G}`]);
    // It can only pass what passes anyway.
    expect(ask(inActionOrder(one))).toEqual(["ALLOWED"]);
  });

  test("is open only about what it can select", () => {
    expect(ask(inActionOrder({ action: "DROP", protocol: "TLS" }), { protocol: "icmp" })).toEqual(["ALLOWED"]);
    expect(ask(inActionOrder({ action: "DROP", protocol: "TLS", destination_port: "80" }))).toEqual(["ALLOWED"]);
    expect(ask(inActionOrder({ action: "DROP", protocol: "DNS" }), { protocol: "udp" })[0]).toBe("UNKNOWN");
  });

  test("that alerts decides nothing", () => {
    expect(ask(inStrictOrder({ action: "ALERT" }, {}))).toEqual(["ALLOWED"]);
    expect(ask(inStrictOrder({ action: "ALERT" }))).toEqual(["DENIED", `${STOP} ${P}`]);
  });

  test("that rejects stops", () => {
    expect(ask(inActionOrder({ action: "REJECT" }))).toEqual(["DENIED", `${STOP} ${G}`]);
  });
});

describe("the order of stateful rules", () => {
  test("passes before it drops, unless it is strict", () => {
    const rules: Rule[] = [{ action: "DROP" }, { destination_port: "443" }];
    expect(ask(inActionOrder(...rules))).toEqual(["ALLOWED"]);
    expect(ask(inActionOrder(...rules), { port: 80 })).toEqual(["DENIED", `${STOP} ${G}`]);
    expect(ask(inStrictOrder(...rules))).toEqual(["DENIED", `${STOP} ${G}`]);
    expect(ask(inStrictOrder(...[...rules].reverse()))).toEqual(["ALLOWED"]);
  });

  test("is that of the groups' priorities", () => {
    const groups = { g: stateful([rule({ action: "DROP" })]), h: stateful([rule({})]) };
    const ordered = (g: number, h: number): string[] =>
      ask(network({ ...STRICT, stateful_rule_group_reference: [group("g", g), group("h", h)] }, groups));
    expect(ordered(1, 2)).toEqual(["DENIED", `${STOP} ${G}`]);
    expect(ordered(2, 1)).toEqual(["ALLOWED"]);
  });

  test("is that of the firewall's name for a group: one that is not in the input leaves open what comes after it", () => {
    const managed = { resource_arn: "arn:aws:network-firewall:eu-west-1:aws-managed:stateful-rulegroup/T" };
    const references = (own: number, others: number, override?: object) => ({
      ...STRICT,
      stateful_rule_group_reference: [group("g", own), { ...managed, priority: others, ...override }],
    });
    const pass = { g: stateful([rule({})]) };
    const opened = ["UNKNOWN", `${OPEN_ABOUT} ${managed.resource_arn}`];
    expect(ask(network(references(2, 1), pass))).toEqual(opened);
    expect(ask(network(references(1, 2), pass))).toEqual(["ALLOWED"]);
    expect(ask(network(references(1, 2), { g: stateful([rule({ action: "DROP" })]) }))).toEqual([
      "DENIED",
      `${STOP} ${G}`,
    ]);
    const alerting = { override: { action: "DROP_TO_ALERT" } };
    expect(ask(network(references(2, 1, alerting), pass))).toEqual(["ALLOWED"]);
  });
});

describe("replies", () => {
  test("of a connection that a rule passed pass too, whatever drops the rest", () => {
    expect(ask(inActionOrder({ source: A, destination_port: "443" }, { action: "DROP", protocol: "IP" }))).toEqual([
      "ALLOWED",
    ]);
  });

  test("of one that passed by default are open to a rule that drops what goes that way", () => {
    expect(ask(inActionOrder({ action: "DROP", source: B, destination: A }))).toEqual([
      "UNKNOWN",
      `${OPEN_ABOUT} ${G}`,
    ]);
    const toServer = [{ keyword: "flow", settings: ["to_server"] }];
    expect(ask(inActionOrder({ action: "DROP", source: B, destination: A, option: toServer }))).toEqual(["ALLOWED"]);
    expect(ask(inActionOrder({ action: "DROP", source: B, destination: A, destination_port: "22" }))).toEqual([
      "ALLOWED",
    ]);
  });
});

describe("a rule of a stateless group", () => {
  const one = (match: object, action = "aws:drop"): Resources =>
    network({ stateless_rule_group_reference: [group("g", 1)] }, { g: stateless({ priority: 1, action, match }) });
  const to = (cidr: string) => ({ destination: [{ address_definition: cidr }] });
  const from = (cidr: string) => ({ source: [{ address_definition: cidr }] });
  const port = (first: number, last = first) => [{ from_port: first, to_port: last }];

  test.each<[string, object]>([
    ["everything", {}],
    ["a protocol", { protocols: [6] }],
    ["addresses", { ...from(A), ...to(B) }],
    ["one of several addresses", { destination: [{ address_definition: "10.9.0.0/16" }, { address_definition: B }] }],
    ["a port", { destination_port: port(443) }],
    ["a port without an end", { destination_port: [{ from_port: 443 }] }],
    ["a range of ports", { destination_port: port(1, 1000), source_port: port(0, 65535) }],
    ["replies, which it sees as well", { ...from(B), ...to(A), source_port: port(443) }],
  ])("drops %s", (_, match) => {
    expect(ask(one(match))).toEqual(["DENIED", `${STOP} ${G}`]);
  });

  test.each<[string, object]>([
    ["other protocols", { protocols: [17] }],
    ["other addresses", to("10.9.0.0/16")],
    ["other ports", { destination_port: port(80) }],
  ])("says nothing about %s", (_, match) => {
    expect(ask(one(match))).toEqual(["ALLOWED"]);
  });

  test.each<[string, object]>([
    ["flags", { protocols: [6], tcp_flag: [{ flags: ["SYN"], masks: ["SYN", "ACK"] }] }],
    ["an address that is not known", to("${var.cidr}")],
    ["a port that is not known", { destination_port: [{ from_port: "${var.port}" }] }],
    ["protocols that are not known", { protocols: "${var.protocols}" }],
  ])("with %s leaves it open", (_, match) => {
    expect(ask(one(match))).toEqual(["UNKNOWN", `${OPEN_ABOUT} ${G}`]);
  });

  test("goes before the stateful ones: what it passes they don't see, in either direction", () => {
    const policy = { ...STRICT, stateless_rule_group_reference: [group("g", 1)] };
    const passing = (...matches: object[]): string[] =>
      ask(
        network(policy, {
          g: stateless(...matches.map((match, i) => ({ priority: i + 1, action: "aws:pass", match }))),
        }),
      );
    expect(passing(to(B), to(A))).toEqual(["ALLOWED"]);
    // The reply alone comes to the stateful engine.
    expect(passing(to(B))[0]).toBe("UNKNOWN");
    expect(passing(to(A)).slice(0, 2)).toEqual(["DENIED", `${STOP} ${P}`]);
  });

  test("counts by its priority, and its group's before that", () => {
    const policy = (g: number, h: number) => ({ stateless_rule_group_reference: [group("g", g), group("h", h)] });
    const groups = {
      g: stateless({ priority: 5, action: "aws:drop" }, { priority: 1, action: "aws:pass" }),
      h: stateless({ priority: 1, action: "aws:drop" }),
    };
    expect(ask(network(policy(1, 2), groups))).toEqual(["ALLOWED"]);
    expect(ask(network(policy(2, 1), groups))).toEqual(["DENIED", `${STOP} aws_networkfirewall_rule_group.h`]);
  });
});

describe("a group of Suricata rules", () => {
  test.each<[string, string, string]>([
    ["a pass", "pass tcp any any -> any 443 (sid:1;)", "ALLOWED"],
    ["comments and empty lines", '# all\n\n  pass ip any any -> any any (msg:"a; b"; sid:1; rev:2;)', "ALLOWED"],
    ["lines that go on", "pass tcp \\\n any any -> any any (sid:1;)", "ALLOWED"],
    ["lists with blanks", "pass tcp [10.0.1.0/24, 10.9.0.0/16] any -> $HOME_NET [443, 80] (sid:1;)", "ALLOWED"],
    ["both ways", "pass tcp 10.0.2.0/24 any <> 10.0.1.0/24 any (sid:1;)", "ALLOWED"],
    ["to the server", "pass tcp any any -> any any (flow:to_server; sid:1;)", "ALLOWED"],
    ["the first one", "drop tcp any any -> any any (sid:1;)\npass tcp any any -> any any (sid:2;)", "DENIED"],
    ["other ports", "pass tcp any any -> any 80 (sid:1;)", "DENIED"],
    ["commented out", "#pass tcp any any -> any any (sid:1;)", "DENIED"],
    ["content", 'pass tcp any any -> any any (content:"x"; sid:1;)', "UNKNOWN"],
    ["names in TLS", 'pass tls any any -> any any (tls.sni; content:"x"; sid:1;)', "UNKNOWN"],
    ["made connections", "pass tcp any any -> any any (flow:to_server, established; sid:1;)", "UNKNOWN"],
    ["no rule", "pass everything", "UNKNOWN"],
    ["an arrow that there is not", "pass tcp any any <- any any (sid:1;)", "UNKNOWN"],
    ["an action that is not known", "config tcp any any -> any any (sid:1;)", "UNKNOWN"],
  ])("%s", (_, rules, expected) => {
    expect(ask(ofText(rules))[0]).toBe(expected);
    const plain = network(
      { ...STRICT, stateful_rule_group_reference: [group("g", 1)] },
      { g: { name: "g", capacity: 1, type: "STATEFUL", rules } },
    );
    expect(ask(plain)[0]).toBe(expected);
  });
});

describe("names in rules", () => {
  const to = (destination: string) => ({ destination });
  const strict = (destination: string, more: object, policy: object = {}): string =>
    ask(
      network(
        { ...STRICT, ...policy, stateful_rule_group_reference: [group("g", 1)] },
        { g: stateful([rule(to(destination))], more) },
      ),
    )[0]!;
  const sets = (key: string, definition: unknown) => ({
    rule_variables: { ip_sets: [{ key, ip_set: { definition } }] },
  });
  const home = (definition: unknown) => ({
    policy_variables: { rule_variables: [{ key: "HOME_NET", ip_set: { definition } }] },
  });

  test("are those of the group", () => {
    expect(strict("$WEB", sets("WEB", [B]))).toBe("ALLOWED");
    expect(strict("$WEB", sets("WEB", [A]))).toBe("DENIED");
    expect(strict("!$WEB", sets("WEB", [A]))).toBe("ALLOWED");
    expect(strict("$WEB", sets("WEB", ["${var.a}"]))).toBe("UNKNOWN");
    expect(strict("$WEB", sets("WEB", "${var.a}"))).toBe("UNKNOWN");
    expect(strict("$WEB", {})).toBe("UNKNOWN");
  });

  test("home is what the group, or the policy, or else the VPC says", () => {
    expect(strict("$HOME_NET", {})).toBe("ALLOWED");
    expect(strict("$HOME_NET", {}, home(["10.9.0.0/16"]))).toBe("DENIED");
    expect(strict("$EXTERNAL_NET", {}, home(["10.9.0.0/16"]))).toBe("ALLOWED");
    expect(strict("$HOME_NET", sets("HOME_NET", [B]), home(["10.9.0.0/16"]))).toBe("ALLOWED");
    expect(strict("$HOME_NET", {}, home(["${var.a}"]))).toBe("UNKNOWN");
    // What is outside is the policy's to say, also where the group has a home of its own.
    expect(strict("$EXTERNAL_NET", sets("HOME_NET", ["10.9.0.0/16"]))).toBe("DENIED");
    expect(strict("$EXTERNAL_NET", sets("HOME_NET", [B]), home(["10.9.0.0/16"]))).toBe("ALLOWED");
  });

  test("a VPC of several ranges is a home that is not certain", () => {
    const made = inStrictOrder({ destination: "$HOME_NET" });
    const more = {
      aws_vpc_ipv4_cidr_block_association: { c: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.1.0.0/16" } },
    };
    expect(ask({ ...made, ...more })[0]).toBe("UNKNOWN");
  });

  test("a reference is to a prefix list", () => {
    const made = (entries: object): Resources => ({
      ...network(
        { ...STRICT, stateful_rule_group_reference: [group("g", 1)] },
        {
          g: stateful([rule(to("@LIST"))], {
            reference_sets: {
              ip_set_references: [
                { key: "LIST", ip_set_reference: { reference_arn: "${aws_ec2_managed_prefix_list.l.arn}" } },
              ],
            },
          }),
        },
      ),
      aws_ec2_managed_prefix_list: { l: { name: "l", address_family: "IPv4", max_entries: 5, entry: entries } },
    });
    expect(ask(made([{ cidr: B }]))[0]).toBe("ALLOWED");
    expect(ask(made([{ cidr: A }]))[0]).toBe("DENIED");
    expect(ask(made([{ cidr: "${var.c}" }]))[0]).toBe("UNKNOWN");
  });

  test("ports have names, too", () => {
    const ports = (definition: string[]) => ({
      rule_variables: { port_sets: [{ key: "WEB", port_set: { definition } }] },
    });
    const asked = (definition: string[]): string =>
      ask(
        network(
          { ...STRICT, stateful_rule_group_reference: [group("g", 1)] },
          { g: stateful([rule({ destination_port: "$WEB" })], ports(definition)) },
        ),
      )[0]!;
    expect(asked(["443", "80"])).toBe("ALLOWED");
    expect(asked(["80"])).toBe("DENIED");
  });
});

describe("a list of domains", () => {
  const list = (kind: string): Record<string, object> => ({
    g: {
      ...{ name: "g", capacity: 1, type: "STATEFUL" },
      rule_group: {
        rules_source: {
          rules_source_list: { generated_rules_type: kind, target_types: ["TLS_SNI"], targets: [".example.com"] },
        },
      },
    },
  });
  const policy = { stateful_rule_group_reference: [group("g")] };

  test("leaves open what becomes of TCP, and of nothing else", () => {
    for (const kind of ["ALLOWLIST", "DENYLIST"]) {
      expect(ask(network(policy, list(kind)))).toEqual(["UNKNOWN", `${OPEN_ABOUT} ${G}`]);
      expect(ask(network(policy, list(kind)), { protocol: "udp" })).toEqual(["ALLOWED"]);
    }
  });
});

test("what names a group admits nobody behind a firewall", () => {
  const open = network({});
  const self = { ...OPEN, cidr_blocks: [], self: true };
  const grouped = {
    ...open,
    aws_security_group: { open: { vpc_id: "${aws_vpc.v.id}", ingress: [self], egress: [OPEN] } },
  };
  expect(ask(open)).toEqual(["ALLOWED"]);
  expect(ask(grouped)).toEqual(["DENIED", "ENI_SG_RULES_MISMATCH aws_security_group.open"]);
  expect(ask({ ...grouped, aws_route_table_association: {} })).toEqual(["ALLOWED"]);
});

test("a connection whose replies come by no firewall is open, unless no engine keeps connections", () => {
  const oneWay = (policy: object): string[] => {
    const made = network(policy);
    const { a } = made.aws_route_table_association!;
    return ask({ ...made, aws_route_table_association: { a: a! } });
  };
  expect(oneWay({})).toEqual(["UNKNOWN", `${OPEN_ABOUT} aws_networkfirewall_firewall.f`]);
  expect(oneWay({ stateless_default_actions: ["aws:pass"] })).toEqual(["ALLOWED"]);
});
