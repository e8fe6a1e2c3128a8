import { graphOfAccount } from "../../src/account";
import { Answers } from "../../src/account/answers";
import { answersOfCapture } from "../../src/account/capture-file";
import { refuseContradictions } from "../../src/account/contradictions";
import { Walker } from "../../src/reachability";
import { InputFault, type JsonObject } from "../../src/terraform";
import { buildTopology } from "../../src/topology";
import { mutated, numbers } from "../support/mutate-json";
import { BALANCED } from "./support/balanced-account";
import { captureOf } from "./support/captured";
import { HUB } from "./support/hub-account";

const original = JSON.parse(
  JSON.stringify(captureOf({ told: HUB }, { account: "444455556666", told: BALANCED })),
) as JsonObject;

/** All that is made of a capture before anything is asked. */
function judged(json: JsonObject): void {
  const { answers, refusals } = answersOfCapture(json, "test");
  refuseContradictions(answers);
  new Walker(buildTopology(graphOfAccount(new Answers(answers, refusals))));
}

test("whatever is broken in a capture, it is read or refused in one line", () => {
  for (let seed = 1; seed <= 150; seed++) {
    const { json, changes } = mutated(original, numbers(seed));
    try {
      judged(json);
    } catch (error) {
      if (!(error instanceof InputFault)) throw new Error(`seed ${seed}: ${changes.join("; ")}`, { cause: error });
      expect(error.message).toMatch(/^[^\n\p{Cc}]+$/u);
    }
  }
});
