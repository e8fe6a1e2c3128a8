import { type Statement } from "../../reachability";
import { fact, type Parts } from "../statement-parts";
import { applianceForbidden, betweenSides } from "./appliance-forbidden-statements";
import { applianceIn } from "./appliance-found";
import { appliancePlaces } from "./appliance-place-statements";
import { applianceReach } from "./appliance-reach-statements";
import { applianceResumption } from "./appliance-resumption";
import { applianceNames } from "./name-statements";
import { rulesetHoldsAlone } from "./ruleset-alone";
import { twinsAreMet } from "./appliance-twins";

/** Every statement about the appliances of a bridge; none where it has none. */
export function applianceStatements(parts: Parts): Statement[] {
  const found = applianceIn(parts);
  if (!found) return [];
  const { clients, webs, appliance } = found;
  const { clientToWeb, webToClient } = appliance;
  return [
    ...applianceReach(found),
    ...(clientToWeb.length > 0
      ? [
          fact("what clients open arrives at the twin of its destination, from the twin of its source", () =>
            twinsAreMet(found, { from: clients, to: webs, traffic: clientToWeb }),
          ),
        ]
      : []),
    ...(webToClient.length > 0
      ? [
          fact("what the web side opens arrives at the twin of its destination, from the twin of its source", () =>
            twinsAreMet(found, { from: webs, to: clients, traffic: webToClient }),
          ),
        ]
      : []),
    ...applianceForbidden(found),
    fact("the appliance's ruleset alone, whatever its security groups admit, lets nothing else pass", () =>
      rulesetHoldsAlone(found, betweenSides),
    ),
    ...applianceResumption(found),
    ...appliancePlaces(found),
    ...applianceNames(found),
  ];
}
