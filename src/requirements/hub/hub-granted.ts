import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type Topology } from "../../topology";
import { type Granted, valuesOf } from "../granted";
import { statedAddress } from "../stated";

/** NAT gateways that exist: what they are, the file alone says. */
function ofGateways({ natGateways }: Topology, plan: HubPlan): Granted[] {
  const stated = new Set(natGateways.map(({ address }) => address));
  const nats = plan.clients.flatMap((client) => (client.way === "nat" ? client.nats : []));
  const ids = nats.flatMap(({ existingId }) =>
    existingId !== undefined && stated.has(statedAddress(plan, existingId)) ? [existingId] : [],
  );
  if (ids.length === 0) return [];
  return [
    {
      what: "they are private and have just the addresses that the file gives them",
      about: ids,
      learn: `aws ec2 describe-nat-gateways --nat-gateway-ids ${ids.join(" ")}`,
    },
  ];
}

/** Attachments that exist, and the tables that they are associated with. */
function ofAttachments({ transitTables }: Topology, plan: HubPlan): Granted[] {
  return [...plan.clients, ...plan.webs].flatMap(({ config: { attachment } }): Granted[] => {
    if (!attachment) return [];
    const { id, route_table: table } = attachment;
    const isStated = transitTables.some(({ address }) => address === statedAddress(plan, table));
    if (!isStated) return [];
    return [
      {
        what: `it is associated with ${table}, which has no other routes than the bridge's`,
        about: [id],
        learn: `aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id}; aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${table} --filters Name=state,${valuesOf(["active", "blackhole"])}`,
      },
    ];
  });
}

/** What a hub's proof supposes of parts that exist already. */
export function ofExistingParts(topology: Topology, plan: HubPlan): Granted[] {
  return [...ofGateways(topology, plan), ...ofAttachments(topology, plan)];
}
