import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SMALL } from "../config/bridge-texts";
import { Dice } from "./dice";
import { KINDS, type Made, type Source } from "./kinds";

/** One hostile input and the command that is to read it. */
export interface Case {
  readonly kind: string;
  readonly seed: number;
  readonly made: Made;
  readonly args: readonly string[];
}

/** Names of what a case's folder holds. */
const FILES: Readonly<Record<Source, string>> = {
  synth: "cdk.tf.json",
  plan: "plan.json",
  state: "state.json",
  bridge: "bridges/hostile.yaml",
};
/** A good bridge beside the hostile input, and what a drawing is written to. */
const GOOD = "good.yaml";
export const OUTPUT = "out.svg";

function sourceCommands(source: Exclude<Source, "bridge">): readonly (readonly string[])[] {
  const of = [`--${source}`, FILES[source]];
  return [
    ["matrix", ...of],
    ["matrix", ...of, "--all", "--json"],
    ["draw", ...of, "-o", OUTPUT],
    ["draw", ...of, "--mermaid"],
    ["draw", ...of, "--json"],
    ["trace", ...of, "--from", "10.0.1.5@aws_vpc.v", "--to", "10.0.0.10:80@aws_vpc.v", "--explain"],
    ["trace", ...of, "--from", "aws_instance.h[0]", "--to", "aws_instance.h[1]", "--port", "80", "--json"],
    ["verify", GOOD, ...of],
    ...(source === "plan"
      ? [
          ["review", FILES.plan],
          ["review", FILES.plan, "--json", "--fail-on", "cuts,opens,unknown"],
          ["review", FILES.plan, "--bridge", GOOD],
        ]
      : []),
  ];
}

/** Every command that reads such an input. The lab is no part of it: it has tests of its own. */
export function commandsFor(source: Source): readonly (readonly string[])[] {
  if (source !== "bridge") return sourceCommands(source);
  const file = FILES.bridge;
  return [
    ["check", file],
    ["check", file, "--json"],
    ["verify", file],
    ["matrix", file],
    ["draw", file, "--mermaid"],
    ["trace", file, "--from", "client", "--to", "web"],
    ["synth"],
  ];
}

/** The case of a seed: always the same. @param kind only inputs of this kind */
export function caseOf(seed: number, scale: number, kind?: string): Case {
  const dice = Dice.of(seed, scale);
  const names = Object.keys(KINDS);
  // In turn, so that a few seeds in a row are of every kind.
  const name = kind ?? names[seed % names.length]!;
  const made = KINDS[name]!(dice);
  return { kind: name, seed, made, args: dice.pick(commandsFor(made.source)) };
}

/** Writes what a case needs into a folder that is empty. */
export function writeCase({ made }: Pick<Case, "made">, folder: string): void {
  mkdirSync(join(folder, "bridges"), { recursive: true });
  writeFileSync(join(folder, GOOD), SMALL);
  const path = join(folder, FILES[made.source]);
  const { content } = made;
  if (typeof content === "string" || content instanceof Uint8Array) return writeFileSync(path, content);
  switch (content.place) {
    case "folder":
      return void mkdirSync(path);
    case "circle":
      return symlinkSync(path, path);
    case "pipe":
      return void execFileSync("mkfifo", [path]);
    case "nothing":
      return;
  }
}
