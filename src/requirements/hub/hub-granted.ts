import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type Topology } from "../../topology";
import { type Granted } from "../granted";
import { statedAddress } from "../stated";

/** What a hub's proof supposes of NAT gateways that exist: what they are, the file alone says. */
export function ofNatGateways({ natGateways }: Topology, plan: HubPlan): Granted[] {
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
