import { readFileSync } from "node:fs";

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** A value without its literals: two resources of the same shape were given the same arguments. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return typeof value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, inner]): [string, unknown] => [key, shapeOf(inner)]));
}

/** How many resources a Terraform JSON file holds of each type and shape. */
function countShapes(file: string): Map<string, number> {
  const content = JSON.parse(readFileSync(file, "utf8")) as { resource?: Resources; data?: Resources };
  const counts = new Map<string, number>();
  for (const kind of ["resource", "data"] as const) {
    for (const [type, resources] of Object.entries(content[kind] ?? {})) {
      for (const resource of Object.values(resources)) {
        const key = `${kind} ${type} ${JSON.stringify(shapeOf(resource))}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}

/**
 * Makes sure that two Terraform JSON files create the same resources: as many of each type, with the same arguments.
 */
export function assertSameResources(ours: string, baseline: string): void {
  const [left, right] = [countShapes(ours), countShapes(baseline)];
  const differing = [...new Set([...left.keys(), ...right.keys()])].filter((key) => left.get(key) !== right.get(key));
  if (differing.length === 0) return;
  const lines = differing.map((key) => `  ours ${left.get(key) ?? 0}, baseline ${right.get(key) ?? 0}: ${key}`);
  throw new Error(`the baseline does not make the same resources; mend bench/bare-*.ts:\n${lines.join("\n")}`);
}
