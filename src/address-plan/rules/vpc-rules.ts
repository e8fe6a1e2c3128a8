import { type Cidr, cidrOverlaps, cidrSize, containsCidr, formatCidr } from "../../ipv4";
import { bridgeMend, freeBridge, subnetsMend } from "../bridge-range";
import { CARVE_LONGEST_PREFIX, CARVE_MOST_ZONES } from "../carve";
import { type AddressPlan, clientVpcSubnets } from "../plan";
import { restriction } from "../restricted-ranges";
import { type Break, type Rule } from "./rule";
import { outsideLengths } from "./side-rules";

/** What to do about a range that can't be the bridge's. */
function otherBridge(
  plan: AddressPlan,
  words = "write a range that neither side uses",
  or = "",
): Pick<Break, "fix" | "mend"> {
  const free = freeBridge(plan);
  const mend = bridgeMend(plan);
  return { fix: `${words}${free ? `, such as ${formatCidr(free)}` : ""}${or}`, ...(mend && { mend }) };
}

const BRIDGE_CIDR = ["bridge", "cidr"];

function overlapsSide(plan: AddressPlan, ranges: readonly Cidr[], side: string): Break[] {
  return ranges
    .filter((range) => cidrOverlaps(range, plan.bridgeCidr))
    .map((range) => ({
      path: BRIDGE_CIDR,
      message: `overlaps the ${side} VPC's ${formatCidr(range)}`,
      ...otherBridge(plan),
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
              ...otherBridge(plan, "write a range between these sizes"),
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
    name: "secondary-cidr-restricted",
    fact: "some ranges can't be added to a VPC, depending on its primary one (InvalidVpc.Range)",
    source: "VPC user guide, IPv4 CIDR block association restrictions",
    check: (plan) => {
      const found = restriction(plan.clientCidrs, plan.bridgeCidr);
      if (!found) return [];
      const message = `is in ${formatCidr(found.forbidden)}, which AWS does not add to a VPC that has ${formatCidr(found.because)}`;
      return [{ path: BRIDGE_CIDR, message, ...otherBridge(plan) }];
    },
  },
  {
    name: "secondary-cidr-route",
    fact: "a secondary range may not be equal to or larger than the destination of a route the VPC has",
    source: "VPC user guide, VPC CIDR blocks",
    check: (plan) =>
      plan.config.client.vpc.routes
        .filter((destination) => containsCidr(plan.bridgeCidr, destination))
        .map((destination) => ({
          path: BRIDGE_CIDR,
          message: `holds the destination ${formatCidr(destination)} of a route that the client VPC has`,
          ...otherBridge(plan),
        })),
  },
  {
    name: "carve-room",
    fact: `carving needs a /${CARVE_LONGEST_PREFIX} or more and takes up to ${CARVE_MOST_ZONES} zones`,
    source: "this project: four ALB subnets of /27 side by side, four /28 for NAT gateways and four for the attachment",
    check: (plan) =>
      plan.config.bridge.zones && plan.bridgeCidr.length > CARVE_LONGEST_PREFIX
        ? [
            {
              path: BRIDGE_CIDR,
              message: "is too small to carve",
              ...otherBridge(
                plan,
                `write a /${CARVE_LONGEST_PREFIX} or larger`,
                ", or give the subnets instead of zones",
              ),
            },
          ]
        : [],
  },
  {
    name: "bridge-subnet-in-bridge",
    fact: "NAT gateway, ALB and attachment live in the bridge's own addresses, which overlap with neither side",
    source: "this network's design",
    check: (plan) => {
      const strays = [...plan.natSubnets, ...plan.albSubnets, ...plan.dedicatedAttachmentSubnets].filter(
        (subnet) => !containsCidr(plan.bridgeCidr, subnet.cidr),
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
  {
    name: "bridge-routes-free",
    fact: "a route table has one route per destination (RouteAlreadyExists), and a narrower one takes its part of the packets",
    source: "EC2 API, CreateRoute; VPC user guide, route priority",
    check: (plan) => {
      const taken = (routes: readonly Cidr[], ours: readonly Cidr[], side: string) =>
        routes.flatMap((route, i) =>
          ours.some((destination) => containsCidr(destination, route))
            ? [
                {
                  path: [side, "vpc", "routes", i],
                  message: ours.some((destination) => cidrSize(destination) === cidrSize(route))
                    ? "is a destination that the bridge must route itself"
                    : "would take packets that the bridge must route itself",
                  ...otherBridge(plan, "choose other bridge addresses", ", or remove that route"),
                },
              ]
            : [],
        );
      return [
        ...taken(
          plan.config.client.vpc.routes,
          plan.albSubnets.map((subnet) => subnet.cidr),
          "client",
        ),
        ...taken(plan.config.web.vpc.routes, plan.albPrefixes, "web"),
      ];
    },
  },
];
