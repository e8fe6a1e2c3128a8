import { Construct } from "constructs";
import { type PlannedRecord, type PlannedZone, zonesOf } from "../../address-plan/service-names";
import { type AliasRecordProps, PrivateNames } from "../private-names";
import { type HubClientParts } from "./hub-client-parts";
import { type HubContext } from "./hub-context";
import { type HubWebParts } from "./hub-web-parts";

interface Sides {
  readonly clients: ReadonlyMap<string, HubClientParts>;
  readonly webs: ReadonlyMap<string, HubWebParts>;
}

/** What a record is an alias of. */
function aliasOf(
  { name, leads }: PlannedRecord,
  { clients, webs }: Sides,
): Pick<AliasRecordProps, "dnsName" | "zoneId"> {
  if (leads.kind === "endpoint") {
    // The first entry is the endpoint's own name; those of its zones come after it.
    const entry = clients.get(leads.client)?.endpoints.get(leads.web)?.endpoint.dnsEntry.get(0);
    if (!entry) throw new Error(`${leads.client} has no endpoint for the name ${name}`);
    return { dnsName: entry.dnsName, zoneId: entry.hostedZoneId };
  }
  const web = webs.get(leads.web);
  const balancer = leads.kind === "alb" ? web?.alb?.alb : web?.nlb?.nlb;
  if (!balancer) throw new Error(`${leads.web} has no ${leads.kind} for the name ${name}`);
  return { dnsName: balancer.dnsName, zoneId: balancer.zoneId };
}

/**
 * Names for the services of a hub: a zone of each client VPC in its account, or one that exists in the hub's.
 * @returns by the name of the client side that asks
 */
export function addHubNames({ scope, plan, providers }: HubContext, sides: Sides): ReadonlyMap<string, PrivateNames> {
  const zones = zonesOf(plan);
  const recordsOf = ({ records }: PlannedZone): AliasRecordProps[] =>
    records.map((record) => ({ name: record.name, label: record.label, ...aliasOf(record, sides) }));
  const [shared] = zones;
  if (shared?.existingId !== undefined) {
    const zone = { id: shared.existingId };
    const names = new PrivateNames(scope, "names", { name: plan.name, zone, records: recordsOf(shared) });
    return new Map(plan.clients.map(({ name }) => [name, names]));
  }
  if (!shared) return new Map();
  const all = new Construct(scope, "names");
  return new Map(
    zones.flatMap((zone): [string, PrivateNames][] => {
      const client = plan.clients.find(({ name }) => name === zone.client);
      const vpc = client && sides.clients.get(client.name)?.vpc;
      if (!client || !vpc) return [];
      const made = new PrivateNames(all, client.name, {
        name: `${plan.name}-${client.name}`,
        zone: { name: zone.name ?? "", vpcId: vpc.vpcId, region: plan.config.region },
        records: recordsOf(zone),
        provider: providers.get(client.account),
      });
      return [[client.name, made]];
    }),
  );
}
