import { spawn, spawnSync } from "node:child_process";
import { runningLabs, Sandbox } from "../../src/lab";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { OVERLAP } from "../support/programs";
import { commandInFolder, type Outcome } from "./command";
import { machine, processesOf, until } from "./machine";

const command = commandInFolder();
const { synthesized } = command;

describeWithLab()("a lab that is left up", () => {
  /** A name of its own, so that nobody's lab is taken down. */
  const name = `kept-${process.pid}`;
  afterEach(() => {
    for (const one of runningLabs()) if (one.name === name) process.kill(one.pid, "SIGKILL");
  });

  const overlap = (...args: string[]): Outcome => command.overlap(args);

  test("can be entered, host by host, and is gone after --down", async () => {
    await synthesized("article", {}, name);
    const before = machine();
    const kept = overlap("lab", name, "--keep");
    expect([kept.exit, kept.err]).toEqual([0, ""]);
    expect(kept.out).toContain(`npx --no overlap lab ${name} --enter aws_instance.demo-client`);
    const page = overlap("lab", name, "--enter", "aws_instance.demo-client", "--", "curl", "-s", "http://10.0.2.4/");
    expect(page.out).toContain("<title>Welcome to nginx!</title>");
    const direct = overlap(
      "lab",
      name,
      "--enter",
      "aws_instance.demo-client",
      "--",
      "curl",
      "-s",
      "-m",
      "0.5",
      "http://10.64.0.10/",
    );
    expect(direct.out).not.toContain("Welcome to nginx!");
    expect(machine()).toEqual(before);
    // The lab's first process and its load balancer; nginx writes over its environment.
    expect(processesOf(name).length).toBeGreaterThanOrEqual(2);
    expect(overlap("lab", name, "--down")).toEqual({ exit: 0, out: `gone  ${name}\n`, err: "" });
    expect(processesOf(name)).toEqual([]);
    expect(overlap("lab", name, "--down")).toMatchObject({
      exit: 2,
      err: expect.stringMatching(`^overlap: no lab "${name}" is up; `) as string,
    });
  });

  test("a host that is not there, or could be two, is told with those that are", async () => {
    await synthesized("article", {}, name);
    expect(overlap("lab", name, "--keep").exit).toBe(0);
    expect(overlap("lab", name, "--enter", "demo-client").err).toBe(
      `overlap: "demo-client" could be several hosts of the lab ${name}; write one of aws_ec2_instance_connect_endpoint.demo-client, aws_instance.demo-client\n`,
    );
    expect(overlap("lab", name, "--enter", "demo-web", "--", "ip", "-br", "-4", "address").out).toMatch(
      /eth0\S* +UP +10\.64\.0\.10\/32/,
    );
    const wrong = overlap("lab", name, "--enter", "aws_instance.demo-wev");
    expect([wrong.exit, wrong.err]).toEqual([
      2,
      `overlap: "aws_instance.demo-wev" is no host of the lab ${name}; write aws_instance.demo-web\n`,
    ]);
  });

  test("two of the same name: --enter does not choose between them, --down ends both; another's lab stays", async () => {
    await synthesized("article", {}, name);
    const other = await Sandbox.open({ name: `other-${process.pid}`, asUser: AS_USER, env: LAB_ENV });
    try {
      for (let i = 0; i < 2; i++) expect(overlap("lab", name, "--keep").exit).toBe(0);
      expect(overlap("lab", name, "--enter", "demo-web")).toMatchObject({
        exit: 2,
        err: expect.stringMatching(`^overlap: 2 labs "${name}" are up; take them down with .*\n$`) as string,
      });
      expect(overlap("lab", name, "--down")).toEqual({ exit: 0, out: `gone  ${name}\ngone  ${name}\n`, err: "" });
      // Nothing is left when the command returns.
      expect(processesOf(name)).toEqual([]);
      expect(await other.run(["echo still here"])).toBe("still here\n");
      // A lab that a command works on is not one that was left up.
      expect(runningLabs().find((one) => one.name === `other-${process.pid}`)?.isLeftUp).toBe(false);
    } finally {
      await other.close();
    }
  });

  test("by a root of a user namespace can be entered from there too, as in a container", async () => {
    await synthesized("article", {}, name);
    const run = `"${process.execPath}" "${OVERLAP}" lab ${name}`;
    const script = `${run} --keep > /dev/null; ${run} --enter demo-web -- hostname -I; ${run} --down`;
    const { stdout, stderr } = spawnSync("unshare", ["--user", "--map-root-user", "sh", "-c", script], {
      cwd: command.folder(),
      env: { ...LAB_ENV, NO_COLOR: "1" },
      encoding: "utf8",
    });
    expect([stdout, stderr]).toEqual([`10.64.0.10 \ngone  ${name}\n`, ""]);
  });

  test("that is the only one needs no name, with a command behind --, and without it the first word is a name", async () => {
    await synthesized("article", {}, name);
    const run = `"${process.execPath}" "${OVERLAP}" lab`;
    const script = [
      `${run} ${name} --keep > /dev/null`,
      `${run} --enter demo-web -- hostname -I`,
      `${run} --enter=demo-web -- echo -- --enter x`,
      `${run} ${name} --enter demo-web -- hostname -I`,
      `${run} ${name} --enter demo-web hostname -I || ${run} ${name} --enter demo-web hostname`,
      `${run} --enter demo-web echo || true`,
      `${run} --down`,
    ].join("\n");
    // Process ids of its own, in which there is no other lab.
    const user = AS_USER ? ["--user", "--map-root-user"] : [];
    const args = [...user, "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", script];
    const { stdout, stderr } = spawnSync("unshare", args, {
      cwd: command.folder(),
      env: { ...LAB_ENV, NO_COLOR: "1" },
      encoding: "utf8",
    });
    const host = spawnSync("hostname", { encoding: "utf8" }).stdout;
    expect(stdout).toBe(`10.64.0.10 \n-- --enter x\n10.64.0.10 \n${host}gone  ${name}\n`);
    expect(stderr.split("\n").slice(1)).toEqual([`overlap: no lab "echo" is up; there is ${name}`, ""]);
  });

  test("is ended by name after its command was killed while it was built", async () => {
    await synthesized("article", {}, name);
    const child = spawn(process.execPath, [OVERLAP, "lab", name, "--keep"], { cwd: command.folder(), stdio: "ignore" });
    const ended = new Promise((resolve) => child.once("close", resolve));
    await until("its servers run", () => processesOf(name).length > 2);
    child.kill("SIGKILL");
    await ended;
    // It may have ended by itself.
    expect(overlap("lab", name, "--down").err.replace(/^overlap: no lab .*\n$/, "")).toBe("");
    expect(processesOf(name)).toEqual([]);
  });
});
