import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Calls } from "../deploy/support/recorded-calls";
import { type Call, callOf } from "./actions";
import { UNSEEN } from "./unseen";

export type Step = "plan" | "apply";

/** A call, and where it is known from. */
export interface Known extends Call {
  /** The resource type that asks. */
  readonly type: string;
  readonly step: Step;
  readonly seen: boolean;
}

const FOLDER = join(__dirname, "calls");

/** The names of the recorded lives. */
export function lives(): string[] {
  return readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ""));
}

export function callsOf(life: string): Calls {
  return JSON.parse(readFileSync(join(FOLDER, `${life}.json`), "utf8")) as Calls;
}

/** AWS answers it whatever the policies say. Source: STS API reference, GetCallerIdentity. */
const ALWAYS_ALLOWED = "sts:GetCallerIdentity";

function distinct(calls: readonly Known[]): Known[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** Every call that the emulated deployments made. */
export function seenCalls(): Known[] {
  const all = lives().flatMap((life) =>
    Object.entries(callsOf(life)).flatMap(([type, steps]) =>
      (["plan", "apply"] as const).flatMap((step) =>
        steps[step].map((recorded) => ({ ...callOf(recorded), type, step, seen: true })),
      ),
    ),
  );
  return distinct(all).filter(({ action }) => action !== ALWAYS_ALLOWED);
}

/** Every call that they did not show. */
export function unseenCalls(): Known[] {
  const all = Object.entries(UNSEEN).flatMap(([type, rows]) =>
    rows.flatMap((row) =>
      (["plan", "apply"] as const).flatMap((step) =>
        (row[step] ?? []).map((text) => {
          const [action = "", ...tags] = text.split(" tagging ");
          return { action, tags, type, step, seen: false };
        }),
      ),
    ),
  );
  return distinct(all);
}
