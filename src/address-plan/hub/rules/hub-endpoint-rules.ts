import { type Mend } from "../../../config/fault";
import { type KeyPath } from "../../../config/key-path";
import { patchAt } from "../../../config/patch";
import { type PlannedSubnet } from "../../planned-subnet";
import { type Break, type RuleOf } from "../../rules/rule";
import { type EndpointClient, type HubPlan } from "../hub-plan";

const isLetter = (zone: string) => zone.length === 1;

function endpointClients({ clients }: HubPlan): EndpointClient[] {
  return clients.flatMap((client) => (client.way === "endpoint" ? [client] : []));
}

/** The subnets that the file gives a client's endpoints. */
function listed({ config, subnets }: EndpointClient): { subnet: PlannedSubnet | undefined; name: string }[] {
  const byName = new Map(subnets.map((subnet) => [subnet.name, subnet]));
  return (config.endpoint_subnets ?? []).map((name) => ({ subnet: byName.get(name), name }));
}

/** Why zones of a client can't be compared with the hub's; undefined where they can. */
function incomparable({ accounts, config }: HubPlan, client: EndpointClient): string | undefined {
  const own = client.subnets.map(({ zone }) => zone);
  const hub = config.bridge.zones;
  const letter = [...own, ...hub].find(isLetter);
  if (letter === undefined) return undefined;
  if (client.account !== accounts[0]?.key)
    return `names zones by letters (${letter}), which stand for other places in the account of the hub`;
  const id = [...own, ...hub].find((zone) => !isLetter(zone));
  return id && `names zones by letters (${letter}) where the other has ids (${id}), which can't be compared`;
}

/** A hub has four zones at most. */
const MOST_ZONES = 4;

function hasCommonZone({ config }: HubPlan, { subnets }: EndpointClient): boolean {
  return subnets.some(({ zone }) => config.bridge.zones.includes(zone));
}

/** The change that puts the hub into a zone of each client that has none in common with it; of all of them at once. */
function zonesMend(plan: HubPlan): Mend | undefined {
  const zones = new Set(plan.config.bridge.zones);
  for (const client of endpointClients(plan)) {
    const [first] = client.subnets;
    if (first && incomparable(plan, client) === undefined && !client.subnets.some(({ zone }) => zones.has(zone)))
      zones.add(first.zone);
  }
  return zones.size > MOST_ZONES ? undefined : { patch: patchAt(["bridge", "zones"], [...zones]) };
}

/** What is wrong with the subnets that the file gives a client's endpoints. */
function listedBreaks(plan: HubPlan, client: EndpointClient): Break[] {
  const hub = plan.config.bridge.zones;
  const key: KeyPath = [...client.path, "endpoint_subnets"];
  // Without the list there is one for each zone in common.
  const mend = hasCommonZone(plan, client) ? { patch: patchAt(key, null) } : undefined;
  const zones = new Map<string, string>();
  return listed(client).flatMap(({ subnet, name }, i): Break[] => {
    if (!subnet) return [];
    const path = [...key, i];
    if (!hub.includes(subnet.zone)) {
      const message = `is in zone ${subnet.zone}, where the hub has no load balancer`;
      return [{ path, message, fix: `write subnets of ${hub.join(", ")}`, ...(mend && { mend }) }];
    }
    const other = zones.get(subnet.zone);
    zones.set(subnet.zone, other ?? name);
    if (other === undefined || other === name) return [];
    const message = `is in zone ${subnet.zone}, as ${other} is`;
    return [{ path, message, fix: "list one subnet per zone", ...(mend && { mend }) }];
  });
}

function zoneBreaks(plan: HubPlan, client: EndpointClient): Break[] {
  if (client.subnets.length === 0 || incomparable(plan, client) !== undefined) return [];
  if (client.config.endpoint_subnets || hasCommonZone(plan, client)) return listedBreaks(plan, client);
  const own = [...new Set(client.subnets.map(({ zone }) => zone))];
  const message = `has subnets in zone ${own.join(", ")} only, and the hub in ${plan.config.bridge.zones.join(", ")}`;
  const fix = "write a subnet of one of these zones, or add its zone to bridge.zones";
  const mend = zonesMend(plan);
  return [{ path: [...client.path, "subnets"], message, fix, ...(mend && { mend }) }];
}

export const HUB_ENDPOINT_RULES: readonly RuleOf<HubPlan>[] = [
  {
    name: "endpoint-zones",
    fact: "an endpoint has one subnet per zone, each in a zone of its service's load balancer",
    source: "AWS PrivateLink guide, create an interface endpoint",
    check: (plan) => endpointClients(plan).flatMap((client) => zoneBreaks(plan, client)),
  },
  {
    name: "endpoint-zone-ids",
    fact: "AWS maps zone letters to places per account, so zones of two accounts are compared by their ids",
    source: "EC2 user guide, Regions and Zones, AZ IDs",
    check: (plan) =>
      endpointClients(plan).flatMap((client): Break[] => {
        const message = incomparable(plan, client);
        const path = [...client.path, "subnets"];
        const fix = "write zone ids, such as use1-az1, here and in bridge.zones";
        return message === undefined || client.subnets.length === 0 ? [] : [{ path, message, fix }];
      }),
  },
];
