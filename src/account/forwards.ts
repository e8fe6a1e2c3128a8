import { type JsonObject } from "../terraform";
import { flag, objects } from "./json-parts";

/** Whether an instance takes packets for others: source/destination check is off at an interface (EC2 user guide, NAT instances). */
export function forwards(instance: JsonObject): boolean {
  return objects(instance, "NetworkInterfaces").some((one) => flag(one, "SourceDestCheck") === false);
}
