import { setTimeout as sleep } from "node:timers/promises";
import { readdirSync } from "node:fs";
import { Held } from "./held";
import { LabError } from "./sandbox";
import { isSealedBy, ownKeys } from "./seal";

/** A lab of the caller's that is up: the first process of its namespaces. */
export interface RunningLab {
  readonly name: string;
  /** Its process id, as seen from outside. */
  readonly pid: number;
  /** It lives in a user namespace of its own. */
  readonly hasUserNamespace: boolean;
  /** No command works on it any more: it was left up. */
  readonly isLeftUp: boolean;
}

/** A process that calls itself a lab, and is not one that the caller made. */
export interface Stranger {
  readonly name: string;
  readonly pid: number;
  /** Whom it belongs to. */
  readonly uid: number;
}

/** @returns undefined when the process does not call itself a lab, or is gone */
function identified(held: Held, keys: readonly Buffer[]): RunningLab | Stranger | undefined {
  const { pid } = held;
  const facts = held.facts();
  if (facts === undefined) return undefined;
  const { name, uids, namespaces, started } = facts;
  const own = process.geteuid?.();
  const stranger = { name, pid, uid: uids.find((uid) => uid !== own) ?? own ?? 0 };
  // All of the real, effective, saved and file system's user: what a program with more rights runs for somebody is not the caller's.
  if (uids.length === 0 || uids.some((uid) => uid !== own)) return stranger;
  const [user, ...others] = Held.own();
  const isApart = others.every((inode, i) => inode !== namespaces[i + 1]);
  if (!isApart || !isSealedBy(keys, { name, namespaces, started }, held.seal() ?? "")) return stranger;
  return { name, pid, hasUserNamespace: namespaces[0] !== user, isLeftUp: held.isLeftUp() };
}

function isLab(one: RunningLab | Stranger): one is RunningLab {
  return "isLeftUp" in one;
}

function isStranger(one: RunningLab | Stranger): one is Stranger {
  return !isLab(one);
}

/** Every lab on this machine that the caller made, and every other process that calls itself one. */
export function labsHere(): { readonly labs: RunningLab[]; readonly strangers: Stranger[] } {
  const keys = ownKeys();
  const found = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => Held.during(Number(entry), (held) => identified(held, keys)) ?? []);
  return { labs: found.filter(isLab), strangers: found.filter(isStranger) };
}

/** Every lab on this machine that the caller made. There is no list of them that could be wrong. */
export function runningLabs(): RunningLab[] {
  return labsHere().labs;
}

/**
 * Works on a lab while it is held: the number of a process that ended may be another's by now.
 * @throws LabError when the lab is gone
 */
export function withLab<T>({ pid, name }: RunningLab, work: (held: Held) => T): T {
  const keys = ownKeys();
  const done = Held.during(pid, (held) => {
    const now = identified(held, keys);
    return now && isLab(now) && now.name === name ? { value: work(held) } : undefined;
  });
  if (!done) throw new LabError(`the lab ${name} is gone`);
  return done.value;
}

/** Ends a lab and waits until all of it is gone: the kernel takes its processes, networks and files with it. */
export async function endLab(lab: RunningLab): Promise<void> {
  try {
    // Node.js has no signals for descriptors of processes; nothing lies between the check and this one.
    withLab(lab, () => process.kill(lab.pid, "SIGKILL"));
  } catch (error) {
    // Somebody else was faster.
    if (!(error instanceof LabError) && (error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  while (
    Held.during(lab.pid, (held) => (held.isAlive() && held.facts()?.name === lab.name ? true : undefined)) === true
  )
    await sleep(5);
}
