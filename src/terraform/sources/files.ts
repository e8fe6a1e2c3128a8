/** The configuration's sources as they were found, before anything is read of them. */
interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** The files of one module. */
export interface ModuleFiles {
  /** Names of calls from the root, with dots between them: `cluster.node_group`; "" for the root. */
  readonly key: string;
  /** Where Terraform found them, as `path.module` says it. */
  readonly dir: string;
  readonly files: readonly SourceFile[];
}

/** Why files were not taken; the message ends a sentence about where they were looked for. */
export class SourcesFault extends Error {}

export const MOST_MODULES = 2000;
const MOST_FILES = 5000;
const MOST_BYTES_OF_ONE = 4 * 1024 * 1024;
const MOST_BYTES = 32 * 1024 * 1024;

/** Whether Terraform reads a file of a folder: it leaves out what editors leave behind. */
export function isSource(name: string): boolean {
  return /\.tf(\.json)?$/.test(name) && !/^\.|~$|^#.*#$/.test(name);
}

/** Counts what is read, so that no folder and no archive can ask for more than any configuration has. */
export class Room {
  private files = 0;
  private bytes = 0;

  /** @throws SourcesFault */
  take(size: number): void {
    this.files++;
    this.bytes += size;
    if (size > MOST_BYTES_OF_ONE) throw new SourcesFault("hold a file of more than 4 MiB");
    if (this.bytes > MOST_BYTES) throw new SourcesFault("are more than 32 MiB");
    if (this.files > MOST_FILES) throw new SourcesFault(`are more than ${MOST_FILES} files`);
  }
}

/** One entry of Terraform's list of modules (`modules.json`). */
export interface Listed {
  readonly key: string;
  readonly dir: string;
}

/** @throws SourcesFault when it is not what Terraform writes */
export function listedModules(text: string): Listed[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SourcesFault("have a list of modules that is not JSON");
  }
  const all: unknown = Array.isArray(json) ? json : (json as { Modules?: unknown } | null)?.Modules;
  if (!Array.isArray(all)) throw new SourcesFault("have a list of modules that is none");
  if (all.length > MOST_MODULES) throw new SourcesFault(`are of more than ${MOST_MODULES} modules`);
  return all.map((one: unknown) => {
    const { Key: key, Dir: dir } = (one ?? {}) as { Key?: unknown; Dir?: unknown };
    if (typeof key !== "string" || typeof dir !== "string")
      throw new SourcesFault("have a list of modules that is none");
    return { key, dir };
  });
}
