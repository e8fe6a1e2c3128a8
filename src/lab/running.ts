import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { NAME_VARIABLE } from "./sandbox";

/** A lab that lives on: the first process of its namespaces. */
export interface RunningLab {
  readonly name: string;
  /** Its process id, as seen from outside. */
  readonly pid: number;
  /** It lives in a user namespace of its own. */
  readonly hasUserNamespace: boolean;
  /** No command works on it any more: it was left up. */
  readonly isLeftUp: boolean;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1");
  } catch {
    // Gone meanwhile, or somebody else's.
    return undefined;
  }
}

/** Process 1 of a process id namespace below this one: its last id of several is 1. */
function isFirst(status: string | undefined): boolean {
  const ids = /^NSpid:\s*(.+)$/m.exec(status ?? "")?.[1]?.split(/\s+/) ?? [];
  return ids.length > 1 && ids.at(-1) === "1";
}

function userNamespace(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/ns/user`);
  } catch {
    return undefined;
  }
}

/** Every lab on this machine that the caller may see. There is no list of them that could be wrong. */
export function runningLabs(): RunningLab[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const environment = read(`/proc/${entry}/environ`)?.split("\0") ?? [];
      const name = environment.find((one) => one.startsWith(`${NAME_VARIABLE}=`))?.slice(NAME_VARIABLE.length + 1);
      if (name === undefined || !isFirst(read(`/proc/${entry}/status`))) return [];
      const hasUserNamespace = userNamespace(entry) !== userNamespace("self");
      // A shell runs the lab's scripts; what is left up only sleeps.
      const isLeftUp = read(`/proc/${entry}/comm`)?.trim() === "sleep";
      return [{ name, pid: Number(entry), hasUserNamespace, isLeftUp }];
    });
}

/** The kernel takes the first process last, and what is left of it until somebody asks for it does nothing. */
function isGone(pid: number): boolean {
  const state = /^\d+ \(.*\) (\S)/s.exec(read(`/proc/${pid}/stat`) ?? "")?.[1];
  return state === undefined || state === "Z" || state === "X";
}

/** Ends a lab and waits until all of it is gone: the kernel takes its processes, networks and files with it. */
export async function endLab({ pid }: RunningLab): Promise<void> {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // Somebody else was faster.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  while (!isGone(pid)) await sleep(5);
}

/** The command that enters a host of a lab. */
export function enterCommand(
  { pid, hasUserNamespace }: RunningLab,
  space: string,
  command: readonly string[],
): string[] {
  const user = hasUserNamespace ? ["--user", "--preserve-credentials"] : [];
  return [
    "nsenter",
    `--target=${pid}`,
    ...user,
    "--mount",
    "--pid",
    "--net",
    "nsenter",
    `--net=/run/netns/${space}`,
    ...command,
  ];
}
