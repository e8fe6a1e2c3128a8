import { ICMP, ICMPV6, type ReachStatement, TCP, UDP, type Walker } from "../reachability";
import { type LabNetwork } from "./lab-network";
import { describeProbe, expectedOf, type LabQuestion, predict, type Prediction } from "./questions";
import { markOf, type ProbeOutcome, type Probe, trial } from "./probes";
import { type Sandbox } from "./sandbox";

/** A probe with what the proof said and what the kernel did. */
export interface Tried {
  readonly probe: Probe;
  readonly says: Prediction;
  readonly did: ProbeOutcome;
}

/** Where proof and kernel say different things. */
interface Disagreement {
  readonly text: string;
  readonly probe: Probe;
  readonly message: string;
}

export interface TriedQuestion {
  readonly text: string;
  readonly tried: readonly Tried[];
  readonly disagreements: readonly Disagreement[];
}

/** Whether it got there and the sender heard back. Of what gets no answer it is enough that it got there. */
export function works({ probe, did }: Tried): boolean {
  return did.isDelivered && (did.isAnswered || !answers(probe));
}

/** Hosts answer TCP, UDP and pings; other protocols get no answer. */
function answers({ protocol }: Probe): boolean {
  return [ICMP, TCP, UDP, ICMPV6].includes(protocol);
}

function disagreementsOf(text: string, tried: Tried): Disagreement[] {
  const { probe, says, did } = tried;
  const found: Disagreement[] = [];
  const note = (what: string): void => {
    const condition = says.ifLetPass ? " (if it is let pass where it is inspected)" : "";
    found.push({ text, probe, message: `${describeProbe(probe)}: ${what}${condition}` });
  };
  const { arrival, verdict } = expectedOf(says);
  // A NAT gateway drops what reaches its interface and is no reply: whether that counts as arrival is a matter of words.
  const isJudged = typeof probe.to === "string" || probe.to.kind !== "nat";
  if (isJudged && arrival === "ALLOWED" && !did.isDelivered) note("the proof lets it arrive, the kernel does not");
  if (isJudged && arrival === "DENIED" && did.isDelivered) note("the kernel delivers it, the proof does not");
  if (found.length > 0 || !answers(probe)) return found;
  const ok = works(tried);
  if (verdict === "ALLOWED" && !ok) note("the proof says ALLOWED, the kernel brings no reply");
  if (verdict === "DENIED" && ok) note("the proof says DENIED, the kernel brings the reply");
  return found;
}

/** The questions with what the proof says of each probe. A proof can take long, so it is made before anything is built. */
export function foretold(lab: LabNetwork, walker: Walker, questions: readonly LabQuestion[]): LabQuestion[] {
  let at = 0;
  return questions.map((one) => ({
    ...one,
    says: one.probes.map((probe) => predict(lab, walker, probe, markOf(at++))),
  }));
}

/** How long a second try of what should have worked may take, in seconds: the machine may have been busy. */
const SECOND_WAIT = 2;

/**
 * Tries all questions' packets at once and holds the outcome against the proof. What should have worked and did not is
 * tried once more with more time; what should not work is never given a second chance.
 */
export async function tryAll(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  questions: readonly LabQuestion[],
): Promise<TriedQuestion[]> {
  const known = questions.every(({ says }) => says) ? questions : foretold(lab, walker, questions);
  const all = known.flatMap(({ probes, says = [] }) => probes.map((probe, i) => ({ probe, says: says[i]! })));
  const attempt = async (probes: readonly Probe[], first: number, wait?: number): Promise<ProbeOutcome[]> => {
    const { script, read } = trial(lab, probes, first, wait);
    return read(await sandbox.run(script));
  };
  const outcomes = await attempt(
    all.map(({ probe }) => probe),
    0,
  );
  const tried = all.map((one, i): Tried => ({ ...one, did: outcomes[i] ?? NOTHING }));
  const missed = tried.flatMap((one, i) => (expectedOf(one.says).verdict === "ALLOWED" && !works(one) ? [i] : []));
  if (missed.length > 0) {
    const again = await attempt(
      missed.map((i) => all[i]!.probe),
      all.length,
      SECOND_WAIT,
    );
    missed.forEach((i, n) => (tried[i] = { ...all[i]!, did: again[n] ?? NOTHING }));
  }
  let at = 0;
  return questions.map(({ text, probes }) => {
    const own = tried.slice(at, (at += probes.length));
    return { text, tried: own, disagreements: own.flatMap((one) => disagreementsOf(text, one)) };
  });
}

const NOTHING: ProbeOutcome = { isDelivered: false, isAnswered: false };

/**
 * Whether packets did what a statement says: all of them there and back, or none of them there. Undefined where that
 * hangs on the lab's letting pass what is inspected.
 */
export function kernelHolds({ expected }: ReachStatement, { tried }: TriedQuestion): boolean | undefined {
  const [open, certain] = [tried.filter(({ says }) => says.ifLetPass), tried.filter(({ says }) => !says.ifLetPass)];
  if (expected === "ALLOWED") {
    if (tried.length === 0 || !tried.every(works)) return false;
    return open.length === 0 ? true : undefined;
  }
  if (certain.some(({ did }) => did.isDelivered)) return false;
  return open.some(({ did }) => did.isDelivered) ? undefined : true;
}
