import { type HubClient, type HubPlan, type HubService, type HubWeb } from "../../address-plan/hub/hub-plan";
import { sideLabel, vpcName } from "../../address-plan/planned-sides";
import { type PlannedSubnet } from "../../address-plan/planned-subnet";
import { type Statement } from "../../reachability";
import { type LoadBalancer, type Vpc } from "../../topology";
import { type OwnPart, ownPart } from "../in-account/own-part";
import { rolesIn } from "../found-roles";
import { type Network } from "../judged-network";
import { type PartsOfSide } from "../side-parts";
import { vpcOfSide } from "../sides";
import { missing } from "../statement-parts";

/** What statements say of each side. */
interface FoundSide {
  readonly vpc: Vpc;
  /** In words: "client", or of several "apps client". */
  readonly label: string;
  readonly roles: PartsOfSide;
}

/** A client side, with its VPC in the network. */
export interface FoundClient extends FoundSide {
  readonly plan: HubClient;
  /** All of its subnets that the plan knows. */
  readonly planned: readonly PlannedSubnet[];
}

/** A web side, with its VPC and its load balancers in the network. */
export interface FoundWeb extends FoundSide {
  readonly plan: HubWeb;
  readonly services: readonly HubService[];
  readonly alb?: LoadBalancer;
  readonly nlb?: LoadBalancer;
}

/** The parts of a network that the statements of a hub are about. */
export interface HubFound {
  readonly network: Network;
  /** What of it the bridge answers for. */
  readonly own: OwnPart;
  readonly plan: HubPlan;
  readonly hub: Vpc;
  readonly clients: readonly FoundClient[];
  readonly webs: readonly FoundWeb[];
}

/** A part that was looked for, or what is said of it when it is not there. */
type Sought<T> = T | { readonly missing: Statement };

function isMissing<T extends object>(one: Sought<T>): one is { readonly missing: Statement } {
  return "missing" in one;
}

function clientIn(network: Network, plan: HubClient): Sought<FoundClient> {
  const side = { role: "client", name: plan.name } as const;
  const vpc = vpcOfSide(network, side);
  if (!vpc) return { missing: missing(`the ${vpcName(side)} is there`, vpcName(side)) };
  const own = plan.way === "nat" ? [...plan.natSubnets, ...plan.attachmentSubnets] : [];
  const planned = [...new Set([...plan.subnets, ...own])];
  return { vpc, plan, planned, label: sideLabel(side), roles: rolesIn(network.graph).of(side) };
}

function webIn(network: Network, plan: HubWeb, services: readonly HubService[]): Sought<FoundWeb> {
  const side = { role: "web", name: plan.name } as const;
  const label = sideLabel(side);
  const vpc = vpcOfSide(network, side);
  if (!vpc) return { missing: missing(`the ${vpcName(side)} is there`, vpcName(side)) };
  const roles = rolesIn(network.graph).of(side);
  const named = (address: string | undefined, kind: LoadBalancer["kind"]) =>
    network.topology.loadBalancers.find((one) => one.address === address && one.kind === kind);
  const [alb, nlb] = [named(roles.alb, "application"), named(roles.nlb, "network")];
  if (plan.hasAlb && !alb) return { missing: missing(`the ALB of the ${label} side is there`, "aws_lb") };
  if (plan.nlbListeners.length > 0 && !nlb)
    return { missing: missing(`the NLB of the ${label} side is there`, "aws_lb") };
  const own = services.filter(({ web }) => web === plan.name);
  return { vpc, plan, label, roles, services: own, ...(alb && { alb }), ...(nlb && { nlb }) };
}

/** The parts of a hub in the network, or what is said of those that are not there. */
export function foundIn(network: Network, plan: HubPlan): HubFound | { readonly missing: readonly Statement[] } {
  const named = rolesIn(network.graph).hub.vpc;
  const hub = network.topology.vpcs.find(({ address }) => address === named);
  const clients = plan.clients.map((client) => clientIn(network, client));
  const webs = plan.webs.map((web) => webIn(network, web, plan.services));
  const all = [...clients, ...webs].flatMap((one) => (isMissing(one) ? [one.missing] : []));
  if (!hub) return { missing: [missing("the hub VPC is there", "hub VPC"), ...all] };
  if (all.length > 0) return { missing: all };
  return {
    network,
    own: ownPart(network, plan),
    plan,
    hub,
    clients: clients.flatMap((one) => (isMissing(one) ? [] : [one])),
    webs: webs.flatMap((one) => (isMissing(one) ? [] : [one])),
  };
}

/** The load balancers of a web side. */
export function balancersOf({ alb, nlb }: FoundWeb): LoadBalancer[] {
  return [alb, nlb].flatMap((one) => one ?? []);
}

/** The services of a web side that a client side reaches. */
export function servicesFor({ services }: FoundWeb, client: FoundClient): HubService[] {
  return services.filter(({ clients }) => clients.includes(client.plan.name));
}
