import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { hubAttachments } from "../../address-plan/planned-alarms";
import { aliasOf } from "../../address-plan/hub/hub-accounts";
import { type HubClientParts } from "./hub-client-parts";
import { type HubTransit } from "./hub-context";
import { type HubWebParts } from "./hub-web-parts";

/** The ids of the attachments that a hub makes, by the names that tell them apart. */
export function madeAttachments(
  plan: HubPlan,
  transit: HubTransit,
  parts: { readonly webs: ReadonlyMap<string, HubWebParts>; readonly clients: ReadonlyMap<string, HubClientParts> },
): [name: string, attachmentId: string][] {
  const all = new Map([
    ["hub", transit.hub.attachmentId],
    ...[...parts.clients].map(([side, { attachment }]) => [aliasOf("client", side), attachment?.attachmentId] as const),
    ...[...parts.webs].map(([side, { attachment }]) => [aliasOf("web", side), attachment?.attachmentId] as const),
  ]);
  return hubAttachments(plan).flatMap((name): [string, string][] => {
    const id = all.get(name);
    return id === undefined ? [] : [[name, id]];
  });
}
