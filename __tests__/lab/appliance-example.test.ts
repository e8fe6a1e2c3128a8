import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LARGE_APPLIANCE, patch } from "../config/bridge-texts";
import { PROJECT } from "../support/bridges";
import { describeWithLab } from "../support/lab";
import { commandInFolder, type Shown } from "./command";

const { folder, shown, overlap } = commandInFolder();

const VIRTUAL = /virtual addresses|by 100\.64\./;
const through = ({ statements }: Shown): Shown["statements"] => statements.filter(({ text }) => VIRTUAL.test(text));

describeWithLab()("bridges with an appliance, with real packets", () => {
  test("the example does what its proof says: what is listed is answered, both ways, and nothing else arrives", async () => {
    copyFileSync(join(PROJECT, "bridges", "appliance.yaml"), join(folder(), "bridges", "appliance.yaml"));
    expect(overlap(["synth"]).exit).toBe(0);
    const result = await shown("appliance");
    expect([result.exit, result.holds, result.statements.flatMap((one) => one.disagreements)]).toEqual([0, true, []]);
    const open = through(result).filter(({ expected }) => expected === "ALLOWED");
    expect(open.length).toBeGreaterThanOrEqual(8);
    for (const one of open) expect(one).toMatchObject({ holds: true, answered: one.probes, delivered: one.probes });
    const shut = through(result).filter(({ expected }) => expected === "DENIED");
    expect(shut.length).toBeGreaterThanOrEqual(3);
    for (const { probes, delivered } of shut) expect([probes > 0, delivered]).toEqual([true, 0]);
  }, 60_000);

  test("an appliance in each of two zones beside an ALB", async () => {
    const text = patch(LARGE_APPLIANCE, [
      "backend: { type: cloud, organization: acme, workspace: large }",
      "backend: { type: local, path: state/large.tfstate }",
    ]);
    writeFileSync(join(folder(), "bridges", "large.yaml"), text);
    expect(overlap(["synth"])).toMatchObject({ exit: 0, err: "" });
    const result = await shown("large");
    expect([result.exit, result.holds, result.statements.flatMap((one) => one.disagreements)]).toEqual([0, true, []]);
    // Who is seen by an address is asked for by it, even where nothing leads back there.
    expect(through(result).filter(({ probes }) => probes === 0)).toEqual([]);
  }, 60_000);
});
