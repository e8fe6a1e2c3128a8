// What one start keeps for the next, in files that only the user, or root, can have written; and a program's modules in one
// such file, as one script that V8 has compiled: reading and compiling them one by one takes longer than running them.
// What is in a pack is used only while it is exactly what would be made again.
const { hash, randomBytes } = require("node:crypto");
const {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} = require("node:fs");
const { basename, dirname } = require("node:path");
const { Script } = require("node:vm");

/** A kept file begins with the SHA-256 of all that follows: a disk that fails, or a draft cut short, is no attack. */
const SEAL_BYTES = 32;
/** A pack begins with a number of four bytes, the length of its index. */
const HEAD_BYTES = 4;
const WRITABLE_BY_OTHERS = 0o022;
/** Windows has no users of this kind; there, whoever may write a project's folders is a matter of their own lists. */
const user = process.geteuid?.();

const sealOf = (bytes) => hash("sha256", bytes, "buffer");
const isOwn = ({ uid, mode }) => user === undefined || (uid === user && (mode & WRITABLE_BY_OTHERS) === 0);
/** Root may write everything anyway, so what is root's is as good as the user's own; nobody else's is. */
const isTrusted = ({ uid, mode }) => isOwn({ uid: uid === 0 ? user : uid, mode });
/** The folder of kept files and the one around it: who may write there could put another in its place. */
const foldersOf = (file) => [dirname(dirname(file)), dirname(file)];
const isFolder = (path, isFine) => {
  const stats = lstatSync(path);
  return stats.isDirectory() && isFine(stats);
};

/**
 * @returns undefined when there is no such file, when it isn't whole, or when somebody else could have written it: who may
 * not write the sources must not change what is made of them. A link is not followed, and a pipe not waited for.
 */
exports.readKept = (file) => {
  let opened;
  try {
    if (!foldersOf(file).every((folder) => isFolder(folder, isTrusted))) return undefined;
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
    opened = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = fstatSync(opened);
    if (!stats.isFile() || !isTrusted(stats)) return undefined;
    const bytes = readFileSync(opened);
    const content = bytes.subarray(SEAL_BYTES);
    return bytes.length > SEAL_BYTES && sealOf(content).equals(bytes.subarray(0, SEAL_BYTES)) ? content : undefined;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
};

/** A folder of the user's own; made where the one around it is. */
function makeFolder(path) {
  try {
    lstatSync(path);
  } catch {
    const { uid } = statSync(dirname(path));
    // Root leaves nothing in a user's project that the user can't remove.
    if (user !== undefined && uid !== user) throw new Error(`${dirname(path)} is somebody else's`);
    mkdirSync(path, { mode: 0o700 });
    chmodSync(path, 0o700);
  }
}

/** Whether a file may be written in this place: what is there is left alone unless it is one of these. */
function isFree(file) {
  try {
    const stats = lstatSync(file);
    return stats.isFile() && (user === undefined || stats.uid === user);
  } catch {
    return true;
  }
}

/**
 * Keeps these bytes, whatever the umask readable for the user alone. Throws when they can't be kept, or when the folder
 * is not the user's own.
 */
exports.writeKept = (file, content) => {
  const folders = foldersOf(file);
  folders.forEach(makeFolder);
  if (!folders.every((folder) => isFolder(folder, isOwn))) throw new Error(`${dirname(file)} is not the user's own`);
  if (!isFree(file)) throw new Error(`${file} is something else`);
  // Two processes may write at once: each moves a whole file into place.
  const draft = `${file}.${randomBytes(8).toString("hex")}`;
  const opened = openSync(draft, "wx", 0o600);
  try {
    try {
      fchmodSync(opened, 0o600);
      writeFileSync(opened, Buffer.concat([sealOf(content), content]));
    } finally {
      closeSync(opened);
    }
    renameSync(draft, file);
  } catch (error) {
    unlinkSync(draft);
    throw error;
  }
};

const wrap = (code) => `(function (exports, require, module, __filename, __dirname) { ${code}\n})`;
/** Whether a text has a character for which V8 keeps the whole of it in two bytes each. */
exports.isWide = (text) => /[^\0-\xff]/.test(text);
const linesOf = (text) => text.split("\n").length - 1;

/**
 * @returns undefined when there is no pack, or when it was made by something else. V8 checks that compiled code is of its
 * own version and for a text of this length, but not a single byte of it; so the seal does.
 */
exports.readPack = (file, madeBy) => {
  try {
    const bytes = exports.readKept(file);
    if (bytes === undefined) return undefined;
    let at = HEAD_BYTES + bytes.readUInt32LE(0);
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
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(heading.length, 0);
  exports.writeKept(file, Buffer.concat([head, heading, ...sources, texts, compiled]));
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
