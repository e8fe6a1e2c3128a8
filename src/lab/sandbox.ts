import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type Writable } from "node:stream";
import { labEnvironment } from "./environment";
import { keyForSealing, LEFT_NAME, NAMESPACES, SEAL_NAME, sealOf } from "./seal";

/** A script that failed inside of the lab. */
export class LabError extends Error {
  /** @param isNamespaceLimit more namespaces were asked for than the kernel's limits allow */
  constructor(
    message: string,
    readonly isNamespaceLimit = false,
  ) {
    super(message);
  }
}

/** What the kernel or a program in the lab complains of. Beyond its limits the kernel says ENOSPC (unshare(2)). */
function refused(complaint: string): LabError {
  return new LabError(complaint, /(namespace|unshare).*No space left on device/.test(complaint));
}

export interface SandboxOptions {
  /** Found in the environment of the lab's processes: a later command finds a lab by it. */
  readonly name: string;
  /** Work without root, in a user namespace. */
  readonly asUser: boolean;
  /** The lab gets of it what {@link labEnvironment} lets through. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whatever is waited for goes through this, so that the caller can listen to signals meanwhile. */
  readonly waiting?: Waiting;
}

export type Waiting = <T>(work: Promise<T>) => Promise<T>;

/** How long one script may take, and what each of its lines adds to that, in milliseconds. */
const PATIENCE = 120_000;
const FOR_EACH_LINE = 2;

/** The descriptor that scripts read bytes from; servers don't inherit it. */
const INPUT = 3;

/**
 * A shell that is the first process of namespaces of its own: process ids, mounts, network, and users where there is no
 * root. Everything that a lab does, it does in there. When the shell ends, for whatever reason, the kernel ends all
 * other processes in there and takes the network, the mounts and the files with them.
 */
export class Sandbox {
  private output = "";
  private errors = "";
  private waiting: (() => void) | undefined;
  private isOver = false;
  private isSealed = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly waits: Waiting,
  ) {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.output += text;
      this.waiting?.();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.errors += text;
      this.waiting?.();
    });
    const over = (): void => {
      this.isOver = true;
      this.waiting?.();
    };
    child.on("close", over);
    child.on("error", (error) => {
      this.errors += error.message;
      over();
    });
    // A closed pipe is told by the close event.
    for (const input of [child.stdin, child.stdio[INPUT]]) input?.on("error", () => undefined);
  }

  /** @throws LabError when the kernel does not allow the namespaces */
  static async open({ name, asUser, env, waiting = (work) => work }: SandboxOptions): Promise<Sandbox> {
    const user = asUser ? ["--user", "--map-root-user"] : [];
    // The shell ends with its input, but only after the script that it is in the middle of; the signal waits for nothing.
    const bound = ["--pdeathsig", "KILL"];
    const unshare = ["unshare", ...user, "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc", "sh"];
    const child = spawn("setpriv", [...bound, ...unshare], {
      env: labEnvironment(env, name),
      // The last one is for what scripts read besides their own lines.
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      detached: true,
    });
    const sandbox = new Sandbox(child, waiting);
    // /run in memory, so that names of network namespaces and files of servers are the lab's own.
    await sandbox.run(["mount -t tmpfs -o mode=755 lab /run", "mkdir -p /run/netns /run/lock", "ip link set lo up"]);
    await sandbox.seal(name);
    return sandbox;
  }

  /** Marks the lab as the caller's own; where no key can be kept, nobody can enter it or leave it up. */
  private async seal(name: string): Promise<void> {
    const key = keyForSealing();
    if (!key) return;
    const printed = await this.run([
      // "net:[4026531840]": the namespace's kind and inode (namespaces(7)).
      ...NAMESPACES.map((kind) => `readlink /proc/1/ns/${kind}`),
      "cat /proc/1/stat",
    ]);
    const namespaces = [...printed.matchAll(/^\w+:\[(\d+)\]$/gm)].map(([, inode]) => Number(inode));
    const started = printed.slice(printed.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    const seal = sealOf(key, { name, namespaces, started });
    await this.run(["umask 077", `echo ${seal} > /run/${SEAL_NAME}`]);
    this.isSealed = true;
  }

  /**
   * Runs a script to its end.
   * @param input what it reads from descriptor 3, all of it
   * @returns what it printed
   * @throws LabError with what it complained of
   */
  async run(lines: readonly string[], input?: Buffer): Promise<string> {
    const mark = `end-${randomBytes(8).toString("hex")}`;
    const from = this.output.length;
    this.errors = "";
    this.child.stdin?.write(
      `sh -e <<'${mark}' ${input ? "" : `${INPUT}<&-`}\n${lines.join("\n")}\n${mark}\nstatus=$?; echo ${mark} >&2; echo "${mark} $status"\n`,
    );
    if (input) (this.child.stdio[INPUT] as Writable).write(input);
    // eslint-disable-next-line no-restricted-syntax -- the mark is this program's own
    const end = new RegExp(`${mark} (\\d+)\\n`);
    // Both streams must have come to their end, in whatever order.
    const found = await this.waits(
      this.until(
        () => (this.errors.includes(mark) ? end.exec(this.output.slice(from)) : null),
        PATIENCE + FOR_EACH_LINE * lines.length,
      ),
    );
    const complaint = firstLine(this.errors.replace(mark, ""));
    const printed = this.output.slice(from, from + found.index);
    this.output = "";
    if (found[1] !== "0") throw refused(complaint || firstLine(printed) || "a script failed");
    return printed;
  }

  private until(check: () => RegExpExecArray | null, patience = PATIENCE): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish(new LabError("the lab does not answer")), patience);
      const finish = (result: RegExpExecArray | Error): void => {
        clearTimeout(timer);
        this.waiting = undefined;
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      const look = (): void => {
        const found = check();
        if (found) finish(found);
        else if (this.isOver) finish(refused(firstLine(this.errors) || "the lab ended"));
      };
      this.waiting = look;
      look();
    });
  }

  /** Ends the lab and waits until all of it is gone. */
  async close(): Promise<void> {
    if (this.isOver) return;
    const gone = new Promise<void>((resolve) => this.child.once("close", () => resolve()));
    this.kill();
    await this.waits(gone);
  }

  /** Ends the lab at once; the kernel takes down what is in it. */
  kill(): void {
    if (!this.isOver) this.child.kill("SIGKILL");
  }

  /** Lets some time pass, in milliseconds. */
  async pause(time: number): Promise<void> {
    await this.waits(new Promise((resolve) => setTimeout(resolve, time)));
  }

  /**
   * Lets the lab live on without this process, to which it was bound until now.
   * @throws LabError where there is no key, so that nobody could take it down
   */
  async leave(): Promise<void> {
    if (!this.isSealed)
      throw new LabError("there is no folder in which its key can be kept, /tmp and XDG_RUNTIME_DIR can't be written");
    const mark = `left-${randomBytes(8).toString("hex")}`;
    const last = `echo ${mark}; exec sleep infinity < /dev/null > /dev/null 2>&1`;
    this.child.stdin?.write(`: > /run/${LEFT_NAME}\nexec setpriv --pdeathsig clear sh -c '${last}'\n`);
    // eslint-disable-next-line no-restricted-syntax -- the mark is our own: hexadecimal digits
    const said = new RegExp(mark);
    await this.waits(this.until(() => said.exec(this.output)));
    this.child.unref();
    for (const stream of this.child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
  }
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
