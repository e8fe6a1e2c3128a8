import { readdirSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { STACKS_FOLDER } from "../stacks/stack-file";

/** Something in an output folder that was made for a stack. */
export interface LeftOver {
  readonly path: string;
  readonly stack: string;
  readonly kind: "stack" | "picture";
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("../cli"))
      .sort();
  } catch {
    return [];
  }
}

/** The stacks and pictures in an output folder, whatever bridges there are. */
export function leftOvers(outdir: string): LeftOver[] {
  const stacks = join(outdir, STACKS_FOLDER);
  const pictures = namesIn(outdir).filter((name) => extname(name) === ".svg");
  return [
    ...namesIn(stacks).map((name) => ({ path: join(stacks, name), stack: name, kind: "stack" as const })),
    ...pictures.map((name) => ({ path: join(outdir, name), stack: basename(name, ".svg"), kind: "picture" as const })),
  ];
}
