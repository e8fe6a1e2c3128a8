import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { giveUp } from "./script-line";

/** What user data says once it is unpacked: EC2 takes 16 KB, which compression makes more. */
const LONGEST = 1 << 18;
/** What keeps no user data keeps a hash of them: SHA-1 (AWS provider 5, in a state) or SHA-256 (`overlap capture`). */
const HASHES = { 40: "sha1", 64: "sha256" } as const;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/**
 * The script in user data: as it is, in base64, compressed, or as the only part of a MIME message (EC2 user guide, user data;
 * cloud-init documentation, user data formats).
 * @throws UnreadLine when it is something else
 */
export function scriptIn(userData: string): string {
  const hash = hashIn(userData);
  if (hash) giveUp(hash === "sha1" ? "user-data-hashed" : "user-data-other");
  const text = unpacked(userData);
  return isMime(text) ? partOf(text) : text;
}

/** Which hash of user data a text is, if it is one. */
function hashIn(text: string): "sha1" | "sha256" | undefined {
  const digits = text.trim();
  if (!/^[0-9a-f]+$/.test(digits)) return undefined;
  return HASHES[digits.length as keyof typeof HASHES];
}

/** Whether a hash that stands for user data is that of these: of their bytes (AWS provider 5, aws_instance, user_data). */
export function isHashOf(hash: string, userData: string): boolean {
  const [algorithm, bytes] = [hashIn(hash), Buffer.from(userData, isPlain(userData) ? "utf8" : "base64")];
  return algorithm !== undefined && createHash(algorithm).update(bytes).digest("hex") === hash.trim();
}

/** Whether a text is only a hash of user data. */
export function isHash(text: string): boolean {
  return hashIn(text) !== undefined;
}

function isPlain(text: string): boolean {
  return text.startsWith("#") || isMime(text) || !BASE64.test(text);
}

function unpacked(userData: string): string {
  if (userData.length > LONGEST) giveUp("too-long");
  if (isPlain(userData)) return userData;
  const bytes = Buffer.from(userData, "base64");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST }).toString("utf8");
  } catch {
    return giveUp("user-data-form");
  }
}

function isMime(text: string): boolean {
  return /^(?:Content-Type|MIME-Version):/i.test(text);
}

/** Head and body of a part, which an empty line parts. */
function headAndBody(text: string): readonly [string, string] {
  const end = text.indexOf("\n\n");
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 2)];
}

/** The script of a message that has nothing else. */
function partOf(message: string): string {
  const [head, body] = headAndBody(message.replaceAll("\r\n", "\n"));
  const boundary = /boundary="?([^"\n;]+)"?/i.exec(head)?.[1] ?? giveUp("user-data-form");
  const parts = body
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith("--"))
    .map((part) => headAndBody(part.replace(/^\n/, "")));
  const [only, more] = parts;
  if (!only || more) return giveUp("user-data-form");
  const [type, script] = only;
  if (!/^Content-Type: *text\/x-shellscript\b/im.test(type)) giveUp("user-data-form");
  if (!/^Content-Transfer-Encoding: *base64\b/im.test(type)) return script;
  return Buffer.from(script, "base64").toString("utf8");
}
