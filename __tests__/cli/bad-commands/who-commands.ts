import { SAMPLE } from "../../who/sample";
import { type BadCommand } from "./bad-command";

const FLOWS = SAMPLE["flows.log"];
const ACCESSES = SAMPLE["access.log"];
const LOGS = ["who", "--flow-logs", "flows.log", "--access-logs", "access.log"];

type Case = readonly [what: string, args: readonly string[], refusal: BadCommand["refusal"]];

/** What is asked of logs is none of what can be asked. */
const OPTIONS: readonly Case[] = [
  ["no flow logs", ["who", "--all"], { rule: "missingMandatoryOptionValue", input: "who --all" }],
  ["nothing asked", LOGS, { rule: "nothing-asked", input: "who" }],
  ["all, and some of them", [...LOGS, "--all", "--path", "/"], { rule: "all-and-some", input: "--all" }],
  ["a path without access logs", [...LOGS.slice(0, 3), "--path", "/"], { rule: "no-access-logs", input: "--path" }],
  [
    "an id without access logs",
    [...LOGS.slice(0, 3), "--request-id", "1"],
    { rule: "no-access-logs", input: "--request-id" },
  ],
  ["two formats", [...LOGS, "--all", "--json", "--csv"], { rule: "one-format", input: "--json --csv" }],
  ["a time that is none", [...LOGS, "--time", "yesterday"], { rule: "time", input: "--time" }],
  ["a time in another zone", [...LOGS, "--time", "2026-11-27T10:15+09:00"], { rule: "time", input: "--time" }],
  ["a day that is none", [...LOGS, "--time", "2026-02-30"], { rule: "time", input: "--time" }],
  ["an end before the beginning", [...LOGS, "--time", "2026-11-27/2026-11-26"], { rule: "time", input: "--time" }],
  [
    "a connection without port",
    [...LOGS, "--connection", "100.64.0.10"],
    { rule: "connection", input: "--connection" },
  ],
  [
    "a port that is none",
    [...LOGS, "--connection", "100.64.0.10:70000"],
    { rule: "connection", input: "--connection" },
  ],
  ["seconds that are none", [...LOGS, "--all", "--skew", "1m"], { rule: "skew", input: "--skew" }],
  [
    "a format that is none",
    [...LOGS, "--all", "--flow-log-format", "time host"],
    { rule: "format", input: "--flow-log-format" },
  ],
  ["a file that is not there", ["who", "--flow-logs", "no.log", "--all"], { rule: "missing", input: "no.log" }],
];

type FileCase = readonly [what: string, flows: string | Buffer, refusal: Omit<BadCommand["refusal"], "input">];

/** A flow log that is none, not whole, or of another kind. */
const FLOW_FILES: readonly FileCase[] = [
  ["an empty file", "", { rule: "empty" }],
  ["access logs as flow logs", ACCESSES, { rule: "other-kind", line: 1 }],
  ["access logs after flow logs", FLOWS + ACCESSES, { rule: "mixed", line: 18 }],
  ["a line that is cut off", FLOWS.slice(0, -40), { rule: "cut-off", line: 17 }],
  ["a value that is none", FLOWS.replace(" 900 ", " 9OO "), { rule: "bad-value", line: 2 }],
  ["records without a header", "eni-1a 10.64.0.20 443 ACCEPT\n", { rule: "no-header", line: 1 }],
  [
    "records of two formats",
    `${FLOWS}eni-1a 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT 0 10.0.0.1 10.0.0.2 egress a b c\n`,
    { rule: "other-format", line: 18 },
  ],
  ["a log of CloudTrail", '{"Records":[{"eventVersion":"1.08"}]}', { rule: "other-kind", line: 1 }],
  ["Parquet", Buffer.from("PAR1\0"), { rule: "other-kind" }],
  ["bytes", Buffer.from([7, 0, 7]), { rule: "other-kind" }],
  ["a sentence", "once upon a time\n", { rule: "other-kind", line: 1 }],
];

const ACCESS_FILES: readonly FileCase[] = [
  ["flow logs as access logs", FLOWS, { rule: "other-kind", line: 1 }],
  ["an entry that is cut off", ACCESSES.slice(0, -60), { rule: "cut-off", line: 4 }],
  [
    "a Classic Load Balancer's log",
    "2015-05-13T23:39:43.945958Z lb 192.168.131.39:2817 10.0.0.1:80 0 0 0\n",
    { rule: "other-kind", line: 1 },
  ],
  ["a sentence as access log", "once upon a time\n", { rule: "other-kind", line: 1 }],
];

/** A command that asks logs, or logs, that `overlap who` refuses. */
export const WHO_COMMANDS: readonly BadCommand[] = [
  ...OPTIONS.map(([what, args, refusal]) => ({
    id: `who: ${what}`,
    args,
    refusal,
    files: { "flows.log": FLOWS, "access.log": ACCESSES },
  })),
  ...FLOW_FILES.map(([what, content, refusal]) => ({
    id: `who: ${what}`,
    args: ["who", "--flow-logs", "flows.log", "--all"],
    refusal: { input: "flows.log", ...refusal },
    files: { "flows.log": content },
  })),
  ...ACCESS_FILES.map(([what, content, refusal]) => ({
    id: `who: ${what}`,
    args: [...LOGS, "--all"],
    refusal: { input: "access.log", ...refusal },
    files: { "flows.log": FLOWS, "access.log": content },
  })),
];
