import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { reviewPlan, shownReview, toMarkdown } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { PROJECT } from "../support/bridges";
import { HAND_MADE } from "./plans/hand-made";
import { goldenPlan, namesIn, PARTS, PLANS, REFRESHED } from "./plans/golden-plans";
import { PART_SCENARIOS } from "./plans/part-scenarios";
import { SCENARIOS } from "./plans/scenarios";

/** `UPDATE_GOLDEN=1 npx jest __tests__/review/golden` writes the reviews anew; look at the difference. */
const UPDATE = process.env["UPDATE_GOLDEN"] === "1";
const GOLDEN = join(__dirname, "golden");
const validate = new Ajv({ allErrors: true }).compile(
  JSON.parse(readFileSync(join(PROJECT, "schema/review.schema.json"), "utf8")) as object,
);

/** Plans of the real provider, over states written by hand and applied ones, and those made by hand. */
const REVIEWED: readonly (readonly [string, () => JsonObject])[] = [
  ...namesIn(PLANS).map((name) => [name, () => goldenPlan(name)] as const),
  ...namesIn(REFRESHED).map((name) => [`refreshed/${name}`, () => goldenPlan(name, REFRESHED)] as const),
  ...namesIn(PARTS).map((name) => [`parts/${name}`, () => goldenPlan(name, PARTS)] as const),
  ...HAND_MADE.map(({ name, plan }) => [name, plan] as const),
];

test("there is a plan of the real provider for each scenario", () => {
  const names = namesIn(PLANS);
  expect(names.sort()).toEqual(["new-bridge", ...SCENARIOS.map(({ name }) => name)].sort());
  expect(names.length).toBeGreaterThanOrEqual(15);
  const refreshed = SCENARIOS.filter(({ before }) => before !== undefined).map(({ name }) => name);
  expect(namesIn(REFRESHED).sort()).toEqual(refreshed.sort());
  expect(namesIn(PARTS).sort()).toEqual(PART_SCENARIOS.map(({ name }) => name).sort());
});

test.each(REVIEWED)("%s", (name, plan) => {
  const review = reviewPlan(plan());
  const text = toMarkdown(review);
  const file = join(GOLDEN, `${name}.md`);
  if (UPDATE) writeFileSync(file, text);
  expect(existsSync(file)).toBe(true);
  expect(text).toBe(readFileSync(file, "utf8"));
  expect(validate(JSON.parse(JSON.stringify(shownReview(review)))) ? [] : validate.errors).toEqual([]);
});

test("no review is left over", () => {
  const reviewsIn = (folder: string) => readdirSync(join(GOLDEN, folder)).filter((file) => file.endsWith(".md"));
  const inFolders = ["refreshed", "parts"].flatMap((folder) => reviewsIn(folder).map((file) => `${folder}/${file}`));
  const reviews = [...reviewsIn("."), ...inFolders];
  expect(reviews.sort()).toEqual(REVIEWED.map(([name]) => `${name}.md`).sort());
});
