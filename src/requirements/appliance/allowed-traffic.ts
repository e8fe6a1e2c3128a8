import { type PlannedTraffic } from "../../address-plan/appliance/appliance-plan";
import { type Cidr, setOfCidrs, subtract, unionOf } from "../../ip";
import {
  ALL_PORTS,
  ANYTHING,
  ECHO_REQUEST,
  type Flow,
  ICMP,
  type PortSet,
  portSet,
  TCP,
  UDP,
} from "../../reachability";
import { type AdmittedTraffic } from "../conformity";

const NUMBERS = { tcp: TCP, udp: UDP, icmp: ICMP } as const;

/** A message of ICMP that is no ping and answers none: it stands for all others (RFC 792, timestamp). */
const OTHER_ICMP: Flow = { protocol: ICMP, icmpType: 13 };

/** The ports of a line. */
export function portsOf({ ports }: PlannedTraffic): PortSet {
  return unionOf(ports.map(({ from, to }) => portSet(from, to)));
}

/** What a line of the file lets through. */
export function flowOf(traffic: PlannedTraffic): Flow {
  const protocol = NUMBERS[traffic.protocol];
  return protocol === ICMP ? { protocol, icmpType: ECHO_REQUEST } : { protocol, ports: portsOf(traffic) };
}

/** All that is let through by none of these lines; what stands for it. */
export function flowsBeside(allowed: readonly PlannedTraffic[]): Flow[] {
  const beside = ANYTHING.flatMap((flow): Flow[] => {
    const own = allowed.filter((one) => NUMBERS[one.protocol] === flow.protocol);
    if (own.length === 0) return [flow];
    if (flow.protocol === ICMP) return [];
    const ports = subtract(ALL_PORTS, unionOf(own.map(portsOf)));
    return ports.length === 0 ? [] : [{ ...flow, ports }];
  });
  return [...beside, OTHER_ICMP];
}

/** What security group rules admit for these lines. */
export function admittedOf(allowed: readonly PlannedTraffic[], ranges: readonly Cidr[]): AdmittedTraffic[] {
  const addresses = setOfCidrs(ranges);
  return allowed.flatMap(({ protocol, ports }): AdmittedTraffic[] =>
    protocol === "icmp"
      ? [{ protocol: ICMP, port: ECHO_REQUEST, addresses }]
      : ports.map(({ from, to }) => ({ protocol: NUMBERS[protocol], port: from, to, addresses })),
  );
}

/** A line in words. */
export function describeTraffic({ protocol, ports }: PlannedTraffic): string {
  if (protocol === "icmp") return "ping";
  const isOne = ports.length === 1 && ports[0]?.from === ports[0]?.to;
  const texts = ports.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`));
  return `${protocol.toUpperCase()} port${isOne ? "" : "s"} ${texts.join(", ")}`;
}

/** Several lines in words; nothing where there are none. */
export function describeAll(allowed: readonly PlannedTraffic[]): string {
  return allowed.map(describeTraffic).join(" and ");
}
