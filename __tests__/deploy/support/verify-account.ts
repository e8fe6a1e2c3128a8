import { OVERLAP } from "../../support/programs";
import { captureOf } from "./captured-account";
import type { Stage } from "./life";
import { start } from "./processes";

interface Verified {
  readonly statements: readonly { readonly text: string; readonly holds: boolean }[];
}

/**
 * The statements of the project's bridge that do not hold in what AWS itself tells now: `overlap capture` and `overlap verify
 * --account`, as the user runs them.
 * @param roles of the accounts beside the emulator's own
 */
export async function brokenInAccount({ emulator, project }: Stage, ...roles: readonly string[]): Promise<string[]> {
  const { folder, name } = project;
  const own = await captureOf(emulator, folder, "now");
  const others = await Promise.all(roles.map((role, i) => captureOf(emulator, folder, `now-${i}`, role)));
  const named = [own, ...others].flatMap((file) => ["--account", file]);
  const args = [OVERLAP, "verify", name, ...named, "--json"];
  const { exit, output } = await start(process.execPath, args, { cwd: folder, env: process.env }).done;
  if (exit === 2) throw new Error(output);
  const { statements } = JSON.parse(output) as Verified;
  return statements.filter(({ holds }) => !holds).map(({ text }) => text);
}
