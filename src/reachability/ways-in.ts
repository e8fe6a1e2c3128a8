import { type Receiver, type Sender } from "./ends";
import { type Steps } from "./steps";
import { type Explanation } from "./verdict";

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
  if (way.reason !== undefined) return { code: "UNKNOWN_RESOURCE", address: way.address, message: way.reason };
  const message = `it carries packets from the internet to ${names.join(", ")} past public addresses, which is not judged`;
  return { code: "UNSUPPORTED_COMPONENT", address: way.address, message };
}
