import { describePorts } from "../reachability";
import { type FilterDifference, filterDifferences, type AdmittedPackets } from "./filter-differences";
import { isGiven, type Networks, ownerOf } from "./networks";
import { rangesText } from "./ranges-text";
import { routeDifferences } from "./route-differences";
import { HIDDEN, type Secrets } from "../terraform";

/** In which of the two networks something is; `outside`: it exists, but is only named by the new one. */
export type Exists = "both" | "before" | "after" | "outside";

/** What changes for those who use a route table, as text. */
export interface RouteLine {
  readonly table: string;
  /** Set when its users had another table. */
  readonly instead?: string;
  readonly exists: Exists;
  readonly users: readonly string[];
  readonly rerouted: readonly { readonly destinations: string; readonly before?: string; readonly after?: string }[];
  readonly doubts: readonly string[];
}

/** Packets that a security group or network ACL admits now and didn't, or the other way round, as text. */
export interface FilterLine {
  readonly address: string;
  readonly kind: FilterDifference["kind"];
  readonly direction: FilterDifference["direction"];
  readonly exists: Exists;
  /** Set when its subnets (`users`) had another network ACL. */
  readonly instead?: string;
  readonly users?: readonly string[];
  readonly gained: readonly PacketLine[];
  readonly lost: readonly PacketLine[];
  readonly doubts: readonly string[];
}

export interface PacketLine {
  /** `tcp 443`, `all`, `icmp type 8`. */
  readonly packets: string;
  /** Ranges, or "anywhere". */
  readonly addresses: string;
  /** Security groups whose members are meant. */
  readonly groups: readonly string[];
}

/** Default tables and groups that come with a new VPC and that nobody wrote down. */
function isImplied(address: string): boolean {
  return ownerOf(address) !== address;
}

/** What only the new network names is new, unless it exists without Terraform. */
function newIn({ after }: Networks, address: string): "after" | "outside" {
  return isGiven(after, address) ? "outside" : "after";
}

export function routeLines(networks: Networks, secrets: Secrets): RouteLine[] {
  return routeDifferences(networks).flatMap(({ before, after, users, rerouted, owners, doubts }): RouteLine[] => {
    const table = after ?? before ?? "";
    if (before === undefined && isImplied(table) && users.length === 0) return [];
    const isHidden = owners.some((one) => secrets.holds(ownerOf(one)));
    return [
      {
        table,
        ...(before !== undefined && after !== undefined && before !== after && { instead: before }),
        exists: before === undefined ? newIn(networks, table) : after === undefined ? "before" : "both",
        users: [...users].sort(),
        rerouted: rerouted.map(({ destinations, ...targets }) => ({
          destinations: isHidden ? HIDDEN : rangesText(destinations),
          ...targets,
        })),
        doubts,
      },
    ];
  });
}

function packetLine({ protocol, ports, addresses, groups }: AdmittedPackets): PacketLine {
  const isAll = ports?.length === 1 && ports[0]?.start === 0 && ports[0].end === 65536;
  const packets = ports ? `${protocol} ${isAll ? "any port" : describePorts(ports)}` : protocol;
  return { packets, addresses: addresses.length === 0 ? "" : rangesText(addresses), groups };
}

const HIDDEN_PACKETS: PacketLine = { packets: HIDDEN, addresses: HIDDEN, groups: [] };

export function filterLines(networks: Networks, secrets: Secrets): FilterLine[] {
  return filterDifferences(networks).flatMap(({ gained, lost, owners, ...rest }) => {
    const { address, exists } = rest;
    if (exists !== "both" && isImplied(address)) return [];
    const isHidden = owners.some((one) => secrets.holds(ownerOf(one)));
    const lines = (packets: readonly AdmittedPackets[]): PacketLine[] =>
      isHidden && packets.length > 0 ? [HIDDEN_PACKETS] : packets.map(packetLine);
    return [
      {
        ...rest,
        exists: exists === "after" ? newIn(networks, address) : exists,
        gained: lines(gained),
        lost: lines(lost),
      },
    ];
  });
}
