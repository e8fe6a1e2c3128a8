import { type AddressSet, formatShort, type RangeSet, toCidrs } from "../../src/ip";
import {
  type Datagrams,
  type LinuxRouter,
  type Outcome,
  readRouter,
  type RouterInterface,
  walkFirst,
  walkReply,
} from "../../src/linux-router";

const addresses = (set: AddressSet): string => toCidrs(set).map(formatShort).join(",");
const ports = (set: RangeSet<number>): string =>
  set.map(({ start, end }) => (end - start === 1 ? `${start}` : `${start}-${end - 1}`)).join(",");

/** "10.0.0.1:0-65535 > 10.0.0.2:80". */
function toldPackets({ src, dst, protocol, srcPorts, dstPorts }: Datagrams): string {
  const hasPorts = protocol === 6 || protocol === 17;
  const [from, to] = [addresses(src), addresses(dst)];
  return hasPorts ? `${from}:${ports(srcPorts)} > ${to}:${ports(dstPorts)}` : `${from} > ${to}`;
}

/** An outcome in a line, for people and for comparisons; a script's line only by its text. */
export function told(one: Outcome): string {
  switch (one.kind) {
    case "forwarded":
      return `out ${one.device} ${toldPackets(one.packets)}${one.isPicked ? " (picked)" : ""}`;
    case "dropped":
      return `dropped: ${one.line.text}`;
    case "delivered":
      return `delivered ${toldPackets(one.packets)}`;
    case "undecided":
      return `undecided (${one.unread.why}): ${one.unread.line?.text ?? ""}`;
  }
}

/** The router of a script that can be read. */
export function routerOf(script: string, interfaces: readonly RouterInterface[]): LinuxRouter {
  const reading = readRouter(script, interfaces);
  if (reading.kind === "read") return reading.router;
  const { why, line } = reading.unread;
  throw new Error(`${why} in line ${line?.number ?? "?"}: ${line?.text ?? ""}`);
}

/** The reply to what went out, as it leaves the far end. */
export function answersTo({ src, dst, srcPorts, dstPorts, ...rest }: Datagrams): Datagrams {
  const isPing = rest.icmpType === 8;
  return { ...rest, src: dst, dst: src, srcPorts: dstPorts, dstPorts: srcPorts, ...(isPing && { icmpType: 0 }) };
}

/** There, and back from whoever got it. */
export function thereAndBack(router: LinuxRouter, device: number, packets: Datagrams): string[] {
  return walkFirst(router, device, packets).flatMap((one) => {
    if (one.kind !== "forwarded") return [told(one)];
    const back = walkReply(router, one.device, one.connection, answersTo(one.packets));
    return [told(one), ...back.map((answer) => `  back ${told(answer)}`)];
  });
}
