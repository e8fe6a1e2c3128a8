import { join } from "node:path";
import { OVERLAP } from "../../support/programs";
import type { Emulator } from "./emulator";
import { run } from "./processes";

/** The role by which somebody works in another account of the emulator. */
export const roleIn = (account: string): string => `arn:aws:iam::${account}:role/reader`;

/**
 * `overlap capture` of an emulated account, as the user runs it.
 * @param role of another account than the emulator's own
 * @returns the file
 */
export async function captureOf(emulator: Emulator, folder: string, name: string, role?: string): Promise<string> {
  const file = join(folder, `${name}.json`);
  const args = [OVERLAP, "capture", "-o", file, "--region", emulator.region];
  const env = { ...process.env, ...emulator.environment() };
  await run(process.execPath, role === undefined ? args : [...args, "--role", role], { cwd: folder, env });
  return file;
}
