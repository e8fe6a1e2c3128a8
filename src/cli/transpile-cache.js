// Keeps the JavaScript that sucrase makes of each source in node_modules/.cache, since making it is four tenths of a start.
// Whatever goes wrong with a kept file, the source is simply transpiled again. OVERLAP_TRANSPILE_CACHE=off does without.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { join, relative, resolve, sep } = require("node:path");
const { version } = require("sucrase/package.json");

const PROJECT = resolve(__dirname, "../..");
const FOLDER = join(PROJECT, "node_modules/.cache/overlap-bridge");

/** The file's last line: what its code was made of, so that no change of source, place or sucrase goes unseen. */
function seal(file) {
  const options = process.env.SUCRASE_OPTIONS ?? "";
  const hash = createHash("sha256").update([version, options, file, ""].join("\n")).update(readFileSync(file));
  return `\n//${hash.digest("hex")}\n`;
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
    mkdirSync(FOLDER, { recursive: true });
    // Two processes may keep the same file at once: each moves a whole one into place.
    const draft = `${kept}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, kept);
  } catch {
    // A read-only installation is only slower.
  }
}

const transpile = Module._extensions[".ts"];
if (transpile && process.env.OVERLAP_TRANSPILE_CACHE !== "off") {
  Module._extensions[".ts"] = (module, file) => {
    const kept = join(FOLDER, `${relative(PROJECT, file).replaceAll(sep, "+")}.js`);
    const sealed = seal(file);
    const code = readKept(kept, sealed);
    if (code !== undefined) {
      module._compile(code, file);
      return;
    }
    const compile = module._compile;
    module._compile = (made, name) => {
      module._compile = compile;
      keep(kept, made + sealed);
      return module._compile(made, name);
    };
    transpile(module, file);
  };
}
