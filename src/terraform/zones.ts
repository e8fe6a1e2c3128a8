/** The Region of a zone by its name: us-east-1 of us-east-1a; Local Zones have longer names (EC2 user guide, Regions and Zones). */
export function regionOfZone(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : /^[a-z]{2,3}(?:-[a-z]+)+-\d+/.exec(zone)?.[0];
}
