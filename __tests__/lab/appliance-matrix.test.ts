import { applianceScript } from "../../src/constructs/appliance-script";
import { layOut } from "../../src/lab";
import { differently } from "../../src/lab/arriving-as";
import { type LabNetwork } from "../../src/lab/lab-network";
import { machineOf } from "../../src/lab/machines";
import { type Port } from "../../src/lab/places";
import { isDoor } from "../../src/lab/probes";
import { questionOf } from "../../src/lab/questions";
import { cidr, formatAddress, parseAddress, setOfCidr } from "../../src/ip";
import { endOfNic, type Flow, type HostEnd, type ReachStatement, Walker } from "../../src/reachability";
import { type Nic } from "../../src/topology";
import { describeWithLab } from "../support/lab";
import { thing, topologyOf } from "../support/networks";
import { APPLIANCE, CLIENT, matrixOf, OTHER, type Row, WEB } from "./appliance-lab";
import { applianceNetwork, BOTH, PROPS, SEEN_BY_CLIENTS } from "./appliance-network";

const tried = (script: string): ReturnType<typeof matrixOf> => matrixOf(topologyOf(applianceNetwork(script)));

describeWithLab()("the matrix of an appliance: the kernel agrees with the proof, and nothing unlisted passes", () => {
  test("one way: each client gets through by TCP, UDP and ping at the listed ports, the web side not at all", async () => {
    const { of, disagreements } = await tried(applianceScript(PROPS));
    expect(disagreements).toEqual([]);
    expect(of(CLIENT, APPLIANCE)).toEqual<Row>([28, 3, 3]);
    expect(of(OTHER, APPLIANCE)).toEqual<Row>([28, 3, 3]);
    expect(of(WEB, APPLIANCE)).toEqual<Row>([28, 0, 0]);
  }, 60_000);

  test("both ways: the web side gets through to each client at its one port", async () => {
    const { of, disagreements } = await tried(applianceScript(BOTH));
    expect(disagreements).toEqual([]);
    expect(of(CLIENT, APPLIANCE)).toEqual<Row>([32, 3, 3]);
    expect(of(WEB, APPLIANCE)).toEqual<Row>([32, 2, 2]);
  }, 60_000);

  test("without forwarding nothing gets through, and without translation nothing either", async () => {
    for (const [line, other] of [
      ["ip_forward=1", "ip_forward=0"],
      [/^.*iifname \$inner dnat .*\n/m, ""],
    ] as const) {
      const { of, disagreements } = await tried(applianceScript(PROPS).replace(line, other));
      expect([disagreements, of(CLIENT, APPLIANCE)[1]]).toEqual([[], 0]);
    }
  }, 60_000);
});

describe("on paper", () => {
  const labOf = (script: string): LabNetwork => {
    const topology = topologyOf(applianceNetwork(script));
    return layOut({ topology, walker: new Walker(topology), statements: [] });
  };
  const script = applianceScript(PROPS);
  const spaces = (lab: LabNetwork): string[] => lab.places.ports.map(({ space }) => space);

  test("both interfaces hang on one namespace, which gets the ruleset as it stands in the script", () => {
    const { places, spaces, cables } = labOf(script);
    const own = places.ports.filter(({ space }) => space === APPLIANCE);
    expect(own.map(({ address, device }) => [address, device])).toEqual([
      ["aws_network_interface.inner", "ens5"],
      ["aws_network_interface.outer", "ens6"],
    ]);
    const [space, ...more] = spaces.filter(({ name }) => name === APPLIANCE);
    expect(more).toEqual([]);
    const text = /<<'EOF'\n([^]*)\nEOF/.exec(script)?.[1];
    expect(space?.rulesets?.map(({ lines }) => lines.join("\n"))).toEqual([text]);
    expect(cables.filter(({ to }) => to.space === APPLIANCE).map(({ to }) => to.device)).toEqual(["ens5", "ens6"]);
  });

  test("a NAT gateway is no end for what it passes on, but for what is its own", () => {
    const { resource, data } = applianceNetwork(script);
    const nat = { connectivity_type: "private", subnet_id: "${aws_subnet.outer.id}", private_ip: "10.0.5.9" };
    const topology = topologyOf({ resource: { ...resource, aws_nat_gateway: { n: nat } }, data });
    const lab = layOut({ topology, walker: new Walker(topology), statements: [] });
    const { cable } = lab.places.ports.find(({ kind }) => kind === "nat")!;
    const isEnd = (address: string): boolean => isDoor(lab, parseAddress(address)!)(cable);
    expect([isEnd("10.0.5.9"), isEnd("100.64.1.10")]).toEqual([true, false]);
  });

  test.each<[string, string]>([
    ["that can't be read", `${script}curl https://example.com/more.sh | bash\n`],
    ["that includes a file", script.replace("table ip appliance\n", 'include "/etc/passwd"\ntable ip appliance\n')],
    ["that runs a program", script.replace("#!/bin/bash", "#!/usr/bin/python3")],
  ])("an instance with a script %s stays two plain hosts, and nothing of the script is run", (_, other) => {
    const lab = labOf(other);
    expect(spaces(lab)).not.toContain(APPLIANCE);
    expect(spaces(lab)).toEqual(expect.arrayContaining(["aws_network_interface.inner", "aws_network_interface.outer"]));
    expect(lab.spaces.flatMap(({ rulesets = [] }) => rulesets)).toEqual([]);
  });

  test("the reader's word is not enough for a text that reads files", () => {
    const topology = topologyOf(applianceNetwork(script));
    const { router } = thing(topology.nics, "aws_network_interface.inner");
    if (router?.reading.kind !== "read") throw new Error("not read");
    expect(machineOf({ ...topology.nics[0]!, router })).toBeDefined();
    const [run] = router.reading.router.runs;
    const withFile = { text: `include "/etc/passwd"\n${run!.text}`, defined: run!.defined };
    const reading = { kind: "read" as const, router: { ...router.reading.router, runs: [withFile] } };
    expect(machineOf({ ...topology.nics[0]!, router: { ...router, reading } })).toBeUndefined();
  });

  /** A statement's question to the lab, with hosts by the addresses that stand for them. */
  const asked = (flow: Flow, to: Partial<HostEnd> = {}) => {
    const topology = topologyOf(applianceNetwork(script));
    const subnet = thing(topology.subnets, "aws_subnet.web");
    const receiver = {
      kind: "host",
      subnet,
      addresses: setOfCidr(cidr(SEEN_BY_CLIENTS)),
      isOneOf: false,
      ...to,
    } as const;
    const statement: ReachStatement = {
      kind: "reach",
      text: "",
      from: [endOfNic(thing(topology.nics, CLIENT))],
      to: [receiver],
      flows: [flow],
      expected: "ALLOWED",
    };
    const lab = layOut({ topology, walker: new Walker(topology), statements: [statement] });
    return { lab, topology, statement, probes: (one = statement) => questionOf(lab, one).probes };
  };

  test("a subnet that is asked for by virtual addresses has hosts with its own, which are sent to by their twins", () => {
    const { lab, probes } = asked({ protocol: 6, port: 5432 });
    const standIns = lab.places.ports.filter(({ isStandIn }) => isStandIn);
    expect(standIns.map(({ subnet }) => subnet.address)).toEqual(Array(3).fill("aws_subnet.web"));
    for (const { to, destination } of probes()) {
      const { ips } = to as Port;
      expect(formatAddress(ips[0]!)).toMatch(/^10\.64\.0\./);
      expect(formatAddress(destination)).toBe(formatAddress(ips[0]!).replace("10.64.0", "100.64.1"));
    }
    expect(probes()).toHaveLength(3);
  });

  test("an interface that stands for any in its groups is whoever is in them, and nobody where none is", () => {
    const { topology, statement, probes } = asked({ protocol: 6, port: 5432 });
    const web = thing(topology.nics, WEB);
    const [receiver] = statement.to as [HostEnd];
    const at = (groups: Nic["groups"]) => probes({ ...statement, to: [{ ...receiver, nic: { ...web, groups } }] });
    expect(at(web.groups).map(({ to, destination }) => [(to as Port).address, formatAddress(destination)])).toEqual([
      [WEB, "100.64.1.10"],
    ]);
    expect(at(thing(topology.nics, CLIENT).groups)).toEqual([]);
  });

  test("of ICMP only pings are sent, so no other message passes for one", () => {
    expect(asked({ protocol: 1, icmpType: 13 }).probes()).toEqual([]);
    expect(asked({ protocol: 1, icmpType: 8 }).probes()).not.toEqual([]);
  });

  test("packets that arrive with other addresses than the proof says are told, and to somebody else", () => {
    const says = { source: 0x64400214, destination: 0x0a40000a, cables: ["e5"] };
    const as = (cable: string, source: string, destination = "10.64.0.10") => ({ cable, source, destination });
    expect(differently(says, [as("e5", "100.64.2.20")])).toBeUndefined();
    expect(differently(says, [])).toBeUndefined();
    expect(differently(says, [as("e5", "100.64.2.21")])).toEqual({
      said: "100.64.2.20 -> 10.64.0.10",
      did: "100.64.2.21 -> 10.64.0.10",
    });
    expect(differently(says, [as("e6", "100.64.2.20")])).toBeDefined();
  });
});
