import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { objectOf, stringOf } from "../json-shapes";
import { isSource, listedModules, type ModuleFiles, MOST_MODULES, Room, SourcesFault } from "./files";
import { type ModuleSource, sourceOf, type Sources } from "./module-source";

const LIST = ".terraform/modules/modules.json";

function filesOf(folder: string, room: Room): ModuleFiles["files"] {
  const names = readdirSync(folder).filter(isSource).sort();
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stat = statSync(path);
    // A pipe of that name would never end.
    if (!stat.isFile()) return [];
    room.take(stat.size);
    return [{ name, text: readFileSync(path, "utf8") }];
  });
}

/** Where Terraform installed the modules that come from elsewhere; nothing where it was never run. */
function installedIn(folder: string): ReadonlyMap<string, string> {
  const path = join(folder, LIST);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return new Map();
  new Room().take(stat.size);
  return new Map(listedModules(readFileSync(path, "utf8")).map(({ key, dir }) => [key, dir]));
}

/** Runs what reads files; what the system says of them is a fault of theirs. */
function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SourcesFault || code === undefined) throw error;
    throw new SourcesFault(code === "ENOENT" ? "are not there" : `can't be read (${code})`);
  }
}

/** The modules that a module calls, with where they are: those of the project by their paths, others where they were installed. */
function calledBy(
  { key, dir }: Pick<ModuleFiles, "key" | "dir">,
  source: ModuleSource,
  installed: ReadonlyMap<string, string>,
): { readonly key: string; readonly dir: string }[] {
  return Object.entries(source.calls).flatMap(([name, body]) => {
    const own = key === "" ? name : `${key}.${name}`;
    const from = stringOf(objectOf(body).source) ?? "";
    const place = /^\.\.?(\/|$)/.test(from) ? posix.join(dir, from) : installed.get(own);
    return place === undefined ? [] : [{ key: own, dir: place }];
  });
}

/**
 * The sources in a folder that Terraform would run in, with those of the modules that are called there. Undefined when it
 * holds none.
 * @param isImplied nobody named the folder
 * @throws SourcesFault when the folder can't be read
 */
export async function sourcesInFolder(folder: string, isImplied: boolean): Promise<Sources | undefined> {
  const room = new Room();
  const own = reading(() => filesOf(folder, room));
  if (own.length === 0) return undefined;
  const installed = reading(() => installedIn(folder));
  const modules = new Map<string, ModuleSource | SourcesFault>();
  const left: { readonly key: string; readonly dir: string }[] = [{ key: "", dir: "." }];
  for (let next = left.shift(); next && modules.size < MOST_MODULES; next = left.shift()) {
    const { key, dir } = next;
    try {
      const files = key === "" ? own : reading(() => filesOf(resolve(folder, dir), room));
      const source = await sourceOf({ key, dir, files });
      modules.set(key, source);
      left.push(...calledBy(next, source, installed));
    } catch (error) {
      if (!(error instanceof SourcesFault)) throw error;
      modules.set(key, error);
    }
  }
  return { modules, isImplied };
}
