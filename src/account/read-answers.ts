import { InputFault } from "../terraform";
import { type Answer, Answers, type Refusal } from "./answers";
import { answersOfCapture, isCapture } from "./capture-file";
import { answersInFolder, type FolderContent, jsonIn, type NotRead } from "./cli-folder";
import { refuseContradictions } from "./contradictions";
import { type InputFile, isFolder, type See } from "./input-files";

/** What was read of all inputs. */
export interface ReadAnswers {
  readonly answers: Answers;
  /** Files in folders that hold nothing that is read. */
  readonly notRead: readonly NotRead[];
}

/** Where a Region of an account was told of: in one file, or in the files of one folder. */
interface Told {
  readonly shown: string;
  readonly key: string;
}

/** The Regions and accounts that are told of, each with the captures or the folder that do. */
function toldIn(answers: readonly Answer[]): Told[] {
  const told = answers.flatMap(({ place: { key: of, account, region }, file }): Told[] => {
    if (account === undefined || region === undefined) return [];
    const key = `${account} ${region}`;
    return [{ key, shown: of === key ? file : of }];
  });
  return [...new Map(told.map((one) => [`${one.key} ${one.shown}`, one])).values()];
}

/** One answer for each question of a place: two captures of it may be of different times. */
function refuseTwice(told: readonly Told[]): void {
  const seen = new Map<string, string>();
  for (const { shown, key } of told) {
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

function readInput(input: InputFile, see?: See): FolderContent {
  if (isFolder(input)) {
    const found = answersInFolder(input, see);
    if (found.answers.length === 0)
      throw new InputFault(
        "other-kind",
        "holds no answer of AWS; save `aws ec2 describe-vpcs`, describe-subnets and so on there",
        input.shown,
      );
    return found;
  }
  const json = jsonIn(input, see);
  if (!isCapture(json))
    throw new InputFault(
      "other-kind",
      "is no capture; write it with overlap capture, or give the folder of the AWS CLI's outputs",
      input.shown,
    );
  return { ...answersOfCapture(json, input.shown), notRead: [] };
}

/**
 * What AWS answered, as captures and folders of the AWS CLI's outputs hold it, each input of one or more accounts and Regions.
 * @param see is given the bytes of each file, in the order of reading
 * @throws InputFault with one line that says what, where and what to do
 */
export function readAnswers(inputs: readonly InputFile[], see?: See): ReadAnswers {
  const read = inputs.map((input) => readInput(input, see));
  refuseTwice(read.flatMap((one) => toldIn(one.answers)));
  const answers: Answer[] = read.flatMap((one) => one.answers);
  const refusals: Refusal[] = read.flatMap((one) => one.refusals);
  refuseContradictions(answers);
  return { answers: new Answers(answers, refusals), notRead: read.flatMap(({ notRead }) => notRead) };
}
