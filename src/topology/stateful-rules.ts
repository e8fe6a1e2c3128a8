import { type Value, type ValueObject } from "../terraform";
import { type Arguments } from "./arguments";
import { type Note } from "./doubts";
import { blocksOf, namesOfGroup, textsOf } from "./firewall-names";
import { addressesOf, ANY_ADDRESS, ANY_PORT, type Names, portsOf } from "./firewall-sets";
import { type FirewallAction, type FirewallRule, type Selector } from "./model";
import { type Registry } from "./registry";
import { optionOf, rulesOfText, type WrittenRule } from "./suricata-rules";

export const EVERYTHING: Selector = {
  src: ANY_ADDRESS.set,
  dst: ANY_ADDRESS.set,
  srcPorts: ANY_PORT.set,
  dstPorts: ANY_PORT.set,
};

const TCP_ALONE = [6];
const WITH_PORTS = [6, 17];
/** What a rule's protocol selects wholly (Suricata user guide, rules format). */
const PROTOCOLS: Readonly<Record<string, readonly number[]>> = {
  tcp: TCP_ALONE,
  udp: [17],
  icmp: [1, 58],
  icmpv4: [1],
  icmpv6: [58],
  sctp: [132],
};
/** Protocols of applications that are carried by TCP alone; all others that Suricata knows are carried by TCP or UDP. */
const OVER_TCP = ["tcp-pkt", "tcp-stream", "http", "http1", "http2", "tls", "ssl", "ftp", "smb", "ssh", "smtp", "imap"];

/** Options that choose no packets (Suricata user guide, meta keywords). */
const CHOOSES_NOTHING = [..."msg sid rev gid classtype reference priority metadata target noalert".split(" ")];

const ACTIONS: Readonly<Record<string, readonly FirewallAction[]>> = {
  pass: ["pass"],
  drop: ["drop"],
  // What is rejected is dropped, and the sender is told (Network Firewall guide, rule actions).
  reject: ["drop"],
  alert: [],
};
const EITHER: readonly FirewallAction[] = ["pass", "drop"];

interface OfGroup {
  readonly group: string;
  readonly names: Names;
  /** Why a rule may be about less than it seems to be. */
  readonly unsure: (place: number) => Note;
}

/** A rule that may do to some of these packets what is listed. */
function doubtful(note: Note, place: number, actions = EITHER, selectors = [EVERYTHING]): FirewallRule {
  return { group: note.address, place, actions, selectors, note };
}

/** A group of which nothing is known. */
export function unreadGroup(note: Note, actions = EITHER): FirewallRule {
  return doubtful(note, 0, actions);
}

/** Whether its options leave the rule to what its header says; "requests": of that, to what goes to the server. */
function chosenBy({ options }: WrittenRule): "header" | "requests" | "more" {
  const choosing = options.filter(({ keyword }) => !CHOOSES_NOTHING.includes(keyword));
  if (choosing.length === 0) return "header";
  const isToServer = choosing.every(
    ({ keyword, settings }) => keyword === "flow" && ["to_server", "from_client"].includes(settings.toLowerCase()),
  );
  return isToServer ? "requests" : "more";
}

function rulesOf(written: WrittenRule, place: number, of: OfGroup): FirewallRule[] {
  const actions = ACTIONS[written.action.toLowerCase()] ?? EITHER;
  if (actions.length === 0) return [];
  const [src, dst] = [addressesOf(written.src, of.names), addressesOf(written.dst, of.names)];
  const [srcPorts, dstPorts] = [portsOf(written.srcPorts, of.names), portsOf(written.dstPorts, of.names)];
  const chosen = chosenBy(written);
  const isExact = [src, dst, srcPorts, dstPorts].every((one) => one.isExact) && chosen !== "more";
  const there = { src: src.set, dst: dst.set, srcPorts: srcPorts.set, dstPorts: dstPorts.set };
  const back = { src: dst.set, dst: src.set, srcPorts: dstPorts.set, dstPorts: srcPorts.set };
  const ways = written.isBothWays ? [there, back] : [there];
  const isKnown = isExact && written.action.toLowerCase() in ACTIONS;
  const rule = (protocols: readonly number[] | undefined, isSure: boolean): FirewallRule => ({
    ...{ group: of.group, place, actions },
    selectors: ways.map((way) => (protocols ? { ...way, protocols } : way)),
    ...(!isSure && { note: of.unsure(place) }),
    ...(chosen === "requests" && { isForRequests: true }),
  });
  const name = written.protocol.toLowerCase();
  const whole = PROTOCOLS[name];
  if (whole) return [rule(whole, isKnown)];
  if (name !== "ip" && name !== "any") return [rule(OVER_TCP.includes(name) ? TCP_ALONE : WITH_PORTS, false)];
  // What a port means to packets that have none is not documented.
  const isAnyPort = [srcPorts, dstPorts].every(({ set }) => set === ANY_PORT.set);
  return isAnyPort ? [rule(undefined, isKnown)] : [rule(WITH_PORTS, isKnown), rule(undefined, false)];
}

/** What is not known of a rule: no name stands for it, so that it leaves the rule open. */
const NOT_KNOWN = "?";

/** A block `stateful_rule`. */
function writtenIn(args: Arguments, block: ValueObject): WrittenRule {
  const [header] = args.blocks(block.header);
  const text = (value: Value | undefined): string => args.textOf(value) ?? NOT_KNOWN;
  const [protocol, direction] = [args.textOf(header?.protocol), args.textOf(header?.direction)?.toUpperCase()];
  const { blocks, isOpen } = blocksOf(args, block.rule_option);
  const options = blocks.map((option) => {
    const read = optionOf(text(option.keyword));
    return read.settings === "" ? { ...read, settings: (textsOf(args, option.settings) ?? []).join(",") } : read;
  });
  const isHidden = isOpen || protocol === undefined || direction === undefined;
  return {
    action: text(block.action),
    protocol: protocol ?? "ip",
    src: text(header?.source),
    srcPorts: text(header?.source_port),
    dst: text(header?.destination),
    dstPorts: text(header?.destination_port),
    isBothWays: direction !== "FORWARD",
    options: isHidden ? [...options, { keyword: NOT_KNOWN, settings: "" }] : options,
  };
}

/** What a list of domains may do to TCP: it looks at HTTP and at the names in TLS (Network Firewall guide, domain lists). */
function ofDomains(args: Arguments, list: ValueObject, note: Note): FirewallRule[] {
  const kind = args.textOf(list.generated_rules_type)?.toUpperCase();
  if (kind === "ALERTLIST") return [];
  const actions: readonly FirewallAction[] = kind === "DENYLIST" || kind === "REJECTLIST" ? ["drop"] : EITHER;
  return [doubtful(note, 0, actions, [{ ...EVERYTHING, protocols: TCP_ALONE }])];
}

/** The rules of a stateful group, in their order. `rules` is the text that a group may have in place of blocks. */
export function statefulRules(registry: Registry, address: string, values: ValueObject, policy: Names): FirewallRule[] {
  const { args } = registry;
  const [group] = args.blocks(values.rule_group);
  const [source] = args.blocks(group?.rules_source);
  const note = (reason: string): Note => ({ address, reason });
  const of: OfGroup = {
    group: address,
    names: namesOfGroup(registry, group ?? {}, policy),
    unsure: (place) => note(`whether its rule ${place} is about this packet is not known`),
  };
  const unread = [unreadGroup(note("its rules are not known"))];
  const { blocks, isOpen } = blocksOf(args, source?.stateful_rule);
  if (isOpen) return unread;
  if (blocks.length > 0) return blocks.flatMap((block, i) => rulesOf(writtenIn(args, block), i + 1, of));
  const text = args.textOf(source?.rules_string) ?? args.textOf(values.rules);
  if (text !== undefined)
    return rulesOfText(text).flatMap((written, i) =>
      written ? rulesOf(written, i + 1, of) : [doubtful(of.unsure(i + 1), i + 1)],
    );
  const lists = blocksOf(args, source?.rules_source_list);
  if (lists.isOpen || lists.blocks.length === 0) return unread;
  return lists.blocks.flatMap((list) => ofDomains(args, list, note("whether its domains are asked for is not known")));
}
