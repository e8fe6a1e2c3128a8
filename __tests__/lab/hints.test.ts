import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HINT_CASES, HUB_CASES } from "../cli/hint-cases";
import { describeWithLab } from "../support/lab";
import { check, paste } from "../support/paste";
import { commandInFolder } from "./command";

const { folder, shown, overlap } = commandInFolder();

/** One of each way to steer: half a client subnet, a client subnet, empty room, a moved bridge, and the transit gateway itself. */
const SELECTED = [
  "a client subnet is the whole VPC, with targets in both halves and a demo client in the second",
  "a web subnet is the whole client VPC, with targets where no client is",
  "a web subnet is wider than the client VPC, with targets in and beside it",
  "an existing subnet is left out",
  "the bridge and all in it lies in the web VPC, and the attachment lacks a zone",
];

describeWithLab()("a bridge that was refused, with the block pasted", () => {
  test.each([
    ...HINT_CASES.filter(({ what }) => SELECTED.includes(what)),
    // What is refused in the client VPC's place, and pasted as a hub.
    ...HUB_CASES,
  ])("$what: real packets do what the proof says", async ({ text }) => {
    writeFileSync(join(folder(), "bridges/test.yaml"), paste(text, (await check(text)).block));
    expect(overlap(["synth"]).exit).toBe(0);
    const { exit, holds, statements, checks } = await shown("test");
    expect([exit, holds, statements.flatMap((one) => one.disagreements)]).toEqual([0, true, []]);
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ healthy }) => !healthy)).toEqual([]);
  });
});
