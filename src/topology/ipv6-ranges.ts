import { type Cidr, cidr, cidrAround, cidrEquals, containsCidr, endOfCidr, familyOfCidr, formatCidr } from "../ip";
import { hasRole, isUnknown, type Resource, type Unknown, type Value, typesOf } from "../terraform";
import { doubtOf } from "./doubts";
import { type RouteTable, type Subnet, type TransitTable, type Vpc } from "./model";
import { type Arguments } from "./arguments";

/**
 * AWS picks the ranges of IPv6 that it gives itself, so a plan does not know them. What is known is all that a walk needs:
 * that they are public, and that no two of them overlap (VPC user guide, IPv6 addressing). So each such range has a
 * stand-in, in a part of the public space that nobody has been given (IANA, IPv6 global unicast address assignments).
 */
export const STAND_INS = cidr("3e00::/8");

const STAND_IN_OF_VPC = 56;
/** AWS gives subnets a range of this length unless they ask for another one (VPC user guide, subnet CIDR blocks for IPv6). */
const STAND_IN_OF_SUBNET = 64;

/** Arguments that give a VPC a range that is not Amazon's own pick: of an IPAM pool, or one of its owner's. */
const OTHER_RANGES = ["ipv6_ipam_pool_id", "ipv6_netmask_length", "ipv6_pool"];
const SUBNET_ARGUMENTS = ["ipv6_cidr_block", "ipv6_native", "ipv6_ipam_pool_id", "ipv6_netmask_length"];

export function isStandIn(range: Cidr): boolean {
  return containsCidr(STAND_INS, range);
}

/** Whether a range that is written may hold one that AWS has not picked yet, or a part of one. */
function mayHoldPicked(range: Cidr): boolean {
  return (
    familyOfCidr(range) === "ipv6" && range.length > PUBLIC.length && containsCidr(PUBLIC, range) && !isStandIn(range)
  );
}

const PUBLIC = cidr("2000::/3");

export function whetherItHolds(range: Cidr): string {
  return `whether ${formatCidr(range)} holds a range that AWS picks in the apply is not known`;
}

/** The block of this length that lies so many such blocks behind the beginning of another. */
function blockIn(outer: Cidr, length: number, index: number): Cidr {
  const base = outer.base;
  return { base: typeof base === "bigint" ? base + (BigInt(index) << BigInt(128 - length)) : base, length };
}

/** What is read by then, by Terraform address. */
interface Known {
  readonly args: Arguments;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  vpc(value: Value | undefined): Vpc | undefined;
}

/** Ranges of IPv6 of VPCs and subnets: written ones, and stand-ins for those that AWS picks. */
export class Ipv6Ranges {
  /** How many ranges have a stand-in. */
  standIns = 0;
  private readonly subnetsOf = new Map<Vpc, number>();
  /** Ranges by the resources that bring them. */
  private readonly brought = new Map<Resource, Cidr>();
  /** Subnets by the value that their range is worked out as. */
  private readonly ownerOf = new Map<Unknown, Subnet | undefined>();

  constructor(private readonly registry: Known) {}

  /** Whether a range that is written may hold a stand-in's: none that a VPC of the input has does, since no two overlap. */
  mayHold(range: Cidr): boolean {
    if (this.standIns === 0 || !mayHoldPicked(range)) return false;
    const vpcs = [...this.registry.vpcs.values()];
    return !vpcs.some(({ cidrs }) => cidrs.some((own) => containsCidr(own, range)));
  }

  /** Marks the routes to ranges that may hold one that AWS has not picked yet. */
  markRoutes(tables: Iterable<Pick<RouteTable | TransitTable, "routes">>): void {
    if (this.standIns === 0) return;
    for (const { routes } of tables)
      for (const route of routes) if (this.mayHold(route.cidr)) route.mayHoldPicked = true;
  }

  /** What an argument says: a range that is written, or the one of a VPC or subnet that it refers to. */
  rangeOf(value: Value | undefined): Cidr | undefined {
    const { args, vpcs } = this.registry;
    const written = args.cidr(value);
    if (written) return familyOfCidr(written) === "ipv6" ? written : undefined;
    const subnet = this.subnetNamed(value);
    if (subnet) return subnet.ipv6Cidr;
    const linked = args.link(value);
    if (linked.kind !== "resource" || linked.attribute !== "ipv6_cidr_block") return undefined;
    const { resource } = linked;
    const own = hasRole(resource.type, "vpc") ? vpcs.get(resource.address) : undefined;
    const [only, more] = own?.cidrs.filter((one) => familyOfCidr(one) === "ipv6") ?? [];
    const isWhole = more === undefined && own?.doubts.ipv6Ranges.length === 0;
    return this.brought.get(resource) ?? (isWhole ? only : undefined);
  }

  /** The subnet whose range a value is: by reference, or since it is the very value that the subnet has. */
  private subnetNamed(value: Value | undefined): Subnet | undefined {
    const { args, subnets } = this.registry;
    const seen = new Set<Unknown>();
    for (let current = value; isUnknown(current) && !seen.has(current);) {
      const owner = this.ownerOf.get(current);
      if (owner) return owner;
      seen.add(current);
      const [only] = current.candidates;
      const resource = current.exact && only ? args.graph.get(only.address) : undefined;
      if (!only || !resource) return undefined;
      if (hasRole(resource.type, "subnet") && only.attribute === "ipv6_cidr_block")
        return subnets.get(resource.address);
      current = resource.values[only.attribute];
    }
    return undefined;
  }

  /** The ranges that a VPC's own resource gives it. */
  readVpc(vpc: Vpc, resource: Resource): void {
    this.take(vpc, resource);
  }

  /** Ranges that are a resource of their own. */
  readAssociations(): void {
    for (const resource of this.registry.args.graph.ofType(typesOf("vpc-ipv6-range"))) {
      const vpc = this.registry.vpc(resource.values.vpc_id);
      if (vpc) this.take(vpc, resource, resource.mode === "managed");
      else
        for (const one of this.registry.vpcs.values())
          one.doubts.ipv6Ranges.push(
            doubtOf(resource, "ipv6Ranges", "which VPC it gives a range of IPv6 is not known"),
          );
    }
  }

  /** @param isCertain the resource is there to give a range */
  private take(vpc: Vpc, resource: Resource, isCertain = false): void {
    const { args } = this.registry;
    const { ipv6_cidr_block: value, assign_generated_ipv6_cidr_block: generated } = resource.values;
    const written = args.cidr(value);
    const isOther = OTHER_RANGES.some((name) => this.isGiven(resource, name));
    const isGenerated = generated === true && !isOther;
    const range = written ?? (isGenerated ? this.standIn() : undefined);
    if (range) {
      this.brought.set(resource, range);
      if (!vpc.cidrs.some((one) => cidrEquals(one, range))) vpc.cidrs.push(range);
      return;
    }
    const isOpen = isOther || isCertain || args.isSetUnknown(resource, "assign_generated_ipv6_cidr_block");
    if (isOpen || args.isSetUnknown(resource, "ipv6_cidr_block"))
      vpc.doubts.ipv6Ranges.push(doubtOf(resource, "ipv6Ranges", "its range of IPv6 is not known"));
  }

  private standIn(): Cidr {
    this.standIns++;
    return blockIn(STAND_INS, STAND_IN_OF_VPC, this.standIns);
  }

  /** The range of a subnet; a doubt where it has one that is not known, or may have one. */
  readSubnet(subnet: Subnet, resource: Resource): void {
    const { args } = this.registry;
    const { vpc, doubts } = subnet;
    const value = resource.values.ipv6_cidr_block;
    const written = args.cidr(value);
    if (written) {
      subnet.ipv6Cidr = written;
      this.agree(vpc, written, resource);
      return;
    }
    const asks = SUBNET_ARGUMENTS.filter((name) => this.isGiven(resource, name));
    const isAsked = asks.length > 0;
    const range = isAsked && asks.includes("ipv6_cidr_block") && this.isPart(value, vpc) ? this.nextIn(vpc) : undefined;
    if (range) this.give(subnet, range, value);
    // Of a subnet that is not in the input only its VPC tells.
    else if (isAsked || (this.isUnread(resource) && hasIpv6(vpc)))
      doubts.ipv6.push(doubtOf(resource, "ipv6", "its range of IPv6 is not known"));
  }

  private give(subnet: Subnet, range: Cidr, value: Value | undefined): void {
    subnet.ipv6Cidr = range;
    // A value that two subnets have is not worked out far enough to tell them apart, and in a plan a value is all that is
    // made of the same references.
    if (isUnknown(value) && this.registry.args.graph.kind === "synth")
      this.ownerOf.set(value, this.ownerOf.has(value) ? undefined : subnet);
  }

  /**
   * A subnet's range tells its VPC's where that is not known: Amazon's are of one length. Of any other one it is a part,
   * which the VPC has for certain (VPC user guide, subnet CIDR blocks for IPv6).
   */
  private agree(vpc: Vpc, part: Cidr, resource: Resource): void {
    if (vpc.cidrs.some((one) => containsCidr(one, part))) return;
    const at = vpc.cidrs.findIndex(isStandIn);
    const standIn = vpc.cidrs[at];
    if (standIn && part.length >= STAND_IN_OF_VPC && !this.subnetsOf.has(vpc)) {
      const whole = cidrAround(part.base, STAND_IN_OF_VPC);
      vpc.cidrs[at] = whole;
      for (const [owner, range] of this.brought) if (cidrEquals(range, standIn)) this.brought.set(owner, whole);
      return;
    }
    vpc.cidrs.push(part);
    vpc.doubts.ipv6Ranges.push(doubtOf(resource, "ipv6Ranges", "its VPC's range of IPv6 is not known"));
  }

  private isUnread({ mode, values }: Resource): boolean {
    return mode === "data" && this.registry.args.cidr(values.cidr_block) === undefined;
  }

  /** Whether the value is worked out of its VPC's range. */
  private isPart(value: Value | undefined, vpc: Vpc): boolean {
    if (!isUnknown(value)) return this.registry.args.link(value).kind === "resource";
    const candidates = value.candidates.filter(({ attribute }) => attribute.includes("ipv6"));
    return candidates.length > 0 && vpc.cidrs.some((one) => isStandIn(one));
  }

  /** A part of the VPC's stand-in that no other subnet has. */
  private nextIn(vpc: Vpc): Cidr | undefined {
    const own = vpc.cidrs.filter((one) => familyOfCidr(one) === "ipv6");
    const [only] = own;
    if (!only || own.length > 1 || !isStandIn(only) || vpc.doubts.ipv6Ranges.length > 0) return undefined;
    const index = this.subnetsOf.get(vpc) ?? 0;
    this.subnetsOf.set(vpc, index + 1);
    const block = blockIn(only, STAND_IN_OF_SUBNET, index);
    return endOfCidr(block) <= endOfCidr(only) ? block : undefined;
  }

  /** The argument is set to something that gives a range, or to what isn't known. */
  private isGiven(resource: Resource, name: string): boolean {
    const { args } = this.registry;
    const value = resource.values[name];
    if (value === undefined || value === null) return false;
    if (args.isUncertain(value)) return resource.configured?.has(name) !== false;
    const text = args.textOf(value);
    return text !== undefined && text !== "" && text !== "false" && text !== "0";
  }
}

/** Whether a VPC has a range of IPv6, or may have one. */
export function hasIpv6({ cidrs, doubts }: Vpc): boolean {
  return doubts.ipv6Ranges.length > 0 || cidrs.some((one) => familyOfCidr(one) === "ipv6");
}
