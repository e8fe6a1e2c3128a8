import { type Dirent, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { extname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { InputFault, textOf } from "../terraform";

/** Bytes above which a file is refused, also unpacked: parsed, it would need several times as much memory. */
const MAX_BYTES = 160 * 1024 * 1024;
/** Folders inside each other; accounts and Regions take two. */
const DEEPEST_FOLDER = 6;
/** Files in one folder with all below it. */
const MOST_FILES = 20_000;

const HOW_TO = "give what overlap capture wrote, or a folder of the AWS CLI's JSON outputs";

/** A file of an input, as it is opened and as it is shown. */
export interface InputFile {
  readonly path: string;
  readonly shown: string;
}

function tooLarge(shown: string): InputFault {
  return new InputFault(
    "too-large",
    `is larger than ${MAX_BYTES / 1024 / 1024} MiB; capture fewer Regions into one file`,
    shown,
  );
}

/** Is given the very bytes of each file that is read, e.g. to name them by their checksum. */
export type See = (bytes: Buffer) => void;

/** What `stat` says of a path. @throws InputFault when there is nothing, or it can't be read */
export function isFolder({ path, shown }: InputFile): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new InputFault("missing", `there is no such file or folder; ${HOW_TO}`, shown);
    throw new InputFault("unreadable", "can't be read; check its permissions", shown);
  }
}

/**
 * The text of a file, unpacked where it is gzip's.
 * @throws InputFault when it can't be read, or holds more than can be worked on
 */
export function textIn({ path, shown }: InputFile, see?: See): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > MAX_BYTES) throw tooLarge(shown);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof InputFault) throw error;
    throw new InputFault("unreadable", "can't be read; check its permissions", shown);
  }
  see?.(bytes);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return textOf(bytes);
  try {
    return textOf(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(shown);
    throw new InputFault("cut-off", `is cut off, or no file of gzip; ${HOW_TO}`, shown);
  }
}

/** Names by which files are no outputs of the AWS CLI, so that other things may lie beside them. */
const OTHER_THINGS = new Set([".md", ".txt", ".sh", ".log", ".csv", ".tf", ".hcl", ".html", ".png", ".svg", ".pdf"]);

/** What an entry is, behind a link too; undefined where it leads nowhere. */
function kindOf(entry: Dirent, path: string): Pick<Stats, "isFile" | "isDirectory"> | undefined {
  if (!entry.isSymbolicLink()) return entry;
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A circle of links.
    return undefined;
  }
}

/** The entries of a folder by name, hidden ones left out. */
function entriesOf({ path, shown }: InputFile): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith("."))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    throw new InputFault("unreadable", "can't be read; check its permissions", shown);
  }
}

/**
 * The files of a folder and those below that may hold answers, in the order of their names, those behind links too. Hidden
 * ones are left out.
 * @throws InputFault when there are too many, or too deep ones
 */
export function filesIn(folder: InputFile): { readonly folder: InputFile; readonly files: readonly InputFile[] }[] {
  const found: { folder: InputFile; files: InputFile[] }[] = [];
  const visited = new Set<string>();
  let count = 0;
  const visit = (at: InputFile, depth: number): void => {
    if (depth > DEEPEST_FOLDER)
      throw new InputFault(
        "too-deep",
        `has more than ${DEEPEST_FOLDER} folders inside each other; ${HOW_TO}`,
        at.shown,
      );
    // A link may lead back to a folder that is being read.
    const real = realpathSync(at.path);
    if (visited.has(real)) return;
    visited.add(real);
    const inside = (name: string): InputFile => ({ path: join(at.path, name), shown: join(at.shown, name) });
    const entries = entriesOf(at).map((one) => ({ ...inside(one.name), kind: kindOf(one, inside(one.name).path) }));
    const isAnswer = ({ path }: InputFile): boolean => !OTHER_THINGS.has(extname(path).toLowerCase());
    const files = entries.filter((one) => one.kind?.isFile() === true && isAnswer(one));
    count += files.length;
    if (count > MOST_FILES)
      throw new InputFault("too-large", `has more than ${MOST_FILES} files in it; ${HOW_TO}`, folder.shown);
    if (files.length > 0) found.push({ folder: at, files });
    for (const one of entries) if (one.kind?.isDirectory() === true) visit(one, depth + 1);
  };
  visit(folder, 0);
  return found;
}
