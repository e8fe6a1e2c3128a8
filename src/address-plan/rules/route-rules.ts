import { containsAddress, formatCidr, formatIpv4, lastAddress } from "../../ipv4";
import { attachmentSubnetFor, type PlannedNat, type PlannedSubnet } from "../plan";
import { attachmentZonesMend, webAttachmentMend } from "../more-zones";
import { type Break, type Rule } from "./rule";

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
    name: "nat-zones",
    fact: "each zone's clients use their zone's NAT gateway, so a zone has one",
    source: "this network's design",
    check: (plan) => distinctZones(plan.natSubnets, "NAT gateway"),
  },
  {
    name: "nat-used",
    fact: "clients use their zone's NAT gateway, or the first one; any other has an hourly price and carries nothing",
    source: "Amazon VPC pricing, NAT gateway",
    warns: true,
    check: (plan) => {
      const used = new Set(plan.clientTables.map((table) => table.nat));
      return plan.nats
        .filter((nat) => plan.clientTables.length > 0 && !used.has(nat))
        .map(({ subnet }) => ({
          path: subnet.carved ? ["bridge", "zones", plan.natSubnets.indexOf(subnet)] : subnet.path.slice(0, -1),
          message: `has a NAT gateway (${subnet.name}) that no route table of clients leads to`,
          fix: subnet.carved
            ? "keep it for clients to come, or give alb_subnets and nat_subnets instead of zones"
            : "keep it for clients to come, or leave it out",
        }));
    },
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
];

/** What AWS keeps the address for, in a subnet that holds it; undefined when it is free. */
export function reservedBy(subnet: PlannedSubnet, address: number): string | undefined {
  const offset = address - subnet.cidr.base;
  const uses = ["the network address", "the VPC router", "the DNS resolver", "kept by AWS for future use"];
  const use = address === lastAddress(subnet.cidr) ? "the broadcast address" : uses[offset];
  return use && `reserved in ${subnet.name} ${formatCidr(subnet.cidr)}: ${use}`;
}

/** The first and last free address of a subnet, for messages. */
export function usable(subnet: PlannedSubnet): string {
  return `${formatIpv4(subnet.cidr.base + 4)} and ${formatIpv4(lastAddress(subnet.cidr) - 1)}`;
}
