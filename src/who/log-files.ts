import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { LogFault } from "./log-fault";

/** A file to read, as it is named to people. */
export interface LogFile {
  readonly path: string;
  readonly shown: string;
  readonly bytes: number;
}

/** Written by Elastic Load Balancing when logs are turned on: a sentence, no log. Source: ELB user guide, Enable access logs. */
const TEST_FILE = "ELBAccessLogTestFile";

function filesBelow(folder: string): string[] {
  const byName = (one: Dirent, other: Dirent): number => (one.name < other.name ? -1 : 1);
  return readdirSync(folder, { withFileTypes: true })
    .sort(byName)
    .flatMap((entry) => {
      if (entry.name.startsWith(".") || entry.name === TEST_FILE) return [];
      const path = join(folder, entry.name);
      const found = entry.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : entry;
      // A folder that a link leads to may lead back.
      if (found?.isDirectory()) return entry.isSymbolicLink() ? [] : filesBelow(path);
      return found?.isFile() ? [path] : [];
    });
}

function found(path: string, shown: string): ReturnType<typeof statSync> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there) throw new LogFault("missing", shown, `${shown}: there is no such file or folder`);
  return there;
}

/**
 * The files that are named, and all below folders that are; each once, whatever leads to it.
 * @param names as the user wrote them
 * @param what they hold, in words
 */
export function logFilesOf(names: readonly string[], cwd: string, what: string): LogFile[] {
  const byPath = new Map<string, LogFile>();
  for (const name of names) {
    const path = resolve(cwd, name);
    const there = found(path, name)!;
    const isFolder = there.isDirectory();
    if (!isFolder && !there.isFile())
      throw new LogFault("no-file", name, `${name}: is neither a file nor a folder; name the logs themselves`);
    const files = isFolder ? filesBelow(path).map((one) => [one, join(name, one.slice(path.length))]) : [[path, name]];
    if (files.length === 0)
      throw new LogFault("empty", name, `${name}: is a folder without files; copy the ${what} there`);
    for (const [one = "", shown = ""] of files) {
      const { size } = statSync(one);
      if (size === 0 && !isFolder) throw new LogFault("empty", shown, `${shown}: is empty; copy it again`);
      if (size > 0) byPath.set(realpathSync(one), { path: one, shown, bytes: size });
    }
  }
  return [...byPath.values()];
}

/**
 * The flow log that a file in S3 is of, and that all files of it have in their names.
 * Source: VPC user guide, Publish flow logs to Amazon S3, "Flow log files".
 */
export function flowLogIdIn({ path }: LogFile): string | undefined {
  const [, id] = /_(fl-[0-9a-f]+)_/.exec(basename(path)) ?? [];
  return id;
}

/**
 * The load balancer's node that a file is of: `..._20140215T2340Z_172.160.001.192_20sg8hgm.log.gz`.
 * Source: ELB user guide for ALBs, "Access log files".
 */
export function nodeAddressIn({ path }: LogFile): string | undefined {
  const [, address] = /_\d{8}T\d{4}Z_(\d{1,3}(?:\.\d{1,3}){3})_/.exec(basename(path)) ?? [];
  return address?.split(".").map(Number).join(".");
}
