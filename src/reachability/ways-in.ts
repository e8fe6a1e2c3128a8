import { type Receiver, type Sender } from "./ends";
import { type Steps } from "./traffic";
import { type Explanation } from "./reasons";

/** Where packets from the internet may get to the receiver without a public address of its own; who they are is not judged. */
export function wayIn(
  { topology }: Steps,
  { from, to }: { readonly from: Sender; readonly to: Receiver },
): Explanation | undefined {
  if (from.kind !== "internet" || topology.waysIn.length === 0) return undefined;
  const names =
    to.kind === "host" && !to.nat
      ? [to.nic?.address ?? to.subnet.address]
      : to.kind === "balancer"
        ? [to.balancer.address]
        : to.kind === "unknown"
          ? [to.address]
          : [];
  const way = topology.waysIn.find((one) => names.some((name) => one.to?.has(name) !== false));
  if (!way) return undefined;
  if (way.reason !== undefined)
    return { code: "UNKNOWN_RESOURCE", address: way.address, reason: { kind: "note", note: way.reason } };
  return {
    code: "UNSUPPORTED_COMPONENT",
    address: way.address,
    reason: { kind: "way-in-not-judged", receivers: names },
  };
}
