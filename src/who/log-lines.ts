import { createReadStream } from "node:fs";
import { type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { foreignBytes } from "./foreign-logs";
import { faultAt, LogFault } from "./log-fault";
import { type LogFile } from "./log-files";

/** A line of a log. */
export interface LogLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Whether the file ends within it: without a line break. */
  readonly isOpen: boolean;
}

/** No line of a log is as long; what is longer is none. ELB cuts user agents at 8 KB. */
const LONGEST_LINE = 1_000_000;
const GZIP_CODES = ["Z_BUF_ERROR", "Z_DATA_ERROR", "Z_STREAM_ERROR"];

function faultOfGzip(error: unknown, { shown }: LogFile): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  if (!GZIP_CODES.includes(code)) return error;
  const isCut = code === "Z_BUF_ERROR";
  const words = isCut ? "is cut off: its gzip ends too early" : "can't be unpacked: its gzip is damaged";
  return new LogFault(isCut ? "cut-off" : "damaged", shown, `${shown}: ${words}; copy it again`);
}

/** Takes chunks and gives their lines; what stands after the last line break waits for more. */
class Lines {
  private rest = "";
  private number = 0;
  private isFirst = true;
  private readonly decoder = new TextDecoder("utf-8");

  constructor(
    private readonly file: LogFile,
    private readonly onLine: (line: LogLine) => void,
  ) {}

  take(chunk: Buffer): void {
    if (this.isFirst) this.refuseForeign(chunk);
    this.isFirst = false;
    const lines = (this.rest + this.decoder.decode(chunk, { stream: true })).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.give(line, false);
    if (this.rest.length > LONGEST_LINE)
      throw faultAt(
        "other-kind",
        this.file.shown,
        this.number + 1,
        "is too long for a line of a log; name another file",
      );
  }

  end(): void {
    if (this.rest !== "") this.give(this.rest, true);
  }

  private give(line: string, isOpen: boolean): void {
    this.number++;
    const text = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (text !== "") this.onLine({ text, number: this.number, isOpen });
  }

  private refuseForeign(chunk: Buffer): void {
    const foreign = foreignBytes(chunk.subarray(0, 4096));
    if (!foreign) return;
    const { shown } = this.file;
    throw new LogFault("other-kind", shown, `${shown}: ${foreign.what}; ${foreign.next ?? "name another file"}`);
  }
}

async function isGzip({ path }: LogFile): Promise<boolean> {
  const stream = createReadStream(path, { start: 0, end: 1 });
  for await (const chunk of stream) return (chunk as Buffer).toString("hex") === "1f8b";
  return false;
}

/**
 * Reads a file line by line, unpacked where it is gzip, whatever its name is.
 * @param onBytes is told how many more bytes of the file were read
 * @throws LogFault for what is cut off or no text
 */
export async function eachLine(
  file: LogFile,
  onLine: (line: LogLine) => void,
  onBytes: (count: number) => void,
): Promise<void> {
  const isPacked = await isGzip(file);
  const source = createReadStream(file.path, { highWaterMark: 256 * 1024 });
  source.on("data", (chunk) => onBytes(chunk.length));
  const gunzip = isPacked ? createGunzip({ chunkSize: 256 * 1024 }) : undefined;
  if (gunzip) source.on("error", (error) => gunzip.destroy(error));
  const stream: Readable = gunzip ? source.pipe(gunzip) : source;
  const lines = new Lines(file, onLine);
  try {
    for await (const chunk of stream) lines.take(chunk as Buffer);
    lines.end();
  } catch (error) {
    throw faultOfGzip(error, file);
  } finally {
    source.destroy();
  }
}
