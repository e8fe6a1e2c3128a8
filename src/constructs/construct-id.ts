/** An address or range as part of a construct's id, where dots and slashes can't stand: 10.0.2.0/23 is 10-0-2-0-23. */
export function idOf(addressOrRange: string): string {
  return addressOrRange.replace(/[./]/g, "-");
}
