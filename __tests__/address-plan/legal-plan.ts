import { containsCidr, mergeCidr, overlapCidr, parseCidr } from "cidr-tools";
import { type AddressPlan } from "../../src/address-plan/plan";
import { type PlannedSubnet } from "../../src/address-plan/planned-subnet";

/*
 * What makes a plan legal, said a second time: with texts and cidr-tools instead of src/ipv4, and by looking at the whole
 * plan rather than at what each rule looks at. So that a mistake in the arithmetic or in a rule shows as a difference.
 */

interface Range {
  readonly base: number;
  readonly length: number;
}
const dotted = (address: number) => [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
/** A range as it is written. */
export const text = ({ base, length }: Range) => `${dotted(base)}/${length}`;
const texts = (subnets: readonly PlannedSubnet[]) => subnets.map((subnet) => text(subnet.cidr));
const holds = (outer: string, inner: string) => containsCidr(outer, inner);
const distinct = (values: readonly unknown[]) => new Set(values).size === values.length;

function disjoint(ranges: readonly string[]): boolean {
  return ranges.every((range, i) => ranges.slice(i + 1).every((other) => !overlapCidr(range, other)));
}

/** Whether the address is in the subnet and free for use: not among the first four and not the last. */
function free(subnet: string, address: number): boolean {
  const { start, end } = parseCidr(subnet);
  return BigInt(address) >= start + 4n && BigInt(address) < end;
}

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const BENCHMARK = "198.19.0.0/16";

/** Whether AWS adds a range to a VPC with these ones, the primary one first (VPC user guide, CIDR block association restrictions). */
export function addable([primary = "", ...secondary]: readonly string[], added: string): boolean {
  const row = [...PRIVATE, BENCHMARK].find((range) => holds(range, primary));
  const others = [...PRIVATE, BENCHMARK].filter((range) => range !== row);
  if (row === BENCHMARK || row === undefined)
    return ![...PRIVATE, ...(row ? [] : [BENCHMARK])].some((range) => overlapCidr(range, added));
  if (others.some((range) => overlapCidr(range, added))) return false;
  const low = [primary, ...secondary].some((range) => holds("10.0.0.0/15", range));
  if (row === "10.0.0.0/8" && low && overlapCidr("10.0.0.0/16", added)) return false;
  return !(row === "172.16.0.0/12" && overlapCidr("172.31.0.0/16", added));
}

/** What is illegal about a plan, in a few words each. */
export function complaints(plan: AddressPlan): string[] {
  const found: string[] = [];
  const demand = (legal: boolean, complaint: string) => {
    if (!legal) found.push(complaint);
  };
  const client = plan.clientCidrs.map(text);
  const web = plan.webCidrs.map(text);
  const bridge = text(plan.bridgeCidr);
  const ownSubnets = [...plan.natSubnets, ...plan.albSubnets, ...plan.dedicatedAttachmentSubnets];
  const clientSubnets = [...plan.clientSubnets, ...plan.shadowSubnets, ...ownSubnets];
  const albZones = plan.albSubnets.map((subnet) => subnet.zone);

  demand(!overlapCidr([bridge], [...client, ...web]), "the bridge overlaps a side");
  demand(addable(client, bridge), "the bridge is restricted");
  demand(!plan.config.client.vpc.routes.some((route) => holds(bridge, text(route))), "the bridge holds a route");
  demand(disjoint(texts(clientSubnets)), "client subnets overlap");
  demand(disjoint(texts(plan.webSubnets)), "web subnets overlap");
  demand(
    texts([...plan.clientSubnets, ...plan.shadowSubnets]).every((subnet) =>
      client.some((range) => holds(range, subnet)),
    ),
    "a client subnet is outside",
  );
  demand(
    texts(ownSubnets).every((subnet) => holds(bridge, subnet)),
    "a bridge subnet is outside",
  );
  demand(
    texts(plan.webSubnets).every((subnet) => web.some((range) => holds(range, subnet))),
    "a web subnet is outside",
  );
  for (const { cidr } of [...clientSubnets, ...plan.webSubnets])
    demand(cidr.length >= 16 && cidr.length <= 28, "a subnet has a wrong size");

  demand(distinct(albZones) && albZones.length >= 2, "the ALB's zones");
  demand(
    plan.albSubnets.every((subnet) => subnet.cidr.length <= 27),
    "an ALB subnet is too small",
  );
  demand(distinct(plan.attachmentSubnets.map((subnet) => subnet.zone)), "two attachment subnets in one zone");
  demand(
    albZones.every((zone) => plan.attachmentSubnets.some((subnet) => subnet.zone === zone)),
    "an ALB zone is unattached",
  );
  demand(distinct(plan.webAttachmentSubnets.map((subnet) => subnet.zone)), "two web attachment subnets in one zone");

  demand(distinct(plan.nats.map((nat) => nat.zone)), "two NAT gateways in one zone");
  for (const { subnet, addresses } of plan.nats) {
    demand(addresses.length >= 1 && addresses.length <= 8 && distinct(addresses), "the number of NAT addresses");
    demand(
      addresses.every((address) => free(text(subnet.cidr), address)),
      "a NAT address is not free",
    );
  }
  demand(plan.clientTables.length > 0, "nobody is a client");
  for (const { nat, subnets } of plan.clientTables) {
    const own = plan.nats.find((candidate) => candidate.zone === subnets[0]?.zone);
    demand(nat === (own ?? plan.nats[0]), "clients use another zone's NAT gateway");
  }

  const steers = plan.steers.map((steer) => text(steer.destination));
  for (const steer of steers) {
    const outside = !overlapCidr([steer], [...client, bridge]);
    const equal = texts([...plan.clientSubnets, ...plan.shadowSubnets]).includes(steer) && !client.includes(steer);
    demand(outside || equal, `a route to ${steer} is illegal`);
    demand(overlapCidr([steer], web), `nothing is at ${steer}`);
  }
  demand(
    plan.steers.every(
      ({ via }, i) => (via === "transit-gateway") === !overlapCidr([`${steers[i]}`], [...client, bridge]),
    ),
    "via",
  );
  demand(
    texts(plan.shadowSubnets).every((shadow) => steers.includes(shadow)),
    "a shadow of nothing",
  );
  for (const { address, coveredBy, availabilityZone } of plan.targets) {
    const host = `${dotted(address)}/32`;
    const server = plan.webSubnets.find((subnet) => holds(text(subnet.cidr), host));
    demand(server !== undefined && free(text(server.cidr), address), "a target is no free web address");
    demand(
      steers.some((steer) => holds(steer, host)),
      "a target is not steered to",
    );
    demand(
      plan.webAttachmentSubnets.some((subnet) => subnet.zone === server?.zone),
      "a web server's zone is unattached",
    );
    const cover = clientSubnets.find((subnet) => holds(text(subnet.cidr), host));
    demand(cover?.name === coveredBy?.name && (availabilityZone === "all") === !cover, "a target's zone argument");
    demand(
      cover ? albZones.includes(cover.zone) : [...PRIVATE, "100.64.0.0/10"].some((range) => holds(range, host)),
      "a target's zone",
    );
  }
  demand(
    mergeCidr(plan.albPrefixes.map(text)).join() === mergeCidr(texts(plan.albSubnets)).join() &&
      plan.albPrefixes.length === mergeCidr(texts(plan.albSubnets)).length,
    "the web side's prefixes are not the ALB's subnets",
  );
  demand(
    !plan.config.client.vpc.routes.some((route) => texts(plan.albSubnets).includes(text(route))),
    "an ALB subnet is routed already",
  );
  demand(
    !plan.config.web.vpc.routes.some((route) => plan.albPrefixes.map(text).includes(text(route))),
    "an ALB prefix is routed already",
  );
  return found;
}
