import { type Changes, EXAMPLES, planOf } from "../support/bridges";
import { stackOf, synthText } from "../support/synthesized";
import { describeWithTerraform, expectOnlyCreates, managedChanges, planForReal } from "../support/terraform";

const EXPRESSIONS = ['${file("/etc/hostname")}', "%{ if true }x%{ endif }"] as const;

/** Text that is as near to an expression as a bridge file lets it be. */
const NEARLY: Changes = {
  tags: { "a=b/c:d": "+ - = . _ : / @", constructor: "toString" },
  "services.web.health.path": "/$a$$%25%%7B/(x)?y=$&z=%",
  "services.near": {
    targets: ["10.64.0.11"],
    match: { paths: ["/$", "/$$/*", "/~\"@:+&'.?"], hosts: ["a.example.com"] },
  },
};

describeWithTerraform()("a real terraform plan takes the file's texts for text", () => {
  test("what is nearly an expression arrives as it was written", () => {
    const planned = planForReal(planOf("article", NEARLY));
    expectOnlyCreates(planned);
    const after = managedChanges(planned.json).map(({ type, change }) => [type, change.after] as const);
    const of = (type: string) => after.filter(([own]) => own === type).map(([, value]) => value);
    expect(of("aws_vpc")).toEqual([
      expect.objectContaining({ tags_all: expect.objectContaining(NEARLY["tags"]) as unknown }),
      expect.objectContaining({ tags_all: expect.objectContaining(NEARLY["tags"]) as unknown }),
    ]);
    expect(JSON.stringify(of("aws_lb_target_group"))).toContain(JSON.stringify(NEARLY["services.web.health.path"]));
    const [rule] = of("aws_lb_listener_rule") as unknown as { condition: { path_pattern: { values: string[] }[] }[] }[];
    expect(rule?.condition.flatMap((one) => one.path_pattern.flatMap(({ values }) => values)).sort()).toEqual(
      ["/~\"@:+&'.?", "/$", "/$$/*"].sort(),
    );
  });
});

test("the one place where an expression may stand is no place of Terraform's", () => {
  const expectations = EXPRESSIONS.map((to) => ({ from: "client", to, is: "denied" }));
  const [plain = "", stated] = [{}, { expect: expectations }].map((changes) => synthText(planOf("article", changes)));
  expect(plain).toContain("aws_lb");
  expect(stated).toBe(plain);
});

describe.each(EXAMPLES)("a plan of %s that somebody made without its file", (name) => {
  const plan = planOf(name);
  /** Every text of a config, as the keys that lead to it. */
  const texts = (value: unknown, path: readonly string[] = []): string[][] =>
    typeof value === "string"
      ? [[...path]]
      : typeof value === "object" && value !== null
        ? Object.entries(value).flatMap(([key, entry]) => texts(entry, [...path, key]))
        : [];
  const withText = (path: readonly string[], text: string) => {
    const config = structuredClone(plan.config);
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config);
    (parent as Record<string, unknown>)[path.at(-1) ?? ""] = text;
    return { ...plan, config };
  };

  test.each(EXPRESSIONS)("is refused with %s in any of its texts", (expression) => {
    const places = texts(plan.config);
    expect(places.length).toBeGreaterThan(10);
    for (const path of places)
      expect(() => stackOf(withText(path, `a${expression}`))).toThrow("with which a Terraform expression begins");
  });
});
