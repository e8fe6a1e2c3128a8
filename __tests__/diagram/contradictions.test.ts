import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { hubWith } from "../../bench/hub";
import { randomNetwork } from "../lab/random-network";
import { Dice } from "../lab/dice";
import { EXISTING_CLIENT, EXISTING_WEB, EXAMPLES, PROJECT } from "../support/bridges";
import { bridgeDrawing, type Drawing, drawingOf, exampleDrawing } from "../support/drawing";
import { contradictionsIn } from "./contradictions";

const FOLDERS = ["__tests__/diagram/networks", "__tests__/reachability/networks", "__tests__/review/golden/plans"];

function filesIn(folder: string): (readonly [string, () => Drawing])[] {
  return readdirSync(join(PROJECT, folder))
    .filter((name) => name.endsWith(".json"))
    .map((name) => [
      name,
      () => {
        const json = JSON.parse(readFileSync(join(PROJECT, folder, name), "utf8")) as object;
        return drawingOf(json, name, "resource" in json ? "synth" : "plan");
      },
    ]);
}

const tgw = { transit_gateway: { id: "tgw-0123456789abcdef0" } };
const NETWORKS: readonly (readonly [string, () => Drawing])[] = [
  ...EXAMPLES.map((name) => [name, () => exampleDrawing(name)] as const),
  ["an existing client side", () => bridgeDrawing("article", EXISTING_CLIENT)],
  ["an existing web side", () => bridgeDrawing("article", EXISTING_WEB)],
  ["both and the gateway exist", () => bridgeDrawing("article", { ...EXISTING_CLIENT, ...EXISTING_WEB, ...tgw })],
  ["a hub", () => drawingOf(hubWith(8, 4))],
  ...FOLDERS.flatMap(filesIn),
];

test.each(NETWORKS)("the picture and the matrix of %s never contradict each other", (_, make) => {
  expect(contradictionsIn(make())).toEqual([]);
});

/** Some of the values are not known, as where variables have no value in the input. */
function clouded(dice: Dice, value: unknown): unknown {
  if (typeof value === "string") return dice.chance(0.06) ? "${var.not_known}" : value;
  if (Array.isArray(value)) return value.map((one) => clouded(dice, one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clouded(dice, one)]));
}

describe.each([
  ["random networks", (dice: Dice): object => randomNetwork(dice)],
  ["random networks of which not all is known", (dice: Dice): object => clouded(dice, randomNetwork(dice)) as object],
])("%s", (_, make) => {
  test("are drawn as their matrix says", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(contradictionsIn(drawingOf(make(new Dice(seed))))).toEqual([]);
      }),
      { numRuns: 60, seed: 12 },
    );
  });
});
