import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { NAME_VARIABLE } from "./environment";
import { isName } from "./short-names";
import { type LabFacts, LEFT_NAME, NAMESPACES, SEAL_NAME } from "./seal";

const { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
/** Only the place of a file, without opening what is there (open(2)); Node.js does not name it. */
const O_PATH = 0o10000000;

/** What the first process of a process id namespace shows; the name is its own word, the rest the kernel's. */
export interface ProcessFacts extends LabFacts {
  /** Real, effective, saved and file system's user. */
  readonly uids: readonly number[];
}

function descriptorPath(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

/**
 * A process by its folder in /proc, which is held open: whatever is read below is of this very process, and of none that
 * got its number later. What lies below its root is written by whoever runs it, so nothing there is followed, waited for
 * or believed.
 */
export class Held {
  private readonly opened: number[] = [];
  private readonly folder: string;
  /** By the names of {@link NAMESPACES}. */
  private readonly handles: readonly number[];

  private constructor(readonly pid: number) {
    try {
      this.folder = descriptorPath(this.open(`/proc/${pid}`, O_RDONLY | O_DIRECTORY));
      this.handles = NAMESPACES.map((kind) => this.open(`${this.folder}/ns/${kind}`, O_RDONLY));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** @returns undefined when the process is gone or somebody else's whom the caller may not look at */
  static during<T>(pid: number, work: (held: Held) => T | undefined): T | undefined {
    let held: Held;
    try {
      held = new Held(pid);
    } catch {
      return undefined;
    }
    try {
      return work(held);
    } finally {
      held.close();
    }
  }

  /** The inodes of the caller's own namespaces. */
  static own(): readonly number[] {
    return this.during(process.pid, (held) => held.inodes()) ?? [];
  }

  private close(): void {
    for (const one of this.opened) closeSync(one);
  }

  private open(path: string, flags: number): number {
    const descriptor = openSync(path, flags);
    this.opened.push(descriptor);
    return descriptor;
  }

  private read(name: string): string | undefined {
    try {
      return readFileSync(`${this.folder}/${name}`, "utf8");
    } catch {
      return undefined;
    }
  }

  private inodes(): number[] {
    return this.handles.map((one) => fstatSync(one).ino);
  }

  /** @returns undefined when it does not call itself a lab, or is not process 1 of a namespace below this one */
  facts(): ProcessFacts | undefined {
    const environment = this.read("environ")?.split("\0") ?? [];
    const name = environment.find((one) => one.startsWith(`${NAME_VARIABLE}=`))?.slice(NAME_VARIABLE.length + 1);
    const status = this.read("status");
    const ids = /^NSpid:\s*(.+)$/m.exec(status ?? "")?.[1]?.split(/\s+/) ?? [];
    const isFirst = ids.length > 1 && ids.at(-1) === "1";
    const started = this.stat()[19];
    if (name === undefined || !isFirst || started === undefined) return undefined;
    const uids =
      /^Uid:\s*(.+)$/m
        .exec(status ?? "")?.[1]
        ?.split(/\s+/)
        .map(Number) ?? [];
    return { name, uids, started, namespaces: this.inodes() };
  }

  /** What stands behind the process's name in /proc/PID/stat, from its state on (field 3). */
  private stat(): string[] {
    const text = this.read("stat") ?? "";
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  }

  /** The kernel takes the first process last, and what is left of it until somebody asks for it does nothing. */
  isAlive(): boolean {
    return !["", "Z", "X"].includes(this.stat()[0] ?? "");
  }

  /** The place of a folder below another, neither by a link. */
  private below(folder: number, name: string): number {
    return this.open(`${descriptorPath(folder)}/${name}`, O_PATH | O_DIRECTORY | O_NOFOLLOW);
  }

  private run(): number {
    return this.below(this.open(`${this.folder}/root`, O_PATH | O_DIRECTORY), "run");
  }

  /** Reads the start of a regular file in its /run. @returns undefined when there is none */
  private fileInRun(name: string): string | undefined {
    try {
      const place = this.open(`${descriptorPath(this.run())}/${name}`, O_PATH | O_NOFOLLOW);
      // Opening a device or a pipe may do something; a regular file does nothing.
      if (!fstatSync(place).isFile()) return undefined;
      const bytes = Buffer.alloc(256);
      return bytes.toString("latin1", 0, readSync(this.open(descriptorPath(place), O_RDONLY | O_NONBLOCK), bytes));
    } catch {
      return undefined;
    }
  }

  seal(): string | undefined {
    return this.fileInRun(SEAL_NAME)?.trimEnd();
  }

  isLeftUp(): boolean {
    return this.fileInRun(LEFT_NAME) !== undefined;
  }

  /** The names of its network namespaces. */
  spaces(): string[] {
    return readdirSync(descriptorPath(this.below(this.run(), "netns"))).filter(isName);
  }

  /**
   * Descriptors of its user, mount and process id namespaces, and of one of its network namespaces.
   * @returns undefined when there is no network namespace of that name
   */
  namespacesWith(space: string): readonly number[] | undefined {
    const folder = this.below(this.run(), "netns");
    const net = this.open(`${descriptorPath(folder)}/${space}`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const [user, mount, pid, first] = this.handles;
    if (user === undefined || mount === undefined || pid === undefined || first === undefined) return undefined;
    // Files of the kernel for namespaces have a device of their own (ioctl_ns(2)); the caller's own network is none of a lab's.
    const [found, own] = [fstatSync(net), Held.own()[NAMESPACES.indexOf("net")]];
    return found.dev === fstatSync(first).dev && found.ino !== own ? [user, mount, pid, net] : undefined;
  }
}
