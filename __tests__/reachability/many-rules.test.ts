import fc from "fast-check";
import { throughSecurityGroups } from "../../src/reachability/filters";
import { actionsTaking, matchesHost, matchesPath } from "../../src/reachability/listener-rules";
import { ALL_PORTS, type Packets } from "../../src/reachability/packets";
import { type Listener, type Nic, type SecurityGroup } from "../../src/topology";

/** Rules are looked up, not looked through; these tests look through them. */

const listener = (
  actions: readonly { hosts: string[]; paths: string[]; isPartial: boolean; priority: number }[],
): Listener =>
  ({
    address: "aws_lb_listener.a",
    actions: actions.map((one, i) => ({ ...one, address: `rule ${i}`, kind: "forward", groups: [] })),
  }) as unknown as Listener;

const host = fc.constantFrom("a.test", "B.test", "c.test", "*.test", "?.test");
const path = fc.constantFrom("/", "/x", "/x*");
const rule = fc.record({
  hosts: fc.array(host, { maxLength: 2 }),
  paths: fc.array(path, { maxLength: 1 }),
  isPartial: fc.boolean(),
  priority: fc.integer({ min: 1, max: 20 }),
});

test("a request meets the first rule by priority that fits, and those before it that take some, whichever way hosts are written", () => {
  const asked = fc.option(fc.constantFrom("a.test", "A.TEST", "b.test", "d.test", "d.example"), { nil: undefined });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 8 }), asked, fc.constantFrom(undefined, "/x", "/y"), (rules, own, at) => {
      const fitting = [...listener(rules).actions]
        .sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0))
        .filter(
          ({ hosts, paths }) =>
            (hosts.length === 0 || (own !== undefined && hosts.some((one) => matchesHost(one, own)))) &&
            (paths.length === 0 || paths.some((one) => matchesPath(one, at ?? "/"))),
        );
      const sure = fitting.findIndex((one) => one.isPartial !== true);
      const met = sure < 0 ? fitting : fitting.slice(0, sure + 1);
      expect(actionsTaking(listener(rules), own, at).map(({ address }) => address)).toEqual(
        met.map(({ address }) => address),
      );
    }),
  );
});

test("a security group of many rules passes what one of them admits, and names those", () => {
  const range = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 30 }))
    .map(([start, size]) => ({ start, end: start + size }));
  const ranges = fc.array(range, { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(ranges, fc.integer({ min: 0, max: 95 }), (rules, address) => {
      const ingress = rules.map((one, i) => ({
        address: `rule ${i}`,
        match: { protocol: "all" as const },
        cidrs: [one],
        groups: [],
      }));
      const group: SecurityGroup = { address: "group", ingress, egress: [], doubts: { rules: [] } };
      const nic = { address: "nic", groups: [group], doubts: { groups: [] } } as unknown as Nic;
      const packets: Packets = {
        src: [{ start: address, end: address + 1 }],
        dst: [{ start: 0, end: 1 }],
        protocol: 6,
        srcPorts: ALL_PORTS,
        dstPorts: ALL_PORTS,
      };
      const first = rules.findIndex(({ start, end }) => start <= address && address < end);
      const [found] = throughSecurityGroups(nic, "ingress", packets, undefined);
      expect(found).toMatchObject(
        first < 0 ? { result: "stop", by: ["group"] } : { result: "pass", rules: [`rule ${first}`] },
      );
    }),
  );
});
