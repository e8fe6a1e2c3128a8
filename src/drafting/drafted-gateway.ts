import { textValue } from "../terraform";
import { type Attachment, type TransitGateway, type Vpc } from "../topology";
import { type AccountView, idAt } from "./account-view";

/** The transit gateway that a bridge would use, of those that are there. */
export interface DraftedGateway {
  readonly id: string;
  readonly owner?: string;
  readonly gateway: TransitGateway;
  /** Whether AWS tells that its encryption support is enabled. */
  readonly encrypts: boolean;
}

/** An attachment that exists, as the file says it. */
export interface DraftedAttachment {
  readonly attachment: { readonly id: string; readonly route_table: string };
  /** Addresses of the subnets that it is in. */
  readonly subnets: readonly string[];
}

function attachmentOf({ attachments }: TransitGateway, vpc: Vpc): Attachment | undefined {
  return attachments.find((one) => one.kind === "vpc" && one.vpc === vpc);
}

/** The gateway that most of the sides are attached to; of those that nobody is attached to, none. */
export function draftGateway(view: AccountView, vpcs: readonly Vpc[]): DraftedGateway | undefined {
  const ranked = view.topology.transitGateways
    .map((gateway) => ({ gateway, count: vpcs.filter((vpc) => attachmentOf(gateway, vpc)).length }))
    .sort((a, b) => b.count - a.count);
  const [best] = ranked;
  if (!best || (best.count === 0 && ranked.length > 1)) return undefined;
  const id = idAt(view, best.gateway.address);
  const owner = textValue(view.graph.get(best.gateway.address), "owner_id");
  if (id === undefined) return undefined;
  const encrypts = view.encryption.gateways.get(id) === true;
  return { id, gateway: best.gateway, encrypts, ...(owner !== undefined && { owner }) };
}

/** The attachment of a VPC that exists at the gateway. */
export function draftAttachment(
  view: AccountView,
  { gateway }: DraftedGateway,
  vpc: Vpc,
): DraftedAttachment | undefined {
  const found = attachmentOf(gateway, vpc);
  if (found?.kind !== "vpc") return undefined;
  const table = view.topology.transitTables.find(({ associations }) => associations.includes(found));
  const [id, tableId] = [idAt(view, found.address), table && idAt(view, table.address)];
  if (id === undefined || tableId === undefined) return undefined;
  return { attachment: { id, route_table: tableId }, subnets: found.subnets.map(({ address }) => address) };
}
