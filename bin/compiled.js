// Keeps what V8 compiles of a command between two starts: compiling is a third of a short one. Node.js does that itself from
// version 22.1 on (module.enableCompileCache); for those before it, one file a command does. It lies in a folder that is
// the user's alone, since V8 runs what it holds as it is, and its name says of what it was compiled.
const { createHash, randomBytes } = require("node:crypto");
const { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");

/** Commands that are short enough for it to matter. Those that draw load an ES module, which a script of its own can't. */
const COMMANDS = ["check", "verify", "trace", "matrix", "review"];
const BAD_INPUT = 2;

/** Whether the folder is this user's, and nobody else can even read it. */
function isPrivate(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const isOwn = stat.isDirectory() && stat.uid === (process.geteuid?.() ?? stat.uid);
  return isOwn && (process.geteuid === undefined || (stat.mode & 0o077) === 0);
}

/** A folder that can't be made is none. */
function isUsable(folder) {
  try {
    return isPrivate(folder);
  } catch {
    return false;
  }
}

/** @returns undefined when nothing is kept there, or no regular file is */
function readKept(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path) : undefined;
}

/** Puts a whole file in its place, and takes away what was kept of the same command before. */
function keep(folder, [command, digest], data) {
  const draft = join(folder, `${command}.${randomBytes(8).toString("hex")}`);
  writeFileSync(draft, data, { flag: "wx", mode: 0o600 });
  renameSync(draft, join(folder, `${command}-${digest}`));
  for (const name of readdirSync(folder))
    if (name.startsWith(`${command}-`) && name !== `${command}-${digest}`) rmSync(join(folder, name), { force: true });
}

/** Runs a program as `require` does, from what was kept of it; what it compiles is kept, unless it was stopped by bad input. */
function runKept(file, folder, name) {
  const { Script } = require("node:vm");
  const cachedData = readKept(join(folder, name.join("-")));
  const script = new Script(Module.wrap(readFileSync(file, "utf8")), {
    filename: file,
    columnOffset: -Module.wrapper[0].length,
    cachedData,
  });
  if (cachedData === undefined || script.cachedDataRejected)
    process.once("exit", (code) => {
      try {
        if (code !== BAD_INPUT) keep(folder, name, script.createCachedData());
      } catch {
        // Where nothing can be written, starts are only slower.
      }
    });
  const module = { exports: {}, filename: file };
  script
    .runInThisContext()
    .call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file));
}

/**
 * Runs a program.
 * @param file the program's path
 * @param folder where compiled code is kept
 * @param built what tells this build from all others; undefined: nothing is kept by this program itself
 */
exports.runCompiled = (file, folder, built) => {
  const [command] = process.argv.slice(2);
  const { enableCompileCache } = Module;
  const isKeptHere = enableCompileCache === undefined && built !== undefined && COMMANDS.includes(command);
  if ((enableCompileCache === undefined && !isKeptHere) || !isUsable(folder)) return void require(file);
  if (!isKeptHere) {
    enableCompileCache(folder);
    return void require(file);
  }
  const digest = createHash("sha256").update(`${process.version} ${process.arch} ${file} ${built}`).digest("hex");
  runKept(file, folder, [command, digest]);
};
