import { type JsonObject } from "../terraform";
import { type CallName } from "./calls";

/** A Region of an account; either is undefined where the input does not tell it. */
export interface Place {
  /** Tells it from other places of the input. */
  readonly key: string;
  readonly account?: string;
  readonly region?: string;
}

/** What AWS answered to one question, all pages together. */
export interface Answer {
  readonly call: CallName;
  readonly place: Place;
  /** The id or ARN that was asked about, of calls that ask about one thing. */
  readonly about?: string;
  readonly items: readonly JsonObject[];
  /** AWS says that there is more, which no further page holds. @default - it is whole */
  readonly isPart?: true;
  /** The file that it stands in, for messages. */
  readonly file: string;
}

/** A question that AWS did not answer. */
export interface Refusal {
  readonly call: CallName;
  readonly place: Place;
  readonly about?: string;
  /** AWS's error code, e.g. `UnauthorizedOperation`; printable ASCII. */
  readonly code: string;
}

/** One thing that AWS told of. */
export interface Item {
  readonly json: JsonObject;
  readonly place: Place;
  readonly about?: string;
}

/** All answers of the inputs that are judged together. */
export class Answers {
  private readonly byCall = new Map<CallName, Answer[]>();

  constructor(
    readonly answers: readonly Answer[],
    readonly refusals: readonly Refusal[],
  ) {
    for (const answer of answers) {
      const list = this.byCall.get(answer.call);
      if (list) list.push(answer);
      else this.byCall.set(answer.call, [answer]);
    }
  }

  /** Whether the call was answered in any place, were it by an empty list. */
  has(call: CallName): boolean {
    return this.byCall.has(call);
  }

  /** Whether the call was answered about this thing. */
  tellsOf(call: CallName, about: string): boolean {
    return (this.byCall.get(call) ?? []).some((answer) => answer.about === about);
  }

  /** Whether AWS left out a part of what it was asked about this thing. */
  isPartOf(call: CallName, about: string): boolean {
    return (this.byCall.get(call) ?? []).some((answer) => answer.about === about && answer.isPart === true);
  }

  /** Every place that any answer or refusal is of, once. */
  places(): Place[] {
    return [...new Map([...this.answers, ...this.refusals].map(({ place }) => [place.key, place])).values()];
  }

  /** Whether the call was answered in this place. */
  isAnswered(call: CallName, { key }: Place): boolean {
    return (this.byCall.get(call) ?? []).some(({ place }) => place.key === key);
  }

  /** Everything that a call listed, in the order of the inputs. */
  items(call: CallName): Item[] {
    return (this.byCall.get(call) ?? []).flatMap(({ items, place, about }) =>
      items.map((json) => ({ json, place, ...(about !== undefined && { about }) })),
    );
  }
}
