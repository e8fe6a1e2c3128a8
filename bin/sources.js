// Whether dist/ was made of the sources as they are now, which its stamp tells.
const { createHash, randomBytes } = require("node:crypto");
const { readdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const ROOT = join(__dirname, "..");
const DIST = join(ROOT, "dist");
/** Says of what dist/ was built. It is written last. */
const STAMP = join(DIST, "built.json");
/** All that decides what is built. The last one changes with whatever npm installs. */
const SOURCES = [
  ...["main.ts", "src", ".gen", "modules", "build.js", "bin"],
  ...["package.json", "package-lock.json", "tsconfig.json", "node_modules/.package-lock.json"],
];
/** A file that changed so lately may change again and have the same time: some systems keep two seconds apart, no less. */
const MILLISECONDS_TO_TELL_APART = 2000;

/** The regular files in a folder and below. Hidden ones are an editor's own; a link to a folder may lead in a circle. */
function filesBelow(folder, found) {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const place = `${folder}/${entry.name}`;
    const isFileLink = () => statSync(join(ROOT, place), { throwIfNoEntry: false })?.isFile() === true;
    if (entry.isDirectory()) filesBelow(place, found);
    else if (entry.isFile() || (entry.isSymbolicLink() && isFileLink())) found.push(place);
  }
  return found;
}

/** The regular files at these places and below, in an order of their own. */
function filesIn(places) {
  const found = [];
  for (const place of places) {
    const stat = statSync(join(ROOT, place), { throwIfNoEntry: false });
    if (stat?.isFile()) found.push(place);
    else if (stat?.isDirectory()) filesBelow(place, found);
  }
  return found.sort();
}

/** The SHA-256 of files, each with its path and bytes. */
function digestOf(files) {
  const hash = createHash("sha256");
  for (const [path, bytes] of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
}
const read = (place) => [place, readFileSync(join(ROOT, place))];
const contentOf = (places) => digestOf(filesIn(places).map(read));

/** What is quick to tell of files: whoever writes one changes this, whatever times they set. Undefined while that is unsure. */
function signOf(files) {
  let newest = 0;
  const marks = files.map((place) => {
    const { size, mtimeMs, ctimeMs, ino } = statSync(join(ROOT, place));
    newest = Math.max(newest, ctimeMs);
    return [place, size, mtimeMs, ctimeMs, ino];
  });
  if (Date.now() - newest < MILLISECONDS_TO_TELL_APART) return undefined;
  return createHash("sha256").update(JSON.stringify(marks)).digest("hex");
}

/** @returns undefined when there is no stamp, or none that can be read */
function readStamp() {
  try {
    const stamp = JSON.parse(readFileSync(STAMP, "utf8"));
    return Array.isArray(stamp.outputs) ? stamp : undefined;
  } catch {
    return undefined;
  }
}

/** What tells this build from all others: the digest of its files. */
const builtAs = () => readStamp()?.built;

/** Puts a whole stamp in its place. */
function writeStamp(stamp) {
  const draft = `${STAMP}.${randomBytes(8).toString("hex")}`;
  writeFileSync(draft, `${JSON.stringify(stamp, null, 2)}\n`, { flag: "wx", mode: 0o644 });
  renameSync(draft, STAMP);
}

/** Whether dist/ holds what was built of the sources as they are now. */
function isCurrent() {
  try {
    const stamp = readStamp();
    if (!stamp) return false;
    const sign = signOf(filesIn([...SOURCES, ...stamp.outputs]));
    if (sign !== undefined && sign === stamp.sign) return true;
    // Times say less than content: a project may have been copied, or only touched.
    if (stamp.sources !== contentOf(SOURCES) || stamp.built !== contentOf(stamp.outputs)) return false;
    if (sign !== undefined) restamp({ ...stamp, sign });
    return true;
  } catch {
    // What can't be read, or goes away meanwhile, is no build.
    return false;
  }
}

function restamp(stamp) {
  try {
    writeStamp(stamp);
  } catch {
    // Where nothing can be written, the next start reads the files again.
  }
}

module.exports = { builtAs, contentOf, digestOf, DIST, isCurrent, read, ROOT, SOURCES, writeStamp };
