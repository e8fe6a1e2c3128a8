import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { networkOf } from "../../src/project/network-of";
import { drawOptionsOf } from "../../src/questions/draw-options";
import { promisesOf, verify } from "../../src/questions/promises";
import * as comparison from "../../src/reachability/comparison";
import { type Network } from "../../src/requirements/judged-network";
import { inFolder, planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";

const plan = planOf("article");
const network: Network = inFolder((folder) => {
  const file = join(folder, "cdk.tf.json");
  writeFileSync(file, JSON.stringify(synthJson(plan)));
  return networkOf(file, "cdk.tf.json", "synth", plan);
});

describe("a promise is judged when it is asked", () => {
  const compare = jest.spyOn(comparison, "differencesBetween");
  beforeEach(() => compare.mockClear());
  afterAll(() => compare.mockRestore());

  test("who needs packets and texts only compares nothing with the network without the bridge", () => {
    const promises = promisesOf(network, plan);
    expect(promises.filter(({ kind }) => kind === "reach").length).toBeGreaterThan(10);
    expect(promises.filter(({ text }) => text.includes("without the bridge"))).toHaveLength(4);
    expect(drawOptionsOf(network).forbidden?.length).toBeGreaterThan(5);
    expect(compare).not.toHaveBeenCalled();
  });

  test("the proof compares once, for all of its statements", () => {
    expect(verify(network, plan).every(({ holds }) => holds)).toBe(true);
    expect(compare).toHaveBeenCalledTimes(1);
  });
});
