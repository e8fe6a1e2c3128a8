/** A zone as AWS names it: by its id, or by the Region and its letter. */
export function zoneName(region: string, zone: string): string {
  return zone.length === 1 ? `${region}${zone}` : zone;
}
