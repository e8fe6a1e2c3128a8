import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { Sandbox } from "../../src/lab";
import { compare, randomLab } from "./differential";
import { fuzz } from "./fuzz";
import { Dice } from "./dice";
import { ALL_FEATURES, featuresOf } from "./features";
import { randomNetworkOfBoth } from "./random-network";
import { topologyOf } from "../support/networks";

/** In CI as many as the project asks for; elsewhere enough to notice that something is badly wrong. */
const NETWORKS = process.env["CI"] ? 300 : 45;
const FIRST_SEED = 1;

describeWithLab()("proof and kernel", () => {
  test(
    `agree on every probe of ${NETWORKS} networks`,
    async () => {
      const seeds = Array.from({ length: NETWORKS }, (_, i) => FIRST_SEED + i);
      const { asked, unknown, allowed, disagreements, seconds } = await fuzz(seeds, 4);
      process.stdout.write(
        `lab: ${NETWORKS} networks from seed ${FIRST_SEED}, ${asked} probes, ${allowed} get through, ${unknown} UNKNOWN and skipped, ${(NETWORKS / seconds).toFixed(1)} networks/s\n`,
      );
      expect(disagreements).toEqual([]);
      // A lab in which nothing works, or nothing is ever denied, would agree with a proof that says so too.
      expect(allowed).toBeGreaterThan(asked / 20);
      expect(allowed).toBeLessThan(asked / 2);
      expect(unknown).toBeLessThan(asked / 5);
    },
    NETWORKS * 4000,
  );

  test("a proof that is wrong is noticed", async () => {
    const laid = randomLab(new Dice(4));
    // The lab is laid out already; from here on the proof believes that nothing may be sent.
    for (const group of laid.lab.topology.securityGroups) group.egress.length = 0;
    const sandbox = await Sandbox.open({ name: "wrong", asUser: AS_USER, env: LAB_ENV });
    try {
      const { disagreements } = await compare(sandbox, laid);
      expect(disagreements.join("\n")).toContain("the kernel delivers it, the proof does not");
    } finally {
      await sandbox.close();
    }
  });
});

describe("random networks", () => {
  test("are the same for the same seed, and others for another", () => {
    const text = (seed: number): string => JSON.stringify(randomNetworkOfBoth(new Dice(seed)));
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
  });

  test("have everything that the lab knows how to build, within the seeds that CI tries", () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 300; seed++) {
      const json = randomNetworkOfBoth(new Dice(seed));
      for (const one of featuresOf(topologyOf(json), json)) found.add(one);
    }
    expect(ALL_FEATURES.filter((one) => !found.has(one))).toEqual([]);
  });
});
