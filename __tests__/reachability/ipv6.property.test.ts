import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { matrixOf, Walker } from "../../src/reachability";
import { type JsonObject } from "../../src/terraform";
import { asking } from "../support/asked";

const FOLDER = join(__dirname, "networks");
const NETWORKS = readdirSync(FOLDER).filter((name) => name.endsWith(".tf.json"));

/** The network with the arguments in every block of the type. */
function withArguments(json: JsonObject, type: string, extra: (name: string) => object): JsonObject {
  const resource = json.resource as Record<string, Record<string, JsonObject>>;
  const blocks = Object.entries(resource[type] ?? {}).map(([name, block]) => [name, { ...block, ...extra(name) }]);
  return { ...json, resource: { ...resource, [type]: Object.fromEntries(blocks) as JsonObject } };
}

const verdicts = (json: JsonObject): Map<string, string> => {
  const { entries } = matrixOf(new Walker(asking(json, "synth").topology));
  return new Map(entries.map((one) => [`${one.from}>${one.to}>${one.protocol}/${one.ports}`, one.verdict]));
};

describe("any network", () => {
  const arbitrary = fc.record({
    file: fc.constantFrom(...NETWORKS),
    types: fc.subarray(["aws_subnet", "aws_vpc", "aws_instance", "aws_lb"]),
  });

  it("loses no way to IPv6", () => {
    const GIVES: Readonly<Record<string, object>> = {
      aws_vpc: { assign_generated_ipv6_cidr_block: true },
      aws_subnet: { ipv6_cidr_block: "2001:db8::/64", assign_ipv6_address_on_creation: true },
      aws_instance: { ipv6_address_count: 1 },
      aws_lb: { ip_address_type: "dualstack" },
    };
    fc.assert(
      fc.property(arbitrary, ({ file, types }) => {
        const json = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as JsonObject;
        const before = verdicts(json);
        const after = verdicts(types.reduce((one, type) => withArguments(one, type, () => GIVES[type]!), json));
        for (const [key, verdict] of before)
          if (after.get(key) !== verdict) expect([key, verdict]).not.toEqual([key, "ALLOWED"]);
      }),
      { numRuns: 40 },
    );
  });

  it("is as before where only one VPC has a range", () => {
    fc.assert(
      fc.property(fc.constantFrom(...NETWORKS), fc.nat(), (file, pick) => {
        const json = JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as JsonObject;
        const names = Object.keys((json.resource as Record<string, object>).aws_vpc ?? {});
        const only = names[pick % Math.max(names.length, 1)];
        const changed = withArguments(json, "aws_vpc", (name) =>
          name === only ? { assign_generated_ipv6_cidr_block: true } : {},
        );
        expect(verdicts(changed)).toEqual(verdicts(json));
      }),
      { numRuns: 30 },
    );
  });
});
