import { type Ask, type Question, RefusedByAws } from "../../src/capture/aws-question";
import { type JsonObject } from "../../src/terraform";

/** Answers to a question; a text is AWS's error code. */
export type Answer = object | string | ((question: Question) => object | string);

/** A stand-in for AWS: answers by operation, and an empty answer to all else; remembers what it was asked. */
export class StandIn {
  readonly asked: Question[] = [];
  /** The most questions that waited at the same time. */
  mostAtOnce = 0;
  private waiting = 0;

  constructor(private readonly answers: Readonly<Record<string, Answer>>) {}

  readonly ask: Ask = async (question) => {
    this.asked.push(question);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.waiting);
    await new Promise(setImmediate);
    this.waiting--;
    const answer = this.answers[question.operation] ?? {};
    const given = typeof answer === "function" ? (answer as (question: Question) => object | string)(question) : answer;
    if (typeof given === "string") throw new RefusedByAws(given);
    return given as JsonObject;
  };

  /** What an operation was asked with, in the order of asking. */
  inputsOf(operation: string): Question["input"][] {
    return this.asked.filter((one) => one.operation === operation).map(({ input }) => input);
  }
}
