import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  type Cidr,
  isCidrFault,
  parseCidr,
  PUBLIC_ADDRESSES,
  setOfCidr,
  setOfCidrs,
} from "../ip";
import { isUnknown, type Resource, rowsOf, type TypeOf, typesOf, type Value, type ValueObject } from "../terraform";
import { type Linked, noteOf } from "./arguments";
import { doubtOf, type Note } from "./doubts";
import { type Direction, type SecurityGroup } from "./model";
import { STAND_INS, whetherItHolds } from "./ipv6-ranges";
import { prefixListOf } from "./prefix-lists";
import { isOfTypes, matchOf, parseProtocol } from "./protocols";
import { type Registry } from "./registry";

/** What peers that are not known may be: anybody, addresses of one family, or public ones of an AWS service. */
type Scope = "anybody" | "ipv4" | "service" | "ipv6";

const WITHIN: Readonly<Record<Scope, AddressSet | undefined>> = {
  anybody: undefined,
  ipv4: ALL_IPV4,
  service: PUBLIC_ADDRESSES,
  ipv6: ALL_IPV6,
};

const SCOPES: readonly Scope[] = ["anybody", "ipv4", "service", "ipv6"];

interface Peers {
  ranges: readonly Cidr[];
  cidrs: AddressSet;
  groups: SecurityGroup[];
  /** What of the peers is not known, the first of each scope. */
  open: Partial<Record<Scope, Note>>;
}

/** All spellings of peers: lists of an inline rule, or single values of a rule resource. */
function readPeers(registry: Registry, owner: Resource, from: ValueObject, self: SecurityGroup): Peers {
  const { args } = registry;
  const open: Peers["open"] = {};
  const uncertain = (scope: Scope, reason: string): void => {
    open[scope] ??= noteOf(owner, reason);
  };
  const cidrs = [...listed(registry, from.cidr_blocks), ...listed(registry, from.cidr_ipv4)].flatMap((item) => {
    const text = args.textOf(item);
    const parsed = text === undefined ? undefined : parseCidr(text);
    if (parsed && !isCidrFault(parsed)) return [parsed];
    if (!text?.includes(":")) uncertain("ipv4", "its addresses are not known");
    return [];
  });
  for (const item of [...listed(registry, from.ipv6_cidr_blocks), ...listed(registry, from.cidr_ipv6)]) {
    const range = registry.ipv6.rangeOf(item);
    if (range) cidrs.push(range);
    else uncertain("ipv6", "its addresses of IPv6 are not known");
  }
  const groups: SecurityGroup[] = [];
  for (const key of ["security_groups", "source_security_group_id", "referenced_security_group_id"])
    for (const item of isLeftOpen(registry, owner, key) ? [] : listed(registry, from[key])) {
      // `account/sg-1` names a group of a peered VPC's account.
      const text = args.textOf(item)?.replace(/^\d{12}\//, "");
      const group = registry.group(text ?? item);
      if (group) groups.push(group);
      else uncertain("anybody", "the security group that it refers to is not known");
    }
  if (from.self === true) groups.push(self);
  for (const key of ["prefix_list_ids", "prefix_list_id"])
    for (const item of listed(registry, from[key])) {
      const list = prefixListOf(registry, item);
      if (list.kind === "ranges") for (const cidr of list.cidrs) cidrs.push(cidr);
      else if (list.kind === "unknown") uncertain(list.family ?? "anybody", list.reason);
      else uncertain("service", `the addresses of ${list.address} are not in the input`);
    }
  return { ranges: cidrs, cidrs: setOfCidrs(cidrs), groups, open };
}

/** The provider computes this argument of a rule where nobody set it, and then it comes out empty. */
function isLeftOpen({ args }: Registry, owner: Resource, key: string): boolean {
  return key === "source_security_group_id" && isUnknown(owner.values[key]) && !args.isSetUnknown(owner, key);
}

/** Items of a list, with what isn't known as one item, so that it is noticed. */
function listed(registry: Registry, value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null || value === "") return [];
  const { items, unknown } = registry.args.list(value);
  return unknown ? [...items, unknown] : items.filter((item) => item !== null && item !== "");
}

/** A rule as it is written: a block of a group, or a resource of its own. */
interface WrittenRule {
  readonly owner: Resource;
  readonly values: ValueObject;
  readonly address: string;
  readonly direction: Direction;
}

function addRule(registry: Registry, group: SecurityGroup, written: WrittenRule): void {
  const { args } = registry;
  const { owner, values: from, address, direction } = written;
  const protocol = parseProtocol(args.textOf(from.protocol) ?? args.textOf(from.ip_protocol));
  // Not to be set means all types of ICMP; not to be known does not.
  const isOpen = isOfTypes(protocol) && [from.from_port, from.to_port].some((one) => args.isUncertain(one));
  const match = isOpen ? undefined : matchOf(protocol, args.numberOf(from.from_port), args.numberOf(from.to_port));
  const peers = readPeers(registry, owner, from, group);
  const note = match ? undefined : noteOf(owner, "its protocol or its ports are not known");
  const { cidrs, groups } = peers;
  const rule = { address, match: match ?? { protocol: "all" as const }, cidrs, groups };
  // What is known of a rule's peers admits them, whatever the others turn out to be.
  if (cidrs.length > 0 || groups.length > 0) group[direction].push({ ...rule, ...(note && { note }) });
  const rest = { ...rule, cidrs: [], groups: [] };
  for (const scope of SCOPES) {
    const { [scope]: unsure } = peers.open;
    const within = WITHIN[scope];
    if (unsure) group[direction].push({ ...rest, note: unsure, ...(within && { within }) });
  }
  const holding = peers.ranges.find((range) => registry.ipv6.mayHold(range));
  if (holding)
    group[direction].push({ ...rest, note: noteOf(owner, whetherItHolds(holding)), within: setOfCidr(STAND_INS) });
}

function readInline(registry: Registry, resource: Resource, group: SecurityGroup): void {
  for (const direction of ["ingress", "egress"] as const) {
    const value = resource.values[direction];
    if (registry.args.isSetUnknown(resource, direction)) {
      group.doubts.rules.push(doubtOf(resource, "rules", `its ${direction} rules are not known`));
      continue;
    }
    registry.args.blocks(value).forEach((values, i) => {
      const address = `${resource.address}.${direction}[${i}]`;
      addRule(registry, group, { owner: resource, values, address, direction });
    });
  }
}

function isInlineIn(resource: Resource, direction: Direction, registry: Registry): boolean {
  return resource.configured?.has(direction) === true && registry.args.blocks(resource.values[direction]).length > 0;
}

/** Finds the groups that a link may lead to; rules that name one local have one list of thousands of candidates. */
function candidateGroups(registry: Registry): (linked: Linked) => readonly SecurityGroup[] {
  const known = new Map<readonly Resource[], readonly SecurityGroup[]>();
  return (linked) => {
    if (linked.kind !== "unknown") return [];
    const found =
      known.get(linked.candidates) ?? linked.candidates.flatMap((one) => registry.groups.get(one.address) ?? []);
    known.set(linked.candidates, found);
    return found;
  };
}

const DIRECTIONS: Readonly<Record<TypeOf<"group-rule">, (rule: Resource) => Direction | undefined>> = {
  aws_security_group_rule: ({ values: { type } }) => (type === "ingress" || type === "egress" ? type : undefined),
  aws_vpc_security_group_ingress_rule: () => "ingress",
  aws_vpc_security_group_egress_rule: () => "egress",
};

/** Rule resources of both generations. A group whose configuration also has inline rules removes them at the next apply. */
function readSeparate(registry: Registry, inlineOf: ReadonlyMap<SecurityGroup, Resource>): void {
  const touchedBy = candidateGroups(registry);
  const inlineIn = { ingress: new Map<Resource, boolean>(), egress: new Map<Resource, boolean>() };
  const isMixed = (inline: Resource, direction: Direction): boolean => {
    const known = inlineIn[direction].get(inline) ?? isInlineIn(inline, direction, registry);
    inlineIn[direction].set(inline, known);
    return known;
  };
  for (const [type, directionOf] of rowsOf(DIRECTIONS))
    for (const resource of registry.graph.ofType([type], "managed")) {
      const group = registry.group(resource.values.security_group_id);
      const direction = directionOf(resource);
      if (!group || !direction) {
        const touched = touchedBy(registry.args.link(resource.values.security_group_id));
        const doubt = doubtOf(resource, "rules", "the security group that it belongs to is not known");
        for (const one of touched.length > 0 ? touched : registry.groups.values()) one.doubts.rules.push(doubt);
        continue;
      }
      const before = group[direction].length;
      const { values, address } = resource;
      addRule(registry, group, { owner: resource, values, address, direction });
      const inline = inlineOf.get(group);
      if (!inline || !isMixed(inline, direction)) continue;
      const note = noteOf(resource, `${inline.address} has inline rules too, which remove it at the next apply`);
      group[direction].splice(before, Infinity, ...group[direction].slice(before).map((rule) => ({ ...rule, note })));
    }
}

/** Security groups: inline rules, both generations of rule resources, and the default group of a VPC however it is named. */
export function readSecurityGroups(registry: Registry): void {
  const inlineOf = new Map<SecurityGroup, Resource>();
  const pending: [Resource, SecurityGroup][] = [];
  for (const resource of registry.resources(typesOf("security-group"))) {
    const vpc = registry.vpc(resource.values.vpc_id);
    const group: SecurityGroup = {
      address: resource.address,
      ...(vpc && { vpc }),
      ingress: [],
      egress: [],
      doubts: { rules: [] },
    };
    if (resource.mode === "data")
      group.doubts.rules.push(doubtOf(resource, "rules", "a data source does not tell a security group's rules"));
    registry.groups.set(resource.address, group);
    if (resource.type === "aws_default_security_group" && vpc) vpc.defaultGroup = group;
    if (resource.type === "aws_default_security_group" && !vpc)
      registry.unreadable.push(noteOf(resource, "its VPC is not known"));
    inlineOf.set(group, resource);
    pending.push([resource, group]);
  }
  for (const [resource, group] of pending) if (resource.mode === "managed") readInline(registry, resource, group);
  readSeparate(registry, inlineOf);
  for (const vpc of registry.vpcs.values())
    if (!registry.groups.has(vpc.defaultGroup.address)) registry.groups.set(vpc.defaultGroup.address, vpc.defaultGroup);
}
