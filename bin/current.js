// Starts a program of dist/. In a checkout, where the sources stand beside it, dist/ is built anew first unless it was made
// of exactly these sources: nobody ever runs stale code, and a start with nothing changed costs some milliseconds.
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { runCompiled } = require("./compiled");
const { builtAs, DIST, isCurrent, ROOT } = require("./sources");

/** What is kept of compiled code; for the user alone, since it is run as it is. */
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

/** Runs a program of dist/ in this process: `cli/overlap` is dist/cli/overlap.js. */
exports.run = (program) => {
  const isBuiltHere = isCheckout();
  const faults = isBuiltHere ? makeCurrent() : [];
  if (faults.length === 0)
    return runCompiled(join(DIST, `${program}.js`), COMPILED, isBuiltHere ? builtAs() : undefined);
  process.stderr.write(faults.map((line) => `${line}\n`).join(""));
  process.exitCode = BAD_INPUT;
};
