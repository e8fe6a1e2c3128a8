import { type KeyPath } from "../../config/key-path";
import { containsAddress, formatCidr, formatIpv4, lastAddress } from "../../ipv4";
import { type BridgePlan } from "../bridge-plan";
import { type NatClient } from "../hub/hub-plan";
import { attachmentZonesMend, webAttachmentMend } from "../more-zones";
import { type AddressPlan, attachmentSubnetFor, type ClientTable, type PlannedNat, type PlannedTarget } from "../plan";
import { type PlannedSubnet } from "../planned-subnet";
import { sidesOf } from "../planned-sides";
import { SubnetIndex } from "../planned-subnet-index";
import { type Break, type RuleOf } from "./rule";
import { targetsByWeb } from "./web-targets";

function distinctZones(subnets: readonly PlannedSubnet[], what: string): Break[] {
  const firsts = new Map<string, PlannedSubnet>();
  return subnets.flatMap((subnet) => {
    const first = firsts.get(subnet.zone);
    if (!first) firsts.set(subnet.zone, subnet);
    // Carved subnets stand in no line; a zone that is listed twice is told where it is listed.
    if (!first || subnet.carved) return [];
    const path = [...subnet.path.slice(0, -1), "zone"];
    return [{ path, message: `is a zone that ${first.name} has already`, fix: `write one ${what} per zone` }];
  });
}

/** A web side's attachment to the transit gateway. */
interface AttachedWeb {
  readonly path: KeyPath;
  readonly subnets: readonly PlannedSubnet[];
  readonly attached: readonly PlannedSubnet[];
  readonly targets: readonly PlannedTarget[];
  /** Whether the file names its subnets. */
  readonly isListed: boolean;
  /** Whether it is there already, so that the file only says where it is. */
  readonly exists: boolean;
}

/** The web sides with an attachment. */
function attachedWebs(plan: BridgePlan): AttachedWeb[] {
  return targetsByWeb(plan).flatMap(({ web: { path, subnets, name }, targets }): AttachedWeb[] => {
    const one = { path, subnets, targets };
    if (plan.place === "client") {
      const { attachment, attachment_subnets: listed } = plan.config.web;
      const exists = attachment !== undefined;
      return [{ ...one, attached: plan.webAttachmentSubnets, isListed: listed !== undefined, exists }];
    }
    const web = plan.webs.find((candidate) => candidate.name === name);
    if (web?.way !== "transit_gateway") return [];
    const { attachment_subnets: listed, attachment } = web.config;
    return [
      { ...one, attached: web.attachmentSubnets, isListed: listed !== undefined, exists: attachment !== undefined },
    ];
  });
}

function natClients(plan: BridgePlan): NatClient[] {
  return plan.place === "hub" ? plan.clients.flatMap((client) => (client.way === "nat" ? [client] : [])) : [];
}

/** The NAT gateways of each client side, and the tables that lead to them. */
export function natsBySide(plan: BridgePlan): { nats: readonly PlannedNat[]; tables: readonly ClientTable[] }[] {
  return plan.place === "client" ? [{ nats: plan.nats, tables: plan.clientTables }] : natClients(plan);
}

/** Zones in which packets of the bridge's place have no attachment subnet to enter the transit gateway by. */
function unattachedHere(plan: AddressPlan): Break[] {
  const { attachment, attachment_subnets: listed } = plan.config.client;
  // Of one that exists it is told first that the file doesn't say where it is.
  if (attachment && !listed) return [];
  const unattached = plan.albSubnets.filter((subnet) => !attachmentSubnetFor(plan, subnet));
  if (attachment)
    return unattached.map(({ name, zone, path, carved }) => ({
      // A carved subnet stands in no line.
      path: carved ? ["client", "attachment_subnets"] : [...path.slice(0, -1), "zone"],
      message: carved
        ? `has no subnet in zone ${zone}, so what the ALB node in ${name} sends goes nowhere`
        : "is a zone that the client's attachment is not in, so what this ALB node sends goes nowhere",
      fix: `add a subnet of zone ${zone} to the attachment, and to client.attachment_subnets`,
    }));
  const mend = unattached.length > 0 ? attachmentZonesMend(plan) : undefined;
  return unattached.map((subnet) => ({
    path: [...subnet.path.slice(0, -1), "zone"],
    message: "is a zone without an attachment subnet, so what this ALB node sends goes nowhere",
    fix: "add a subnet of this zone to bridge.attachment_subnets",
    ...(mend && { mend }),
  }));
}

/** An attachment that exists and its subnets, of which each is in a zone of its own. */
function placedAttachment(plan: AddressPlan): Break[] {
  if (!plan.config.client.attachment) return [];
  const fix = "list one subnet per zone in client.attachment_subnets";
  return distinctZones(plan.attachmentSubnets, "attachment subnet").map((found) => ({ ...found, fix }));
}

/** Attachments that exist, of which the file doesn't say where they are: a guess could prove what is not so. */
function unplacedAttachments(plan: BridgePlan): Break[] {
  const sides =
    plan.place === "client"
      ? [
          { path: ["client"], config: plan.config.client },
          { path: ["web"], config: plan.config.web },
        ]
      : [...plan.clients, ...plan.webs];
  return sides
    .filter(({ config }) => config.attachment && !config.attachment_subnets)
    .map(({ path }) => ({
      path: [...path, "attachment"],
      message: "is there already, in subnets that nothing tells",
      fix: `write ${[...path, "attachment_subnets"].join(".")}: the subnets that it is in, one per zone`,
    }));
}

/** The same of a client side of a hub, whose attachment the file places. */
function unattachedNats({ path, nats, attachmentSubnets, config }: NatClient): Break[] {
  const isListed = config.attachment_subnets !== undefined;
  const zones = new Set(attachmentSubnets.map(({ zone }) => zone));
  const doubled = isListed ? distinctZones(attachmentSubnets, "attachment subnet") : [];
  const key = [...path, "attachment_subnets"];
  return [
    ...doubled.map((found) => ({ ...found, fix: `list one subnet per zone in ${key.join(".")}` })),
    ...nats
      .filter(({ zone }) => !zones.has(zone))
      .map(({ zone, subnet }) => ({
        path: isListed ? key : path,
        message: `has no attachment subnet in zone ${zone}, so what the NAT gateway in ${subnet.name} sends goes nowhere`,
        fix: `add a subnet of zone ${zone} to the attachment, and to ${key.join(".")}`,
      })),
  ];
}

/** Whether the file names the addresses; the default one is free in every subnet that AWS makes. */
function hasOwnAddresses(nat: PlannedNat): boolean {
  return nat.path.at(-1) === "addresses";
}

function addressBreaks(nat: PlannedNat): Break[] {
  const range = formatCidr(nat.subnet.cidr);
  return nat.addresses.flatMap((address, i) => {
    const path = [...nat.path, i];
    if (!containsAddress(nat.subnet.cidr, address))
      return [{ path, message: `is not in ${nat.subnet.name} ${range}`, fix: "write an address of that subnet" }];
    const reserved = reservedBy(nat.subnet, address);
    if (reserved) return [{ path, message: `is ${reserved}`, fix: `write an address between ${usable(nat.subnet)}` }];
    if (nat.addresses.indexOf(address) < i)
      return [{ path, message: "is listed twice", fix: "list each address once" }];
    return [];
  });
}

/** A NAT gateway that no table of clients leads to. */
function unusedNat(plan: BridgePlan, { subnet }: PlannedNat, place: number): Break {
  const message = `has a NAT gateway (${subnet.name}) that no route table of clients leads to`;
  const leave = "keep it for clients to come, or leave it out";
  if (!subnet.carved) return { path: subnet.path.slice(0, -1), message, fix: leave };
  if (plan.place === "client")
    return {
      path: ["bridge", "zones", place],
      message,
      fix: "keep it for clients to come, or give alb_subnets and nat_subnets instead of zones",
    };
  const nat = subnet.path.slice(0, -1);
  const isListed = natClients(plan).some(
    ({ path, config }) => path.join() === nat.slice(0, -1).join() && config.nat?.zones,
  );
  if (isListed) return { path: [...nat, "zones", place], message, fix: leave };
  return {
    path: nat,
    message,
    fix: `keep it for clients to come, or write ${[...nat, "zones"].join(".")} without ${subnet.zone}`,
  };
}

export const ROUTE_RULES: readonly RuleOf<BridgePlan>[] = [
  {
    name: "attachment-placed",
    fact: "a packet enters a transit gateway only in the zones of its VPC's attachment, so of one that exists the file says the subnets",
    source: "Transit gateway guide, attachments to a VPC",
    check: unplacedAttachments,
  },
  {
    name: "attachment-zones",
    fact: "an attachment has one subnet per zone, and a packet enters it only in its own zone",
    source: "Transit gateway guide, attachments to a VPC",
    check: (plan) => {
      const inWebs = attachedWebs(plan)
        .filter(({ isListed }) => isListed)
        .flatMap((web) =>
          distinctZones(web.attached, "attachment subnet").map((found) => ({
            ...found,
            fix: `list one attachment subnet per zone in ${web.path.join(".")}.attachment_subnets`,
            mend: webAttachmentMend(web),
          })),
        );
      if (plan.place === "hub") return [...natClients(plan).flatMap(unattachedNats), ...inWebs];
      return [
        ...distinctZones(plan.dedicatedAttachmentSubnets, "attachment subnet"),
        ...placedAttachment(plan),
        ...inWebs,
        ...unattachedHere(plan),
      ];
    },
  },
  {
    name: "web-attachment-zones",
    fact: "a reply enters the transit gateway only through an attachment subnet in the web server's zone",
    source: "Transit gateway guide, attachments to a VPC",
    check: (plan) =>
      attachedWebs(plan).flatMap((web) => {
        const zones = new Set(web.attached.map((subnet) => subnet.zone));
        const index = new SubnetIndex(web.subnets);
        const lost = web.targets.flatMap(({ address, path }) => {
          const subnet = index.subnetOf(address);
          return subnet && !zones.has(subnet.zone) ? [{ path, subnet }] : [];
        });
        const mend = lost.length > 0 && !web.exists ? webAttachmentMend(web) : undefined;
        return lost.map(({ path, subnet }) => ({
          path,
          message: `is in zone ${subnet.zone} of the web side, where the attachment has no subnet`,
          fix: `add ${subnet.name}, or another subnet of that zone, to ${web.path.join(".")}.attachment_subnets`,
          ...(mend && { mend }),
        }));
      }),
  },
  {
    name: "nat-addresses",
    fact: "a NAT gateway's addresses are in its subnet, not AWS's own (the first four and the last), each once",
    source: "VPC user guide, NAT gateways and subnet sizing",
    check: (plan) => natsBySide(plan).flatMap(({ nats }) => nats.filter(hasOwnAddresses).flatMap(addressBreaks)),
  },
  {
    name: "nat-zones",
    fact: "each zone's clients use their zone's NAT gateway, so a zone has one",
    source: "this network's design",
    check: (plan) =>
      natsBySide(plan).flatMap(({ nats }) =>
        distinctZones(
          nats.map(({ subnet }) => subnet),
          "NAT gateway",
        ),
      ),
  },
  {
    name: "nat-used",
    fact: "clients use their zone's NAT gateway, or the first one; any other has an hourly price and carries nothing",
    source: "Amazon VPC pricing, NAT gateway",
    warns: true,
    check: (plan) =>
      natsBySide(plan).flatMap(({ nats, tables }) => {
        const used = new Set(tables.map((table) => table.nat));
        if (used.size === 0) return [];
        return nats.flatMap((nat, i) => (used.has(nat) ? [] : [unusedNat(plan, nat, i)]));
      }),
  },
  {
    name: "has-clients",
    fact: "without a subnet of clients the bridge leads from nowhere",
    source: "this network's design",
    check: (plan) =>
      sidesOf(plan)
        .filter(
          ({ role, subnets }) => role === "client" && subnets.length > 0 && !subnets.some(({ clients }) => clients),
        )
        .map(({ path }) => ({
          path: [...path, "subnets"],
          message: "has no subnet of clients",
          fix: "leave clients: false out of one of them",
        })),
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
