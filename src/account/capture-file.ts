import { InputFault, type Json, type JsonObject } from "../terraform";
import { type Answer, type Answers, type Place, type Refusal } from "./answers";
import { CALLS, type CallName, shapeOf } from "./calls";
import { itemsOf } from "./items-of";
import { isObject, objects, partOf, text } from "./json-parts";

/** The key by which a capture is told, and its value: the version of the format. */
export const CAPTURE_KEY = "overlap_capture";
export const CAPTURE_VERSION = 1;

/** A question as a capture file has it: with what AWS answered, as the AWS CLI prints it, or with its error code. */
export interface CapturedCall {
  readonly operation: string;
  /** The id or ARN that was asked about. */
  readonly about?: string;
  readonly answer?: JsonObject;
  readonly refused?: string;
}

/** One Region of one account as a capture file has it. */
export interface CapturedPlace {
  readonly account: string;
  readonly region: string;
  readonly calls: readonly CapturedCall[];
}

/** The content of a capture file. */
export interface Capture {
  readonly [CAPTURE_KEY]: typeof CAPTURE_VERSION;
  /** ISO 8601, UTC. */
  readonly taken_at: string;
  readonly places: readonly CapturedPlace[];
}

export function isCapture(json: Json): json is JsonObject {
  return isObject(json) && Object.hasOwn(json, CAPTURE_KEY);
}

/** Whether an operation is one that is read here. */
function isCallName(operation: string | undefined): operation is CallName {
  return operation !== undefined && Object.hasOwn(CALLS, operation);
}

/**
 * What a capture file holds. Operations that this version does not know are left out: they were asked for by a later one.
 * @throws InputFault when it is of another version, or not what a capture writes
 */
export function answersOfCapture(json: JsonObject, file: string): Pick<Answers, "answers" | "refusals"> {
  if (json[CAPTURE_KEY] !== CAPTURE_VERSION)
    throw new InputFault(
      "other-version",
      `is a capture of another version than ${CAPTURE_VERSION}; write it anew with overlap capture`,
      file,
    );
  const answers: Answer[] = [];
  const refusals: Refusal[] = [];
  for (const one of objects(json, "places")) {
    const [account, region] = [text(one, "account"), text(one, "region")];
    if (account === undefined || region === undefined)
      throw new InputFault(
        "other-kind",
        "has a place without account or Region; write it anew with overlap capture",
        file,
      );
    const place: Place = { key: `${account} ${region}`, account, region };
    for (const call of objects(one, "calls")) {
      const operation = text(call, "operation");
      if (!isCallName(operation)) continue;
      const about = text(call, "about");
      const asked = { call: operation, place, ...(about !== undefined && { about }) };
      const refused = text(call, "refused");
      if (refused !== undefined) refusals.push({ ...asked, code: refused });
      else if (isObject(call.answer))
        answers.push({ ...asked, items: itemsOf(shapeOf(operation), call.answer), ...partOf(call.answer), file });
      else
        throw new InputFault(
          "other-kind",
          `has neither an answer nor a refusal of ${operation}; write it anew with overlap capture`,
          file,
        );
    }
  }
  return { answers, refusals };
}
