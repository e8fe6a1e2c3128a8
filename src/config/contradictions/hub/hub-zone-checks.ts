import { usableZones } from "../../bridge-facts";
import { clientsOf, websOf } from "../../hub-sides";
import { patchAt } from "../../patch";
import { hubWrittenZones } from "../../written-zones";
import { mendable } from "../finding";
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
  distinctZones,
];
