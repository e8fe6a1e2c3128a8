import { patchAt } from "../../../config/patch";
import { zonesOf } from "../../service-names";
import { type Break, type RuleOf } from "../../rules/rule";
import { type HubPlan } from "../hub-plan";

/** Records of one name in one zone that lead to different places, the second one of them. */
function doubledNames(plan: HubPlan): Break[] {
  const told = new Set<string>();
  return zonesOf(plan).flatMap(({ records }) =>
    records.flatMap(({ name, services: [service = ""], path }, i): Break[] => {
      const other = records.slice(0, i).find((one) => one.name === name);
      // One service by several ways is the matter of zone-for-all.
      if (!other || other.services.includes(service)) return [];
      const key = `${service} ${name}`;
      if (told.has(key)) return [];
      told.add(key);
      const message = `gets the name ${name}, which leads to services.${other.services[0]} behind another load balancer`;
      return [{ path, message, fix: "rename the service, or write another host" }];
    }),
  );
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
