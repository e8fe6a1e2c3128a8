import { type HubPlan } from "../../address-plan/hub/hub-plan";
import { type Statement } from "../../reachability";
import { strangersInHub } from "../in-account/strangers";
import { type Network } from "../judged-network";
import { hubAdmissions } from "./hub-admission-statements";
import { hubComparison } from "./hub-comparison-statements";
import { hubEndpoints } from "./hub-endpoint-statements";
import { hubForbidden } from "./hub-forbidden-statements";
import { foundIn } from "./hub-found";
import { hubPlaces } from "./hub-place-statements";
import { hubReach } from "./hub-reach-statements";
import { hubRouteStatements } from "./hub-route-statements";
import { hubOffers } from "./hub-service-statements";

/** Every statement that must hold for any hub, in the words of its file. */
export function hubStatementsOf(network: Network, plan: HubPlan): Statement[] {
  const found = foundIn(network, plan);
  if ("missing" in found) return [...found.missing];
  return [
    ...hubReach(found),
    ...hubOffers(found),
    ...hubForbidden(found),
    ...hubPlaces(found),
    ...hubRouteStatements(found),
    ...hubAdmissions(found),
    ...hubEndpoints(found),
    ...hubComparison(found),
    ...strangersInHub(found),
  ];
}
