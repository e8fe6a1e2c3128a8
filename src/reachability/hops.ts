import { type Cidr } from "../ip";
import { type Route, type TransitRoute } from "../topology";
import { type Packets, type Sockets } from "./packets";

/** What becomes of packets at one place of their way. */
export type HopKind =
  | "arrives"
  | "carried-by-accelerator"
  | "comes-back-through-internet-gateway"
  | "comes-from-internet"
  | "comes-from-on-premises"
  | "crosses-peering"
  | "enters-through-internet-gateway"
  | "enters-transit-gateway"
  | "enters-vpn-gateway"
  /** An instance hands them on as they are. */
  | "forwarded"
  /** Handed to an appliance or a firewall, and out again in the endpoint's subnet. */
  | "inspected"
  /** An endpoint hands its packets to a load balancer of its service, and takes the answers back. */
  | "handed-to-service"
  | "handed-to-endpoint"
  | "is-on-internet"
  | "leaves-for-on-premises"
  | "leaves-host-of-subnet"
  | "leaves-interface"
  | "leaves-node"
  | "leaves-through-internet-gateway"
  | "leaves-transit-gateway"
  | "returns-over-peering"
  /** By a route table of a subnet. */
  | "routed"
  /** By a route table of a transit gateway. */
  | "routed-in-transit-gateway"
  | "taken-back"
  | "translated"
  | "translated-back";

/** The route that was followed; `address` is its own Terraform address, or its table's where it is the local one. */
export type TakenRoute =
  | { readonly kind: "local"; readonly address: string; readonly cidr: Cidr }
  | { readonly kind: "subnet"; readonly address: string; readonly route: Route }
  | { readonly kind: "transit"; readonly address: string; readonly route: TransitRoute };

/** What the packets' source or destination becomes. */
export interface RewrittenEnd {
  readonly end: "source" | "destination";
  /** A public address where none is known, or the private one that a public one stood for. */
  readonly to: Sockets | "public" | "private";
}

/** One step of a walk. */
export interface WalkedHop {
  readonly kind: HopKind;
  /** Terraform address of where it happens; `internet` out there. */
  readonly address: string;
  /** As they are after this step. */
  readonly packets: Packets;
  readonly route: TakenRoute | undefined;
  /** For each filter that lets the packets through here, the rules that do it together, by address. */
  readonly rules: readonly (readonly string[])[] | undefined;
  readonly rewrite: RewrittenEnd | undefined;
}

/** Hops, the latest first: most walks are never shown, and adding one must not copy the others. */
export interface HopList {
  readonly hop: WalkedHop;
  readonly before: HopList | undefined;
}

/** The hops in the order they were taken. */
export function hopsOf(list: HopList | undefined): WalkedHop[] {
  const hops: WalkedHop[] = [];
  for (let at = list; at; at = at.before) hops.push(at.hop);
  return hops.reverse();
}
