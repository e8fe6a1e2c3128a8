import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** What the build says of itself, for the programs in dist/ and for whoever runs the sources beside it (build.js). */
const BUILT = join(__dirname, "../../dist/built.json");
/** Packages that stacks are made with and that are no part of the build. */
const PACKAGES = ["@cdktf/provider-aws", "cdktf", "constructs"];

interface Built {
  /** What was built to work out stacks. */
  readonly writing: {
    /** A digest of it. */
    readonly digest: string;
    /** When the newest source of it was written, in milliseconds since 1970. */
    readonly newest: number;
  };
}

function writing(): Built["writing"] {
  return (JSON.parse(readFileSync(BUILT, "utf8")) as Built).writing;
}

/**
 * The SHA-256 of everything that the stack of a bridge file depends on: the file, the program and its packages.
 * @returns undefined when some of it can't be read
 */
export function originOfStack(path: string): string | undefined {
  try {
    // A pipe would be waited for, and a device may have no end.
    if (!statSync(path).isFile()) return undefined;
    const manifests = PACKAGES.map((name) => readFileSync(require.resolve(`${name}/package.json`), "utf8"));
    const program = [process.version, writing().digest, ...manifests, basename(path)];
    return hash("sha256", JSON.stringify([...program, readFileSync(path, "latin1")]));
  } catch {
    return undefined;
  }
}

/**
 * When the newest of what a bridge file's stack depends on was written, in milliseconds since 1970.
 * @throws the system's error when some of it can't be read
 */
export function newestOfStack(path: string): number {
  return Math.max(writing().newest, statSync(path).mtimeMs);
}
