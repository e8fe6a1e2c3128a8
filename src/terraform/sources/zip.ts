import { inflateRawSync } from "node:zlib";

/** A file that is no sound zip archive; the message ends a sentence about it. */
export class ZipFault extends Error {}

const MOST_ENTRIES = 5000;
/** Bytes of one entry; a few thousand bytes of an archive can ask for any number of them. */
const MOST_BYTES = 8 * 1024 * 1024;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;

/** Whether a file begins as every zip archive with something in it does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32LE(0) === LOCAL;
}

/** One entry as the directory of the archive tells it (PKWARE, APPNOTE 4.3.12). */
interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function checksumOf(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CHECKSUMS[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = bytes.length - END_LENGTH; at >= first; at--) if (bytes.readUInt32LE(at) === END) return at;
  throw new ZipFault("is cut off: the archive has no end");
}

function isOutside(name: string): boolean {
  return /[\\\0]/.test(name) || name.startsWith("/") || name.split("/").includes("..") || /^[a-z]:/i.test(name);
}

function entryAt(bytes: Buffer, at: number): { readonly entry: Entry; readonly next: number } {
  if (bytes.readUInt32LE(at) !== CENTRAL) throw new ZipFault("is no sound archive");
  const [names, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
  const end = at + 46 + names!;
  if (end > bytes.length) throw new ZipFault("is cut off");
  if (bytes.readUInt16LE(at + 8) & 1) throw new ZipFault("is encrypted");
  const entry = {
    name: bytes.toString("utf8", at + 46, end),
    method: bytes.readUInt16LE(at + 10),
    checksum: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
  };
  if (isOutside(entry.name)) throw new ZipFault("holds a file whose name leads out of the archive");
  return { entry, next: end + extra! + comment! };
}

function contentOf(bytes: Buffer, { name, method, checksum, packed, size, at }: Entry): Buffer {
  if (size > MOST_BYTES || packed > MOST_BYTES) throw new ZipFault("holds a file of more than 8 MiB");
  if (bytes.readUInt32LE(at) !== LOCAL) throw new ZipFault("is no sound archive");
  const [names, extra] = [26, 28].map((offset) => bytes.readUInt16LE(at + offset));
  const start = at + 30 + names!;
  if (bytes.toString("utf8", at + 30, start) !== name) throw new ZipFault("tells two names of one file");
  const raw = bytes.subarray(start + extra!, start + extra! + packed);
  if (raw.length < packed || (method !== 0 && method !== 8)) throw new ZipFault("is no sound archive");
  const content = method === 0 ? raw : inflateRawSync(raw, { maxOutputLength: size + 1 });
  if (content.length !== size || checksumOf(content) !== checksum)
    throw new ZipFault("holds a file that is not what the archive says of it");
  return content;
}

/** Runs; what reads beyond the end, or finds what can't be unpacked, is a fault of the archive. */
function soundly<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ZipFault) throw error;
    throw new ZipFault("is no sound archive");
  }
}

/**
 * The files of an archive by their names; each is unpacked when it is asked for. Nothing is written anywhere.
 * @throws ZipFault
 */
export function filesOfZip(bytes: Buffer): ReadonlyMap<string, () => Buffer> {
  return soundly(() => {
    const end = endOf(bytes);
    const count = bytes.readUInt16LE(end + 10);
    if (count > MOST_ENTRIES) throw new ZipFault(`holds more than ${MOST_ENTRIES} files`);
    const found = new Map<string, () => Buffer>();
    for (let i = 0, at = bytes.readUInt32LE(end + 16); i < count; i++) {
      const { entry, next } = entryAt(bytes, at);
      if (found.has(entry.name)) throw new ZipFault("holds two files of one name");
      found.set(entry.name, () => soundly(() => contentOf(bytes, entry)));
      at = next;
    }
    return found;
  });
}
