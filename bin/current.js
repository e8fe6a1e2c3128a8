// Starts a program of dist/. In a checkout, where the sources stand beside it, dist/ is built anew first unless it was made
// of exactly these sources: nobody ever runs stale code, and a start with nothing changed costs some milliseconds.
const { existsSync, lstatSync, mkdirSync } = require("node:fs");
const { join } = require("node:path");
const { DIST, isCurrent, ROOT } = require("./sources");

/** What Node.js, from version 22 on, keeps of compiled code; for the user alone, since Node.js runs it as it is. */
const COMPILED = join(DIST, ".compiled");
const BAD_INPUT = 2;

/** Whether the sources are there that dist/ is built of; an installed package has none. */
const isCheckout = () => existsSync(join(ROOT, "build.js")) && existsSync(join(ROOT, "src"));

/**
 * Builds dist/ when it isn't current.
 * @returns what is wrong with the sources or the place, a line each; empty when dist/ is current
 */
function makeCurrent() {
  return isCurrent() ? [] : require("../build").build();
}

/** Has Node.js keep what it compiles, where it can and where nobody else may write. */
function keepCompiled() {
  const { enableCompileCache } = require("node:module");
  if (enableCompileCache === undefined) return;
  try {
    mkdirSync(COMPILED, { recursive: true, mode: 0o700 });
    const stat = lstatSync(COMPILED);
    const isOwn = stat.isDirectory() && stat.uid === (process.geteuid?.() ?? stat.uid);
    if (isOwn && (process.geteuid === undefined || (stat.mode & 0o077) === 0)) enableCompileCache(COMPILED);
  } catch {
    // Where nothing can be written, starts are only slower.
  }
}

/** Runs a program of dist/ in this process: `cli/overlap` is dist/cli/overlap.js. */
exports.run = (program) => {
  const faults = isCheckout() ? makeCurrent() : [];
  if (faults.length === 0) {
    keepCompiled();
    return void require(join(DIST, program));
  }
  process.stderr.write(faults.map((line) => `${line}\n`).join(""));
  process.exitCode = BAD_INPUT;
};
