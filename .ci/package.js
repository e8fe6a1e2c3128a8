#!/usr/bin/env node
/**
 * Packs the npm package as it is to be published: builds dist/, makes the types anew, and leaves out of package.json what only
 * a checkout needs. Neither `prepare` nor `prepack` could do it, since .npmrc lets no script run by itself.
 *
 *   node .ci/package.js [FOLDER]   writes overlap-bridge-<version>.tgz into a folder, here by default
 */
const { spawnSync } = require("node:child_process");
const { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");

const PROJECT = join(__dirname, "..");
/** What npm packs whatever `files` says. */
const ALWAYS = ["README.md", "LICENSE"];
/** Keys of package.json that say something of the checkout alone. */
const OF_CHECKOUT = ["allowScripts", "devDependencies", "overrides", "scripts"];
const FAULT = 2;

/** @throws Error with what the program says when it fails */
function run(folder, command, ...args) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${stdout}${stderr}`);
}

function build() {
  const faults = require("../build").build();
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** The names of packages that the files of a folder load, or take types from. */
function loadedIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name));
  const names = files.flatMap((name) =>
    Array.from(
      readFileSync(join(folder, name), "utf8").matchAll(
        /(?:\bfrom\s*|\b(?:require|import)\(\s*)["']((?:@[\w.-]+\/)?[\w.-]+)/g,
      ),
      ([, found]) => found,
    ),
  );
  return new Set(names);
}

/** Most packages are a part of dist/ already; whoever installs this one shall not install them once more. */
function published(manifest, loaded) {
  const kept = Object.entries(manifest).filter(([key]) => !OF_CHECKOUT.includes(key));
  const dependencies = Object.entries(manifest.dependencies).filter(([name]) => loaded.has(name));
  return { ...Object.fromEntries(kept), dependencies: Object.fromEntries(dependencies) };
}

/** @throws Error with what is wrong when it can't */
function pack(folder) {
  build();
  const manifest = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  const { outputs } = JSON.parse(readFileSync(join(PROJECT, "dist/built.json"), "utf8"));
  const staged = mkdtempSync(join(tmpdir(), "overlap-package-"));
  try {
    // Of dist/ only what was built now: types of an earlier day may lie there.
    for (const name of [...ALWAYS, ...manifest.files.filter((one) => one !== "dist"), ...outputs])
      cpSync(join(PROJECT, name), join(staged, name), { recursive: true });
    const tsc = join(PROJECT, "node_modules/typescript/bin/tsc");
    run(PROJECT, process.execPath, tsc, "--project", "tsconfig.build.json", "--outDir", join(staged, "dist/types"));
    const text = JSON.stringify(published(manifest, loadedIn(join(staged, "dist"))), null, 2);
    writeFileSync(join(staged, "package.json"), `${text}\n`);
    run(staged, "npm", "pack", "--ignore-scripts", "--silent", `--pack-destination=${folder}`);
    return join(folder, `${manifest.name}-${manifest.version}.tgz`);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function main([folder = ".", ...more]) {
  if (more.length > 0) {
    process.stderr.write("package: name one folder to write into, as in node .ci/package.js test-results\n");
    return FAULT;
  }
  try {
    process.stdout.write(`${pack(resolve(folder))}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`package: ${error.message}\n`);
    return FAULT;
  }
}

process.exitCode = main(process.argv.slice(2));
