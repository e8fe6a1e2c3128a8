import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../src/cli/main";
import { faultLines } from "../../../src/cli/output/fault-lines";
import { type Fault } from "../../../src/config/fault";
import { captureIo } from "../../support/io";

const fault = (file: string): Fault => ({
  file,
  line: 1,
  column: 1,
  path: ["x"],
  value: "1",
  message: "is wrong",
  fix: "mend it",
  rule: "type",
});

describe("the command that lists all faults", () => {
  /** The words after `overlap check`, as a shell reads them. */
  function wordsIn(line: string): string[] {
    const [, command = ""] = /overlap check (.*?)(?: lists all|\)$)/.exec(line) ?? [];
    return execFileSync("bash", ["-c", `printf '%s\\0' ${command}`], { encoding: "utf8" })
      .split("\0")
      .slice(0, -1);
  }

  test.each([
    ["standard input", "-"],
    ["bridges/a.yaml", "bridges/a.yaml"],
    ["my bridges/it's.yaml", "my bridges/it's.yaml"],
    ["-x.yaml", "./-x.yaml"],
    ["$(id).yaml", "$(id).yaml"],
  ])("names %s so that it can be pasted", (file, word) => {
    const lines = faultLines(Array.from({ length: 30 }, () => fault(file)));
    expect(wordsIn(lines.at(-1)!)).toEqual([word, "--json"]);
  });

  test.each(["a b.yaml", "$(id).yaml"])("is told by a proof of %s as well", async (name) => {
    const folder = mkdtempSync(join(tmpdir(), "overlap-faults-"));
    try {
      writeFileSync(join(folder, name), "x: 1\n");
      const io = captureIo(folder);
      expect(await main(["verify", `./${name}`], io)).toBe(2);
      expect(wordsIn(io.err().trimEnd())).toEqual([`./${name}`]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
