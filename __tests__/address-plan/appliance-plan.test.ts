import * as fc from "fast-check";
import { twinAddress } from "../../src/address-plan/appliance/virtual-ranges";
import { findBreaks, judgePlan } from "../../src/address-plan/rules";
import { summarizePlan } from "../../src/address-plan/summary";
import { printPlan } from "../../src/cli/output/print-plan";
import { cidrOverlaps, formatCidr, formatIpv4, parseIpv4 } from "../../src/ipv4";
import { APPLIANCE, LARGE_APPLIANCE, patch } from "../config/bridge-texts";
import { planOf } from "./rule-case";

const SEEN = "  clients_seen_as: 100.64.2.0/24\n  web_seen_as: 100.64.1.0/24\n";
const CHOSEN = patch(APPLIANCE, [SEEN, ""]);

/** The texts of ranges. */
const texts = (plan: ReturnType<typeof planOf>) => ({
  clients: plan.appliance?.clientTwins.map(formatCidr),
  web: plan.appliance?.webTwins.map(formatCidr),
});

describe("virtual ranges that the file leaves out", () => {
  test("are free ones, behind those that bridges take first", () => {
    expect(texts(planOf(CHOSEN))).toEqual({ web: ["100.96.0.0/24"], clients: ["100.96.1.0/24"] });
  });

  test("keep off whatever the VPCs have or route, in any pair of networks", () => {
    const octet = fc.integer({ min: 96, max: 127 });
    fc.assert(
      fc.property(octet, octet, fc.integer({ min: 16, max: 24 }), (client, web, length) => {
        const text = CHOSEN.replace("cidr: 10.0.0.0/16\n", `cidr: 100.${client}.0.0/16\n`)
          .replace(/\b10\.0\./g, `100.${client}.`)
          .replace("web:\n  vpc: { cidr: 10.64.0.0/16 }", `web:\n  vpc: { cidr: 100.${web}.0.0/16 }`)
          .replace("servers: { cidr: 10.64.0.0/24", `servers: { cidr: 100.${web}.0.0/${length}`);
        fc.pre(client !== web);
        const plan = planOf(text);
        expect(findBreaks(plan).filter(({ rule }) => rule.startsWith("appliance"))).toEqual([]);
        const ranges = [...(plan.appliance?.clients ?? []), ...(plan.appliance?.web ?? [])].map((one) => one.virtual);
        expect(ranges).toHaveLength(2);
        ranges.forEach((range, i) => {
          const others = [...plan.clientCidrs, ...plan.webCidrs, plan.bridgeCidr, ...ranges.slice(0, i)];
          expect(others.some((other) => cidrOverlaps(other, range))).toBe(false);
        });
      }),
    );
  });
});

test("each address has the counterpart at its own place in the range", () => {
  const { clients = [], web = [] } = planOf(LARGE_APPLIANCE).appliance ?? {};
  const twin = (mapped: typeof web, text: string) => {
    const address = twinAddress(mapped, parseIpv4(text) ?? 0);
    return address === undefined ? undefined : formatIpv4(address);
  };
  expect(twin(web, "10.64.2.20")).toBe("100.66.2.20");
  expect(twin(clients, "10.64.0.255")).toBe("100.65.0.255");
  expect(twin(web, "10.64.1.1")).toBeUndefined();
});

test("ports of one protocol are joined, wherever the file lists them", () => {
  const text = patch(APPLIANCE, [
    "[{ protocol: TCP, ports: [5432] }, { protocol: UDP, ports: [161] }, { protocol: ICMP }]",
    "[{ protocol: TCP, ports: [80, '90-99', 81, 95, '100-110'] }, { protocol: ICMP }, { protocol: TCP, ports: [82, '1-65535'] }, { protocol: ICMP }]",
  ]);
  expect(planOf(text).appliance?.clientToWeb).toEqual([
    { protocol: "tcp", ports: [{ from: 1, to: 65535 }] },
    { protocol: "icmp", ports: [] },
  ]);
});

test("adding a zone moves no subnet of an appliance", () => {
  const before = planOf(LARGE_APPLIANCE).appliance?.zones ?? [];
  const after = planOf(patch(LARGE_APPLIANCE, ["zones: [a, b]", "zones: [a, b, c]"])).appliance?.zones ?? [];
  expect(before.length).toBe(2);
  expect(after).toEqual(before);
});

test("taking the services out moves no subnet either", () => {
  const alone = patch(LARGE_APPLIANCE, [
    "listeners:\n  http: {}\nservices:\n  shop:\n    targets: [10.64.0.10, 10.64.2.10]\n",
    "",
  ]);
  const places = (text: string) =>
    planOf(text).appliance?.zones.map(({ inner, outer }) => [formatCidr(inner.cidr), formatCidr(outer.cidr)]);
  expect(places(alone)).toEqual(places(LARGE_APPLIANCE));
});

test("the rules say nothing of an appliance where there is none", () => {
  const plan = planOf(LARGE_APPLIANCE);
  const without = { ...plan, appliance: undefined, config: { ...plan.config, appliance: undefined, dns: undefined } };
  const verdicts = judgePlan(without).filter(
    ({ rule }) => rule.startsWith("appliance-") && rule !== "appliance-subnets",
  );
  expect(verdicts.every(({ holds }) => holds)).toBe(true);
});

test("a plan tells the appliance's ways, and what it passes", () => {
  const plan = planOf(APPLIANCE);
  expect(summarizePlan(plan).mapped).toEqual([
    { side: "client", range: "10.64.0.0/24", seen_as: "100.64.2.0/24" },
    { side: "web", range: "10.64.0.0/24", seen_as: "100.64.1.0/24" },
  ]);
  const lines = printPlan(plan).join("\n");
  expect(lines).toContain("clients, by appliance of zone a");
  expect(lines).toMatch(/clients +100\.64\.1\.0\/24 +appliance of zone a, inner interface/);
  expect(lines).toMatch(/tgw +100\.64\.2\.0\/24 +appliance of zone a, outer interface/);
  expect(lines).toMatch(/outer +10\.64\.0\.0\/24 +attachment interface in tgw/);
  expect(lines).toContain("appliance passes from client to web: TCP 5432; UDP 161; ping");
  expect(lines).toContain("appliance passes from web to client: TCP 8443");
  expect(lines).not.toContain("SERVICE");
});
