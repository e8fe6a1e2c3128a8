import {
  attachmentFlagsOff,
  defaultGroupsClosed,
  type Explanation,
  type Evaluation,
  keyOfExplanation,
  noDefaultTables,
  noPropagation,
  oneVpcEach,
  steeredRoutesLegal,
  steeringStaysInZone,
  targetZonesUsable,
} from "../reachability";
import { type ComparedFlow, isInternet, verdictOf, vpcOf } from "./compared-flows";
import { isGiven, type Networks, ownerOf, type PlanSide } from "./networks";

/** Something that must not become true by accident, and does. */
export interface Forbidden {
  readonly rule: string;
  /** What becomes possible; own words only. */
  readonly text: string;
  /** Packets get where they could not; the others never work, or AWS refuses them. */
  readonly opens: boolean;
  readonly addresses: readonly string[];
  /** The flows by which it was found, if it was. */
  readonly flows: readonly ComparedFlow[];
}

interface Structural {
  readonly rule: string;
  readonly text: string;
  /** AWS refuses it, or it never works: wrong in a new network too. Others are a matter of taste until somebody had them right. */
  readonly isAlwaysWrong: boolean;
  /** It is a way for packets that there was not. */
  readonly isOpening?: boolean;
  /** Only faults of what existed itself count, not those of what is added to it. */
  readonly isOwn?: boolean;
  readonly fact: (side: PlanSide) => Evaluation;
}

const STRUCTURAL: readonly Structural[] = [
  {
    rule: "propagation-switched-on",
    text: "a transit gateway route table takes propagated routes from now on",
    isAlwaysWrong: false,
    isOpening: true,
    fact: ({ topology }) => noPropagation(topology),
  },
  {
    rule: "default-table-switched-on",
    text: "a transit gateway gets a default route table: what is attached from now on reaches what nobody wrote down",
    isAlwaysWrong: false,
    isOpening: true,
    fact: ({ topology }) => noDefaultTables(topology),
  },
  {
    rule: "attachment-joins-default-table",
    text: "an attachment joins the default route table from now on",
    isAlwaysWrong: false,
    isOpening: true,
    isOwn: true,
    fact: ({ graph }) => attachmentFlagsOff(graph),
  },
  {
    rule: "default-group-opened",
    text: "the group that nobody chose admits packets",
    isAlwaysWrong: false,
    isOpening: true,
    fact: ({ topology }) => defaultGroupsClosed(topology.vpcs),
  },
  {
    rule: "steering-leaves-zone",
    text: "a subnet's traffic hangs on an interface in another zone, and such routes do not fail over",
    isAlwaysWrong: false,
    fact: ({ topology }) => steeringStaysInZone(topology),
  },
  {
    rule: "route-aws-refuses",
    text: "a route inside the VPC's own range that AWS refuses",
    isAlwaysWrong: true,
    fact: ({ topology }) => steeredRoutesLegal(topology),
  },
  {
    rule: "target-zone-not-served",
    text: "a target whose zone is none of the load balancer's, so that it stays unused",
    isAlwaysWrong: true,
    fact: ({ topology }) => targetZonesUsable(topology),
  },
  {
    rule: "parts-in-different-vpcs",
    text: "a table, a group or a target group in another VPC than what uses it",
    isAlwaysWrong: true,
    fact: ({ topology }) => oneVpcEach(topology),
  },
];

/** One propagation more into a table that takes some already is nothing new. */
const keyOf = (one: Explanation): string =>
  one.reason.kind === "takes-propagated-routes" ? one.reason.table : keyOfExplanation(one);

/** Whether something of this address, or what it belongs to, was there before. */
function existed({ before }: Networks, address: string): boolean {
  const owner = ownerOf(address);
  return before.graph.get(owner) !== undefined || before.topology.vpcs.some((one) => one.address === owner);
}

/** Tables and gateways that a fault's resource is about: what is new in a new network is nobody's accident. */
function subjects({ after: { graph } }: Networks, address: string): string[] {
  const resource = graph.get(ownerOf(address));
  if (!resource) return [address];
  const linked = ["transit_gateway_route_table_id", "transit_gateway_id"].flatMap((key) => {
    const resolved = graph.resolve(resource.values[key]);
    if (resolved.kind === "link") return [resolved.to.address];
    return resolved.kind === "literal" && typeof resolved.value === "string"
      ? graph.withIdentity(resolved.value).map((one) => one.address)
      : [];
  });
  return [address, ...linked.slice(0, 1)];
}

function structural(networks: Networks): Forbidden[] {
  return STRUCTURAL.flatMap(({ rule, text, isAlwaysWrong, isOpening, isOwn, fact }) => {
    const about = (address: string): string[] => (isOwn === true ? [address] : subjects(networks, address));
    const known = new Set(fact(networks.before).explanations.map(keyOf));
    const faults = fact(networks.after).explanations.filter(
      (one) =>
        one.code !== "UNKNOWN_RESOURCE" &&
        !known.has(keyOf(one)) &&
        (isAlwaysWrong || about(one.address).some((address) => existed(networks, address))),
    );
    const addresses = [...new Set(faults.map(({ address }) => address))];
    return addresses.length === 0 ? [] : [{ rule, text, opens: isOpening === true, addresses, flows: [] }];
  });
}

/** Two VPCs, by address. */
interface VpcPair {
  readonly from: string;
  readonly to: string;
}

/** The VPCs that a flow passes between; undefined within one VPC, and with an end in none. */
function vpcsOf(flow: ComparedFlow, side: "before" | "after"): VpcPair | undefined {
  const [from, to] = [flow.from[side], flow.to[side]].map((end) => end && vpcOf(end));
  return from === undefined || to === undefined || from === to ? undefined : { from, to };
}

const pairKey = ({ from, to }: VpcPair): string => JSON.stringify([from, to]);

/** Pairs of existing VPCs between which nothing could pass, and now something can. */
function newlyConnected(
  networks: Networks,
  all: readonly ComparedFlow[],
  opened: readonly ComparedFlow[],
): Forbidden[] {
  const worked = all.filter(({ before }) => verdictOf(before) !== "DENIED").map((flow) => vpcsOf(flow, "before"));
  const had = new Set(worked.flatMap((pair) => (pair ? pairKey(pair) : [])));
  const isThere = (vpc: string): boolean => existed(networks, vpc) || isGiven(networks.after, vpc);
  const found = new Map<string, VpcPair & { readonly flows: ComparedFlow[] }>();
  for (const flow of opened) {
    const pair = vpcsOf(flow, "after");
    if (!pair || had.has(pairKey(pair)) || !isThere(pair.from) || !isThere(pair.to)) continue;
    const known = found.get(pairKey(pair));
    if (known) known.flows.push(flow);
    else found.set(pairKey(pair), { ...pair, flows: [flow] });
  }
  return [...found.values()].map(({ from, to, flows }) => ({
    rule: "vpcs-newly-connected",
    text: "packets pass between two VPCs that had no way to each other",
    opens: true,
    addresses: [from, to],
    flows,
  }));
}

/** @param opened flows that begin to work, those between new ends included */
export function forbiddenOf(
  networks: Networks,
  all: readonly ComparedFlow[],
  opened: readonly ComparedFlow[],
): Forbidden[] {
  const fromInternet = opened.filter(({ from }) => isInternet(from));
  const public_: Forbidden[] =
    fromInternet.length === 0
      ? []
      : [
          {
            rule: "opened-to-the-internet",
            text: "the internet gets in",
            opens: true,
            addresses: [...new Set(fromInternet.flatMap(({ to }) => to.members))],
            flows: fromInternet,
          },
        ];
  return [...public_, ...newlyConnected(networks, all, opened), ...structural(networks)];
}
