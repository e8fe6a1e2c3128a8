import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlan, loadPlans } from "../../src/address-plan/load-plans";
import { main } from "../../src/cli/main";
import { clashesOf } from "../../src/project/siblings";
import { formatFault } from "../../src/config/fault";
import { NETWORK_CASES } from "../address-plan/across-network-cases";
import { OTHER_CASES } from "../address-plan/across-other-cases";
import { STATE_CASES } from "../address-plan/across-state-cases";
import { captureIo } from "../support/io";
import { writeBridge } from "../support/write-bridge";
import { SMALL } from "../config/bridge-texts";

/** Names that are made of a bridge's parts, or by a digest: no text of the one stands in the other. */
const MADE_NAMES = ["target groups whose digests happen to be the same", "alarms whose names are made of other parts"];
const CASES = [...STATE_CASES, ...NETWORK_CASES, ...OTHER_CASES].filter(({ what }) => !MADE_NAMES.includes(what));

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

test.each(CASES.map((one) => [one.rule, one.what, one] as const))(
  "%s: %s: one bridge is told of the others what all are told together",
  async (_rule, _what, { files }) => {
    const bridges = join(folder, "bridges");
    const paths = Object.entries(files).map(([name, text]) => writeBridge(bridges, name, text));
    const told = await Promise.all(paths.map(toldOf));
    expect(told.flat().sort()).toEqual(loadPlans(bridges).faults.map(formatFault).sort());
  },
);

test("nothing is proved or drawn of a bridge that is in another one's way", async () => {
  for (const name of ["one", "two"]) writeBridge(join(folder, "bridges"), name, SMALL);
  for (const command of ["verify", "matrix", "draw"]) {
    const io = captureIo(folder);
    expect(await main([command, "one"], io)).toBe(2);
    expect([io.out(), io.err()]).toEqual([
      "",
      'overlap: bridges/one.yaml:2:31: backend.path: "state/small.tfstate" is where two.yaml:2 keeps its state; write a place for each state [state-of-its-own]\n',
    ]);
  }
});

test("what lies beside a file that is not in bridges/ is not looked at", async () => {
  const [path = ""] = ["one", "two"].map((name) => writeBridge(folder, name, SMALL));
  expect(await toldOf(path)).toEqual([]);
});
