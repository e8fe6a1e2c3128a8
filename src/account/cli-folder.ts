import { basename } from "node:path";
import { InputFault, type Json, parseText } from "../terraform";
import { type Answer, type Place, type Refusal } from "./answers";
import { type CallName, parentOf, shapeOf } from "./calls";
import { answersOfCapture, isCapture } from "./capture-file";
import { type CliAnswer, cliAnswers } from "./cli-output";
import { filesIn, type InputFile, type See, textIn } from "./input-files";
import { text } from "./json-parts";
import { placeOf } from "./place-of-answers";

const HOW_TO = "write it with `aws ec2 describe-... --output json`";

/** A beginning that only the AWS CLI's other formats have. */
const OTHER_FORMAT = /^(?:[A-Z][A-Za-z]+:\s*(?:$|\[)|[A-Z]{4,}\t|-{5,}|\|)/m;

/** A file that holds nothing that is read. */
export interface NotRead {
  readonly file: string;
}

/** The JSON of a file. @throws InputFault when it is none */
export function jsonIn(file: InputFile, see?: See): Json {
  return jsonOf(textIn(file, see), file);
}

function jsonOf(content: string, file: InputFile): Json {
  const start = content.trimStart().slice(0, 200);
  if (!/^[[{]/.test(start) && OTHER_FORMAT.test(start))
    throw new InputFault("not-json", `is of another output format than JSON; ${HOW_TO}`, file.shown);
  return parseText(content, file.shown, HOW_TO);
}

/** Whether a file is no answer by its text, whatever it is called: a script, a note. A broken answer is none such. */
function isOtherThing(content: string, { path }: InputFile): boolean {
  const start = content.trimStart();
  return start !== "" && !/^[[{]/.test(start) && !OTHER_FORMAT.test(start.slice(0, 200)) && !/\.json/i.test(path);
}

/** Answers of one folder before it is known what each is about. */
interface Untold extends CliAnswer {
  readonly file: InputFile;
}

/** By what a thing may be named in a file's name: its id, and what of an ARN tells it from others. */
function namesOf(id: string): string[] {
  if (!id.startsWith("arn:")) return [id];
  // arn:aws:elasticloadbalancing:region:account:targetgroup/name/0123: of both, the name is what a person would write.
  const [, ...parts] = id.split(":").slice(5).join(":").split("/");
  return parts.length > 0 ? parts : [id];
}

/** Of an empty list, the call that asks about a thing which the file's name has. */
function calledIn({ call, mayBe, file }: Untold, all: readonly Untold[]): CallName {
  const stem = basename(file.path);
  const named = mayBe.filter((one) => {
    const parent = parentOf(one);
    const ids = parent ? all.filter((other) => other.call === parent.call).flatMap(({ items }) => items) : [];
    return ids.some((item) =>
      namesOf(text(item, parent!.key) ?? "").some((name) => name !== "" && stem.includes(name)),
    );
  });
  return named[0] ?? mayBe.find((one) => !shapeOf(one).of) ?? call;
}

/** What an answer is about, when its items don't say so: the one thing whose id or name stands in the file's name. */
function aboutOf(one: Untold, all: readonly Untold[]): string {
  const parent = parentOf(one.call)!;
  const ids = all.flatMap(({ call, items }) =>
    call === parent.call ? items.flatMap((item) => text(item, parent.key) ?? []) : [],
  );
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only;
  const stem = basename(one.file.path);
  const longest = (id: string): number =>
    Math.max(0, ...namesOf(id).map((name) => (stem.includes(name) ? name.length : 0)));
  const best = Math.max(0, ...ids.map(longest));
  const named = best > 0 ? ids.filter((id) => longest(id) === best) : [];
  if (named.length === 1) return named[0]!;
  throw new InputFault(
    "other-kind",
    `holds the answer to ${one.call}, which does not say which ${parent.key} was asked about; put its id into the file's name`,
    one.file.shown,
  );
}

/** Calls of which each item says itself what it belongs to. */
const SAYING_ITSELF: readonly CallName[] = [
  "DescribeInstanceAttribute",
  "DescribeListeners",
  "DescribeRules",
  "GetResourceConfiguration",
  "ListServiceNetworkVpcAssociations",
];

/** Whether each item of a call says itself what it belongs to, as listeners, their rules and VPCs of service networks do. */
export function saysItself(call: CallName): boolean {
  return SAYING_ITSELF.includes(call);
}

function answersOf(all: readonly Untold[], place: Place): Answer[] {
  const untold = all.map((one) => (one.mayBe.length > 1 ? { ...one, call: calledIn(one, all) } : one));
  return untold.map((one) => {
    const isAsked = shapeOf(one.call).of !== undefined && !saysItself(one.call);
    return {
      call: one.call,
      items: one.items,
      ...(one.isPart && { isPart: one.isPart }),
      place,
      file: one.file.shown,
      ...(isAsked && { about: aboutOf(one, untold) }),
    };
  });
}

/** What a folder holds. */
export interface FolderContent {
  readonly answers: readonly Answer[];
  readonly refusals: readonly Refusal[];
  /** Files that hold nothing that is read. */
  readonly notRead: readonly NotRead[];
}

/**
 * What AWS answered, in a folder of the AWS CLI's outputs, or of captures; each folder below is another Region or account.
 * @throws InputFault for a file that holds a part of an answer, an error, or another format
 */
export function answersInFolder(folder: InputFile, see?: See): FolderContent {
  const notRead: NotRead[] = [];
  const refusals: Refusal[] = [];
  const answers = filesIn(folder).flatMap(({ folder: own, files }) => {
    const captured: Answer[] = [];
    const untold = files.flatMap((file): Untold[] => {
      const content = textIn(file, see);
      const json = isOtherThing(content, file) ? null : jsonOf(content, file);
      if (isCapture(json)) {
        const found = answersOfCapture(json, file.shown);
        captured.push(...found.answers);
        refusals.push(...found.refusals);
        return [];
      }
      const found = cliAnswers(json, file.shown);
      if (!found) notRead.push({ file: file.shown });
      return (found ?? []).map((one) => ({ ...one, file }));
    });
    return [...captured, ...answersOf(untold, placeOf(own.shown, untold))];
  });
  return { answers, refusals, notRead };
}
