import { type HubPlan } from "./hub/hub-plan";
import { type AddressPlan } from "./plan";

/** The plan of a bridge of either place; `place` tells which. */
export type BridgePlan = AddressPlan | HubPlan;
