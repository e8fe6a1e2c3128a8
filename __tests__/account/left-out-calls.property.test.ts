import fc from "fast-check";
import { type CallName } from "../../src/account/calls";
import { UserError } from "../../src/project/user-error";
import { Dice } from "../lab/dice";
import { CARRIED } from "./support/carried-account";
import { randomState } from "./support/random-state";
import { askingGraph, graphTold, refusing, type Told } from "./support/told";
import { toldOfState } from "./support/told-of-state";
import { TWO_VPCS } from "./support/two-vpcs-told";

/** Without these calls there is nothing to judge, and the command says so. */
const NEEDED: readonly CallName[] = ["DescribeVpcs", "DescribeSubnets"];

const OF_TWO_VPCS = ["aws_instance.i-web", "aws_instance.i-app", "aws_network_interface.eni-db", "203.0.113.7"];
const OF_CARRIED = ["aws_instance.i-client", "aws_instance.i-web", "aws_lb.front-50dc6c495c0c9188", "10.1.0.9@vpc-0b"];

type Question = readonly [from: string, to: string, port: number];

function questionsAmong(ends: readonly string[], ports: readonly number[]): Question[] {
  return ends.flatMap((from) =>
    ends.flatMap((to) => (from === to ? [] : ports.map((port): Question => [from, to, port]))),
  );
}

/** Verdicts by question; who is not told of has no name to ask for. */
function verdictsOf(told: Told, refused: readonly CallName[], questions: readonly Question[]): string[] {
  const { verdict } = askingGraph(graphTold(refusing(told, ...refused), refused));
  return questions.map((question) => {
    try {
      return verdict(...question);
    } catch (error) {
      if (error instanceof UserError) return "UNNAMED";
      throw error;
    }
  });
}

/** The other certain verdict never comes of knowing less. */
function expectNoTurn(told: Told, refused: readonly CallName[], questions: readonly Question[]): void {
  const [whole, less] = [verdictsOf(told, [], questions), verdictsOf(told, refused, questions)];
  const turned = questions.filter((_, i) => {
    const pair = [whole[i], less[i]];
    return pair.includes("ALLOWED") && pair.includes("DENIED");
  });
  expect([refused, turned]).toEqual([refused, []]);
}

const callsOf = (told: Told) => (Object.keys(told) as CallName[]).filter((call) => !NEEDED.includes(call));

describe.each([
  ["inside of VPCs", TWO_VPCS, questionsAmong(OF_TWO_VPCS, [443, 5432, 8080])],
  ["of a gateway and a load balancer", CARRIED, questionsAmong(OF_CARRIED, [80, 8080, 22])],
])("an account %s", (_, told, questions) => {
  test.each(callsOf(told))("does not turn a verdict where %s is refused", (call) => {
    expectNoTurn(told, [call], questions);
  });

  test("does not turn a verdict where several calls are refused", () => {
    fc.assert(
      fc.property(fc.subarray(callsOf(told), { minLength: 2 }), (refused) => expectNoTurn(told, refused, questions)),
      { numRuns: 60 },
    );
  });
});

test("a random account does not turn a verdict where several calls are refused", () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(seeds, (seed) => {
      const dice = new Dice(seed);
      const resources = randomState(dice);
      const told = toldOfState(resources);
      const hosts = resources.flatMap(({ type, values }) => (type === "aws_instance" ? [`${type}.${values.id}`] : []));
      const questions = questionsAmong([...hosts, "203.0.113.7"], [22, 443]);
      expectNoTurn(told, dice.some(callsOf(told), 0.3), questions);
    }),
    { numRuns: 25 },
  );
});
