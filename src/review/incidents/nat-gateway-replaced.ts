import { type Change } from "../changes";
import { blockAddress, inModule, parseAddress } from "../../terraform/resource-address";
import { objectOf } from "../../terraform/json-shapes";
import { type IncidentRule } from "./incident";

const COUNT = "secondary_private_ip_address_count";

function subnetOf(json: Change["before"]): unknown {
  return objectOf(json).subnet_id;
}

/** The block with its module of what is one of a `count`; undefined for everything else. */
function countOf(address: string): string | undefined {
  const parsed = parseAddress(address);
  return typeof parsed?.index === "number" ? inModule(parsed.module, blockAddress(parsed)) : undefined;
}

/**
 * Changing the count of secondary addresses replaces the gateway in all 5.x providers (terraform-provider-aws 47476); a
 * `count` over a list replaces every gateway behind the place where the list changes.
 */
export const natGatewayReplaced: IncidentRule = {
  name: "nat-gateway-replaced-by-count",
  find: (_, changes) =>
    changes
      .filter(({ type, action }) => type === "aws_nat_gateway" && action === "replace")
      .flatMap((change) => {
        const { address, forcedBy, before, after } = change;
        if (forcedBy.includes(COUNT))
          return [
            {
              addresses: [address],
              text: "the NAT gateway is replaced only because the count of its secondary addresses changes; every connection through it ends",
              advice: "give the addresses as a list (`secondary_private_ip_addresses`), which is changed in place",
            },
          ];
        const list = countOf(address);
        const neighbours = changes.filter(
          (one) => one !== change && one.type === "aws_nat_gateway" && countOf(one.address) === list,
        );
        const shifts =
          list !== undefined &&
          subnetOf(before) !== subnetOf(after) &&
          neighbours.some((one) => subnetOf(one.before) === subnetOf(after));
        return shifts
          ? [
              {
                addresses: [address],
                text: "the NAT gateway is replaced because its place in the list of a `count` changed, not because it should be another one",
                advice: "use `for_each` with a key per zone, and `moved` blocks to get there",
              },
            ]
          : [];
      }),
};
