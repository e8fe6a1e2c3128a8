import { endsOf, vpcOf } from "../review/compared-flows";
import { ownerOf, type PlanSide } from "../review/networks";
import { type Endpoint } from "../reachability";
import { roleOf, type Value } from "../terraform";
import { type Aligned } from "./aligned";
import { type AskedPlace, type Source } from "./source";

/**
 * Why an end that one source tells of is not compared: the other one holds only what Terraform manages; AWS was not asked for
 * things of its kind there, or did not answer; or AWS was not asked about its account and Region.
 */
export type LeftOutReason = "not-managed" | "not-listed" | "not-asked";

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

/** The Region of a zone: us-east-1 of us-east-1a; Local Zones have longer names (EC2 user guide, Regions and Zones). */
function regionOf(zone: string | undefined): string | undefined {
  return zone === undefined ? undefined : /^[a-z]{2,3}(?:-[a-z]+)+-\d+/.exec(zone)?.[0];
}

/** Account and Region of a VPC, as far as its source tells. */
function placeOf({ graph, topology }: PlanSide, vpc: string): Place {
  const values = graph.get(vpc)?.values;
  const [, , , region, account] = (textIn(values?.arn) ?? "").split(":");
  const zones = topology.subnets.filter((subnet) => subnet.vpc.address === vpc).map(({ zone }) => regionOf(zone));
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

/** Why a source that asked AWS could not know of an end of the other; undefined where it would. */
function missedBy(
  places: readonly AskedPlace[],
  end: Endpoint,
  own: PlanSide,
  other: PlanSide,
): LeftOutReason | undefined {
  const vpc = vpcOf(end);
  const resource = own.graph.get(ownerOf(end.address));
  const place = vpc === undefined ? {} : placeOf(own, vpc);
  const isKnownVpc = other.topology.vpcs.some(({ address }) => address === vpc);
  const isNew = vpc !== undefined && textIn(own.graph.get(vpc)?.values.id) === undefined && own.graph.get(vpc);
  const near = places.filter((one) => mayBe(one, place));
  if (near.length === 0) return "not-asked";
  const isInPlace = isTold(place) && near.some(isTold);
  if (!isKnownVpc && !isNew && !isInPlace) return "not-asked";
  const role = roleOf(resource?.type ?? "");
  return near.every(({ lists }) => lists.has(role)) ? undefined : "not-listed";
}

/** What a plan creates is nowhere yet, so whoever does not tell of it knows all the same. */
function isCreated({ graph, ids }: Source, sides: PlanSide, address: string): boolean {
  const owner = ownerOf(address);
  const isManaged = sides.graph.get(owner)?.mode === "managed";
  return graph.kind === "plan" && isManaged && ids?.has(owner) === false && idAt(sides, address) === "";
}

const idAt = ({ graph }: PlanSide, address: string): string => textIn(graph.get(ownerOf(address))?.values.id) ?? "";

/** The ends that only one of the sources can know of, by address. */
export function leftOut(before: Source, after: Source, sides: Aligned): ReadonlyMap<string, LeftOut> {
  const found = new Map<string, LeftOut>();
  const ends = { before: endsOf(sides.before), after: endsOf(sides.after) };
  const look = (told: "before" | "after", own: Source, other: Source): void => {
    const there = told === "before" ? "after" : "before";
    const managed = new Set(other.ids?.values());
    for (const [address, end] of ends[told]) {
      if (address === "internet" || ends[there].has(address) || isCreated(own, sides[told], address)) continue;
      const reason = other.places
        ? missedBy(other.places, end, sides[told], sides[there])
        : own.graph.kind === "account" && !managed.has(idAt(sides[told], address))
          ? "not-managed"
          : undefined;
      if (reason) found.set(address, { address, told, reason });
    }
  };
  look("before", before, after);
  look("after", after, before);
  return found;
}
