import { isObject, type Resource, type Role, type Value } from "../terraform";
import { type Arguments, type Topology } from "../topology";

/** What is asked of a source while its things are matched with those of another. */
interface Asked {
  readonly args: Arguments;
  readonly topology: Topology;
  /** What a value names, by a text that is equal in both sources. */
  reference(value: Value | undefined): string | undefined;
  nameOf(resource: Resource): string | undefined;
}

type Key = readonly (string | undefined)[];

/** A place in the network that only one thing of a role can have. */
interface Place {
  readonly role: Role;
  /** Undefined in it: where it is can't be told. */
  readonly keyOf: (resource: Resource, asked: Asked) => Key;
}

const NAME_TAG = "Name";

function nameTag({ args }: Asked, { values }: Resource): string | undefined {
  const { tags } = values;
  return isObject(tags) ? args.textOf(tags[NAME_TAG]) : undefined;
}

const named =
  (...keys: readonly string[]) =>
  (resource: Resource, asked: Asked): (string | undefined)[] =>
    keys.map((key) => asked.reference(resource.values[key]));

/** Everything that a list names, in an order that both sources have; undefined as soon as one of them isn't known. */
function allNamed(values: readonly Value[], asked: Asked): string | undefined {
  const names = values.map((one) => asked.reference(one));
  return names.length > 0 && names.every((one) => one !== undefined) ? names.sort().join(" ") : undefined;
}

function firstAddress({ values }: Resource, { args }: Asked): string | undefined {
  return args.textOf(values.private_ip) ?? args.textOf(args.list(values.private_ips).items[0]);
}

/** The subnets that use a route table, or a network ACL. */
function usersOf({ address }: Resource, asked: Asked, which: "table" | "acl"): string | undefined {
  return allNames(
    asked.topology.subnets.filter((subnet) => subnet[which].address === address),
    asked,
  );
}

/** The hosts and load balancers that a security group filters for. */
function membersOf({ address }: Resource, asked: Asked): string | undefined {
  const { instances, loadBalancers, nics } = asked.topology;
  const isOwn = ({ groups }: { readonly groups?: readonly { readonly address: string }[] }): boolean =>
    groups?.some((one) => one.address === address) === true;
  const hosts = instances.filter((one) => one.nics.some(isOwn));
  const ofHosts = new Set(hosts.flatMap((one) => one.nics));
  const alone = nics.filter((nic) => isOwn(nic) && !ofHosts.has(nic));
  const balancers = loadBalancers.filter((one) => one.nodes.some(isOwn));
  return allNames([...hosts, ...alone, ...balancers], asked);
}

/** The names of things with a resource; undefined as soon as one is not known to both sources. */
function allNames(things: readonly { readonly address: string }[], asked: Asked): string | undefined {
  const names = things.map(({ address }) => {
    const resource = asked.args.graph.get(address);
    return resource && asked.nameOf(resource);
  });
  return names.length > 0 && names.every((one) => one !== undefined) ? names.sort().join(" ") : undefined;
}

function subnetsOf({ values }: Resource, asked: Asked): string | undefined {
  const mapped = asked.args.blocks(values.subnet_mapping).map((one) => one.subnet_id ?? null);
  return allNamed(mapped.length > 0 ? mapped : asked.args.list(values.subnets).items, asked);
}

/** The places, those first by which others are found. Sources: VPC user guide, ELB user guides, EC2 API reference. */
export const PLACES: readonly Place[] = [
  // Many VPCs have one range; only the name tells them apart.
  { role: "vpc", keyOf: (one, asked) => [asked.args.text(one, "cidr_block"), nameTag(asked, one) ?? ""] },
  // Ranges of a VPC's subnets never overlap.
  {
    role: "subnet",
    keyOf: (one, asked) => [
      asked.reference(one.values.vpc_id),
      asked.args.text(one, "cidr_block") ?? asked.args.text(one, "ipv6_cidr_block"),
    ],
  },
  // A VPC has one group of each name, and one internet gateway.
  {
    role: "security-group",
    keyOf: (one, asked) => [
      asked.reference(one.values.vpc_id),
      one.type === "aws_default_security_group" ? "default" : asked.args.text(one, "name"),
    ],
  },
  { role: "internet-gateway", keyOf: named("vpc_id") },
  { role: "egress-only-internet-gateway", keyOf: named("vpc_id") },
  { role: "route-table", keyOf: (one, asked) => [usersOf(one, asked, "table")] },
  { role: "route-table", keyOf: (one, asked) => [asked.reference(one.values.vpc_id), nameTag(asked, one)] },
  { role: "network-acl", keyOf: (one, asked) => [usersOf(one, asked, "acl")] },
  { role: "network-acl", keyOf: (one, asked) => [asked.reference(one.values.vpc_id), nameTag(asked, one)] },
  { role: "nat-gateway", keyOf: named("subnet_id") },
  // No two interfaces of a subnet have one address.
  { role: "interface", keyOf: (one, asked) => [asked.reference(one.values.subnet_id), firstAddress(one, asked)] },
  { role: "instance", keyOf: (one, asked) => [asked.reference(one.values.subnet_id), firstAddress(one, asked)] },
  { role: "instance", keyOf: (one, asked) => [asked.reference(one.values.subnet_id), nameTag(asked, one)] },
  { role: "security-group", keyOf: (one, asked) => [asked.reference(one.values.vpc_id), membersOf(one, asked)] },
  { role: "elastic-ip", keyOf: (one, asked) => [asked.args.text(one, "public_ip")] },
  // Names of load balancers and target groups are given once in a Region of an account.
  { role: "load-balancer", keyOf: (one, asked) => [asked.args.text(one, "name"), subnetsOf(one, asked)] },
  { role: "target-group", keyOf: (one, asked) => [asked.args.text(one, "name"), asked.reference(one.values.vpc_id)] },
  {
    role: "vpc-endpoint",
    keyOf: (one, asked) => [asked.reference(one.values.vpc_id), asked.args.text(one, "service_name")],
  },
  // Two VPCs have one peering that is not deleted.
  { role: "peering", keyOf: named("vpc_id", "peer_vpc_id") },
  { role: "transit-gateway", keyOf: (one, asked) => [nameTag(asked, one)] },
  // A VPC is attached to a gateway once.
  {
    role: "transit-vpc-attachment",
    keyOf: named("vpc_id", "transit_gateway_id"),
  },
  {
    role: "transit-table",
    keyOf: (one, asked) => [asked.reference(one.values.transit_gateway_id), nameTag(asked, one)],
  },
];
