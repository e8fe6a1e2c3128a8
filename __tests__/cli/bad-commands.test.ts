import { rmSync } from "node:fs";
import { namedTwice } from "../support/told";
import { makeProject, outcomeOf } from "./bad-commands/bad-command";
import { BAD_COMMANDS } from "./bad-commands/bad-commands";
import { QUESTION_LINES } from "./bad-commands/question-commands";
import { snapshot } from "./bad-input/workspace";

let folder = "";
beforeAll(async () => (folder = await makeProject()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(BAD_COMMANDS))("%s", (_, commands) => {
  test("has a name of its own", () => {
    expect(namedTwice(commands)).toEqual([]);
  });

  test.each(commands.map((one) => [one.id, one] as const))("is refused in one line: %s", async (_id, command) => {
    const before = snapshot(folder);
    const { exit, refusal, out, err } = await outcomeOf(command, folder);
    expect({ exit, refusal }).toEqual({ exit: 2, refusal: command.refusal });
    expect(err).toMatch(/^[^\n]+\n$/);
    if (!QUESTION_LINES.includes(command)) expect(out).toBe("");
    expect(snapshot(folder)).toEqual(before);
  });
});

describe("a line of questions that is refused", () => {
  test.each(QUESTION_LINES.map((one) => [one.id, one] as const))("leaves the others answered: %s", async (_, one) => {
    const { out, err } = await outcomeOf(one, folder);
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { verdict?: string; error?: string });
    const bad = answers.slice(1, -1);
    expect([answers.at(0)?.verdict, answers.at(-1)?.verdict]).toEqual(["ALLOWED", "ALLOWED"]);
    for (const answer of bad)
      expect(answer).toEqual(expect.not.objectContaining({ verdict: expect.anything() as string }));
    expect(err.startsWith(`overlap: ${bad[0]?.error}`)).toBe(true);
  });
});
