import { Meter } from "../limits";
import {
  hasRole,
  NOWHERE_KNOWN,
  type Resource,
  type ResourceGraph,
  type TypeName,
  typesOf,
  type Value,
} from "../terraform";
import { Arguments, type Linked } from "./arguments";
import { emptyTable, makeSubnet, makeVpc } from "./defaults";
import { type Doubt, doubtOf, type Note } from "./doubts";
import { impliedName } from "./implied-names";
import { Ipv6Ranges } from "./ipv6-ranges";
import { candidatesOf } from "./lost-indexes";
import { type NetworkAcl, type RouteTable, type SecurityGroup, type Subnet, type Vpc } from "./model";

export const VPC_TYPES = typesOf("vpc");
export const SUBNET_TYPES = typesOf("subnet");
export const TABLE_TYPES = typesOf("route-table");
const GROUP_TYPES = typesOf("security-group");
const ACL_TYPES = typesOf("network-acl");

/** Attributes by which a VPC names what AWS made with it. */
const DEFAULTS = [
  "default_route_table_id",
  "main_route_table_id",
  "default_security_group_id",
  "default_network_acl_id",
] as const;

export type DefaultAttribute = Exclude<(typeof DEFAULTS)[number], "main_route_table_id">;

/** Things that a VPC has one of from the start: tables, groups and ACLs are found the same way. */
interface Kind<T> {
  readonly types: readonly TypeName[];
  /** The VPC's attribute that names its own one. */
  readonly attribute: DefaultAttribute;
  /** The VPC's own one, as it is at the moment: another may have taken its place. */
  ofVpc(vpc: Vpc, attribute: string): T;
  /** What stands for one that is not in the input. */
  outside(id: string): T;
}

const outsideFilter = (id: string, what: string) => ({
  address: id,
  ingress: [],
  egress: [],
  doubts: { rules: [doubtOf({ address: id }, "rules", `the ${what} is not in the input`)] },
});

const TABLE: Kind<RouteTable> = {
  types: TABLE_TYPES,
  attribute: "default_route_table_id",
  ofVpc: (vpc, attribute) => (attribute === "main_route_table_id" ? vpc.mainTable : vpc.defaultTable),
  outside: (id) => emptyTable(id, [doubtOf({ address: id }, "routes", "the route table is not in the input")]),
};

const GROUP: Kind<SecurityGroup> = {
  types: GROUP_TYPES,
  attribute: "default_security_group_id",
  ofVpc: (vpc) => vpc.defaultGroup,
  outside: (id) => outsideFilter(id, "security group"),
};

const ACL: Kind<NetworkAcl> = {
  types: ACL_TYPES,
  attribute: "default_network_acl_id",
  ofVpc: (vpc) => vpc.defaultAcl,
  outside: (id) => outsideFilter(id, "network ACL"),
};

/** Subnets that an argument lists, and those that it may list. */
export interface SubnetList {
  readonly subnets: readonly Subnet[];
  readonly maybe: readonly Subnet[];
  readonly doubts: Doubt<"subnets">[];
}

/**
 * VPCs, subnets, route tables, groups and ACLs by Terraform address, and what values of arguments mean by them. What lies
 * outside of the input becomes a stub with a doubt. Readers fill it.
 */
export class Registry {
  readonly args: Arguments;
  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly tables = new Map<string, RouteTable>();
  readonly groups = new Map<string, SecurityGroup>();
  readonly acls = new Map<string, NetworkAcl>();
  readonly unreadable: Note[] = [];
  readonly ipv6 = new Ipv6Ranges(this);
  /** Thousands of instances that may each be in any of thousands of subnets are more than a memory holds. */
  readonly maybePlaces = new Meter("pairs", "looking which subnets the instances may be in");
  /** Ids and attributes of VPCs that stand for their default table, group and ACL. */
  private readonly defaults = new Map<string, Vpc>();

  constructor(readonly graph: ResourceGraph) {
    this.args = new Arguments(graph);
  }

  /** Managed resources of these types, and data sources that describe something not managed here. */
  resources(types: readonly TypeName[]): Resource[] {
    const managed = this.graph.ofType(types, "managed");
    const ids = new Set(managed.map((resource) => resource.values.id).filter((id) => typeof id === "string"));
    const seen = new Set<Value>();
    const data = this.graph.ofType(types, "data").filter((resource) => {
      const { id } = resource.values;
      if (typeof id !== "string" || ids.has(id) || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
    return [...managed, ...data];
  }

  /** A data source may describe a managed resource. */
  isSame(a: Resource, b: Resource): boolean {
    return a === b || (typeof a.values.id === "string" && a.values.id === b.values.id && a.type === b.type);
  }

  /** Keeps the ids by which the resource of a VPC names its default table, group and ACL. */
  rememberDefaults(vpc: Vpc, { values }: Resource): void {
    for (const key of DEFAULTS) {
      const id = values[key];
      const attribute = key === "main_route_table_id" ? TABLE.attribute : key;
      if (typeof id === "string") this.defaults.set(`${attribute}|${id}`, vpc);
    }
  }

  /** What stands for the VPCs of which it isn't known which one is meant. */
  anyVpc(): Vpc {
    const address = "a VPC that is not known";
    const known = this.vpcs.get(address);
    if (known) return known;
    const vpc: Vpc = { ...makeVpc(address, NOWHERE_KNOWN, true), isAny: true };
    vpc.doubts.ranges.push(doubtOf(vpc, "ranges", "which VPC it is in is not known"));
    this.vpcs.set(address, vpc);
    return vpc;
  }

  private outsideVpc(id: string): Vpc {
    const known = this.vpcs.get(id);
    if (known) return known;
    const vpc = makeVpc(id, NOWHERE_KNOWN, true);
    vpc.doubts.ranges.push(doubtOf(vpc, "ranges", "the VPC is not in the input"));
    this.vpcs.set(id, vpc);
    return vpc;
  }

  /** The VPC that a value names. Outside ids make a stub; undefined when it can't be told which. */
  vpc(value: Value | undefined): Vpc | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "outside") return this.outsideVpc(linked.id);
    if (linked.kind !== "resource") return undefined;
    const { resource } = linked;
    const own = this.own(resource, this.vpcs);
    // A data source without values is an existing VPC of which nothing is known; `vpc_id` of another resource likewise.
    if (own) return own;
    return hasRole(resource.type, "vpc") || linked.attribute === "vpc_id"
      ? this.outsideVpc(resource.address)
      : undefined;
  }

  /** What a resource is in a map by address; of a data source, what its managed twin is, by id. */
  private own<T>(resource: Resource, map: ReadonlyMap<string, T>): T | undefined {
    const found = map.get(resource.address);
    const { id } = resource.values;
    if (found || typeof id !== "string") return found;
    for (const twin of this.graph.withIdentity(id)) {
      const other = map.get(twin.address);
      if (other) return other;
    }
    return undefined;
  }

  /** The subnet that a value names. Outside ids make a stub; undefined when it can't be told which. */
  subnet(value: Value | undefined): Subnet | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "outside") return this.outsideSubnet(linked.id);
    if (linked.kind !== "resource") return undefined;
    const { resource } = linked;
    const own = this.own(resource, this.subnets);
    return own ?? (hasRole(resource.type, "subnet") ? this.outsideSubnet(resource.address) : undefined);
  }

  private outsideSubnet(id: string): Subnet {
    const known = this.subnets.get(id);
    if (known) return known;
    const vpc = Object.assign(this.outsideVpc(impliedName(id, "its VPC")), { isImplied: true });
    const subnet: Subnet = Object.assign(makeSubnet(id, vpc, { mapPublicIp: false }), { isOutside: true });
    subnet.doubts.table.push(doubtOf(subnet, "table", "the subnet is not in the input"));
    subnet.doubts.acl.push(doubtOf(subnet, "acl", "the subnet is not in the input"));
    this.subnets.set(id, subnet);
    return subnet;
  }

  /** The subnets that a value may name, where it is not known which. */
  maybeSubnets(value: Value | undefined): readonly Subnet[] {
    return candidatesOf(this.args, value, this.subnets);
  }

  /** Subnets of a list argument; `doubts` tell that there may be others, `maybe` which those are. */
  subnetList(value: Value | undefined, owner: Resource): SubnetList {
    const { items, unknown } = this.args.list(value);
    const subnets = items.flatMap((item) => this.subnet(item) ?? []);
    const doubtful = [...(unknown ? [unknown] : []), ...items.filter((item) => !this.subnet(item))];
    return {
      subnets: [...new Set(subnets)],
      maybe: [...new Set(doubtful.flatMap((item) => this.maybeSubnets(item)))],
      doubts: doubtful.map(() => doubtOf(owner, "subnets", "which subnets it is in is not known")),
    };
  }

  /** The VPC whose default table, group or ACL a link means: by attribute of the VPC, or by an id that the VPC names. */
  defaultOwner(linked: Linked, value: Value | undefined, attribute: DefaultAttribute): Vpc | undefined {
    if (linked.kind === "resource" && hasRole(linked.resource.type, "vpc"))
      return this.vpcs.get(linked.resource.address);
    const text = this.args.textOf(value);
    return text === undefined ? undefined : this.defaults.get(`${attribute}|${text}`);
  }

  /** Every table, also those that AWS makes with a VPC: one that is not known may be any of them. */
  everyTable(): readonly RouteTable[] {
    const ofVpcs = [...this.vpcs.values()].flatMap(({ mainTable, defaultTable }) => [mainTable, defaultTable]);
    return [...new Set([...this.tables.values(), ...ofVpcs])];
  }

  table(value: Value | undefined): RouteTable | undefined {
    return this.find(TABLE, this.tables, value);
  }

  group(value: Value | undefined): SecurityGroup | undefined {
    return this.find(GROUP, this.groups, value);
  }

  acl(value: Value | undefined): NetworkAcl | undefined {
    return this.find(ACL, this.acls, value);
  }

  /** What a value names of a kind: its own resource, what AWS made with a VPC, or a stub for what is not in the input. */
  private find<T>(kind: Kind<T>, map: Map<string, T>, value: Value | undefined): T | undefined {
    const linked = this.args.link(value);
    const own = linked.kind === "resource" ? this.own(linked.resource, map) : undefined;
    if (own) return own;
    const owner = this.defaultOwner(linked, value, kind.attribute);
    if (owner) return kind.ofVpc(owner, linked.kind === "resource" ? linked.attribute : "");
    const id = outsideId(linked, kind.types);
    if (id === undefined) return undefined;
    const known = map.get(id) ?? kind.outside(id);
    map.set(id, known);
    return known;
  }
}

/** By what a thing is called of which nothing is in the input; undefined where the link leads to something else. */
function outsideId(linked: Linked, types: readonly string[]): string | undefined {
  if (linked.kind === "outside") return linked.id;
  return linked.kind === "resource" && types.includes(linked.resource.type) ? linked.resource.address : undefined;
}
