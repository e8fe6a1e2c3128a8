import fc from "fast-check";
import { decide, endpointsOf, flowOf, matrixOf, type Verdict, Walker } from "../../src/reachability";
import { describePorts, describeProtocol } from "../../src/reachability/packets";
import { type Topology } from "../../src/topology";
import { contradictionsIn } from "../diagram/contradictions";
import { Dice } from "../lab/dice";
import { asked } from "../support/asked";
import { drawingOf } from "../support/drawing";
import { randomKinds } from "../support/random-kinds";
import { type Blocks, changedBy } from "../support/reasoned";

/** Networks of both families, of ways in, services and an office: each said the same by whoever is asked. */
const RUNS = Number(process.env["RUNS"] ?? 15);

const holdsFor = (holds: (blocks: Blocks, dice: Dice) => void): void => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const dice = new Dice(seed);
      holds(randomKinds(dice), dice);
    }),
    { numRuns: RUNS, seed: Number(process.env["SEED"] ?? 7) },
  );
};

const keyOf = (one: { from: string; to: string; protocol: string; ports: string }): string =>
  `${one.from} > ${one.to} ${one.protocol}/${one.ports}`;

/** What each pair and port is answered, asked alone. */
function alone(topology: Topology): Map<string, Verdict> {
  const walker = new Walker(topology);
  const ends = endpointsOf(topology);
  return new Map(
    ends.flatMap((from) =>
      ends.flatMap((to) =>
        to.services.flatMap((service): [string, Verdict][] => {
          const { sender } = from;
          const { receiver } = to;
          if (!sender || !receiver || from === to) return [];
          const { verdict } = decide(walker, { from: sender, to: receiver, flow: flowOf(service) }, false);
          const ports = service.ports ? describePorts(service.ports) : "any";
          const protocol = describeProtocol(service.protocol);
          return [[keyOf({ from: from.address, to: to.address, protocol, ports }), verdict]];
        }),
      ),
    ),
  );
}

const matrixIn = (blocks: Blocks): Map<string, Verdict> =>
  new Map(matrixOf(new Walker(asked(blocks).topology)).entries.map((one) => [keyOf(one), one.verdict]));

test("the matrix says of each pair and port what the question alone is answered", () => {
  holdsFor((blocks) => {
    const found = matrixIn(blocks);
    const each = alone(asked(blocks).topology);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...each].filter(([key]) => found.has(key))));
  });
});

test("the picture shows what the matrix says", () => {
  holdsFor((blocks) => {
    expect(contradictionsIn(drawingOf({ resource: blocks }))).toEqual([]);
  });
});

/** What lets somebody in or out and refuses nobody: without it nothing more can pass. */
const OPENERS =
  /^aws_(internet_gateway|egress_only|nat_gateway|globalaccelerator|ec2_client_vpn|cloudfront|vpclattice|lb|lb_listener|db_instance|ecs_service|instance|vpc_peering)/;

/** Every change that takes away something that lets pass. */
function* narrowed(blocks: Blocks): Generator<readonly [string, Blocks]> {
  for (const [type, all] of Object.entries(blocks))
    for (const [name, body] of Object.entries(all)) {
      if (OPENERS.test(type)) yield [`${type}.${name}`, changedBy(blocks, [`${type}.${name}`])];
      if (type !== "aws_security_group") continue;
      for (const direction of ["ingress", "egress"])
        for (const i of (body[direction] as unknown[]).keys())
          yield [`${type}.${name}.${direction}.${i}`, changedBy(blocks, [`${type}.${name}.${direction}.${i}`])];
    }
}

test("nothing passes that did not, where something that lets pass is taken away", () => {
  holdsFor((blocks, dice) => {
    const before = matrixIn(blocks);
    const changes = dice.shuffled([...narrowed(blocks)]).slice(0, 6);
    for (const [what, less] of changes) {
      const after = [...matrixIn(less)].filter(
        ([key, verdict]) => verdict !== "DENIED" && before.get(key) === "DENIED",
      );
      expect([what, after]).toEqual([what, []]);
    }
  });
});

/** Some values are not known, as where variables have no value in the input. */
function clouded(dice: Dice, value: unknown): unknown {
  if (typeof value === "string") return dice.chance(0.05) ? "${var.not_known}" : value;
  if (Array.isArray(value)) return value.map((one) => clouded(dice, one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, clouded(dice, one)]));
}

test("what is not known makes no verdict a contrary one", () => {
  holdsFor((blocks, dice) => {
    const known = matrixIn(blocks);
    const cloudy = matrixIn(clouded(dice, blocks) as Blocks);
    const contrary = [...cloudy].filter(
      ([key, verdict]) =>
        verdict !== "UNKNOWN" && known.has(key) && known.get(key) !== "UNKNOWN" && known.get(key) !== verdict,
    );
    expect(contrary).toEqual([]);
  });
});
