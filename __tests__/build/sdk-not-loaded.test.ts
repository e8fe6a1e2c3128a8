import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureOf } from "../account/support/captured";
import { equalVpcs, IDS } from "../account/support/equal-vpcs-told";
import { OVERLAP } from "../support/programs";

/** The SDK is large, and for capture alone: that other commands start as fast as without it, is that they load none of it. */

const HOOK = `process.on("exit", () =>
  require("node:fs").writeFileSync(process.env.LOADED, Object.keys(require("node:module")._cache).join("\\n")));`;
const SDK = /[\\/]node_modules[\\/](?:@aws-sdk|@smithy|@aws-crypto)[\\/]/;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-loaded-"));
  writeFileSync(join(folder, "hook.cjs"), HOOK);
  writeFileSync(join(folder, "cdktf.json"), "{}");
  const told = equalVpcs({ servers: ["10.64.0.10"] });
  writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told })));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The modules of packages that a command has loaded when it ends. */
function loadedBy(args: readonly string[]): string[] {
  const file = join(folder, "loaded");
  const env = { PATH: process.env["PATH"], HOME: folder, LOADED: file, AWS_EC2_METADATA_DISABLED: "true" };
  const { status } = spawnSync(process.execPath, ["--require", join(folder, "hook.cjs"), OVERLAP, ...args], {
    cwd: folder,
    env,
  });
  const modules = readFileSync(file, "utf8").split("\n");
  rmSync(file);
  expect([args, status]).toEqual([args, expect.any(Number)]);
  return modules;
}

const ACCOUNT = ["--account", "account.json"];
const TARGET = ["--client", IDS.client, "--web", IDS.web, "--target", "10.64.0.10:80"];

test.each<readonly string[]>([
  ["--help"],
  ["capture", "--help"],
  ["trace", "--from", "internet", "--to", `10.64.0.10@${IDS.web}`, ...ACCOUNT],
  ["matrix", ...ACCOUNT],
  ["init", "shop", ...TARGET, ...ACCOUNT],
  ["check", "shop", ...ACCOUNT],
  ["verify", "shop", ...ACCOUNT],
  ["diff", "account.json", "account.json"],
])("overlap %s %s loads nothing of the SDK", (...args) => {
  const modules = loadedBy(args);
  expect(modules.length).toBeGreaterThan(1);
  expect(modules.filter((one) => SDK.test(one))).toEqual([]);
});

test("overlap capture does, so that this test can see it", () => {
  expect(loadedBy(["capture", "--region", "us-east-1", "-o", "-"]).filter((one) => SDK.test(one))).not.toEqual([]);
});
