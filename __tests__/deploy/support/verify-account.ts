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
 * The statements of a project's bridge that do not hold in captures: `overlap verify --account`, as the user runs it. Each with
 * what breaks it, so that one that is broken in a further way is another one.
 */
export async function brokenIn({ folder, name }: Stage["project"], files: readonly string[]): Promise<string[]> {
  const args = [OVERLAP, "verify", name, ...files.flatMap((file) => ["--account", file]), "--json"];
  const { exit, output } = await start(process.execPath, args, { cwd: folder, env: process.env }).done;
  if (exit === 2) throw new Error(output);
  const { statements } = JSON.parse(output) as Verified;
  const because = (all: Verified["statements"][number]["explanations"]) =>
    [...new Set(all.map(({ code, address }) => `${code} ${address}`))].sort().join(", ");
  return statements.filter(({ holds }) => !holds).map(({ text, explanations }) => `${text}: ${because(explanations)}`);
}

/**
 * The statements of the project's bridge that do not hold in what AWS itself tells now: `overlap capture` without
 * further options, and {@link brokenIn}.
 * @param roles of the accounts beside the emulator's own
 */
export async function brokenInAccount({ emulator, project }: Stage, ...roles: readonly string[]): Promise<string[]> {
  const own = await captureOf(emulator, project.folder, "now");
  const others = await Promise.all(roles.map((role, i) => captureOf(emulator, project.folder, `now-${i}`, { role })));
  return brokenIn(project, [own, ...others]);
}
