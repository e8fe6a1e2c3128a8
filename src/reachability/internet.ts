import { type AddressSet, intersect, isEmptySet, subtract } from "../ipv4/address-set";
import { type InternetGateway, type Nic, type Route, type Subnet, type Vpc } from "../topology";
import { acl } from "./crossing";
import { atGoal } from "./delivery";
import { destinationOf, NOT_PUBLIC, type Packets, PUBLIC, RFC1918, sourceOf, usableAddresses } from "./packets";
import { type Mode, type Origin, type Steps } from "./steps";
import { anonymous, doubted, lastTable, type Leaf, picking, step, stopped, type Trail, unsure } from "./trail";

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
  const [lacking] = gateway.notes;
  if (gateway.vpc === undefined && lacking) return [{ packets, trail: unsure(trail, lacking) }];
  if (gateway.vpc !== subnet.vpc)
    return [
      {
        packets,
        trail: stopped(trail, "BAD_STATE_ATTACHMENT", gateway.address, {
          kind: "internet-gateway-of-another-vpc",
          vpc: subnet.vpc.address,
        }),
      },
    ];
  let walked = trail;
  const sure = (): Trail => {
    const hidden = intersect(packets.dst, NOT_PUBLIC);
    if (isEmptySet(hidden)) return walked;
    const code = isEmptySet(intersect(hidden, RFC1918))
      ? "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
      : "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
    return stopped(walked, code, route.address, { kind: "private-address-to-internet", route });
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
  if (lacking && !(gateway.natPasses === true && origin.kind === "nat")) walked = unsure(walked, lacking);
  if (publicIp === "none")
    walked = stopped(walked, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", who, { kind: "no-public-address-outwards" });
  if (publicIp === "unknown") walked = doubted(walked, "UNKNOWN_RESOURCE", who, { kind: "public-address-not-known" });
  return acl(subnet, "egress", packets, walked, (p, t) => {
    const translated: Packets = { ...p, src: typeof publicIp === "string" ? PUBLIC : publicIp };
    const rewrites = [...t.rewrites, { kind: "igw" as const, gateway, vpc: subnet.vpc, subnet, before: p }];
    const to = typeof publicIp === "string" ? "public" : sourceOf(translated);
    const out = step(
      { ...(t.picks.includes("source") ? picking(anonymous(t), "other") : anonymous(t)), rewrites },
      {
        kind: "leaves-through-internet-gateway",
        address: gateway.address,
        packets: translated,
        rewrite: { end: "source", to },
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
    const meant = (mode.goal.nic ?? mode.goal.subnet).address;
    const reason = { kind: "out-on-the-internet", to: destinationOf(left), meant } as const;
    return [
      ...leaves,
      { packets: left, trail: stopped(trail, "NO_ROUTE_TO_DESTINATION", lastTable(trail) ?? from.address, reason) },
    ];
  }
  return [
    ...leaves,
    {
      packets: left,
      trail: step(trail, {
        kind: "is-on-internet",
        address: from.internetGateway?.address ?? from.address,
        packets: left,
      }),
      at: { kind: "internet", vpc: from },
    },
  ];
}

/** Who is reached from the internet: an interface, or any host of a subnet that gives its hosts public addresses. */
export interface PublicHost extends Pick<Nic, "address" | "subnet" | "privateIps" | "publicIp"> {
  readonly nic?: Nic;
}

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
    walked = doubted(walked, "UNKNOWN_RESOURCE", subnet.vpc.address, { kind: "internet-gateway-not-known" });
  else if (!gateway) walked = stopped(walked, "NO_PATH", subnet.vpc.address, { kind: "no-internet-gateway" });
  const [lacking] = gateway?.notes ?? [];
  if (lacking) walked = unsure(walked, lacking);
  if (host.publicIp === "none")
    walked = stopped(walked, "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", host.address, {
      kind: "no-public-address-inwards",
    });
  if (host.publicIp === "unknown")
    walked = doubted(walked, "UNKNOWN_RESOURCE", host.address, { kind: "public-address-not-known" });
  const dst = host.privateIps ?? (subnet.cidr ? usableAddresses(subnet.cidr) : packets.dst);
  const translated: Packets = { ...packets, dst };
  const edge = gateway?.edgeTable;
  if (edge && (edge.notes.length > 0 || edge.routes.some((route) => route.target.kind !== "local")))
    return [
      {
        packets: translated,
        trail: doubted(walked, "UNKNOWN_RESOURCE", edge.address, { kind: "edge-table" }),
      },
    ];
  const entered = step(host.privateIps === undefined ? picking(walked, "destination") : walked, {
    kind: "enters-through-internet-gateway",
    address: gateway?.address ?? subnet.vpc.address,
    packets: translated,
    rewrite: { end: "destination", to: destinationOf(translated) },
  });
  const nat = mode.goal.kind === "host" ? mode.goal.nat : undefined;
  return acl(subnet, "ingress", translated, entered, (p, t) => atGoal(walker, subnet, nic, nat, p, t, mode));
}

/** From the internet to an address: only what has that public address can be meant. */
export function fromOutside(walker: Steps, packets: Packets, trail: Trail, mode: Mode): Leaf[] {
  const { leaves, left } = toPublicAddresses(walker, packets, trail, mode);
  if (!left) return leaves;
  const reason = { kind: "no-public-address-is", to: destinationOf(left) } as const;
  return [...leaves, { packets: left, trail: stopped(trail, "NO_POSSIBLE_DESTINATION", "internet", reason) }];
}
