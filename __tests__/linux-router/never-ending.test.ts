import { cidr } from "../../src/ipv4";
import { setOfAddresses, parseAddress } from "../../src/ip";
import { readRouter, type RouterInterface } from "../../src/linux-router";

const at = (device: number, address: string, subnet: string): RouterInterface => ({
  device,
  addresses: setOfAddresses([parseAddress(address)!]),
  isPicked: false,
  subnet: cidr(subnet),
});
const INTERFACES = [at(0, "10.0.4.4", "10.0.4.0/28"), at(1, "10.0.5.4", "10.0.5.0/28")];

const kindOf = (...lines: readonly string[]) => {
  const found = readRouter(["#!/bin/bash", ...lines, "sysctl -w net.ipv4.ip_forward=1"].join("\n"), INTERFACES);
  return found.kind === "read" ? "read" : [found.unread.why, found.unread.line?.number];
};

test("a loop may wait for an address of the machine's own", () => {
  expect(kindOf("until ip -o -4 addr show to 10.0.5.4 | grep -q .; do sleep 1; done")).toBe("read");
});

test.each([
  "until ip -o -4 addr show to 10.0.5.5 | grep -q .; do sleep 1; done",
  "until ip -o -4 addr show to 10.0.4.4 | grep -q . && ip -o -4 addr show to 10.0.5.5 | grep -q .; do sleep 1; done",
  "while ! ip addr show to 10.0.4.5 | grep -q .; do sleep 1; done",
])("one that waits for an address of nobody's never ends: %s", (line) => {
  expect(kindOf(line)).toEqual(["condition", 2]);
});

test("a chain is hung to one hook only, as the kernel has it", () => {
  const chain = (hook: string) =>
    `table ip a { chain c { type filter hook ${hook} priority filter; policy accept; }; }`;
  const run = (...rulesets: readonly string[]) => kindOf(...rulesets.map((text) => `nft -f - <<'EOF'\n${text}\nEOF`));
  expect(run(chain("forward"), chain("forward"))).toBe("read");
  expect(run(chain("forward"), chain("input"))).toEqual(["fails", expect.any(Number)]);
});
