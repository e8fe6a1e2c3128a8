import { type BridgePlan } from "../../address-plan/bridge-plan";
import { type Cidr } from "../../ip";

/** The destinations of the routes that a bridge adds to tables of its sides. */
export function addedRoutes(plan: BridgePlan): readonly Cidr[] {
  if (plan.place === "hub")
    return [...plan.clients, ...plan.webs].flatMap((side) => ("balancerPrefixes" in side ? side.balancerPrefixes : []));
  const { clientTwins = [], webTwins = [] } = plan.appliance ?? {};
  return [...plan.albPrefixes, ...plan.albSubnets.map(({ cidr }) => cidr), ...clientTwins, ...webTwins];
}
