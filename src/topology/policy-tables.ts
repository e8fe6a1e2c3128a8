import { type Value, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { candidatesOf } from "./lost-indexes";
import { type Attachment } from "./model";
import { type Registry } from "./registry";

/** What of a transit gateway a policy table is put on. */
export interface Attached {
  readonly attachments: Map<string, Attachment>;
  attachment(value: Value | undefined): Attachment | undefined;
}

/**
 * A policy table chooses the route table packet by packet, by rules in order; what no rule matches is dropped (transit
 * gateway guide, policy tables). Its rules are not looked into.
 */
export function readPolicyTables(registry: Registry, to: Attached): void {
  for (const resource of registry.graph.ofType(typesOf("transit-policy-association"), "managed")) {
    const value = resource.values.transit_gateway_attachment_id;
    const own = to.attachment(value);
    const all = [...to.attachments.values()];
    const lost = own ? [own] : candidatesOf(registry.args, value, to.attachments);
    // An id that no resource has may be that of an attachment of Direct Connect, which no argument tells.
    const may = registry.args.link(value).kind === "outside" ? all.filter(({ kind }) => kind === "foreign") : all;
    const reason = own
      ? "a policy table chooses the route table of the attachment, and its rules are not judged"
      : "which attachment it puts under a policy table is not known";
    for (const one of lost.length > 0 ? lost : may) one.doubts.policy.push(doubtOf(resource, "policy", reason));
  }
}
