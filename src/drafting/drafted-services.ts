import { formatAddress, setHas } from "../ip";
import { type Nic, type Vpc } from "../topology";
import { type AccountView, idAt } from "./account-view";

/** A server that is to be reached. */
export interface WantedTarget {
  readonly address: number;
  readonly port: number;
  readonly protocol: "HTTP" | "HTTPS" | "TCP" | "TLS";
}

/** Ports of which everybody knows what is spoken there; of all others TCP is. */
const SPOKEN: Readonly<Record<number, WantedTarget["protocol"]>> = {
  80: "HTTP",
  8000: "HTTP",
  8080: "HTTP",
  443: "HTTPS",
  8443: "HTTPS",
};

export function protocolAt(port: number): WantedTarget["protocol"] {
  return SPOKEN[port] ?? "TCP";
}

export function isHttp({ protocol }: Pick<WantedTarget, "protocol">): boolean {
  return protocol === "HTTP" || protocol === "HTTPS";
}

/** The interface in a VPC that has an address. */
export function holderOf({ topology }: AccountView, vpc: Vpc, address: number): Nic | undefined {
  return topology.nics.find(
    (nic) => nic.subnet.vpc === vpc && nic.privateIps !== undefined && setHas(nic.privateIps, address),
  );
}

/** An address that an interface has. */
export interface HeldAddress {
  readonly address: string;
  /** The interface's resource. */
  readonly nic: string;
}

/** More than these stand in one range only where an interface has a whole prefix, which names no server. */
const MOST_IN_A_ROW = 16;

/** The addresses of IPv4 that interfaces in a VPC have, but for those of endpoints, in order. */
export function addressesHeld({ topology }: AccountView, vpc: Vpc): HeldAddress[] {
  const own = topology.nics.filter(({ subnet, kind }) => subnet.vpc === vpc && kind !== "endpoint");
  const held = own.flatMap(({ privateIps = [], address: nic }) =>
    privateIps.flatMap(({ start, end }) => {
      if (typeof start !== "number" || typeof end !== "number") return [];
      const length = Math.min(end - start, MOST_IN_A_ROW);
      return Array.from({ length }, (_, i) => ({ address: start + i, nic }));
    }),
  );
  held.sort((one, other) => one.address - other.address);
  return held.map(({ address, nic }) => ({ address: formatAddress(address), nic }));
}

/** Ids of the security groups of the targets' interfaces. */
export function groupsOf(view: AccountView, vpc: Vpc, targets: readonly WantedTarget[]): string[] {
  const nics = targets.flatMap(({ address }) => holderOf(view, vpc, address) ?? []);
  const ids = nics.flatMap(({ groups = [] }) => groups.flatMap((group) => idAt(view, group.address) ?? []));
  return [...new Set(ids)].sort();
}

/** The services of a bridge file: targets on one port of one protocol are one service. */
export function draftServices(targets: readonly WantedTarget[]): Record<string, Record<string, unknown>> {
  const byKind = new Map<string, WantedTarget[]>();
  for (const target of targets) {
    const key = `${target.protocol.toLowerCase()}-${target.port}`;
    byKind.set(key, [...(byKind.get(key) ?? []), target]);
  }
  const several = [...byKind.values()].filter(([first]) => first && isHttp(first)).length > 1;
  return Object.fromEntries(
    [...byKind].map(([name, all]) => {
      const [{ port, protocol }] = all as [WantedTarget];
      const values = {
        targets: all.map(({ address }) => formatAddress(address)),
        port,
        ...(protocol !== "HTTP" && { protocol }),
        // One ALB tells services apart by what is asked for.
        ...(several && isHttp({ protocol }) && { match: { hosts: [`${name}.example.com`] } }),
      };
      return [name, values];
    }),
  );
}
