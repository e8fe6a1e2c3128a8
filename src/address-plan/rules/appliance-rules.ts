import { containsAddress, formatCidr } from "../../ipv4";
import { applianceZones, type PlannedAppliance } from "../appliance/appliance-plan";
import { applianceType, APPLIANCE_TYPES, NEEDED_INTERFACES } from "../appliance/instance-types";
import { type AddressPlan, subnetEqualTo } from "../plan";
import { type PlannedSubnet } from "../planned-subnet";
import { APPLIANCE_RANGE_RULES, ofAppliance } from "./appliance-range-rules";
import { type Break, type Rule } from "./rule";

/** Zones that should have an appliance, and lack a subnet of one kind. */
function lackingSubnets(plan: AddressPlan): Break[] {
  const { bridge, appliance } = plan.config;
  // That there are none at all, the file's own checks tell; and too narrow a range, carve-room.
  if (!appliance || plan.innerSubnets.length === 0 || plan.outerSubnets.length === 0) return [];
  return applianceZones(plan.config).flatMap((zone, i): Break[] => {
    const lacking = [
      { key: "inner_subnets", there: plan.innerSubnets },
      { key: "outer_subnets", there: plan.outerSubnets },
    ].filter(({ there }) => !there.some((subnet) => subnet.zone === zone));
    if (lacking.length === 0) return [];
    const path = appliance.zones ? ["appliance", "zones", i] : ["bridge", lacking[0]?.key ?? "outer_subnets"];
    const keys = lacking.map(({ key }) => `bridge.${key}`).join(" and ");
    const message = `has the zone ${zone}, of which there is no subnet in ${keys}`;
    const fix = bridge.zones
      ? `write a zone of bridge.zones: ${bridge.zones.join(", ")}`
      : `add one, or leave the zone`;
    return [{ path, message, fix }];
  });
}

/** Subnets of zones without an appliance, and second ones of a zone. */
function spareSubnets(plan: AddressPlan): Break[] {
  const { appliance } = plan;
  if (!appliance) return [];
  const used = new Set<PlannedSubnet>(appliance.zones.flatMap(({ inner, outer }) => [inner, outer]));
  return [...plan.innerSubnets, ...plan.outerSubnets]
    .filter((subnet) => !subnet.carved && !used.has(subnet))
    .map(({ path, zone }) => ({
      path: path.slice(0, -1),
      message: `is a subnet in zone ${zone} that no appliance has an interface in`,
      fix: "leave it out, or write one inner and one outer subnet for each zone with an appliance",
    }));
}

function unattachedZones({ config }: AddressPlan, { zones }: PlannedAppliance): Break[] {
  const key = config.client.attachment ? "client.attachment_subnets" : "bridge.attachment_subnets";
  return zones
    .filter(({ attachmentSubnet }) => !attachmentSubnet)
    .map(({ outer: { path, carved, zone } }) => ({
      path: carved ? ["bridge", "zones"] : [...path.slice(0, -1), "zone"],
      message: `has an appliance in zone ${zone}, where the attachment has no subnet: what it sends goes nowhere`,
      fix: `add a subnet of zone ${zone} to ${key}`,
    }));
}

/** Web subnets that are mapped, in zones without an attachment: their replies find no way into the transit gateway. */
function unattachedWeb(plan: AddressPlan, { steers }: PlannedAppliance): Break[] {
  const zones = new Set(plan.webAttachmentSubnets.map(({ zone }) => zone));
  return plan.webSubnets
    .filter(({ path, zone }) => steers.some((steer) => steer.path === path) && !zones.has(zone))
    .map(({ path, zone, name }) => ({
      path: [...path.slice(0, -1), "zone"],
      message: `is zone ${zone}, where the web side's attachment has no subnet, and the appliance reaches this subnet`,
      fix: `add ${name}, or another subnet of that zone, to web.attachment_subnets`,
    }));
}

/** Mapped web subnets in the client VPC's own ranges, to which no legal route leads. */
function illegalSteers(plan: AddressPlan, { steers }: PlannedAppliance): Break[] {
  return steers
    .filter(({ via, destination }) => via === "interface" && !isLegal(plan, destination))
    .map(({ destination, path }): Break => {
      const text = formatCidr(destination);
      const message = `is reached by the appliance, lies in the client VPC's ranges and equals no subnet of it, so no route to ${text} is legal`;
      const isFree = !plan.clientSubnets.some(({ cidr }) => containsAddress(cidr, destination.base));
      const shadow = isFree ? `add an empty subnet ${text} under bridge.shadow_subnets, or ` : "";
      return { path, message, fix: `${shadow}leave this subnet out of appliance.web_seen_as` };
    });
}

function isLegal(plan: AddressPlan, destination: PlannedSubnet["cidr"]): boolean {
  const isWhole = plan.clientCidrs.some(
    (range) => range.base === destination.base && range.length === destination.length,
  );
  return !isWhole && subnetEqualTo(plan, destination) !== undefined;
}

function interfaceBreaks({ config }: AddressPlan): Break[] {
  const { instance_type: type = "", instance_interfaces: given } = config.appliance ?? {};
  const known = applianceType(type)?.interfaces ?? given;
  if (known !== undefined && known >= NEEDED_INTERFACES) return [];
  const usual = Object.keys(APPLIANCE_TYPES).join(", ");
  const path = ["appliance", "instance_type"];
  if (known !== undefined)
    return [
      { path, message: `takes ${known} network interface, and an appliance has two`, fix: `write one of ${usual}` },
    ];
  const message = "is a type of which overlap does not know whether it takes two network interfaces";
  return [{ path, message, fix: `write one of ${usual}, or appliance.instance_interfaces if it takes two or more` }];
}

function letsNothingThrough(_: AddressPlan, { clientToWeb, webToClient }: PlannedAppliance): Break[] {
  if (clientToWeb.length > 0 || webToClient.length > 0) return [];
  const fix = "write client_to_web: [{ protocol: TCP, ports: [5432] }], or leave it as it is for now";
  return [{ path: ["appliance"], message: "lists nothing that may pass, so nothing does", fix }];
}

/** What holds for the appliances of a bridge; none of it says anything where there is none. */
export const APPLIANCE_RULES: readonly Rule[] = [
  ...APPLIANCE_RANGE_RULES,
  {
    name: "appliance-subnets",
    fact: "an instance's interfaces are in subnets of its own zone, and each of the two sides needs a route table of its own",
    source: "EC2 user guide, multiple network interfaces for your instances",
    check: (plan) => [...lackingSubnets(plan), ...spareSubnets(plan)],
  },
  {
    name: "appliance-attachment",
    fact: "a packet enters a transit gateway only in the zones of its VPC's attachment",
    source: "Transit gateway guide, attachments to a VPC",
    check: ofAppliance((plan, appliance) => [...unattachedZones(plan, appliance), ...unattachedWeb(plan, appliance)]),
  },
  {
    name: "appliance-routes-legal",
    fact: "a route inside the VPC's own ranges names the whole range of one subnet",
    source: "VPC user guide, subnet route tables: routes that are more specific than the local route",
    check: ofAppliance(illegalSteers),
  },
  {
    name: "appliance-interfaces",
    fact: "an instance type takes so many network interfaces, and an appliance has two",
    source: "EC2 user guide, IP addresses per network interface",
    check: ofAppliance(interfaceBreaks),
  },
  {
    name: "appliance-passes",
    warns: true,
    fact: "an appliance drops what is not listed",
    source: "this network's design",
    check: ofAppliance(letsNothingThrough),
  },
];
