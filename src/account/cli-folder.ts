import { basename } from "node:path";
import { InputFault, type Json, parseText } from "../terraform";
import { type Answer, type Place } from "./answers";
import { type CallName, parentOf, shapeOf } from "./calls";
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
  const content = textIn(file, see);
  const start = content.trimStart().slice(0, 200);
  if (!/^[[{]/.test(start) && OTHER_FORMAT.test(start))
    throw new InputFault("not-json", `is of another output format than JSON; ${HOW_TO}`, file.shown);
  return parseText(content, file.shown, HOW_TO);
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

/** Whether each item of a call says itself what it belongs to, as listeners and their rules do. */
export function saysItself(call: CallName): boolean {
  return call === "DescribeListeners" || call === "DescribeRules";
}

function answersOf(untold: readonly Untold[], place: Place): Answer[] {
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

/**
 * The answers in a folder of the AWS CLI's outputs; each folder below is another Region or account.
 * @returns with the files that hold JSON of another kind
 * @throws InputFault for a file that holds a part of an answer, an error, or another format
 */
export function answersInFolder(
  folder: InputFile,
  see?: See,
): { readonly answers: Answer[]; readonly notRead: NotRead[] } {
  const notRead: NotRead[] = [];
  const answers = filesIn(folder).flatMap(({ folder: own, files }) => {
    const untold = files.flatMap((file): Untold[] => {
      const found = cliAnswers(jsonIn(file, see), file.shown);
      if (!found) notRead.push({ file: file.shown });
      return (found ?? []).map((one) => ({ ...one, file }));
    });
    return answersOf(untold, placeOf(own.shown, untold));
  });
  return { answers, notRead };
}
