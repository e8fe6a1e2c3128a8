import { regionOfZone } from "../terraform";
import { type Place } from "./answers";
import { type CliAnswer } from "./cli-output";
import { text } from "./json-parts";

/** The one value that all have; undefined when they have several, or none. */
function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const known = new Set(values.filter((value) => value !== undefined));
  const [only] = known;
  return known.size === 1 ? only : undefined;
}

/** The place that a folder's answers are of, as far as they tell: the AWS CLI's outputs name no account and no Region. */
export function placeOf(key: string, answers: readonly CliAnswer[]): Place {
  const ofCall = (call: CliAnswer["call"]) => answers.filter((one) => one.call === call).flatMap(({ items }) => items);
  const account = onlyOne(ofCall("DescribeVpcs").map((vpc) => text(vpc, "OwnerId")));
  const region = onlyOne(ofCall("DescribeSubnets").map((subnet) => regionOfZone(text(subnet, "AvailabilityZone"))));
  return { key, ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
}
