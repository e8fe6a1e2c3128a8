import { experiment, layOut, Sandbox } from "../../src/lab";
import { setupScript } from "../../src/lab/setup";
import { type Topology } from "../../src/topology";
import { ask, endOfNic, Walker } from "../../src/reachability";
import { ALL_IN, ALL_OUT, INSTANCE } from "../support/asked";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { id, topologyOf } from "../support/networks";

type Resources = Record<string, Record<string, object>>;

const subnet = (vpc: string, cidr: string, zone = "a"): object => ({
  vpc_id: id(`aws_vpc.${vpc}`),
  cidr_block: cidr,
  availability_zone: `us-east-1${zone}`,
});
const host = (name: string, ip: string, group = "open", more: object = {}): object => ({
  ...INSTANCE,
  subnet_id: id(`aws_subnet.${name}`),
  private_ip: ip,
  vpc_security_group_ids: [id(`aws_security_group.${group}`)],
  ...more,
});
const open = (vpc: string): object => ({ vpc_id: id(`aws_vpc.${vpc}`), ingress: [ALL_IN], egress: [ALL_OUT] });
const table = (vpc: string, ...route: object[]): object => ({ vpc_id: id(`aws_vpc.${vpc}`), route });
const to = (cidr_block: string, target: object): object => ({ cidr_block, ...target });
const association = (name: string, of = name): object => ({
  subnet_id: id(`aws_subnet.${name}`),
  route_table_id: id(`aws_route_table.${of}`),
});

const GWLB = { vpc_endpoint_id: id("aws_vpc_endpoint.box") };
const endpoint = (vpc: string, ...subnets: string[]): object => ({
  vpc_id: id(`aws_vpc.${vpc}`),
  service_name: "com.amazonaws.vpce.us-east-1.vpce-svc-1",
  vpc_endpoint_type: "GatewayLoadBalancer",
  subnet_ids: subnets.map((one) => id(`aws_subnet.${one}`)),
});
const firewall = (vpc: string, ...subnets: string[]): object => ({
  name: "f",
  vpc_id: id(`aws_vpc.${vpc}`),
  firewall_policy_arn: "arn:aws:network-firewall:us-east-1:1:firewall-policy/p",
  subnet_mapping: subnets.map((one) => ({ subnet_id: id(`aws_subnet.${one}`) })),
});
const STATES = "aws_networkfirewall_firewall.box.firewall_status[0].sync_states";
const FIREWALL = { vpc_endpoint_id: `\${tolist(${STATES})[0].attachment[0].endpoint_id}` };

/** Two subnets of a VPC that send what is meant for the other one through an endpoint in a third. */
function eastWest(box: object, boxes: Resources): Resources {
  return {
    aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: subnet("v", "10.0.1.0/24"),
      b: subnet("v", "10.0.2.0/24"),
      box: subnet("v", "10.0.3.0/24"),
    },
    aws_security_group: { open: open("v") },
    aws_instance: { a: host("a", "10.0.1.10"), b: host("b", "10.0.2.10") },
    aws_route_table: { a: table("v", to("10.0.2.0/24", box)), b: table("v", to("10.0.1.0/24", box)) },
    aws_route_table_association: { a: association("a"), b: association("b") },
    ...boxes,
  };
}

const TRANSIT = "aws_ec2_transit_gateway";
const attachment = (vpc: string, subnets: readonly string[], more: object = {}): object => ({
  transit_gateway_id: id(`${TRANSIT}.t`),
  vpc_id: id(`aws_vpc.${vpc}`),
  subnet_ids: subnets.map((one) => id(`aws_subnet.${one}`)),
  transit_gateway_default_route_table_association: false,
  transit_gateway_default_route_table_propagation: false,
  ...more,
});
const associated = (name: string, of: string): object => ({
  transit_gateway_attachment_id: id(`${TRANSIT}_vpc_attachment.${name}`),
  transit_gateway_route_table_id: id(`${TRANSIT}_route_table.${of}`),
});
const toAttachment = (destination_cidr_block: string, name: string, of: string): object => ({
  destination_cidr_block,
  ...associated(name, of),
});

/** Two VPCs whose traffic goes through a third one with a firewall in each of its zones. */
function hub(inspection: object = { appliance_mode_support: "enable" }): Resources {
  const gateway = { transit_gateway_id: id(`${TRANSIT}.t`) };
  return {
    aws_vpc: { a: { cidr_block: "10.1.0.0/16" }, b: { cidr_block: "10.2.0.0/16" }, hub: { cidr_block: "10.9.0.0/16" } },
    aws_subnet: {
      a: subnet("a", "10.1.1.0/24", "a"),
      b: subnet("b", "10.2.1.0/24", "b"),
      ina: subnet("hub", "10.9.1.0/24", "a"),
      inb: subnet("hub", "10.9.2.0/24", "b"),
      boxa: subnet("hub", "10.9.3.0/24", "a"),
      boxb: subnet("hub", "10.9.4.0/24", "b"),
    },
    aws_security_group: { a: open("a"), b: open("b") },
    aws_instance: { a: host("a", "10.1.1.10", "a"), b: host("b", "10.2.1.10", "b") },
    aws_vpc_endpoint: { boxa: endpoint("hub", "boxa"), boxb: endpoint("hub", "boxb") },
    aws_route_table: {
      a: table("a", to("0.0.0.0/0", gateway)),
      b: table("b", to("0.0.0.0/0", gateway)),
      ina: table("hub", to("0.0.0.0/0", { vpc_endpoint_id: id("aws_vpc_endpoint.boxa") })),
      inb: table("hub", to("0.0.0.0/0", { vpc_endpoint_id: id("aws_vpc_endpoint.boxb") })),
      box: table("hub", to("0.0.0.0/0", gateway)),
    },
    aws_route_table_association: {
      ...Object.fromEntries(["a", "b", "ina", "inb"].map((one) => [one, association(one)])),
      boxa: association("boxa", "box"),
      boxb: association("boxb", "box"),
    },
    [TRANSIT]: { t: { default_route_table_association: "disable", default_route_table_propagation: "disable" } },
    [`${TRANSIT}_route_table`]: { spokes: gateway, hub: gateway },
    [`${TRANSIT}_vpc_attachment`]: {
      a: attachment("a", ["a"]),
      b: attachment("b", ["b"]),
      hub: attachment("hub", ["ina", "inb"], inspection),
    },
    [`${TRANSIT}_route_table_association`]: {
      a: associated("a", "spokes"),
      b: associated("b", "spokes"),
      hub: associated("hub", "hub"),
    },
    [`${TRANSIT}_route`]: {
      all: toAttachment("0.0.0.0/0", "hub", "spokes"),
      a: toAttachment("10.1.0.0/16", "a", "hub"),
      b: toAttachment("10.2.0.0/16", "b", "hub"),
    },
  };
}

function without(resources: Resources, type: string, ...names: string[]): Resources {
  const rest = Object.entries(resources[type] ?? {}).filter(([name]) => !names.includes(name));
  return { ...resources, [type]: Object.fromEntries(rest) };
}

function taskOf(resource: Resources): { topology: Topology; walker: Walker; statements: [] } {
  const topology = topologyOf({ resource });
  return { topology, walker: new Walker(topology), statements: [] };
}

/** What became of every pair of a network's ends. */
async function tried(resource: Resources) {
  const task = taskOf(resource);
  const lab = layOut(task);
  const sandbox = await Sandbox.open({ name: "boxes", asUser: AS_USER, env: LAB_ENV });
  try {
    const { statements, notes } = await experiment(sandbox, lab, task);
    return {
      disagreements: statements.flatMap((one) => one.disagreements),
      notes,
      /** How many probes arrive, and how many of them are answered. */
      of: (from: string, to: string): [number, number] => {
        const pair = statements.find(({ text }) => text === `${from} -> ${to}`);
        if (!pair) throw new Error(`no ${from} -> ${to}`);
        return [pair.delivered, pair.answered];
      },
    };
  } finally {
    await sandbox.close();
  }
}

function verdictOf(resource: Resources, from: string, receiver: string): string {
  const { topology, walker } = taskOf(resource);
  const end = (address: string) => endOfNic(topology.nics.find((nic) => nic.address === address)!);
  return ask(walker, { from: end(from), to: end(receiver), flow: { protocol: 6, port: 22 } }, false).verdict;
}

const A = "aws_instance.a";
const B = "aws_instance.b";

const KINDS: [string, Resources][] = [
  ["a Gateway Load Balancer", eastWest(GWLB, { aws_vpc_endpoint: { box: endpoint("v", "box") } })],
  ["a firewall", eastWest(FIREWALL, { aws_networkfirewall_firewall: { box: firewall("v", "box") } })],
];

describeWithLab()("with real packets", () => {
  test.each(KINDS)("what a route leads to an endpoint of %s comes out and is answered", async (_, network) => {
    const { of, disagreements } = await tried(network);
    expect(of(A, B)).toEqual([2, 2]);
    expect(of(B, A)).toEqual([2, 2]);
    expect(disagreements).toEqual([]);
  });

  test("a hub with appliance mode, and without it, carries between two VPCs", async () => {
    for (const mode of [{ appliance_mode_support: "enable" }, {}]) {
      const { of, disagreements } = await tried(hub(mode));
      expect(of(A, B)).toEqual([2, 2]);
      expect(of(B, A)).toEqual([2, 2]);
      expect(disagreements).toEqual([]);
    }
  }, 60_000);

  test.each<[string, Resources]>([
    ["the route to the hub", without(hub(), "aws_route_table_association", "a")],
    ["the endpoint's routes on", without(hub(), "aws_route_table_association", "boxa", "boxb")],
    ["the gateway's route to it", without(hub(), `${TRANSIT}_route`, "all")],
    ["the gateway's route from it", without(hub(), `${TRANSIT}_route`, "b")],
  ])("without %s nothing gets through the hub", async (_, network) => {
    const { of, disagreements } = await tried(network);
    expect(of(A, B)[1]).toBe(0);
    expect(disagreements).toEqual([]);
  });

  test("packets of IPv6 come out of an endpoint too, and by no route where the endpoint's subnet lets none in", async () => {
    const over = (range: string): object => ({ ipv6_cidr_block: range, ...GWLB });
    const with6 = (range: string): object => ({
      ...subnet("v", `10.0.${range}.0/24`),
      ipv6_cidr_block: `2001:db8:0:${range}::/64`,
    });
    const all6 = { ...ALL_IN, cidr_blocks: [], ipv6_cidr_blocks: ["::/0"] };
    const network: Resources = {
      ...eastWest(GWLB, { aws_vpc_endpoint: { box: endpoint("v", "box") } }),
      aws_vpc: { v: { cidr_block: "10.0.0.0/16", ipv6_cidr_block: "2001:db8::/56" } },
      aws_subnet: { a: with6("1"), b: with6("2"), box: with6("3") },
      aws_security_group: { open: { vpc_id: id("aws_vpc.v"), ingress: [ALL_IN, all6], egress: [ALL_OUT, all6] } },
      aws_instance: {
        a: host("a", "10.0.1.10", "open", { ipv6_addresses: ["2001:db8:0:1::10"] }),
        b: host("b", "10.0.2.10", "open", { ipv6_addresses: ["2001:db8:0:2::10"] }),
      },
      aws_route_table: {
        a: table("v", to("10.0.2.0/24", GWLB), over("2001:db8:0:2::/64")),
        b: table("v", to("10.0.1.0/24", GWLB), over("2001:db8:0:1::/64")),
      },
    };
    const { of, disagreements } = await tried(network);
    expect([of(A, B), disagreements]).toEqual([[4, 4], []]);
    const all = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };
    const acl = { vpc_id: id("aws_vpc.v"), subnet_ids: [id("aws_subnet.box")], ingress: [all], egress: [all] };
    const shut = await tried({ ...network, aws_network_acl: { n: acl } });
    expect([shut.of(A, B), shut.disagreements]).toEqual([[2, 2], []]);
  });

  test("what a firewall's rules stop passes in the lab, and is held against nothing but what else stops it", async () => {
    const dropping = (network: Resources): Resources => ({
      ...network,
      aws_networkfirewall_firewall: {
        box: { ...firewall("v", "box"), firewall_policy_arn: "${aws_networkfirewall_firewall_policy.p.arn}" },
      },
      aws_networkfirewall_firewall_policy: {
        p: {
          name: "p",
          firewall_policy: [
            { stateless_default_actions: ["aws:drop"], stateless_fragment_default_actions: ["aws:drop"] },
          ],
        },
      },
    });
    const network = dropping(eastWest(FIREWALL, {}));
    expect(verdictOf(network, A, B)).toBe("DENIED");
    const { of, disagreements } = await tried(network);
    expect([of(A, B), disagreements]).toEqual([[2, 2], []]);
    const closed = { open: { vpc_id: id("aws_vpc.v"), ingress: [], egress: [ALL_OUT] } };
    const shut = await tried({ ...network, aws_security_group: closed });
    expect([shut.of(A, B), shut.disagreements]).toEqual([[0, 0], []]);
  });

  test("a rule that names a group admits nothing behind an endpoint, one with addresses does", async () => {
    const { of, disagreements } = await tried({
      ...eastWest(GWLB, { aws_vpc_endpoint: { box: endpoint("v", "box") } }),
      aws_security_group: {
        open: open("v"),
        grouped: {
          vpc_id: id("aws_vpc.v"),
          egress: [ALL_OUT],
          ingress: [{ protocol: "-1", from_port: 0, to_port: 0, security_groups: [id("aws_security_group.open")] }],
        },
      },
      aws_instance: {
        a: host("a", "10.0.1.10"),
        b: host("b", "10.0.2.10"),
        grouped: host("b", "10.0.2.11", "grouped"),
      },
    });
    expect(of(A, "aws_instance.grouped")).toEqual([0, 0]);
    expect(of(A, B)).toEqual([2, 2]);
    // Within its subnet nothing inspects, and the group is seen.
    expect(of(B, "aws_instance.grouped")).toEqual([2, 2]);
    expect(disagreements).toEqual([]);
  });

  test("what a transit gateway brings leaves by no internet gateway behind an endpoint either, whosever address it has", async () => {
    const internet = { gateway_id: id("aws_internet_gateway.g") };
    const network = hub();
    const { of, disagreements } = await tried({
      ...network,
      // The hub has the sender's range too, and a host there with its address and a public one.
      aws_vpc: { ...network["aws_vpc"], hub: { cidr_block: "10.1.0.0/16" } },
      aws_subnet: {
        ...network["aws_subnet"],
        twin: { ...subnet("hub", "10.1.1.0/24"), map_public_ip_on_launch: true },
        ina: subnet("hub", "10.1.2.0/24", "a"),
        inb: subnet("hub", "10.1.3.0/24", "b"),
        boxa: subnet("hub", "10.1.4.0/24", "a"),
        boxb: subnet("hub", "10.1.5.0/24", "b"),
      },
      aws_security_group: { ...network["aws_security_group"], hub: open("hub") },
      aws_instance: { ...network["aws_instance"], twin: host("twin", "10.1.1.10", "hub") },
      aws_internet_gateway: { g: { vpc_id: id("aws_vpc.hub") } },
      aws_route_table: { ...network["aws_route_table"], box: table("hub", to("0.0.0.0/0", internet)) },
      aws_route_table_association: { ...network["aws_route_table_association"], twin: association("twin", "box") },
    });
    expect(of(A, "internet")).toEqual([0, 0]);
    expect(of("aws_instance.twin", "internet")[1]).toBeGreaterThan(0);
    expect(disagreements).toEqual([]);
  });

  test("a route table of the internet gateway leads what arrives through an endpoint", async () => {
    const internet = { gateway_id: id("aws_internet_gateway.g") };
    const network: Resources = {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { a: subnet("v", "10.0.1.0/24"), box: subnet("v", "10.0.3.0/24") },
      aws_security_group: { open: open("v") },
      aws_instance: { a: host("a", "10.0.1.10", "open", { associate_public_ip_address: true }) },
      aws_internet_gateway: { g: { vpc_id: id("aws_vpc.v") } },
      aws_vpc_endpoint: { box: endpoint("v", "box") },
      aws_route_table: {
        a: table("v", to("0.0.0.0/0", GWLB)),
        box: table("v", to("0.0.0.0/0", internet)),
        edge: table("v", to("10.0.1.0/24", GWLB)),
      },
      aws_route_table_association: {
        a: association("a"),
        box: association("box"),
        edge: { ...internet, route_table_id: id("aws_route_table.edge") },
      },
    };
    const { of, disagreements, notes } = await tried(network);
    expect(of("internet", A)[1]).toBeGreaterThan(0);
    expect(of(A, "internet")[1]).toBeGreaterThan(0);
    expect(disagreements).toEqual([]);
    expect(notes.map(({ address }) => address)).toEqual(["aws_vpc_endpoint.box"]);
    // The endpoint's subnet lets nothing of it in: so it did go there.
    const shut = await tried({
      ...network,
      aws_network_acl: { n: { vpc_id: id("aws_vpc.v"), subnet_ids: [id("aws_subnet.box")] } },
    });
    expect(shut.of("internet", A)).toEqual([0, 0]);
  });
});

describe("on paper", () => {
  const network = eastWest(GWLB, { aws_vpc_endpoint: { box: endpoint("v", "box") } });
  const lab = layOut(taskOf(network));

  test("an endpoint passes on what is not its own, has no address, and is told as left out", () => {
    const [port] = lab.places.ports.filter(({ kind }) => kind === "inspection");
    expect(port).toMatchObject({ address: "aws_vpc_endpoint.box", ips: [] });
    expect(lab.spaces.find(({ name }) => name === port?.space)).toMatchObject({ forwards: true, nft: [] });
    expect(lab.notes.map(({ address }) => address)).toEqual(["aws_vpc_endpoint.box"]);
  });

  test("packets are marked only where something inspects", () => {
    const marks = /ip dscp/;
    expect(setupScript(lab).join("\n")).toMatch(marks);
    const none = layOut(taskOf(without(network, "aws_vpc_endpoint", "box")));
    expect(setupScript(none).join("\n")).not.toMatch(marks);
  });

  test("of several endpoints that a route may mean the lab takes the one in the sender's zone, and says so", () => {
    const two = eastWest(FIREWALL, { aws_networkfirewall_firewall: { box: firewall("v", "far", "box") } });
    const both = layOut(taskOf({ ...two, aws_subnet: { ...two["aws_subnet"], far: subnet("v", "10.0.4.0/24", "b") } }));
    const near = both.places.ports.find(
      ({ kind, subnet: at }) => kind === "inspection" && at.address === "aws_subnet.box",
    );
    const router = both.spaces.find(({ name }) => name === "aws_vpc.v-router");
    expect(router?.ip.join("\n")).toContain(`route add 10.0.2.0/24 dev ${near?.cable} `);
    expect(both.notes.filter(({ reason }) => reason.includes("the lab takes one of 2 things"))).toHaveLength(2);
  });

  test("in appliance mode all packets to an attachment leave by one zone", () => {
    const exits = (mode: object): number => {
      const { spaces } = layOut(taskOf(hub(mode)));
      const gateway = spaces.find(({ name }) => name === `${TRANSIT}.t`);
      return new Set(gateway?.ip.flatMap((line) => /route add 0.0.0.0\/0 dev (\S+)/.exec(line)?.[1] ?? [])).size;
    };
    expect(exits({ appliance_mode_support: "enable" })).toBe(1);
    expect(exits({})).toBe(2);
  });
});
