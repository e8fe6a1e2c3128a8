import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { matrixOf, Walker } from "../../src/reachability";
import { reviewPlan } from "../../src/review";
import { type JsonObject } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { graphFrom } from "../support/networks";
import { privateLink } from "../support/private-link";

/**
 * A network in two Regions may be written with a provider for each, or with one provider and `region` arguments (AWS provider
 * 6). Any network can be put into two Regions: whether AWS would take it so makes no difference to the question.
 */
const OWN = "eu-west-1";
const OTHER = "us-east-1";

type Body = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Body>>>>;
interface Stack {
  readonly resource: Blocks;
  readonly data?: Blocks;
}

const FOLDER = join(__dirname, "networks");
const FIXTURES: readonly (readonly [string, Stack])[] = [
  ...readdirSync(FOLDER)
    .filter((file) => file.endsWith(".tf.json"))
    .map((file) => [file, JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as Stack] as const),
  ["private link", { resource: privateLink() }],
];

/** A stack with each block written anew by its address. */
function mapped({ resource, data }: Stack, write: (address: string, body: Body) => Body): Stack {
  const blocks = (all: Blocks): Blocks =>
    Object.fromEntries(
      Object.entries(all).map(([type, named]) => [
        type,
        Object.fromEntries(Object.entries(named).map(([name, body]) => [name, write(`${type}.${name}`, body)])),
      ]),
    );
  return { resource: blocks(resource), ...(data && { data: blocks(data) }) };
}

/** The VPCs that a block is in or names, by its references and theirs. */
function vpcsOf({ resource }: Stack, address: string, seen = new Set<string>()): string[] {
  if (seen.has(address)) return [];
  seen.add(address);
  const [type = "", name = ""] = address.split(".");
  if (type === "aws_vpc") return [address];
  const named = JSON.stringify(resource[type]?.[name] ?? {}).matchAll(/\b(aws_[a-z0-9_]+\.[\w-]+)/g);
  return [...named].flatMap(([, one]) => vpcsOf({ resource }, one!, seen));
}

/** Where each block is: with its VPC, or by itself. */
type Placing = (address: string) => boolean;
const byVpc =
  (stack: Stack, isThere: (vpc: string) => boolean): Placing =>
  (address) =>
    isThere(vpcsOf(stack, address)[0] ?? address);

/** The stack with zones that fit, and no word of Regions or providers. */
const plain = (stack: Stack, isThere: Placing): Stack =>
  mapped(stack, (address, { provider: _, region: __, peer_region: ___, ...body }) => {
    const zone = body["availability_zone"];
    const own = typeof zone === "string" ? zone.replace(/^[a-z]+-[a-z]+-\d(?=[a-z]$)/, "") : zone;
    const isShort = typeof own === "string" && own.length === 1;
    return isShort ? { ...body, availability_zone: `${isThere(address) ? OTHER : OWN}${own}` } : body;
  });

const TWO = { provider: { aws: [{ region: OWN }, { alias: "other", region: OTHER }] } };
const ONE = { provider: { aws: [{ region: OWN }] } };
const NONE = { provider: { aws: [{}] } };
type Write = (address: string) => Body;

/** Who can open what to whom, and why not. */
const told = (stack: Stack, providers: object, write: Write): readonly string[] =>
  matrixOf(
    new Walker(buildTopology(graphFrom({ ...mapped(stack, (at, body) => ({ ...body, ...write(at) })), ...providers }))),
  ).entries.map(({ from, to, ports, verdict }) => `${from} -> ${to} ${ports} ${verdict}`);

/** Verdicts by pair and ports. */
const verdictsIn = (lines: readonly string[]) =>
  new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), line.slice(line.lastIndexOf(" ") + 1)]));

const seeds = fc.tuple(
  fc.constantFrom(...FIXTURES),
  fc.boolean(),
  fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
);

/** A network, and which of its blocks are in the other Region. */
const placed = seeds.map(([[name, stack], isByVpc, bits]) => {
  const addresses = Object.entries(stack.resource).flatMap(([type, named]) =>
    Object.keys(named).map((one) => `${type}.${one}`),
  );
  const bitOf = (address: string): boolean => bits[addresses.indexOf(address) % bits.length] ?? false;
  const isThere = isByVpc ? byVpc(stack, bitOf) : bitOf;
  return {
    name,
    isThere,
    stack: plain(stack, isThere),
    toString: () => `${name} ${addresses.filter(isThere).join(" ")}`,
  };
});

test("`region` arguments tell the same as a provider for each Region", () => {
  fc.assert(
    fc.property(placed, ({ stack, isThere }) => {
      const aliases = told(stack, TWO, (at) => (isThere(at) ? { provider: "aws.other" } : {}));
      expect(told(stack, ONE, (at) => (isThere(at) ? { region: OTHER } : {}))).toEqual(aliases);
      expect(told(stack, NONE, (at) => ({ region: isThere(at) ? OTHER : OWN }))).toEqual(aliases);
    }),
    { numRuns: 40, seed: 19 },
  );
});

/** What AWS refuses is UNKNOWN; of what it takes nothing may be proved that another Region would disprove. */
test("a region that is not known proves nothing that a known one disproves", () => {
  fc.assert(
    fc.property(placed, fc.constantFrom(ONE, NONE), ({ stack, isThere }, providers) => {
      const region = '${lookup(terraform_data.there.output, "region")}';
      const lost = verdictsIn(told(stack, providers, (at) => (isThere(at) ? { region } : {})));
      for (const place of [OWN, OTHER]) {
        const known = verdictsIn(told(stack, ONE, (at) => (isThere(at) ? { region: place } : {})));
        const proved = [...lost].filter(([, verdict]) => verdict !== "UNKNOWN");
        expect(proved.filter(([pair, verdict]) => ![verdict, "UNKNOWN", undefined].includes(known.get(pair)))).toEqual(
          [],
        );
      }
    }),
    { numRuns: 40, seed: 19 },
  );
});

describe("a review", () => {
  const PLANS = join(__dirname, "../review/golden/plans");
  const files = ["route-removed", "target-moved", "vpc-attached", "nat-gateway-replaced", "network-acl-added"];

  /** The plan with what `write` makes of each object that stands for a resource, wherever it stands. */
  function rewritten(json: unknown, write: (resource: JsonObject) => JsonObject): unknown {
    if (Array.isArray(json)) return json.map((one: unknown) => rewritten(one, write));
    if (typeof json !== "object" || json === null) return json;
    const all = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, rewritten(value, write)]));
    return typeof all["address"] === "string" && typeof all["type"] === "string" ? write(all as JsonObject) : all;
  }
  const config = (aliases: Readonly<Record<string, string>>): JsonObject =>
    Object.fromEntries(
      Object.entries(aliases).map(([key, region]) => [
        key,
        {
          name: "aws",
          full_name: "registry.terraform.io/hashicorp/aws",
          expressions: { region: { constant_value: region } },
        },
      ]),
    );
  const withConfig = (plan: JsonObject, providers: JsonObject): JsonObject => ({
    ...plan,
    configuration: { ...(plan["configuration"] as JsonObject), provider_config: providers },
  });
  /** Provider 6 says the Region of everything, planned and applied. */
  const inRegion = (resource: JsonObject, region: string): JsonObject => {
    const put = (values: unknown): unknown => (typeof values === "object" && values ? { ...values, region } : values);
    const { change, values, expressions } = resource as { change?: Body; values?: Body; expressions?: Body };
    return {
      ...resource,
      ...(change && { change: { ...change, before: put(change["before"]), after: put(change["after"]) } }),
      ...(values && { values: put(values) }),
      ...(expressions && region === OTHER && { expressions: { ...expressions, region: { constant_value: region } } }),
    } as JsonObject;
  };

  /** All of a review but its providers, and the picture, which names them. */
  const said = (plan: JsonObject): string =>
    JSON.stringify(reviewPlan(plan), (key, value: unknown) =>
      key === "providers" || key === "picture" ? undefined : value,
    );

  test.each(files)("of %s tells the same with `region` arguments as with a provider for each Region", (file) => {
    const plan = JSON.parse(readFileSync(join(PLANS, `${file}.json`), "utf8")) as JsonObject;
    const isThere = ({ address }: JsonObject): boolean => typeof address === "string" && address.includes("web");
    const aliases = rewritten(plan, (one) =>
      "provider_config_key" in one && isThere(one) ? { ...one, provider_config_key: "aws.other" } : one,
    ) as JsonObject;
    const regions = rewritten(plan, (one) => inRegion(one, isThere(one) ? OTHER : OWN)) as JsonObject;
    const one = said(withConfig(aliases, config({ aws: OWN, "aws.other": OTHER })));
    const other = said(withConfig(regions, config({ aws: OWN })));
    expect(one).toContain('"action"');
    expect(other).toBe(one);
  });
});
