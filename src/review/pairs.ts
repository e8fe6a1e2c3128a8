import { type Endpoint } from "../reachability";

/** A class of endpoints as far as it matters which others it is asked about with. */
export interface Candidate {
  readonly before: Pick<Endpoint, "sender" | "receiver"> | undefined;
  readonly after: Pick<Endpoint, "sender" | "receiver"> | undefined;
  /** How many endpoints it stands for. */
  readonly size: number;
  /** How many services it is asked about. */
  readonly services: number;
  /** Whether packets from or to it can meet a difference. */
  readonly isReached: boolean;
  /** Whether it changes itself: then it is asked about first. */
  readonly hasChanged: boolean;
  readonly isInternet: boolean;
}

interface Pair<C extends Candidate> {
  readonly from: C;
  readonly to: C;
  readonly pairs: number;
}

export interface ChosenPairs<C extends Candidate> {
  /** Those with most changes first, then in the order of the classes. */
  readonly pairs: readonly Pair<C>[];
  /** Pairs of endpoints that no change can touch. */
  readonly untouched: number;
  /** Pairs of endpoints, with a service, for which there is no room. */
  readonly skipped: number;
}

/** On which sides there is somebody: 1 before, 2 after. */
const sidesOf = (before: unknown, after: unknown): number => (before ? 1 : 0) + (after ? 2 : 0);
const sending = ({ before, after }: Candidate): number => sidesOf(before?.sender, after?.sender);
const receiving = ({ before, after }: Candidate): number => sidesOf(before?.receiver, after?.receiver);

function pairsOf<C extends Candidate>(from: C, to: C): number {
  return from.size * (from === to ? from.size - 1 : to.size);
}

/** Classes with the same answers to everything but how many they are. */
interface Kind {
  readonly example: Candidate;
  size: number;
  /** Endpoints times services. */
  asked: number;
}

function kindsOf(classes: readonly Candidate[]): Kind[] {
  const kinds = new Map<string, Kind>();
  for (const one of classes) {
    const key = [sending(one), receiving(one), one.isReached, one.hasChanged, one.isInternet].join();
    const kind = kinds.get(key) ?? { example: one, size: 0, asked: 0 };
    kinds.set(key, kind);
    kind.size += one.size;
    kind.asked += one.size * one.services;
  }
  return [...kinds.values()];
}

const exists = (from: Candidate, to: Candidate): boolean =>
  (sending(from) & receiving(to)) !== 0 && !(from.isInternet && to.isInternet);

/** How many pairs no change reaches, and how many questions all the others are: told without going through millions. */
function totalsOf(classes: readonly Candidate[]): { untouched: number; questions: number } {
  const kinds = kindsOf(classes);
  let [untouched, questions] = [0, 0];
  for (const from of kinds)
    for (const to of kinds) {
      if (!exists(from.example, to.example)) continue;
      // No endpoint is asked about with itself.
      const isSame = from === to;
      if (from.example.isReached && to.example.isReached) questions += from.size * to.asked - (isSame ? from.asked : 0);
      else untouched += from.size * to.size - (isSame ? from.size : 0);
    }
  return { untouched, questions };
}

/** The first pairs with so many changed classes, as long as there is room for their questions. */
function firstPairs<C extends Candidate>(classes: readonly C[], changes: number, room: number): Pair<C>[] {
  const open = classes.filter(({ isReached }) => isReached);
  const receivers = [1, 2, 3].map((sides) =>
    [false, true].map((hasChanged) =>
      open.filter((to) => to.hasChanged === hasChanged && to.services > 0 && (receiving(to) & sides) !== 0),
    ),
  );
  const found: Pair<C>[] = [];
  let questions = 0;
  for (const from of open) {
    const others = receivers[sending(from) - 1]?.[changes - Number(from.hasChanged)] ?? [];
    for (const to of others) {
      if (questions >= room) return found;
      const pairs = pairsOf(from, to);
      if (pairs === 0 || !exists(from, to)) continue;
      found.push({ from, to, pairs });
      questions += to.services;
    }
  }
  return found;
}

/**
 * Which classes are asked about with which others: those with a change first. Ten thousand classes have a hundred
 * million pairs, so only those that there is room for are looked at; the others are counted by kind.
 * @param room questions above which no more pairs are taken, for each number of changes
 */
export function choosePairs<C extends Candidate>(classes: readonly C[], room: number): ChosenPairs<C> {
  const pairs = [2, 1, 0].flatMap((changes) => firstPairs(classes, changes, room));
  const { untouched, questions } = totalsOf(classes);
  const taken = pairs.reduce((sum, one) => sum + one.pairs * one.to.services, 0);
  return { pairs, untouched, skipped: questions - taken };
}
