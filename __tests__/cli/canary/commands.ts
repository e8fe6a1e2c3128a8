import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../src/cli/main";
import { captureIo } from "../../support/io";

export type Kind = "plan" | "state" | "synth";

const PAIRS = [
  ["aws_instance.client", "aws_lb.front"],
  ["aws_instance.client", "aws_instance.web"],
  ["aws_subnet.front", "aws_instance.web"],
  ["aws_instance.client", "internet"],
  ["internet", "aws_instance.d"],
  ["aws_instance.nobody", "aws_instance.web"],
];

/** Every command and format that reads an input of this kind; what is asked of `trace` names no address. */
function commandsFor(kind: Kind, file: string, isShort: boolean): string[][] {
  const source = [`--${kind}`, file];
  const pairs = isShort ? PAIRS.slice(0, 2) : PAIRS;
  return [
    ...(kind === "plan"
      ? [
          ["review", file],
          ["review", file, "--json"],
        ]
      : []),
    ["matrix", "--all", ...source],
    ["matrix", "--all", "--json", ...source],
    ["draw", "--mermaid", ...source],
    ["draw", "--json", ...source],
    ...(isShort
      ? []
      : [
          ["draw", ...source],
          ["draw", "-o", "drawn.svg", ...source],
        ]),
    ...pairs.flatMap(([from = "", to = ""]) => {
      const question = ["trace", "--from", from, "--to", to, "--explain", ...source];
      return isShort ? [question] : [question, [...question, "--json"], [...question, "--protocol", "udp"]];
    }),
    ["trace", "--questions", "questions.jsonl", ...source],
    ["lab", "--down", "no-such-lab"],
  ];
}

/** Runs every command on an input. @returns what each has written: standard output, standard error, files */
export async function runAll(kind: Kind, input: object, isShort = false): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), "overlap-canary-"));
  try {
    writeFileSync(join(folder, "input.json"), JSON.stringify(input));
    writeFileSync(
      join(folder, "questions.jsonl"),
      PAIRS.map(([from, to]) => `${JSON.stringify({ from, to })}\n`).join(""),
    );
    const written = new Map<string, string>();
    for (const args of commandsFor(kind, "input.json", isShort)) {
      const io = captureIo(folder);
      await main(args, io);
      const file = args.includes("-o") ? readFileSync(join(folder, "drawn.svg"), "utf8") : "";
      written.set(args.join(" "), `${io.out()}\n${io.err()}\n${file}`);
    }
    return written;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
