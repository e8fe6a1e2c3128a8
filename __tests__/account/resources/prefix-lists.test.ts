import { type JsonObject } from "../../../src/terraform";
import { askingGraph, changing, graphTold, refusing, type Told } from "../support/told";
import { ACCOUNT } from "../support/told";
import { TWO_VPCS } from "../support/two-vpcs-told";

const [WEB, OFFICE, STRANGER] = ["aws_instance.i-web", "203.0.113.9", "192.0.2.9"];
const addressesOf = (told: Told): string[] =>
  graphTold(told).resources.flatMap(({ address, type }) => (type === "aws_ec2_managed_prefix_list" ? [address] : []));
/** Whether the office, which is in a list that the group of the web host names, gets there; and who is in none. */
const verdicts = (told: Told): string[] => {
  const { verdict } = askingGraph(graphTold(told));
  return [OFFICE, STRANGER].map((from) => verdict(from, WEB, 443));
};
const LISTS = TWO_VPCS.DescribeManagedPrefixLists as readonly JsonObject[];
const entries = (office: readonly object[]): Told => ({
  ...TWO_VPCS,
  GetManagedPrefixListEntries: { "pl-office": office, "pl-s3": [{ Cidr: "52.218.0.0/17" }] },
});

describe("prefix lists of an account", () => {
  test("admit whom they hold, and nobody else", () => expect(verdicts(TWO_VPCS)).toEqual(["ALLOWED", "DENIED"]));

  test("admit nobody when AWS was asked and has no entry", () =>
    expect(verdicts(entries([]))).toEqual(["DENIED", "DENIED"]));

  test("admit those of every entry", () =>
    expect(verdicts(entries([{ Cidr: "192.0.2.0/24" }, { Cidr: "203.0.113.0/24", Description: "x" }]))).toEqual([
      "ALLOWED",
      "ALLOWED",
    ]));

  test("leave open whom they admit where nobody may read their entries", () => {
    expect(verdicts(refusing(TWO_VPCS, "GetManagedPrefixListEntries"))).toEqual(["UNKNOWN", "UNKNOWN"]);
    const ofOne: Told = { ...TWO_VPCS, GetManagedPrefixListEntries: { "pl-s3": [{ Cidr: "52.218.0.0/17" }] } };
    expect(verdicts(ofOne)).toEqual(["UNKNOWN", "UNKNOWN"]);
  });

  test("leave it open where nobody may list them", () =>
    expect(verdicts(refusing(TWO_VPCS, "DescribeManagedPrefixLists", "GetManagedPrefixListEntries"))).toEqual([
      "UNKNOWN",
      "UNKNOWN",
    ]));

  test("of AWS are looked up, for no customer owns them; a customer's one is a resource", () =>
    expect(addressesOf(TWO_VPCS).sort()).toEqual([
      "aws_ec2_managed_prefix_list.pl-office",
      "data.aws_ec2_managed_prefix_list.pl-s3",
    ]));

  test("of another customer, shared with this account, hold the same entries", () => {
    const shared = changing(TWO_VPCS, "DescribeManagedPrefixLists", 0, (one) => ({ ...one, OwnerId: "999999999999" }));
    expect(verdicts(shared)).toEqual(["ALLOWED", "DENIED"]);
    expect(ACCOUNT).not.toBe("999999999999");
  });

  test("that AWS tells twice are there once", () => {
    const twice: Told = { ...TWO_VPCS, DescribeManagedPrefixLists: [...LISTS, LISTS[0]!] };
    expect(addressesOf(twice)).toHaveLength(2);
    expect(verdicts(twice)).toEqual(["ALLOWED", "DENIED"]);
  });
});
