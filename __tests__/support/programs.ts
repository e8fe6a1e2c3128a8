import { join, resolve } from "node:path";

/** Not of bridges.ts: the bench starts programs, too, and need not load what reads bridge files. */
const PROJECT = resolve(__dirname, "../..");

/** The command line, as a user starts it with Node.js. */
export const OVERLAP = join(PROJECT, "bin/overlap.js");

/** What the cdktf CLI starts (cdktf.json). */
export const CDKTF_APP = join(PROJECT, "bin/app.js");

/** Arguments of Node.js that run a program for development from its TypeScript source; its own come behind. */
export function fromSource(file: string): readonly string[] {
  return [join(PROJECT, "build.js"), "--run", resolve(PROJECT, file)];
}
