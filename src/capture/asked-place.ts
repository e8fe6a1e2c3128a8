import { CALLS, type CallName, parentOf, shapeOf } from "../account/calls";
import { type CapturedCall } from "../account/capture-file";
import { answerOf } from "../account/items-of";
import { objects, text } from "../account/json-parts";
import { isGone } from "../account/states";
import { type JsonObject } from "../terraform";
import { type Ask, RefusedByAws } from "./aws-question";
import { eachOf } from "./each-of";
import { allGatewayRoutes } from "./gateway-routes";
import { keptOf, type KeepOptions } from "./kept";
import { orderedItems } from "./ordered";
import { allPages } from "./pages";
import { hashedUserData } from "./user-data-hash";

/** Questions that wait for their answers at the same time. */
const AT_ONCE = 8;
const NAMES = (Object.keys(CALLS) as CallName[]).sort();

/** The calls that are asked: user data only on request. */
function namesFor({ userDataHash = false }: TakeOptions): CallName[] {
  return NAMES.filter((name) => userDataHash || !shapeOf(name).isOnRequest);
}

/** A question of the table, about one thing or all. */
interface Asked {
  readonly call: CallName;
  readonly about?: string;
}

/** How far a place is captured. */
export interface Progress {
  readonly answered: number;
  /** Questions that are known until now; answers bring further ones. */
  readonly known: number;
  readonly operation: string;
}

export interface TakeOptions extends KeepOptions {
  /** Whether a SHA-256 of the user data of instances that forward is kept. @default false */
  readonly userDataHash?: boolean;
  /** @default - nobody */
  readonly onProgress?: (progress: Progress) => void;
}

/** What was asked, and what became of it. */
interface Answered extends Asked {
  /** Items before anything was left out of them; undefined where AWS refused. */
  readonly items?: readonly JsonObject[];
  readonly captured: CapturedCall;
}

/** Asks each question of the table in one Region of an account. */
class Taking {
  private answered = 0;
  private known = 0;

  constructor(
    private readonly ask: Ask,
    private readonly options: TakeOptions,
  ) {}

  async all(asked: readonly Asked[]): Promise<Answered[]> {
    this.known += asked.length;
    return eachOf(asked, AT_ONCE, async (one) => {
      const answer = await this.one(one);
      this.answered++;
      this.options.onProgress?.({ answered: this.answered, known: this.known, operation: one.call });
      return answer;
    });
  }

  private async one(asked: Asked): Promise<Answered> {
    const shape = shapeOf(asked.call);
    const { operation, item, of, each = [{}] } = shape;
    const named = { operation, ...(asked.about !== undefined && { about: asked.about }) };
    const input = of ? { [of.parameter]: of.isList ? [asked.about] : asked.about } : {};
    const pages = asked.call === "SearchTransitGatewayRoutes" ? allGatewayRoutes : allPages;
    try {
      const parts = await eachOf(each, 1, (one) => pages(this.ask, shape, { ...input, ...one }));
      const items = parts.flatMap((one) => one.items);
      const keep = asked.call === "DescribeInstanceAttribute" ? hashedUserData : keptOf;
      const kept = items.map((one) => keep(one, this.options) as JsonObject);
      const whole = answerOf(shape, orderedItems(kept, item));
      const answer = parts.some(({ isCut }) => isCut) ? { ...whole, AdditionalRoutesAvailable: true } : whole;
      return { ...asked, items, captured: { ...named, answer } };
    } catch (error) {
      if (!(error instanceof RefusedByAws)) throw error;
      return { ...asked, captured: { ...named, refused: error.code } };
    }
  }
}

/** What a call is to be asked about, by the answer of the call that lists it. */
function abouts(call: CallName, answers: readonly Answered[]): string[] {
  const parent = parentOf(call)!;
  const listed = answers.filter((one) => one.call === parent.call).flatMap(({ items = [] }) => items);
  const { within, only = () => true } = shapeOf(call).of!;
  const things = within === undefined ? listed : listed.flatMap((item) => objects(item, within));
  const there = things.filter((thing) => !isGone(text(thing, "State")) && only(thing));
  return [...new Set(there.flatMap((thing) => text(thing, parent.key) ?? []))].sort();
}

/** The questions that the answers of a call bring; or that it can't be known what to ask, for the reason why. */
function following(call: CallName, answers: readonly Answered[]): { ask: Asked[]; refused: Answered[] } {
  const parent = parentOf(call)!;
  const refusals = answers.filter((one) => one.call === parent.call && one.captured.refused !== undefined);
  // The code of what was not told stands for all that would have been asked about it.
  const refused = refusals.slice(0, 1).map(({ captured }): Answered => {
    const { operation } = shapeOf(call);
    return { call, captured: { operation, refused: captured.refused! } };
  });
  return { ask: abouts(call, answers).map((about) => ({ call, about })), refused };
}

const compared = (a: CapturedCall, b: CapturedCall): number => {
  const [one, other] = [a, b].map(({ operation, about = "" }) => `${operation} ${about}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
};

/**
 * What AWS answers to all calls of the table in one Region of an account, in an order that does not depend on AWS's.
 * @throws CaptureFault when it can't be asked anything more
 */
export async function askPlace(ask: Ask, options: TakeOptions): Promise<CapturedCall[]> {
  const taking = new Taking(ask, options);
  const names = namesFor(options);
  const answers = await taking.all(names.filter((name) => !parentOf(name)).map((call) => ({ call })));
  let left = names.filter((name) => parentOf(name));
  while (left.length > 0) {
    const done = new Set(answers.map(({ call }) => call));
    // A call whose parent has no thing to ask about was never asked, and is done all the same.
    const isReady = (call: CallName): boolean => done.has(parentOf(call)!.call) || !left.includes(parentOf(call)!.call);
    const ready = left.filter(isReady);
    left = left.filter((call) => !ready.includes(call));
    const next = ready.map((call) => following(call, answers));
    answers.push(...next.flatMap(({ refused }) => refused));
    answers.push(...(await taking.all(next.flatMap(({ ask: questions }) => questions))));
  }
  return answers.map(({ captured }) => captured).sort(compared);
}
