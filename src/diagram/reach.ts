import { linkOf } from "../reachability";
import { type LoadBalancer, type Topology } from "../topology";
import { type Painted } from "./paint";
import { type Row } from "./picture";
import { INTERNET, NO_VPC, NOWHERE, scopeOf } from "./site";
import { type Found, type Kin, type Verdicts } from "./verdicts";

/** The other VPCs that one reaches or is reached by, and those of which it is not decided. */
class Peers {
  readonly proved = new Set<string>();
  readonly undecided = new Set<string>();

  get perhaps(): number {
    return [...this.undecided].filter((one) => !this.proved.has(one)).length;
  }
}

const vpcs = (count: number): string => `${count} ${count === 1 ? "VPC" : "VPCs"}`;

/** Which VPC reaches which, by all that the matrix says, whether it is drawn or not. */
export class Reach {
  private readonly to = new Map<string, Peers>();
  private readonly from = new Map<string, Peers>();
  private readonly flows = new Map<string, Set<number>>();

  constructor(
    private readonly topology: Topology,
    private readonly verdicts: Verdicts,
    flows: readonly Painted[],
  ) {
    for (const one of verdicts.allowed) this.add(one, "proved");
    for (const one of verdicts.unknown) this.add(one, "undecided");
    flows.forEach(({ connections }, number) => {
      for (const { about } of connections)
        if (about.kind === "vpcs")
          for (const scope of [about.from, about.to])
            this.flows.set(scope, (this.flows.get(scope) ?? new Set()).add(number));
    });
  }

  /** What is said of a VPC in a picture of whole VPCs; nothing where nothing was asked. */
  rowsOf(scope: string): Row[] {
    if (!this.verdicts.isAsked) return [];
    const [to, from] = [this.to.get(scope) ?? new Peers(), this.from.get(scope) ?? new Peers()];
    const flows = [...(this.flows.get(scope) ?? [])].sort((a, b) => a - b);
    return [{ text: `${reaches(to)}, ${reached(from)}`, flows }];
  }

  /** Behind an endpoint stand the load balancers of its service, mostly in another VPC. */
  private scopeBehind({ first: { receiver }, scope }: Kin): string {
    const link = receiver?.kind === "host" ? linkOf(this.topology, receiver.nic) : undefined;
    return scopeOfBalancers(link?.service?.balancers ?? []) ?? scope;
  }

  private add({ from, to }: Found, what: "proved" | "undecided"): void {
    const [a, b] = [from.scope, this.scopeBehind(to)];
    const isVague = [a, b].some((one) => one === NOWHERE || one === NO_VPC);
    const isOutside = [from, to].some(({ first }) => first.sender?.kind === "on-premises");
    if ((a === b && !isVague) || isOutside || a === INTERNET || b === INTERNET) return;
    // A VPC that is not known may be anyone's peer, but is proved to be nobody's.
    peersOf(this.to, a)[isVague ? "undecided" : what].add(b);
    peersOf(this.from, b)[isVague ? "undecided" : what].add(a);
  }
}

/** The VPC of load balancers; nothing where it isn't one VPC. */
function scopeOfBalancers(balancers: readonly LoadBalancer[]): string | undefined {
  const scopes = new Set(balancers.flatMap(({ nodes }) => nodes.map(({ subnet }) => scopeOf(subnet.vpc))));
  return scopes.size === 1 ? [...scopes][0] : undefined;
}

function peersOf(map: Map<string, Peers>, scope: string): Peers {
  const known = map.get(scope) ?? new Peers();
  map.set(scope, known);
  return known;
}

function reaches({ proved, perhaps }: Peers): string {
  if (proved.size === 0) return perhaps === 0 ? "reaches no VPC" : `perhaps reaches ${vpcs(perhaps)}`;
  return `reaches ${vpcs(proved.size)}${perhaps > 0 ? `, perhaps ${perhaps} more` : ""}`;
}

function reached({ proved, perhaps }: Peers): string {
  if (proved.size === 0) return perhaps === 0 ? "reached by none" : `perhaps reached by ${perhaps}`;
  return `reached by ${proved.size}${perhaps > 0 ? `, perhaps ${perhaps} more` : ""}`;
}
