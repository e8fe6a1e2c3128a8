import { type BadCommand } from "./bad-command";

const SYNTH = "cdktf.out/stacks/article/cdk.tf.json";
const REVIEWED = { "plan.json": '{"format_version":"1.2","resource_changes":[],"planned_values":{}}' };
const against = (id: string, text: string): BadCommand => ({
  id: `--against ${id}`,
  args: ["review", "plan.json", "--against", "reviewed.json"],
  files: { ...REVIEWED, "reviewed.json": text },
  refusal: { rule: "no-review", input: "reviewed.json" },
});
const drawn = (id: string, rule: string, input: string, ...args: readonly string[]): BadCommand => ({
  id,
  args: ["draw", "article", ...args],
  refusal: { rule, input },
});
const refused = (rule: string, ...args: readonly string[]): BadCommand => ({
  id: args.join(" "),
  args,
  refusal: { rule, input: args.join(" ") },
});
const limit = (text: string) => refused("invalidArgument", "matrix", "--synth", SYNTH, "--limit", text);

/** Options and arguments that say what can't be. */
export const OPTION_COMMANDS: readonly BadCommand[] = [
  { id: "a command that is none", args: ["verfy"], refusal: { rule: "unknownCommand", input: "verfy" } },
  { id: "a command that is like none", args: ["frobnicate"], refusal: { rule: "unknownCommand", input: "frobnicate" } },
  refused("unknownOption", "verify", "article", "--jsn"),
  refused("excessArguments", "matrix", "article", "production"),
  refused("optionMissingArgument", "matrix", "--synth"),
  ...["instances", "instances=", "instances=-1", "instances=1e9", "foo=1", "instances=1=2", "__proto__=1"].map(limit),
  drawn("a picture in a format that is none", "picture-ending", "x.png", "-o", "x.png"),
  drawn("a picture in two formats, by its name and an option", "one-format", "x.svg", "-o", "x.svg", "--mermaid"),
  drawn("a picture in two formats, by options", "one-format", "--mermaid --json", "--json", "--mermaid"),
  drawn("a picture in no folder", "no-folder", "no/such/x.svg", "-o", "no/such/x.svg"),
  drawn("a picture in the place of a folder", "folder", "bridges/sub.svg", "-o", "bridges/sub.svg"),
  {
    id: "a condition that is none",
    args: ["review", "plan.json", "--fail-on", "everything"],
    files: REVIEWED,
    refusal: { rule: "condition", input: "--fail-on" },
  },
  {
    id: "nearly a condition",
    args: ["review", "plan.json", "--fail-on", "cut"],
    files: REVIEWED,
    refusal: { rule: "condition", input: "--fail-on" },
  },
  against("an empty file", ""),
  against("a plan", "{}"),
  against("half of a review", '{"verdict": "safe", "cuts"'),
  against("deep JSON", "[".repeat(100_000)),
  {
    id: "--against nothing",
    args: ["review", "plan.json", "--against", "nobody"],
    files: REVIEWED,
    refusal: { rule: "missing", input: "nobody" },
  },
  {
    id: "--against a folder",
    args: ["review", "plan.json", "--against", "bridges"],
    files: REVIEWED,
    refusal: { rule: "unreadable", input: "bridges" },
  },
  {
    id: "a plan and a review, both from standard input",
    args: ["review", "-", "--against", "-"],
    refusal: { rule: "stdin-twice", input: "plan --against" },
  },
  {
    id: "a bridge and a review, both from standard input",
    args: ["review", "plan.json", "--bridge", "-", "--against", "-"],
    files: REVIEWED,
    refusal: { rule: "stdin-twice", input: "--bridge --against" },
  },
  {
    id: "a bridge and questions, both from standard input",
    args: ["trace", "-", "--questions", "-"],
    refusal: { rule: "stdin-twice", input: "bridge --questions" },
  },
  {
    id: "a plan and questions, both from standard input",
    args: ["trace", "--plan", "-", "--questions", "-"],
    refusal: { rule: "stdin-twice", input: "--questions --plan" },
  },
  {
    id: "a lab's host without --enter",
    args: ["lab", "x", "stray"],
    refusal: { rule: "stray-argument", input: "stray" },
  },
  {
    id: "a command in a lab without --enter",
    args: ["lab", "x", "--down", "--", "ls"],
    refusal: { rule: "stray-argument", input: "ls" },
  },
  refused("conflictingOption", "lab", "x", "--keep", "--down"),
  refused("conflictingOption", "lab", "x", "--enter", "y", "--down"),
  refused("conflictingOption", "lab", "x", "--enter", "y", "--json"),
];
