import { type ActionLine } from "../action-lines";
import { type CheckLine } from "../checks";
import { type Review } from "../review";
import { deferredReasonText } from "../../words";
import { code, codes, count, sentence } from "./markdown-text";
import { type Section } from "./section";

/** `AfterUpdate` of a resource, as words (Terraform, JSON Output Format: `action_trigger_event`). */
function whenText({ event, resource }: ActionLine): string {
  if (resource === undefined) return "is invoked";
  const [, order, what] = /^(Before|After)(Create|Update|Destroy)$/.exec(event ?? "") ?? [];
  if (order === undefined || what === undefined) return `is invoked with ${code(resource)}`;
  const done = { Create: "created", Update: "changed", Destroy: "destroyed" }[what as "Create" | "Update" | "Destroy"];
  return `is invoked ${order.toLowerCase()} ${code(resource)} is ${done}`;
}

function actionText(line: ActionLine): string {
  const { address, deferred, touches, config, harmless } = line;
  return [
    `- ${code(address)} ${whenText(line)}`,
    ...(deferred === undefined ? [] : [`by a later apply: ${sentence(deferredReasonText(deferred))}`]),
    ...(touches.length > 0 ? [`it names ${codes(touches)}`] : []),
    ...(config === "{}" ? [] : [`with ${code(config)}`]),
    ...(harmless ? ["it can't touch traffic"] : []),
  ].join("; ");
}

/** Actions that no resource tells of: what they do is for the reader to know. */
export function actionsSection({ actions }: Review): Section {
  return { title: "Actions that the apply invokes", items: actions.map(actionText), unit: "actions", most: 30 };
}

function checkText({ check, status, problems }: CheckLine): string {
  const head = `- ${code(check)} ${status === "fail" ? "**fails**" : "**can't be told**, for it has an error"}`;
  return `${head}${problems.length > 0 ? `: ${problems.map(sentence).join("; ")}` : ""}`;
}

/** What the configuration's own conditions say of the plan: they speak of anything, so the verdict passes them over. */
export function checksSection({ checks: { failed, unknown } }: Review): Section {
  const items = failed.map(checkText);
  if (items.length > 0 && unknown > 0) items.push(`- ${count(unknown, "more check")} can be told after the apply only`);
  return { title: "Checks of the configuration that don't pass", items, unit: "checks", most: 30 };
}
