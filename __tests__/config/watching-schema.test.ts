import { alarms, dashboard, hubAlarms } from "../../src/config/watching-schema";

const TOPIC = { topic: "arn:aws:sns:us-east-1:111122223333:network" };

describe("thresholds", () => {
  test("have defaults", () => {
    const common = { ...TOPIC, target_4xx: 25, target_5xx: 5, nat_drops: 0.01, attachment_drops: 0 };
    expect(alarms.parse(TOPIC)).toEqual({ ...common, appliance_cpu: 80, appliance_bandwidth: 80 });
    expect(hubAlarms.parse(TOPIC)).toEqual({ ...common, nlb_resets: 25 });
  });

  test.each([
    ["target_5xx", 100, true],
    ["target_5xx", 100.1, false],
    ["target_5xx", 0.001, true],
    ["target_5xx", 0.0009, false],
    ["target_5xx", 0, false],
    ["target_5xx", -1, false],
    ["target_5xx", false, true],
    ["target_5xx", true, false],
    ["target_5xx", null, false],
    ["target_5xx", "5", false],
    ["target_5xx", Infinity, false],
    ["attachment_drops", 0, true],
    ["attachment_drops", 1_000_000, true],
    ["attachment_drops", 1.5, false],
    ["attachment_drops", -1, false],
    ["attachment_drops", false, true],
  ])("%s: %s may stand there: %s", (key, value, isRight) => {
    expect(alarms.safeParse({ ...TOPIC, [key]: value }).success).toBe(isRight);
  });

  test("need somebody who is told", () => {
    expect(alarms.safeParse({ target_5xx: 5 }).success).toBe(false);
  });
});

describe("a dashboard", () => {
  test.each([
    [true, {}],
    [false, undefined],
    [{ name: "A-z_9" }, { name: "A-z_9" }],
    [{ name: "a".repeat(255) }, { name: "a".repeat(255) }],
  ])("%j is read as %j", (written, read) => {
    expect(dashboard.parse(written)).toEqual(read);
  });

  test.each([
    ["true"],
    [null],
    [{}],
    [{ name: "" }],
    [{ name: "a b" }],
    [{ name: "a.b" }],
    [{ name: "ä" }],
    [{ name: "a\n" }],
    [{ name: "a".repeat(256) }],
    [{ name: "a", region: "b" }],
  ])("%j is refused", (written) => {
    expect(dashboard.safeParse(written).success).toBe(false);
  });
});
