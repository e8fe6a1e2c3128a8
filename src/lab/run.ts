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
  /** It came with other addresses than the proof says, or to somebody else. */
  readonly arrived?: { readonly said: string; readonly did: string };
  /** It got its answer only at a second try. */
  readonly isLate?: boolean;
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
  const { arrived } = tried;
  if (arrived) note(`the proof has it arrive as ${arrived.said}, the kernel as ${arrived.did}`);
  if (found.length > 0 || !answers(probe)) return found;
  const ok = works(tried);
  if (verdict === "ALLOWED" && !ok) note("the proof says ALLOWED, the kernel brings no reply");
  if (verdict === "DENIED" && ok) note("the proof says DENIED, the kernel brings the reply");
  return found;
}

/** Questions as they are put to packets: with what the proof says of each probe, and with how it is sent. */
export interface Foretold {
  readonly questions: readonly LabQuestion[];
  readonly wires: Wires;
}

/** None of a statement's packets arrives. */
const SHUT: Prediction = { verdict: "DENIED", arrival: "DENIED" };

/** Whether what a statement says of an end is that nothing comes to its door, and no more: not so of endpoints and NAT gateways. */
function isPlain({ topology }: LabNetwork, { kind, nic }: Port): boolean {
  return (kind === "host" || kind === "node") && linkOf(topology, nic) === undefined;
}

/**
 * The questions with what the proof says of each probe. A proof can take long, so it is made before anything is built.
 * @param isShut whether the proof has said already that none of a question's packets arrives
 */
export function foretold(
  lab: LabNetwork,
  walker: Walker,
  questions: readonly LabQuestion[],
  isShut: (question: number) => boolean = () => false,
): Foretold {
  const wires = new Wires(lab.places.ports, lab.places.isTranslated);
  const plain = new Set<ProbeEnd>(lab.places.ports.filter((port) => isPlain(lab, port)));
  const answered = questions.map((question, i): LabQuestion => {
    const shut = isShut(i);
    const own = question.probes.map((probe) => wires.of(probe));
    const says = question.probes.map((probe, k) =>
      shut && plain.has(probe.from) && plain.has(probe.to) ? SHUT : predict(lab, walker, probe, own[k]!.mark),
    );
    return { ...question, says, wires: own };
  });
  return { questions: answered, wires };
}

/** How long a second try of what should have worked may take, in seconds: the machine may have been busy. */
const SECOND_WAIT = 2;

interface Asked {
  readonly probe: Probe;
  readonly says: Prediction;
  readonly wire: Wire;
}

const shouldWork = ({ says }: Pick<Asked, "says">): boolean => expectedOf(says).verdict === "ALLOWED";
/** Whether a probe is sent as its first packet. Where machines translate, an answer comes from an address that only they know. */
const bareIn =
  ({ places: { isTranslated } }: LabNetwork) =>
  (one: Asked): one is Asked & BareProbe =>
    canBeBare(one.probe) && (!shouldWork(one) || (asks(one.probe) && !isTranslated));
const numbered = ({ probe, wire }: Pick<Asked, "probe" | "wire">): Numbered => ({ probe, ...wire });

/** Whatever its first packet can ask for is asked by it; of the rest, what should work is tried as a whole. */
async function tryFirst(sandbox: Sandbox, lab: LabNetwork, all: readonly Asked[]): Promise<ProbeOutcome[]> {
  const isBare = bareIn(lab);
  const bare = bareTrial(lab, all.filter(isBare));
  const whole = trial(lab, all.filter((one) => !isBare(one)).map(numbered));
  const printed = await sandbox.run([...bare.send, ...whole.send, ...bare.list, ...whole.list], bare.frames);
  const [first, others] = [bare.read(printed), whole.read(printed)].map((outcomes) => outcomes.values());
  return all.map((one) => (isBare(one) ? first : others)!.next().value ?? NOTHING);
}

/**
 * Tries all questions' packets at once and holds the outcome against the proof. A first packet that arrives is tried as a
 * whole, for the answer. What should have worked and did not is tried once more with more time; what should not work is
 * never given a second chance.
 */
export async function tryAll(
  sandbox: Sandbox,
  lab: LabNetwork,
  walker: Walker,
  known: readonly LabQuestion[] | Foretold,
): Promise<TriedQuestion[]> {
  const { questions, wires } = "wires" in known ? known : foretold(lab, walker, known);
  const all = questions.flatMap(({ probes, says = [], wires: own = [] }) =>
    probes.map((probe, i): Asked => ({ probe, says: says[i]!, wire: own[i]! })),
  );
  const outcomes = await tryFirst(sandbox, lab, all);
  const again = async (wanted: readonly number[], wireOf: (one: Asked) => Wire, wait?: number): Promise<void> => {
    if (wanted.length === 0) return;
    // Where a packet came is not asked again when it is known.
    const isKnown = wanted.every((i) => outcomes[i]!.isDelivered);
    const probes = wanted.map((i) => numbered({ probe: all[i]!.probe, wire: wireOf(all[i]!) }));
    const { send, list, read } = trial(lab, probes, wait);
    const found = read(await sandbox.run([...send, ...(isKnown ? [] : list)]));
    wanted.forEach((i, n) => {
      const { isDelivered, isAnswered } = found[n] ?? NOTHING;
      outcomes[i] = { isDelivered: isDelivered || outcomes[i]!.isDelivered, isAnswered };
    });
  };
  const places = [...all.keys()];
  const isBare = bareIn(lab);
  const worksNow = (i: number): boolean => works({ ...all[i]!, did: outcomes[i]! });
  await again(
    places.filter((i) => {
      const { probe } = all[i]!;
      const isAnswerRead = asks(probe) && !lab.places.isTranslated;
      return isBare(all[i]!) && outcomes[i]!.isDelivered && !isAnswerRead && !probe.isSpoofed;
    }),
    ({ wire }) => wire,
  );
  const missed = places.filter((i) => shouldWork(all[i]!) && !worksNow(i));
  await again(missed, ({ probe }) => wires.again(probe), SECOND_WAIT);
  const late = new Set(missed.filter(worksNow));
  const arrived = await arrivedOtherwise(sandbox, lab, all);
  let at = 0;
  return questions.map(({ text, probes }) => {
    const own = probes.map((probe): Tried => {
      const isLate = late.has(at);
      const did = outcomes[at]!;
      const otherwise = arrived.get(all[at]!);
      return { probe, says: all[at++]!.says, did, isLate, ...(otherwise && { arrived: otherwise }) };
    });
    return { text, tried: own, disagreements: own.flatMap((one) => disagreementsOf(text, one)) };
  });
}

/** What came with other addresses than the proof says, where machines translate. */
async function arrivedOtherwise(sandbox: Sandbox, lab: LabNetwork, all: readonly Asked[]) {
  const found = new Map<Asked, NonNullable<Tried["arrived"]>>();
  if (!lab.places.isTranslated) return found;
  const seen = readArrivingAs(await sandbox.run(arrivingAsScript(lab.routers.values())));
  for (const one of all) {
    const { probe, says, wire } = one;
    if (!says.arrivesAs) continue;
    const isEnd = isDoor(lab, probe.destination);
    const came = seen(probe.protocol, wire.mark).filter(({ cable }) => isEnd(cable));
    const otherwise = differently(says.arrivesAs, came);
    if (otherwise) found.set(one, otherwise);
  }
  return found;
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
