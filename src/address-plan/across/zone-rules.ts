import { patchAt } from "../../config/patch";
import { type BridgePlan } from "../bridge-plan";
import { sidesOf } from "../planned-sides";
import { zonesOf } from "../service-names";
import { acrossRule, type AcrossRule, type Claim } from "./across-rule";

interface MadeZone extends Claim {
  readonly vpc: string;
}

/** The private hosted zones that a bridge makes for client VPCs that exist. */
function madeZones(plan: BridgePlan): MadeZone[] {
  const sides = sidesOf(plan).filter(({ role }) => role === "client");
  return zonesOf(plan).flatMap(({ client, name, existingId }) => {
    const vpc = sides.find((side) => side.name === client)?.vpc.id;
    if (existingId !== undefined || name === undefined || vpc === undefined) return [];
    return [{ scope: `${vpc} ${name.toLowerCase()}`, path: ["dns", "zone"], vpc }];
  });
}

interface ZoneRecord extends Claim {
  readonly zone: string;
  readonly label: string;
}

/** The records that a bridge writes into hosted zones that exist; by their labels, since a file may not know a zone's name. */
function records(plan: BridgePlan): ZoneRecord[] {
  return zonesOf(plan).flatMap(({ existingId: zone, records: aliases, hosts }) =>
    zone === undefined
      ? []
      : [...aliases, ...hosts].map(({ label, path }) => ({
          scope: `${zone} ${label.toLowerCase()}`,
          path,
          zone,
          label: label.toLowerCase(),
        })),
  );
}

/** Stands for the id of a zone that is still to be made. */
const UNKNOWN_ZONE = "Z0123456789ABCDEFGHIJ";

export const ZONE_RULES: readonly AcrossRule[] = [
  acrossRule<MadeZone>({
    name: "zones-of-one-vpc",
    fact: "a VPC is associated with one private hosted zone of a name (ConflictingDomainExists)",
    source: "Route 53 API, CreateHostedZone",
    claims: madeZones,
    clash: () => true,
    message: ({ vpc }, _, place) => `is a zone that ${place} makes for ${vpc} too`,
    fix: "write dns.zone_id in one of the two, or another dns.zone",
    mend: (_mine, _other, file) => ({
      patch: patchAt(["dns", "zone_id"], UNKNOWN_ZONE),
      onlyIf: `${file} is deployed first, with the id of the zone that it made in place of ${UNKNOWN_ZONE}`,
    }),
  }),
  acrossRule<ZoneRecord>({
    name: "records-of-one-zone",
    fact: "a hosted zone has one record of a name and type, and what exists is not made again (InvalidChangeBatch)",
    source: "Route 53 API, ChangeResourceRecordSets",
    claims: records,
    clash: () => true,
    message: ({ zone, label }, _, place) =>
      `gets the record ${label === "" ? "at the top" : `"${label}"`} of ${zone}, as ${place} does`,
    fix: "rename the service or write another host in one of the two",
  }),
];
