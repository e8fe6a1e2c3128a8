import { type Resource } from "../../terraform";
import { directionOf, GROUP_RULES } from "./rule-direction";
import { itemsOf, keyOf, type Reader } from "./named";
import { uniqueRule } from "./unique";

const PROTOCOLS: Readonly<Record<string, string>> = { all: "-1", icmp: "1", tcp: "6", udp: "17", icmpv6: "58" };

/** The packets that a rule matches, in one spelling. */
function packetsOf({ values }: Resource, reader: Reader): string | undefined {
  const text = reader.text(values.ip_protocol ?? values.protocol)?.toLowerCase();
  if (text === undefined) return undefined;
  const protocol = PROTOCOLS[text] ?? text;
  const ports = [values.from_port, values.to_port].map((one) => reader.text(one));
  return protocol === "-1" ? protocol : keyOf(protocol, ports[0] ?? "", ports[1] ?? "");
}

const SINGLE = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id", "source_security_group_id"];
const LISTS = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"];

/** Everybody whom a rule is about; undefined for those that can't be told. */
function peersOf({ values }: Resource, reader: Reader): (string | undefined)[] {
  const lists = LISTS.flatMap((name) => [...(itemsOf(reader.graph, values[name]) ?? [])]);
  const single = SINGLE.map((name) => values[name]).filter((value) => value !== undefined && value !== null);
  const self = values.self === true ? [reader.name(values.security_group_id)] : [];
  return [...[...single, ...lists].map((value) => reader.name(value)), ...self];
}

/** InvalidPermission.Duplicate (hashicorp/terraform 1874; EC2 API, error codes). */
export const duplicateGroupRule = uniqueRule({
  name: "security-group-rule-twice",
  types: GROUP_RULES,
  keys: (rule, reader) => {
    const own = keyOf(
      reader.name(rule.values.security_group_id),
      directionOf(reader.graph, rule),
      packetsOf(rule, reader),
    );
    return peersOf(rule, reader).map((peer) => keyOf(own, peer));
  },
  second: "rule of one group with the same protocol, ports and peer",
  advice: "keep one of them; a description makes no difference to AWS",
  replacing: "leave `create_before_destroy` away from the rule and from what makes it wait",
});
