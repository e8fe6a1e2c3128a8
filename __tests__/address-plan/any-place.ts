import { type BridgePlan } from "../../src/address-plan/bridge-plan";
import { type Bridge } from "../../src/config/load";
import { hubOf, hubPlanOf } from "./hub/hub-case";
import { bridgeOf, planOf } from "./rule-case";

const isHubText = (text: string) => text.includes("place: hub");

/** A bridge of a text, of the place that it names. */
export function anyBridgeOf(text: string, name?: string): Bridge {
  return isHubText(text) ? hubOf(text, name) : bridgeOf(text, name);
}

/** The plan of a text, of the place that it names. */
export function anyPlanOf(text: string, name?: string): BridgePlan {
  return isHubText(text) ? hubPlanOf(text, name) : planOf(text, name);
}
