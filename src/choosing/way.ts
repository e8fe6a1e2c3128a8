import { type Finding } from "../config/fault";
import { type Patch } from "../config/patch";
import { type Amount } from "../prices";

/** A way to do a bridge's job. Those of a hub say how clients and web sides are joined to it. */
export const WAYS = [
  "client",
  "hub-nat-transit-gateway",
  "hub-nat-peering",
  "hub-endpoint-transit-gateway",
  "hub-endpoint-peering",
  "hub-mixed",
  "appliance",
  "privatelink",
  "lattice-service",
  "lattice-resource",
  "ipv6",
] as const;

export type WayName = (typeof WAYS)[number];

/** The ways that a bridge file can say. */
export type FileWay = Extract<WayName, "client" | "appliance" | `hub-${string}`>;
/** Those that are told by what they are, not by a file that is written so: an appliance for a file without one, too. */
export type OtherWay = Exclude<WayName, FileWay> | "appliance";

/** What is added to the VPCs of a kind of side, altogether. */
export interface Asked {
  readonly secondaryRanges: number;
  readonly subnets: number;
  readonly natGateways: number;
  readonly attachments: number;
  readonly peerings: number;
  /** Interface endpoints, or those of VPC Lattice. */
  readonly endpoints: number;
  readonly loadBalancers: number;
  readonly endpointServices: number;
  /** Of subnets that exist without the bridge. */
  readonly routes: number;
  /** Ingress rules of the servers' security groups. */
  readonly rules: number;
}

export type AskedThing = keyof Asked;

/** What servers can learn of who opened a connection. */
export type SeenClient =
  /** The load balancer's address; a header or proxy protocol names the NAT gateway's. */
  | "nat-gateway"
  /** The load balancer's address; proxy protocol names the client's, where a service asks for it and no ALB stands between. */
  | "proxy-protocol"
  /** Only that it came this way. */
  | "nothing"
  /** An address that stands for the client's, one to one. */
  | "mapped"
  | "real";

/** What a way costs, by the prices of one Region. */
export interface Cost {
  readonly monthly: Amount;
  /** For a gigabyte of the cheapest and of the dearest of the connections. */
  readonly gigabyte: readonly [least: Amount, most: Amount];
  /** Whether AWS charges for requests, too. */
  readonly requests: boolean;
}

/** A way, judged for one file's job. */
export interface Way {
  readonly name: WayName;
  /** The way that the file says. */
  readonly chosen: boolean;
  /** no: `because` says why. */
  readonly could: "yes" | "no";
  readonly because: readonly Finding[];
  /** How to write the file so, where it is possible and the file is not so: what to change, and what must be so for that to be right. */
  readonly change?: { readonly patch: Patch; readonly onlyIf: readonly string[] };
  /** What it carries. */
  readonly carries: readonly string[];
  /** What is added to client VPCs and to web VPCs; none where the way can't be planned. */
  readonly asks?: { readonly client: Asked; readonly web: Asked };
  /** Zones with load balancers or endpoints, and with NAT gateways: the loss of the only one stops everything. */
  readonly zones?: { readonly balancers: number; readonly natGateways: number };
  readonly sees: SeenClient;
  readonly cost?: Cost;
}

const NOTHING: Asked = {
  secondaryRanges: 0,
  subnets: 0,
  natGateways: 0,
  attachments: 0,
  peerings: 0,
  endpoints: 0,
  loadBalancers: 0,
  endpointServices: 0,
  routes: 0,
  rules: 0,
};

/** What is asked, where nothing is asked of the rest. */
export function asked(some: Partial<Asked>): Asked {
  return { ...NOTHING, ...some };
}

/** All of it together. */
export function askedTogether(all: readonly Asked[]): Asked {
  const things = Object.keys(NOTHING) as AskedThing[];
  const sum = (thing: AskedThing) => all.reduce((total, one) => total + one[thing], 0);
  return asked(Object.fromEntries(things.map((thing) => [thing, sum(thing)])));
}
