#!/usr/bin/env node
/**
 * The bill of materials of what an installation without development dependencies holds, as CycloneDX JSON, out of
 * package-lock.json alone: nothing needs to be installed and nothing is asked of a registry.
 *
 *   node .ci/sbom.js FILE
 *
 * `npm sbom --omit=dev` leaves out what a development dependency needs, too (of npm 10 and 11, 13 of 121 packages came out, and
 * neither cdktf nor constructs), so npm gets a lock file that has no development dependencies in it.
 */
const { spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");

const PROJECT = join(__dirname, "..");

const without = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

function withoutDevelopment(lock) {
  const others = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);
  const packages = { "": without(lock.packages[""], "devDependencies"), ...Object.fromEntries(others) };
  return { ...lock, packages };
}

/** SHA-512 in hex, by name and version, of what comes as an archive of its own. */
function hashesIn({ packages }) {
  const archives = Object.entries(packages).filter(([, { integrity }]) => integrity?.startsWith("sha512-"));
  return new Map(
    archives.map(([path, { name, version, integrity }]) => [
      `${name ?? path.split("node_modules/").at(-1)}@${version}`,
      Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex"),
    ]),
  );
}

/**
 * One entry per name and version: npm 10 writes one for each copy, npm 11 any of them, be it the one in another's archive, which
 * has no hash.
 */
function once({ components, dependencies, ...bom }, hashes) {
  const byRef = new Map();
  for (const component of components) {
    const content = hashes.get(component["bom-ref"]);
    const bundled = [{ name: "cdx:npm:package:bundled", value: "true" }];
    const known = content ? { hashes: [{ alg: "SHA-512", content }], properties: [] } : { properties: bundled };
    byRef.set(component["bom-ref"], { ...component, ...known });
  }
  const edges = new Map();
  for (const { ref, dependsOn = [] } of dependencies)
    edges.set(ref, new Set([...(edges.get(ref) ?? []), ...dependsOn]));
  const merged = [...edges].map(([ref, refs]) => ({ ref, dependsOn: [...refs].sort() }));
  return { ...bom, components: [...byRef.values()], dependencies: merged };
}

/** @throws Error with npm's words when it can't */
function bill() {
  const read = (name) => JSON.parse(readFileSync(join(PROJECT, name), "utf8"));
  const manifest = without(read("package.json"), "devDependencies");
  const lock = withoutDevelopment(read("package-lock.json"));
  const folder = mkdtempSync(join(tmpdir(), "overlap-sbom-"));
  // npm calls the whole after its folder.
  const project = join(folder, manifest.name);
  try {
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(project, "package-lock.json"), JSON.stringify(lock));
    const args = ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"];
    const { error, status, stdout, stderr } = spawnSync("npm", args, {
      cwd: project,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    if (error) throw error;
    if (status !== 0) throw new Error(stderr);
    return `${JSON.stringify(once(JSON.parse(stdout), hashesIn(lock)), null, 2)}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main([file, ...more]) {
  if (file === undefined || more.length > 0) {
    process.stderr.write("sbom: name one file to write, as in node .ci/sbom.js test-results/sbom.cdx.json\n");
    return 2;
  }
  try {
    const text = bill();
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return 0;
  } catch (error) {
    process.stderr.write(`sbom: ${error.message}\n`);
    return 2;
  }
}

process.exitCode = main(process.argv.slice(2));
