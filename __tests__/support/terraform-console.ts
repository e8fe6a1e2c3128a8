import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { terraformEnvironment } from "./terraform";

/** What Terraform makes of an expression: its JSON, or undefined where it refuses the expression. */
export type Answer = string | undefined;

/** The console reads lines of at most 64 KiB. */
const MAX_LINE = 50_000;

/** One console for all of them. @returns undefined when one of them has no answer and `try` doesn't help */
function once(expressions: readonly string[], folder: string): Answer[] | undefined {
  // In a pipe the console prints only the last result, so everything is one expression; Base64 spares its own escapes.
  const line = `base64encode(jsonencode([${expressions.map((one) => `try(jsonencode(${one}), null)`).join()}]))\n`;
  const result = spawnSync("terraform", ["console", "-no-color"], {
    cwd: folder,
    env: terraformEnvironment(folder),
    input: line,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (result.error) throw result.error;
  // Some odd mixtures of types are unknown to Terraform itself: "(known after apply)".
  if (result.status !== 0 || !/^"[\w+/=]+"$/.test(result.stdout.trim())) return undefined;
  const json = Buffer.from(result.stdout.trim().replaceAll('"', ""), "base64").toString("utf8");
  return (JSON.parse(json) as (string | null)[]).map((one) => one ?? undefined);
}

function halves(expressions: readonly string[], folder: string): Answer[] {
  const found = once(expressions, folder);
  if (found) return found;
  if (expressions.length <= 1) return expressions.map(() => undefined);
  const middle = expressions.length >> 1;
  return [...halves(expressions.slice(0, middle), folder), ...halves(expressions.slice(middle), folder)];
}

/**
 * Asks the real `terraform console`, in as few processes as there can be: 50 ms each.
 * @param expressions one line each; those that no `try` can save (unknown names, wrong syntax) cost some ten processes
 * @param alone expressions that are better asked alone, one process each
 */
export function askTerraform(expressions: readonly string[], alone: ReadonlySet<string> = new Set()): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), "overlap-console-"));
  try {
    const answers: Answer[] = [];
    let batch: string[] = [];
    let size = 0;
    const flush = (): void => {
      if (batch.length === 0) return;
      answers.push(...halves(batch, folder));
      [batch, size] = [[], 0];
    };
    for (const expression of expressions.filter((one) => !alone.has(one))) {
      const bytes = Buffer.byteLength(expression) + 30;
      if (size + bytes > MAX_LINE) flush();
      batch.push(expression);
      size += bytes;
    }
    flush();
    const rest = answers.values();
    return expressions.map((one) => (alone.has(one) ? halves([one], folder)[0] : rest.next().value));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
