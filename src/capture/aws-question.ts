import { type AwsService } from "../account/calls";
import { type JsonObject } from "../terraform";

/** One question to AWS, in one Region with one account's credentials. */
export interface Question {
  readonly service: AwsService;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Asks AWS, which answers with one page. Whoever asks waits for throttling and lost answers to pass.
 * @throws RefusedByAws when AWS answers with an error about this question
 * @throws CaptureFault when it can't be asked anything more, e.g. since the credentials have expired
 */
export type Ask = (question: Question) => Promise<JsonObject>;

/** AWS's error code, of a question that it does not answer. */
export class RefusedByAws extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
