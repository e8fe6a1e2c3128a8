import { deliver } from "./delivery";
import { intoVpcBy } from "./edge-tables";
import { type HostEnd, type InternetEnd, type OnPremisesEnd } from "./ends";
import { fromPremises } from "./from-premises";
import { isIpv6, type Packets, reversed } from "./packets";
import { returnToNat, send, sendFromNat, takenBack } from "./sending";
import { type Mode, type Steps, Traffic } from "./traffic";
import { backThrough } from "./through-router";
import {
  type ArrivalPoint,
  copyOf,
  type Crossing,
  type Goal,
  type Leaf,
  parted,
  type Rewrite,
  spotOf,
  START,
} from "./trail";

const ANSWERED_ELSEWHERE =
  "what it makes of a connection whose answers come back by another way than through it is not documented";

/** Ways back to the sender, over their own routes, undoing each rewrite where it was made. */
export class Replies {
  constructor(
    private readonly walker: Steps,
    private readonly from: HostEnd | InternetEnd | OnPremisesEnd,
    private readonly isBrief: boolean,
  ) {}

  /** The replies to one part of the packets, which has arrived at a place. */
  to({ trail, packets }: Leaf, at: ArrivalPoint): Leaf[] {
    const { stops, doubts, picks, rewrites, inspectors: asked, kept, crossed } = trail;
    const { from } = this;
    const returning = Object.assign(copyOf(START), { stops, doubts, picks, asked, kept, crossed });
    const reply = new Traffic(this.walker, this.modeBefore(rewrites), reversed(packets), returning);
    if (at.kind === "internet") return this.throughGateway(reply, rewrites);
    if (at.kind === "on-premises") return parted(fromPremises(reply, at.site), (leaf) => this.goOn(leaf, rewrites));
    if (from.kind === "host" && from.catchesReply === true) return takenBack(reply, at.subnet, from.subnet);
    const last = rewrites.at(-1);
    const leaves =
      last?.kind === "nat" && last.over ? returnToNat(reply, at.subnet, last.gateway, last.over) : send(reply, at);
    return parted(leaves, (leaf) => this.goOn(leaf, rewrites));
  }

  /** When a reply reaches where the request was rewritten, the rewrite is undone and the reply goes on from there. */
  private goOn(leaf: Leaf, rewrites: readonly Rewrite[]): Leaf[] {
    const last = rewrites.at(-1);
    const { at, packets, trail } = leaf;
    if (!at || !last) return [leaf];
    if (last.kind === "igw") {
      // What left untranslated is answered at its own address, by whichever way leads there.
      if (at.kind !== "internet")
        return isIpv6(last.before) ? this.goOn(this.pastGateway(leaf, last), rewrites.slice(0, -1)) : [leaf];
      const back = new Traffic(this.walker, this.modeBefore(rewrites), packets, { ...trail, rewrites: [] });
      return this.throughGateway(back, rewrites);
    }
    const earlier = rewrites.slice(0, -1);
    if (last.kind === "router") return this.backThroughRouter(leaf, last.crossing, earlier);
    const undone = new Traffic(this.walker, this.modeBefore(earlier), undoneBy(packets, last), trail);
    return parted(sendFromNat(undone, last.gateway), (next) => this.goOn(next, earlier));
  }

  /** The instance that rewrote the request undoes it, at whichever of its interfaces the reply comes in. */
  private backThroughRouter(leaf: Leaf, crossing: Crossing, earlier: readonly Rewrite[]): Leaf[] {
    const { at, packets, trail } = leaf;
    if (at?.kind !== "interface") return [leaf];
    const mode = this.modeBefore(earlier);
    const reply = new Traffic(this.walker, mode, packets, trail);
    return parted(backThrough(reply, crossing, at.nic), (next) => this.goOn(next, earlier));
  }

  /** A gateway that keeps state may miss the answers that take another way than by it; an internet gateway keeps none of IPv6. */
  private pastGateway(leaf: Leaf, { gateway, vpc }: Extract<Rewrite, { readonly kind: "igw" }>): Leaf {
    const { packets, trail } = leaf;
    const isByInternet = trail.rewrites.some(({ kind }) => kind === "igw");
    if (gateway === vpc.internetGateway || isByInternet) return leaf;
    const note = { address: gateway.address, reason: ANSWERED_ELSEWHERE };
    return { ...leaf, trail: new Traffic(this.walker, this.modeBefore([]), packets, trail).unsure(note).trail };
  }

  /** From the internet through the gateway that the request left by, which turns the public address into the private one. */
  private throughGateway(reply: Traffic, rewrites: readonly Rewrite[]): Leaf[] {
    const last = rewrites.at(-1);
    if (last?.kind !== "igw") return reply.arrived({ kind: "internet" });
    const earlier = rewrites.slice(0, -1);
    const packets = undoneBy(reply.packets, last);
    const undone = this.letIn(new Traffic(this.walker, this.modeBefore(earlier), packets, reply.trail));
    const entered = undone.step("comes-back-through-internet-gateway", last.gateway.address, {
      rewrite: { end: "destination", to: "private" },
    });
    const { vpc, gateway } = last;
    const inside = intoVpcBy(entered, vpc, gateway.edgeTable, (taken) => deliver(taken, vpc));
    return parted(inside, (leaf) => this.goOn(leaf, earlier));
  }

  /** What comes from the internet is dropped at some interfaces, answers or not (EC2 API, NetworkInterface, denyAllIgwTraffic). */
  private letIn(reply: Traffic): Traffic {
    const { from } = this;
    const nic = from.kind === "host" && isIpv6(reply.packets) ? from.nic : undefined;
    return nic?.isKeptFromInternet === true
      ? reply.stop("NO_PATH", nic.address, { kind: "kept-from-the-internet" })
      : reply;
  }

  /** Replies go to where the last of these rewrites was made, or to the sender. */
  private modeBefore(rewrites: readonly Rewrite[]): Mode {
    const last = rewrites.at(-1);
    if (last?.kind === "router") return this.modeToRouter(last.crossing);
    const leftBy = last?.kind === "igw" && isIpv6(last.before) ? last : undefined;
    const goal = this.goalBefore(leftBy ? rewrites.slice(0, -1) : rewrites);
    const mode = { goal, isReply: true, explain: false, toInternet: true, isBrief: this.isBrief };
    return leftBy ? { ...mode, leftBy } : mode;
  }

  private modeToRouter({ host, to }: Crossing): Mode {
    const goal = spotOf({ subnet: to.subnet, nic: to });
    return { goal, isReply: true, explain: false, toInternet: true, isBrief: this.isBrief, rewrittenBy: host };
  }

  private goalBefore(rewrites: readonly Rewrite[]): Goal {
    const last = rewrites.at(-1);
    if (last?.kind === "igw") return this.beyond(last.before);
    if (last?.kind === "router") return spotOf({ subnet: last.crossing.to.subnet, nic: last.crossing.to });
    if (last?.gateway.subnet) return { kind: "nat-gateway", subnet: last.gateway.subnet, nat: last.gateway };
    const { from } = this;
    if (from.kind === "on-premises") return { kind: "on-premises", site: from.site };
    return from.kind === "internet" ? { kind: "internet" } : spotOf({ subnet: from.subnet, nic: from.nic });
  }

  /** Where answers to what an internet gateway sent out are to arrive. */
  private beyond(sent: Packets): Goal {
    const { from } = this;
    if (!isIpv6(sent) || from.kind !== "host") return { kind: "internet" };
    return { kind: "internet", sender: spotOf({ subnet: from.subnet, nic: from.nic }) };
  }
}

/** A reply with the addresses that the request had before it was rewritten. */
function undoneBy(packets: Packets, { before }: Rewrite): Packets {
  // What was translated between the families is so again (NAT64).
  if (isIpv6(packets) !== isIpv6(before)) return { ...reversed(before), srcPorts: packets.srcPorts };
  return { ...packets, dst: before.src, dstPorts: before.srcPorts };
}
