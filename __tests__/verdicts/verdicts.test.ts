import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Dice } from "../lab/dice";
import { mutantsOf, type Stack } from "../reachability/mutants";
import { goldenPlan } from "../review/plans/golden-plans";
import { emulatedState } from "../support/emulated-state";
import { expectAsBefore, strays } from "./baseline";
import { BRIDGES } from "./bridges";
import { type Answer, answerOf, stackText, synthesizeIn } from "./commands";
import { checkedIn, type Group, type Input, made } from "./inputs";

/**
 * The verdicts of everything that there is to judge, as they were before: whoever only builds the house anew changes
 * none of them. A change on purpose is written down by `npm run generate:verdicts`, and read line by line.
 */
const GROUPS: readonly Group[] = [...checkedIn(), ...made()];
const OTHERS = ["applied--article", "faults--article", "faults--production"];
/** Bridges with a fault in them, of all that `mutantsOf` finds. */
const MUTANTS = 25;

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "overlap-verdicts-"));
  for (const bridge of BRIDGES) await synthesizeIn(projectOf(bridge), bridge);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Each bridge has a project of its own: they are variants of two, and would be in each other's way. */
const projectOf = ({ name }: { readonly name: string }): string => join(folder, name);

async function answersTo({ kind, json }: Input): Promise<Record<string, Answer>> {
  const file = `input.${kind}.json`;
  writeFileSync(join(folder, file), JSON.stringify(json()));
  return {
    matrix: await answerOf(folder, ["matrix", `--${kind}`, file]),
    ...(kind === "plan" && { review: await answerOf(folder, ["review", file]) }),
  };
}

test.each(GROUPS.map((group): [string, Group] => [group.name, group]))("%s", async (name, { inputs }) => {
  const answers: Record<string, Record<string, Answer>> = {};
  for (const input of inputs) answers[input.name] = await answersTo(input);
  expectAsBefore(name, inputs.length === 1 ? (Object.values(answers)[0] ?? {}) : answers);
});

test.each(BRIDGES.map((bridge) => [bridge.name, bridge] as const))("bridge %s", async (name, bridge) => {
  const project = projectOf(bridge);
  const answers: Record<string, Answer> = {
    verify: await answerOf(project, ["verify", name]),
    matrix: await answerOf(project, ["matrix", name, "--all"]),
  };
  for (const [from, to] of bridge.traced)
    answers[`${from} to ${to}`] = await answerOf(project, ["trace", name, "--from", from, "--to", to, "--explain"]);
  expectAsBefore(`bridge--${name}`, answers);
});

test("the article, planned and applied", async () => {
  const project = projectOf({ name: "article" });
  const plan = goldenPlan("new-bridge");
  writeFileSync(join(project, "plan.json"), JSON.stringify(plan));
  writeFileSync(join(project, "state.json"), JSON.stringify(emulatedState(plan)));
  expectAsBefore("applied--article", {
    plan: await answerOf(project, ["verify", "article", "--plan", "plan.json"]),
    review: await answerOf(project, ["review", "plan.json", "--bridge", "article"]),
    state: await answerOf(project, ["verify", "article", "--state", "state.json"]),
    matrix: await answerOf(project, ["matrix", "article", "--state", "state.json"]),
  });
});

test.each(["article", "production"])("%s with a fault in it", async (name) => {
  const project = projectOf({ name });
  const mutants = [...mutantsOf(JSON.parse(stackText(project, name)) as Stack)];
  const dice = new Dice(1);
  const answers: Record<string, Answer> = {};
  for (let i = 0; i < MUTANTS; i++) {
    const { name: fault, stack } = dice.pick(mutants);
    writeFileSync(join(project, "mutant.json"), JSON.stringify(stack));
    answers[fault] = broken(await answerOf(project, ["verify", name, "--synth", "mutant.json"]));
  }
  expectAsBefore(`faults--${name}`, answers);
});

/** Only what does not hold: the rest is in the bridge's own baseline. */
function broken(answer: Answer): Answer {
  const { statements = [] } = (answer.json ?? {}) as { statements?: readonly { readonly holds: boolean }[] };
  return { ...answer, ...(answer.json !== undefined && { json: statements.filter(({ holds }) => !holds) }) };
}

test("each input has a name of its own, and each baseline an input", () => {
  const names = GROUPS.map(({ name }) => name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  const bridges = BRIDGES.map(({ name }) => `bridge--${name}`);
  expect(strays(new Set([...names, ...bridges, ...OTHERS]))).toEqual([]);
  expect(names.length).toBeGreaterThan(100);
});
