import { type BadCommand } from "./bad-command";

const json = (value: unknown): string => JSON.stringify(value);
const STATE = json({ format_version: "1.0", terraform_version: "1.11.4", values: { root_module: {} } });
const OTHER_JSON = json({ Vpcs: [] });
const CAPTURE = json({ overlap_capture: 1, places: [] });

/** One of the two that a diff compares is none of what it takes. */
export const DIFF_COMMANDS: readonly BadCommand[] = [
  {
    id: "diff: a file that is not there",
    args: ["diff", "no.json", "state.json"],
    files: { "state.json": STATE },
    refusal: { rule: "missing", input: "no.json" },
  },
  {
    id: "diff: a second file that is nearly there",
    args: ["diff", "state.json", "state.jsn"],
    files: { "state.json": STATE },
    refusal: { rule: "missing", input: "state.jsn" },
  },
  {
    id: "diff: one answer of the AWS CLI",
    args: ["diff", "vpcs.json", "state.json"],
    files: { "vpcs.json": OTHER_JSON, "state.json": STATE },
    refusal: { rule: "other-kind", input: "vpcs.json" },
  },
  {
    id: "diff: a folder with other things in it",
    args: ["diff", "state.json", "bridges"],
    files: { "state.json": STATE },
    refusal: { rule: "other-kind", input: "bridges" },
  },
  {
    id: "diff: a capture of nothing",
    args: ["diff", "empty.json", "state.json"],
    files: { "empty.json": CAPTURE, "state.json": STATE },
    refusal: { rule: "other-kind", input: "empty.json" },
  },
  {
    id: "diff: a file that is cut off",
    args: ["diff", "state.json", "cut.json"],
    files: { "state.json": STATE, "cut.json": STATE.slice(0, 40) },
    refusal: { rule: "cut-off", input: "cut.json" },
  },
  {
    id: "diff: a state in Terraform's own form",
    args: ["diff", "raw.json", "state.json"],
    files: { "raw.json": json({ version: 4, serial: 1, lineage: "x", resources: [] }), "state.json": STATE },
    refusal: { rule: "other-kind", input: "raw.json" },
  },
  {
    id: "diff: standard input twice",
    args: ["diff", "-", "-"],
    refusal: { rule: "stdin-twice", input: "before after" },
  },
  {
    id: "diff: more of an account beside a state",
    args: ["diff", "state.json", "state.json", "--after-account", "bridges"],
    files: { "state.json": STATE },
    refusal: { rule: "other-kind", input: "state.json" },
  },
  {
    id: "diff: sources of no plan",
    args: ["diff", "state.json", "state.json", "--config", "bridges"],
    files: { "state.json": STATE },
    refusal: { rule: "config-without-plan", input: "--config" },
  },
  {
    id: "diff: a condition that is none",
    args: ["diff", "state.json", "state.json", "--fail-on", "open"],
    files: { "state.json": STATE },
    refusal: { rule: "condition", input: "--fail-on" },
  },
  {
    id: "diff: one source alone",
    args: ["diff", "state.json"],
    files: { "state.json": STATE },
    refusal: { rule: "missingArgument", input: "diff state.json" },
  },
];
