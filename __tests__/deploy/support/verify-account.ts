import { OVERLAP } from "../../support/programs";
import { captureOf } from "./captured-account";
import type { Stage } from "./life";
import { start } from "./processes";

interface Verified {
  readonly statements: readonly {
    readonly text: string;
    readonly holds: boolean;
    readonly explanations: readonly { readonly code: string; readonly address: string }[];
  }[];
}

/**
 * The statements of the project's bridge that do not hold in what AWS itself tells now: `overlap capture` and `overlap verify
 * --account`, as the user runs them. Each with what breaks it, so that one that is broken in a further way is another one.
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
  const because = (all: Verified["statements"][number]["explanations"]) =>
    [...new Set(all.map(({ code, address }) => `${code} ${address}`))].sort().join(", ");
  return statements.filter(({ holds }) => !holds).map(({ text, explanations }) => `${text}: ${because(explanations)}`);
}
