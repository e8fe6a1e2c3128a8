import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { typesWith } from "../../src/terraform";
import { type Kind } from "./canary/commands";
import { type Leaf, leavesOf, masksOf, planOf, stateOf, synthOf } from "./canary/inputs";
import { type Canary } from "./canary/leaks";
import { everyType, type Network } from "./canary/network";
import { isUnique, told } from "./canary/told";

jest.setTimeout(120_000);

const NETWORK = everyType(0);
/** Another network of the same things, that has nothing in common with it. */
const OTHER = everyType(1);
const LEAVES = leavesOf(NETWORK).filter(isUnique);
const NO_MASKS = new Map<string, unknown>();
const WHOLE = new Map(Object.keys(NETWORK).map((address) => [address, true]));

const side = (network: Network, masks: ReadonlyMap<string, unknown> = NO_MASKS) => ({ network, masks });

test("the network has every type of resource that the program names", () => {
  const src = join(__dirname, "../../src");
  const files = ["topology", "terraform", "reachability", "review", "diagram", "lab", "requirements", "cli"].flatMap(
    (folder) =>
      readdirSync(join(src, folder), { recursive: true, encoding: "utf8" }).flatMap((file) =>
        // Lists of classes name types of which nothing is read.
        file.endsWith(".ts") && !file.startsWith("resource-types/classes/")
          ? [readFileSync(join(src, folder, file), "utf8")]
          : [],
      ),
  );
  const named = new Set(files.flatMap((text) => [...text.matchAll(/"(aws_[a-z0-9_]+)"/g)].map(([, type]) => type!)));
  for (const type of typesWith(({ role }) => role !== "unread")) named.add(type);
  // Actions are no resources.
  const actions = [
    "aws_cloudfront_create_invalidation",
    "aws_dynamodb_create_backup",
    "aws_ses_send_email",
    "aws_transcribe_start_transcription_job",
  ];
  const there = new Set(Object.keys(NETWORK).map((address) => address.replace(/^data\./, "").split(".")[0]!));
  expect([...named].filter((type) => !there.has(type) && !actions.includes(type))).toEqual([]);
});

test("what nobody marks is shown, so that a canary is seen when it sings", async () => {
  const [review, state] = [
    await told("plan", planOf(undefined, side(NETWORK)), LEAVES, true),
    await told("state", stateOf(NETWORK, NO_MASKS), LEAVES, true),
  ];
  const places = (all: readonly string[]): number => new Set(all.map((one) => one.split(": ")[1])).size;
  expect(places(review)).toBeGreaterThan(150);
  expect(places(state)).toBeGreaterThan(50);
});

describe("everything is sensitive: nothing of it is shown", () => {
  test.each<[string, Kind, object]>([
    ["a state", "state", stateOf(NETWORK, WHOLE)],
    ["a plan that creates it", "plan", planOf(undefined, side(NETWORK, WHOLE))],
    ["a plan that destroys it", "plan", planOf(side(NETWORK, WHOLE))],
    ["a plan that makes another network of it", "plan", planOf(side(NETWORK, WHOLE), side(OTHER))],
    ["a plan that makes it of another network", "plan", planOf(side(OTHER), side(NETWORK, WHOLE))],
    ["a configuration", "synth", synthOf(NETWORK, LEAVES)],
  ])("%s", async (_, kind, input) => {
    expect(await told(kind, input, LEAVES)).toEqual([]);
  });
});

/** The n-th argument of each resource together: what is in different resources has nothing in common. */
function batches(): Leaf[][] {
  const found: Leaf[][] = [];
  const counts = new Map<string, number>();
  for (const leaf of LEAVES.filter(({ value }) => !isPlace(value))) {
    const number = counts.get(leaf.address) ?? 0;
    counts.set(leaf.address, number + 1);
    (found[number] ??= []).push(leaf);
  }
  return found;
}

/** Ranges of VPCs and what lies in them: with one of them sensitive, the others are hidden too. */
function isPlace(value: Canary["value"]): boolean {
  return String(value).startsWith("10.");
}

test.each(batches().map((leaves, i) => [i, leaves] as const))(
  "argument %i of each resource alone is sensitive",
  async (i, leaves) => {
    const masks = masksOf(leaves, NETWORK);
    const plan = i % 2 === 0 ? planOf(undefined, side(NETWORK, masks)) : planOf(side(NETWORK, masks), side(OTHER));
    expect(await told("plan", plan, leaves, true)).toEqual([]);
  },
);

test.each(LEAVES.filter(({ value }) => isPlace(value)).map((leaf) => [leaf.where, leaf] as const))(
  "%s alone is sensitive",
  async (_, leaf) => {
    expect(await told("state", stateOf(NETWORK, masksOf([leaf], NETWORK)), [leaf], true)).toEqual([]);
  },
);
