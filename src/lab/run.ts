import { setImmediate as turn } from "node:timers/promises";
import { ICMP, ICMPV6, linkOf, type ReachStatement, TCP, UDP, type Walker } from "../reachability";
import { arrivingAsScript, differently, readArrivingAs } from "./arriving-as";
import { asks, type BareProbe, bareTrial, canBeBare } from "./bare-packets";
import { type LabNetwork } from "./lab-network";
import { type Port } from "./places";
import { describeProbe, expectedOf, type LabQuestion, predict, type Prediction } from "./questions";
import { type Numbered, type ProbeEnd, isDoor, type ProbeOutcome, type Probe, trial } from "./probes";
import { type Sandbox } from "./sandbox";
import { type Wire, Wires } from "./wires";

/** A probe with what the proof said and what the kernel did. */
export interface Tried {
  readonly probe: Probe;
  readonly says: Prediction;
  readonly did: ProbeOutcome;
  /** It got its answer only at a second try. */
  readonly isLate?: boolean;
  /** It came with other addresses than the proof says, or to somebody else. */
  readonly arrived?: { readonly said: string; readonly did: string };
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

const NOTHING: ProbeOutcome = { isDelivered: false, isAnswered: false };

/** None of a statement's packets arrives. */
const SHUT: Prediction = { verdict: "DENIED", arrival: "DENIED" };
const NONE: readonly Disagreement[] = [];

function disagreementsOf(text: string, tried: Tried): readonly Disagreement[] {
  const { probe, says, did } = tried;
  // Nearly all that is tried is of this kind.
  if (says === SHUT && !did.isDelivered) return NONE;
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
  const { arrived } = tried;
  if (arrived) note(`the proof has it arrive as ${arrived.said}, the kernel as ${arrived.did}`);
  if (found.length > 0 || !answers(probe)) return found;
  const ok = works(tried);
  if (verdict === "ALLOWED" && !ok) note("the proof says ALLOWED, the kernel brings no reply");
  if (verdict === "DENIED" && ok) note("the proof says DENIED, the kernel brings the reply");
  return found;
}

/** A probe with what the proof says of it and how it is sent; what became of it comes later. */
interface Attempt {
  readonly probe: Probe;
  readonly says: Prediction;
  readonly wire: Wire;
  did: ProbeOutcome;
  isLate: boolean;
  arrived?: NonNullable<Tried["arrived"]>;
}

/** Questions as they are put to the packets of one lab. */
export interface Foretold {
  readonly questions: readonly { readonly text: string; readonly attempts: readonly Attempt[] }[];
  readonly wires: Wires;
}

/** Whether what a statement says of an end is that nothing comes to its door, and no more: not so of endpoints and NAT gateways. */
function isPlain({ topology }: LabNetwork, { kind, nic }: Port): boolean {
  return (kind === "host" || kind === "node") && linkOf(topology, nic) === undefined;
}

/** How long is computed before what else waits has its turn, in milliseconds. */
const AT_A_TIME = 10;

/**
 * The questions with what the proof says of each probe. Signals, and the lab's own words, are heard meanwhile.
 * @param isShut whether the proof has said already that none of a question's packets arrives
 */
export async function foretold(
  lab: LabNetwork,
  walker: Walker,
  questions: readonly LabQuestion[],
  isShut: (question: number) => boolean = () => false,
): Promise<Foretold> {
  const wires = new Wires(lab.places.ports, lab.places.isTranslated);
  const plain = new Set<ProbeEnd>(lab.places.ports.filter((port) => isPlain(lab, port)));
  const known: Foretold["questions"][number][] = [];
  let since = performance.now();
  for (const [i, { text, probes }] of questions.entries()) {
    const shut = isShut(i);
    const attempts = probes.map((probe): Attempt => {
      const wire = wires.of(probe);
      const isKnown = shut && plain.has(probe.from) && plain.has(probe.to);
      const says = isKnown ? SHUT : predict(lab, walker, probe, wire.mark);
      return { probe, says, wire, did: NOTHING, isLate: false };
    });
    known.push({ text, attempts });
    if (performance.now() - since < AT_A_TIME) continue;
    await turn();
    since = performance.now();
  }
  return { questions: known, wires };
}

/** How long a second try of what should have worked may take, in seconds: the machine may have been busy. */
const SECOND_WAIT = 2;

const shouldWork = ({ says }: Attempt): boolean => expectedOf(says).verdict === "ALLOWED";
/** Whether a probe is sent as its first packet. Where machines translate, an answer comes from an address that only they know. */
const bareIn =
  ({ places: { isTranslated } }: LabNetwork) =>
  (one: Attempt): one is Attempt & BareProbe =>
    canBeBare(one.probe) && (!shouldWork(one) || (asks(one.probe) && !isTranslated));
const numbered = ({ probe }: Attempt, wire: Wire): Numbered => ({ probe, ...wire });

/** Whatever its first packet can ask for is asked by it; of the rest, what should work is tried as a whole. */
async function tryFirst(sandbox: Sandbox, lab: LabNetwork, all: readonly Attempt[]): Promise<void> {
  const isBare = bareIn(lab);
  const [bare, whole] = [all.filter(isBare), all.filter((one) => !isBare(one))];
  const first = bareTrial(lab, bare);
  const others = trial(
    lab,
    whole.map((one) => numbered(one, one.wire)),
  );
  const printed = await sandbox.run([...first.send, ...others.send, ...first.list, ...others.list], first.frames);
  first.read(printed).forEach((did, i) => (bare[i]!.did = did));
  others.read(printed).forEach((did, i) => (whole[i]!.did = did));
}

/**
 * Tries some as a whole.
 * @param wireOf how each is sent
 * @param wait for an answer, in seconds
 */
async function tryWhole(
  sandbox: Sandbox,
  lab: LabNetwork,
  wanted: readonly Attempt[],
  { wireOf, wait }: { readonly wireOf: (one: Attempt) => Wire; readonly wait?: number },
): Promise<void> {
  if (wanted.length === 0) return;
  // Where a packet came is not asked again when it is known.
  const isKnown = wanted.every(({ did }) => did.isDelivered);
  const { send, list, read } = trial(
    lab,
    wanted.map((one) => numbered(one, wireOf(one))),
    wait,
  );
  const found = read(await sandbox.run([...send, ...(isKnown ? [] : list)]));
  wanted.forEach((one, i) => {
    const { isDelivered, isAnswered } = found[i] ?? NOTHING;
    one.did = { isDelivered: isDelivered || one.did.isDelivered, isAnswered };
  });
}

/**
 * Tries all questions' packets at once and holds the outcome against the proof. A first packet that arrives and did not ask
 * is tried as a whole, for the answer. What should have worked and did not is tried once more, as a whole and with more
 * time; what should not work is never given a second chance.
 */
export async function tryAll(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  known: readonly LabQuestion[] | Foretold,
): Promise<TriedQuestion[]> {
  const { questions, wires } = "wires" in known ? known : await foretold(lab, walker, known);
  const all = questions.flatMap(({ attempts }) => attempts);
  await tryFirst(sandbox, lab, all);
  const isBare = bareIn(lab);
  const isAnswerRead = ({ probe }: Attempt): boolean => asks(probe) && !lab.places.isTranslated;
  const arrived = all.filter((one) => one.did.isDelivered && isBare(one) && !isAnswerRead(one) && !one.probe.isSpoofed);
  await tryWhole(sandbox, lab, arrived, { wireOf: ({ wire }) => wire });
  const missed = all.filter((one) => shouldWork(one) && !works(one));
  await tryWhole(sandbox, lab, missed, { wireOf: ({ probe }) => wires.again(probe), wait: SECOND_WAIT });
  for (const one of missed) one.isLate = works(one);
  if (lab.places.isTranslated) await compareArrivals(sandbox, lab, all);
  return questions.map(({ text, attempts }) => ({
    text,
    tried: attempts,
    disagreements: attempts.flatMap((one) => disagreementsOf(text, one)),
  }));
}

/** Notes what came with other addresses than the proof says. */
async function compareArrivals(sandbox: Sandbox, lab: LabNetwork, all: readonly Attempt[]): Promise<void> {
  const seen = readArrivingAs(await sandbox.run(arrivingAsScript(lab.routers.values())));
  for (const one of all) {
    const { probe, says, wire } = one;
    if (!says.arrivesAs) continue;
    const isEnd = isDoor(lab, probe.destination);
    const came = seen(probe.protocol, wire.mark).filter(({ cable }) => isEnd(cable));
    const otherwise = differently(says.arrivesAs, came);
    if (otherwise) one.arrived = otherwise;
  }
}

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
