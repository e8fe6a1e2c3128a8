import { parse } from "yaml";
import { findingsIn } from "../../src/address-plan/hints";
import { applyPatch } from "../../src/config/patch";
import { check, faultsIn, paste, withBridge } from "../support/paste";
import { ALL_HINT_CASES, ELSEWHERE, HINT_CASES, HUB_CASES } from "./hint-cases";

interface Written {
  readonly bridge: { readonly steer?: readonly string[]; readonly shadow_subnets?: Record<string, { cidr: string }> };
}

/** What came of pasting is checked, written and proved. */
async function passes(overlap: Parameters<Parameters<typeof withBridge>[1]>[0]): Promise<void> {
  const checked = await overlap("check", "test");
  expect([checked.exit, checked.text.match(/^.*BROKEN.*$/gm)]).toEqual([0, null]);
  const synthesized = await overlap("synth");
  expect([synthesized.exit, synthesized.text.match(/^.*(BROKEN|UNKNOWN).*$/gm)]).toEqual([0, null]);
  expect((await overlap("verify", "test")).text).toMatch(/all \d+ statements hold/);
}

describe("one block is pasted, once", () => {
  test.each(ALL_HINT_CASES.map((entry) => [entry.what, entry] as const))(
    "%s: check, synth and verify pass",
    async (_, { text, steer, shadows, says }) => {
      const told = await check(text);
      expect(told.exit).not.toBe(0);
      const hints = faultsIn(told).flatMap(({ hint }) => hint ?? []);
      if (says) expect(told.text).toMatch(says);
      // What one line can say stands in the fault's own line.
      const patched = () => JSON.stringify(applyPatch(parse(text), hints[0]?.patch ?? {}));
      const pasted = told.block.length > 0 ? paste(text, told.block) : patched();
      expect(pasted).not.toBe(JSON.stringify(parse(text)));
      const content = parse(pasted) as Written;
      if (steer) expect(content.bridge.steer).toEqual(steer);
      if (shadows) expect(Object.values(content.bridge.shadow_subnets ?? {}).map(({ cidr }) => cidr)).toEqual(shadows);
      await withBridge(pasted, passes);
      // As data it is the same.
      for (const hint of hints) expect(applyPatch(parse(text), hint.patch)).toEqual(content);
      expect(hints.length).toBe(faultsIn(told).length);
    },
  );
});

describe("the block makes a hub of the bridge", () => {
  test.each(HUB_CASES.map((entry) => [entry.what, entry] as const))(
    "%s: check, synth and verify pass",
    async (_, { text, says }) => {
      const told = await check(text);
      expect(told.exit).not.toBe(0);
      if (says) expect(told.text).toMatch(says);
      const pasted = paste(text, told.block);
      const content = parse(pasted) as { readonly bridge: { readonly place?: string } };
      expect(content.bridge.place).toBe("hub");
      const hints = faultsIn(told).flatMap(({ hint }) => hint ?? []);
      for (const hint of hints) expect(applyPatch(parse(text), hint.patch)).toEqual(content);
      expect(hints.length).toBe(faultsIn(told).length);
      expect(findingsIn({ name: "test", elsewhere: [] }, content)).toEqual([]);
      await withBridge(pasted, passes);
    },
  );
});

describe("nothing to paste, but where to go", () => {
  test.each(ELSEWHERE.map((entry) => [entry.what, entry] as const))("%s", async (_, { text, says = /./ }) => {
    const told = await check(text);
    expect(told.exit).not.toBe(0);
    expect(told.block).toEqual([]);
    expect(told.text).toMatch(says);
    expect(faultsIn(told).flatMap(({ hint }) => hint ?? [])).toEqual([]);
  });
});

test("a protocol within HTTP is written as that", async () => {
  const [first] = HINT_CASES;
  const text = (first?.text ?? "").replace("    port: 80", "    port: 80\n    protocol: wss");
  expect((await check(text)).text).toMatch(/services\.web\.protocol: "wss" goes over HTTPS for an ALB; write HTTPS/);
});

test("a block stands below the faults alone, and a warning that it mends as well repeats nothing of it", async () => {
  const [first] = HINT_CASES;
  const told = await check((first?.text ?? "").replace("cidr: 100.64.0.0/24", "cidr: 172.17.0.0/24"));
  expect(told.text).toMatch(/warning: .*\[docker-range\]/);
  expect(told.text).not.toMatch(/warning: +(write in|bridge:|cidr:)/);
  expect(told.text.match(/write in \S+:/g)).toHaveLength(1);
});
