import { intersect, isEmptySet } from "../ip";
import { type Direction, isCertain, type Match, type Nic } from "../topology";
import { type Flow, type Receiver, type Sender } from "./ends";
import { ALL_PORTS, hasPorts, ICMP, ICMPV6, type PortSet, portSet } from "./packets";
import { type Explanation } from "./reasons";

/**
 * Where the way of the packets is not known, the groups at its ends still are: what no rule admits, whoever sends it and
 * whatever a box on the way makes of it, neither leaves nor arrives (VPC user guide, security groups).
 */

/** The ports of a flow; all where it names none. */
export function portsOf({ port, ports }: Flow): PortSet {
  return ports ?? (port === undefined ? ALL_PORTS : portSet(port));
}

function concerns({ protocol, ports }: Match, flow: Flow): boolean {
  const isSame = protocol === "all" || protocol === flow.protocol || (flow.protocol === ICMP && protocol === ICMPV6);
  if (!isSame || !ports || !hasPorts(flow.protocol)) return isSame;
  return !isEmptySet(intersect(portSet(ports.from, ports.to), portsOf(flow)));
}

/** Whether no rule of its groups admits any of the flow, whoever is at the other end. */
export function admitsNothing(nic: Nic, direction: Direction, flow: Flow): boolean {
  const { groups } = nic;
  if (!groups || !isCertain(nic, "groups") || groups.some((group) => !isCertain(group, "rules"))) return false;
  return groups.every((group) => !group[direction].some(({ match }) => concerns(match, flow)));
}

function nicOf(end: Sender | Receiver): Nic | undefined {
  if (end.kind === "host") return end.nic;
  return end.kind === "unknown" ? end.place?.nic : undefined;
}

/** The group at one end that admits nothing of the flow at all; undefined where something may pass. */
export function shutByGroup(from: Sender, to: Receiver, flow: Flow): Explanation | undefined {
  const find = (nic: Nic | undefined, direction: Direction): Explanation | undefined => {
    if (!nic || !admitsNothing(nic, direction, flow)) return undefined;
    const { protocol } = flow;
    const reason = { kind: "groups-admit-nothing", protocol, ports: portsOf(flow), direction } as const;
    return { code: "ENI_SG_RULES_MISMATCH", address: nic.groups?.[0]?.address ?? nic.address, reason };
  };
  return find(nicOf(from), "egress") ?? find(nicOf(to), "ingress");
}
