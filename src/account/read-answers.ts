import { InputFault } from "../terraform";
import { type Answer, Answers, type Refusal } from "./answers";
import { answersOfCapture, isCapture } from "./capture-file";
import { answersInFolder, jsonIn, type NotRead } from "./cli-folder";
import { type InputFile, isFolder, type See } from "./input-files";

/** What was read of all inputs. */
export interface ReadAnswers {
  readonly answers: Answers;
  /** Files in folders that hold nothing that is read. */
  readonly notRead: readonly NotRead[];
}

/** One answer for each question of a place: two captures of it may be of different times. */
function refuseTwice(read: readonly { readonly shown: string; readonly keys: ReadonlySet<string> }[]): void {
  const seen = new Map<string, string>();
  for (const { shown, keys } of read)
    for (const key of keys) {
      const before = seen.get(key);
      if (before !== undefined)
        throw new InputFault(
          "defined-twice",
          `is of account ${key.replace(" ", " and Region ")}, as ${before} is; give one of the two`,
          shown,
        );
      seen.set(key, shown);
    }
}

/**
 * What AWS answered, as captures and folders of the AWS CLI's outputs hold it, each input of one or more accounts and Regions.
 * @param see is given the bytes of each file, in the order of reading
 * @throws InputFault with one line that says what, where and what to do
 */
export function readAnswers(inputs: readonly InputFile[], see?: See): ReadAnswers {
  const answers: Answer[] = [];
  const refusals: Refusal[] = [];
  const notRead: NotRead[] = [];
  const captured: { shown: string; keys: Set<string> }[] = [];
  for (const input of inputs) {
    if (isFolder(input)) {
      const found = answersInFolder(input, see);
      answers.push(...found.answers);
      notRead.push(...found.notRead);
      if (found.answers.length === 0)
        throw new InputFault(
          "other-kind",
          "holds no answer of AWS; save `aws ec2 describe-vpcs`, describe-subnets and so on there",
          input.shown,
        );
      continue;
    }
    const json = jsonIn(input, see);
    if (!isCapture(json))
      throw new InputFault(
        "other-kind",
        "is no capture; write it with overlap capture, or give the folder of the AWS CLI's outputs",
        input.shown,
      );
    const found = answersOfCapture(json, input.shown);
    captured.push({
      shown: input.shown,
      keys: new Set([...found.answers, ...found.refusals].map(({ place }) => place.key)),
    });
    answers.push(...found.answers);
    refusals.push(...found.refusals);
  }
  refuseTwice(captured);
  return { answers: new Answers(answers, refusals), notRead };
}
