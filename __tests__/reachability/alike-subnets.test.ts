import fc from "fast-check";
import { withAssumedTargets, withFacts } from "../../src/requirements/facts";
import { rolesIn } from "../../src/requirements/found-roles";
import { statementsOf } from "../../src/requirements/bridge-statements";
import { after, cidr, cidrAround, type Cidr, cidrOverlaps, setOfCidr } from "../../src/ip";
import { judge, Walker } from "../../src/reachability";
import * as alike from "../../src/reachability/alike-subnets";
import * as standing from "../../src/reachability/standing-pairs";
import { subnetsFor } from "../../src/reachability/subnet-index";
import { graphOf, InputFault } from "../../src/terraform";
import { buildTopology, type Vpc } from "../../src/topology";
import { EXISTING_CLIENT, planOf } from "../support/bridges";
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
/** Web servers in subnets of the same ranges: some are alike together with the client subnet of their range. */
const WEBS = ["private1", "a0", "a1", "a2", "a3", "b0", "b1", "b2"].map((name) => of(name, MANY[name]!));
const HOSTS = ["0.10", "1.20", "2.30", "3.40", "4.50", "4.60", "11.70", "12.80", "13.90"];

const NETWORKS = [
  { name: "many client subnets", step: 9, plan: planOf("article", { "client.subnets": MANY }) },
  {
    name: "many web subnets",
    step: 25,
    plan: planOf("article", {
      "client.subnets": MANY,
      "web.subnets": Object.fromEntries(WEBS),
      "services.web.targets": HOSTS.map((host) => `10.64.${host}`),
      demo: {},
    }),
  },
].map((one) => ({ ...one, stack: synthJson(one.plan) as unknown as Stack }));
type Network = Pick<(typeof NETWORKS)[number], "plan" | "stack">;

/** Each statement that does not hold, without the reasons: comparisons name only two of the subnets that are alike. */
function failing({ plan, stack }: Network): string[] | string {
  try {
    const graph = withFacts(graphOf(stack, "mutant", "synth"), plan);
    const topology = withAssumedTargets(buildTopology(graph), plan, rolesIn(graph));
    const walker = new Walker(topology);
    const all = statementsOf({ graph, topology, walker, source: "mutant", granted: [], bridge: plan }, plan);
    return all.flatMap((one) => {
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

  const askedIn = ({ stack }: Network, side: string, names: readonly string[]): string[] => {
    const isAsked = alike.standIns(buildTopology(graphOf(stack, "many", "synth")));
    return names.filter((name) => isAsked(`aws_subnet.${side}_${name}`));
  };

  test("of each kind and zone; those with something of their own stand for themselves", () => {
    expect(askedIn(NETWORKS[0]!, "client", Object.keys(MANY))).toEqual([
      "private1",
      "a0",
      "a1",
      "b0",
      "b1",
      "n0",
      "n1",
    ]);
  });

  test("web subnets together with the client subnets of their range; attachments are in private1 and b0", () => {
    const asked = ["private1", "a0", "a1", "b0", "b1", "b2"];
    expect(askedIn(NETWORKS[1]!, "client", Object.keys(MANY))).toEqual([...asked, "n0", "n1"]);
    expect(
      askedIn(
        NETWORKS[1]!,
        "web",
        WEBS.map(([name]) => name),
      ),
    ).toEqual(asked);
  });

  test("of a VPC that exists, although its tables carry a route that leads somewhere unknown", () => {
    const id = (kind: string, number: number): string => `${kind}-${String(number).padStart(17, "0")}`;
    const subnets = Array.from({ length: 5 }, (_, i) => ({ id: id("subnet", i), route_table: id("rtb", i) }));
    const inPlace = subnets.map((one, i) => [`s${i}`, { ...one, cidr: `10.64.${i}.0/24`, zone: "a" }] as const);
    const plan = planOf("article", {
      ...EXISTING_CLIENT,
      "client.vpc": { id: id("vpc", 1), cidr: "10.64.0.0/16", routes: ["172.16.0.0/12"] },
      "client.subnets": Object.fromEntries(inPlace),
    });
    const graph = withFacts(graphOf(synthJson(plan) as unknown as Stack, "existing", "synth"), plan);
    const isAsked = alike.standIns(buildTopology(graph));
    const asked = subnets.filter((one) => isAsked(`${one.id} (bridges/article.yaml)`)).map((one) => one.id);
    expect(asked).toEqual([0, 1, 2].map((number) => id("subnet", number)));
  });

  test.each(NETWORKS)(
    "$name: whatever is wrong, the statements say the same as when all are asked",
    ({ plan, stack, step }) => {
      const spared = new Set<string>();
      const mutants = [...mutantsOf(stack)].filter((_, i) => i % step === 0);
      expect(mutants.length).toBeGreaterThan(25);
      let broken = 0;
      for (const mutant of [{ name: "the original", stack }, ...mutants]) {
        const own = { plan, stack: mutant.stack };
        const few = failing(own);
        const all = jest.spyOn(alike, "standIns").mockImplementation(() => () => true);
        const each = jest
          .spyOn(standing, "standingPairs")
          .mockImplementation((_topology, from, to) => from.map((one) => [one, to]));
        const every = failing(own);
        if (mutant.stack === stack) for (const asked of [all, each]) expect(asked).toHaveBeenCalled();
        jest.restoreAllMocks();
        expect([mutant.name, few]).toEqual([mutant.name, every]);
        if (few.length > 0) broken++;
        else spared.add(mutant.name);
      }
      expect(broken).toBeGreaterThan(12);
      expect(spared).toContain("the original");
    },
  );
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
