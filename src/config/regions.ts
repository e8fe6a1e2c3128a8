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

/** How zone ids shorten the words of a Region's name. Source: EC2 user guide, AZ IDs. */
const SHORT_WORDS: Readonly<Record<string, string>> = {
  central: "c",
  east: "e",
  gov: "g",
  north: "n",
  northeast: "ne",
  northwest: "nw",
  south: "s",
  southeast: "se",
  southwest: "sw",
  west: "w",
};

/** What zone ids of a Region begin with: use1 for us-east-1; undefined for a Region whose words are none of the usual. */
export function zoneIdPrefix(region: string): string | undefined {
  const [area = "", ...words] = region.split("-");
  const number = words.pop() ?? "";
  const short = words.map((word) => SHORT_WORDS[word]);
  return short.includes(undefined) ? undefined : area + short.join("") + number;
}

/** The partition that a Region's ARNs begin with. Source: AWS General Reference, Amazon Resource Names. */
export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  if (region.startsWith("us-iso-")) return "aws-iso";
  return region.startsWith("us-isob-") ? "aws-iso-b" : "aws";
}

export const KNOWN_REGIONS: readonly string[] = Object.keys(ZONE_LETTERS);

/** @returns the zone letters of the region, or undefined for a region that the table does not know */
export function zoneLetters(region: string): string[] | undefined {
  return Object.hasOwn(ZONE_LETTERS, region) ? ZONE_LETTERS[region]?.split("") : undefined;
}
