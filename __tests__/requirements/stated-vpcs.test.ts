import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main";
import { bridgeText, type Changes, EXISTING_CLIENT, EXISTING_WEB } from "../support/bridges";
import { captureIo } from "../support/io";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-stated-"));
  mkdirSync(join(folder, "bridges"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  const io = captureIo(folder);
  return { exit: await main(args, io), out: io.out() };
}

const BOTH: Changes = { ...EXISTING_CLIENT, ...EXISTING_WEB };

test.each<[string, Changes, string]>([
  ["client's", EXISTING_CLIENT, "subnet-0123456789abcdef0"],
  ["web's", EXISTING_WEB, "subnet-0123456789abcdef1"],
  ["client's beside the web's", BOTH, "subnet-0123456789abcdef0"],
])(
  "whether the internet gets into the %s existing VPC is not known, and the proof holds",
  async (_, changes, subnet) => {
    writeFileSync(join(folder, "bridges", "article.yaml"), bridgeText("article", changes));
    expect((await run("verify", "article")).exit).toBe(0);
    const { exit, out } = await run("trace", "article", "--from", "internet", "--to", subnet);
    expect([exit, out.split(" ")[0]]).toEqual([1, "UNKNOWN"]);
    expect(out).toMatch(/whether it has an internet gateway is not known/);
  },
);
