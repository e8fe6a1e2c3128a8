import { ALL_ADDRESSES, setOfCidrs, subtract } from "../ip";
import { type Resource, type Value, type ValueObject } from "../terraform";
import { type Arguments } from "./arguments";
import { isCertain } from "./doubts";
import {
  addressesOfList,
  type NamedAddresses,
  type NamedPorts,
  type Names,
  portsOfList,
  SOME_ADDRESSES,
} from "./firewall-sets";
import { prefixListOf } from "./prefix-lists";
import { type Registry } from "./registry";

/** Blocks of a resource, and whether there may be others. */
export interface Blocks {
  readonly blocks: readonly ValueObject[];
  readonly isOpen: boolean;
}

export function blocksOf(args: Arguments, value: Value | undefined): Blocks {
  const { items, unknown } = args.list(value);
  const blocks = args.blocks(value);
  return { blocks, isOpen: unknown !== undefined || blocks.length !== items.length };
}

/** The texts of a list; undefined where one of them is not known. */
export function textsOf(args: Arguments, value: Value | undefined): string[] | undefined {
  const { items, unknown } = args.list(value);
  const texts = items.map((item) => args.textOf(item));
  return (unknown ?? texts.includes(undefined)) ? undefined : texts.filter((text) => text !== undefined);
}

const NO_NAMES: Names = { addresses: () => undefined, ports: () => undefined };

/**
 * What `$HOME_NET` is in a policy, and with it `$EXTERNAL_NET`: always all that is outside of it (Network Firewall guide,
 * limitations and caveats for stateful rules).
 */
export function namesOfPolicy(registry: Registry, firewall: Resource, policy: ValueObject): Names {
  const { args } = registry;
  const [variables] = args.blocks(policy.policy_variables);
  const { blocks, isOpen } = blocksOf(args, variables?.rule_variables);
  const given = new Map<string | undefined, NamedAddresses>(
    blocks.map((block) => [args.textOf(block.key), definedBy(args, block.ip_set, NO_NAMES)]),
  );
  const home = given.get("HOME_NET") ?? (isOpen ? SOME_ADDRESSES : homeOf(registry, firewall));
  const external = outsideOf(isOpen ? SOME_ADDRESSES : home);
  const named = new Map([...given, ["HOME_NET", home], ["EXTERNAL_NET", external]] as const);
  return { addresses: (name) => named.get(name.slice(1)), ports: () => undefined };
}

/** Unless the policy says otherwise, the range of the firewall's VPC (Network Firewall API, PolicyVariables). */
function homeOf(registry: Registry, { values }: Resource): NamedAddresses {
  const vpc = registry.vpc(values.vpc_id);
  if (!vpc || !isCertain(vpc, "ranges") || vpc.isOutside === true) return SOME_ADDRESSES;
  // Whether its other ranges count too is not documented.
  return { set: setOfCidrs(vpc.cidrs), isExact: vpc.cidrs.length === 1 };
}

function outsideOf({ set, isExact }: NamedAddresses): NamedAddresses {
  return isExact ? { set: subtract(ALL_ADDRESSES, set), isExact } : SOME_ADDRESSES;
}

function definedBy(args: Arguments, block: Value | undefined, names: Names): NamedAddresses {
  const texts = textsOf(args, args.blocks(block)[0]?.definition);
  return texts && texts.length > 0 ? addressesOfList(texts, names) : SOME_ADDRESSES;
}

/** What a rule group calls by names: its own sets, prefix lists that it refers to, and the variables of the policy. */
export function namesOfGroup(registry: Registry, group: ValueObject, policy: Names): Names {
  const { args } = registry;
  const [variables] = args.blocks(group.rule_variables);
  const addresses = blocksOf(args, variables?.ip_sets);
  const ports = blocksOf(args, variables?.port_sets);
  const references = blocksOf(args, args.blocks(group.reference_sets)[0]?.ip_set_references);
  const find = ({ blocks }: Blocks, name: string): ValueObject | undefined =>
    blocks.find((block) => args.textOf(block.key) === name);
  const own = (name: string): NamedAddresses | undefined => {
    const found = find(addresses, name);
    return found && definedBy(args, found.ip_set, NO_NAMES);
  };
  return {
    addresses: (text) => {
      const name = text.slice(1);
      if (text.startsWith("@")) return listOf(registry, find(references, name));
      const found = own(name);
      if (found) return found;
      // What the policy calls so counts only where the group surely has no set of that name: the policy's EXTERNAL_NET also
      // beside a HOME_NET of the group's own (Network Firewall guide, limitations and caveats for stateful rules).
      return addresses.isOpen ? undefined : policy.addresses(text);
    },
    ports: (text): NamedPorts | undefined => {
      const texts = textsOf(args, args.blocks(find(ports, text.slice(1))?.port_set)[0]?.definition);
      return texts && texts.length > 0 ? portsOfList(texts, NO_NAMES) : undefined;
    },
  };
}

function listOf(registry: Registry, reference: ValueObject | undefined): NamedAddresses | undefined {
  const [set] = registry.args.blocks(reference?.ip_set_reference);
  const list = set && prefixListOf(registry, set.reference_arn);
  return list?.kind === "ranges" ? { set: setOfCidrs(list.cidrs), isExact: true } : undefined;
}
