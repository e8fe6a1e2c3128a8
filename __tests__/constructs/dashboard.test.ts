import { join } from "node:path";
import { parse as parseHcl } from "@cdktn/hcl2json";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { dashboardSize } from "../../src/address-plan/dashboard-size";
import { dashboardBody } from "../../src/constructs/dashboard-body";
import { changedText, type Changes, planOf, planOfText } from "../support/bridges";
import { widgetLines, widgetsOf } from "../support/dashboards";
import { expectGolden } from "../support/golden";
import { hubPlanOf } from "../support/hubs";
import { allOf, at, type Attributes, type StackJson, stackOf, synthJson } from "../support/synthesized";

const TOPIC = { topic: "arn:aws:sns:us-east-1:111122223333:network" };
const ON = { dashboard: true };
/** Each place, with and without alarms, in one account and in several. */
const PLANS: readonly (readonly [string, BridgePlan])[] = [
  ["production", planOf("production")],
  ["article", planOf("article", ON)],
  ["appliance", planOfText("appliance", changedText("appliance", {}))],
  ["hub", hubPlanOf("hub")],
  ["whole-vpc", hubPlanOf("whole-vpc", ON)],
];
const FURTHER: readonly (readonly [string, BridgePlan])[] = [
  ...PLANS,
  ["production without alarms", planOf("production", { alarms: undefined })],
  ["article with alarms", planOf("article", { ...ON, alarms: TOPIC })],
  ["an appliance of a type without credits", ofAppliance({ "appliance.instance_type": "c7gn.medium" })],
  ["an appliance without alarms", ofAppliance({ alarms: undefined })],
  ["hub without alarms", hubPlanOf("hub", { alarms: undefined })],
  [
    "whole-vpc with alarms",
    hubPlanOf("whole-vpc", { ...ON, alarms: { topic: "arn:aws:sns:eu-central-1:111122223333:network" } }),
  ],
];

function ofAppliance(changes: Changes): BridgePlan {
  return planOfText("appliance", changedText("appliance", changes));
}

describe.each(PLANS)("the dashboard of %s", (name, plan) => {
  const stack = synthJson(plan);
  const widgets = widgetsOf(stack);

  test("shows these things", () => {
    expectGolden(join(__dirname, `golden/dashboard-${name}.txt`), widgetLines(stack));
  });

  test("has no two widgets on one place, and none beside its 24 columns", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgets.filter(({ x, width }) => x + width > 24)).toEqual([]);
  });

  test("names each graph once, and shows metrics of the bridge's Region", () => {
    const graphs = widgets.filter(({ type }) => type === "metric").map(({ properties }) => properties);
    expect(new Set(graphs.map(({ title }) => title)).size).toBe(graphs.length);
    expect(new Set(graphs.map(({ region }) => region))).toEqual(new Set([plan.config.region]));
  });
});

test.each(FURTHER)("the size of a dashboard is foretold: %s", (_, plan) => {
  const widgets = widgetsOf(synthJson(plan));
  const metrics = widgets.reduce((sum, { properties }) => sum + (properties.metrics?.length ?? 0), 0);
  expect(dashboardSize(plan)).toEqual({ widgets: widgets.length, metrics });
});

test("alarms of another account are not shown, since CloudWatch would not find them", () => {
  const plan = hubPlanOf("whole-vpc", { ...ON, alarms: { topic: "arn:aws:sns:eu-central-1:111122223333:network" } });
  const stack = synthJson(plan);
  const elsewhere = Object.entries(allOf(stack, "aws_cloudwatch_metric_alarm")).filter(([, one]) => one["provider"]);
  const shown = widgetsOf(stack).flatMap(({ properties: { alarms } }) => alarms ?? []);
  expect(elsewhere.map(([name]) => name)).toContain("alarms_attachment_hub-blackhole");
  for (const [name] of elsewhere) expect(shown).not.toContain(`aws_cloudwatch_metric_alarm.${name}.arn`);
  expect(shown.length + elsewhere.length).toBe(Object.keys(allOf(stack, "aws_cloudwatch_metric_alarm")).length);
});

describe("a client side in another account than the hub", () => {
  const account = { id: "222233334444", role: "arn:aws:iam::222233334444:role/deploy" };
  const plan = hubPlanOf("whole-vpc", { ...ON, "client.account": account });

  test("is said to be left out, and is", () => {
    const widgets = widgetsOf(synthJson(plan));
    expect(widgets.map(({ properties: { markdown } }) => markdown)).toContain(
      "## Client side client\nIts NAT gateways and its attachment are in the account 222233334444, whose metrics are not shown here.",
    );
    expect(JSON.stringify(widgets)).not.toContain("NATGateway");
    expect(dashboardSize(plan).widgets).toBe(widgets.length);
  });
});

test("cdktf's HCL has the same body, and HCL reads it", async () => {
  const [json, { hcl }] = [synthJson(planOf("production")), stackOf(planOf("production")).toHclTerraform()];
  const read = (await parseHcl("cdk.tf", String(hcl))) as Pick<StackJson, "resource">;
  const [dashboard] = (read.resource["aws_cloudwatch_dashboard"]?.["dashboard"] ?? []) as unknown as Attributes[];
  const written = at(json, "aws_cloudwatch_dashboard.dashboard")["dashboard_body"];
  const plain = (body: unknown) => String(body).replace(/\s/g, "");
  expect(plain(dashboard?.["dashboard_body"])).toBe(plain(written));
});

describe("a dashboard's name", () => {
  test("is the bridge's, or the file's", () => {
    expect(at(synthJson(planOf("production")), "aws_cloudwatch_dashboard.dashboard")["dashboard_name"]).toBe(
      "overlap-production",
    );
    const named = synthJson(planOf("article", { dashboard: { name: "Network_1-a" } }));
    expect(at(named, "aws_cloudwatch_dashboard.dashboard")["dashboard_name"]).toBe("Network_1-a");
  });

  test.each([false, undefined])("there is none with dashboard: %s", (dashboard) => {
    expect(allOf(synthJson(planOf("production", { dashboard })), "aws_cloudwatch_dashboard")).toEqual({});
  });
});

test("more alarms than a widget shows are in several", () => {
  const alarmArns = Array.from({ length: 201 }, (_, i) => `arn-${i}`);
  const { widgets } = dashboardBody({ title: "many", region: "us-east-1", alarmArns, sections: [] });
  const shown = widgets
    .filter(({ type }) => type === "alarm")
    .map(({ properties }) => properties["alarms"] as string[]);
  expect(shown.map(({ length }) => length)).toEqual([100, 100, 1]);
  expect(shown.flat()).toEqual(alarmArns);
  expect(widgets.map(({ y, height }) => y + height)).toEqual([2, 8, 14, 20]);
});
