import { doubtOf, type Note } from "./doubts";
import { type LoadBalancers } from "./load-balancers";
import { type TransitGateways } from "./transit-registry";

/** What carries packets between networks, by Terraform address. */
export type Carriers = LoadBalancers & { readonly transit: TransitGateways };

/** Marks what an unreadable resource refers to: it may add attachments, routes, associations, listeners or targets there. */
export function touchCarrier({ transit, balancers, groups }: Carriers, address: string, by: Note): void {
  const { reason } = by;
  transit.gateways.get(address)?.doubts.attachments.push(doubtOf(by, "attachments", reason));
  const table = transit.tables.get(address);
  table?.doubts.routes.push(doubtOf(by, "routes", reason));
  table?.doubts.associations.push(doubtOf(by, "associations", reason));
  balancers.get(address)?.doubts.listeners.push(doubtOf(by, "listeners", reason));
  groups.get(address)?.doubts.targets.push(doubtOf(by, "targets", reason));
}
