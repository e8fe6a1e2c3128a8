import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { BRIDGE_FILE_ENDING, findBridgeFiles } from "../config/bridge-files";
import { type Fault } from "../config/fault";
import { nearest } from "../naming/nearest";
import { shellWord } from "../escape/shell";
import { STDIN } from "../terraform/read-bytes";
import { type Surroundings } from "./surroundings";
import { UserError } from "./user-error";
import { BRIDGES_FOLDER, orLikeFile, projectAround, projectOf } from "./project";

/** A bridge file that a command works on. */
export interface ChosenFile {
  /** Where it is, absolutely; {@link STDIN} for standard input. */
  readonly path: string;
  /** Its name in messages, as one would type it where the command runs. */
  readonly shown: string;
  /** The project whose bridge it is, which synthesizes it into a folder of its own. */
  readonly project?: string;
}

const STDIN_SHOWN = "standard input";

/** A file to type after a command, by its name in messages. */
export function wordOf(shown: string): string {
  if (shown === STDIN_SHOWN) return STDIN;
  return shellWord(shown.startsWith("-") ? `./${shown}` : shown);
}

function fileAt(io: Surroundings, path: string): ChosenFile {
  if (path === STDIN) return { path, shown: STDIN_SHOWN };
  const absolute = resolve(io.cwd(), path);
  const project = projectAround(dirname(absolute));
  const isOfProject = dirname(absolute) === join(project, BRIDGES_FOLDER);
  return { path: absolute, shown: path, ...(isOfProject && { project }) };
}

/** A name that has what only a path has; a bridge's own name has neither. */
function isPath(name: string): boolean {
  return name === STDIN || /[/\\.]/.test(name);
}

/**
 * The files to work on.
 * @param bridge the one that is named, by name, by path or as standard input; undefined: all
 * @throws UserError when there is none
 */
export function chosenFiles(io: Surroundings, bridge: string | undefined): ChosenFile[] {
  const project = projectOf(io);
  const folder = join(project, BRIDGES_FOLDER);
  const shownFolder = relative(io.cwd(), folder) || "../cli";
  const fileOf = (name: string): ChosenFile => {
    const path = join(folder, name);
    return { path, shown: relative(io.cwd(), path), project };
  };
  if (bridge !== undefined && isPath(bridge)) return [fileAt(io, bridge)];
  const found = findBridgeFiles(folder);
  if (bridge === undefined) {
    if ("fault" in found)
      throw new UserError(
        { rule: found.fault.rule, input: shownFolder },
        `${shownFolder}: ${found.fault.message}; ${found.fault.fix}`,
      );
    return found.files.map(fileOf);
  }
  const names = "files" in found ? found.files.map((file) => file.slice(0, -BRIDGE_FILE_ENDING.length)) : [];
  const file = bridge + BRIDGE_FILE_ENDING;
  if (names.includes(bridge) || existsSync(join(folder, file))) return [fileOf(file)];
  const guess = nearest(bridge, names);
  throw new UserError(
    { rule: "no-such-bridge", input: bridge },
    `there is no bridge "${bridge}" in ${shownFolder}/; ${guess ? `did you mean ${guess}?` : `there is ${names.join(", ") || "none"}`}`,
  );
}

/** What is wrong with a chosen file, told under the name that it is shown by. */
export function shownAs(file: ChosenFile, fault: Fault): Fault {
  const fix = fault.rule === "file-readable" && file.path !== STDIN ? orLikeFile(file.path, fault.fix) : fault.fix;
  return { ...fault, file: file.shown, fix };
}
