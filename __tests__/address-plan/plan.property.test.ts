import fc from "fast-check";
import { type AddressPlan, planAddresses } from "../../src/address-plan/plan";
import { findBreaks } from "../../src/address-plan/rules";
import { findContradictions } from "../../src/config/contradictions";
import { bridgeSchema } from "../../src/config/schema";
import { SMALL } from "../config/bridge-texts";
import { complaints } from "./legal-plan";
import { randomBridge } from "./random-bridge";
import { planOf, tell } from "./rule-case";

test("a random bridge is either refused by a rule, or legal by an independent judgement; never both, never neither", () => {
  const seen = { legal: 0, refused: 0 };
  const rules = new Set<string>();
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const config = bridgeSchema.parse(randomBridge(draw));
      expect(findContradictions(config)).toEqual([]);
      const plan = planAddresses({ name: "random", config });
      const breaks = findBreaks(plan);
      const judged = complaints(plan);
      if ((breaks.length === 0) !== (judged.length === 0))
        throw new Error(JSON.stringify({ config, breaks: breaks.map(tell), judged }, null, 2));
      seen[breaks.length === 0 ? "legal" : "refused"]++;
      for (const { rule } of breaks) rules.add(rule);
    }),
    // Shrinking what fc.gen() drew takes minutes and gigabytes; the config is told as it is.
    { seed: 20261123, numRuns: 1000, endOnFailure: true },
  );
  // The seed is fixed, so that this tells of a generator that has become one-sided, not of chance.
  expect(seen.legal).toBeGreaterThan(150);
  expect(seen.refused).toBeGreaterThan(150);
  expect(rules.size).toBeGreaterThan(15);
});

describe("the independent judgement finds what is illegal", () => {
  const plan = planOf(SMALL);
  const [nat] = plan.nats;
  const [steer] = plan.steers;
  test.each<[string, Partial<AddressPlan>]>([
    ["a target is not steered to", { steers: [] }],
    ["via", { steers: steer ? [{ ...steer, via: "transit-gateway" }] : [] }],
    ["an ALB zone is unattached", { attachmentSubnets: plan.albSubnets.slice(1) }],
    ["a NAT address is not free", { nats: nat ? [{ ...nat, addresses: [nat.subnet.cidr.base] }] : [] }],
    ["the web side's prefixes are not the ALB's subnets", { albPrefixes: [plan.bridgeCidr] }],
    ["a web server's zone is unattached", { webAttachmentSubnets: [] }],
    ["the bridge overlaps a side", { webCidrs: [plan.bridgeCidr] }],
  ])("%s", (complaint, tampered) => {
    expect(complaints(plan)).toEqual([]);
    expect(complaints({ ...plan, ...tampered })).toContain(complaint);
  });
});
