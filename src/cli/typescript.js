// Lets Node run TypeScript sources as they are: `node -r ./src/cli/typescript.js main.ts`. Types are checked by
// `npm run typecheck`, not at every start. What sucrase makes of the sources is kept in node_modules/.cache, one pack for
// each program, and with the next start what V8 makes of that; finding, transpiling and compiling modules is most of a
// start. A kept module is used only while its source is the same, byte for byte; whatever else goes wrong with what was
// kept, it is made again. OVERLAP_TRANSPILE_CACHE=off does without.
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const Module = require("node:module");
const { basename, dirname, extname, join, resolve, sep } = require("node:path");
const { Script } = require("node:vm");
const { codeIn, isWide, pointToSources, readPack, writeCompiled, writePack } = require("./pack");

const PROJECT = resolve(__dirname, "../..") + sep;
const CACHE = join(PROJECT, "node_modules/.cache/overlap-bridge");
/** Packages that are kept too, since every command loads them. They are plain JavaScript. */
const KEPT_PACKAGES = ["commander", "fastest-levenshtein", "picocolors"];
const KEPT_FILE = new RegExp(`^node_modules[/\\\\](${KEPT_PACKAGES.join("|")})[/\\\\]`);
/**
 * Commander asks for the one at every start, for commands that are programs of their own; here there are none. The other
 * is for guessing what was meant, when something was wrong.
 */
const SELDOM_USED = { "node:child_process": (path) => KEPT_FILE.test(path), "fastest-levenshtein": () => true };
/** Where names are looked up once: {@link makers} lists what is there. */
const LISTED = /^(src|node_modules)[/\\]/;
/** The exit code of bad input: such a run has left most functions uncompiled. */
const BAD_INPUT = 2;

const isOff = process.env.OVERLAP_TRANSPILE_CACHE === "off";
let name = process.argv[1] === undefined ? "node" : basename(process.argv[1], extname(process.argv[1]));
/** What was kept; undefined when nothing was. */
let pack;
let madeBy;
/** The modules that were made in this run, by their path in the project: source and code. */
const made = new Map();
/** Which file a module meant by a name: {path: {name: path}}. */
const resolved = {};

function namesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).map((entry) =>
    entry.isDirectory() ? [entry.name, ...namesIn(join(folder, entry.name))] : entry.name,
  );
}

/** All that decides what a name means and what becomes of a source, the sources aside. */
function makers() {
  const packages = ["sucrase", ...KEPT_PACKAGES].map((one) => join(PROJECT, "node_modules", one, "package.json"));
  const files = [__filename, join(__dirname, "pack.js"), ...packages.filter((file) => existsSync(file))];
  const texts = files.map((file) => [file, readFileSync(file, "utf8")]);
  return JSON.stringify([process.version, process.arch, texts, namesIn(join(PROJECT, "src"))]);
}

const packFile = () => join(CACHE, `${name}.pack`);

/** Opens what was kept, at the first module: only then the program has said its name. */
function open() {
  if (madeBy !== undefined) return;
  madeBy = makers();
  if (isOff) return;
  pack = readPack(packFile(), madeBy);
  if (pack) pointToSources(packFile(), pack, (path) => join(PROJECT, path));
}

function keep(exitCode) {
  if (isOff || madeBy === undefined) return;
  try {
    if (made.size > 0) {
      const old = [...(pack?.modules ?? [])].filter(([path]) => existsSync(join(PROJECT, path)));
      const kept = old.map(([path, { place, source }]) => [path, { source, code: codeIn(pack, place) }]);
      writePack(packFile(), madeBy, new Map([...kept, ...made]), { ...pack?.resolved, ...resolved });
    } else if (pack && !pack.isCompiled && exitCode !== BAD_INPUT) writeCompiled(packFile(), madeBy, pack);
  } catch {
    // A read-only installation is only slower.
  }
}

function transpile(file, source) {
  // Loaded when a source was not kept: it takes longer than all the rest of this file.
  const { transform } = require("sucrase");
  return transform(source, { transforms: ["typescript", "imports"], filePath: file }).code;
}

/** A module's function. The lines of its code are the source's, so errors point to the right place. */
function functionOf(file) {
  const source = readFileSync(file);
  const path = pathOf(file);
  const known = pack?.modules.get(path);
  if (known?.source.equals(source)) return pack.functions[known.place];
  const text = source.toString("utf8");
  const isSource = extname(file) === ".ts";
  const code = isSource ? transpile(file, text) : text;
  // One wide character of a package would double the whole script.
  if (path !== undefined && (isSource || !isWide(code))) made.set(path, { source, code });
  return new Script(Module.wrap(code), { filename: file }).runInThisContext();
}

/** A module that is loaded when something of it is asked for. */
const whenUsed = (request) => new Proxy({}, { get: (_, key) => require(request)[key] });

function load(module, file) {
  open();
  const path = pathOf(file);
  const names = pack?.resolved[path];
  const own = (request) => {
    // Most are loaded by now, and Node.js takes a while to say so.
    const known = names?.[request];
    const other = known === undefined ? undefined : Module._cache[PROJECT + known];
    if (other?.loaded) return other.exports;
    return SELDOM_USED[request]?.(path) ? whenUsed(request) : module.require(request);
  };
  own.main = process.mainModule;
  functionOf(file).call(module.exports, module.exports, own, module, file, dirname(file));
}

/** The path in the project of a file that is kept. */
const pathOf = (file) => {
  if (!file?.startsWith(PROJECT)) return undefined;
  const path = file.slice(PROJECT.length);
  return path.endsWith(".ts") || KEPT_FILE.test(path) ? path : undefined;
};

Module._extensions[".ts"] = load;
const loadJavaScript = Module._extensions[".js"];
Module._extensions[".js"] = (module, file) => (pathOf(file) === undefined ? loadJavaScript : load)(module, file);

const resolveFilename = Module._resolveFilename;
/** What a kept module means by a name was found before: Node.js asks the disk a dozen times for each. */
Module._resolveFilename = (request, parent, ...more) => {
  const from = pathOf(parent?.filename);
  const isSure = from !== undefined && LISTED.test(from);
  const known = isSure ? pack?.resolved[from]?.[request] : undefined;
  if (known !== undefined) return PROJECT + known;
  const file = resolveFilename(request, parent, ...more);
  const found = isSure ? pathOf(file) : undefined;
  if (found !== undefined) (resolved[from] ??= { ...pack?.resolved[from] })[request] = found;
  return file;
};
process.on("exit", keep);

/** Keeps what this process loads under a name of its own, as programs that do different things compile different functions. */
exports.keepAs = (own) => {
  name = own;
};
exports.CACHE = CACHE;
exports.isOff = isOff;
