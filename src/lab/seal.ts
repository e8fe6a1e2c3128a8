import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Who may enter a lab or take it down: the user who made it, root's labs root. Anybody can start a process that looks like
 * a lab, so each lab has a seal in its own file system that only its maker's key makes. The key is in a file that only
 * the maker may read. Someone with the same user id can read it too: between processes of one user there is no boundary,
 * for each may trace and end the others anyway.
 */
export interface LabFacts {
  readonly name: string;
  /** The inodes of its user, mount, process id and network namespaces. */
  readonly namespaces: readonly number[];
  /** When its first process was started, in clock ticks since boot (proc(5), /proc/PID/stat, field 22). */
  readonly started: string;
}

/** Where a lab keeps its seal, in a file system of its own, and tells that it was left up. */
export const SEAL_NAME = "overlap-lab.seal";
export const LEFT_NAME = "overlap-lab.left";

const PREFIX = "overlap-key-";
const KEY_FILE = "key";
const KEY_BYTES = 32;

/** The namespaces that a seal tells, in this order. */
export const NAMESPACES = ["user", "mnt", "pid", "net"] as const;

export function sealOf(key: Buffer, { name, namespaces, started }: LabFacts): string {
  return createHmac("sha256", key)
    .update(JSON.stringify([name, namespaces, started]))
    .digest("hex");
}

export function isSealedBy(keys: readonly Buffer[], facts: LabFacts, seal: string): boolean {
  const given = Buffer.from(seal);
  return keys.some((key) => {
    const made = Buffer.from(sealOf(key, facts));
    return made.length === given.length && timingSafeEqual(made, given);
  });
}

function isOwn({ uid }: Stats): boolean {
  return uid === process.geteuid?.();
}

/** Where keys may be: what systemd gives a user for the time of a session (XDG base directories), or the machine's own. */
function places(): string[] {
  const session = [process.env["XDG_RUNTIME_DIR"], `/run/user/${process.geteuid?.()}`];
  const own = session.filter((place): place is string => {
    try {
      const stats = lstatSync(place ?? "");
      return stats.isDirectory() && isOwn(stats) && (stats.mode & 0o022) === 0;
    } catch {
      return false;
    }
  });
  return [...new Set([...own, "/tmp", tmpdir()])];
}

/**
 * Reads a small file of the caller's own that nobody else may read.
 * @returns undefined when it is something else, of somebody else, or not of that length
 */
function readSecret(path: string): Buffer | undefined {
  // A pipe would be waited for, and a link leads to who knows what.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || !isOwn(stats) || (stats.mode & 0o077) !== 0 || stats.size !== KEY_BYTES) return undefined;
    const bytes = Buffer.alloc(KEY_BYTES);
    return readSync(file, bytes) === KEY_BYTES ? bytes : undefined;
  } finally {
    closeSync(file);
  }
}

function keyIn(folder: string): Buffer | undefined {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory() || !isOwn(stats) || (stats.mode & 0o077) !== 0) return undefined;
    return readSecret(join(folder, KEY_FILE));
  } catch {
    // Somebody else's, or one that is just being made.
    return undefined;
  }
}

function keysIn(place: string): Buffer[] {
  try {
    const names = readdirSync(place).filter((name) => name.startsWith(PREFIX));
    return names.flatMap((name) => keyIn(join(place, name)) ?? []);
  } catch {
    return [];
  }
}

/** Every key of the caller's: two labs that start at the same time may make one each. */
export function ownKeys(): Buffer[] {
  return places().flatMap(keysIn);
}

/**
 * The key for a new lab. A folder of a new name each time can't be somebody else's who was there before.
 * @returns undefined where none can be kept
 */
export function keyForSealing(): Buffer | undefined {
  const [known] = ownKeys();
  if (known) return known;
  const key = randomBytes(KEY_BYTES);
  for (const place of places())
    try {
      writeFileSync(join(mkdtempSync(join(place, PREFIX)), KEY_FILE), key, { flag: "wx", mode: 0o600 });
      return key;
    } catch {
      // It can't be written there.
    }
  return undefined;
}
