import { containsAddress, formatCidr, formatIpv4 } from "../../ipv4";
import { attachmentSubnetFor, clientVpcSubnets, type PlannedNat, type PlannedSubnet } from "../plan";
import { patchAt } from "../../config/patch";
import { attachmentZonesMend, webAttachmentMend } from "../more-zones";
import type { Break, Rule } from "./rule";

function distinctZones(subnets: readonly PlannedSubnet[], what: string): Break[] {
  return subnets.flatMap((subnet, i) => {
    const first = subnets.findIndex((other) => other.zone === subnet.zone);
    // Carved subnets stand in no line; a zone that is listed twice is told where it is listed.
    if (first === i || subnet.carved) return [];
    const path = [...subnet.path.slice(0, -1), "zone"];
    return [{ path, message: `is a zone that ${subnets[first]?.name} has already`, fix: `write one ${what} per zone` }];
  });
}

/** Whether the file names the addresses; the default one is free in every subnet that AWS makes. */
function hasOwnAddresses(nat: PlannedNat): boolean {
  return nat.path.at(-1) === "addresses";
}

export const ROUTE_RULES: readonly Rule[] = [
  {
    name: "attachment-zones",
    fact: "an attachment has one subnet per zone, and a packet enters it only in its own zone",
    source: "Transit gateway guide, attachments to a VPC",
    check: (plan) => {
      const inWeb = distinctZones(
        plan.config.web.attachment_subnets ? plan.webAttachmentSubnets : [],
        "attachment subnet",
      );
      const unattached = plan.albSubnets.filter((subnet) => !attachmentSubnetFor(plan, subnet));
      const mend = unattached.length > 0 ? attachmentZonesMend(plan) : undefined;
      return [
        ...distinctZones(plan.dedicatedAttachmentSubnets, "attachment subnet"),
        ...inWeb.map((found) => ({
          ...found,
          fix: "list one attachment subnet per zone in web.attachment_subnets",
          mend: webAttachmentMend(plan),
        })),
        ...unattached.map((subnet) => ({
          path: [...subnet.path.slice(0, -1), "zone"],
          message: "is a zone without an attachment subnet, so what this ALB node sends goes nowhere",
          fix: "add a subnet of this zone to bridge.attachment_subnets",
          ...(mend && { mend }),
        })),
      ];
    },
  },
  {
    name: "web-attachment-zones",
    fact: "a reply enters the transit gateway only through an attachment subnet in the web server's zone",
    source: "Transit gateway guide, attachments to a VPC",
    check: (plan) => {
      const zones = plan.webAttachmentSubnets.map((subnet) => subnet.zone);
      return plan.targets.flatMap(({ address, path }) => {
        const subnet = plan.webSubnets.find((candidate) => containsAddress(candidate.cidr, address));
        if (!subnet || zones.includes(subnet.zone)) return [];
        const message = `is in zone ${subnet.zone} of the web side, where the attachment has no subnet`;
        const fix = `add ${subnet.name}, or another subnet of that zone, to web.attachment_subnets`;
        return [{ path, message, fix, mend: webAttachmentMend(plan) }];
      });
    },
  },
  {
    name: "nat-addresses",
    fact: "a NAT gateway's addresses are in its subnet, not AWS's own (the first four and the last), each once",
    source: "VPC user guide, NAT gateways and subnet sizing",
    check: (plan) =>
      plan.nats.filter(hasOwnAddresses).flatMap((nat) =>
        nat.addresses.flatMap((address, i) => {
          const path = [...nat.path, i];
          const range = formatCidr(nat.subnet.cidr);
          if (!containsAddress(nat.subnet.cidr, address))
            return [{ path, message: `is not in ${nat.subnet.name} ${range}`, fix: "write an address of that subnet" }];
          const reserved = reservedBy(nat.subnet, address);
          if (reserved)
            return [{ path, message: `is ${reserved}`, fix: `write an address between ${usable(nat.subnet)}` }];
          if (nat.addresses.indexOf(address) < i)
            return [{ path, message: "is listed twice", fix: "list each address once" }];
          return [];
        }),
      ),
  },
  {
    name: "addresses-per-nat-gateway",
    fact: "a NAT gateway has up to 8 private addresses, each good for 55,000 connections to one destination",
    source: "VPC user guide, NAT gateway basics",
    check: (plan) => {
      const quota = Math.min(8, plan.config.quotas.addresses_per_nat_gateway);
      return plan.nats
        .filter((nat) => nat.addresses.length > quota)
        .map(({ path, addresses }) => ({
          path,
          message: `has ${addresses.length} addresses, more than ${quota}`,
          fix: `list ${quota} or fewer`,
          mend: { patch: patchAt(path, addresses.slice(0, quota).map(formatIpv4)) },
        }));
    },
  },
  {
    name: "nat-zones",
    fact: "each zone's clients use their zone's NAT gateway, so a zone has one",
    source: "this network's design",
    check: (plan) => distinctZones(plan.natSubnets, "NAT gateway"),
  },
  {
    name: "has-clients",
    fact: "without a subnet of clients the bridge leads from nowhere",
    source: "this network's design",
    check: (plan) =>
      plan.clientSubnets.length === 0 || plan.clientSubnets.some((subnet) => subnet.clients)
        ? []
        : [
            {
              path: ["client", "subnets"],
              message: "has no subnet of clients",
              fix: "leave clients: false out of one of them",
            },
          ],
  },
  {
    name: "routes-per-route-table",
    fact: "a route table has 50 routes by default, more on request",
    source: "Amazon VPC quotas",
    check: (plan) => {
      const quota = plan.config.quotas.routes_per_route_table;
      const over = (count: number, path: Break["path"], what: string): Break[] =>
        count <= quota
          ? []
          : [
              {
                path,
                message: `${what} would have ${count} routes, more than ${quota}`,
                fix: "write quotas.routes_per_route_table if AWS raised it",
              },
            ];
      // Every table has a local route per range of its VPC.
      const clientLocal = plan.clientCidrs.length + 1;
      return [
        ...over(
          clientLocal + plan.albSubnets.length + plan.config.client.vpc.routes.length,
          ["client", "subnets"],
          "the clients' route table",
        ),
        ...over(clientLocal + plan.steers.length, ["bridge"], "an ALB subnet's route table"),
        ...over(
          plan.webCidrs.length + plan.albPrefixes.length + plan.config.web.vpc.routes.length,
          ["web", "subnets"],
          "a web subnet's route table",
        ),
      ];
    },
  },
  {
    name: "route-tables-per-vpc",
    fact: "a VPC has 200 route tables, more on request",
    source: "Amazon VPC quotas",
    check: (plan) => {
      const quota = plan.config.quotas.route_tables_per_vpc;
      const count = clientVpcSubnets(plan).length + 1;
      if (count <= quota) return [];
      return [
        {
          path: ["client", "subnets"],
          message: `the client VPC would have ${count} route tables, more than ${quota}`,
          fix: "write quotas.route_tables_per_vpc if AWS raised it",
        },
      ];
    },
  },
  {
    name: "routes-per-transit-gateway",
    fact: "a transit gateway has 10,000 static routes in all its tables",
    source: "Quotas for your transit gateways",
    check: (plan) => {
      const quota = plan.config.quotas.routes_per_transit_gateway;
      const count = plan.steers.length + plan.albPrefixes.length;
      if (count <= quota) return [];
      return [
        {
          path: ["bridge"],
          message: `the transit gateway would have ${count} routes, more than ${quota}`,
          fix: "write quotas.routes_per_transit_gateway if AWS raised it",
        },
      ];
    },
  },
];

/** What AWS keeps the address for, in a subnet that holds it; undefined when it is free. */
export function reservedBy(subnet: PlannedSubnet, address: number): string | undefined {
  const offset = address - subnet.cidr.base;
  const size = 2 ** (32 - subnet.cidr.length);
  const uses = ["the network address", "the VPC router", "the DNS resolver", "kept by AWS for future use"];
  const use = offset === size - 1 ? "the broadcast address" : uses[offset];
  return use && `reserved in ${subnet.name} ${formatCidr(subnet.cidr)}: ${use}`;
}

/** The first and last free address of a subnet, for messages. */
export function usable(subnet: PlannedSubnet): string {
  return `${formatIpv4(subnet.cidr.base + 4)} and ${formatIpv4(subnet.cidr.base + 2 ** (32 - subnet.cidr.length) - 2)}`;
}
