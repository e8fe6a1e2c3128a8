import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { patch, SMALL } from "../config/bridge-texts";
import { CDKTF_APP, OVERLAP } from "../support/programs";
import { makeWorkspace, removeWorkspace, snapshot, told } from "./bad-input/workspace";

/** The real programs, as `npm start` and cdktf start them, for what only a process has: exit code, warnings, stack traces. */

let folder = "";
beforeEach(() => (folder = makeWorkspace()));
afterEach(() => removeWorkspace(folder));

function run(args: readonly string[]) {
  const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
  return { exit: status, stdout, stderr };
}

/** Of each kind of fault one; a key that is a list would make the YAML library print a warning of its own. */
const MANY_BAD = {
  "a.yaml": "",
  "b.yaml": patch(SMALL, ["  shop:", "  [shop, api]:"]),
  "c.yaml": patch(SMALL, ["targets: [10.64.0.10]", "targets: [10.64.0.1, 10.64.0]"]),
  "d.yaml": patch(SMALL, ["cidr: 10.0.0.0/16", "cidr: 10.64.0.0/16"]),
};
const LINES = [
  "bridges/a.yaml:1:1: the file is empty; write a bridge, e.g. a copy of bridges/article.yaml [yaml-empty]",
  "bridges/b.yaml:21:3: this key is no name; write a plain word as the key [yaml-key]",
  'bridges/c.yaml:22:26: services.shop.targets[1]: "10.64.0" is not an IPv4 address; write four numbers from 0 to 255, such as 10.64.0.10 [address]',
  'bridges/d.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the client VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-client]',
  'bridges/d.yaml:12:9: bridge.cidr: "10.64.0.0/16" overlaps the web VPC\'s 10.64.0.0/16; write a range that neither side uses, such as 10.0.0.0/16 [bridge-overlaps-web]',
  'bridges/d.yaml:14:18: bridge.nat_subnets.nat.cidr: "10.0.1.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
  'bridges/d.yaml:16:20: bridge.alb_subnets.alb-1.cidr: "10.0.2.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
  'bridges/d.yaml:17:20: bridge.alb_subnets.alb-2.cidr: "10.0.3.0/24" is not in bridge.cidr 10.64.0.0/16; write a range inside it [bridge-subnet-in-bridge]',
  "bridges/e.yaml:1:1: is a folder; put a YAML file there [file-kind]",
];

describe.each([
  ["overlap synth", [OVERLAP, "synth"], told(LINES)],
  ["the cdktf app", [CDKTF_APP], `${LINES.join("\n")}\n`],
])("%s", (_, args, stderr) => {
  test("tells the faults of all files, exits with 2 and writes nothing", () => {
    for (const [file, text] of Object.entries(MANY_BAD)) writeFileSync(join(folder, "bridges", file), text);
    mkdirSync(join(folder, "bridges/e.yaml"));
    const before = snapshot(folder);
    const outcome = run(args);
    // The block to paste stands below the faults of its file.
    expect(outcome.stderr).toContain("\n  write in bridges/d.yaml:\n    bridge:\n      cidr: 10.0.0.0/16\n");
    const faults = outcome.stderr.replace(/^ {2}.*\n/gm, "");
    expect({ ...outcome, stderr: faults }).toEqual({ exit: 2, stdout: "", stderr });
    expect(snapshot(folder)).toEqual(before);
  });
});
