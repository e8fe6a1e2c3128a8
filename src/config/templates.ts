import { type Finding } from "./fault";
import { type KeyPath } from "./key-path";

/** What begins a template in Terraform's JSON: an interpolation or a directive. Source: Terraform, JSON configuration syntax. */
const MARKS = ["${", "%{"] as const;

/** The words of `expect` are read by this program alone. */
const NEVER_WRITTEN = "expect";

/** What Terraform would evaluate instead of taking it as text; undefined where there is nothing. */
export function templateMark(text: string): string | undefined {
  return MARKS.find((mark) => text.includes(mark));
}

/**
 * Every text of a file, keys too, that Terraform would take for a template. None of them is one in a bridge file, and
 * none of AWS's names, tags and paths may hold these characters, so they are refused rather than escaped.
 */
export function findTemplates(content: unknown): Finding[] {
  const findings: Finding[] = [];
  const look = (text: string, path: KeyPath) => {
    const mark = templateMark(text);
    if (mark === undefined) return;
    const message = `holds "${mark}", with which a Terraform expression begins`;
    findings.push({ path, rule: "no-template", message, fix: "write the value itself; nothing here is evaluated" });
  };
  // An anchor may hold itself, and aliases repeat: each list and map is looked at once.
  const seen = new Set<unknown>();
  const walk = (value: unknown, path: KeyPath): void => {
    if (seen.has(value)) return;
    if (typeof value === "object") seen.add(value);
    if (typeof value === "string") look(value, path);
    else if (Array.isArray(value)) value.forEach((entry, i) => walk(entry, [...path, i]));
    else if (typeof value === "object" && value !== null) {
      for (const [key, entry] of Object.entries(value)) {
        if (path.length === 0 && key === NEVER_WRITTEN) continue;
        look(key, [...path, key]);
        walk(entry, [...path, key]);
      }
    }
  };
  walk(content, []);
  return findings;
}
