import { type Change } from "../changes";
import { type Networks } from "../networks";
import { attachmentAsGateway } from "./attachment-as-gateway";
import { groupReplacedInUse } from "./group-replaced-in-use";
import { type Incident, type IncidentRule } from "./incident";
import { mixedRoutes } from "./mixed-routes";
import { natGatewayReplaced } from "./nat-gateway-replaced";
import { propagationRecreated } from "./propagation-recreated";
import { routeBeforeAttachment } from "./route-before-attachment";

export { type Incident } from "./incident";

export const INCIDENT_RULES: readonly IncidentRule[] = [
  mixedRoutes,
  natGatewayReplaced,
  propagationRecreated,
  attachmentAsGateway,
  routeBeforeAttachment,
  groupReplacedInUse,
];

/** Every trap that the plan would step into. */
export function incidentsOf(networks: Networks, changes: readonly Change[]): Incident[] {
  return INCIDENT_RULES.flatMap((rule) => rule.find(networks, changes).map((one) => ({ rule: rule.name, ...one })));
}
