import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputFault, type Question, QuestionFault, readNetwork } from "../src/judge";
import { BAD_QUESTIONS, BAD_READS } from "./judge-cases";
import { smallNetwork } from "./support/small-network";

/** What is thrown. */
function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

const QUESTION = { from: "aws_instance.app", to: "aws_instance.data", port: 5432 };

describe("what is read", () => {
  const folder = mkdtempSync(join(tmpdir(), "overlap-judge-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("is an object, a text or a file", () => {
    const json = smallNetwork();
    for (const input of [
      json,
      JSON.stringify(json),
      `\n  ${JSON.stringify(json)}`,
      file("cdk.tf.json", JSON.stringify(json)),
    ])
      expect(readNetwork(input).reach(QUESTION).verdict).toBe("ALLOWED");
  });

  test("may be a plan", () => {
    const plan = join(__dirname, "cli/canary/sensitive.plan.json");
    expect(readNetwork(plan).receivers.length).toBeGreaterThan(0);
    expect(readNetwork(JSON.parse(readFileSync(plan, "utf8")) as object).receivers).toEqual(
      readNetwork(plan).receivers,
    );
  });

  test.each(BAD_READS.map((one) => [one.id, one] as const))(
    "is refused when it is %s",
    (_, { input, rule, where = "the JSON" }) => {
      const fault = thrown(() => readNetwork(input));
      expect(fault).toBeInstanceOf(InputFault);
      expect(fault).toMatchObject({ name: "InputFault", rule, where });
    },
  );
});

describe("an answer", () => {
  const network = readNetwork(smallNetwork());

  test("has the walk there and back, with Terraform's addresses", () => {
    const { verdict, path, reasons } = network.reach(QUESTION);
    expect({ verdict, reasons }).toEqual({ verdict: "ALLOWED", reasons: [] });
    expect(path.there.at(0)).toMatchObject({
      address: "aws_instance.app",
      source: expect.stringContaining("10.0.1.10") as string,
    });
    expect(path.there.at(-1)?.address).toBe("aws_instance.data");
    expect(path.back.at(-1)?.address).toBe("aws_instance.app");
  });

  test("names what stops the packets, by Reachability Analyzer's code and by address", () => {
    const { verdict, reasons } = network.reach({ ...QUESTION, port: 22 });
    expect(verdict).toBe("DENIED");
    expect(reasons).toContainEqual({
      kind: "filter-stops",
      code: "ENI_SG_RULES_MISMATCH",
      address: "aws_security_group.data",
      related: [],
      message: expect.any(String) as string,
    });
  });

  test("says as data what happens at each step, and by which rules", () => {
    const { there, back } = network.reach(QUESTION).path;
    expect(there.map(({ kind, address }) => [kind, address])).toEqual([
      ["leaves-interface", "aws_instance.app"],
      ["routed", "aws_subnet.app"],
      ["arrives", "aws_instance.data"],
    ]);
    const rules = there.flatMap((hop) => hop.rules ?? []);
    expect(rules).toContain("aws_security_group.app.egress[0]");
    expect(rules.filter((rule) => rule.includes(","))).toEqual([]);
    expect(back.map(({ kind }) => kind)).toEqual(["leaves-interface", "routed", "arrives"]);
  });

  test("names what else has to do with a reason", () => {
    const { reasons } = network.reach({ from: "aws_instance.app", to: "203.0.113.1", port: 5432 });
    expect(reasons.map(({ kind, related }) => ({ kind, related }))).toContainEqual({
      kind: "no-route",
      related: ["aws_subnet.app"],
    });
  });

  test.each([
    [{ from: "10.0.1.10@aws_vpc.main", to: "aws_instance.data", port: 5432 }, "ALLOWED"],
    [{ from: "10.0.1.11@aws_subnet.app", to: "aws_instance.data", port: 5432 }, "DENIED"],
    [{ from: "aws_instance.app", to: "10.0.2.10", port: 5432 }, "ALLOWED"],
    [{ from: "aws_instance.app", to: "aws_instance.data:5432" }, "ALLOWED"],
    [{ from: "aws_instance.app", to: "aws_instance.data", port: 5432, protocol: "udp" }, "DENIED"],
    [{ from: "aws_instance.app", to: "aws_instance.other", port: 80 }, "UNKNOWN"],
    [{ from: "internet", to: "aws_instance.data", port: 5432 }, "DENIED"],
  ])("to %j is %s", (question, verdict) => {
    expect(network.reach(question).verdict).toBe(verdict);
  });

  test.each(BAD_QUESTIONS.map((one) => [one.id, one] as const))("to %s there is none", (_, one) => {
    const fault = thrown(() => network.reach(one.question as Question));
    expect(fault).toBeInstanceOf(QuestionFault);
    expect(fault).toMatchObject({ name: "QuestionFault", rule: one.rule, asked: one.asked });
  });
});

describe("a claim", () => {
  const network = readNetwork(smallNetwork());
  const holds = (from: string, to: string, port: number) => {
    const question = { from, to, port };
    return [network.shows(question, "reaches").holds, network.shows(question, "does not reach").holds];
  };

  test("is shown to be true, or its opposite is", () => {
    expect(holds("aws_instance.app", "aws_instance.data", 5432)).toEqual([true, false]);
    expect(holds("aws_instance.app", "aws_instance.data", 22)).toEqual([false, true]);
  });

  test("is not shown by what is UNKNOWN, either way", () => {
    expect(holds("aws_instance.app", "aws_instance.other", 80)).toEqual([false, false]);
  });

  test("is not shown by what holds of a part, either way", () => {
    expect(holds("aws_subnet.app", "aws_instance.data", 6432)).toEqual([false, false]);
    expect(holds("aws_vpc.main", "aws_instance.data", 5432)).toEqual([false, false]);
  });
});

test("the receivers are the hosts, load balancers and the internet, without what is named", () => {
  const network = readNetwork(smallNetwork());
  const addresses = (all: readonly { address: string }[]) => all.map(({ address }) => address).sort();
  expect(addresses(network.receivers)).toEqual(["aws_instance.app", "aws_instance.data", "aws_instance.other"]);
  expect(addresses(network.receiversBeside("aws_instance.app", ["10.0.2.10@aws_vpc.main"]))).toEqual([
    "aws_instance.other",
  ]);
  expect(addresses(network.receiversBeside("aws_subnet.app", ["aws_subnet.data"]))).toEqual([
    "aws_instance.app",
    "aws_instance.other",
  ]);
});

test("sensitive values are in no answer and no fault", () => {
  const plan = join(__dirname, "cli/canary/sensitive.plan.json");
  const { variables } = JSON.parse(readFileSync(plan, "utf8")) as {
    variables: { s: { value: Record<string, string | number> } };
  };
  const texts = Object.values(variables.s.value).flatMap((value) =>
    typeof value === "string" && !/^[\d./]+$/.test(value) ? [value.toLowerCase()] : [],
  );
  const network = readNetwork(plan);
  const told: string[] = [JSON.stringify(network.receivers), JSON.stringify(network.unreadable)];
  const names = network.receivers.map(({ address }) => address);
  for (const from of names)
    for (const to of [...names, "aws_instance.nowhere"])
      try {
        told.push(JSON.stringify(network.reach({ from, to })));
      } catch (error) {
        told.push((error as Error).message);
      }
  expect(told.length).toBeGreaterThan(5);
  const all = told.join("\n").toLowerCase();
  expect(texts.filter((text) => all.includes(text))).toEqual([]);
});
