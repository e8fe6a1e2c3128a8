import { type Json } from "../json-shapes";

/**
 * Names of arguments that place something in a network, open it to one, or lead packets. Rather too many than too few: a type
 * with such an argument is only irrelevant if somebody has looked at it (irrelevant-types.ts).
 */
const OF_NETWORKS =
  /subnet|security_group|vpc|network_(interface|config)|publicly_accessible|public_(access|connectivity|ip)|cidr|(^|_)routes?(_|$)|gateway_id|elastic_ip|(^|_)(eip|eni)(_|$)|allocation_id|source_access_configuration/;

/** Whether an argument of this name may place something in a network. */
export function isOfNetworks(argument: string): boolean {
  return OF_NETWORKS.test(argument);
}

/** What says nothing: not set, empty, or switched off. */
function isSet(json: Json | undefined): boolean {
  if (Array.isArray(json)) return json.some(isSet);
  if (typeof json === "object" && json !== null) return Object.values(json).some(isSet);
  return json !== undefined && json !== null && json !== "" && json !== false;
}

/** The arguments of networks that are set, with what they hold, however deep they lie. */
export function placementOf(values: Json | undefined): Json[] {
  if (Array.isArray(values)) return values.flatMap(placementOf);
  if (typeof values !== "object" || values === null) return [];
  return Object.keys(values)
    .sort()
    .flatMap((name): Json[] => {
      if (!isOfNetworks(name)) return placementOf(values[name]);
      return isSet(values[name]) ? [[name, values[name]!]] : [];
    });
}
