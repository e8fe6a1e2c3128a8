import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withAssumedTargets, withFacts } from "../../src/requirements/facts";
import { rolesIn } from "../../src/requirements/found-roles";
import { verify } from "../../src/questions/promises";
import { Walker } from "../../src/reachability";
import { graphOf, InputFault, type JsonObject, ResourceGraph, type TerraformKind } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { synthesize } from "../../src/stacks/synthesize";
import { planOf } from "../support/bridges";
import { emulatedState } from "../support/emulated-state";
import { mutated, numbers } from "../support/mutate-json";

const plan = planOf("article");
const folder = mkdtempSync(join(tmpdir(), "overlap-hostile-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const [written = ""] = synthesize([plan], folder);
const synthFile = existsSync(written) ? written : join(folder, written);
const synth = JSON.parse(readFileSync(synthFile, "utf8")) as JsonObject;

/** A plan with the article's resources: each argument that holds an expression is unknown and refers to what it names. */
function planned(): JsonObject {
  const changes: JsonObject[] = [];
  const resources: JsonObject[] = [];
  for (const [mode, key] of [
    ["managed", "resource"],
    ["data", "data"],
  ] as const)
    for (const [type, named] of Object.entries(synth[key] as Record<string, Record<string, JsonObject>>))
      for (const [name, body] of Object.entries(named)) {
        const address = `${mode === "data" ? "data." : ""}${type}.${name}`;
        const own = Object.entries(body).filter(([argument]) => !["//", "depends_on", "provider"].includes(argument));
        const linked = own.filter(([, value]) => JSON.stringify(value).includes("${"));
        const namesIn = (value: unknown) =>
          [...JSON.stringify(value).matchAll(/\$\{([\w.-]+)\}/g)].map(([, one = ""]) => one);
        changes.push({
          address,
          mode,
          type,
          name,
          change: {
            actions: ["create"],
            after: Object.fromEntries(own.filter((one) => !linked.includes(one))),
            after_unknown: { id: true, arn: true, ...Object.fromEntries(linked.map(([argument]) => [argument, true])) },
          },
        });
        const expressions = own.map(([argument, value]) => [argument, { references: namesIn(value) }]);
        resources.push({ address, mode, type, name, expressions: Object.fromEntries(expressions) as JsonObject });
      }
  return { format_version: "1.2", resource_changes: changes, configuration: { root_module: { resources } } };
}

const SOURCES: readonly (readonly [TerraformKind, JsonObject])[] = [
  ["synth", synth],
  ["plan", planned()],
  ["state", emulatedState(planned())],
];

function allHold(graph: ResourceGraph): boolean {
  const own = withFacts(graph, plan);
  const topology = withAssumedTargets(buildTopology(own), plan, rolesIn(own));
  const network = { graph: own, topology, walker: new Walker(topology), source: "test", granted: [], bridge: plan };
  return verify(network, plan).every((one) => one.holds);
}

test.each(SOURCES)("%s: whatever is broken in it, it is read or refused in one line", (kind, original) => {
  for (let seed = 1; seed <= 40; seed++) {
    const { json, changes } = mutated(original, numbers(seed));
    try {
      allHold(graphOf(json, "test", kind));
    } catch (error) {
      if (!(error instanceof InputFault)) throw new Error(`seed ${seed}: ${changes.join("; ")}`, { cause: error });
      expect(error.message).toMatch(/^test: [^\n\p{Cc}]+$/u);
    }
  }
});

/** One resource of each kind on the article's way from client to web server and back. */
const ON_THE_WAY =
  /^aws_(vpc|subnet|nat_gateway|route|lb|lb_listener|lb_target_group|lb_target_group_attachment|ec2_transit_gateway\w*|security_group|vpc_security_group_ingress_rule)\.(?!demo-client)/;

// The plan and the state above are made of the synthesized JSON alone, too coarse for every statement to hold on them;
// real ones are proved in __tests__/stacks/proof.test.ts.
test("it never holds without a resource that carries traffic", () => {
  const whole = graphOf(structuredClone(synth), "test", "synth");
  expect(allHold(whole)).toBe(true);
  const needed = whole.resources.filter(({ mode, address }) => mode === "managed" && ON_THE_WAY.test(address));
  expect(needed.length).toBeGreaterThan(20);
  const survived = needed.filter(({ address }) =>
    allHold(
      new ResourceGraph(
        "synth",
        whole.resources.filter((one) => one.address !== address),
      ),
    ),
  );
  expect(survived.map(({ address }) => address)).toEqual([]);
});
