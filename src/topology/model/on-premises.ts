import { type AddressSet, type Cidr } from "../../ip";
import { type Doubtful, type PremisesCover, type PremisesLinkCover, type VpnGatewayCover } from "../doubts";
import { type ForeignAttachment, type RouteTable, type Vpc } from "./network";

/** A network outside of AWS: what lies behind a customer gateway, or behind a Direct Connect gateway. */
export interface OnPremises extends Doubtful<PremisesCover> {
  readonly address: string;
  readonly links: PremisesLink[];
}

/** A route that the configuration of a connection states. */
export interface PremisesRoute {
  readonly address: string;
  readonly cidr: Cidr;
}

/** A way between AWS and a network outside: a VPN connection, or what joins a gateway to Direct Connect. */
export interface PremisesLink extends Doubtful<PremisesLinkCover> {
  readonly address: string;
  /** Undefined where it is not known. */
  readonly site?: OnPremises;
  /** Its static routes; undefined where BGP tells AWS what is on the other side. */
  readonly routes?: PremisesRoute[];
  /** Which addresses on-premises it carries packets of, and which of AWS (EC2 API, VpnConnectionOptionsSpecification). */
  readonly local: AddressSet;
  readonly remote: AddressSet;
  /** What of AWS the other side is told of; undefined: all (Direct Connect guide, allowed prefixes). */
  readonly advertised?: AddressSet;
  readonly vpnGateway?: VpnGateway;
  attachment?: ForeignAttachment;
}

/** A virtual private gateway. */
export interface VpnGateway extends Doubtful<VpnGatewayCover> {
  readonly address: string;
  readonly vpc?: Vpc;
  readonly links: PremisesLink[];
  /** A route table for arriving traffic (gateway association). */
  edgeTable?: RouteTable;
}
