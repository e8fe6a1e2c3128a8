// Makes the programs of dist/ out of the TypeScript sources. Types are checked by `npm run typecheck`, not here.
//
//   node build.js                 builds dist/
//   node build.js --run X.ts ...  runs a program for development, such as the bench, from its source
//   node build.js --bundle X.ts X.js
const { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { createRequire, isBuiltin } = require("node:module");
const { tmpdir } = require("node:os");
const { basename, dirname, join, relative, resolve } = require("node:path");
const { contentOf, digestOf, DIST, isCurrent, read, ROOT, SOURCES, writeStamp } = require("./bin/sources");

/**
 * What is built, and of which source. Each is two folders deep, as the sources are: what a source finds by its own place,
 * such as modules/ and package.json, what is built of it finds too.
 */
const ENTRIES = {
  "cli/overlap": "src/cli/overlap.ts",
  "app/main": "main.ts",
  "package/index": "src/index.ts",
  "package/judge": "src/judge.ts",
  "package/jest": "src/jest.ts",
};
/** Packages that are loaded from node_modules. The others become part of what is built. */
const EXTERNAL = [
  "@aws-sdk/*",
  "@cdktf/provider-aws",
  "@cdktn/hcl2json",
  "@hpcc-js/wasm-graphviz",
  "cdktf",
  "constructs",
];
/** The modules that work a stack out of a bridge file. */
const WRITING = ["src/address-plan/load-plans.ts", "src/stacks/synthesize.ts"];
const OPTIONS = { absWorkingDir: ROOT, bundle: true, platform: "node", target: "node20", format: "cjs" };
/** Sources may be written while they are read. */
const MOST_TRIES = 5;
const HOUR_IN_MILLISECONDS = 3_600_000;
const FAULT = 2;

/** All that a module is made of, itself included: paths from the project's folder. */
function inputsOf(module, inputs, found = new Set()) {
  if (found.has(module) || !inputs[module]) return found;
  found.add(module);
  for (const { path, external } of inputs[module].imports) if (!external) inputsOf(path, inputs, found);
  return found;
}

/** What stacks are worked out by: a digest of it, and when the newest of it was written, in milliseconds since 1970. */
function writingOf(inputs) {
  const modules = new Set(WRITING.flatMap((module) => [...inputsOf(module, inputs)]));
  const files = [...modules].sort();
  const newest = Math.max(...files.map((file) => statSync(join(ROOT, file)).mtimeMs));
  return { digest: digestOf([["modules", Buffer.from(contentOf(["modules"]))], ...files.map(read)]), newest };
}

/** @returns the files to put into dist/, by their path in the project, and what the stamp says of stacks */
function compile() {
  const { outputFiles, metafile } = require("esbuild").buildSync({
    ...OPTIONS,
    entryPoints: ENTRIES,
    outdir: DIST,
    external: EXTERNAL,
    // Names stay, for the traces of faults and for what cdktf makes of the names of classes.
    ...{ minifyWhitespace: true, minifySyntax: true, sourcemap: "linked", sourcesContent: false },
    ...{ metafile: true, write: false, logLevel: "silent" },
  });
  const files = outputFiles.map(({ path, contents }) => [relative(ROOT, path).replaceAll("\\", "/"), contents]);
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  return { files, writing: writingOf(metafile.inputs) };
}

/** Drafts of builds that were killed. */
function removeOldDrafts() {
  for (const name of readdirSync(DIST).filter((one) => one.startsWith(".draft-"))) {
    const draft = join(DIST, name);
    const stat = statSync(draft, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > HOUR_IN_MILLISECONDS) rmSync(draft, { recursive: true, force: true });
  }
}

/** Puts whole files in their places; two builds at once each move theirs. */
function publish(files) {
  mkdirSync(DIST, { recursive: true, mode: 0o755 });
  removeOldDrafts();
  const draft = mkdtempSync(join(DIST, ".draft-"));
  try {
    for (const [path, bytes] of files) {
      const whole = join(draft, basename(path));
      mkdirSync(dirname(join(ROOT, path)), { recursive: true, mode: 0o755 });
      writeFileSync(whole, bytes, { mode: 0o644 });
      renameSync(whole, join(ROOT, path));
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function buildOnce() {
  const sources = contentOf(SOURCES);
  const { files, writing } = compile();
  // Of sources that were written meanwhile it is not known what was compiled.
  if (contentOf(SOURCES) !== sources) return;
  publish(files);
  writeStamp({ sources, built: digestOf(files), outputs: files.map(([path]) => path), writing });
}

/** What kept a build from being made, a line each. */
function faultLines(error) {
  if (Array.isArray(error.errors))
    return error.errors.map(({ text, location }) => {
      const place = location ? `${location.file}:${location.line}:${location.column + 1}: ` : "";
      return `overlap: ${place}${text.replace(/\s+/g, " ")}`;
    });
  if (error.code === "MODULE_NOT_FOUND") return ["overlap: dist/ can't be built: esbuild is not installed; run npm ci"];
  if (error.syscall === undefined) throw error;
  return [
    `overlap: dist/ is not what the sources say, and can't be built: ${error.message}; run npm run build as somebody who may write there`,
  ];
}

/**
 * Builds dist/.
 * @returns what is wrong, a line each; empty when dist/ is current
 */
exports.build = () => {
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      buildOnce();
      if (isCurrent()) return [];
    }
    return ["overlap: dist/ can't be built while its sources change; run it again"];
  } catch (error) {
    return faultLines(error);
  }
};

/** Each source's own place, as Node.js tells modules theirs. */
const ownPlaces = {
  name: "own places",
  setup(build) {
    const { readFileSync } = require("node:fs");
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const place = JSON.stringify(dirname(path));
      return { contents: /\b__dirname\b/.test(text) ? `const __dirname = ${place}; ${text}` : text, loader: "ts" };
    });
  },
};

/** Packages are loaded from where the source would find them, wherever the bundle is. */
const installedPackages = {
  name: "installed packages",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, resolveDir, kind }) => {
      if (kind === "entry-point") return undefined;
      if (isBuiltin(path)) return { path, external: true };
      return { path: createRequire(join(resolveDir, "_")).resolve(path), external: true };
    });
  },
};

/** Bundles a program for development; it runs on this machine only. */
async function bundle(source, outfile) {
  const esbuild = require("esbuild");
  await esbuild.build({
    ...OPTIONS,
    entryPoints: [resolve(source)],
    outfile: resolve(outfile),
    plugins: [ownPlaces, installedPackages],
    define: { "require.main": "module" },
    ...{ sourcemap: "linked", logLevel: "silent" },
  });
  await esbuild.stop();
}

/** Runs a program in this process, so that its signals, its messages and its limits are those of this one. */
async function run(source) {
  const folder = mkdtempSync(join(tmpdir(), "overlap-run-"));
  const program = join(folder, "program.js");
  try {
    await bundle(source, program);
    process.setSourceMapsEnabled(true);
    process.argv.splice(1, process.argv.indexOf(source), resolve(source));
    require(program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main([option, source, outfile]) {
  if (option === undefined) return exports.build();
  if (option === "--run" && source !== undefined) await run(source);
  else if (option === "--bundle" && outfile !== undefined) await bundle(source, outfile);
  else return ["usage: node build.js [--run X.ts [ARGUMENT...] | --bundle X.ts X.js]"];
  return [];
}

function tell(faults) {
  if (faults.length === 0) return;
  process.stderr.write(faults.map((line) => `${line}\n`).join(""));
  process.exitCode = FAULT;
}

if (require.main === module)
  main(process.argv.slice(2)).then(tell, (error) => {
    if (Array.isArray(error.errors)) return tell(faultLines(error));
    throw error;
  });
