import { usableZones } from "../bridge-facts";
import { type Finding } from "../fault";
import { type KeyPath } from "../key-path";
import { nearest } from "../../naming/nearest";
import { type Patch } from "../patch";
import { KNOWN_REGIONS } from "../regions";
import { finding, mendable } from "./finding";

/** What a file of any place says of its Region. */
interface InRegion {
  readonly region: string;
  readonly zones?: string[] | undefined;
}

/** A Region whose zones nobody says. */
export function unknownRegion(config: InRegion): Finding[] {
  if (usableZones(config)) return [];
  const guess = nearest(config.region, KNOWN_REGIONS);
  const fix = `${guess ? `write ${guess}, or ` : ""}add zones: [a, b, c] with the region's zone letters if it is right`;
  return [finding(["region"], "known-region", "is not a region this program knows", fix)];
}

/** Letters of zones that the Region has not. */
export function strangeZones(
  config: InRegion,
  written: readonly { readonly zone: string; readonly path: KeyPath }[],
): Finding[] {
  const letters = usableZones(config);
  if (!letters) return [];
  const fix = `write one of ${letters.join(", ")}, or list your account's letters under zones`;
  return written
    .filter(({ zone }) => zone.length === 1 && !letters.includes(zone))
    .map(({ path }) => finding(path, "zone-exists", `is not a zone of ${config.region}`, fix));
}

/** Letters beside ids, in one VPC or wherever zones are compared. */
export function mixedZones(zones: readonly string[], path: KeyPath, vpc: string): Finding[] {
  const letter = zones.find((zone) => zone.length === 1);
  const id = zones.find((zone) => zone.length > 1);
  if (!letter || !id) return [];
  const message = `mixes zone letters (${letter}) with zone ids (${id}), which can't be compared`;
  return [finding(path, "one-kind-of-zone", message, `write letters everywhere in the ${vpc} VPC, or ids everywhere`)];
}

/** Zones that are listed twice where each gets something of its own. */
export function repeatedZones(path: KeyPath, zones: readonly string[], patch: Patch | undefined): Finding[] {
  return zones.flatMap((zone, i) => {
    if (zones.indexOf(zone) === i) return [];
    const fix = "list each zone once, and two or more";
    return [mendable(finding([...path, i], "distinct-zones", "is listed twice", fix), patch)];
  });
}
