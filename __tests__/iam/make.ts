import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { policies } from "./policies";
import { withUnseen } from "./unseen-table";

/** `npm run generate:iam`: writes the policies and the table of unseen calls into docs. */
const DOCS = join(__dirname, "../../docs");

async function main(): Promise<void> {
  const folder = join(DOCS, "iam");
  const made = await policies();
  for (const file of readdirSync(folder))
    if (/^(plan|apply)\b/.test(file) && !made.has(file.replace(/\.json$/, ""))) rmSync(join(folder, file));
  for (const [name, policy] of made) {
    const text = await format(JSON.stringify(policy), { parser: "json", printWidth: 120 });
    writeFileSync(join(folder, `${name}.json`), text);
  }
  const text = join(DOCS, "iam.md");
  writeFileSync(text, await format(withUnseen(readFileSync(text, "utf8")), { parser: "markdown", printWidth: 120 }));
}

void main();
