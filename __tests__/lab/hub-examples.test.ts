import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../support/bridges";
import { HUBS } from "../support/hubs";
import { describeWithLab } from "../support/lab";
import { commandInFolder } from "./command";

const { folder, shown, overlap } = commandInFolder();

/** Services that speak no HTTP, by the targets that a banner may come from. */
const BANNERS = { hub: 2, "whole-vpc": 1 } as const;

describeWithLab()("the examples of hubs, with real packets", () => {
  test.each(HUBS)("%s: they do what the proof says, and each database says its own banner", async (name) => {
    copyFileSync(join(PROJECT, "bridges", `${name}.yaml`), join(folder(), "bridges", `${name}.yaml`));
    expect(overlap(["synth"]).exit).toBe(0);
    const { exit, holds, statements, checks, requests } = await shown(name);
    expect([exit, holds, statements.flatMap((one) => one.disagreements)]).toEqual([0, true, []]);
    expect(statements.length).toBeGreaterThan(20);
    expect(checks.filter(({ healthy }) => !healthy)).toEqual([]);
    const banners = requests.flatMap(({ banner }) => banner ?? []);
    expect(new Set(banners).size).toBe(BANNERS[name]);
  });
});
