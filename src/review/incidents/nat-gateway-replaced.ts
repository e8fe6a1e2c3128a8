import { type Change } from "../changes";
import { objectOf } from "../../terraform/json-shapes";
import { type IncidentRule } from "./incident";

const COUNT = "secondary_private_ip_address_count";

function subnetOf(json: Change["before"]): unknown {
  return objectOf(json).subnet_id;
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
        if (forcedBy.some((path) => path.startsWith(COUNT)))
          return [
            {
              addresses: [address],
              text: "the NAT gateway is replaced only because the count of its secondary addresses changes; every connection through it ends",
              advice: "give the addresses as a list (`secondary_private_ip_addresses`), which is changed in place",
            },
          ];
        const isNumbered = /\[\d+\]$/.test(address);
        const neighbours = changes.filter(
          (one) =>
            one.type === "aws_nat_gateway" && one.address.replace(/\[\d+\]$/, "") === address.replace(/\[\d+\]$/, ""),
        );
        const shifts =
          isNumbered &&
          subnetOf(before) !== subnetOf(after) &&
          neighbours.some((one) => one !== change && subnetOf(one.before) === subnetOf(after));
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
