import { spawnSync } from "node:child_process";
import { shellEnvironment } from "./environment";
import { LabError } from "./sandbox";
import { type RunningLab, withLab } from "./running";

/** The names of a lab's network namespaces. @throws LabError when it is gone */
export function spacesOf(lab: RunningLab): string[] {
  return withLab(lab, (held) => held.spaces());
}

/**
 * Runs a command in one of a lab's network namespaces, on the caller's terminal.
 * @returns what it ended with; undefined when it was ended by a signal
 * @throws LabError when the lab is gone
 */
export function enterLab(lab: RunningLab, space: string, command: readonly string[]): number | undefined {
  return withLab(lab, (held) => {
    const namespaces = held.namespacesWith(space);
    if (namespaces === undefined) throw new LabError(`the lab ${lab.name} has no network namespace ${space}`);
    // Standard input, output and errors come before; what is entered is what is held open, whatever a path leads to by now.
    const at = (place: number): string => `/proc/self/fd/${3 + place}`;
    const user = lab.hasUserNamespace ? [`--user=${at(0)}`, "--preserve-credentials"] : [];
    const args = [...user, `--mount=${at(1)}`, `--pid=${at(2)}`, `--net=${at(3)}`, "--", ...command];
    const stdio = ["inherit", "inherit", "inherit", ...namespaces] as const;
    const { status } = spawnSync("nsenter", args, { stdio: [...stdio], env: shellEnvironment(process.env) });
    return status ?? undefined;
  });
}
