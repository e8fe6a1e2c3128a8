import { push } from "../../terraform";
import { type Change, isEffective } from "../changes";
import { type Networks } from "../networks";
import { addressTaken } from "./address-taken";
import { allocationShared } from "./allocation-shared";
import { attachmentAsGateway } from "./attachment-as-gateway";
import { balancerInUse } from "./balancer-in-use";
import { cidrInUse } from "./cidr-in-use";
import { customerGatewayInUse } from "./customer-gateway-in-use";
import { deletionProtected } from "./deletion-protected";
import { duplicateAclRule } from "./duplicate-acl-rule";
import { duplicateGroupRule } from "./duplicate-group-rule";
import { duplicateRoute } from "./duplicate-route";
import { duplicateTransitRoute } from "./duplicate-transit-route";
import { elasticIpInUse } from "./elastic-ip-in-use";
import { endpointNameTaken } from "./endpoint-name-taken";
import { groupReplacedInUse } from "./group-replaced-in-use";
import { groupRuleQuota } from "./group-rule-quota";
import { type Incident, type IncidentRule, type Trap } from "./incident";
import { internetGatewayInUse } from "./internet-gateway-in-use";
import { listenerTaken } from "./listener-taken";
import { mixedAclRules } from "./mixed-acl-rules";
import { mixedAssociations } from "./mixed-associations";
import { mixedGroupRules } from "./mixed-group-rules";
import { mixedPrefixEntries } from "./mixed-prefix-entries";
import { mixedRoutes } from "./mixed-routes";
import { nameTaken } from "./name-taken";
import { natGatewayReplaced } from "./nat-gateway-replaced";
import { oneZoneTwice } from "./one-zone-twice";
import { peeringOverlap } from "./peering-overlap";
import { peeringTwice } from "./peering-twice";
import { prefixEntryTwice } from "./prefix-entry-twice";
import { prefixListFull } from "./prefix-list-full";
import { prefixListInUse } from "./prefix-list-in-use";
import { priorityTaken } from "./priority-taken";
import { propagationRecreated } from "./propagation-recreated";
import { propagationTwice } from "./propagation-twice";
import { routeBeforeAttachment } from "./route-before-attachment";
import { routeQuota } from "./route-quota";
import { secondAttachment } from "./second-attachment";
import { secondInternetGateway } from "./second-internet-gateway";
import { secondTable } from "./second-table";
import { secondTransitTable } from "./second-transit-table";
import { subnetInUse } from "./subnet-in-use";
import { subnetRangeTaken } from "./subnet-range-taken";
import { targetGroupInUse } from "./target-group-in-use";
import { transitGatewayInUse } from "./transit-gateway-in-use";
import { transitTableInUse } from "./transit-table-in-use";
import { vpcRangeTaken } from "./vpc-range-taken";
import { zoneNameTaken } from "./zone-name-taken";

export { type Incident } from "./incident";

export const INCIDENT_RULES: readonly IncidentRule[] = [
  // The apply stops half way: what is in use is to be deleted ...
  ...[targetGroupInUse, groupReplacedInUse, subnetInUse, internetGatewayInUse, cidrInUse, prefixListInUse],
  ...[elasticIpInUse, balancerInUse, transitTableInUse, transitGatewayInUse, customerGatewayInUse, deletionProtected],
  // ... what there may be only once is to be made again ...
  ...[secondAttachment, secondTable, secondTransitTable, propagationTwice, secondInternetGateway, peeringTwice],
  ...[duplicateRoute, duplicateTransitRoute, duplicateGroupRule, duplicateAclRule, prefixEntryTwice],
  ...[listenerTaken, priorityTaken, nameTaken, zoneNameTaken, endpointNameTaken],
  ...[subnetRangeTaken, vpcRangeTaken, addressTaken, allocationShared],
  // ... or AWS does not take it as it is.
  ...[attachmentAsGateway, routeBeforeAttachment, oneZoneTwice, peeringOverlap],
  ...[groupRuleQuota, routeQuota, prefixListFull],
  // The apply succeeds, and takes away what works.
  ...[natGatewayReplaced, propagationRecreated],
  ...[mixedRoutes, mixedGroupRules, mixedAclRules, mixedPrefixEntries, mixedAssociations],
];

/** Equal traps as one: the same fault of many instances is one thing to mend. */
function joined(rule: string, traps: readonly Trap[]): Incident[] {
  const equal = new Map<string, Trap[]>();
  for (const trap of traps) push(equal, `${trap.text}\n${trap.advice}`, trap);
  return [...equal.values()].flatMap((own): Incident[] => {
    const [first] = own;
    if (!first) return [];
    const about = own.flatMap(({ addresses }) => addresses.slice(0, 1));
    const others = own.flatMap(({ addresses }) => addresses.slice(1));
    const stops = [...new Set(own.flatMap((one) => one.stops ?? []))];
    return [{ ...first, rule, addresses: [...new Set([...about, ...others])], times: own.length, stops }];
  });
}

/** Every trap that the plan would step into. */
export function incidentsOf(networks: Networks, changes: readonly Change[]): Incident[] {
  const effective = changes.filter((one) => isEffective(one) && one.deposed === undefined);
  const asked = { ...networks, changed: new Map(effective.map((one) => [one.address, one])) };
  return INCIDENT_RULES.flatMap((rule) => joined(rule.name, rule.find(asked, changes)));
}
