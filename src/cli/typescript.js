// Lets Node run TypeScript sources as they are: `node -r ./src/cli/typescript.js main.ts`. Types are checked by
// `npm run typecheck`, not at every start. What sucrase makes of a source, and what V8 makes of that in a run, is kept in
// node_modules/.cache, since loading sucrase, transpiling and compiling is most of a start. A kept module is used only
// while its source is the same, byte for byte; whatever else goes wrong with what was kept, it is made again.
// OVERLAP_TRANSPILE_CACHE=off does without.
const { createHash } = require("node:crypto");
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, dirname, extname, join, relative, resolve } = require("node:path");
const { deserialize, serialize } = require("node:v8");
const { Script } = require("node:vm");

const PROJECT = resolve(__dirname, "../..");
const CACHE = join(PROJECT, "node_modules/.cache/overlap-bridge");
/** Packages that are kept too: compiling them takes longer than what they do. They are plain JavaScript. */
const KEPT_PACKAGE = /[/\\]node_modules[/\\](commander|picocolors|yaml|zod)[/\\]/;
/** The exit code of bad input: such a run has left most functions uncompiled. */
const BAD_INPUT = 2;
const DIGEST_BYTES = 32;
/** What else the kept code depends on. V8 itself refuses what another V8 compiled; its own check of that is no check of the bytes. */
const MADE_BY = `${require("sucrase/package.json").version} ${process.version} ${process.arch}`;

const isOff = process.env.OVERLAP_TRANSPILE_CACHE === "off";
let name = process.argv[1] === undefined ? "node" : basename(process.argv[1], extname(process.argv[1]));
/** What was kept: `modules` by their path in the project, each with source, code (when that is another) and V8's compiled form. */
let kept;
/** The modules of this run: what is kept of them, and the script, which V8 goes on compiling function by function. */
const loaded = new Map();
let isFresh = false;

const digestOf = (bytes) => createHash("sha256").update(MADE_BY).update(bytes).digest();

function readKept() {
  const nothing = { modules: new Map(), isWhole: false };
  if (isOff) return nothing;
  try {
    const file = readFileSync(join(CACHE, `${name}.pack`));
    const content = file.subarray(DIGEST_BYTES);
    return digestOf(content).equals(file.subarray(0, DIGEST_BYTES)) ? deserialize(content) : nothing;
  } catch {
    return nothing;
  }
}

/** At the end of a run, when there is something new: all that it has loaded, and what was kept of other modules. */
function keep(exitCode) {
  const isWhole = kept?.isWhole || exitCode !== BAD_INPUT;
  if (isOff || kept === undefined || (!isFresh && isWhole === kept.isWhole)) return;
  try {
    const modules = new Map([...kept.modules].filter(([path]) => existsSync(join(PROJECT, path))));
    for (const [path, { source, code, script }] of loaded)
      modules.set(path, { source, code, compiled: script.createCachedData() });
    const content = serialize({ modules, isWhole });
    mkdirSync(CACHE, { recursive: true });
    // Two processes may keep the same file at once: each moves a whole one into place.
    const draft = join(CACHE, `${name}.${process.pid}`);
    writeFileSync(draft, Buffer.concat([digestOf(content), content]));
    renameSync(draft, join(CACHE, `${name}.pack`));
  } catch {
    // A read-only installation is only slower.
  }
}

function transpile(file, source) {
  // Loaded when a source was not kept: it takes longer than all the rest of this file.
  const { transform } = require("sucrase");
  return transform(source.toString("utf8"), { transforms: ["typescript", "imports"], filePath: file }).code;
}

/** Loads a module of the project. The lines of its code are the source's, so errors point to the right place. */
function load(module, file, transpiled) {
  kept ??= readKept();
  const path = relative(PROJECT, file);
  const source = readFileSync(file);
  const known = kept.modules.get(path);
  const own = known?.source.equals(source) ? known : { source, code: transpiled?.(file, source) };
  const script = new Script(Module.wrap(own.code ?? source.toString("utf8")), {
    filename: file,
    cachedData: own.compiled,
  });
  if (own.compiled === undefined || script.cachedDataRejected) isFresh = true;
  loaded.set(path, { source, code: own.code, script });
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file));
}

Module._extensions[".ts"] = (module, file) => load(module, file, transpile);
const loadJavaScript = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) =>
  KEPT_PACKAGE.test(file) && file.startsWith(PROJECT) ? load(module, file) : loadJavaScript(module, file);
process.on("exit", keep);

/** Keeps what this process loads under a name of its own, as programs that do different things compile different functions. */
exports.keepAs = (own) => {
  name = own;
};
exports.CACHE = CACHE;
exports.isOff = isOff;
