import { usableZones } from "../../bridge-facts";
import { type Finding } from "../../fault";
import { clientsOf, websOf } from "../../hub-sides";
import { patchAt } from "../../patch";
import { hubWrittenZones } from "../../written-zones";
import { finding, mendable } from "../finding";
import { mixedZones, repeatedZones, strangeZones, unknownRegion } from "../zone-checks";
import { type HubCheck } from "./hub-check";

const oneKindOfZone: HubCheck = (config) => [
  ...mixedZones(config.bridge.zones, ["bridge", "zones"], "hub"),
  ...clientsOf(config).flatMap(({ path, config: { subnets, nat } }) => {
    const groups = [...Object.values(subnets), ...Object.values(nat?.gateways ?? {})];
    return mixedZones([...groups.map(({ zone }) => zone), ...(nat?.zones ?? [])], path, "client");
  }),
  ...websOf(config).flatMap(({ path, config: { subnets } }) =>
    mixedZones(
      Object.values(subnets).map(({ zone }) => zone),
      path,
      "web",
    ),
  ),
];

/**
 * An endpoint stands in a zone of its service, so both must name zones in a way that can be compared. Letters are each
 * account's own. Source: EC2 user guide, Regions and Zones, AZ IDs; PrivateLink guide, interface endpoints: subnets and zones.
 */
const comparableZones: HubCheck = (config) => {
  const { zones, account: own } = config.bridge;
  const isLetters = (list: readonly string[]) => list.some((zone) => zone.length === 1);
  return clientsOf(config).flatMap(({ path, config: { way, subnets, account } }): Finding[] => {
    if (way !== "endpoint") return [];
    const client = Object.values(subnets).map(({ zone }) => zone);
    const at = [...path, "subnets"];
    if (client.length > 0 && isLetters(zones) !== isLetters(client)) {
      const message = `name zones ${isLetters(client) ? "by letters" : "by ids"}, and bridge.zones ${isLetters(zones) ? "by letters" : "by ids"}: an endpoint needs a zone of the hub's`;
      return [finding(at, "comparable-zones", message, "write zone ids in both")];
    }
    if (!account || account.id === own?.id || !isLetters(zones)) return [];
    const message = "name zones by letters, which are each account's own, and the hub is in another account";
    return [finding(at, "comparable-zones", message, "write zone ids such as use1-az1, here and in bridge.zones")];
  });
};

const distinctZones: HubCheck = (config) => [
  ...repeatedZones(["bridge", "zones"], config.bridge.zones, undefined).map((found) => {
    const zones = [...new Set(config.bridge.zones)];
    const more = usableZones(config)?.find((zone) => !zones.includes(zone) && zones.every((one) => one.length === 1));
    const whole = zones.length > 1 ? zones : [...zones, ...(more === undefined ? [] : [more])];
    return mendable(found, whole.length > 1 ? patchAt(["bridge", "zones"], whole) : undefined);
  }),
  ...clientsOf(config).flatMap(({ path, config: { nat } }) => {
    const at = [...path, "nat", "zones"];
    const zones = nat?.zones ?? [];
    return repeatedZones(at, zones, patchAt(at, [...new Set(zones)]));
  }),
];

/** What a hub's Region and zones must say together. */
export const HUB_ZONE_CHECKS: readonly HubCheck[] = [
  unknownRegion,
  (config) => strangeZones(config, hubWrittenZones(config)),
  oneKindOfZone,
  comparableZones,
  distinctZones,
];
