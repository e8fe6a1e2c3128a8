import { execFile } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { bridgeText, EXISTING_CLIENT } from "../support/bridges";
import { OVERLAP } from "../support/programs";
import { captureOf, type Told } from "../account/support/captured";
import { equalVpcs, IDS } from "../account/support/equal-vpcs-told";
import { vpc } from "../account/support/two-vpcs-told";

/** Whole commands, each in a process of its own: one line, exit code 2, and not a file more than before. */

const TOLD = equalVpcs({ servers: ["10.64.0.10"] });
const captured = (account: string, told: Told) => JSON.stringify(captureOf({ account, region: "eu-west-1", told }));
const CAPTURE = captured("111122223333", TOLD);
const LARGE = 200 * 1024 * 1024;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-bad-account-"));
  const files: Record<string, string | Buffer> = {
    "cdktf.json": "{}",
    "bridges/article.yaml": bridgeText("article", EXISTING_CLIENT),
    "good.json": CAPTURE,
    "again.json": CAPTURE,
    "other-owner.json": captured("444455556666", { DescribeVpcs: [vpc(IDS.client, "10.99.0.0/16")] }),
    "cut.json": CAPTURE.slice(0, CAPTURE.length / 2),
    "cut.json.gz": gzipSync(CAPTURE).subarray(0, 200),
    "empty.json": "",
    "errors.json": JSON.stringify({ Errors: [{ Code: "UnauthorizedOperation" }] }),
    "buckets.json": JSON.stringify({ Buckets: [{ Name: "logs" }] }),
    "yaml/vpcs.yaml": "Vpcs:\n- CidrBlock: 10.0.0.0/16\n",
    "told-errors/vpcs.json": JSON.stringify({ Errors: [{ Code: "UnauthorizedOperation" }] }),
    "strangers/notes.md": "nothing of AWS",
    "strangers/picture.png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]),
    "config/config": "[profile there]\nregion = us-east-1\n",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const large = openSync(join(folder, "large.json"), "w");
  ftruncateSync(large, LARGE);
  closeSync(large);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file with its size and the time of its last change. */
function files(): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path));
      return `${path} ${size} ${mtimeMs}`;
    });
}

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { PATH: process.env["PATH"], NO_COLOR: "1", ...more };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [OVERLAP, ...args], { cwd: folder, env }, (_, out, err) =>
      resolve({ exit: child.exitCode, out, err }),
    );
    child.stdin?.end();
  });
}

async function expectOneLine(says: RegExp, args: readonly string[], more?: Readonly<Record<string, string>>) {
  const before = files();
  const { exit, out, err } = await run(args, more);
  expect({ exit, out, lines: err.split("\n").length }).toEqual({ exit: 2, out: "", lines: 2 });
  expect(err).toMatch(/^overlap: /);
  expect(err).toMatch(says);
  expect(files()).toEqual(before);
}

const ofFiles = (...names: readonly string[]): string[] => names.flatMap((name) => ["--account", name]);

/** Every command that reads accounts is among them, and every kind of bad input. */
const CASES: readonly [string, readonly string[], RegExp][] = [
  ["a file of another command", ["matrix", ...ofFiles("buckets.json")], /buckets\.json: is no capture/],
  [
    "AWS's error in place of an answer",
    ["trace", "--from", "a", "--to", "b", ...ofFiles("errors.json")],
    /errors\.json: is no capture/,
  ],
  ["an error of AWS in a folder", ["matrix", ...ofFiles("told-errors")], /vpcs\.json: is AWS's error/],
  ["one Region twice", ["verify", "article", ...ofFiles("good.json", "again.json")], /again\.json: is of account/],
  [
    "an id that two accounts say differently",
    ["check", "article", ...ofFiles("good.json", "other-owner.json")],
    /says another CidrBlock/,
  ],
  ["a capture that is cut off", ["init", "shop", ...ofFiles("cut.json")], /cut\.json: is cut off/],
  ["a packed one that is cut off", ["draw", ...ofFiles("cut.json.gz")], /cut\.json\.gz: is cut off/],
  ["YAML", ["diff", "good.json", "yaml"], /vpcs\.yaml: is of another output format than JSON/],
  ["an empty file", ["verify", "article", ...ofFiles("empty.json")], /empty\.json: is empty/],
  ["200 MB", ["matrix", ...ofFiles("large.json")], /large\.json: is larger than/],
  ["a folder with other things", ["check", "article", ...ofFiles("strangers")], /holds no answer of AWS/],
  [
    "a file that is not there",
    ["trace", "--from", "a", "--to", "b", ...ofFiles("good.jsn")],
    /did you mean good\.json\?/,
  ],
  ["an empty name", ["init", "shop", ...ofFiles("")], /"" names no file/],
  ["standard input", ["matrix", ...ofFiles("-")], /give a file or a folder/],
];

describe("of an account that is none, a command says one line", () => {
  test.each(CASES)("%s", async (_, args, says) => expectOneLine(says, args));
});

describe("a capture that can't be taken says one line, and writes no file", () => {
  const KEYS = { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret", AWS_REGION: "us-east-1" };
  const own = (): Record<string, string> => ({
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, "config/config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "config/credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  });
  const CAPTURING = ["capture", "-o", "account.json"];

  test("of a profile that is not there", () =>
    expectOneLine(/profile "elsewhere"/, [...CAPTURING, "--profile", "elsewhere"], own()));

  test("without network", () =>
    expectOneLine(/us-east-1/, CAPTURING, { ...own(), ...KEYS, AWS_ENDPOINT_URL: "http://127.0.0.1:1" }));

  test("with credentials that have run out", async () => {
    const body = "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>no</Message></Error></ErrorResponse>";
    const server = createServer((_, response) => response.writeHead(403, { "content-type": "text/xml" }).end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      await expectOneLine(/the credentials have expired/, CAPTURING, { ...own(), ...KEYS, AWS_ENDPOINT_URL: url });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
