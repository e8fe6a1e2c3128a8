import { reviewPlan } from "../../src/review";
import { planBetween } from "../support/plan-between";
import { type Network, type Values } from "../support/ways-and-services";

const ANY = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const script = (rule: string): string =>
  base64(`#!/bin/sh
set -e
sysctl -w net.ipv4.ip_forward=1
nft -f - <<'EOF'
table inet filter {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    ${rule}
  }
}
EOF
`);

const subnet = (id: string, cidr: string): Values => ({ id, vpc_id: "vpc-1", cidr_block: cidr });
const table = (id: string, cidr: string): Values => ({
  id,
  vpc_id: "vpc-1",
  route: [{ cidr_block: cidr, network_interface_id: "eni-1" }],
});
const host = (id: string, subnetId: string, ip: string): Values => ({
  id,
  subnet_id: subnetId,
  private_ip: ip,
  vpc_security_group_ids: ["sg-1"],
});

/** Hosts and a server with an instance between them, whose launch template has this script. */
function network(rule: string): Network {
  return {
    "aws_vpc.v": { id: "vpc-1", cidr_block: "10.0.0.0/16" },
    "aws_subnet.hosts": subnet("subnet-1", "10.0.1.0/24"),
    "aws_subnet.servers": subnet("subnet-2", "10.0.2.0/24"),
    "aws_subnet.middle": subnet("subnet-3", "10.0.3.0/24"),
    "aws_route_table.hosts": table("rtb-1", "10.0.2.0/24"),
    "aws_route_table.servers": table("rtb-2", "10.0.1.0/24"),
    "aws_route_table_association.hosts": { id: "a-1", subnet_id: "subnet-1", route_table_id: "rtb-1" },
    "aws_route_table_association.servers": { id: "a-2", subnet_id: "subnet-2", route_table_id: "rtb-2" },
    "aws_security_group.all": { id: "sg-1", vpc_id: "vpc-1", ingress: [ANY], egress: [ANY] },
    "aws_network_interface.router": {
      ...{ id: "eni-1", subnet_id: "subnet-3", private_ips: ["10.0.3.5"] },
      ...{ source_dest_check: false, security_groups: ["sg-1"] },
    },
    "aws_launch_template.router": { id: "lt-1", latest_version: 1, default_version: 1, user_data: script(rule) },
    "aws_instance.router": {
      id: "i-1",
      launch_template: [{ id: "lt-1", version: "$Latest" }],
      network_interface: [{ device_index: 0, network_interface_id: "eni-1" }],
    },
    "aws_instance.app": host("i-2", "subnet-1", "10.0.1.10"),
    "aws_instance.db": host("i-3", "subnet-2", "10.0.2.20"),
  };
}

function flowsOf(before: Network, after: Network) {
  const { flows } = reviewPlan(planBetween(before, { ...before, ...after }));
  const told = (
    lines: readonly { from: readonly string[]; to: readonly string[]; causes: readonly { address: string }[] }[],
  ) =>
    lines
      .filter(({ from, to }) => from.includes("aws_instance.app") && to.includes("aws_instance.db"))
      .map(({ causes }) => causes.map(({ address }) => address).join());
  return { broken: told(flows.broken), opened: told(flows.opened), undecided: told(flows.undecided) };
}

describe("a change of a router's script", () => {
  const TEMPLATE = "aws_launch_template.router";
  const open = network("tcp dport 5432 accept");

  test("opens and breaks what its rules are about, and is named as the cause", () => {
    expect(flowsOf(open, network("tcp dport 22 accept"))).toEqual({
      broken: [TEMPLATE],
      opened: [TEMPLATE],
      undecided: [],
    });
  });

  test("leaves open what it can't be read for", () => {
    expect(flowsOf(open, network("meta mark 1 accept")).undecided).toEqual([TEMPLATE]);
  });

  test("is none of an instance that goes on running", () => {
    const plan = planBetween(open, network("tcp dport 22 accept"));
    const after = (plan as { planned_values: { root_module: { resources: { address: string; values: Values }[] } } })
      .planned_values.root_module.resources;
    const changes = (
      plan as { resource_changes: { address: string; change: { after: Values; after_unknown: Values } }[] }
    ).resource_changes;
    const change = changes.find(({ address }) => address === TEMPLATE)!.change;
    const { latest_version: _, ...values } = change.after;
    Object.assign(change, { after: values, after_unknown: { latest_version: true } });
    Object.assign(
      after.find(({ address }) => address === TEMPLATE)!,
      { values },
    );
    const { flows } = reviewPlan(plan);
    expect(flows.opened).toEqual([]);
    expect(flows.undecided.flatMap(({ causes }) => causes.map(({ address }) => address))).toContain(TEMPLATE);
  });

  test("changes nothing where only its spelling changes", () => {
    const none = { broken: [], opened: [], undecided: [] };
    expect(flowsOf(open, network("tcp dport { 5432 } counter accept"))).toEqual(none);
  });
});
