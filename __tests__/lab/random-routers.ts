import { cidr, formatIpv4 } from "../../src/ipv4";
import { RandomRouter } from "../linux-router/random-ruleset";
import { type Body, type Draft, type DraftSubnet, type DraftVpc, ref } from "./draft";
import { addEmptySubnet } from "./random-inspection";

/** Prefixes that no VPC has: what a router may see others as. */
const SEEN = ["100.65.1.0/24", "100.65.2.0/24", "100.65.1.0/25"];
/** Addresses of them, one of each. */
const SEEN_HOSTS = ["100.65.1.10", "100.65.2.11"];

/** An interface of a router; rarely it still checks whose packets it takes. */
function addInterface(draft: Draft, { name, vpc }: DraftSubnet, ip: string): string {
  const groups = draft.dice.shuffled(vpc.groups).slice(0, 1 + draft.dice.below(vpc.groups.length));
  return draft.add("aws_network_interface", {
    subnet_id: ref("aws_subnet", name),
    private_ips: [ip],
    source_dest_check: draft.dice.chance(0.05),
    security_groups: groups.map((group) => ref("aws_security_group", group)),
  });
}

const addressIn = ({ cidr: range }: DraftSubnet, place: number): string => formatIpv4(cidr(range).base + place);

/** A script of the router's, about the addresses that the network has. */
function scriptOf(draft: Draft, vpc: DraftVpc, [inner, outer]: readonly [DraftSubnet, DraftSubnet]): string {
  const subnets = draft.vpcs.flatMap((one) => one.subnets).filter(({ hosts }) => hosts.length > 0);
  const hosts = draft.dice.shuffled([...new Set(subnets.flatMap((subnet) => subnet.hosts.map(({ ip }) => ip)))]);
  const one = hosts[0]!;
  return new RandomRouter(draft.dice, {
    sources: [...hosts.slice(0, 4), SEEN_HOSTS[0]!],
    // A map names the first and the third one, so those differ.
    destinations: [SEEN_HOSTS[0]!, one, SEEN_HOSTS[1]!, one, hosts[1] ?? one],
    reals: [...new Set([...subnets.map((subnet) => subnet.cidr), "10.9.0.0/24", "10.9.1.0/24"])],
    seen: SEEN,
    wide: vpc.cidrs[0]!,
    // None of the router's own: an answer to the other interface's address is one that the judge does not follow.
    ...{ innerRouter: addressIn(inner, 1), outerRouter: addressIn(outer, 1), outer: "100.64.9.8" },
  }).script();
}

/** What a route of a VPC's table leads to, without its destination. */
function targetsIn(draft: Draft, vpc: DraftVpc): Body[] {
  const own = new Set(vpc.tables.map((table) => draft.tableRef(vpc, table)));
  return Object.values(draft.stack.resource["aws_route"] ?? {}).flatMap((route) => {
    const { route_table_id: table, destination_cidr_block: to, destination_prefix_list_id: list, ...target } = route;
    return own.has(String(table)) && (to ?? list) !== undefined ? [target] : [];
  });
}

/** An instance in a VPC that forwards between two subnets of its own, by a random script; routes lead there and on. */
export function addRouter(draft: Draft): void {
  const { dice } = draft;
  const vpc = dice.pick(draft.vpcs);
  const guarded = vpc.subnets.filter(({ hosts }) => hosts.length > 0);
  const [tables, ways] = [[...vpc.tables], targetsIn(draft, vpc)];
  const zone = dice.pick(guarded).zone;
  const [inner, outer] = [addEmptySubnet(draft, vpc, zone), addEmptySubnet(draft, vpc, zone)];
  const nics = [inner, outer].map(({ subnet }) => addInterface(draft, subnet, addressIn(subnet, 20)));
  draft.add("aws_instance", {
    ami: "ami-1",
    instance_type: "t3.micro",
    user_data: scriptOf(draft, vpc, [inner.subnet, outer.subnet]),
    network_interface: nics.map((nic, device_index) => ({
      device_index,
      network_interface_id: ref("aws_network_interface", nic),
    })),
  });
  const to = (nic: string | undefined): Body => ({ network_interface_id: ref("aws_network_interface", nic!) });
  for (const table of tables) {
    for (const one of dice.some(guarded, 0.5)) draft.steer(vpc, table, one, to(dice.pick(nics)));
    for (const one of dice.some([...draft.destinations(vpc), ...SEEN], 0.4))
      draft.route(vpc, table, one, to(dice.pick([nics[0], nics[0], nics[1]])));
  }
  for (const { table } of [inner, outer])
    for (const one of dice.some([...draft.destinations(vpc), ...SEEN.slice(0, 2)], 0.5))
      if (ways.length > 0) draft.route(vpc, table, one, dice.pick(ways));
}
