// A program's modules in one file, as one script that V8 has compiled: reading and compiling them one by one takes
// longer than running them. What is in a pack is used only while it is exactly what would be made again.
const { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { basename, dirname } = require("node:path");
const { Script } = require("node:vm");
const { crc32 } = require("node:zlib");

/** A pack begins with two numbers of four bytes: the checksum of all that follows, and the length of its index. */
const HEAD_BYTES = 8;

const wrap = (code) => `(function (exports, require, module, __filename, __dirname) { ${code}\n})`;
/** Whether a text has a character for which V8 keeps the whole of it in two bytes each. */
exports.isWide = (text) => /[^\0-\xff]/.test(text);
const linesOf = (text) => text.split("\n").length - 1;

/**
 * @returns undefined when there is no pack, when it isn't whole, or when it was made by something else. V8 checks that
 * compiled code is of its own version and for a text of this length, but not a single byte of it; so a checksum does.
 */
exports.readPack = (file, madeBy) => {
  try {
    // A pipe would be waited for.
    if (!lstatSync(file).isFile()) return undefined;
    const bytes = readFileSync(file);
    if (bytes.readUInt32LE(0) !== crc32(bytes.subarray(4))) return undefined;
    let at = HEAD_BYTES + bytes.readUInt32LE(4);
    const index = JSON.parse(bytes.toString("utf8", HEAD_BYTES, at));
    if (index.madeBy !== madeBy) return undefined;
    const next = (length) => bytes.subarray(at, (at += length));
    const modules = new Map(
      index.modules.map(({ path, line, length }, place) => [path, { place, line, source: next(length) }]),
    );
    const text = next(index.textLength).toString(index.encoding);
    const script = new Script(text, {
      filename: file,
      cachedData: index.isCompiled ? next(bytes.length - at) : undefined,
    });
    const isCompiled = index.isCompiled && script.cachedDataRejected === false;
    return { modules, resolved: index.resolved, text, script, functions: script.runInThisContext(), isCompiled };
  } catch {
    return undefined;
  }
};

function write(file, { index, sources, text, compiled }) {
  const encoding = exports.isWide(text) ? "utf8" : "latin1";
  const texts = Buffer.from(text, encoding);
  const modules = index.modules.map((one, i) => ({ ...one, length: sources[i].length }));
  const heading = Buffer.from(
    JSON.stringify({ ...index, modules, encoding, textLength: texts.length, isCompiled: compiled.length > 0 }),
  );
  const bytes = Buffer.concat([Buffer.alloc(HEAD_BYTES), heading, ...sources, texts, compiled]);
  bytes.writeUInt32LE(heading.length, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  mkdirSync(dirname(file), { recursive: true });
  // Two processes may write at once: each moves a whole file into place.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bytes, { flag: "wx" });
  renameSync(draft, file);
}

/** A pack of these modules, not yet compiled: V8 compiles a function when it is called, so only a run from the pack does. */
exports.writePack = (file, madeBy, modules, resolved) => {
  const index = [];
  const parts = [];
  // The text begins with one line of its own.
  let line = 1;
  for (const [path, { code }] of modules) {
    const part = wrap(code);
    index.push({ path, line });
    parts.push(part);
    line += linesOf(part) + 1;
  }
  const sources = [...modules.values()].map(({ source }) => source);
  const text = `[\n${parts.join(",\n")}]`;
  write(file, { index: { madeBy, modules: index, resolved }, sources, text, compiled: Buffer.alloc(0) });
};

/** The same pack with what V8 has compiled in this run. */
exports.writeCompiled = (file, madeBy, { modules, resolved, text, script }) => {
  const index = [...modules].map(([path, { line }]) => ({ path, line }));
  const sources = [...modules.values()].map(({ source }) => source);
  write(file, { index: { madeBy, modules: index, resolved }, sources, text, compiled: script.createCachedData() });
};

/** The code of a module in a pack, as it was put in. */
exports.codeIn = (pack, place) => {
  const own = pack.functions[place].toString();
  return own.slice(own.indexOf("{") + 2, -2);
};

/** Frames of a stack trace point to a module's own file and line, not to the pack's. */
exports.pointToSources = (file, pack, fileOf) => {
  const name = basename(file).replaceAll(".", "\\.");
  const place = new RegExp(`[^( ]*${name}:(\\d+)`, "g");
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n").replace(place, (whole, digits) => {
      const own = [...pack.modules].findLast(([, { line }]) => line < Number(digits));
      return own ? `${fileOf(own[0])}:${Number(digits) - own[1].line}` : whole;
    });
};
