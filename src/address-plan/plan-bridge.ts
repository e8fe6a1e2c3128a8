import { isHub } from "../config/file-config";
import { type Bridge } from "../config/load";
import { type Cidr } from "../ipv4";
import { type BridgePlan } from "./bridge-plan";
import { planHub } from "./hub/plan-hub";
import { planAddresses } from "./plan";

/**
 * Works out every subnet, route and target of a bridge of either place. Pure; whether AWS would accept it is for the rules to say.
 * @param elsewhere the ranges of the other bridges of its VPCs
 */
export function planBridge(
  { name, config }: Pick<Bridge, "name" | "config">,
  elsewhere: readonly Cidr[] = [],
): BridgePlan {
  return isHub(config) ? planHub({ name, config }, elsewhere) : planAddresses({ name, config }, elsewhere);
}
