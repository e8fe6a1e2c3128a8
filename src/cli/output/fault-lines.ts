import { type Fault, formatFaults } from "../../config/fault";
import { wordOf } from "../../project/chosen-files";

/** Faults of one file that are told each by each; of more, the rest is summed up. */
const MOST_OF_ONE = 20;
/** Lines of all files together, after which files are only counted. */
const MOST_LINES = 100;

/** How often each rule is broken, the most frequent first: `unknown-key 700, type 280`. */
function byRule(faults: readonly Fault[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of faults) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([rule, count]) => `${rule} ${count}`).join(", ");
}

function linesOf(file: string, faults: readonly Fault[]): string[] {
  // One more than fits is told as well as summed up.
  if (faults.length <= MOST_OF_ONE + 1) return formatFaults(faults);
  const rest = faults.slice(MOST_OF_ONE);
  return [
    ...linesOf(file, faults.slice(0, MOST_OF_ONE)),
    `${file}: and ${rest.length} more faults: ${byRule(rest)}; overlap check ${wordOf(file)} --json lists all`,
  ];
}

/** Faults as lines for people, those of a file together; what nobody would read to its end is summed up. */
export function faultLines(faults: readonly Fault[]): string[] {
  const byFile = new Map<string, Fault[]>();
  for (const fault of faults) {
    const own = byFile.get(fault.file);
    if (own) own.push(fault);
    else byFile.set(fault.file, [fault]);
  }
  const lines: string[] = [];
  const left: Fault[] = [];
  for (const [file, own] of byFile) {
    if (lines.length < MOST_LINES) lines.push(...linesOf(file, own));
    else left.push(...own);
  }
  if (left.length === 0) return lines;
  const files = new Set(left.map(({ file }) => file)).size;
  const what = `${left.length} more faults in ${files} more ${files === 1 ? "file" : "files"}: ${byRule(left)}`;
  return [...lines, `and ${what}; overlap check --json lists all`];
}
