import { resolve } from "node:path";
import { STDIN } from "../terraform";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { likeFile } from "../project/project";

/**
 * The file that an option or argument names, as it is opened and as it is shown.
 * @throws UserError when there is none, and one of nearly that name
 */
export function fileNamed(io: Surroundings, name: string): { readonly path: string; readonly shown: string } {
  if (name === STDIN) return { path: STDIN, shown: "standard input" };
  const path = resolve(io.cwd(), name);
  const like = likeFile(path);
  if (like !== undefined)
    throw new UserError({ rule: "missing", input: name }, `${name}: there is no such file; did you mean ${like}?`);
  return { path, shown: name };
}
