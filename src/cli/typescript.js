// Lets Node run TypeScript sources as they are: `node -r ./src/cli/typescript.js main.ts`. Types are checked by
// `npm run typecheck`, not at every start. What sucrase makes of a source is kept in node_modules/.cache, since loading
// sucrase and transpiling is half of a start. Whatever goes wrong with a kept file, the source is transpiled again.
// OVERLAP_TRANSPILE_CACHE=off does without.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, relative, resolve, sep } = require("node:path");

const PROJECT = resolve(__dirname, "../..");
const CACHE = join(PROJECT, "node_modules/.cache/overlap-bridge");
const { version } = require("sucrase/package.json");

/** The kept file's last line: what its code was made of, so that no change of source, place or sucrase goes unseen. */
function seal(file, source) {
  return `\n//${createHash("sha256").update([version, file, source].join("\n")).digest("hex")}\n`;
}

function transpile(file, source) {
  // Loaded when a source was not kept: it takes longer than all the rest of this file.
  const { transform } = require("sucrase");
  return transform(source, { transforms: ["typescript", "imports"], filePath: file }).code;
}

function readKept(kept, sealed) {
  try {
    const code = readFileSync(kept, "utf8");
    return code.endsWith(sealed) ? code : undefined;
  } catch {
    return undefined;
  }
}

function keep(kept, code) {
  try {
    mkdirSync(CACHE, { recursive: true });
    // Two processes may keep the same file at once: each moves a whole one into place.
    const draft = `${kept}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, kept);
  } catch {
    // A read-only installation is only slower.
  }
}

/** The JavaScript of a TypeScript file. Its lines are the source's, so errors point to the right place. */
function javascriptOf(file) {
  const source = readFileSync(file, "utf8");
  if (process.env.OVERLAP_TRANSPILE_CACHE === "off") return transpile(file, source);
  const sealed = seal(file, source);
  const kept = join(CACHE, `${relative(PROJECT, file).replaceAll(sep, "+")}.js`);
  const known = readKept(kept, sealed);
  if (known !== undefined) return known;
  const made = transpile(file, source);
  keep(kept, made + sealed);
  return made;
}

Module._extensions[".ts"] = (module, file) => module._compile(javascriptOf(file), file);
