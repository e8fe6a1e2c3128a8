import { type AddressSet, type RangeSet, unionOf } from "../ip";
import { type Value, type ValueObject } from "../terraform";
import { type Arguments } from "./arguments";
import { type Note } from "./doubts";
import { blocksOf, textsOf } from "./firewall-names";
import { addressesOf, ANY_ADDRESS, ANY_PORT, type NamedAddresses, SOME_ADDRESSES } from "./firewall-sets";
import { type FirewallAction, type FirewallDefault, type FirewallRule, type Selector } from "./model";
import { EVERYTHING } from "./stateful-rules";

const ACTIONS: Readonly<Record<string, FirewallAction>> = {
  "aws:pass": "pass",
  "aws:drop": "drop",
  "aws:forward_to_sfe": "forward",
};
const ANY_ACTION: readonly FirewallAction[] = ["pass", "drop", "forward"];

/** One of the three, beside which there may be names of metrics (Network Firewall guide, rule actions). */
export function statelessAction(args: Arguments, value: Value | undefined, note: Note): FirewallDefault {
  const actions = textsOf(args, value)?.flatMap((text) => ACTIONS[text] ?? []) ?? [];
  return actions.length === 1 ? { actions } : { actions: ANY_ACTION, note };
}

const NO_NAMES = { addresses: () => undefined, ports: () => undefined };

/** Unset means all of them (Network Firewall API, MatchAttributes). */
function addressesIn(args: Arguments, value: Value | undefined): NamedAddresses {
  const { blocks, isOpen } = blocksOf(args, value);
  if (isOpen) return SOME_ADDRESSES;
  if (blocks.length === 0) return ANY_ADDRESS;
  const read = blocks.map((block) => {
    const text = args.textOf(block.address_definition);
    return text === undefined ? SOME_ADDRESSES : addressesOf(text, NO_NAMES);
  });
  return {
    set: unionOf(read.map(({ set }): AddressSet => set)),
    isExact: read.every(({ isExact }) => isExact),
  };
}

/** @returns undefined where they are not known */
function portsIn(args: Arguments, value: Value | undefined): RangeSet<number> | undefined {
  const { blocks, isOpen } = blocksOf(args, value);
  if (isOpen) return undefined;
  if (blocks.length === 0) return ANY_PORT.set;
  const ranges = blocks.map((block) => {
    const from = args.numberOf(block.from_port);
    // In a state a port that is not set is 0.
    const to = args.numberOf(block.to_port) || from;
    return from === undefined || to === undefined || args.isUncertain(block.to_port)
      ? []
      : [{ start: from, end: to + 1 }];
  });
  return ranges.some(({ length }) => length === 0) ? undefined : unionOf(ranges);
}

function protocolsIn(args: Arguments, value: Value | undefined): readonly number[] | "all" | undefined {
  const texts = textsOf(args, value);
  return texts?.length === 0 ? "all" : texts?.map(Number);
}

/** One rule; what it is about as far as that is known. */
function ruleOf(args: Arguments, group: string, block: ValueObject, place: number): FirewallRule {
  const [definition] = args.blocks(block.rule_definition);
  const [attributes] = args.blocks(definition?.match_attributes);
  const note = { address: group, reason: `whether its rule of priority ${place} is about this packet is not known` };
  const { actions } = statelessAction(args, definition?.actions, note);
  if (!attributes) return { group, place, actions, selectors: [EVERYTHING], note };
  const [src, dst] = [addressesIn(args, attributes.source), addressesIn(args, attributes.destination)];
  const [srcPorts, dstPorts] = [portsIn(args, attributes.source_port), portsIn(args, attributes.destination_port)];
  const protocols = protocolsIn(args, attributes.protocols);
  const flags = blocksOf(args, attributes.tcp_flag);
  const hasFlags = flags.isOpen || flags.blocks.length > 0;
  // Which packets of a connection have which flags is not looked into.
  const isExact = src.isExact && dst.isExact && srcPorts && dstPorts && protocols && !hasFlags && actions.length === 1;
  const selector: Selector = {
    ...{ src: src.set, dst: dst.set, srcPorts: srcPorts ?? ANY_PORT.set, dstPorts: dstPorts ?? ANY_PORT.set },
    ...(protocols && protocols !== "all" && { protocols }),
  };
  return { group, place, actions, selectors: [selector], ...(!isExact && { note }) };
}

/** The rules of a stateless group in the order of their priorities. */
export function statelessRules(args: Arguments, address: string, values: ValueObject): FirewallRule[] {
  const [group] = args.blocks(values.rule_group);
  const [source] = args.blocks(group?.rules_source);
  const [rules] = args.blocks(source?.stateless_rules_and_custom_actions);
  const { blocks, isOpen } = blocksOf(args, rules?.stateless_rule);
  const placed = blocks.map((block) => ({ block, place: args.numberOf(block.priority) }));
  const note = { address, reason: "its rules are not known" };
  if (!rules || isOpen || placed.some(({ place }) => place === undefined)) return [unreadStateless(note)];
  return placed
    .sort((one, other) => one.place! - other.place!)
    .map(({ block, place }) => ruleOf(args, address, block, place!));
}

export function unreadStateless(note: Note): FirewallRule {
  return { group: note.address, place: 0, actions: ANY_ACTION, selectors: [EVERYTHING], note };
}
