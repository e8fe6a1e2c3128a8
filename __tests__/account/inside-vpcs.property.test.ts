import fc from "fast-check";
import { type CallName } from "../../src/account/calls";
import { UserError } from "../../src/project/user-error";
import { Dice } from "../lab/dice";
import { graphFrom } from "../support/networks";
import { randomState, stateJson, type StateResource } from "./support/random-state";
import { askingGraph, graphTold, refusing } from "./support/told";
import { toldOfState } from "./support/told-of-state";

const OTHERS = ["internet", "203.0.113.7", "10.1.1.77@vpc-w", "10.0.1.200@vpc-v", "10.1.1.30@vpc-w"];

function questionsOf(resources: readonly StateResource[]): (readonly [from: string, to: string, port: number])[] {
  const hosts = resources.flatMap(({ type, values }) => (type === "aws_instance" ? [`${type}.${values.id}`] : []));
  const senders = [...hosts, "203.0.113.7"];
  return senders.flatMap((from) =>
    [...hosts, ...OTHERS].flatMap((to) => (from === to ? [] : [[from, to, 443] as const, [from, to, 22] as const])),
  );
}

type Asking = Pick<ReturnType<typeof askingGraph>, "verdict">;

function verdictOf({ verdict }: Asking, from: string, to: string, port: number): string {
  try {
    return verdict(from, to, port);
  } catch (error) {
    if (error instanceof UserError) return "UNNAMED";
    throw error;
  }
}

const isCertain = (verdict: string): boolean => verdict === "ALLOWED" || verdict === "DENIED";
const random = (run: (resources: StateResource[]) => void, numRuns: number): void =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => run(randomState(new Dice(seed)))),
    { numRuns },
  );

test("an account says what the state of the same network says, and is as certain", () => {
  random((resources) => {
    const state = askingGraph(graphFrom(stateJson(resources), "state"));
    const account = askingGraph(graphTold(toldOfState(resources)));
    for (const [from, to, port] of questionsOf(resources)) {
      const said = verdictOf(state, from, to, port);
      // Any host may sit at an address in a state; AWS says who does.
      const isVacant = to.includes("@") && !JSON.stringify(resources).includes(`"${to.split("@")[0]}"`);
      if (isCertain(said) && !isVacant)
        expect([from, to, port, verdictOf(account, from, to, port)]).toEqual([from, to, port, said]);
      if (isVacant) expect(verdictOf(account, from, to, port)).toBe("DENIED");
    }
  }, 30);
});

test("a call that is refused never turns a verdict into the other one", () => {
  random((resources) => {
    const told = toldOfState(resources);
    const whole = askingGraph(graphTold(told));
    const questions = questionsOf(resources).map((one) => [one, verdictOf(whole, ...one)] as const);
    for (const call of Object.keys(told) as CallName[]) {
      if (call === "DescribeVpcs" || call === "DescribeSubnets") continue;
      const less = askingGraph(graphTold(refusing(told, call), [call]));
      for (const [one, before] of questions) {
        const after = verdictOf(less, ...one);
        if (isCertain(before) && isCertain(after)) expect([call, ...one, after]).toEqual([call, ...one, before]);
      }
    }
  }, 8);
});
