import { type ChildProcess, spawn } from "node:child_process";
import { endLab, runningLabs } from "../../src/lab";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { fromSource, OVERLAP } from "../support/programs";
import { commandInFolder } from "./command";
import { machine, processesOf, runs, serves, until } from "./machine";

/** How a process ended: with a code of its own, or by a signal. */
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const command = commandInFolder();
const { shown, synthesized } = command;

describeWithLab()("a lab that is cut short", () => {
  const name = `cut-${process.pid}`;

  async function started(
    ...more: string[]
  ): Promise<{ child: ChildProcess; ended: Promise<Ended>; err: () => string }> {
    await synthesized("article", {}, name);
    const child = spawn(process.execPath, [OVERLAP, "lab", name, ...more], {
      cwd: command.folder(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    child.stderr?.on("data", (text: Buffer) => (err += text.toString()));
    const ended = new Promise<Ended>((resolve) => child.once("close", (code, signal) => resolve({ code, signal })));
    await until("its servers run", () => serves(name));
    return { child, ended, err: () => err };
  }

  test.each([
    ["SIGINT", 130, []],
    ["SIGTERM", 143, []],
    ["SIGHUP", 129, []],
    ["SIGTERM", 143, ["--keep"]],
  ] as const)("by %s leaves nothing, ends with %d and says so", async (signal, code, more) => {
    const before = machine();
    const { child, ended, err } = await started(...more);
    child.kill(signal);
    // Between two waits it computes, and then the kernel ends it: to a shell that is the same code, without the line.
    const found = await ended;
    expect([
      { code, signal: null, err: "overlap: interrupted; the lab is gone\n" },
      { code: null, signal, err: "" },
    ]).toContainEqual({ ...found, err: err() });
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  test.each([[[]], [["--keep"]]])("by SIGKILL leaves nothing, with %j", async (more) => {
    const before = machine();
    const { child, ended } = await started(...more);
    child.kill("SIGKILL");
    await ended;
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  /** A process that has a lab and then works on something without an end; it says when. */
  async function computing(...then: string[]): Promise<{ child: ChildProcess; ended: Promise<NodeJS.Signals | null> }> {
    const args = [...fromSource("__tests__/lab/computing.ts"), name, AS_USER ? "user" : "root", ...then];
    const child = spawn(process.execPath, args, { env: LAB_ENV, stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_, signal) => resolve(signal)));
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    return { child, ended };
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s while it computes ends at once", async (signal) => {
    const before = machine();
    const { child, ended } = await computing();
    expect(processesOf(name).length).toBeGreaterThan(0);
    child.kill(signal);
    expect(await ended).toBe(signal);
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  test("after it was left up, the lab stays", async () => {
    const { child, ended } = await computing("leave");
    child.kill("SIGTERM");
    expect(await ended).toBe("SIGTERM");
    const left = runningLabs().find((lab) => lab.name === name);
    expect(left?.isLeftUp).toBe(true);
    await endLab(left!);
    expect(processesOf(name)).toEqual([]);
  });

  test("by SIGKILL in the middle of a long script, does not wait for its end", async () => {
    const args = [...fromSource("__tests__/lab/sleeping.ts"), name, AS_USER ? "user" : "root"];
    const child = spawn(process.execPath, args, { env: LAB_ENV, stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await until("the script runs", () => runs(name, "sleep"));
    child.kill("SIGKILL");
    await ended;
    await until("nothing is left", () => processesOf(name).length === 0);
  });
});

describeWithLab()("several labs at once", () => {
  test("several labs at once, also of the same name, keep out of each other's way; the machine stays as it was", async () => {
    // Other tests have labs of the examples' names.
    const name = `several-${process.pid}`;
    await synthesized("article", {}, name);
    const before = machine();
    const all = await Promise.all([shown(name), shown(name), shown(name)]);
    expect(all.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(machine()).toEqual(before);
    expect(processesOf(name)).toEqual([]);
  });
});
