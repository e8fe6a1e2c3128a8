import { type ReachStatement, type Walker } from "../reachability";
import { type LabNetwork } from "./network";
import { describeProbe, type LabQuestion, predict, type Prediction } from "./questions";
import { markOf, type Outcome, type Probe, trial } from "./probes";
import { type Sandbox } from "./sandbox";

/** A probe with what the proof said and what the kernel did. */
export interface Tried {
  readonly probe: Probe;
  readonly says: Prediction;
  readonly did: Outcome;
}

/** Where proof and kernel say different things. */
export interface Disagreement {
  readonly text: string;
  readonly probe: Probe;
  readonly message: string;
}

export interface TriedQuestion {
  readonly text: string;
  readonly tried: readonly Tried[];
  readonly disagreements: readonly Disagreement[];
}

/** Works: it got there, and the sender heard back. What has no answer can only get there. */
export function works({ probe, did }: Tried): boolean {
  return did.isDelivered && (did.isAnswered || !answers(probe));
}

/** Hosts answer TCP, UDP and pings; other protocols get no answer. */
function answers({ protocol }: Probe): boolean {
  return [1, 6, 17].includes(protocol);
}

function disagreementsOf(text: string, tried: Tried): Disagreement[] {
  const { probe, says, did } = tried;
  const found: Disagreement[] = [];
  const note = (what: string): void => {
    found.push({ text, probe, message: `${describeProbe(probe)}: ${what}` });
  };
  if (says.arrival === "ALLOWED" && !did.isDelivered) note("the proof lets it arrive, the kernel does not");
  if (says.arrival === "DENIED" && did.isDelivered) note("the kernel delivers it, the proof does not");
  if (found.length > 0 || !answers(probe)) return found;
  const ok = works(tried);
  if (says.verdict === "ALLOWED" && !ok) note("the proof says ALLOWED, the kernel brings no reply");
  if (says.verdict === "DENIED" && ok) note("the proof says DENIED, the kernel brings the reply");
  return found;
}

/** Tries all questions' packets at once and holds the outcome against the proof. */
export async function tryAll(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  questions: readonly LabQuestion[],
): Promise<TriedQuestion[]> {
  const probes = questions.flatMap((one) => one.probes);
  const { script, read } = trial(lab, probes);
  const outcomes = read(await sandbox.run(script));
  let at = 0;
  return questions.map(({ text, probes: own }) => {
    const tried = own.map((probe): Tried => {
      const i = at++;
      return {
        probe,
        says: predict(walker, probe, markOf(i)),
        did: outcomes[i] ?? { isDelivered: false, isAnswered: false },
      };
    });
    return { text, tried, disagreements: tried.flatMap((one) => disagreementsOf(text, one)) };
  });
}

/** Whether packets did what a statement says: all of them there and back, or none of them there. */
export function kernelHolds(statement: ReachStatement, { tried }: TriedQuestion): boolean {
  return statement.expected === "ALLOWED"
    ? tried.length > 0 && tried.every(works)
    : tried.every(({ did }) => !did.isDelivered);
}
