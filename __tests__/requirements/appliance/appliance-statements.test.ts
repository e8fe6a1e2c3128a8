import { type Changes, planOfText } from "../../support/bridges";
import { appliancePlan, brokenIn, putScript, scriptsOf, type Stack, stackJson } from "../../support/appliances";
import { LARGE_APPLIANCE } from "../../config/bridge-texts";

const plan = appliancePlan();

/** What does not hold of the example, when something of its stack is changed. */
function broken(change: (stack: Stack) => void): string[] {
  const stack = stackJson(plan);
  change(stack);
  return brokenIn(plan, stack);
}

/** The same with another text in place of one of its boot script. */
function scripted(from: string, to: string): string[] {
  return broken((stack) => {
    const [[name, script] = ["", ""]] = Object.entries(scriptsOf(stack)).filter(([, text]) => text.includes("nft"));
    if (!script.includes(from)) throw new Error(`the script has no "${from}"`);
    putScript(stack, name, script.replace(from, to));
  });
}

const TWO_ZONES: Changes = {
  "client.subnets.private2": { cidr: "10.64.1.0/24", zone: "b" },
  "client.subnets.batch": { cidr: "10.64.2.0/24", zone: "a", clients: false },
  "web.subnets.private2": { cidr: "10.64.1.0/24", zone: "b" },
  "bridge.attachment_subnets.transit2": { cidr: "10.0.3.16/28", zone: "b" },
  "bridge.inner_subnets.inner2": { cidr: "10.0.4.16/28", zone: "b" },
  "bridge.outer_subnets.outer2": { cidr: "10.0.5.16/28", zone: "b" },
  "appliance.web_seen_as": { "10.64.0.0/24": "100.64.1.0/24", "10.64.1.0/24": "100.64.7.0/24" },
  "appliance.clients_seen_as": { "10.64.0.0/24": "100.64.2.0/24", "10.64.1.0/24": "100.64.9.0/24" },
};

const IDS = { vpc: "vpc-0123456789abcdef", subnet: "subnet-0123456789abcdef", table: "rtb-0123456789abcdef" };
const existing = (number: string) => ({
  vpc: { id: IDS.vpc + number, cidr: "10.64.0.0/16" },
  subnets: { private1: { id: IDS.subnet + number, route_table: IDS.table + number, cidr: "10.64.0.0/24", zone: "a" } },
});
const EXISTING: Changes = {
  "client.vpc": existing("0").vpc,
  "client.subnets": existing("0").subnets,
  "client.security_groups": ["sg-0123456789abcdef0"],
  "web.vpc": existing("1").vpc,
  "web.subnets": existing("1").subnets,
  "web.security_groups": ["sg-0123456789abcdef1"],
  demo: undefined,
};

const WITH_ALB: Changes = {
  listeners: { http: {} },
  services: { shop: { targets: ["10.64.0.30"] } },
  "bridge.nat_subnets": { nat: { cidr: "10.0.1.0/24", zone: "a" } },
  "bridge.alb_subnets": { alb: { cidr: "10.0.2.0/25", zone: "a" }, "alb-b": { cidr: "10.0.2.128/25", zone: "b" } },
  "bridge.attachment_subnets.transit2": { cidr: "10.0.3.16/28", zone: "b" },
};

const WITHOUT_TCP: Changes = {
  "appliance.client_to_web": [{ protocol: "UDP", ports: [161] }],
  "appliance.web_to_client": [{ protocol: "ICMP" }],
};

describe("what is written of a file holds all that a bridge promises", () => {
  test.each<[string, Changes]>([
    ["the example", {}],
    ["connections of the clients alone", { "appliance.initiate": undefined, "appliance.web_to_client": undefined }],
    ["nothing listed for clients", { "appliance.client_to_web": undefined }],
    [
      "ports in ranges and in numbers",
      { "appliance.client_to_web": [{ protocol: "TCP", ports: [443, "8000-8010", 8011, 22] }] },
    ],
    ["two zones, with a subnet without clients", TWO_ZONES],
    [
      "two zones, with one appliance",
      { ...TWO_ZONES, "bridge.inner_subnets.inner2": undefined, "bridge.outer_subnets.outer2": undefined },
    ],
    ["a part of the web side's prefix", { "appliance.web_seen_as": { "10.64.0.0/26": "100.64.1.0/26" } }],
    ["VPCs that exist", EXISTING],
    ["Session Manager", { "appliance.session_access": true }],
    ["running connections that go on", { "appliance.resume": true }],
    [
      "running connections of the clients alone that go on",
      { "appliance.resume": true, "appliance.initiate": undefined, "appliance.web_to_client": undefined },
    ],
    ["nothing of TCP that could go on", { ...WITHOUT_TCP, "appliance.resume": true }],
    [
      "all ports of connections that go on listed anyway",
      { "appliance.resume": true, "appliance.web_to_client": [{ protocol: "TCP", ports: ["1000-65535"] }] },
    ],
    ["an ALB beside it", WITH_ALB],
    ["no demo hosts", { demo: undefined }],
  ])("%s", (_, changes) => {
    const changed = appliancePlan(changes);
    expect(brokenIn(changed, stackJson(changed))).toEqual([]);
  });

  test("ranges that are mapped one by one, beside an ALB, in several zones", () => {
    const large = planOfText("large", LARGE_APPLIANCE);
    if (large.place !== "client") throw new Error("a hub");
    expect(brokenIn(large, stackJson(large))).toEqual([]);
  });
});

describe("each statement is broken by what it is about", () => {
  test("a port that the ruleset does not let through", () => {
    expect(scripted("tcp dport { 5432 }", "tcp dport { 5433 }")).toContainEqual(
      expect.stringMatching(/^DENIED private1 -> web side by its virtual addresses, TCP port 5432: .*policy drop/),
    );
  });

  test("a ruleset that lets more pass, though security groups would stop it", () => {
    expect(scripted("policy drop;", "policy accept;")).toEqual([
      expect.stringMatching(
        /^DENIED the appliance's ruleset alone, whatever its security groups admit, lets nothing else pass: /,
      ),
      expect.stringMatching(/^DENIED an appliance lets no answer pass of a connection that it has not seen begin: /),
    ]);
  });

  const RESUMED = "running connections of TCP port 5432 and TCP port 8443 go on over a new appliance";
  const CLIENTS_ALONE: Changes = { "appliance.initiate": undefined, "appliance.web_to_client": undefined };

  /** What does not hold of a bridge whose running connections go on, with another text in its boot script, or with none. */
  function resumed(changes: Changes, from: string, to: string): string[] {
    const resuming = appliancePlan({ ...changes, "appliance.resume": true });
    const stack = stackJson(resuming);
    const { appliance_a: script = "" } = scriptsOf(stack);
    expect(script).toContain(from);
    putScript(stack, "appliance_a", script.replace(from, to));
    return brokenIn(resuming, stack).map((one) => one.split(": ", 1)[0]!);
  }

  test.each<[string, Changes, string, string]>([
    ["of what the clients opened", {}, "tcp sport { 5432 } tcp dport", "tcp sport { 5433 } tcp dport"],
    ["of what the web side opened", {}, "tcp sport { 8443 } tcp dport", "tcp sport { 8444 } tcp dport"],
    ["to some ports alone", {}, "tcp dport 1024-65535", "tcp dport 1025-65535"],
    ["that are no middles", {}, "tcp flags ack / fin", "tcp flags psh / fin"],
    ["where a condition of another machine's stands", {}, "tcp flags ack / fin", "tcp flags ack / psh"],
  ])("answers %s do not get over a new appliance", (_, changes, from, to) => {
    expect(resumed(changes, from, to)).toContain(`DENIED ${RESUMED}`);
  });

  test("a port more from which answers come, though the translation has it", () => {
    expect(resumed({}, "tcp sport { 5432 } tcp dport", "tcp sport { 5432, 22 } tcp dport")).toEqual([
      `DENIED ${RESUMED}`,
    ]);
  });

  test("answers that are translated to somebody else", () => {
    const found = resumed(CLIENTS_ALONE, "oifname $inner snat", "oifname $outer snat");
    expect(found.some((one) => one.startsWith("DENIED running connections of TCP port 5432 go on"))).toBe(true);
  });

  test("without a look at flags, whoever sends from a listed port may open connections", () => {
    const all = " tcp flags ack / fin,syn,rst,ack";
    expect(resumed({}, `${all} accept`, " accept")).toContainEqual(
      expect.stringMatching(/^ALLOWED no packet from .* gets to .* by (?:its|the clients') virtual addresses/),
    );
  });

  test("a group that does not admit answers of connections that it may not know", () => {
    const resuming = appliancePlan({ "appliance.resume": true });
    const stack = stackJson(resuming);
    const rules = stack["resource"]!["aws_vpc_security_group_ingress_rule"]!;
    const [name = ""] = Object.keys(rules).filter((one) => one.includes("outer-from-asked"));
    delete rules[name];
    expect(brokenIn(resuming, stack)).toEqual([
      expect.stringMatching(/^DENIED the appliance takes from the web side what it may open, nothing else: /),
    ]);
  });

  test("halves of a prefix that are mixed up", () => {
    const mixed = "{ 100.64.1.0/25 : 10.64.0.128/25, 100.64.1.128/25 : 10.64.0.0/25 }";
    const broken = scripted("{ 100.64.1.0/24 : 10.64.0.0/24 }", mixed);
    for (const one of broken.slice(0, -1))
      expect(one).toMatch(/^DENIED .* an instance on the way sends the packet on to /);
    expect(broken.slice(-1)).toEqual([
      expect.stringMatching(
        /^DENIED what clients open arrives at the twin of its destination.* does not make the destination of packets the twin/,
      ),
    ]);
  });

  test("clients that can't be told apart", () => {
    const found = scripted("snat ip prefix to ip saddr map { 10.64.0.0/24 : 100.64.2.0/24 }", "snat to 100.64.2.9");
    expect(found).toContainEqual(
      expect.stringMatching(/^DENIED what clients open arrives .* does not make the source of packets the twin/),
    );
  });

  test("a line that can't be read, with its text", () => {
    const found = scripted("sysctl -qw net.ipv4.ip_forward=1", "curl -s https://example.org/setup | bash");
    expect(found).toContainEqual(
      expect.stringMatching(/^UNKNOWN private1 -> web side by its virtual addresses, ping: .*curl -s https:/),
    );
  });

  test("a source/destination check that is on", () => {
    const found = broken((stack) => {
      for (const nic of Object.values(stack["resource"]?.["aws_network_interface"] ?? {}))
        delete nic["source_dest_check"];
    });
    expect(found).toContainEqual(
      expect.stringMatching(/^DENIED the appliance in zone a forwards .*: its source\/destination check is on$/),
    );
  });

  test("a record that names the server's own address", () => {
    const found = broken((stack) => {
      for (const one of Object.values(stack["resource"]?.["aws_route53_record"] ?? {})) one["records"] = ["10.64.0.10"];
    });
    expect(found).toEqual([
      expect.stringMatching(
        /^DENIED db\.corp\.internal leads clients to 100\.64\.1\.10: .*: it does not say 100\.64\.1\.10$/,
      ),
    ]);
  });

  test("another port into the interface, of which the ruleset takes no notice", () => {
    const found = broken((stack) => {
      for (const rule of Object.values(stack["resource"]?.["aws_vpc_security_group_ingress_rule"] ?? {}))
        if (rule["from_port"] === 161) rule["to_port"] = 170;
    });
    expect(found).toContainEqual(expect.stringMatching(/^DENIED the appliance takes from clients what they may open/));
  });
});

test("user data that an account does not tell leave everything through the appliance open", () => {
  const found = broken((stack) => {
    for (const instance of Object.values(stack["resource"]?.["aws_instance"] ?? {}))
      delete instance["user_data_base64"];
  });
  expect(found).toContainEqual(expect.stringMatching(/^UNKNOWN private1 -> web side by its virtual addresses, ping: /));
  expect(found).toContainEqual(expect.stringMatching(/^UNKNOWN the appliance in zone a forwards between its two/));
  expect(found.filter((text) => text.startsWith("DENIED"))).toEqual([]);
});

test("an appliance of which only another hash is known has other user data", () => {
  const found = broken((stack) => {
    for (const instance of Object.values(stack["resource"]?.["aws_instance"] ?? {}))
      if (instance["user_data_base64"] !== undefined) instance["user_data_base64"] = "0".repeat(64);
  });
  const other = /^UNKNOWN the appliance in zone a forwards .*: its user data are not what the bridge's stack writes/;
  expect(found).toContainEqual(expect.stringMatching(other));
  expect(found.filter((text) => text.startsWith("DENIED"))).toEqual([]);
});

test("an appliance that is stopped is not in its place, and passes nothing for sure", () => {
  const found = broken((stack) => {
    for (const instance of Object.values(stack["resource"]?.["aws_instance"] ?? {}))
      if (instance["user_data_base64"] !== undefined) instance["instance_state"] = "stopped";
  });
  expect(found).toContainEqual(expect.stringMatching(/^DENIED the appliance in zone a forwards .*: it does not run$/));
  expect(found).toContainEqual(expect.stringMatching(/^UNKNOWN private1 -> web side by its virtual addresses, ping: /));
});
