import { CONTROLS, judgeControls, type ControlOutcome } from "../../src/security-hub";
import { EXISTING_CLIENT, EXISTING_WEB, planOf } from "../support/bridges";
import { emulatedState } from "../support/emulated-state";
import { synthJson } from "../support/synthesized";
import { describeWithTerraform, planForReal } from "../support/terraform";
import { CASES } from "./flips";
import { graphOf, judgedAfter } from "./stacks";

function wordsOf(outcome: ControlOutcome): string[] {
  switch (outcome.status) {
    case "met":
      return [];
    case "not met":
      return outcome.faults.map(({ message }) => message);
    case "not applicable":
      return [outcome.reason];
  }
}

describe("a control follows what the stack says", () => {
  test.each(CASES.map((entry, i) => [entry.id, entry.status, entry.what, i] as const))(
    "%s is %s: %s (%#)",
    (id, status, _what, i) => {
      const { changes, says } = CASES[i]!;
      const outcome = judgedAfter(changes).get(id)?.outcome;
      expect(outcome?.status).toBe(status);
      if (says !== undefined) expect(wordsOf(outcome!).join("\n")).toContain(says);
    },
  );
});

describe("every control", () => {
  test("has a number of its own, AWS's title, and a page", () => {
    const ids = CONTROLS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, title } of CONTROLS) {
      expect(id).toMatch(/^[A-Za-z0-9]+\.\d+$/);
      expect(title).toMatch(/^\S.* should .*\S$/);
    }
    for (const { id, source } of judgeControls(graphOf({ resource: {} })))
      expect(source).toContain(`#${id.toLowerCase().replace(".", "-")}`);
  });

  test("is judged by a case; one that can be met is met in one and not met in another", () => {
    const statuses = new Map(CONTROLS.map(({ id }) => [id, new Set<string>()]));
    for (const { id, status } of CASES) statuses.get(id)?.add(status);
    const oneSided = [...statuses].filter(([, seen]) => !(seen.has("met") && seen.has("not met"))).map(([id]) => id);
    const never = [
      "EC2.1",
      "EC2.4",
      "EC2.20",
      "EC2.51",
      "EC2.171",
      "EC2.173",
      "EC2.183",
      "SSM.1",
      "IAM.1",
      "WAF.10",
      "SNS.4",
    ];
    const classic = ["ELB.2", "ELB.3", "ELB.7", "ELB.8", "ELB.9", "ELB.10", "ELB.14"];
    const buckets = ["S3.19", "S3.22", "S3.23", "S3.24", "S3.25", "ACM.1"];
    expect(oneSided.sort()).toEqual([...never, ...classic, ...buckets].sort());
    expect([...statuses].filter(([, seen]) => seen.size === 0)).toEqual([]);
  });

  test("is met by nothing that is not there", () => {
    for (const { outcome } of judgeControls(graphOf({ resource: {} }))) expect(outcome.status).toBe("not applicable");
  });
});

test("VPCs that exist are their owners' to judge", () => {
  const status = (changes: object, id: string) =>
    judgeControls(graphOf(synthJson(planOf("article", changes as Record<string, unknown>)))).find(
      (one) => one.id === id,
    )?.outcome;
  const both = { ...EXISTING_CLIENT, ...EXISTING_WEB };
  for (const id of ["EC2.2", "EC2.6", "EC2.10"]) {
    expect(status(both, id)).toEqual({ status: "not applicable", reason: "no VPC is made here" });
    expect(status(EXISTING_WEB, id)).toMatchObject({ resources: ["aws_vpc.client"] });
  }
});

describeWithTerraform()("a real plan", () => {
  const plan = planOf("production", {
    demo: {
      client: { subnet: "clients-a", address: "10.64.0.20" },
      web: { subnet: "web-a", address: "10.64.0.10" },
    },
  });

  test("and the state after it are judged as the synthesized JSON is", () => {
    const statuses = (json: object, kind: "synth" | "plan" | "state") =>
      Object.fromEntries(judgeControls(graphOf(json, kind)).map(({ id, outcome }) => [id, outcome.status]));
    const synthesized = statuses(synthJson(plan), "synth");
    const { json } = planForReal(plan);
    expect(statuses(json, "plan")).toEqual(synthesized);
    expect(statuses(emulatedState(json as never), "state")).toEqual(synthesized);
  });
});
