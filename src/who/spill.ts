import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TemporaryFolder } from "./temporary-folder";

/** What one spill keeps in memory, in UTF-16 units; small logs never touch the disk. */
const MOST_KEPT = 16_000_000;

/** Lines in parts, of which one at a time fits into memory. */
export class Spill {
  private readonly kept: string[][];
  private count = 0;
  private isWritten = false;

  constructor(
    private readonly folder: TemporaryFolder,
    private readonly name: string,
    readonly parts: number,
  ) {
    this.kept = Array.from({ length: parts }, () => []);
  }

  /** @param line without line break */
  add(part: number, line: string): void {
    this.kept[part]?.push(line);
    this.count += line.length;
    if (this.count > MOST_KEPT) this.write();
  }

  /** The lines of one part, in the order in which they came. */
  linesOf(part: number): string[] {
    const kept = this.kept[part] ?? [];
    const path = this.isWritten ? this.pathOf(part) : undefined;
    if (path === undefined || !existsSync(path)) return kept;
    return readFileSync(path, "utf8").split("\n").slice(0, -1).concat(kept);
  }

  /** Makes room: nobody needs the part any more. */
  forget(part: number): void {
    this.kept[part] = [];
    if (this.isWritten) rmSync(this.pathOf(part), { force: true });
  }

  private pathOf(part: number): string {
    return join(this.folder.path, `${this.name}-${part}`);
  }

  private write(): void {
    this.isWritten = true;
    this.kept.forEach((lines, part) => {
      if (lines.length > 0) appendFileSync(this.pathOf(part), `${lines.join("\n")}\n`);
      lines.length = 0;
    });
    this.count = 0;
  }
}

/** The same part for the same text: FNV-1a, which is fast and spreads well. */
export function partOf(text: string, parts: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % parts;
}
