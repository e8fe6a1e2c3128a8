import { type AddressSet, intersect, isEmptySet, subtract } from "../ipv4/address-set";
import {
  describeRoute,
  firstDoubt,
  type InternetGateway,
  isCertain,
  type Nic,
  type Route,
  type Subnet,
  type Vpc,
} from "../topology";
import { acl } from "./crossing";
import { atGoal } from "./delivery";
import { NOT_PUBLIC, type Packets, PUBLIC, RFC1918, usableAddresses } from "./packets";
import { type Mode, type Origin, type Steps } from "./steps";
import {
  anonymous,
  describe,
  describeSource,
  doubted,
  lastTable,
  type Leaf,
  picking,
  step,
  stopped,
  type Trail,
} from "./trail";

export function throughInternetGateway(
  walker: Steps,
  subnet: Subnet,
  origin: Origin,
  gateway: InternetGateway,
  route: Route,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): Leaf[] {
  const unsure = firstDoubt(gateway, "passage", "unasked");
  if (gateway.vpc === undefined && unsure)
    return [{ packets, trail: doubted(trail, "UNKNOWN_RESOURCE", unsure.address, unsure.reason) }];
  if (gateway.vpc !== subnet.vpc)
    return [
      {
        packets,
        trail: stopped(
          trail,
          "BAD_STATE_ATTACHMENT",
          gateway.address,
          `the internet gateway is not attached to ${subnet.vpc.address}`,
        ),
      },
    ];
  let walked = trail;
  const sure = (): Trail => {
    const hidden = intersect(packets.dst, NOT_PUBLIC);
    if (isEmptySet(hidden)) return walked;
    const code = isEmptySet(intersect(hidden, RFC1918))
      ? "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
      : "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
    return stopped(
      walked,
      code,
      route.address,
      `${describeRoute(route)}: an internet gateway drops packets to private addresses`,
    );
  };
  const isDeadEnd = !isEmptySet(intersect(packets.dst, NOT_PUBLIC));
  walked = sure();
  if (isDeadEnd) return walker.deadEnd(subnet, origin, packets, walked, mode);
  const publicIp =
    origin.kind === "nat"
      ? origin.nat!.isPrivate
        ? "none"
        : (origin.nat!.publicIps ?? "some")
      : origin.kind === "host"
        ? (origin.nic?.publicIp ?? publicIpIn(subnet))
        : "none";
  const who = origin.nat?.address ?? origin.nic?.address ?? subnet.address;
  const ofPassage = origin.kind === "nat" ? firstDoubt(gateway, "passage") : unsure;
  if (ofPassage) walked = doubted(walked, "UNKNOWN_RESOURCE", ofPassage.address, ofPassage.reason);
  if (publicIp === "none")
    walked = stopped(
      walked,
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
      who,
      "it has no public address, so an internet gateway does not carry its packets",
    );
  if (publicIp === "unknown")
    walked = doubted(walked, "UNKNOWN_RESOURCE", who, "whether it has a public address is not known");
  return acl(subnet, "egress", packets, walked, (p, t) => {
    const translated: Packets = { ...p, src: typeof publicIp === "string" ? PUBLIC : publicIp };
    const rewrites = [...t.rewrites, { kind: "igw" as const, gateway, vpc: subnet.vpc, subnet, before: p }];
    const rewrite =
      typeof publicIp === "string" ? "source becomes a public address" : `source becomes ${describeSource(translated)}`;
    const out = step(
      { ...(t.picks.includes("source") ? picking(anonymous(t), "other") : anonymous(t)), rewrites },
      translated,
      "leaves through the internet gateway",
      gateway.address,
      {
        rewrite,
      },
    );
    return onInternet(walker, translated, out, subnet.vpc, mode);
  });
}

/** Takes packets to the interfaces of this input that have their addresses; `left` are those that nobody here has. */
function toPublicAddresses(
  walker: Steps,
  packets: Packets,
  trail: Trail,
  mode: Mode,
): { leaves: Leaf[]; left?: Packets } {
  const leaves: Leaf[] = [];
  let rest = packets.dst;
  for (const nic of walker.topology.nics) {
    if (typeof nic.publicIp === "string") continue;
    const dst = intersect(rest, nic.publicIp);
    if (isEmptySet(dst)) continue;
    rest = subtract(rest, dst);
    leaves.push(...fromInternet(walker, { ...nic, nic }, { ...packets, dst }, trail, mode));
  }
  return isEmptySet(rest) ? { leaves } : { leaves, left: { ...packets, dst: rest } };
}

/** Beyond the gateway: the internet itself, or the public address of an interface in this input. */
export function onInternet(walker: Steps, packets: Packets, trail: Trail, from: Vpc, mode: Mode): Leaf[] {
  const held =
    mode.goal.kind === "internet" ? { leaves: [], left: packets } : toPublicAddresses(walker, packets, trail, mode);
  const { leaves, left } = held;
  if (!left || isEmptySet(left.dst)) return leaves;
  if (mode.goal.kind === "host") {
    const message = `${describe(left)} is out on the internet, not ${(mode.goal.nic ?? mode.goal.subnet).address}`;
    return [
      ...leaves,
      { packets: left, trail: stopped(trail, "NO_ROUTE_TO_DESTINATION", lastTable(trail) ?? from.address, message) },
    ];
  }
  return [
    ...leaves,
    {
      packets: left,
      trail: step(trail, left, "is on the internet", from.internetGateway?.address ?? from.address),
      at: { kind: "internet", vpc: from },
    },
  ];
}

/** Who is reached from the internet: an interface, or any host of a subnet that gives its hosts public addresses. */
export interface PublicHost extends Pick<Nic, "address" | "subnet" | "privateIps" | "publicIp"> {
  readonly nic?: Nic;
}

const NOT_HERE = "the VPC is not managed here, so whether it has an internet gateway is not known";

/** Whether hosts of a subnet get public addresses, as far as nothing else is known of them. */
export function publicIpIn({ isOutside, mapPublicIp }: Subnet): "some" | "none" | "unknown" {
  return isOutside === true ? "unknown" : mapPublicIp ? "some" : "none";
}

/** Any host of a subnet, as the internet sees it. */
export function standIn(subnet: Subnet, addresses: AddressSet): PublicHost {
  return { address: subnet.address, subnet, privateIps: addresses, publicIp: publicIpIn(subnet) };
}

/** From the internet to a host's public address, which the gateway turns into the private one. */
export function fromInternet(walker: Steps, host: PublicHost, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
  const { subnet, nic } = host;
  const gateway = subnet.vpc.internetGateway;
  let walked = trail;
  if (!gateway && subnet.vpc.isOutside === true)
    walked = doubted(walked, "UNKNOWN_RESOURCE", subnet.vpc.address, NOT_HERE);
  else if (!gateway) walked = stopped(walked, "NO_PATH", subnet.vpc.address, "the VPC has no internet gateway");
  const unsure = gateway && firstDoubt(gateway, "passage", "unasked");
  if (unsure) walked = doubted(walked, "UNKNOWN_RESOURCE", unsure.address, unsure.reason);
  if (host.publicIp === "none")
    walked = stopped(
      walked,
      "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS",
      host.address,
      "it has no public address, so nothing comes in from the internet",
    );
  if (host.publicIp === "unknown")
    walked = doubted(walked, "UNKNOWN_RESOURCE", host.address, "whether it has a public address is not known");
  const dst = host.privateIps ?? (subnet.cidr ? usableAddresses(subnet.cidr) : packets.dst);
  const translated: Packets = { ...packets, dst };
  const edge = gateway?.edgeTable;
  if (edge && (!isCertain(edge, "routes") || edge.routes.some((route) => route.target.kind !== "local")))
    return [
      {
        packets: translated,
        trail: doubted(
          walked,
          "UNKNOWN_RESOURCE",
          edge.address,
          "a route table of the internet gateway leads arriving traffic to an appliance",
        ),
      },
    ];
  const rewrite = `destination becomes ${describe(translated)}`;
  const entered = step(
    host.privateIps === undefined ? picking(walked, "destination") : walked,
    translated,
    "enters through the internet gateway",
    gateway?.address ?? subnet.vpc.address,
    { rewrite },
  );
  const nat = mode.goal.kind === "host" ? mode.goal.nat : undefined;
  return acl(subnet, "ingress", translated, entered, (p, t) => atGoal(walker, subnet, nic, nat, p, t, mode));
}

/** From the internet to an address: only what has that public address can be meant. */
export function fromOutside(walker: Steps, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
  const { leaves, left } = toPublicAddresses(walker, packets, trail, mode);
  if (!left) return leaves;
  const message = `nothing in the input has the public address ${describe(left)}`;
  return [...leaves, { packets: left, trail: stopped(trail, "NO_POSSIBLE_DESTINATION", "internet", message) }];
}
