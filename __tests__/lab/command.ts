import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv from "ajv";
import { type Ended, main, run } from "../../src/cli/main";
import { bridgeText, type Changes, type Example, PROJECT } from "../support/bridges";
import { captureIo } from "../support/io";
import { OVERLAP } from "../support/programs";

const validate = new Ajv().compile(JSON.parse(readFileSync(join(PROJECT, "schema/lab.schema.json"), "utf8")) as object);

export interface Hop {
  readonly address: string;
  readonly source: string;
  readonly destination: string;
}
export interface Shown {
  readonly holds: boolean;
  readonly statements: readonly {
    readonly text: string;
    readonly expected?: string;
    readonly holds?: boolean;
    readonly probes: number;
    readonly delivered: number;
    readonly answered: number;
    readonly disagreements: readonly string[];
  }[];
  readonly checks: readonly { readonly target: string; readonly healthy: boolean; readonly agrees: boolean }[];
  readonly requests: readonly {
    readonly url: string;
    readonly host?: string;
    readonly banner?: string;
    readonly status: number;
    readonly servers: readonly { readonly address: string; readonly ip: string }[];
  }[];
  readonly request?: {
    readonly status: number;
    readonly title?: string;
    readonly log?: string;
    readonly there: readonly Hop[];
    readonly back: readonly Hop[];
  };
  readonly notes: readonly object[];
}

export interface Outcome {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command in a folder of its own, new for each test of the file that calls this. */
export function commandInFolder() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "overlap-lab-test-"));
    mkdirSync(join(folder, "bridges"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lab = async (...args: string[]): Promise<Outcome & Ended> => {
    const io = captureIo(folder);
    return { ...(await run(["lab", ...args], io)), out: io.out(), err: io.err() };
  };
  return {
    folder: () => folder,
    lab,
    /** Writes a bridge into the folder and synthesizes it. */
    synthesized: async (example: Example, changes: Changes = {}, name: string = example): Promise<void> => {
      writeFileSync(join(folder, "bridges", `${name}.yaml`), bridgeText(example, changes));
      const io = captureIo(folder);
      expect([await main(["synth"], io), io.err()]).toEqual([0, ""]);
    },
    /** What it prints as JSON, held against the schema. */
    shown: async (...args: string[]): Promise<Shown & { exit: number | null }> => {
      const { exit, out, err } = await lab(...args, "--json");
      expect(err).toBe("");
      const json = JSON.parse(out) as Shown;
      expect([validate(json), validate.errors]).toEqual([true, null]);
      return { ...json, exit };
    },
    /** The command as a process of its own. */
    overlap: (args: readonly string[], env: NodeJS.ProcessEnv = {}): Outcome => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [OVERLAP, ...args], {
        cwd: folder,
        env: { ...process.env, NO_COLOR: "1", ...env },
        encoding: "utf8",
      });
      return { exit: status, out: stdout, err: stderr };
    },
  };
}
