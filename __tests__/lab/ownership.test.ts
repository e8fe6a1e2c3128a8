import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { endLab, enterLab, labsHere, runningLabs, Sandbox, spacesOf } from "../../src/lab";
import { AS_USER, describeWithLab, LAB_ENV } from "../support/lab";
import { commandInFolder, type Outcome } from "./command";
import { told, until } from "./machine";

const command = commandInFolder();
const overlap = (...args: string[]): Outcome => command.overlap(args);
const NOBODY = 65534;

describeWithLab()("a process that looks like a lab", () => {
  /** Nobody else's. */
  const name = `seems-${process.pid}`;
  const started: ChildProcess[] = [];
  afterEach(async () => {
    for (const one of labsHere().strangers) if (one.name === name) process.kill(one.pid, "SIGKILL");
    for (const child of started.splice(0)) child.kill("SIGKILL");
    for (const lab of runningLabs()) if (lab.name === name) await endLab(lab);
  });

  /** The first process of namespaces of its own, which calls itself a lab; it ends with its input. */
  async function imitated(script: string, uid?: number): Promise<number> {
    const as = uid === undefined ? [] : ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
    const user = AS_USER || uid !== undefined ? ["--user", "--map-root-user"] : [];
    const unshare = ["unshare", ...user, "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const [program = "sh", ...args] = [...as, ...unshare, "sh", "-c", `${script}\nexec sleep 600`];
    started.push(spawn(program, args, { env: { ...LAB_ENV, OVERLAP_LAB: name }, stdio: "ignore" }));
    const found = () => labsHere().strangers.find((one) => one.name === name);
    await until("it sleeps", () => {
      const pid = found()?.pid;
      return pid !== undefined && told(String(pid), "comm") === "sleep\n";
    });
    return found()!.pid;
  }

  const isAlive = (pid: number): boolean => readdirSync("/proc").includes(String(pid));

  const RUN = "mount -t tmpfs none /run && mkdir -p /run/netns && : > /run/overlap-lab.left && ";

  test("of the caller's own, without the seal, is neither entered nor ended", async () => {
    const pid = await imitated(`${RUN} : > /run/netns/host`);
    const refusal = `overlap: process ${pid} calls itself the lab "${name}" and is yours, but does not have its seal; if you know it, end it with kill -KILL ${pid}\n`;
    expect(overlap("lab", name, "--enter", "host", "--", "id")).toEqual({ exit: 2, out: "", err: refusal });
    expect(overlap("lab", name, "--down")).toEqual({ exit: 2, out: "", err: refusal });
    expect(isAlive(pid)).toBe(true);
    expect(runningLabs().map((lab) => lab.pid)).not.toContain(pid);
  });

  test.each([
    ["a pipe", `${RUN} mkfifo /run/overlap-lab.seal`],
    ["a link to a device", `${RUN} ln -s /dev/zero /run/overlap-lab.seal`],
    ["a device", `${RUN} (mknod /run/overlap-lab.seal c 1 5 || mkdir /run/overlap-lab.seal)`],
    ["endless", `${RUN} yes | head -c 5000000 > /run/overlap-lab.seal`],
    ["below a link", "mount -t tmpfs none /mnt && mkdir /mnt/x && rm -rf /mnt/x && mount -t tmpfs none /run"],
  ])("with a seal that is %s does not keep anybody waiting", async (_, script) => {
    const pid = await imitated(script);
    expect(runningLabs().map((lab) => lab.pid)).not.toContain(pid);
  });

  test("with another lab's seal is no lab", async () => {
    const real = await Sandbox.open({ name: `${name}-real`, asUser: AS_USER, env: LAB_ENV });
    try {
      const seal = (await real.run(["cat /run/overlap-lab.seal"])).trim();
      expect(seal).toMatch(/^[0-9a-f]{64}$/);
      const pid = await imitated(`${RUN} echo ${seal} > /run/overlap-lab.seal`);
      expect(runningLabs().map((lab) => lab.name)).toContain(`${name}-real`);
      expect(runningLabs().map((lab) => lab.pid)).not.toContain(pid);
    } finally {
      await real.close();
    }
  });

  (AS_USER ? test.skip : test)("of another user is told with its owner, by root too, and stays", async () => {
    const pid = await imitated(`${RUN} : > /run/netns/host`, NOBODY);
    const refusal = `overlap: process ${pid}, which calls itself the lab "${name}", belongs to the user nobody; only the user nobody may enter it or take it down\n`;
    expect(overlap("lab", name, "--enter", "host", "--", "id")).toEqual({ exit: 2, out: "", err: refusal });
    expect(overlap("lab", name, "--down")).toEqual({ exit: 2, out: "", err: refusal });
    expect(isAlive(pid)).toBe(true);
    expect(labsHere().strangers.find((one) => one.pid === pid)?.uid).toBe(NOBODY);
  });

  (AS_USER ? test.skip : test)("of another user with root's own name for it does not hide root's lab", async () => {
    const pid = await imitated(RUN + ":", NOBODY);
    const real = await Sandbox.open({ name, asUser: false, env: LAB_ENV });
    expect(overlap("lab", name, "--down")).toEqual({ exit: 0, out: `gone  ${name}\n`, err: "" });
    expect(isAlive(pid)).toBe(true);
    await real.close();
  });
});

describeWithLab()("a lab", () => {
  const name = `owned-${process.pid}`;

  async function inLab(script: readonly string[], check: () => void): Promise<void> {
    const sandbox = await Sandbox.open({ name, asUser: AS_USER, env: LAB_ENV });
    try {
      await sandbox.run(script);
      check();
    } finally {
      await sandbox.close();
    }
  }
  const own = () => runningLabs().find((lab) => lab.name === name)!;

  test("shows the names of its hosts alone, whatever else lies there", async () => {
    await inLab(["ip netns add host", "cd /run/netns", "touch -- -x", "touch -- \"$(printf 'a\\033]0;b')\""], () =>
      expect(spacesOf(own())).toEqual(["host"]),
    );
  });

  test.each([
    ["a link to the machine's network", "ln -s /proc/1/ns/net /run/netns/trap"],
    ["a plain file", "touch /run/netns/trap"],
    ["a pipe", "mkfifo /run/netns/trap"],
    ["a namespace of another kind", "touch /run/netns/trap; mount --bind /proc/1/ns/pid /run/netns/trap"],
  ])("does not enter %s in place of a host", async (_, script) => {
    await inLab([script], () => {
      const entered = (() => {
        try {
          return enterLab(own(), "trap", ["true"]);
        } catch {
          return "refused";
        }
      })();
      expect(entered).not.toBe(0);
    });
  });

  test("does not enter the caller's own network in place of a host", async () => {
    const sandbox = await Sandbox.open({ name, asUser: AS_USER, env: LAB_ENV });
    try {
      // Mounted from outside, as only the caller could.
      await sandbox.run(["touch /run/netns/trap"]);
      const { status } = spawnSync(
        "nsenter",
        [`--target=${own().pid}`, "--mount", "--pid", "mount", "--bind", "/proc/self/ns/net", "/run/netns/trap"],
        { env: LAB_ENV },
      );
      if (status === 0) expect(() => enterLab(own(), "trap", ["true"])).toThrow("has no network namespace trap");
      else expect(AS_USER).toBe(true);
    } finally {
      await sandbox.close();
    }
  });

  test("that is gone is told so, though its number is somebody's", async () => {
    const sandbox = await Sandbox.open({ name, asUser: AS_USER, env: LAB_ENV });
    const lab = own();
    await sandbox.close();
    expect(() => spacesOf({ ...lab, pid: process.pid })).toThrow(`the lab ${name} is gone`);
    // Ends nobody, and comes to an end.
    await endLab({ ...lab, pid: process.pid });
  });
});
