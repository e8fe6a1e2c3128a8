import { type KeyPath } from "./key-path";
import { type HubConfig } from "./hub-schema";

/** A key that is written, and does nothing in this file. */
export interface Ignored {
  readonly path: KeyPath;
  /** Why, as the end of the sentence "... does nothing: ...". */
  readonly because: string;
  readonly fix: string;
}

/** Keys about a bucket's contents that only a bucket which is created here takes. */
export function unreadLogKeys(logs: { readonly create: boolean }): Ignored[] {
  if (logs.create) return [];
  const because = "the bucket exists and has its own rules";
  const fix = "leave it out, or write create: true if the bucket is to be created";
  return ["expire_after_days", "keep_deleted_days"].map((key) => ({ path: ["logs", key], because, fix }));
}

/** Thresholds of alarms that are not made. */
export function unwatched(keys: readonly string[], because: string, fix = "leave it out"): Ignored[] {
  return keys.map((key) => ({ path: ["alarms", key], because, fix }));
}

/** A part of a header that the ALB does not write. */
export function xffClientPort({ xff_header_processing_mode: mode }: HubConfig["alb"]): Ignored[] {
  if (mode === "append") return [];
  const because = `with xff_header_processing_mode: ${mode} the ALB adds nothing to X-Forwarded-For`;
  return [{ path: ["alb", "xff_client_port"], because, fix: "leave it out, or write append" }];
}
