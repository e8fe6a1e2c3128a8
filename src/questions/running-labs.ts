import { readFileSync } from "node:fs";
import { nearest } from "../naming/nearest";
import { labsHere, type RunningLab, spacesOf, type Stranger } from "../lab";
import { UserError } from "../project/user-error";

/**
 * The caller's labs of this name; without a name those that were left up, for others belong to a command that still runs.
 * @throws UserError when there is none
 */
export function labsNamed(name: string | undefined): RunningLab[] {
  const { labs, strangers } = labsHere();
  const found = labs.filter((lab) => (name === undefined ? lab.isLeftUp : lab.name === name));
  if (found.length > 0) return found;
  const stranger = strangers.find((one) => one.name === name);
  if (stranger) throw new UserError({ rule: "strange-lab", input: stranger.name }, whoseLab(stranger));
  const names = namesOf(labs);
  throw new UserError(
    { rule: "no-such-lab", input: name ?? "lab" },
    `no lab${name === undefined ? "" : ` "${name}"`} is up; ${names && name !== undefined ? `there is ${names}` : "overlap lab <bridge> --keep leaves one up"}`,
  );
}

/** Not even root enters or ends what another user's process says to be a lab. */
function whoseLab({ name, pid, uid }: Stranger): string {
  const whose = userNamed(uid);
  return uid === process.geteuid?.()
    ? `process ${pid} calls itself the lab "${name}" and is yours, but does not have its seal; if you know it, end it with kill -KILL ${pid}`
    : `process ${pid}, which calls itself the lab "${name}", belongs to ${whose}; only ${whose} may enter it or take it down`;
}

/** A user as the machine's own list names him (passwd(5)). */
function userNamed(uid: number): string {
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((one) => one.split(":")[2] === String(uid));
    if (line !== undefined) return `the user ${line.split(":")[0]}`;
  } catch {
    // The number will do.
  }
  return `the user ${uid}`;
}

export function namesOf(labs: readonly RunningLab[]): string {
  return [...new Set(labs.map((lab) => lab.name))].join(", ");
}

/** The lab's network namespace of this name, or the only one whose name has it as a part. */
export function spaceNamed(lab: RunningLab, wanted: string): string {
  const spaces = spacesOf(lab);
  if (spaces.includes(wanted)) return wanted;
  const like = spaces.filter((space) => space.includes(wanted));
  if (like.length === 1) return like[0]!;
  const hint = like.length > 1 ? like.join(", ") : (nearest(wanted, spaces) ?? spaces.slice(0, 6).join(", "));
  throw new UserError(
    { rule: "no-such-host", input: wanted },
    `"${wanted}" ${like.length > 1 ? "could be several hosts" : "is no host"} of the lab ${lab.name}; write ${like.length > 1 ? "one of " : ""}${hint}`,
  );
}
