import { readFileSync } from "node:fs";
import { readTable, writeTable } from "./table";
import { callsToAsk } from "./wrong-calls";

/**
 * `npm run generate:expressions [FILE]` asks Terraform for every row of the table again, and for the calls that the table of
 * functions asks for; a file adds one expression per line.
 */
const [file] = process.argv.slice(2);
const added = file ? readFileSync(file, "utf8").split("\n") : [];
const known = readTable().map(({ expression }) => expression);
const all = [...new Set([...known, ...callsToAsk(), ...added.filter((line) => line.trim() !== "")])];
writeTable(all);
