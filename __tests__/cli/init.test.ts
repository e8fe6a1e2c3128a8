import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInit } from "../../src/cli/commands/init";
import { captureOf, type Told } from "../account/support/captured";
import { TWO_VPCS } from "../account/support/two-vpcs-told";
import { inFolder } from "../support/bridges";
import { captureIo } from "../support/io";

const TOLD = TWO_VPCS as Told;

/** What init refuses, in one line. */
const REFUSED: readonly [string, Parameters<typeof runInit>[2], RegExp][] = [
  ["no such VPC", { client: "vpc-9", web: "vpc-a" }, /^--client vpc-9: is in none of the accounts/],
  ["the same VPC", { client: "vpc-a", web: "vpc-a" }, /^--web vpc-a: is the client VPC too/],
  ["no target", {}, /^name the servers to be reached/],
  ["no such target", { target: ["10.1.1.99:80"] }, /no interface in vpc-b has this address/],
  ["a target that is none", { target: ["10.1.1.40"] }, /is no ADDRESS:PORT/],
  ["a port that is none", { target: ["10.1.1.40:70000"] }, /is no ADDRESS:PORT/],
  ["a backend that is none", { target: ["10.1.1.40:80"], backend: "gcs:x" }, /^--backend gcs:x: write local/],
  ["a role that is none", { target: ["10.1.1.40:80"], role: ["admin"] }, /^--role admin: is no ARN/],
];

describe("overlap init", () => {
  test("lists pairs of VPCs, of which there is none here", () => {
    inFolder((folder) => {
      writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told: TOLD })));
      const io = captureIo(folder);
      expect(runInit(io, undefined, { account: ["account.json"] })).toBe(0);
      expect(io.out()).toBe("no two VPCs of these accounts overlap\n");
    });
  });

  test.each(REFUSED)("refuses %s", (_, options, words) => {
    inFolder((folder) => {
      writeFileSync(join(folder, "cdktf.json"), "{}");
      writeFileSync(join(folder, "account.json"), JSON.stringify(captureOf({ region: "eu-west-1", told: TOLD })));
      const run = () =>
        runInit(captureIo(folder), "shop", { account: ["account.json"], client: "vpc-a", web: "vpc-b", ...options });
      expect(run).toThrow(words);
      expect(run).not.toThrow(/\n/);
    });
  });
});
