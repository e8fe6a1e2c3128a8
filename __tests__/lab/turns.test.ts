import { FOLDER } from "../../src/lab/folder";
import { Sandbox } from "../../src/lab/sandbox";
import { inTurnsWhole, saidBy } from "../../src/lab/turns";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";

test("of nothing is nothing to do", () => {
  expect(inTurnsWhole([], 4)).toEqual([]);
});

describeWithLab()("scripts that print side by side", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open({ name: `turns-${process.pid}`, asUser: AS_USER, env: LAB_ENV });
    await sandbox.run([`mkdir -p ${FOLDER}`]);
  });
  afterAll(() => sandbox.close());

  test("print whole lines, whenever their programs write", async () => {
    const words = Array.from({ length: 8 }, (_, i) => `this-is-the-line-of-script-${i}`);
    // yes writes when its buffer is full, in the middle of a line.
    const scripts = words.map((word) => [`yes ${word} | head -n 3000`]);
    const printed = await sandbox.run(inTurnsWhole(scripts, 4));
    const counts = new Map<string, number>();
    for (const line of printed.trimEnd().split("\n")) counts.set(line, (counts.get(line) ?? 0) + 1);
    expect([...counts].sort()).toEqual(words.map((word) => [word, 3000]));
  });

  test("print what their programs wrote into files of their own too, and leave no files", async () => {
    const scripts = [["echo one"], [`echo two > ${saidBy("apart")}`]];
    expect((await sandbox.run(inTurnsWhole(scripts, 1))).trim().split("\n").sort()).toEqual(["one", "two"]);
    expect(await sandbox.run([`ls ${FOLDER}`])).toBe("");
  });
});
