import { type Cidr, cidrOverlaps, containsCidr, formatCidr } from "../../ipv4";
import { otherRange } from "../added-range-mend";
import { subnetsMend } from "../bridge-range";
import { APPLIANCE_LONGEST_PREFIX, CARVE_LONGEST_PREFIX, CARVE_MOST_ZONES, longestCarved } from "../carve";
import { type AddressPlan, bridgeOwnSubnets, clientVpcSubnets } from "../plan";
import { type Break, type Rule } from "./rule";
import { outsideLengths } from "./side-rules";

const BRIDGE_CIDR = ["bridge", "cidr"];

function overlapsSide(plan: AddressPlan, ranges: readonly Cidr[], side: string): Break[] {
  return ranges
    .filter((range) => cidrOverlaps(range, plan.bridgeCidr))
    .map((range) => ({
      path: BRIDGE_CIDR,
      message: `overlaps the ${side} VPC's ${formatCidr(range)}`,
      ...otherRange(plan, BRIDGE_CIDR),
    }));
}

export const VPC_RULES: readonly Rule[] = [
  {
    name: "bridge-size",
    fact: "a secondary range of a VPC is a /16 to a /28",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) =>
      outsideLengths(plan.bridgeCidr)
        ? [
            {
              path: BRIDGE_CIDR,
              message: "is not a /16 to /28",
              ...otherRange(plan, BRIDGE_CIDR, { words: "write a range between these sizes" }),
            },
          ]
        : [],
  },
  {
    name: "bridge-overlaps-client",
    fact: "ranges of one VPC may not overlap",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) => overlapsSide(plan, plan.clientCidrs, "client"),
  },
  {
    name: "bridge-overlaps-web",
    fact: "the web side answers to the ALB's addresses, so they must not be its own: its local route would win",
    source: "VPC user guide, route priority",
    check: (plan) => overlapsSide(plan, plan.webCidrs, "web"),
  },
  {
    name: "carve-room",
    fact: `carving needs a /${CARVE_LONGEST_PREFIX} or more, beside an appliance a /${APPLIANCE_LONGEST_PREFIX}, and takes up to ${CARVE_MOST_ZONES} zones`,
    source:
      "this project: four ALB subnets of /27 side by side, four /28 for NAT gateways and four for the attachment, and as many /28 more for each side of appliances",
    check: (plan) =>
      plan.config.bridge.zones && plan.bridgeCidr.length > longestCarved(plan)
        ? [
            {
              path: BRIDGE_CIDR,
              message: "is too small to carve",
              ...otherRange(plan, BRIDGE_CIDR, {
                words: `write a /${longestCarved(plan)} or larger`,
                or: ", or give the subnets instead of zones",
              }),
            },
          ]
        : [],
  },
  {
    name: "bridge-subnet-in-bridge",
    fact: "NAT gateway, ALB, attachment and appliance live in the bridge's own addresses, which overlap with neither side",
    source: "this network's design",
    check: (plan) => {
      const strays = bridgeOwnSubnets(plan).filter(
        ({ existingId, cidr }) => existingId === undefined && !containsCidr(plan.bridgeCidr, cidr),
      );
      const mend = strays.length > 0 ? subnetsMend(plan) : undefined;
      const message = `is not in bridge.cidr ${formatCidr(plan.bridgeCidr)}`;
      return strays.map(({ path }) => ({ path, message, fix: "write a range inside it", ...(mend && { mend }) }));
    },
  },
  {
    name: "carved-names",
    fact: "carved subnets are named after their use and zone (alb-a, nat-a, attachment-a), and names tell subnets apart",
    source: "this project",
    check: (plan) => {
      const subnets = clientVpcSubnets(plan);
      const carved = new Set(subnets.filter((subnet) => subnet.carved).map((subnet) => subnet.name));
      return subnets
        .filter((subnet) => !subnet.carved && carved.has(subnet.name))
        .map(({ path }) => ({
          path: path.slice(0, -1),
          message: "is the name of a carved subnet",
          fix: "give it another name",
        }));
    },
  },
];
