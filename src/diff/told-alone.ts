import { endsOf, vpcOf } from "../review/compared-flows";
import { ownerOf, type PlanSide } from "../review/networks";
import { regionOfZone, roleOf, type Value } from "../terraform";
import { type Aligned } from "./aligned";
import { type AskedPlace, type Source } from "./source";

/**
 * Why an end that one source tells of is not compared: the other one holds only what Terraform manages; a capture never has
 * things of its kind; AWS was not asked for them there, or did not answer; or it was not asked about that account and Region.
 */
export type LeftOutReason = "not-managed" | "not-listed" | "not-answered" | "not-asked";

/** An end that only one source can know of. */
export interface LeftOut {
  readonly address: string;
  /** The source that tells of it. */
  readonly told: "before" | "after";
  readonly reason: LeftOutReason;
}

type Place = Pick<AskedPlace, "account" | "region">;

const textIn = (value: Value | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Account and Region of a VPC, as far as its source tells. */
function placeOf({ graph, topology }: PlanSide, vpc: string): Place {
  const values = graph.get(vpc)?.values;
  const [, , , region, account] = (textIn(values?.arn) ?? "").split(":");
  const zones = topology.subnets.filter((subnet) => subnet.vpc.address === vpc).map(({ zone }) => regionOfZone(zone));
  const owner = textIn(values?.owner_id) ?? textIn(account);
  const home = textIn(region) ?? zones.find((one) => one !== undefined);
  return { ...(owner !== undefined && { account: owner }), ...(home !== undefined && { region: home }) };
}

/** Whether the two may be one place; where both are told, whether they are. */
function mayBe(some: Place, other: Place): boolean {
  return (["account", "region"] as const).every(
    (key) => some[key] === undefined || other[key] === undefined || some[key] === other[key],
  );
}

const isTold = ({ account, region }: Place): boolean => account !== undefined && region !== undefined;

/** Something, and the VPC that it is in. */
interface InVpc {
  readonly address: string;
  readonly vpc: string | undefined;
}

/** Why a source that asked AWS could not know of an end of the other; undefined where it would. */
function missedBy(
  places: readonly AskedPlace[],
  { address, vpc }: InVpc,
  own: PlanSide,
  other: PlanSide,
): LeftOutReason | undefined {
  const resource = own.graph.get(ownerOf(address));
  const place = vpc === undefined ? {} : placeOf(own, vpc);
  const isKnownVpc = other.topology.vpcs.some(({ address }) => address === vpc);
  const isNew = vpc !== undefined && textIn(own.graph.get(vpc)?.values.id) === undefined && own.graph.get(vpc);
  const near = places.filter((one) => mayBe(one, place));
  if (near.length === 0) return "not-asked";
  const role = roleOf(resource?.type ?? "");
  if (near.some(({ unanswered }) => unanswered?.has(role))) return "not-answered";
  const isInPlace = isTold(place) && near.some(isTold);
  if (!isKnownVpc && !isNew && !isInPlace) return "not-asked";
  return near.every(({ lists }) => lists.has(role)) ? undefined : "not-listed";
}

/** What a plan creates is nowhere yet, so whoever does not tell of it knows all the same. */
function isCreated({ graph, ids }: Source, sides: PlanSide, address: string): boolean {
  const owner = ownerOf(address);
  const isManaged = sides.graph.get(owner)?.mode === "managed";
  return graph.kind === "plan" && isManaged && ids?.has(owner) === false && idAt(sides, address) === "";
}

const idAt = ({ graph }: PlanSide, address: string): string => textIn(graph.get(ownerOf(address))?.values.id) ?? "";

/** Whether one of the sources could tell of what the other one does. */
export class Scope {
  private readonly ends;
  /** Ids of what a plan finds there, on each side. */
  private readonly managed;

  constructor(
    private readonly before: Source,
    private readonly after: Source,
    private readonly sides: Aligned,
  ) {
    this.ends = { before: endsOf(sides.before), after: endsOf(sides.after) };
    this.managed = { before: new Set(before.ids?.values()), after: new Set(after.ids?.values()) };
  }

  /** Why the source that does not tell of something could not; undefined where it says by that that there is none. */
  private reasonOf(one: InVpc, told: "before" | "after"): LeftOutReason | undefined {
    const there = told === "before" ? "after" : "before";
    const [own, other] = [this[told], this[there]];
    if (isCreated(own, this.sides[told], one.address)) return undefined;
    if (other.places) return missedBy(other.places, one, this.sides[told], this.sides[there]);
    const isManaged = this.managed[there].has(idAt(this.sides[told], one.address));
    return own.graph.kind === "account" && !isManaged ? "not-managed" : undefined;
  }

  /** Whether AWS, where the other source asked it, would have told of a thing that only this one tells of. */
  couldBeTold(address: string, told: "before" | "after"): boolean {
    const end = this.ends[told].get(address);
    const named = this.sides[told].graph.get(address)?.values.vpc_id;
    const [owner] = typeof named === "string" ? this.sides[told].graph.withIdentity(named) : [];
    const vpc = end ? vpcOf(end) : owner?.address;
    const reason = this.reasonOf({ address, vpc }, told);
    return reason !== "not-answered" && (reason !== "not-asked" || vpc === undefined);
  }

  /** The ends that only one of the sources can know of, by address. */
  leftOut(): ReadonlyMap<string, LeftOut> {
    const found = new Map<string, LeftOut>();
    for (const told of ["before", "after"] as const)
      for (const [address, end] of this.ends[told]) {
        if (address === "internet" || this.ends[told === "before" ? "after" : "before"].has(address)) continue;
        const reason = this.reasonOf({ address, vpc: vpcOf(end) }, told);
        if (reason) found.set(address, { address, told, reason });
      }
    return found;
  }
}
