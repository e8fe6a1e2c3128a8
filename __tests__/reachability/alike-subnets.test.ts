import fc from "fast-check";
import { withAssumedTargets, withFacts } from "../../src/requirements/facts";
import { rolesIn } from "../../src/requirements/found-roles";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { after, cidr, cidrAround, type Cidr, cidrOverlaps, setOfCidr } from "../../src/ip";
import { judge, Walker } from "../../src/reachability";
import * as alike from "../../src/reachability/alike-subnets";
import { subnetsFor } from "../../src/reachability/subnet-index";
import { graphOf, InputFault } from "../../src/terraform";
import { buildTopology, type Vpc } from "../../src/topology";
import { planOf } from "../support/bridges";
import { synthJson } from "../support/synthesized";
import { mutantsOf, type Stack } from "./mutants";

/** Subnets of both kinds and zones, so that some are alike and some are not. */
const of = (name: string, subnet: SubnetInput) => [name, subnet] as const;
type SubnetInput = { readonly cidr: string; readonly zone: string; readonly clients?: boolean };
const ENTRIES: readonly (readonly [string, SubnetInput])[] = [
  ["private1", { cidr: "10.64.0.0/24", zone: "a" }],
  ...Array.from({ length: 4 }, (_, i) => of(`a${i}`, { cidr: `10.64.${i + 1}.0/24`, zone: "a" })),
  ...Array.from({ length: 3 }, (_, i) => of(`b${i}`, { cidr: `10.64.${i + 11}.0/24`, zone: "b" })),
  ...Array.from({ length: 3 }, (_, i) => of(`n${i}`, { cidr: `10.64.${i + 21}.0/24`, zone: "a", clients: false })),
];
const MANY: Readonly<Record<string, SubnetInput>> = Object.fromEntries(ENTRIES);
const plan = planOf("article", { "client.subnets": MANY });
const stack = synthJson(plan) as unknown as Stack;

/** Each statement that does not hold, without the reasons: of subnets that are alike only two are named there. */
function failing(mutant: Stack): string[] | string {
  try {
    const graph = withFacts(graphOf(mutant, "mutant", "synth"), plan);
    const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
    const walker = new Walker(topology);
    const all = statementsOf({ graph, topology, walker, source: "mutant", granted: [], bridge: plan }, plan);
    return all
      .filter(({ kind }) => kind === "fact")
      .flatMap((one) => {
        const { holds, verdict, text } = judge(walker, one);
        return holds ? [] : [`${verdict} ${text}`];
      });
  } catch (error) {
    if (error instanceof InputFault) return "bad input";
    throw error;
  }
}

describe("two subnets stand for all that are alike", () => {
  afterEach(() => jest.restoreAllMocks());

  test("of each kind and zone; those with something of their own stand for themselves", () => {
    const isAsked = alike.standIns(buildTopology(graphOf(stack, "many", "synth")));
    const asked = Object.keys(MANY).filter((name) => isAsked(`aws_subnet.client_${name}`));
    expect(asked).toEqual(["private1", "a0", "a1", "b0", "b1", "n0", "n1"]);
  });

  test("whatever is wrong with the network, the statements say the same as when all are asked", () => {
    const spared = new Set<string>();
    const mutants = [...mutantsOf(stack)].filter((_, i) => i % 9 === 0);
    expect(mutants.length).toBeGreaterThan(40);
    let broken = 0;
    for (const mutant of [{ name: "the original", stack }, ...mutants]) {
      const few = failing(mutant.stack);
      const all = jest.spyOn(alike, "standIns").mockImplementation(() => () => true);
      const every = failing(mutant.stack);
      if (typeof every !== "string") expect(all).toHaveBeenCalled();
      all.mockRestore();
      expect([mutant.name, few]).toEqual([mutant.name, every]);
      if (few.length > 0) broken++;
      else spared.add(mutant.name);
    }
    expect(broken).toBeGreaterThan(20);
    expect(spared).toContain("the original");
  });
});

describe("the subnets that may hold addresses", () => {
  const range = fc
    .record({ base: fc.nat(255), length: fc.integer({ min: 26, max: 30 }) })
    .map(({ base, length }): Cidr => cidrAround(after(cidr("10.0.0.0/24").base, base), length));

  test("are those of the VPC that overlap them, in the VPC's order, whether its subnets overlap each other or not", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), range, (ranges, wanted) => {
        const vpc = { subnets: ranges.map((one, i) => ({ address: `s${i}`, cidr: one })) } as unknown as Vpc;
        const found = subnetsFor(vpc, setOfCidr(wanted)).filter((one) => one.cidr && cidrOverlaps(one.cidr, wanted));
        expect(found).toEqual(vpc.subnets.filter((one) => one.cidr && cidrOverlaps(one.cidr, wanted)));
      }),
    );
  });
});
