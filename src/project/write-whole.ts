import { randomBytes } from "node:crypto";
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { withPath } from "../stacks/output-fault";
import { UserError } from "./user-error";

/** Where a file is to be written: what a link leads to, not the link. @throws UserError when no file can be there */
function placeOf(path: string, shown: string): string {
  const option = `-o "${shown}"`;
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (!there) {
    if (existsSync(dirname(path))) return path;
    throw new UserError(
      { rule: "no-folder", input: shown },
      `${option}: there is no folder ${dirname(shown)}; make it first`,
    );
  }
  if (there.isSymbolicLink() && !existsSync(path))
    throw new UserError({ rule: "dangling-link", input: shown }, `${option}: is a link to nothing; remove it`);
  const stat = statSync(path);
  if (stat.isDirectory()) throw new UserError({ rule: "folder", input: shown }, `${option}: is a folder; name a file`);
  // To put a file in the place of a device or pipe would take it away from everybody.
  if (!stat.isFile())
    throw new UserError(
      { rule: "no-regular-file", input: shown },
      `${option}: is no regular file; give -o - and send the standard output there`,
    );
  return realpathSync(path);
}

/** @throws UserError when no file can be there, for whoever works long before it is written */
export function refuseUnwritable(path: string, shown: string): void {
  placeOf(path, shown);
}

/** Writes a whole file or none: beside its place first, then moved there. */
export function writeWhole(path: string, shown: string, content: string | Uint8Array): void {
  const place = placeOf(path, shown);
  const draft = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(draft, content, { flag: "wx" });
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw withPath(error, shown);
  }
}
