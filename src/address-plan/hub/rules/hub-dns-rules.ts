import { patchAt } from "../../../config/patch";
import { plannedRecords } from "../../record-names";
import { type Break, type RuleOf } from "../../rules/rule";
import { type HubPlan } from "../hub-plan";

/** Records of one name for one client's VPC that lead to different places. */
function doubledNames(plan: HubPlan): Break[] {
  const first = new Map<string, { service: string; place: string }>();
  const told = new Set<string>();
  return plannedRecords(plan).flatMap(({ client, name, service, leadsTo, path }): Break[] => {
    const key = `${client} ${name}`;
    const place = `${leadsTo.kind} ${leadsTo.web}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, { service, place });
      return [];
    }
    if (other.place === place || told.has(`${service} ${name}`)) return [];
    told.add(`${service} ${name}`);
    const message = `gets the name ${name}, which leads to services.${other.service} behind another load balancer`;
    return [{ path, message, fix: "rename the service, or write another host" }];
  });
}

function zonePlaces({ config: { dns }, clients }: HubPlan): Break[] {
  if (dns?.zone_id === undefined || clients.length < 2 || clients.every(({ way }) => way === "nat")) return [];
  const message =
    "is one zone for clients that reach a service by different ways, so that its name leads to different places";
  const fix = "write dns.zone alone, and each client VPC gets a zone of its own";
  const mend = dns.zone === undefined ? undefined : { patch: patchAt(["dns", "zone_id"], null) };
  return [{ path: ["dns", "zone_id"], message, fix, ...(mend && { mend }) }];
}

export const HUB_DNS_RULES: readonly RuleOf<HubPlan>[] = [
  {
    name: "record-names",
    fact: "a name leads to one place: of two alias records of one name and type in a zone, the second is refused (InvalidChangeBatch)",
    source: "Route 53 API, ChangeResourceRecordSets",
    check: doubledNames,
  },
  {
    name: "zone-for-all",
    fact: "a hosted zone answers all VPCs alike, and clients by endpoint reach a service elsewhere than others do",
    source: "Route 53 developer guide, working with private hosted zones",
    check: zonePlaces,
  },
];
