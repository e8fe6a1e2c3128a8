import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { commandInFolder, OVERLAP } from "./command";
import { machine, processesOf, until } from "./machine";

const command = commandInFolder();
const { shown, synthesized } = command;

describeWithLab()("a lab that is cut short", () => {
  const name = `cut-${process.pid}`;

  async function started(): Promise<{ child: ChildProcess; ended: Promise<number | null>; err: () => string }> {
    await synthesized("article", {}, name);
    const child = spawn(process.execPath, [OVERLAP, "lab", name], {
      cwd: command.folder(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let err = "";
    child.stderr?.on("data", (text: Buffer) => (err += text.toString()));
    const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
    await until("its servers run", () => processesOf(name).length > 2);
    return { child, ended, err: () => err };
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s leaves nothing and says so", async (signal) => {
    const before = machine();
    const { child, ended, err } = await started();
    child.kill(signal);
    expect(await ended).toBe(130);
    expect(err()).toBe("overlap: interrupted; the lab is gone\n");
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  test("by SIGKILL leaves nothing", async () => {
    const before = machine();
    const { child, ended } = await started();
    child.kill("SIGKILL");
    await ended;
    await until("nothing is left", () => processesOf(name).length === 0);
    expect(machine()).toEqual(before);
  });

  test("by SIGKILL in the middle of a long script, does not wait for its end", async () => {
    const sandbox = `
      const { Sandbox } = require(${JSON.stringify(join(PROJECT, "src/lab/index.ts"))});
      const env = { ...process.env };
      Sandbox.open({ name: ${JSON.stringify(name)}, asUser: ${AS_USER}, env }).then((one) => one.run(["sleep 300"]));`;
    const child = spawn(process.execPath, ["-r", join(PROJECT, "src/cli/typescript.js"), "-e", sandbox], {
      env: LAB_ENV,
      stdio: "ignore",
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await until("the script runs", () =>
      processesOf(name).some((pid) => readFileSync(`/proc/${pid}/comm`, "latin1") === "sleep\n"),
    );
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
