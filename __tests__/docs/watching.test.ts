import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { alarms, hubAlarms } from "../../src/config/watching-schema";
import { changedText, planOf, planOfText } from "../support/bridges";
import { hubPlanOf } from "../support/hubs";
import { allOf, type Attributes, synthJson } from "../support/synthesized";
import { pageAt, tableRows } from "./page-files";

/** Between them they have every alarm that there is. */
const PLANS: readonly BridgePlan[] = [
  planOf("production"),
  planOfText("appliance", changedText("appliance", {})),
  hubPlanOf("hub"),
];

const MINUTES: Readonly<Record<string, string>> = { "2": "2 minutes", "5": "5 minutes", "15": "15 minutes" };

/** An alarm in the words of the table: its metrics, how long, and what no data means. */
function told(alarm: Attributes): string {
  const queries = (alarm["metric_query"] ?? []) as readonly { readonly metric?: Attributes }[];
  const metrics = [alarm, ...queries.flatMap(({ metric }) => (metric ? [metric] : []))];
  const names = metrics.flatMap(({ metric_name: name }) => (typeof name === "string" ? [name] : []));
  const period = Number(alarm["period"] ?? 60);
  const minutes = (Number(alarm["evaluation_periods"]) * period) / 60;
  return `${names.join(" ")}, ${minutes} minutes, ${String(alarm["treat_missing_data"])}`;
}

const codes = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);

const rows = tableRows(pageAt("docs/watching.md"));

test("docs/watching.md has a row for each kind of alarm that is made, and no other", () => {
  const made = PLANS.flatMap((plan) => Object.values(allOf(synthJson(plan), "aws_cloudwatch_metric_alarm")).map(told));
  const listed = rows.map(([, each = "", metric = "", , missing = ""]) => {
    const metrics = codes(metric).filter((code) => code !== "AvailabilityZone");
    const minutes = Object.entries(MINUTES).find(([, words]) => each.endsWith(` ${words}`))?.[0] ?? "3";
    return `${metrics.join(" ")}, ${minutes} minutes, ${missing}`;
  });
  expect([...new Set(made)].sort()).toEqual([...listed].sort());
});

test("docs/watching.md tells each threshold of the file, with its default", () => {
  const topic = "arn:aws:sns:us-east-1:111122223333:network";
  const defaults = Object.entries({ ...alarms.parse({ topic }), ...hubAlarms.parse({ topic }) });
  const listed = rows.flatMap(([, , , key = ""]) => codes(key)).filter((code) => code.includes(": "));
  const written = defaults.filter(([key]) => key !== "topic").map(([key, usual]) => `${key}: ${String(usual)}`);
  expect([...new Set(listed)].sort()).toEqual(written.sort());
});
