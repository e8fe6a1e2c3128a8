import fc from "fast-check";
import { requestThrough } from "../../src/reachability/firewall-rules";
import { type Packets } from "../../src/reachability";
import {
  type FirewallAction,
  type FirewallDefault,
  type FirewallPolicy,
  type FirewallRule,
  type Selector,
} from "../../src/topology";

/** A few addresses and ports, so that rules often meet. */
const range = fc
  .tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 }))
  .map(([a, b]) => [{ start: Math.min(a, b), end: Math.max(a, b) + 1 }]);
const selector = fc.record(
  {
    protocols: fc.constantFrom([6], [17], [6, 17], [1]),
    ...{ src: range, dst: range, srcPorts: range, dstPorts: range },
  },
  { requiredKeys: ["src", "dst", "srcPorts", "dstPorts"] },
);
const NOTE = { address: "open", reason: "open" };

function rules(possible: readonly FirewallAction[]): fc.Arbitrary<FirewallRule[]> {
  const rule = fc.record({
    actions: fc.constantFrom(...possible).map((action) => [action]),
    selectors: fc.array(selector, { minLength: 1, maxLength: 2 }),
    isOpen: fc.nat({ max: 4 }).map((one) => one === 0),
  });
  return fc
    .array(rule, { maxLength: 6 })
    .map((all) =>
      all.map(({ isOpen, ...one }, i) => ({ group: "g", place: i + 1, ...one, ...(isOpen && { note: NOTE }) })),
    );
}
const either = (possible: readonly FirewallAction[]): fc.Arbitrary<FirewallDefault> =>
  fc.constantFrom(...possible).map((action) => ({ actions: [action] }));
const policy: fc.Arbitrary<FirewallPolicy> = fc.record({
  address: fc.constant("p"),
  stateless: rules(["pass", "drop", "forward"]),
  statelessDefault: either(["pass", "drop", "forward"]),
  stateful: rules(["pass", "drop"]),
  statefulDefault: either(["pass", "drop"]),
});

/** Whether a selector takes a packet, which is a point in each dimension; ports count for TCP and UDP. */
function takes({ protocols, ...sets }: Selector, packet: Packets): boolean {
  if (protocols && !protocols.includes(packet.protocol)) return false;
  const dimensions =
    packet.protocol === 1 ? (["src", "dst"] as const) : (["src", "dst", "srcPorts", "dstPorts"] as const);
  return dimensions.every((one) => {
    const at = packet[one][0]!.start;
    return sets[one].some(({ start, end }) => start <= at && at < end);
  });
}

/** What may become of one packet: by each rule that may be about it, up to the first that surely is. */
function fates(
  packet: Packets,
  rulesInOrder: readonly FirewallRule[],
  otherwise: FirewallDefault,
): Set<FirewallAction> {
  const found = new Set<FirewallAction>();
  for (const rule of rulesInOrder) {
    if (!rule.selectors.some((one) => takes(one, packet))) continue;
    rule.actions.forEach((action) => found.add(action));
    if (!rule.note) return found;
  }
  otherwise.actions.forEach((action) => found.add(action));
  return found;
}

function expected(packet: Packets, own: FirewallPolicy): string {
  const first = fates(packet, own.stateless, own.statelessDefault);
  if (first.size > 1) return "unknown";
  const [action] = first;
  const last = action === "forward" ? fates(packet, own.stateful, own.statefulDefault) : first;
  if (last.size > 1) return "unknown";
  return last.has("pass") ? "pass" : "stop";
}

const point = (at: number) => [{ start: at, end: at + 1 }];

test("each packet of a set fares as it does alone, by the first rule that is about it", () => {
  const coordinate = fc.nat({ max: 7 });
  const packet = fc.tuple(coordinate, coordinate, coordinate, coordinate, fc.constantFrom(6, 17, 1));
  fc.assert(
    fc.property(policy, fc.array(packet, { minLength: 1, maxLength: 8 }), (own, packets) => {
      const all = [{ start: 0, end: 8 }];
      for (const [src, dst, srcPort, dstPort, protocol] of packets) {
        const whole = { src: all, dst: all, srcPorts: all, dstPorts: all, protocol };
        const one = {
          ...{ src: point(src), dst: point(dst) },
          srcPorts: point(srcPort),
          dstPorts: point(dstPort),
          protocol,
        };
        const results = requestThrough(own, whole).filter((part) =>
          takes({ ...part.packets, protocols: [protocol] }, one),
        );
        expect(results.map(({ result }) => result)).toEqual([expected(one, own)]);
      }
    }),
    { numRuns: 300 },
  );
});
