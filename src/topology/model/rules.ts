import { type Cidr } from "../../ip";
import { type Doubtful, type FilterCover, type Note } from "../doubts";

/** What a rule of a filter matches. Ports and ICMP fields: undefined means all. */
export interface Match {
  readonly protocol: number | "all";
  readonly ports?: { readonly from: number; readonly to: number };
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** Of the rules of a filter: what they let in, or out. */
export type Direction = "ingress" | "egress";

export interface AclRule {
  readonly address: string;
  readonly number: number;
  readonly allow: boolean;
  readonly match: Match;
  readonly cidr: Cidr;
  readonly note?: Note;
}

export interface NetworkAcl extends Doubtful<FilterCover> {
  readonly address: string;
  readonly ingress: AclRule[];
  readonly egress: AclRule[];
}
