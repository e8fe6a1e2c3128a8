import { type Address } from "../../ip";
import { type Doubtful, type ListenerCover, type LoadBalancerCover, type Note, type TargetGroupCover } from "../doubts";
import { type Nic, type Vpc, type Zone } from "./network";

export interface Target {
  readonly address: string;
  /** `ip`: one address; others lead to interfaces or to another load balancer. */
  readonly ip?: Address;
  readonly nic?: Nic;
  readonly loadBalancer?: string;
  /** Undefined: the target group's port. */
  readonly port?: number;
  /** `all`, a zone, or undefined when omitted. */
  readonly zone?: Zone;
  /**
   * As AWS found it, in what tells that: `unhealthy` gets nothing while others are healthy, `out` nothing at all (ELB API,
   * TargetHealth).
   */
  readonly health?: "healthy" | "unhealthy" | "out";
  readonly note?: Note;
}

export interface TargetGroup extends Doubtful<TargetGroupCover> {
  readonly address: string;
  readonly type: "ip" | "instance" | "alb" | "lambda";
  readonly protocol: string;
  readonly port?: number;
  readonly vpc?: Vpc;
  readonly targets: Target[];
  readonly crossZone?: boolean;
  readonly preserveClientIp?: boolean;
  /** Whether each connection begins with a header of proxy protocol version 2; undefined where that is not known. */
  readonly proxyProtocol?: boolean;
  /** Its targets are reached over IPv6. */
  readonly isIpv6?: boolean;
  readonly healthCheck: { readonly port?: number; readonly path?: string; readonly protocol?: string };
}

export interface ListenerAction {
  readonly address: string;
  readonly kind: "forward" | "answer" | "unreadable";
  readonly groups: readonly TargetGroup[];
  /** Where a redirect sends the client; undefined parts stay as they were. */
  readonly redirect?: { readonly protocol?: string; readonly port?: number };
  /** Host and path patterns of a rule; empty for the default action. */
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  /** It has conditions of another kind, or some that aren't known: of the requests that fit, it may take some only. */
  readonly isPartial?: boolean;
  readonly priority?: number;
}

export interface Listener extends Doubtful<ListenerCover> {
  readonly address: string;
  readonly port?: number;
  readonly protocol: string;
  readonly actions: ListenerAction[];
}

export interface LoadBalancer extends Doubtful<LoadBalancerCover> {
  readonly address: string;
  readonly kind: "application" | "network" | "other";
  readonly internal: boolean;
  readonly nodes: Nic[];
  /** Which of the nodes there will be isn't known; each of them may be. */
  readonly isNodeUncertain: boolean;
  readonly listeners: Listener[];
  readonly crossZone: boolean;
  /** Whether the inbound rules of its groups are held against what comes by interface endpoints, too. */
  readonly filtersPrivateLinks: boolean | "unknown";
}
