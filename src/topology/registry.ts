import { type Cidr } from "../ipv4";
import { Meter } from "../limits";
import { type Resource, type ResourceGraph, type Value } from "../terraform";
import { Arguments, type Linked, noteOf } from "./arguments";
import { impliedName } from "./implied-names";
import { vpcByRange } from "./lost-vpcs";
import {
  type InternetGateway,
  type NetworkAcl,
  type Note,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type Vpc,
} from "./model";

const VPC_TYPES = ["aws_vpc", "aws_default_vpc"];
const SUBNET_TYPES = ["aws_subnet", "aws_default_subnet"];
const TABLE_TYPES = ["aws_route_table", "aws_default_route_table"];
const GROUP_TYPES = ["aws_security_group", "aws_default_security_group"];
const ACL_TYPES = ["aws_network_acl", "aws_default_network_acl"];

/** A subnet while its table and ACL are being found. */
export type OpenSubnet = Subnet;

/** Finds or makes VPCs, subnets, route tables, groups and ACLs; what lies outside of the input becomes a stub with a note. */
export class Registry {
  readonly args: Arguments;
  readonly vpcs = new Map<string, Vpc>();
  readonly subnets = new Map<string, Subnet>();
  readonly tables = new Map<string, RouteTable>();
  readonly groups = new Map<string, SecurityGroup>();
  readonly acls = new Map<string, NetworkAcl>();
  readonly gateways = new Map<string, InternetGateway>();
  readonly unreadable: Note[] = [];
  /** Thousands of instances that may each be in any of thousands of subnets are more than a memory holds. */
  readonly maybePlaces = new Meter("pairs", "looking which subnets the instances may be in");
  /** Ids and attributes of VPCs that stand for their default table, group and ACL. */
  private readonly defaults = new Map<string, Vpc>();

  constructor(readonly graph: ResourceGraph) {
    this.args = new Arguments(graph);
    this.readVpcs();
    this.readSubnets();
  }

  /** Managed resources of these types, and data sources that describe something not managed here. */
  resources(types: readonly string[]): Resource[] {
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

  private readVpcs(): void {
    for (const resource of this.resources(VPC_TYPES)) {
      const vpc = this.newVpc(resource.address, resource.provider ?? "", resource.mode === "data");
      if (resource.origin) vpc.origin = resource.origin;
      for (const key of [
        "default_route_table_id",
        "main_route_table_id",
        "default_security_group_id",
        "default_network_acl_id",
      ]) {
        const id = resource.values[key];
        if (typeof id === "string") this.defaults.set(`${key.replace("main_", "default_")}|${id}`, vpc);
      }
      const cidr = this.args.cidr(resource.values.cidr_block);
      if (cidr) vpc.cidrs.push(cidr);
      else vpc.notes.push(noteOf(resource, "its cidr_block is not known"));
      for (const block of this.args.blocks(resource.values.cidr_block_associations))
        addCidr(vpc, this.args.cidr(block.cidr_block));
    }
    for (const resource of this.graph.ofType(["aws_vpc_ipv4_cidr_block_association"])) {
      const vpc = this.vpc(resource.values.vpc_id);
      const cidr = this.args.cidr(resource.values.cidr_block);
      if (!vpc) this.unreadable.push(noteOf(resource, "the VPC that it extends is not known"));
      else if (cidr) addCidr(vpc, cidr);
      else vpc.notes.push(noteOf(resource, "its cidr_block is not known"));
    }
  }

  private newVpc(address: string, provider: string, isOutside: boolean): Vpc {
    const reason = "it is not in the input";
    const notes: Note[] = isOutside ? [{ address, reason }] : [];
    const table: RouteTable = emptyTable(impliedName(address, "main route table"), [...notes]);
    const vpc: Vpc = {
      address,
      cidrs: [],
      notes: [],
      subnets: [],
      provider,
      mainTable: table,
      defaultTable: table,
      defaultGroup: {
        address: impliedName(address, "default security group"),
        ingress: [],
        egress: [],
        notes: [...notes],
      },
      defaultAcl: { address: impliedName(address, "default network ACL"), ingress: [], egress: [], notes: [...notes] },
      ...(isOutside && { isOutside }),
    };
    if (!isOutside) openDefaults(vpc);
    this.vpcs.set(address, vpc);
    return vpc;
  }

  private readSubnets(): void {
    for (const resource of this.resources(SUBNET_TYPES)) {
      const cidr = this.args.cidr(resource.values.cidr_block);
      const vpc = this.vpc(resource.values.vpc_id) ?? vpcByRange(this, resource, cidr) ?? this.anyVpc();
      const zone =
        this.args.zone(resource.values.availability_zone) ?? this.args.zone(resource.values.availability_zone_id);
      const isPublic = this.args.flag(resource, "map_public_ip_on_launch") ?? false;
      const subnet = this.addSubnet(resource.address, vpc, cidr, zone, isPublic);
      if (resource.origin) subnet.origin = resource.origin;
      if (!cidr && !this.args.textOf(resource.values.ipv6_cidr_block))
        vpc.notes.push(noteOf(resource, "its cidr_block is not known"));
    }
  }

  private addSubnet(
    address: string,
    vpc: Vpc,
    cidr: Cidr | undefined,
    zone: string | undefined,
    mapPublicIp: boolean,
  ): Subnet {
    const subnet: Subnet = {
      address,
      vpc,
      ...(cidr && { cidr }),
      ...(zone !== undefined && { zone }),
      mapPublicIp,
      table: vpc.mainTable,
      acl: vpc.defaultAcl,
      tableNotes: [],
      tenants: [],
      aclNotes: [],
    };
    vpc.subnets.push(subnet);
    this.subnets.set(address, subnet);
    return subnet;
  }

  /** Where subnets are of which it isn't known which VPC has them. */
  private anyVpc(): Vpc {
    const address = "a VPC that is not known";
    const known = this.vpcs.get(address);
    if (known) return known;
    const vpc: Vpc = { ...this.newVpc(address, "", true), isAny: true };
    vpc.notes.push({ address, reason: "which VPC it is in is not known" });
    this.vpcs.set(address, vpc);
    return vpc;
  }

  private outsideVpc(id: string): Vpc {
    const known = this.vpcs.get(id);
    if (known) return known;
    const vpc = this.newVpc(id, "", true);
    vpc.notes.push({ address: id, reason: "the VPC is not in the input" });
    return vpc;
  }

  /** The VPC that a value names. Outside ids make a stub; undefined when it can't be told which. */
  vpc(value: Value | undefined): Vpc | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "outside") return this.outsideVpc(linked.id);
    if (linked.kind !== "resource") return undefined;
    const { resource } = linked;
    const own = this.vpcs.get(resource.address) ?? this.sameIdentity(resource, this.vpcs);
    // A data source without values is an existing VPC of which nothing is known; `vpc_id` of another resource likewise.
    if (own) return own;
    return VPC_TYPES.includes(resource.type) || linked.attribute === "vpc_id"
      ? this.outsideVpc(resource.address)
      : undefined;
  }

  /** A data source may describe a managed resource. */
  isSame(a: Resource, b: Resource): boolean {
    return a === b || (typeof a.values.id === "string" && a.values.id === b.values.id && a.type === b.type);
  }

  /** The managed twin of a data source, by id. */
  private sameIdentity<T>(resource: Resource, map: ReadonlyMap<string, T>): T | undefined {
    const { id } = resource.values;
    if (typeof id !== "string") return undefined;
    for (const twin of this.graph.withIdentity(id)) {
      const found = map.get(twin.address);
      if (found) return found;
    }
    return undefined;
  }

  subnet(value: Value | undefined): Subnet | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "outside") return this.outsideSubnet(linked.id);
    if (linked.kind !== "resource") return undefined;
    const own = this.subnets.get(linked.resource.address) ?? this.sameIdentity(linked.resource, this.subnets);
    return (
      own ?? (SUBNET_TYPES.includes(linked.resource.type) ? this.outsideSubnet(linked.resource.address) : undefined)
    );
  }

  private outsideSubnet(id: string): Subnet {
    const known = this.subnets.get(id);
    if (known) return known;
    const own = this.addSubnet(id, this.outsideVpc(impliedName(id, "its VPC")), undefined, undefined, false);
    const subnet: Subnet = Object.assign(own, { isOutside: true });
    subnet.tableNotes.push({ address: id, reason: "the subnet is not in the input" });
    subnet.aclNotes.push({ address: id, reason: "the subnet is not in the input" });
    return subnet;
  }

  /** Subnets of a list argument; `notes` tell that there may be others, `maybe` which those are. */
  subnetList(value: Value | undefined, owner: Resource): { subnets: Subnet[]; maybe: Subnet[]; notes: Note[] } {
    const { items, unknown } = this.args.list(value);
    const subnets = items.flatMap((item) => this.subnet(item) ?? []);
    const notes: Note[] = [];
    const maybe: Subnet[] = [];
    const doubtful = [...(unknown ? [unknown] : []), ...items.filter((item) => !this.subnet(item))];
    for (const item of doubtful) {
      const linked = this.args.link(item);
      if (linked.kind === "unknown")
        maybe.push(...linked.candidates.flatMap((one) => this.subnets.get(one.address) ?? []));
      notes.push(noteOf(owner, "which subnets it is in is not known"));
    }
    return { subnets: [...new Set(subnets)], maybe: [...new Set(maybe)], notes };
  }

  /** The VPC whose default table, group or ACL a link means: by attribute of the VPC, or by an id that the VPC names. */
  defaultOwner(linked: Linked, value: Value | undefined, attribute: string): Vpc | undefined {
    if (linked.kind === "resource" && VPC_TYPES.includes(linked.resource.type))
      return this.vpcs.get(linked.resource.address);
    const text = this.args.textOf(value);
    return text === undefined ? undefined : this.defaults.get(`${attribute}|${text}`);
  }

  table(value: Value | undefined): RouteTable | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "resource") {
      const own = this.tables.get(linked.resource.address) ?? this.sameIdentity(linked.resource, this.tables);
      if (own) return own;
      if (linked.attribute === "main_route_table_id") return this.vpcs.get(linked.resource.address)?.mainTable;
    }
    const owner = this.defaultOwner(linked, value, "default_route_table_id");
    if (owner) return owner.defaultTable;
    const id =
      linked.kind === "outside"
        ? linked.id
        : linked.kind === "resource" && TABLE_TYPES.includes(linked.resource.type)
          ? linked.resource.address
          : undefined;
    if (id === undefined) return undefined;
    const known = this.tables.get(id);
    if (known) return known;
    const table = emptyTable(id, [{ address: id, reason: "the route table is not in the input" }]);
    this.tables.set(id, table);
    return table;
  }

  group(value: Value | undefined): SecurityGroup | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "resource") {
      const own = this.groups.get(linked.resource.address) ?? this.sameIdentity(linked.resource, this.groups);
      if (own) return own;
    }
    const owner = this.defaultOwner(linked, value, "default_security_group_id");
    if (owner) return owner.defaultGroup;
    const id =
      linked.kind === "outside"
        ? linked.id
        : linked.kind === "resource" && GROUP_TYPES.includes(linked.resource.type)
          ? linked.resource.address
          : undefined;
    if (id === undefined) return undefined;
    const known = this.groups.get(id);
    if (known) return known;
    const group: SecurityGroup = {
      address: id,
      ingress: [],
      egress: [],
      notes: [{ address: id, reason: "the security group is not in the input" }],
    };
    this.groups.set(id, group);
    return group;
  }

  acl(value: Value | undefined): NetworkAcl | undefined {
    const linked = this.args.link(value);
    if (linked.kind === "resource") {
      const own = this.acls.get(linked.resource.address) ?? this.sameIdentity(linked.resource, this.acls);
      if (own) return own;
    }
    const owner = this.defaultOwner(linked, value, "default_network_acl_id");
    if (owner) return owner.defaultAcl;
    const id =
      linked.kind === "outside"
        ? linked.id
        : linked.kind === "resource" && ACL_TYPES.includes(linked.resource.type)
          ? linked.resource.address
          : undefined;
    if (id === undefined) return undefined;
    const known = this.acls.get(id);
    if (known) return known;
    const acl: NetworkAcl = {
      address: id,
      ingress: [],
      egress: [],
      notes: [{ address: id, reason: "the network ACL is not in the input" }],
    };
    this.acls.set(id, acl);
    return acl;
  }
}

export function emptyTable(address: string, notes: Note[] = [], vpc?: Vpc): RouteTable {
  return { address, routes: [], notes, outsideNotes: [], serviceRoutes: [], ...(vpc && { vpc }) };
}

function addCidr(vpc: Vpc, cidr: Cidr | undefined): void {
  if (cidr && !vpc.cidrs.some((one) => one.base === cidr.base && one.length === cidr.length)) vpc.cidrs.push(cidr);
}

const EVERYWHERE = [{ start: 0, end: 2 ** 32 }];

/** What AWS makes with a VPC: a group that admits its own members and lets everything out, and an ACL that admits everything. */
function openDefaults(vpc: Vpc): void {
  const { defaultGroup: group, defaultAcl: acl } = vpc;
  group.ingress.push({ address: group.address, match: { protocol: "all" }, cidrs: [], groups: [group] });
  group.egress.push({ address: group.address, match: { protocol: "all" }, cidrs: EVERYWHERE, groups: [] });
  const open = {
    address: acl.address,
    number: 100,
    allow: true,
    match: { protocol: "all" },
    cidr: { base: 0, length: 0 },
  } as const;
  acl.ingress.push(open);
  acl.egress.push(open);
  // Where the VPC has an IPv6 range, AWS adds the same for IPv6 (VPC user guide, default network ACL, default security group).
  const match = { protocol: "all" } as const;
  const ipv6 = { match, allow: true, isForAll: true };
  group.ipv6Rules = [{ ...ipv6, address: group.address, direction: "egress" }];
  acl.ipv6Rules = (["ingress", "egress"] as const).map((direction) => ({
    ...ipv6,
    address: acl.address,
    direction,
    number: 101,
  }));
}
