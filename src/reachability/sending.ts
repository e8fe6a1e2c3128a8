import { type NatGateway, type Peering, type Subnet } from "../topology";
import { cross, filter } from "./crossing";
import { groupFilter } from "./delivery";
import { egressPeers } from "./group-peers";
import { destinationOf } from "./packets";
import { pastResolver } from "./resolver";
import { type Departure, type Next, type Traffic } from "./traffic";
import { addressOfSpot, type Leaf, parted, type Spot } from "./trail";

/** From an interface, or from hosts of a subnet, out: its security groups first, then the subnet's route table. */
export function send(traffic: Traffic, spot: Spot): Leaf[] {
  return pastResolver(traffic, spot.subnet.vpc, (others) => sendOut(others, spot));
}

function sendOut(traffic: Traffic, spot: Spot): Leaf[] {
  const { subnet } = spot;
  if (spot.kind !== "interface")
    return sendByTable(traffic.step("leaves-host-of-subnet", subnet.address), {
      subnet,
      emitter: { kind: "any-host" },
    });
  const { nic } = spot;
  const kind = nic.kind === "load-balancer" ? "leaves-node" : "leaves-interface";
  const sent = traffic.step(kind, addressOfSpot(spot));
  const next: Next = (passed) => sendByTable(passed, { subnet, emitter: { kind: "interface", nic } });
  if (traffic.mode.isReply) return next(sent);
  const byGroups = groupFilter(traffic.mode);
  return parted(egressPeers(traffic, nic), ({ packets, peer }) => {
    const parts = byGroups(nic, "egress", packets, peer);
    return filter(sent, parts, { kind: "security group", direction: "egress" }, next);
  });
}

function sendByTable(traffic: Traffic, from: Departure): Leaf[] {
  return traffic.walker.emit(traffic, from);
}

/** A NAT gateway sends on the reply that it has turned back. */
export function sendFromNat(traffic: Traffic, nat: NatGateway): Leaf[] {
  if (!nat.subnet) return traffic.lost();
  const rewrite = { end: "destination", to: destinationOf(traffic.packets) } as const;
  const undone = traffic.step("translated-back", nat.address, { rewrite });
  return sendByTable(undone, { subnet: nat.subnet, emitter: { kind: "nat-gateway", nat } });
}

/** A reply that a network load balancer takes off the target's interface: only network ACLs are on its way. */
export function takenBack(traffic: Traffic, from: Subnet, to: Subnet): Leaf[] {
  return cross(traffic, from, to, (entered) =>
    entered.step("taken-back", to.address).arrived({ kind: "any-host", subnet: to }),
  );
}

/** A reply to what a NAT gateway sent over a peering returns to it without a route; network ACLs are on its way. */
export function returnToNat(traffic: Traffic, from: Subnet, nat: NatGateway, peering: Peering): Leaf[] {
  const { subnet } = nat;
  if (!subnet) return traffic.lost();
  const returned = traffic.step("returns-over-peering", peering.address);
  return cross(returned, from, subnet, (entered) =>
    entered.step("arrives", nat.address).arrived({ kind: "nat-gateway", subnet, nat }),
  );
}
