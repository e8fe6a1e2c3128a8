import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "baselines");
/** Set by `npm run generate:verdicts`, and by nothing else: no other update of golden files touches these. */
const isUpdate = process.env["UPDATE_VERDICTS"] === "1";

const fileOf = (name: string): string => join(FOLDER, `${name}.json`);

/** JSON with each object on a line of its own, so that a difference is one line. No string of JSON has `{"` in it. */
function linesOf(value: unknown): string[] {
  return JSON.stringify(value).replaceAll('{"', '\n{"').trimStart().split("\n");
}

/** Compares with what was answered when the baseline was written; with {@link isUpdate} it writes it. */
export function expectAsBefore(name: string, answers: object): void {
  const lines = linesOf(answers);
  if (isUpdate) {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(fileOf(name), `${lines.join("\n")}\n`);
    return;
  }
  if (!existsSync(fileOf(name)))
    throw new Error(`${name} has no baseline; run npm run generate:verdicts and read what it wrote`);
  expect(lines).toEqual(readFileSync(fileOf(name), "utf8").trimEnd().split("\n"));
}

/** Baselines of none of these names; with {@link isUpdate} they are removed. */
export function strays(names: ReadonlySet<string>): string[] {
  const found = existsSync(FOLDER) ? readdirSync(FOLDER).map((file) => file.replace(/\.json$/, "")) : [];
  const stray = found.filter((name) => !names.has(name));
  if (isUpdate) for (const name of stray) rmSync(fileOf(name));
  return isUpdate ? [] : stray;
}
