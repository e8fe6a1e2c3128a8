import { gzipSync } from "node:zlib";
import { isHash, isHashOf, readRouter } from "../../src/linux-router";
import { INTERFACES, SAMPLE } from "./sample";

const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const mime = (...parts: readonly (readonly [string, string])[]): string =>
  [
    'Content-Type: multipart/mixed; boundary="//"\nMIME-Version: 1.0\n\n',
    ...parts.map(([type, body]) => `--//\nContent-Type: ${type}; charset="us-ascii"\n\n${body}\n`),
    "--//--\n",
  ].join("");
const SCRIPT = "text/x-shellscript";

describe("user data", () => {
  const plain = readRouter(SAMPLE, INTERFACES);

  test.each([
    ["base64", base64(SAMPLE)],
    ["base64 with line breaks", base64(SAMPLE).replace(/.{76}/g, "$&\n")],
    ["compressed", base64(gzipSync(SAMPLE))],
    ["the only part of a message", mime([SCRIPT, SAMPLE])],
    ["the only part of a message in base64", base64(mime([SCRIPT, SAMPLE]))],
    ["the only part of a message with line ends of the net", mime([SCRIPT, SAMPLE]).replaceAll("\n", "\r\n")],
  ])("says the same in another form: %s", (_, text) => {
    const reading = readRouter(text, INTERFACES);
    expect(reading.kind).toBe("read");
    const chains = (one: typeof plain) =>
      one.kind === "read" ? one.router.chains.map(({ rules }) => rules.length) : [];
    expect(chains(reading)).toEqual(chains(plain));
  });

  test.each([
    ["a hash", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12", "user-data-hashed"],
    ["a hash of a capture", "0".repeat(64), "user-data-other"],
    ["cloud-config", "#cloud-config\nruncmd: []\n", "user-data-form"],
    ["a list of addresses", "#include\nhttps://example.com/x\n", "user-data-form"],
    ["a script of Python", "#!/usr/bin/python3\nprint(1)\n", "user-data-form"],
    ["a message with two parts", mime([SCRIPT, SAMPLE], ["text/cloud-config", "a: b"]), "user-data-form"],
    ["a message with another part", mime(["text/cloud-config", "a: b"]), "user-data-form"],
    ["what only begins as if compressed", base64(Buffer.from([0x1f, 0x8b, 1, 2])), "user-data-form"],
    ["more than any instance has", "#!/bin/sh\n".padEnd(300_000, "#"), "too-long"],
    ["what unpacks to more than that", base64(gzipSync("#!/bin/sh\n".padEnd(3_000_000, "#"))), "user-data-form"],
  ])("is not read: %s", (_, text, why) => {
    expect(readRouter(text, INTERFACES)).toEqual({ kind: "unread", unread: { why } });
  });

  test("is known again by its hash", () => {
    // printf hello | sha1sum
    const hash = "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d";
    expect(isHash(hash)).toBe(true);
    expect(isHashOf(hash, base64("hello"))).toBe(true);
    expect(isHashOf(hash, base64("hallo"))).toBe(false);
    // printf hello | sha256sum
    const longer = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    expect(isHash(longer)).toBe(true);
    expect(isHashOf(longer, base64("hello"))).toBe(true);
    expect(isHashOf(longer, base64("hallo"))).toBe(false);
    expect(isHash(longer.slice(1))).toBe(false);
  });
});
