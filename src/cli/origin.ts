import { hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";

const OWN = resolve(__dirname, "../..");

/** All that something is worked out by, the bridge file and Node.js aside: sources, and packages by their version. */
export interface Makers {
  readonly folders: readonly string[];
  readonly packages: readonly string[];
}

export const OF_PLANS: Makers = {
  folders: ["src/ipv4", "src/escape", "src/config", "src/address-plan"],
  packages: ["fastest-levenshtein", "sucrase", "yaml", "zod"],
};
export const OF_STACKS: Makers = {
  folders: [...OF_PLANS.folders, "src/constructs", "src/stacks", ".gen", "modules"],
  packages: [...OF_PLANS.packages, "@cdktf/provider-aws", "cdktf", "constructs"],
};

/** Plain files only: an editor's links and pipes are no sources. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

function manifestsOf({ packages }: Makers): string[] {
  return packages.map((name) => join(OWN, "node_modules", name, "package.json"));
}

function originOf(path: string, makers: Makers): Buffer {
  // A pipe would be waited for, and a device may have no end.
  if (!statSync(path).isFile()) throw new Error(`${path} is not a regular file`);
  const sources = makers.folders.flatMap((folder) => filesIn(join(OWN, folder))).sort();
  const contents = [...sources, ...manifestsOf(makers), path].map((file) => [file, readFileSync(file)] as const);
  const sizes = contents.map(([file, { length }]) => [file === path ? basename(path) : relative(OWN, file), length]);
  return Buffer.concat([
    Buffer.from(JSON.stringify([process.version, sizes])),
    ...contents.map(([, content]) => content),
  ]);
}

/**
 * Everything that the plan of a bridge file depends on, read at every start: an edit takes effect at once, and costs a
 * plan's making. Throws when some of it can't be read.
 */
export function originOfPlan(path: string): Buffer {
  return originOf(path, OF_PLANS);
}

/**
 * The SHA-256 of everything that the stack of a bridge file depends on.
 * @returns undefined when some of it can't be read
 */
export function originOfStack(path: string): string | undefined {
  try {
    return hash("sha256", originOf(path, OF_STACKS));
  } catch {
    return undefined;
  }
}

/**
 * The SHA-256 of the bridge file's content, and of size and time of everything else that its stack depends on: quicker
 * to have than {@link originOfStack}. While it stays, nothing has changed; when it differs, something may have.
 * @returns undefined when some of it can't be read
 */
export function signOfStack(path: string): string | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const files = [...OF_STACKS.folders.flatMap((folder) => filesIn(join(OWN, folder))), ...manifestsOf(OF_STACKS)];
    const marks = files.map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [relative(OWN, file), size, mtimeMs];
    });
    return hash("sha256", JSON.stringify([process.version, marks, hash("sha256", readFileSync(path))]));
  } catch {
    return undefined;
  }
}

/** When the newest source of a bridge file's stack was written, in milliseconds since 1970, the bridge file included. */
export function newestOfStack(path: string): number {
  const files = [...OF_STACKS.folders.flatMap((folder) => filesIn(join(OWN, folder))), path];
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
