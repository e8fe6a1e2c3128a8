/**
 * The zone letters that accounts usually have in each AWS Region. AWS maps letters to zones per account and adds Regions,
 * so a bridge file can say `zones: [a, b, c]` where this table is wrong or silent.
 * Source: "AWS Regions and Availability Zones" in the AWS documentation.
 */
const ZONE_LETTERS: Readonly<Record<string, string>> = {
  "af-south-1": "abc",
  "ap-east-1": "abc",
  "ap-northeast-1": "acd",
  "ap-northeast-2": "abcd",
  "ap-northeast-3": "abc",
  "ap-south-1": "abc",
  "ap-south-2": "abc",
  "ap-southeast-1": "abc",
  "ap-southeast-2": "abc",
  "ap-southeast-3": "abc",
  "ap-southeast-4": "abc",
  "ap-southeast-5": "abc",
  "ap-southeast-7": "abc",
  "ca-central-1": "abd",
  "ca-west-1": "abc",
  "eu-central-1": "abc",
  "eu-central-2": "abc",
  "eu-north-1": "abc",
  "eu-south-1": "abc",
  "eu-south-2": "abc",
  "eu-west-1": "abc",
  "eu-west-2": "abc",
  "eu-west-3": "abc",
  "il-central-1": "abc",
  "me-central-1": "abc",
  "me-south-1": "abc",
  "mx-central-1": "abc",
  "sa-east-1": "abc",
  "us-east-1": "abcdef",
  "us-east-2": "abc",
  "us-gov-east-1": "abc",
  "us-gov-west-1": "abc",
  "us-west-1": "abc",
  "us-west-2": "abcd",
};

export const KNOWN_REGIONS: readonly string[] = Object.keys(ZONE_LETTERS);

/** @returns the zone letters of the region, or undefined for a region that the table does not know */
export function zoneLetters(region: string): string[] | undefined {
  return ZONE_LETTERS[region]?.split("");
}
