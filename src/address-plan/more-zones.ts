import { type Mend } from "../config/fault";
import { type KeyPath } from "../config/key-path";
import { joinPatches, type Patch, patchAt } from "../config/patch";
import { usableZones, zonesToCarve } from "../config/bridge-facts";
import { type Cidr, formatCidr } from "../ipv4";
import { roomFor } from "./bridge-range";
import { CARVE_MOST_ZONES } from "./carve";
import { freeName } from "./free-names";
import { type AddressPlan, attachmentSubnetFor, clientVpcSubnets, type PlannedTarget } from "./plan";
import { type PlannedSubnet } from "./planned-subnet";
import { SubnetIndex } from "./planned-subnet-index";

/** An ALB needs a /27. Source: ELB user guide, subnets for your load balancer. */
export const ALB_LONGEST_PREFIX = 27;
/** An attachment needs no more than a /28. Source: Transit gateway guide, design best practices. */
const ATTACHMENT_LENGTH = 28;

/** Subnets that are added to the bridge's own, each into room that the ones before it leave. */
class Additions {
  readonly patches: Patch[] = [];
  isWhole = true;
  private readonly taken: Cidr[] = [];
  private readonly names: Set<string>;

  constructor(private readonly plan: AddressPlan) {
    this.names = new Set(clientVpcSubnets(plan).map(({ name }) => name));
  }

  add(use: "alb" | "attachment", zone: string, length: number): void {
    const cidr = roomFor(this.plan, length, this.taken);
    if (!cidr) {
      this.isWhole = false;
      return;
    }
    const name = freeName(`${use}-${zone}`, this.names);
    this.names.add(name);
    this.taken.push(cidr);
    this.patches.push(patchAt(["bridge", `${use}_subnets`, name], { cidr: formatCidr(cidr), zone }));
  }

  mend(): Mend | undefined {
    return this.isWhole && this.patches.length > 0 ? { patch: joinPatches(this.patches) } : undefined;
  }
}

/** The change that gives the ALB, and its attachment, a subnet in each of these zones too. */
export function albZonesMend(plan: AddressPlan, zones: readonly string[]): Mend | undefined {
  const there = plan.albSubnets.map(({ zone }) => zone);
  const missing = [...new Set(zones)].filter((zone) => !there.includes(zone));
  if (plan.config.bridge.zones) {
    const all = zonesToCarve(plan.config, missing);
    return all.length <= CARVE_MOST_ZONES ? { patch: patchAt(["bridge", "zones"], all) } : undefined;
  }
  const additions = new Additions(plan);
  for (const zone of missing) {
    additions.add("alb", zone, ALB_LONGEST_PREFIX);
    const isAttached = plan.dedicatedAttachmentSubnets.some((subnet) => subnet.zone === zone);
    if (plan.dedicatedAttachmentSubnets.length > 0 && !isAttached) additions.add("attachment", zone, ATTACHMENT_LENGTH);
  }
  return additions.mend();
}

/** The change that gives the ALB a second zone: one where the client VPC has subnets, or any of the Region. */
export function secondZoneMend(plan: AddressPlan): Mend | undefined {
  const first = plan.albSubnets[0]?.zone;
  if (first === undefined) return undefined;
  const known = clientVpcSubnets(plan).map(({ zone }) => zone);
  const zone = [...known, ...(first.length === 1 ? (usableZones(plan.config) ?? []) : [])].find((one) => one !== first);
  return zone === undefined ? undefined : albZonesMend(plan, [zone]);
}

/** The change that gives these ALB subnets the room that they need: around where they are, or elsewhere in the bridge. */
export function largerMend(plan: AddressPlan, small: readonly PlannedSubnet[]): Mend | undefined {
  const taken: Cidr[] = [];
  const patches: Patch[] = [];
  for (const subnet of small) {
    const cidr = roomFor(plan, ALB_LONGEST_PREFIX, taken, subnet);
    if (!cidr) return undefined;
    taken.push(cidr);
    patches.push(
      patchAt(
        subnet.path.filter((part) => typeof part === "string"),
        formatCidr(cidr),
      ),
    );
  }
  return { patch: joinPatches(patches) };
}

/** The change that gives each zone of the ALB a subnet of the attachment's. */
export function attachmentZonesMend(plan: AddressPlan): Mend | undefined {
  const additions = new Additions(plan);
  for (const subnet of plan.albSubnets)
    if (!attachmentSubnetFor(plan, subnet)) additions.add("attachment", subnet.zone, ATTACHMENT_LENGTH);
  return additions.mend();
}

/** A web side's attachment, as it is, and what it is to reach. */
interface WebAttachment {
  /** Where the file says the side. */
  readonly path: KeyPath;
  readonly attached: readonly PlannedSubnet[];
  readonly subnets: readonly PlannedSubnet[];
  readonly targets: readonly Pick<PlannedTarget, "address">[];
}

/** A web attachment's subnets: what the file lists, once per zone, and one in each further zone that has targets. */
export function webAttachmentMend({ path, attached, subnets, targets }: WebAttachment): Mend {
  const chosen = new Map<string, PlannedSubnet>();
  const index = new SubnetIndex(subnets);
  const add = (subnet: PlannedSubnet | undefined) => {
    if (subnet && !chosen.has(subnet.zone)) chosen.set(subnet.zone, subnet);
  };
  for (const subnet of attached) add(subnet);
  for (const { address } of targets) add(index.subnetOf(address));
  const names = [...chosen.values()].map(({ name }) => name);
  return { patch: patchAt([...path, "attachment_subnets"], names) };
}
