import { type HubClient, type HubPlan, type HubWeb, type NatClient } from "../../../src/address-plan/hub/hub-plan";
import { type Cidr, cidr, type Ipv4 } from "../../../src/ipv4";
import { addable, text } from "../legal-plan";

/** A range as its first address and the one behind its last. */
const span = ({ base, length }: Cidr) => ({ from: base, to: base + 2 ** (32 - length) });
const overlap = (one: Cidr, other: Cidr) => span(one).from < span(other).to && span(other).from < span(one).to;
const holds = (range: Cidr, address: Ipv4) => span(range).from <= address && address < span(range).to;
const inside = (outer: Cidr, inner: Cidr) => span(outer).from <= span(inner).from && span(inner).to <= span(outer).to;
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(cidr);
const LINK_LOCAL = cidr("169.254.0.0/16");
const SIZES = (range: Cidr) => range.length >= 16 && range.length <= 28;

/** What a route table says, the narrowest route first. */
function lookUp(routes: readonly { to: Cidr; via: string }[], address: Ipv4): string | undefined {
  const found = routes.filter(({ to }) => holds(to, address)).sort((a, b) => b.to.length - a.to.length);
  const [first, second] = found;
  return first && second?.to.length === first.to.length && second.via !== first.via ? "two ways" : first?.via;
}

const local = (cidrs: readonly Cidr[]) => cidrs.map((to) => ({ to, via: "local" }));
const existing = ({ config }: HubClient | HubWeb) => config.vpc.routes.map((to) => ({ to, via: "elsewhere" }));
const isNat = (client: HubClient): client is NatClient => client.way === "nat";
const ends = ({ base, length }: Cidr) => [base, base + 2 ** (32 - length) - 1];

function rangeComplaints(plan: HubPlan): string[] {
  const found: string[] = [];
  const sides = [...plan.clients, ...plan.webs].flatMap(({ cidrs }) => cidrs);
  const nats = plan.clients.filter(isNat).map(({ natCidr }) => natCidr);
  const own = [plan.hubCidr, ...nats];
  if (own.some((range) => sides.some((side) => overlap(side, range)))) found.push("a range is a side's");
  if (own.some((range, i) => own.slice(0, i).some((other) => overlap(other, range)))) found.push("own ranges overlap");
  if (![...own, ...sides].every(SIZES)) found.push("a size that no VPC has");
  if ([...own, ...sides].some((range) => overlap(range, LINK_LOCAL))) found.push("a range that no VPC has");
  for (const client of plan.clients.filter(isNat)) {
    if (!addable(client.cidrs.map(text), text(client.natCidr))) found.push("AWS does not add the range");
    if (client.config.vpc.routes.some((route) => inside(client.natCidr, route)))
      found.push("a route inside what is added");
  }
  return found;
}

function subnetComplaints(plan: HubPlan): string[] {
  const found: string[] = [];
  const zones = plan.config.bridge.zones.length;
  const made = [...plan.webs.map(({ balancerSubnets }) => balancerSubnets), plan.attachmentSubnets];
  if (made.some(({ length }, i) => (i < made.length - 1 || plan.hasTransitGateway) && length !== zones))
    found.push("a zone of the hub has no subnet");
  const all = made.flat();
  if (all.some(({ cidr }) => !inside(plan.hubCidr, cidr))) found.push("a subnet outside of the hub");
  if (all.some(({ cidr }, i) => all.slice(0, i).some((other) => overlap(other.cidr, cidr))))
    found.push("subnets overlap");
  for (const client of plan.clients.filter(isNat)) {
    const wanted = new Set(client.subnets.filter(({ clients }) => clients).map(({ zone }) => zone)).size;
    if (client.natSubnets.length !== wanted || client.attachmentSubnets.length !== wanted)
      found.push("a zone of clients has no NAT gateway");
  }
  return found;
}

/** Follows each service's packets through the tables that the plan says. */
function pathComplaints(plan: HubPlan): string[] {
  const found: string[] = [];
  const nats = plan.clients.filter(isNat).map((client) => ({ to: client.natCidr, via: client.name }));
  const attached = plan.webs.filter(({ way }) => way === "transit_gateway");
  const gateway = [
    ...attached.flatMap((web) => web.destinations.map(({ cidr }) => ({ to: cidr, via: web.name }))),
    ...nats,
  ];
  for (const web of plan.webs) {
    const back = [...local(web.cidrs), ...existing(web), ...web.balancerPrefixes.map((to) => ({ to, via: "hub" }))];
    if (web.balancerSubnets.flatMap(({ cidr: own }) => ends(own)).some((door) => lookUp(back, door) !== "hub"))
      found.push("a web does not answer");
  }
  for (const { web: name, clients, targets } of plan.services) {
    const web = plan.webs.find((one) => one.name === name)!;
    const doors = web.balancerSubnets.flatMap(({ cidr }) => ends(cidr));
    const hub = [...local([plan.hubCidr]), ...web.destinations.map(({ cidr }) => ({ to: cidr, via: "web" })), ...nats];
    for (const { address } of targets) {
      const subnet = web.subnets.find(({ cidr }) => holds(cidr, address));
      if (!subnet) found.push("a target in no subnet");
      if (!PRIVATE.some((range) => holds(range, address))) found.push("a public target");
      const offset = address - (subnet?.cidr.base ?? 0);
      if (subnet && (offset < 4 || address === ends(subnet.cidr)[1])) found.push("a target that is AWS's");
      if (subnet && lookUp(hub, address) !== "web") found.push("the hub does not reach a target");
      if (subnet && web.way === "transit_gateway") {
        if (lookUp(gateway, address) !== web.name) found.push("the gateway leads a target elsewhere");
        if (!web.attachmentSubnets.some(({ zone }) => zone === subnet.zone))
          found.push("a target's zone is unattached");
      }
    }
    for (const client of plan.clients.filter((one) => clients.includes(one.name)).filter(isNat)) {
      const out = [
        ...local([...client.cidrs, client.natCidr]),
        ...existing(client),
        ...client.balancerPrefixes.map((to) => ({ to, via: "nat" })),
      ];
      if (doors.some((door) => lookUp(out, door) !== "nat")) found.push("a client does not get to its NAT gateway");
      for (const { addresses, zone } of client.nats) {
        if (addresses.some((address) => lookUp(gateway, address) !== client.name))
          found.push("a client gets no answer");
        if (!client.attachmentSubnets.some((subnet) => subnet.zone === zone))
          found.push("a NAT gateway's zone is unattached");
      }
    }
  }
  // Two destinations that overlap lead today's targets right, and tomorrow's perhaps not.
  const ways = attached.flatMap((web) => web.destinations.map(({ cidr }) => ({ cidr, web })));
  if (ways.some((one) => ways.some((other) => one.web !== other.web && overlap(one.cidr, other.cidr))))
    found.push("webs share addresses at the gateway");
  return found;
}

function endpointComplaints(plan: HubPlan): string[] {
  const hub = plan.config.bridge.zones;
  return plan.clients.flatMap((client) => {
    if (client.way === "nat") return [];
    const zones = client.subnets.map(({ zone }) => zone);
    if (client.account !== "hub" && [...zones, ...hub].some(({ length }) => length === 1))
      return ["letters of two accounts"];
    if (!zones.some((zone) => hub.includes(zone))) return ["an endpoint in none of the hub's zones"];
    return [];
  });
}

/** What is wrong with a hub, worked out without any of the rules. */
export function hubComplaints(plan: HubPlan): string[] {
  return [...rangeComplaints(plan), ...subnetComplaints(plan), ...endpointComplaints(plan), ...pathComplaints(plan)];
}
