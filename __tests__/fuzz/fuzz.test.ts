import { caseOf, commandsFor } from "./case";
import { faultOf, fuzz } from "./fuzz";
import { KINDS } from "./kinds";

/** Enough for each kind to come several times; `npm run fuzz` goes on from wherever you like. */
const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);
/** Part of the sizes at which the findings were made. */
const SCALE = 0.01;

// Each command runs in a process of its own kind of limits: one that hangs or dies is told, and the next case goes on.
test("no hostile input stops a command, makes it throw, or leaves half of an output", async () => {
  const limits = { seconds: 60, megabytes: 2048 };
  const { failures, cases } = await fuzz({ seeds: SEEDS, scale: SCALE, limits, workers: 2 });
  expect(failures).toEqual([]);
  expect(cases).toBe(SEEDS.length);
}, 900_000);

test("the seeds make inputs of every kind, for every command", () => {
  const all = SEEDS.map((seed) => caseOf(seed, SCALE));
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(Object.keys(KINDS)));
  const commands = (["synth", "plan", "state", "bridge"] as const).flatMap(commandsFor).map(([command]) => command);
  expect(new Set(all.map(({ args }) => args[0]))).toEqual(new Set(commands));
});

test("a seed makes the same case each time", () => {
  expect(SEEDS.slice(0, 40).map((seed) => caseOf(seed, SCALE))).toEqual(
    SEEDS.slice(0, 40).map((seed) => caseOf(seed, SCALE)),
  );
});

describe("what counts as a failure", () => {
  const one = { kind: "x", seed: 1, args: ["matrix"], made: { source: "plan", content: "" } } as const;
  const answered = (answer: object) =>
    faultOf(
      one,
      { seconds: 1, answer: { exit: 2, outLength: 0, err: "overlap: x\n", heapMegabytes: 1, ...answer } },
      __dirname,
    );

  test.each<[string, object, RegExp]>([
    ["a bug", { thrown: "TypeError: x" }, /^throws TypeError/],
    ["another exit code", { exit: 134 }, /^exits with 134/],
    ["silence", { err: "" }, /says nothing/],
    ["a stack trace", { err: "Error: x\n    at f (/a/b.ts:1:2)\n" }, /^prints a stack trace/],
    ["several lines", { err: "a\nb\n" }, /^prints 2 lines/],
    ["a line without end", { err: "a".repeat(9000) }, /^prints a line of 9000/],
    ["what steers a terminal", { err: "a\u001b[31m\n" }, /^prints control characters/],
    ["half an answer", { outLength: 5 }, /^exits with 2 after 5 characters/],
  ])("%s", (_, answer, says) => {
    expect(answered(answer)).toMatch(says);
  });

  test("a process that was ended", () => {
    expect(faultOf(one, { seconds: 1, ended: "its process ended with SIGABRT" }, __dirname)).toMatch(/SIGABRT/);
    expect(answered({})).toBeUndefined();
  });
});
