import { InputFault, type Json, type JsonObject } from "../terraform";
import { CALLS, type CallName, shapeOf, WHOLE } from "./calls";
import { itemsOf } from "./items-of";
import { isObject, objects, partOf, text } from "./json-parts";

/** What one file of the AWS CLI holds: a call's answer, of which its text does not always say what it is about. */
export interface CliAnswer {
  readonly call: CallName;
  /** All calls that it may be the answer of, which an empty list may be several. */
  readonly mayBe: readonly CallName[];
  readonly items: readonly JsonObject[];
  readonly isPart?: true;
}

/** Keys by which an answer says that there is more. */
const MORE = ["NextToken", "NextMarker", "nextToken"];

const NAMES = Object.keys(CALLS) as CallName[];

/** Whether the attributes of a list are a target group's: a load balancer has no such one [ELB API, TargetGroupAttribute]. */
function isOfTargetGroup(items: readonly JsonObject[]): boolean {
  return items.some((item) => (text(item, "Key") ?? "").startsWith("deregistration_delay"));
}

function fits(name: CallName, json: JsonObject): boolean {
  const shape = shapeOf(name);
  const { list, item } = shape;
  const items = itemsOf(shape, json);
  if (list !== WHOLE && !(Array.isArray(json[list]) && json[list].length === items.length)) return false;
  if (name === "DescribeTargetGroupAttributes") return isOfTargetGroup(items);
  if (name === "DescribeLoadBalancerAttributes" && isOfTargetGroup(items)) return false;
  return items.every((one) => item.every((key) => Object.hasOwn(one, key)));
}

/**
 * The calls whose answer an object may be, told by its content. An empty list may be that of several calls.
 */
function callsOf(json: JsonObject): CallName[] {
  return NAMES.filter((name) => fits(name, json));
}

/** The error that an answer is, if it is one. */
function errorIn(json: JsonObject): string | undefined {
  const [first] = [...objects(json, "Errors"), ...[json.Error, json.error].filter(isObject)];
  return first && (text(first, "Code") ?? text(first, "code") ?? "an error");
}

/**
 * The answers of the AWS CLI in parsed JSON: one object, or a list of them, as `jq -s` makes of several pages.
 * @returns undefined when it is nothing that the AWS CLI prints of the calls that are read
 * @throws InputFault when it is AWS's error, or a part of an answer
 */
export function cliAnswers(json: Json, file: string): CliAnswer[] | undefined {
  const pages = Array.isArray(json) ? json : [json];
  if (pages.length === 0 || !pages.every(isObject)) return undefined;
  const found = pages.flatMap((page) => {
    const code = errorIn(page);
    if (code !== undefined)
      throw new InputFault(
        "other-kind",
        `is AWS's error ${JSON.stringify(code)}, no answer; remove it, or ask again`,
        file,
      );
    const mayBe = callsOf(page);
    const [call] = mayBe;
    return call ? [{ call, mayBe, items: itemsOf(shapeOf(call), page), page, ...partOf(page) }] : [];
  });
  if (found.length < pages.length) return undefined;
  const last = found[found.length - 1]?.page ?? {};
  if (MORE.some((key) => text(last, key) !== undefined))
    throw new InputFault("cut-off", "is one page of several; ask without --max-items and --no-paginate", file);
  return found.map(({ page: _page, ...answer }) => answer);
}
