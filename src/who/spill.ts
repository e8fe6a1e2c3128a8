import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type TemporaryFolder } from "./temporary-folder";

/** What one spill keeps in memory, in bytes; small logs never touch the disk. */
const MOST_KEPT = 16 * 1024 * 1024;
const PIECE = 32 * 1024;
/** UTF-8 takes no more for one UTF-16 unit. */
const MOST_BYTES = 3;
const LINE_FEED = 10;

/** Lines as bytes, which the garbage collector need not look at. */
class Pieces {
  private full: Buffer[] = [];
  private piece = Buffer.alloc(0);
  private used = 0;

  /** @returns how many bytes that took */
  add(line: string): number {
    const most = line.length * MOST_BYTES + 1;
    if (this.used + most > this.piece.length) {
      if (this.used > 0) this.full.push(this.piece.subarray(0, this.used));
      this.piece = Buffer.allocUnsafe(Math.max(PIECE, most));
      this.used = 0;
    }
    const bytes = this.piece.write(line, this.used) + 1;
    this.used += bytes;
    this.piece[this.used - 1] = LINE_FEED;
    return bytes;
  }

  bytes(): Buffer {
    return Buffer.concat([...this.full, this.piece.subarray(0, this.used)]);
  }

  clear(): void {
    this.full = [];
    this.used = 0;
  }
}

/** Lines in parts, of which one at a time fits into memory. */
export class Spill {
  private readonly kept: readonly Pieces[];
  private count = 0;
  private isWritten = false;

  constructor(
    private readonly folder: TemporaryFolder,
    private readonly name: string,
    readonly parts: number,
  ) {
    this.kept = Array.from({ length: parts }, () => new Pieces());
  }

  /** @param line without line break */
  add(part: number, line: string): void {
    this.count += this.kept[part]?.add(line) ?? 0;
    if (this.count > MOST_KEPT) this.write();
  }

  /** The lines of one part, in the order in which they came. */
  linesOf(part: number): string[] {
    const kept = this.kept[part]?.bytes().toString("utf8") ?? "";
    const path = this.isWritten ? this.pathOf(part) : undefined;
    const written = path !== undefined && existsSync(path) ? readFileSync(path, "utf8") : "";
    return (written + kept).split("\n").slice(0, -1);
  }

  /** Makes room: nobody needs the part any more. */
  forget(part: number): void {
    this.kept[part]?.clear();
    if (this.isWritten) rmSync(this.pathOf(part), { force: true });
  }

  private pathOf(part: number): string {
    return join(this.folder.path, `${this.name}-${part}`);
  }

  private write(): void {
    this.isWritten = true;
    this.kept.forEach((pieces, part) => {
      const bytes = pieces.bytes();
      if (bytes.length > 0) appendFileSync(this.pathOf(part), bytes);
      pieces.clear();
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
