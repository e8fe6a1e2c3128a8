import { readdirSync, readFileSync } from "node:fs";
import { NAME_VARIABLE } from "./sandbox";

/** A lab that lives on: the first process of its namespaces. */
export interface RunningLab {
  readonly name: string;
  /** Its process id, as seen from outside. */
  readonly pid: number;
  /** It lives in a user namespace of its own. */
  readonly hasUserNamespace: boolean;
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

function userNamespaceDiffers(status: string | undefined): boolean {
  // Without privileges in this user namespace its root is mapped to the caller: see the uid_map.
  return status !== undefined && !/^\s*0\s+0\s+4294967295\s*$/.test(status);
}

/** Every lab on this machine that the caller may see. There is no list of them that could be wrong. */
export function runningLabs(): RunningLab[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const environment = read(`/proc/${entry}/environ`)?.split("\0") ?? [];
      const name = environment.find((one) => one.startsWith(`${NAME_VARIABLE}=`))?.slice(NAME_VARIABLE.length + 1);
      if (name === undefined || !isFirst(read(`/proc/${entry}/status`))) return [];
      const hasUserNamespace = userNamespaceDiffers(read(`/proc/${entry}/uid_map`));
      return [{ name, pid: Number(entry), hasUserNamespace }];
    });
}

/** Ends a lab; the kernel takes its processes, networks and files with it. */
export function endLab({ pid }: RunningLab): void {
  process.kill(pid, "SIGKILL");
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
