import {
  type Cidr,
  cidrAround,
  cidrEquals,
  cidrOverlaps,
  containsAddress,
  containsCidr,
  formatCidr,
  type Ipv4,
} from "../ipv4";
import { type Mend } from "../config/fault";
import { isExisting } from "../config/bridge-facts";
import { joinPatches, type Patch, patchAt } from "../config/patch";
import { type AddressPlan, clientVpcSubnets, type PlannedTarget } from "./plan";
import { type PlannedSubnet } from "./planned-subnet";
import { freeName } from "./free-names";

/** A shadow subnet is no larger than this, unless it stands for a whole web subnet: it takes room from the client VPC. */
const LARGEST_SHADOW = 24;
const SMALLEST_SUBNET = 28;

/** Where each target can be steered to, and what the client VPC needs for it. */
export interface SolvedSteering {
  readonly steers: readonly Cidr[];
  /** Empty subnets to be made, with the web subnet that each stands for. */
  readonly shadows: readonly { readonly cidr: Cidr; readonly web: PlannedSubnet }[];
  /** Client subnets of a VPC that is created here, which must be smaller than the VPC. */
  readonly resized: readonly { readonly subnet: PlannedSubnet; readonly cidr: Cidr }[];
  /** Targets that no legal route inside the client VPC leads to, with the subnet that is in the way. */
  readonly lost: readonly { readonly target: PlannedTarget; readonly subnet: PlannedSubnet }[];
}

/** Whether AWS takes the destination as a route of the ALB's subnets, and packets follow it. */
function isLegal(plan: AddressPlan, destination: Cidr, subnets: readonly Cidr[]): boolean {
  if (cidrOverlaps(plan.bridgeCidr, destination)) return false;
  if (!plan.clientCidrs.some((range) => cidrOverlaps(range, destination))) return true;
  const isWhole = plan.clientCidrs.some((range) => cidrEquals(range, destination));
  return !isWhole && subnets.some((subnet) => cidrEquals(subnet, destination));
}

/** The widest range around the address that lies within `outer` and touches none of the others. */
function widestAround(address: Ipv4, outer: Cidr, others: readonly Cidr[], longest: number): Cidr | undefined {
  for (let length = outer.length; length <= longest; length++) {
    const range = cidrAround(address, length);
    if (!others.some((other) => cidrOverlaps(other, range))) return range;
  }
  return undefined;
}

/** The shadow subnets that can stay: in the client VPC, beside its other subnets. */
function soundShadows({ clientCidrs, clientSubnets, shadowSubnets }: AddressPlan): PlannedSubnet[] {
  return shadowSubnets.filter(({ cidr }, i) => {
    const others = [...clientSubnets, ...shadowSubnets.slice(0, i)];
    const isInside = clientCidrs.some((range) => containsCidr(range, cidr) && !cidrEquals(range, cidr));
    return isInside && !others.some((other) => cidrOverlaps(other.cidr, cidr));
  });
}

/** Works out one target after the other; each may use what those before it need. */
class Solver {
  readonly steers: Cidr[] = [];
  readonly shadows: { cidr: Cidr; web: PlannedSubnet }[] = [];
  readonly resized: { subnet: PlannedSubnet; cidr: Cidr }[] = [];
  readonly lost: { target: PlannedTarget; subnet: PlannedSubnet }[] = [];

  private readonly subnets: readonly PlannedSubnet[];

  constructor(private readonly plan: AddressPlan) {
    this.subnets = [...plan.clientSubnets, ...soundShadows(plan)];
    const { steer } = plan.config.bridge;
    const isOfWeb = (one: Cidr): boolean => plan.webCidrs.some((range) => cidrOverlaps(range, one));
    const own = plan.steers.map((one) => one.destination);
    if (steer) this.steers.push(...own.filter((one) => isOfWeb(one) && this.isLegal(one)));
  }

  add(target: PlannedTarget): void {
    const web = this.plan.webSubnets.find((subnet) => containsAddress(subnet.cidr, target.address));
    // A target outside of the web side is told by target-in-web.
    if (!web || this.steers.some((steer) => containsAddress(steer, target.address))) return;
    const destination = this.isLegal(web.cidr) ? web.cidr : this.destinationIn(web, target);
    if (destination) this.steers.push(destination);
  }

  private isLegal(destination: Cidr): boolean {
    return isLegal(this.plan, destination, this.ranges());
  }

  /** Ranges of the client VPC's subnets, as they will be. */
  private ranges(): Cidr[] {
    const now = (subnet: PlannedSubnet) => this.resized.find((one) => one.subnet === subnet)?.cidr ?? subnet.cidr;
    return [...this.subnets.map(now), ...this.shadows.map(({ cidr }) => cidr)];
  }

  private destinationIn(web: PlannedSubnet, target: PlannedTarget): Cidr | undefined {
    const { clientCidrs, bridgeCidr, clientSubnets } = this.plan;
    const around = clientCidrs.find((range) => containsAddress(range, target.address));
    if (!around) return widestAround(target.address, web.cidr, [...clientCidrs, bridgeCidr], 32);
    const covering = this.ranges().find((range) => containsAddress(range, target.address));
    if (!covering) return this.shadowFor(web, target.address, around);
    if (this.isLegal(covering)) return covering;
    const subnet = clientSubnets.find((one) => cidrEquals(one.cidr, covering));
    if (!subnet) return undefined;
    const half = this.halfOf(subnet, target.address);
    if (!half) {
      this.lost.push({ target, subnet });
      return undefined;
    }
    this.resized.push({ subnet, cidr: half });
    return containsAddress(half, target.address) ? half : this.shadowFor(web, target.address, around);
  }

  private shadowFor(web: PlannedSubnet, address: Ipv4, around: Cidr): Cidr | undefined {
    const others = this.ranges();
    const isFree = containsCidr(around, web.cidr) && !others.some((other) => cidrOverlaps(other, web.cidr));
    const outer = [web.cidr, around].reduce((a, b) => (a.length > b.length ? a : b));
    const length = isFree ? web.cidr.length : Math.max(LARGEST_SHADOW, outer.length);
    // A shadow may not be the VPC's whole range either.
    const within = cidrAround(address, Math.max(length, around.length + 1));
    const cidr = widestAround(address, within, others, SMALLEST_SUBNET);
    if (cidr) this.shadows.push({ cidr, web });
    return cidr;
  }

  /** The half of a client subnet that it keeps, when its VPC is created here and it may be cut: the demo client's, or the target's. */
  private halfOf(subnet: PlannedSubnet, address: Ipv4): Cidr | undefined {
    const { config } = this.plan;
    if (isExisting(config.client) || subnet.cidr.length >= SMALLEST_SUBNET) return undefined;
    const demo = config.demo.client?.subnet === subnet.name ? config.demo.client.address : address;
    return cidrAround(demo, subnet.cidr.length + 1);
  }
}

/** Steers every target in the file's order, keeping what is legal of what the file steers. */
export function solveSteering(plan: AddressPlan): SolvedSteering {
  const solver = new Solver(plan);
  for (const target of plan.targets) solver.add(target);
  return solver;
}

/** What the bridge would steer if bridge.steer were left out. */
function isDefault(plan: AddressPlan, steers: readonly Cidr[]): boolean {
  const own = plan.webSubnets.filter((subnet) =>
    plan.targets.some((target) => containsAddress(subnet.cidr, target.address)),
  );
  return own.length === steers.length && own.every(({ cidr }) => steers.some((steer) => cidrEquals(steer, cidr)));
}

function shadowPatches(plan: AddressPlan, { shadows }: SolvedSteering): Patch[] {
  const taken = new Set(clientVpcSubnets(plan).map(({ name }) => name));
  const zones = plan.albSubnets.map(({ zone }) => zone);
  return shadows.map(({ cidr, web }) => {
    const name = freeName(`shadow-${web.name}`, taken);
    taken.add(name);
    // AWS takes a target's zone from the subnet that covers it, so it must be one of the ALB's.
    const zone = zones.includes(web.zone) ? web.zone : (zones[0] ?? web.zone);
    return patchAt(["bridge", "shadow_subnets", name], { cidr: formatCidr(cidr), zone });
  });
}

/** The change of the file that makes every target reachable by legal routes; undefined when there is none. */
export function steeringMend(plan: AddressPlan, steering = solveSteering(plan)): Mend | undefined {
  const { steers, resized, shadows, lost } = steering;
  if (lost.length > 0) return undefined;
  const isListed = plan.config.bridge.steer !== undefined;
  const texts = steers.map(formatCidr);
  const sound = soundShadows(plan).filter(({ cidr }) => steers.some((steer) => cidrEquals(steer, cidr)));
  const unused = plan.shadowSubnets.filter((shadow) => !sound.includes(shadow));
  const patches: Patch[] = [
    ...(isListed || !isDefault(plan, steers) ? [patchAt(["bridge", "steer"], texts.length > 0 ? texts : null)] : []),
    ...unused.map(({ name }) => patchAt(["bridge", "shadow_subnets", name], null)),
    ...shadowPatches(plan, steering),
    ...resized.map(({ subnet, cidr }) => patchAt(["client", "subnets", subnet.name, "cidr"], formatCidr(cidr))),
  ];
  const isGuess = shadows.length > 0 && isExisting(plan.config.client);
  return {
    patch: joinPatches(patches),
    ...(isGuess && {
      onlyIf: `the client VPC has no subnet in ${shadows.map(({ cidr }) => formatCidr(cidr)).join(", ")}`,
    }),
  };
}
