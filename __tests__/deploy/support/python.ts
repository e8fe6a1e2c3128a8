import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../support/bridges";
import { whyNoPlan } from "../../support/terraform";

export const EMULATOR = join(PROJECT, "__tests__/deploy/emulator");
const REQUIREMENTS = join(EMULATOR, "requirements.txt");
const OLDEST = "3.11";

/** Prints the interpreter's version, and fails where virtual environments can't be made. */
const PROBE = `import ensurepip, sys, venv; assert sys.version_info >= (${OLDEST.replace(".", ", ")}); print(sys.version)`;

function probe(): { version?: string; why?: string } {
  const { error, status, stdout } = spawnSync("python3", ["-c", PROBE], { encoding: "utf8" });
  if (error) return { why: "python3 is not installed" };
  if (status !== 0) return { why: `python3 is older than ${OLDEST} or has no venv (Debian: python3-venv)` };
  return { version: stdout };
}

/** Why nothing can be deployed here, or undefined when it can. Where CI is set nothing is skipped: what is missing fails. */
export function whyNoDeployment(): string | undefined {
  return process.env["CI"] ? undefined : (probe().why ?? whyNoPlan());
}

function runPython(command: string, args: readonly string[]): void {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} exited ${status}\n${stdout}\n${stderr}`);
}

/**
 * The Python of a virtual environment that holds exactly what requirements.txt names. It is made once per content of that
 * file and version of Python, where `npm ci` clears it away. Takes half a minute the first time.
 * @throws Error when Python is missing or a package can't be had
 */
export function python(): string {
  const { version, why } = probe();
  if (version === undefined) throw new Error(why);
  const key = createHash("sha256").update(readFileSync(REQUIREMENTS)).update(version).digest("hex").slice(0, 16);
  const folder = join(PROJECT, "node_modules/.cache/overlap-bridge", `emulator-${key}`);
  const interpreter = join(folder, "bin/python");
  if (existsSync(interpreter)) return interpreter;
  const draft = `${folder}.${process.pid}`;
  mkdirSync(join(draft, ".."), { recursive: true });
  try {
    runPython("python3", ["-m", "venv", draft]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
    runPython(join(draft, "bin/python"), [...pip, "--only-binary", ":all:", "-r", REQUIREMENTS]);
    // Whole or not at all, also where two runs make it at once.
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return interpreter;
}
