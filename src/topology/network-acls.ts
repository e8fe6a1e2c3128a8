import { type Cidr, cidr as range, type Family } from "../ip";
import { type Resource, type Value, type ValueObject, typesOf } from "../terraform";
import { noteOf } from "./arguments";
import { doubtOf } from "./doubts";
import { STAND_INS, whetherItHolds } from "./ipv6-ranges";
import { type AclRule, type Direction, type NetworkAcl } from "./model";
import { isOfTypes, matchOf, parseProtocol } from "./protocols";
import { type Registry } from "./registry";

const EVERYWHERE: Readonly<Record<Family, Cidr>> = { ipv4: range("0.0.0.0/0"), ipv6: range("::/0") };

/** A rule as it is written: a block of an ACL, or a resource of its own. */
interface WrittenRule {
  readonly owner: Resource;
  readonly values: ValueObject;
  readonly address: string;
  readonly direction: Direction;
}

function addRule(registry: Registry, acl: NetworkAcl, written: WrittenRule): void {
  const { args } = registry;
  const { owner, values: from, address, direction } = written;
  const number = args.numberOf(from.rule_no) ?? args.numberOf(from.rule_number);
  const action = args.textOf(from.action) ?? args.textOf(from.rule_action);
  const icmp = { type: args.numberOf(from.icmp_type), code: args.numberOf(from.icmp_code) };
  const protocol = parseProtocol(args.textOf(from.protocol));
  const numbers = matchOf(protocol, args.numberOf(from.from_port), args.numberOf(from.to_port), {
    ...(icmp.type !== undefined && isOfTypes(protocol) && { type: icmp.type }),
    ...(icmp.code !== undefined && isOfTypes(protocol) && { code: icmp.code }),
  });
  // Not to be set means all types of ICMP; not to be known does not.
  const isOpen = isOfTypes(protocol) && [from.icmp_type, from.icmp_code].some((one) => args.isUncertain(one));
  const match = isOpen ? undefined : numbers;
  const add = (cidr: Cidr | undefined, family: Family): void => {
    const isKnown = match && cidr && number !== undefined && action;
    const rule: AclRule = {
      address,
      number: number ?? 0,
      allow: action?.toLowerCase() === "allow",
      match: match ?? { protocol: "all" },
      cidr: cidr ?? EVERYWHERE[family],
      ...(!isKnown && { note: noteOf(owner, "a rule of it is not known") }),
    };
    acl[direction].push(rule);
    if (cidr && registry.ipv6.mayHold(cidr))
      acl[direction].push({ ...rule, cidr: STAND_INS, note: noteOf(owner, whetherItHolds(cidr)) });
  };
  // A rule is for one family; what it doesn't name is null or empty.
  const isNamed = (value: Value | undefined): boolean => value !== undefined && value !== null && value !== "";
  if (isNamed(from.ipv6_cidr_block)) {
    add(registry.ipv6.rangeOf(from.ipv6_cidr_block), "ipv6");
    if (!isNamed(from.cidr_block)) return;
  }
  add(args.cidr(from.cidr_block), "ipv4");
}

function associate(registry: Registry, resource: Resource, acl: NetworkAcl): void {
  const { items, unknown } = registry.args.list(resource.values.subnet_ids);
  for (const item of items) {
    const subnet = registry.subnet(item);
    if (subnet) subnet.acl = acl;
  }
  const doubtful = [...(unknown ? [unknown] : []), ...items.filter((item) => !registry.subnet(item))];
  if (doubtful.length === 0 || !registry.args.isSetUnknown(resource, "subnet_ids")) return;
  for (const { doubts } of doubtful.flatMap((item) => registry.maybeSubnets(item)))
    doubts.acl.push(doubtOf(resource, "acl", "whether it applies to the subnet is not known"));
}

/** Network ACLs: inline rules, rule resources, associations in both spellings, and the default ACL. */
export function readNetworkAcls(registry: Registry): void {
  const { args, graph } = registry;
  const associations: (() => void)[] = [];
  for (const resource of registry.resources(typesOf("network-acl"))) {
    const acl: NetworkAcl = { address: resource.address, ingress: [], egress: [], doubts: { rules: [] } };
    registry.acls.set(resource.address, acl);
    for (const direction of ["ingress", "egress"] as const) {
      if (args.isSetUnknown(resource, direction))
        acl.doubts.rules.push(doubtOf(resource, "rules", `its ${direction} rules are not known`));
      args.blocks(resource.values[direction]).forEach((values, i) => {
        const address = `${resource.address}.${direction}[${i}]`;
        addRule(registry, acl, { owner: resource, values, address, direction });
      });
    }
    if (resource.type === "aws_default_network_acl") {
      const value = resource.values.default_network_acl_id;
      const owner = registry.defaultOwner(args.link(value), value, "default_network_acl_id");
      if (!owner) registry.unreadable.push(noteOf(resource, "its VPC is not known"));
      else {
        for (const subnet of owner.subnets) if (subnet.acl === owner.defaultAcl) subnet.acl = acl;
        owner.defaultAcl = acl;
      }
    }
    associations.push(() => associate(registry, resource, acl));
  }
  associations.forEach((run) => run());
  for (const resource of graph.ofType(typesOf("acl-association"), "managed")) {
    const [acl, subnet] = [registry.acl(resource.values.network_acl_id), registry.subnet(resource.values.subnet_id)];
    if (acl && subnet) subnet.acl = acl;
    else if (subnet) subnet.doubts.acl.push(doubtOf(resource, "acl", "which network ACL applies is not known"));
    else
      for (const one of registry.maybeSubnets(resource.values.subnet_id))
        one.doubts.acl.push(doubtOf(resource, "acl", "which subnet it applies to is not known"));
  }
  for (const resource of graph.ofType(typesOf("acl-rule"), "managed")) {
    const acl = registry.acl(resource.values.network_acl_id);
    const direction = args.flag(resource, "egress") === true ? "egress" : "ingress";
    const { values, address } = resource;
    if (acl) addRule(registry, acl, { owner: resource, values, address, direction });
    else
      for (const one of registry.acls.values())
        one.doubts.rules.push(doubtOf(resource, "rules", "the network ACL that it belongs to is not known"));
  }
  for (const acl of registry.acls.values()) sortRules(acl);
}

function sortRules(acl: NetworkAcl): void {
  const byNumber = (a: AclRule, b: AclRule): number => a.number - b.number;
  const unique = (rules: AclRule[]): void => {
    rules.sort(byNumber);
    // A state repeats rule resources as inline rules of the ACL that was read after them.
    const seen = new Set<number>();
    for (let i = 0; i < rules.length;) {
      const rule = rules[i]!;
      if (!rule.note && seen.has(rule.number)) rules.splice(i, 1);
      else {
        if (!rule.note) seen.add(rule.number);
        i++;
      }
    }
  };
  unique(acl.ingress);
  unique(acl.egress);
}
