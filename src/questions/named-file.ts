import { resolve } from "node:path";
import { STDIN } from "../terraform";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { likeFile } from "../project/project";

/**
 * The file that an option or argument names, as it is opened and as it is shown.
 * @throws UserError when it has no name, or when there is none, and one of nearly that name
 */
export function fileNamed(io: Surroundings, name: string): { readonly path: string; readonly shown: string } {
  if (name === STDIN) return { path: STDIN, shown: "standard input" };
  // A shell's empty variable would name the folder that the command runs in.
  if (name.trim() === "")
    throw new UserError(
      { rule: "missing", input: name },
      `"${name}" names no file; write its name, or leave the option out`,
    );
  const path = resolve(io.cwd(), name);
  const like = likeFile(path);
  if (like !== undefined)
    throw new UserError({ rule: "missing", input: name }, `${name}: there is no such file; did you mean ${like}?`);
  return { path, shown: name };
}
