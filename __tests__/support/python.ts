import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./bridges";

const OLDEST = "3.11";

/** Prints the interpreter's version, and fails where virtual environments can't be made. */
const PROBE = `import ensurepip, sys, venv; assert sys.version_info >= (${OLDEST.replace(".", ", ")}); print(sys.version)`;

function probe(): { version?: string; why?: string } {
  const { error, status, stdout } = spawnSync("python3", ["-c", PROBE], { encoding: "utf8" });
  if (error) return { why: "python3 is not installed" };
  if (status !== 0) return { why: `python3 is older than ${OLDEST} or has no venv (Debian: python3-venv)` };
  return { version: stdout };
}

/** Why no virtual environment can be made here, or undefined when it can. Where CI is set nothing is skipped: what is missing fails. */
export function whyNoPython(): string | undefined {
  return process.env["CI"] ? undefined : probe().why;
}

function runPython(command: string, args: readonly string[]): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} exited ${status}\n${stdout}\n${stderr}`);
}

/**
 * The bin folder of a virtual environment that holds exactly what a file of requirements names, each with its hash. It is made
 * once per content of that file and version of Python, where `npm ci` clears it away.
 * @param name what the environment is for, in its folder's name
 * @throws Error when Python is missing or a package can't be had
 */
export function pythonWith(requirements: string, name: string): string {
  const { version, why } = probe();
  if (version === undefined) throw new Error(why);
  const key = createHash("sha256").update(readFileSync(requirements)).update(version).digest("hex").slice(0, 16);
  const folder = join(PROJECT, "node_modules/.cache/overlap-bridge", `${name}-${key}`);
  const bin = join(folder, "bin");
  if (existsSync(bin)) return bin;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, ".."), { recursive: true });
  try {
    runPython("python3", ["-m", "venv", draft]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
    runPython(join(draft, "bin/python"), [...pip, "--only-binary", ":all:", "-r", requirements]);
    // Whole or not at all, also where two runs make it at once.
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return bin;
}
