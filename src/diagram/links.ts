import { describeCidr, egressOnlyIn, isCertain, type Attachment, type RouteTarget, type Topology } from "../topology";
import { type Line } from "./picture";
import { isSteered, type Told } from "./rows";
import { premisesIn } from "../reachability";
import { isDoubtful, type Site, subnetsOf } from "./site";

/** What belongs together though no proved flow says so: attachments, peerings, internet gateways, steered routes that nobody takes. */
export function linksOf(topology: Topology, site: Site, drawn: readonly Line[], told: Told): Line[] {
  const flows = drawn.filter(({ kind }) => kind === "flow" || kind === "reply");
  const joined = new Set(flows.map(({ from, to }) => pair(from, to)));
  const touched = new Set(flows.flatMap(({ from, to }) => [from, to]));
  const lines: Line[] = [];
  const add = (
    from: string | undefined,
    to: string | undefined,
    kind: "link" | "steered" = "link",
    labels: string[] = [],
  ): void => {
    if (from === undefined || to === undefined || from === to || joined.has(pair(from, to))) return;
    joined.add(pair(from, to));
    lines.push({ from, to, kind, flows: [], labels, isMutual: kind === "link" });
  };
  for (const subnet of topology.subnets)
    for (const route of subnet.table.routes) {
      if (!isSteered(route, subnet) || told.isTaken(subnet, route)) continue;
      add(site.ofSubnet(subnet), placeOfTarget(site, route.target), "steered", [
        `steered to ${describeCidr(route.cidr)}`,
      ]);
    }
  for (const gateway of topology.transitGateways)
    for (const attachment of gateway.attachments) {
      const places = placesOfAttachment(site, attachment);
      if (places.some((place) => joined.has(pair(place, gateway.address)))) continue;
      const isUnsure = isDoubtful(attachment);
      for (const place of isUnsure ? places : places.slice(0, 1))
        add(place, gateway.address, "link", isUnsure ? ["perhaps"] : []);
    }
  for (const { address, requester, accepter } of topology.peerings)
    for (const vpc of [requester, accepter]) {
      const [first] = vpc?.subnets ?? [];
      const own = vpc && (site.isCompact ? site.of(vpc.address) : first && site.ofSubnet(first));
      const isDrawn = vpc?.subnets.some((subnet) => joined.has(pair(site.ofSubnet(subnet), address)));
      if (!isDrawn) add(own, address);
    }
  for (const { address, vpc } of [...topology.internetGateways, ...egressOnlyIn(topology.tables)]) {
    const place = site.of(address);
    if (vpc && !touched.has(place ?? "")) add("internet", place);
  }
  linkPremises(topology, site, touched, add);
  linkEndpoints(topology, site, add);
  for (const balancer of topology.loadBalancers)
    for (const node of balancer.nodes)
      if (!touched.has(site.of(balancer.address) ?? "")) add(site.of(balancer.address), site.ofSubnet(node.subnet));
  return lines;
}

/** Interface endpoints with the load balancers of their service, unless it has not accepted them. */
function linkEndpoints(
  topology: Topology,
  site: Site,
  add: (from: string | undefined, to: string | undefined, kind: "link", labels: string[]) => void,
): void {
  for (const link of topology.privateLinks)
    for (const { subnet } of link.isPending ? [] : link.nics)
      for (const { address } of link.service?.balancers ?? [])
        add(site.ofSubnet(subnet), site.of(address), "link", isCertain(link, "acceptance") ? [] : ["perhaps"]);
}

/** What leads out of AWS: from a VPC's first subnet, or from the transit gateway's attachment, where no flow says so. */
function linkPremises(
  topology: Topology,
  site: Site,
  touched: ReadonlySet<string>,
  add: (from: string | undefined, to: string | undefined) => void,
): void {
  for (const { address, links } of premisesIn(topology)) {
    if (touched.has(address)) continue;
    for (const { vpnGateway, attachment } of links) {
      const vpc = vpnGateway?.vpc;
      const [first] = vpc?.subnets ?? [];
      add(vpc && (site.isCompact ? site.of(vpc.address) : first && site.ofSubnet(first)), address);
      if (attachment) add(site.of(attachment.address), address);
    }
  }
}

/** Where an attachment is: in its subnets; without them in its VPC, which is a box only when there are many. */
function placesOfAttachment(site: Site, attachment: Attachment): string[] {
  const places = subnetsOf(attachment).map((subnet) => site.ofSubnet(subnet));
  const own =
    attachment.kind === "vpc" ? attachment.vpc && site.of(attachment.vpc.address) : site.of(attachment.address);
  return [...new Set(places.length === 0 && own !== undefined ? [own] : places)];
}

const pair = (a: string, b: string): string => JSON.stringify([a, b].sort());

function placeOfTarget(site: Site, target: RouteTarget): string | undefined {
  switch (target.kind) {
    case "nat-gateway":
    case "internet-gateway":
    case "egress-only-internet-gateway":
    case "transit-gateway":
      return site.of(target.gateway.address);
    case "interface":
      return site.ofSubnet(target.nic.subnet);
    case "attachment-interface":
      return site.ofSubnet(target.subnet);
    case "peering":
      return site.of(target.peering.address);
    case "local":
    case "blackhole":
    case "vpn-gateway":
    case "gateway-endpoint":
    case "unreadable":
      return undefined;
  }
}
