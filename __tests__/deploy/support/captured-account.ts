import { join } from "node:path";
import { OVERLAP } from "../../support/programs";
import type { Emulator } from "./emulator";
import { run } from "./processes";

/** The role by which somebody works in another account of the emulator. */
export const roleIn = (account: string): string => `arn:aws:iam::${account}:role/reader`;

interface Asked {
  /** Of another account than the emulator's own. */
  readonly role?: string;
  /** Whether the user data of instances that forward are known by a hash. */
  readonly userDataHash?: boolean;
}

/**
 * `overlap capture` of an emulated account, as the user runs it.
 * @returns the file
 */
export async function captureOf(emulator: Emulator, folder: string, name: string, asked: Asked = {}): Promise<string> {
  const file = join(folder, `${name}.json`);
  const { role, userDataHash = false } = asked;
  const args = [OVERLAP, "capture", "-o", file, "--region", emulator.region];
  if (role !== undefined) args.push("--role", role);
  if (userDataHash) args.push("--user-data-hash");
  const env = { ...process.env, ...emulator.environment() };
  await run(process.execPath, args, { cwd: folder, env });
  return file;
}
