import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlan, loadPlans } from "../../src/address-plan/load-plans";
import { main } from "../../src/cli/main";
import { clashesOf } from "../../src/project/siblings";
import { formatFault } from "../../src/config/fault";
import { ACROSS_CASES } from "../address-plan/across-cases";
import { told } from "../support/told";
import { captureIo } from "../support/io";
import { writeBridge } from "../support/write-bridge";
import { SMALL } from "../config/bridge-texts";

/** Names that are made of a bridge's parts, or by a digest: no text of the one stands in the other. */
const MADE_NAMES = [
  "names-of-their-own: target groups whose digests happen to be the same",
  "names-of-their-own: alarms whose names are made of other parts",
];
const CASES = ACROSS_CASES.filter(({ id }) => !MADE_NAMES.includes(id));

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "overlap-siblings-"));
  mkdirSync(join(folder, "bridges"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What one bridge is told of those beside it. */
async function toldOf(path: string): Promise<string[]> {
  const loaded = loadPlan(path);
  if ("faults" in loaded) throw new Error(loaded.faults.map(formatFault).join("\n"));
  return (await clashesOf(path, loaded.plan)).map(formatFault);
}

test("the cases that are left out are there", () => {
  expect(ACROSS_CASES.length - CASES.length).toBe(MADE_NAMES.length);
});

test.each(CASES.map((one) => [one.id, one] as const))(
  "%s: one bridge is told of the others what all are told together",
  async (_, { files }) => {
    const bridges = join(folder, "bridges");
    const paths = Object.entries(files).map(([name, text]) => writeBridge(bridges, name, text));
    const lines = await Promise.all(paths.map(toldOf));
    expect(lines.flat().sort()).toEqual(loadPlans(bridges).faults.map(formatFault).sort());
  },
);

test("nothing is proved or drawn of a bridge that is in another one's way", async () => {
  for (const name of ["one", "two"]) writeBridge(join(folder, "bridges"), name, SMALL);
  for (const command of ["verify", "matrix", "draw"]) {
    const io = captureIo(folder);
    expect(await main([command, "one"], io)).toBe(2);
    const [clash] = loadPlans(join(folder, "bridges")).faults;
    expect(clash && told(clash)).toMatchObject({ rule: "state-of-its-own", line: 2, key: "backend.path" });
    expect([io.out(), io.err()]).toEqual(["", `overlap: ${formatFault({ ...clash!, file: "bridges/one.yaml" })}\n`]);
  }
});

test("what lies beside a file that is not in bridges/ is not looked at", async () => {
  const [path = ""] = ["one", "two"].map((name) => writeBridge(folder, name, SMALL));
  expect(await toldOf(path)).toEqual([]);
});
