import { type Resource, type ValueObject, typesOf } from "../terraform";
import { type Inventory, NOT_KNOWN } from "./inventory";

/** A rule that admits packets, as far as the controls look at it. */
export interface IngressRule {
  /** Of the resource that holds it. */
  readonly address: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** "tcp", "udp", "all", or as it is written. */
  readonly protocol: string;
  readonly ports: readonly [from: number, to: number];
  /** Something of it is not known before the apply. */
  readonly uncertain: boolean;
}

const GROUPS = typesOf("security-group");
const ALL_PORTS = [0, 65535] as const;
/** AWS names protocols by number too (EC2 API, IpPermission). */
const PROTOCOLS: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "-1": "all", all: "all" };

function ruleOf(
  here: Inventory,
  address: string,
  values: ValueObject,
  names: readonly [string, string, string],
): IngressRule {
  const [v4, v6, protocolName] = names;
  const ipv4 = here.texts(values[v4]);
  const ipv6 = here.texts(values[v6]);
  const written = here.within(values, protocolName);
  const ends = [here.within(values, "from_port"), here.within(values, "to_port")];
  const protocol = typeof written === "string" ? (PROTOCOLS[written.toLowerCase()] ?? written.toLowerCase()) : "all";
  const [from, to] = ends.map(Number);
  const isWhole = protocol === "all" || ends.some((end) => typeof end !== "string" || Number(end) < 0);
  return {
    address,
    ipv4: ipv4 === NOT_KNOWN ? [] : ipv4,
    ipv6: ipv6 === NOT_KNOWN ? [] : ipv6,
    protocol,
    ports: isWhole ? ALL_PORTS : ([from ?? 0, to ?? 0] as const),
    uncertain: [ipv4, ipv6, written, ...ends].some((part) => part === NOT_KNOWN),
  };
}

const INLINE = ["cidr_blocks", "ipv6_cidr_blocks", "protocol"] as const;

/** Every rule that admits packets to a group that is made here, or to one that exists, whatever it is written as. */
export function ingressRules(here: Inventory): IngressRule[] {
  const inline = here
    .all(...GROUPS)
    .flatMap((group) => here.blocks(group, "ingress").map((rule) => ruleOf(here, group.address, rule, INLINE)));
  const older = here
    .all("aws_security_group_rule")
    .filter(({ values }) => values.type !== "egress")
    .map(({ address, values }) => ruleOf(here, address, values, INLINE));
  const newer = here
    .all("aws_vpc_security_group_ingress_rule")
    .map(({ address, values }) => ruleOf(here, address, values, ["cidr_ipv4", "cidr_ipv6", "ip_protocol"]));
  return [...inline, ...older, ...newer];
}

/** The groups, and rules of groups that exist: what the controls on rules are about. */
export function ruleHolders(here: Inventory): Resource[] {
  return here.all(...GROUPS, "aws_security_group_rule", "aws_vpc_security_group_ingress_rule");
}

export const ANY_IPV4 = "0.0.0.0/0";
export const ANY_IPV6 = "::/0";

/** Whether everybody may send what the rule admits. */
export function isOpen({ ipv4, ipv6 }: IngressRule): boolean {
  return ipv4.includes(ANY_IPV4) || ipv6.includes(ANY_IPV6);
}

/** Whether a rule admits a port, of TCP or UDP. */
export function admits({ protocol, ports: [from, to] }: IngressRule, port: number): boolean {
  return ["all", "tcp", "udp"].includes(protocol) && from <= port && port <= to;
}
