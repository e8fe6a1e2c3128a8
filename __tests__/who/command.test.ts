import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { main } from "../../src/cli/main";
import { PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { OVERLAP } from "../support/programs";
import { SAMPLE } from "./sample";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-who-command-"));
  for (const [name, text] of Object.entries(SAMPLE)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LOGS = ["--flow-logs", "flows.log", "--access-logs", "access.log"];

async function run(...args: string[]) {
  const io = captureIo(folder);
  const exit = await main(["who", ...args], io);
  return { exit, out: io.out(), err: io.err() };
}

test("a request with one client is answered, and the exit code says so", async () => {
  const { exit, out, err } = await run(...LOGS, "--request-id", "1-one");
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(out).toBe(
    "FOUND  2025-11-27T08:00:01Z  10.64.0.20  by 100.64.0.10:1024  GET https://shop.example.com:443/1-one HTTP/1.1\n" +
      "1 requests: 1 found, 0 ambiguous, 0 unknown; read 17 lines of flow logs and 4 of access logs\n",
  );
});

test("several clients are a list that says why, and none says why", async () => {
  const { exit, out } = await run(...LOGS, "--all");
  expect(exit).toBe(1);
  expect(out.split("\n").map((line) => line.replace(/ {2,}/g, " ").slice(0, 60))).toMatchObject([
    expect.stringMatching(/^FOUND /),
    expect.stringMatching(/^AMBIGUOUS .* 10\.64\.0\.21 or 10\.64\.0\.22/),
    expect.stringMatching(/^ connections of several clients/),
    expect.stringMatching(/^AMBIGUOUS /),
    expect.stringMatching(/^ connections of several clients/),
    expect.stringMatching(/^UNKNOWN .* - by/),
    expect.stringMatching(/^ the flow logs of the NAT gateway have no record/),
    expect.stringMatching(/^4 requests: 1 found, 2 ambiguous, 1 unknown/),
    "",
  ]);
});

test("what is not there is not found", async () => {
  const { exit, out } = await run(...LOGS, "--path", "/nothing");
  expect({ exit, out }).toEqual({
    exit: 1,
    out: "nothing that was asked for is in 17 lines of flow logs and 4 of access logs\n",
  });
});

test("--json prints a line for each answer, by the schema", async () => {
  const validate = new Ajv().compile(
    JSON.parse(readFileSync(join(PROJECT, "schema/who.schema.json"), "utf8")) as object,
  );
  for (const args of [LOGS, LOGS.slice(0, 2)]) {
    const { out } = await run(...args, "--all", "--json");
    const answers = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { verdict: string });
    expect(answers.map((one) => validate(one))).toEqual([true, true, true, true]);
    expect(answers[0]).toMatchObject({
      verdict: "FOUND",
      client: "10.64.0.20",
      nat: { port: 1024, interface_id: "eni-1a" },
    });
  }
  expect(validate({ verdict: "FOUND" })).toBe(false);
});

test("--csv prints a table that no spreadsheet computes", async () => {
  const { out } = await run(...LOGS, "--all", "--csv");
  const [header = "", first = ""] = out.split("\n");
  const columns = header.split(",");
  expect(first.split(",")[columns.indexOf("client")]).toBe("10.64.0.20");
  expect(out.trimEnd().split("\n")).toHaveLength(5);
  expect(out).toContain(",'=HYPERLINK(1) https://shop.example.com:443/1-three HTTP/1.1\n");
});

test("a folder, and a terminal's progress", async () => {
  const io = captureIo(folder, true);
  expect(await main(["who", "--flow-logs", "flows.log", ...LOGS.slice(2), "--request-id", "1-one"], io)).toBe(0);
  expect(io.err()).toContain("[####################] 1/1 MB, joining");
});

describe("what memory has no room for", () => {
  const temporary = () => mkdtempSync(join(folder, "tmp-"));
  // Some 20 MB, which is more than one spill keeps.
  const large = (): string => {
    const lines = Array.from({ length: 250_000 }, (_, i) => {
      const client = `10.65.${(i >> 8) & 255}.${i & 255}`;
      return `eni-1a ${client} 100.64.0.10 ${i % 60_000} 443 6 5 ${1000 + i} 1764230400 1764230402 ACCEPT 3 ${client} 100.64.1.9 ingress`;
    });
    writeFileSync(join(folder, "large.log"), `${lines.join("\n")}\n`);
    return "large.log";
  };

  test("is in a folder that is gone afterwards, and after Ctrl-C", async () => {
    const logs = ["who", "--flow-logs", "flows.log", large(), ...LOGS.slice(2)];
    const env = { ...process.env, TMPDIR: temporary() };
    const whole = spawnSync(process.execPath, [OVERLAP, ...logs, "--request-id", "1-one", "--json"], {
      cwd: folder,
      env,
    });
    expect(JSON.parse(String(whole.stdout))).toMatchObject({ verdict: "FOUND", client: "10.64.0.20" });
    expect(readdirSync(env.TMPDIR)).toEqual([]);
    const child = spawn(process.execPath, [OVERLAP, ...logs, "--all"], { cwd: folder, env, stdio: "ignore" });
    const ended = once(child, "exit");
    while (readdirSync(env.TMPDIR).length === 0 && child.exitCode === null)
      await new Promise((go) => setTimeout(go, 5));
    child.kill("SIGINT");
    const [code, signal] = (await ended) as [number | null, string | null];
    expect({ code, signal }).toEqual({ code: null, signal: "SIGINT" });
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });
});
