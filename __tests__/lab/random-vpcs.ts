import { cidr, formatCidr, formatIpv4, nthCidr } from "../../src/ipv4";
import { type Draft, type DraftSubnet, type DraftVpc, RANGES, ref } from "./draft";
import { addGroups } from "./random-filters";

/** What AWS lets a VPC add to a CIDR of 10.0.0.0/8 (VPC user guide, CIDR block association restrictions). */
const ADDABLE = ["10.1.0.0/16", "10.2.0.0/16", "10.9.0.0/16", "100.64.0.0/16"];

/** A VPC with its tables, groups, subnets and hosts. */
export function addVpc(draft: Draft, index: number): void {
  const { dice } = draft;
  const name = `v${index}`;
  const range = dice.pick(RANGES);
  const vpc: DraftVpc = { name, cidrs: [range], subnets: [], tables: [], groups: [], albs: [] };
  draft.vpcs.push(vpc);
  draft.add("aws_vpc", { cidr_block: range }, name);
  const id = ref("aws_vpc", name);
  vpc.tables.push(
    draft.add("aws_default_route_table", {
      default_route_table_id: ref("aws_vpc", name, "default_route_table_id"),
    }),
  );
  const tables = dice.below(3);
  for (let t = 0; t < tables; t++) vpc.tables.push(draft.add("aws_route_table", { vpc_id: id }));
  addGroups(draft, vpc);
  const subnets = 1 + dice.below(3);
  for (let s = 0; s < subnets; s++) addSubnet(draft, vpc, range, s, id);
  if (!dice.chance(0.3)) return;
  const second = dice.pick(ADDABLE.filter((one) => one !== range));
  vpc.cidrs.push(second);
  const association = draft.add("aws_vpc_ipv4_cidr_block_association", { vpc_id: id, cidr_block: second });
  addSubnet(draft, vpc, second, 0, ref("aws_vpc_ipv4_cidr_block_association", association, "vpc_id"));
}

function addSubnet(draft: Draft, vpc: DraftVpc, range: string, index: number, vpcId: string): void {
  const { dice } = draft;
  const name = `${vpc.name}s${vpc.subnets.length}`;
  const block = nthCidr(cidr(range), 24, index)!;
  const subnet: DraftSubnet = { name, cidr: formatCidr(block), zone: dice.pick(["a", "a", "b", "c"]), vpc, hosts: [] };
  vpc.subnets.push(subnet);
  draft.add(
    "aws_subnet",
    {
      vpc_id: vpcId,
      cidr_block: subnet.cidr,
      availability_zone: `us-east-1${subnet.zone}`,
      ...(dice.chance(0.3) && { map_public_ip_on_launch: true }),
    },
    name,
  );
  const table = dice.pick(vpc.tables);
  if (table !== vpc.tables[0])
    draft.add("aws_route_table_association", {
      subnet_id: ref("aws_subnet", name),
      route_table_id: ref("aws_route_table", table),
    });
  const hosts = 1 + dice.below(2);
  // The same last number in every subnet, so that overlapping VPCs have hosts with the same address.
  for (let h = 0; h < hosts; h++) addHost(draft, subnet, `${name}h${h}`, block.base + 10 + h);
}

function addHost(draft: Draft, subnet: DraftSubnet, name: string, address: number): void {
  const { dice } = draft;
  const ip = formatIpv4(address);
  const { groups } = subnet.vpc;
  const chosen = dice.shuffled(groups).slice(0, 1 + dice.below(groups.length));
  const common = {
    subnet_id: ref("aws_subnet", subnet.name),
    ...(dice.chance(0.1) && { source_dest_check: false }),
  };
  const isInterface = dice.chance(0.15);
  const type = isInterface ? "aws_network_interface" : "aws_instance";
  subnet.hosts.push({ name, type, ip });
  const ids = chosen.map((group) => ref("aws_security_group", group));
  draft.add(
    type,
    isInterface
      ? { ...common, private_ips: [ip, formatIpv4(address + 40)], security_groups: ids }
      : { ...common, ami: "ami-1", instance_type: "t3.micro", private_ip: ip, vpc_security_group_ids: ids },
    name,
  );
}

/** Routes to an interface of the own VPC, right where it forwards (source/destination check off) and wrong where not. */
export function addInterfaceRoutes(draft: Draft, vpc: DraftVpc): void {
  const { dice } = draft;
  const hosts = vpc.subnets.flatMap((subnet) => subnet.hosts);
  for (const table of vpc.tables) {
    if (!dice.chance(0.12)) continue;
    const { type, name } = dice.pick(hosts);
    const attribute = type === "aws_instance" ? "primary_network_interface_id" : "id";
    const target = { network_interface_id: ref(type, name, attribute) };
    if (dice.chance(0.5)) draft.steer(vpc, table, dice.pick(vpc.subnets), target);
    else draft.route(vpc, table, dice.pick(draft.destinations(vpc)), target);
  }
}
