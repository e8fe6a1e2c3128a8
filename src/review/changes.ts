import { type Json, type JsonObject, remains } from "../terraform";
import { listOf, objectOf, stringOf } from "../terraform/json-shapes";
import { canonical } from "./canonical";

/** What a plan does to one resource. `unreadable`: the plan lists it without saying what it does. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "read" | "no-op" | "unreadable";

export type Order = "delete-first" | "create-first" | "forget-old";

/** One entry of a plan's `resource_changes` or `resource_drift` (Terraform, JSON Output Format). */
export interface Change {
  readonly address: string;
  /** Its address before a `moved` block took effect. */
  readonly previous?: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  /** Terraform calls it a destroy, but the provider leaves everything in AWS as it is. */
  readonly isKept?: boolean;
  /** Of a replacement: whether the old object goes before the new one comes, or stays without Terraform. */
  readonly order?: Order;
  /** Terraform's own word for why (`replace_because_cannot_update`, `delete_because_count_index`, ...). */
  readonly reason?: string;
  /** Arguments that force the replacement, as a person writes them (`ingress[0].from_port`). */
  readonly forcedBy: readonly string[];
  /** Key of a leftover of an earlier replacement, which is only ever destroyed. */
  readonly deposed?: string;
  /** What is imported: its id, or its identity as JSON where it has none; empty where the plan tells neither. */
  readonly importing?: string;
  /** Whether the object that it stands for in AWS is another one than before, by the identities of both. */
  readonly isAnother?: true;
  readonly before: Json;
  readonly after: Json;
  readonly afterUnknown: Json;
  readonly beforeSensitive: Json;
  readonly afterSensitive: Json;
}

function actionOf(actions: readonly Json[]): Pick<Change, "action" | "order"> {
  const [creates, deletes] = ["create", "delete"].map((one) => actions.indexOf(one));
  const forgets = actions.indexOf("forget");
  const gone = deletes !== undefined && deletes >= 0 ? deletes : forgets;
  if (creates !== undefined && creates >= 0)
    return gone < 0
      ? { action: "create" }
      : { action: "replace", order: forgets >= 0 ? "forget-old" : gone < creates ? "delete-first" : "create-first" };
  if (deletes !== undefined && deletes >= 0) return { action: "delete" };
  if (forgets >= 0) return { action: "forget" };
  for (const one of ["update", "read", "no-op"] as const) if (actions.includes(one)) return { action: one };
  return { action: "unreadable" };
}

function maskAt(mask: Json | undefined, step: Json): Json | undefined {
  if (typeof step === "number") return listOf(mask)[step];
  return typeof step === "string" ? objectOf(mask)[step] : undefined;
}

/** `["ingress", 0, "from_port"]` -> `ingress[0].from_port`; what lies in something that is hidden is left out. */
function pathText(path: Json, masks: readonly (Json | undefined)[]): string {
  let text = "";
  let inside = masks;
  for (const step of listOf(path)) {
    if (text !== "" && inside.some((mask) => mask === true)) return text;
    if (typeof step === "number") text += `[${step}]`;
    else if (typeof step === "string") text += text ? `.${step}` : step;
    inside = inside.map((mask) => maskAt(mask, step));
  }
  return text;
}

/** Of an identity (Terraform 1.12 and later) only what is set tells the object. */
function identityOf(json: Json | undefined): string {
  const set = Object.entries(objectOf(json)).filter(([, value]) => value !== null);
  return set.length === 0 ? "" : canonical(Object.fromEntries(set));
}

function importedAs({ id, identity }: JsonObject): string {
  const told = stringOf(id);
  return told === undefined || told === "" ? identityOf(identity) : told;
}

/** What only one of the identities says, such as an account that an older provider did not tell, is no other object. */
function isAnother({ before_identity: before, after_identity: after }: JsonObject): boolean {
  const [was, will] = [objectOf(before), objectOf(after)];
  return Object.entries(was).some(([key, value]) => {
    const now = Object.hasOwn(will, key) ? (will[key] ?? null) : null;
    return value !== null && now !== null && canonical(value) !== canonical(now);
  });
}

function changeOf(json: JsonObject): Change | undefined {
  const address = stringOf(json.address);
  if (address === undefined) return undefined;
  const change = objectOf(json.change);
  const [previous, reason, deposed] = [json.previous_address, json.action_reason, json.deposed].map(stringOf);
  const importing =
    change.importing === undefined || change.importing === null ? undefined : objectOf(change.importing);
  const type = stringOf(json.type) ?? "";
  const told = actionOf(listOf(change.actions));
  const isKept =
    told.action === "delete" &&
    deposed === undefined &&
    remains(type, { actions: change.actions ?? null, before: objectOf(change.before) });
  return {
    address,
    ...(previous !== undefined && previous !== address && { previous }),
    type,
    mode: json.mode === "data" ? "data" : "managed",
    ...told,
    ...(isKept && { action: "forget", isKept }),
    ...(reason !== undefined && { reason }),
    forcedBy: listOf(change.replace_paths)
      .map((path) => pathText(path, [change.before_sensitive, change.after_sensitive]))
      .filter((path) => path !== ""),
    ...(deposed !== undefined && { deposed }),
    ...(importing && { importing: importedAs(importing) }),
    ...(isAnother(change) && { isAnother: true }),
    before: change.before ?? null,
    after: change.after ?? null,
    afterUnknown: change.after_unknown ?? false,
    beforeSensitive: change.before_sensitive ?? false,
    afterSensitive: change.after_sensitive ?? false,
  };
}

function changesIn(list: Json | undefined): Change[] {
  return listOf(list).flatMap((json) => changeOf(objectOf(json)) ?? []);
}

/** Everything that the plan does. */
export function readChanges(plan: JsonObject): Change[] {
  return changesIn(plan.resource_changes);
}

/** What was found changed outside of Terraform when the plan was made; entries that only moved are left out. */
export function readDrift(plan: JsonObject): Change[] {
  return changesIn(plan.resource_drift).filter(({ action }) => action === "update" || action === "delete");
}

type Acting = Pick<Change, "action">;

/** Whether the apply makes an object: one that was not there, or the successor of one that was. */
export function isMade(change: Acting | undefined): boolean {
  return change?.action === "create" || change?.action === "replace";
}

/** Whether the apply destroys the object that is there now. */
export function isDestroyed(change: Acting | undefined): boolean {
  return change?.action === "delete" || change?.action === "replace";
}

/** Whether the apply sends arguments to AWS: it makes an object or changes one in place. */
export function isWritten(change: Acting | undefined): boolean {
  return change?.action === "update" || isMade(change);
}

/** Whether the change does something to what exists, or will exist. */
export function isEffective({ action, mode }: Change): boolean {
  return mode === "managed" && action !== "no-op" && action !== "read";
}

/** How many resources each of the plan's verbs meets. */
export interface Counts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly destroy: number;
  readonly forget: number;
  readonly import: number;
  readonly move: number;
  readonly unchanged: number;
}

export function countsOf(changes: readonly Change[]): Counts {
  const managed = changes.filter(({ mode }) => mode === "managed");
  const of = (action: Action): number => managed.filter((one) => one.action === action).length;
  // The counts are Terraform's own.
  const kept = managed.filter(({ isKept }) => isKept).length;
  return {
    create: of("create"),
    update: of("update"),
    replace: of("replace"),
    destroy: of("delete") + kept,
    forget: of("forget") - kept,
    import: managed.filter(({ importing }) => importing !== undefined).length,
    move: managed.filter(({ previous }) => previous !== undefined).length,
    unchanged: of("no-op"),
  };
}
