import { type Family, familyOf } from "../ip";
import { answerTexts, arrivalScript, readArrivals, sendsBare } from "./arrivals";
import { TCP } from "../reachability";
import { dialectOf, dialectsOf, IPV6 } from "./dialects";
import { frameLength, framesOf, type Packet } from "./bare-frames";
import { FOLDER } from "./folder";
import { type LabNetwork } from "./lab-network";
import { INTERNET_CABLE, INTERNET_SPACE, type Port } from "./places";
import { isDoor, type Probe, type ProbeOutcome } from "./probes";
import { LabError } from "./sandbox";
import { inTurns } from "./turns";
import { type Wire } from "./wires";

/** Who has a cable into which packets can be written. */
type BareSender = Port | "internet";

/** A probe that is sent as its first packet alone. */
export interface BareProbe {
  readonly probe: Probe & { readonly from: BareSender };
  readonly wire: Wire;
}

/** What stands between the headers of IPv6 (IANA, IPv6 extension header types): without its own fields it is no packet. */
const EXTENSIONS: ReadonlySet<number> = new Set([0, 43, 44, 51, 59, 60, 135, 139, 140]);

/** Whether its first packet alone can be sent. */
export function canBeBare(probe: Probe): probe is BareProbe["probe"] {
  const { from, source, protocol } = probe;
  if (from === "anywhere" || (from !== "internet" && !sendsBare(from))) return false;
  return dialectOf(source) !== IPV6 || !EXTENSIONS.has(protocol);
}

/**
 * Whether its first packet asks for the answer too, which the receiver's kernel gives without a server's doing: the second
 * packet of a handshake, or an echo's reply. A borrowed address hears nothing, and datagrams are answered by programs.
 */
export function asks({ protocol, source, isSpoofed }: Probe): boolean {
  return !isSpoofed && (protocol === TCP || protocol === dialectOf(source).icmpNumber);
}

/** Packets of one family that leave a host together. */
interface Burst {
  readonly from: BareSender;
  readonly packets: Packet[];
}

function burstsOf(probes: readonly BareProbe[]): Burst[] {
  const bursts: Readonly<Record<Family, Map<BareSender, Burst>>> = { ipv4: new Map(), ipv6: new Map() };
  const isSeen: boolean[] = [];
  for (const { probe, wire } of probes) {
    const { number, mark } = wire;
    if (isSeen[number]) continue;
    isSeen[number] = true;
    const { from, source, destination, protocol, port } = probe;
    const ofFamily = bursts[familyOf(source)];
    const burst = ofFamily.get(from) ?? { from, packets: [] };
    ofFamily.set(from, burst);
    burst.packets.push({ source, destination, protocol, port, mark, number, isAsking: asks(probe) });
  }
  return [...bursts.ipv4.values(), ...bursts.ipv6.values()];
}

/** Where a sender's packets are written, and the namespace that counts them. */
function outletOf({ routers }: LabNetwork, from: BareSender) {
  if (from === "internet") return { space: INTERNET_SPACE, device: INTERNET_CABLE.written, router: INTERNET_SPACE };
  return { space: from.space, device: from.device, router: routers.get(from.subnet.vpc)! };
}

/** By what an end is known where packets arrive. */
const nameOf = (end: BareSender): string => (end === "internet" ? INTERNET_SPACE : end.cable);

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
  /**
   * What became of each probe; those that don't ask are never answered.
   * @throws LabError when some have not left their hosts, so that nothing is said of where they arrive
   */
  readonly read: (printed: string) => ProbeOutcome[];
}

const NOTHING: ProbeOutcome = { isDelivered: false, isAnswered: false };
const ARRIVED: ProbeOutcome = { isDelivered: true, isAnswered: false };
const ANSWERED: ProbeOutcome = { isDelivered: true, isAnswered: true };

const isNoted =
  (answers: ReadonlySet<string>) =>
  (text: string): boolean =>
    answers.has(text);

/** Whether a packet came by one of the cables to where its probe wants it. */
function cameTo(lab: LabNetwork, { to, destination }: Probe, cables: readonly string[]): boolean {
  return to === "anywhere" ? cables.some(isDoor(lab, destination)) : cables.includes(nameOf(to));
}

/** How often the kernel is looked at, 10 ms apart, until it has nothing left to carry: so many times one after the other. */
const QUIET_TIMES = 3;
/** Another program's packets may keep it busy for ever. */
const MOST_LOOKS = 500;

/**
 * Waits until the kernel has carried all packets between devices of the machine: until no processor has any in its
 * queue (/proc/net/softnet_stat, column 12). A kernel before 5.10 doesn't tell, and gets some time.
 */
const UNTIL_CARRIED: readonly string[] = [
  "quiet=0 looks=0",
  `while [ $quiet -lt ${QUIET_TIMES} ] && [ $looks -lt ${MOST_LOOKS} ]; do`,
  "  sleep 0.01",
  "  quiet=$((quiet + 1)) looks=$((looks + 1))",
  "  while read -r line; do",
  "    set -- $line",
  `    if [ $# -lt 12 ]; then sleep 0.4; quiet=${QUIET_TIMES}; break; fi`,
  '    [ "${12}" = 00000000 ] || quiet=0',
  "  done < /proc/net/softnet_stat",
  "done",
];

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
    // socat opens the cable and becomes dd, which writes frame by frame in a third of socat's time.
    const write = `dd if=${FRAMES} bs=${each} iflag=skip_bytes skip=${at} count=${packets.length} status=none`;
    const { space, device, router } = outletOf(lab, from);
    lines.push([`nsenter --net=/run/netns/${space} socat INTERFACE:${device} EXEC:"${write}",nofork`]);
    expected.set(router, (expected.get(router) ?? 0) + packets.length);
    at += length;
  });
  return {
    frames: Buffer.concat(parts),
    send: [tellLost, `head -c ${at} <&3 > ${FRAMES}`, ...inTurns(lines, SENDERS), `rm ${FRAMES}`],
    list: [...UNTIL_CARRIED, tellLost, ...arrivalScript(lab.routers.values(), dialectsOf(lab.places.ports))],
    read: (printed) => {
      if (!isAllCarried(printed))
        throw new LabError("the kernel has lost packets on their way, the machine is too busy");
      const { sent, cables, answers } = readArrivals(printed);
      for (const [router, number] of expected)
        if (sent.get(router) !== number)
          throw new LabError(`of ${number} packets ${sent.get(router) ?? 0} came to ${router}, the lab is too busy`);
      return probes.map(({ probe, wire }) => {
        const found = cables.get(wire.number);
        // Somebody else with the same address may have answered.
        if (found === undefined || !cameTo(lab, probe, found)) return NOTHING;
        const isAnswered =
          asks(probe) && answerTexts(nameOf(probe.from), { ...probe, ...wire }).every(isNoted(answers));
        return isAnswered ? ANSWERED : ARRIVED;
      });
    },
  };
}
