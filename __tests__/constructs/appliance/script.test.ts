import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as fc from "fast-check";
import { applianceRuleset, type ApplianceTraffic } from "../../../src/constructs/appliance-ruleset";
import { applianceScript } from "../../../src/constructs/appliance-script";
import { describeWith } from "../../support/describe-unless";
import { expectGolden } from "../../support/golden";

const POSTGRES = { protocol: "tcp", ports: ["5432"] } as const;
const SNMP = { protocol: "udp", ports: ["161", "1000-2000"] } as const;
const PING = { protocol: "icmp", ports: [] } as const;

const ONE_WAY: ApplianceTraffic = {
  clients: [{ real: "10.64.0.0/24", virtual: "100.64.2.0/24" }],
  web: [{ real: "10.64.0.0/24", virtual: "100.64.1.0/24" }],
  clientRanges: ["10.64.0.0/24"],
  clientToWeb: [POSTGRES, SNMP, PING],
};
const BOTH_WAYS: ApplianceTraffic = {
  clients: [...ONE_WAY.clients, { real: "10.64.4.0/22", virtual: "100.64.4.0/22" }],
  web: [...ONE_WAY.web, { real: "10.64.7.0/24", virtual: "100.64.3.0/24" }],
  clientRanges: ["10.64.0.0/24", "10.64.4.0/23"],
  clientToWeb: [POSTGRES],
  webToClient: [{ protocol: "tcp", ports: ["8443"] }],
};

const script = (traffic: ApplianceTraffic) =>
  applianceScript({
    ...traffic,
    inner: { address: "10.0.4.4", router: "10.0.4.1" },
    outer: { address: "10.0.5.4", router: "10.0.5.1" },
  });

/** nft reads the ruleset in a network namespace of its own, so that nothing of the machine is asked or changed. */
function checkedByNft(ruleset: string): { status: number | null; stderr: string } {
  const args = ["-rn", "nft", "-c", "-D", "inner=ens5", "-D", "outer=ens6", "-f", "-"];
  return spawnSync("unshare", args, { input: ruleset, encoding: "utf8" });
}

const LACKS = checkedByNft("table ip appliance\n").status === 0 ? undefined : "nft can't be run in a namespace here";

const resuming = (traffic: ApplianceTraffic): ApplianceTraffic => ({ ...traffic, resumes: true });

test.each([
  ["one-way", ONE_WAY],
  ["both-ways", BOTH_WAYS],
  ["one-way-resuming", resuming(ONE_WAY)],
  ["both-ways-resuming", resuming(BOTH_WAYS)],
])("the script, %s", (name, traffic) => {
  expectGolden(join(__dirname, "golden", `${name}.sh`), script(traffic));
});

test.each([
  ["one way", ONE_WAY],
  ["both ways", BOTH_WAYS],
  ["both ways, resuming", resuming(BOTH_WAYS)],
])("bash takes the script, %s", (_, traffic) => {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: script(traffic), encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("a script is short enough for user data: 16 kB", () => {
  expect(Buffer.byteLength(script(BOTH_WAYS))).toBeLessThan(16_384 / 4);
});

test("nothing of the other direction is there unless the web side may open something", () => {
  const oneWay = applianceRuleset(ONE_WAY);
  expect(oneWay).not.toMatch(/iifname \$outer/);
  expect(oneWay).not.toMatch(/oifname \$inner/);
  expect(applianceRuleset({ ...ONE_WAY, webToClient: [] })).toBe(oneWay);
});

test("nothing of the other direction is there either where there is no connection of TCP that could go on", () => {
  const datagrams = { ...ONE_WAY, clientToWeb: [SNMP, PING] };
  expect(applianceRuleset(resuming(datagrams))).toBe(applianceRuleset(datagrams));
});

describeWith(LACKS, "tests of rulesets with nft")("nft", () => {
  test("takes any ruleset", () => {
    const port = fc.integer({ min: 1, max: 65535 });
    const ports = fc.uniqueArray(
      fc.oneof(
        port.map(String),
        fc.tuple(port, port).map(([a, b]) => (a === b ? `${a}` : `${Math.min(a, b)}-${Math.max(a, b)}`)),
      ),
      { minLength: 1, maxLength: 3 },
    );
    const allowed = fc.array(
      fc.oneof(
        fc.record({ protocol: fc.constantFrom("tcp", "udp"), ports }),
        fc.constant({ protocol: "icmp" as const, ports: [] }),
      ),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(allowed, allowed, fc.boolean(), fc.boolean(), (clientToWeb, webToClient, isBoth, resumes) => {
        const opened = { clientToWeb, webToClient: isBoth ? webToClient : [] };
        const ruleset = applianceRuleset({ ...BOTH_WAYS, ...opened, resumes });
        expect(checkedByNft(ruleset).stderr).toBe("");
      }),
      { numRuns: 20 },
    );
  });
});
