import { rmSync } from "node:fs";
import { readNetwork } from "../../src/judge";
import { type BadCommand, makeProject, outcomeOf } from "../cli/bad-commands/bad-command";
import { BAD_COMMANDS } from "../cli/bad-commands/bad-commands";
import { BAD_QUESTIONS, BAD_READS } from "../judge-cases";
import { smallNetwork } from "../support/small-network";
import { type Said, type Section } from "./section";

async function ofCommands(commands: readonly BadCommand[], folder: string): Promise<Said[]> {
  const said: Said[] = [];
  for (const command of commands) {
    const { err } = await outcomeOf(command, folder);
    said.push({ id: command.id, lines: err.trimEnd().split("\n") });
  }
  return said;
}

/** What is thrown: programs catch it, and people read it in their own program's words. */
function thrownBy(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    return [String(error)];
  }
  return [];
}

/** What commands say of what they refuse, and what the package's judge does. */
export async function commandSections(): Promise<Section[]> {
  const folder = await makeProject();
  try {
    const sections: Section[] = [];
    for (const [what, commands] of Object.entries(BAD_COMMANDS))
      sections.push({ title: `A command: ${what}`, said: await ofCommands(commands, folder) });
    const network = readNetwork(smallNetwork());
    return [
      ...sections,
      {
        title: "The package's judge: what can't be read",
        said: BAD_READS.map(({ id, input }) => ({ id, lines: thrownBy(() => readNetwork(input)) })),
      },
      {
        title: "The package's judge: what is no question",
        said: BAD_QUESTIONS.map(({ id, question }) => ({
          id,
          lines: thrownBy(() => network.reach(question as Parameters<typeof network.reach>[0])),
        })),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
