import { familyOf } from "../ip";
import { type Arrivals, arrivalScript, readArrivals, sendsBare } from "./arrivals";
import { dialectOf, dialectsOf, IPV6 } from "./dialects";
import { frameLength, framesOf, type Packet } from "./bare-frames";
import { FOLDER } from "./folder";
import { type LabNetwork } from "./lab-network";
import { type Port } from "./places";
import { type Probe } from "./probes";
import { LabError } from "./sandbox";
import { inTurns } from "./turns";
import { type Wire } from "./wires";

/** A probe that is sent as its first packet alone. */
export interface BareProbe {
  readonly probe: Probe & { readonly from: Port };
  readonly wire: Wire;
}

/** What stands between the headers of IPv6 (IANA, IPv6 extension header types): without its own fields it is no packet. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 44, 51, 59, 60, 135, 139, 140]);

/** Whether its first packet alone can be sent. */
export function canBeBare(probe: Probe): probe is BareProbe["probe"] {
  const { from, source, protocol } = probe;
  if (typeof from === "string" || !sendsBare(from)) return false;
  return dialectOf(source) !== IPV6 || !EXTENSIONS.has(protocol);
}

/** Packets that leave a host together. */
interface Burst {
  readonly from: Port;
  readonly packets: Packet[];
}

function burstsOf(probes: readonly BareProbe[]): Burst[] {
  const bursts = new Map<string, Burst>();
  const seen = new Set<number>();
  for (const { probe, wire } of probes) {
    if (seen.has(wire.number)) continue;
    seen.add(wire.number);
    const { from, source, destination, protocol, port } = probe;
    const key = `${from.number} ${familyOf(source)}`;
    const burst = bursts.get(key) ?? { from, packets: [] };
    bursts.set(key, burst);
    burst.packets.push({ source, destination, protocol, ...(port !== undefined && { port }), ...wire });
  }
  return [...bursts.values()];
}

/** So many hosts send at a time. */
const SENDERS = 4;
const FRAMES = `${FOLDER}/frames`;

/**
 * Prints how many packets the kernel has lost between any two devices of the machine, since it had too many to carry: by
 * processor, the second column. Whole connections send theirs again.
 */
const LOST = "-- lost ";
const tellLost = `echo "${LOST}"$(cut -d ' ' -f 2 /proc/net/softnet_stat)`;

/** Whether nothing was lost from the first time that it was told to the last. */
function isAllCarried(printed: string): boolean {
  const told = printed.split("\n").filter((line) => line.startsWith(LOST));
  return told.every((line) => line === told[0]);
}

/** A script that sends bare packets, what it reads from descriptor 3, and how to read what the other one prints. */
interface BareTrial {
  readonly frames: Buffer;
  readonly send: readonly string[];
  readonly list: readonly string[];
  /** @throws LabError when some have not left their hosts, so that nothing is said of where they arrive */
  readonly read: (printed: string) => Arrivals["cables"];
}

/** Tries all probes by their first packets. They are written by the cable, past the host's own network. */
export function bareTrial(lab: LabNetwork, probes: readonly BareProbe[]): BareTrial {
  const bursts = burstsOf(probes);
  const parts = bursts.map(({ packets }) => framesOf(packets));
  const lines: string[][] = [];
  const expected = new Map<string, number>();
  let at = 0;
  bursts.forEach(({ from, packets }, i) => {
    const { length } = parts[i]!;
    const each = frameLength(familyOf(packets[0]!.source));
    lines.push([
      `nsenter --net=/run/netns/${from.space} socat -u -b ${each} OPEN:${FRAMES},seek=${at},readbytes=${length} INTERFACE:${from.device}`,
    ]);
    const router = lab.routers.get(from.subnet.vpc)!;
    expected.set(router, (expected.get(router) ?? 0) + packets.length);
    at += length;
  });
  return {
    frames: Buffer.concat(parts),
    send: [tellLost, `head -c ${at} <&3 > ${FRAMES}`, ...inTurns(lines, SENDERS), `rm ${FRAMES}`],
    list: [tellLost, ...arrivalScript(lab.routers.values(), dialectsOf(lab.places.ports))],
    read: (printed) => {
      if (!isAllCarried(printed))
        throw new LabError("the kernel has lost packets on their way, the machine is too busy");
      const { sent, cables } = readArrivals(printed);
      for (const [router, number] of expected)
        if (sent.get(router) !== number)
          throw new LabError(`of ${number} packets ${sent.get(router) ?? 0} came to ${router}, the lab is too busy`);
      return cables;
    },
  };
}
