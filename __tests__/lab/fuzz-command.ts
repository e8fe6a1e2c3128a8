import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { missingRequirement } from "../../src/lab";
import { fuzz } from "./fuzz";

const USAGE = "npm run lab:fuzz -- [--seed NUMBER] [--count NUMBER] [--side NUMBER]";

/** A whole number of an option. @throws RangeError that says how to write it */
function numberOf(text: string | undefined, otherwise: number): number {
  const number = text === undefined ? otherwise : /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number)) throw new RangeError(`"${text}" is no whole number; ${USAGE}`);
  return number;
}

/** Random networks and faulty bridges, proof against kernel: what CI does with fixed seeds, as long as you like. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { seed: { type: "string" }, count: { type: "string" }, side: { type: "string" } },
  });
  const missing = missingRequirement(process.platform, process.env["PATH"]);
  if (missing !== undefined) throw new RangeError(missing);
  const first = numberOf(values.seed, Math.floor(Math.random() * 2 ** 31));
  const count = numberOf(values.count, 100);
  const folder = mkdtempSync(join(tmpdir(), "overlap-fuzz-"));
  console.log(`seeds ${first} to ${first + count - 1}`);
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  const result = await fuzz(
    seeds,
    numberOf(values.side, 4),
    ({ name, json }, lines) => {
      const file = join(folder, `${name.replace(/\W+/g, "-").slice(0, 80)}.tf.json`);
      writeFileSync(file, JSON.stringify(json, null, 2));
      console.log([`${name}: ${file}`, ...lines.map((line) => `  ${line}`)].join("\n"));
    },
    true,
  );
  console.log(["of the networks have", ...result.features.lines()].join("\n"));
  console.log(["verdicts of the proof, with their causes", ...result.verdicts.lines()].join("\n"));
  const { networks, asked, unknown, allowed, disagreements, seconds } = result;
  console.log(
    `${networks} networks, ${asked} probes (${allowed} get through, ${unknown} UNKNOWN and skipped), ${disagreements.length} disagreements, ${(networks / seconds).toFixed(1)} networks/s`,
  );
  return disagreements.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`lab:fuzz: ${(error as Error).message}`);
    process.exitCode = 2;
  },
);
