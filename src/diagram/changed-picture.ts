import { type Topology } from "../topology";
import { BoxBuilder, type Boxes } from "./frames";
import { linksOf } from "./links";
import { spreadMarks } from "./marks";
import { mermaidOf } from "./mermaid";
import { type Frame, type Line, type Mark, type Picture, type Place, placesOf, type Row } from "./picture";
import { type Told } from "./rows";
import { Site } from "./site";
import { shownPicture } from "./shown-picture";
import { shortName } from "./naming";

/** A flow that a change opens, cuts or moves. */
export interface ChangedFlow {
  /** Terraform address of the host, subnet, load balancer or VPC, or "internet". */
  readonly from: string;
  readonly to: string;
  /** A few words, e.g. "tcp/443". */
  readonly text: string;
  readonly mark: Mark;
}

export interface Changes {
  /** For the picture's accessible title. */
  readonly title: string;
  /** The network before; without it nothing that is removed can be drawn. */
  readonly before?: Topology;
  readonly after: Topology;
  /**
   * What changes, by Terraform address. Things that are no boxes themselves mark what they belong to: security group
   * rules their hosts, routes and network ACLs their subnets, listeners and targets their load balancer.
   */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly flows?: readonly ChangedFlow[];
}

const NOTHING_TOLD: Told = {
  nameOf: shortName,
  flowsOf: () => [],
  isTold: () => false,
  isTaken: () => false,
  markOf: () => undefined,
};

const isMarked = ({ mark }: { readonly mark?: Mark }): boolean => mark !== undefined;

function boxesOf(marks: ReadonlyMap<string, Mark>, site: Site): Boxes {
  const told: Told = { ...NOTHING_TOLD, nameOf: (one) => site.naming.of(one), markOf: (address) => marks.get(address) };
  return new BoxBuilder(site, told, () => []).build();
}

function mergeById<T extends { readonly id: string }>(
  after: readonly T[],
  before: readonly T[],
  merge: (a: T, b: T) => T,
): T[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = after.map((one) => {
    const earlier = old.get(one.id);
    old.delete(one.id);
    return earlier ? merge(one, earlier) : one;
  });
  return [...kept, ...old.values()];
}

/** The rows of both, of one address that of the later. */
function mergePlace(after: Place, before: Place): Place {
  const known = new Set(after.rows.map((row) => row.address ?? row.text));
  return {
    ...after,
    rows: [
      ...after.rows,
      ...before.rows.filter((row) => row.mark === "removed" && !known.has(row.address ?? row.text)),
    ],
  };
}

function mergeFrame(after: Frame, before: Frame): Frame {
  return {
    ...after,
    frames: mergeById(after.frames, before.frames, mergeFrame),
    places: mergeById(after.places, before.places, mergePlace),
  };
}

/** The places that flows end in, with the things there that they end at. */
type Wanted = ReadonlyMap<string, ReadonlySet<string>>;

/** Only what is marked or wanted, with its frames; of a place only the rows that are. */
function prunePlace(place: Place, wanted: Wanted): Place[] {
  const rows = place.rows.filter(
    (row): row is Row =>
      isMarked(row) || (row.address !== undefined && wanted.get(place.id)?.has(row.address) === true),
  );
  return isMarked(place) || rows.length > 0 || wanted.has(place.id) ? [{ ...place, rows }] : [];
}

function pruneFrame(frame: Frame, wanted: Wanted): Frame[] {
  const frames = frame.frames.flatMap((one) => pruneFrame(one, wanted));
  const places = frame.places.flatMap((one) => prunePlace(one, wanted));
  if (frames.length + places.length > 0) return [{ ...frame, frames, places }];
  // A marked VPC without anything marked in it is still to be seen.
  return isMarked(frame)
    ? [
        {
          ...frame,
          frames: [],
          places: [{ id: `${frame.id} itself`, kind: "unknown", title: "nothing else in it changes", rows: [] }],
        },
      ]
    : [];
}

const NOTHING_DRAWN = 'flowchart TB\n  nothing["Nothing that is drawn changes."]\n';

/**
 * Mermaid of only what changes, for a plan review: what is marked, the boxes around it, and the flows that change.
 * Nothing marked and no flow gives a flowchart with one sentence. Names are escaped; the text has no fence around it.
 * Large changes (more than 45,000 characters) are replaced by one sentence too.
 */
export function mermaidOfChanges(changes: Changes): string {
  const picture = pictureOfChanges(changes);
  return picture ? mermaidOf(picture) : NOTHING_DRAWN;
}

/** The picture of only what changes, without what may not be shown; undefined when nothing of it is drawn. */
export function pictureOfChanges({ title, before, after, marks, flows = [] }: Changes): Picture | undefined {
  const topologies = before ? [after, before] : [after];
  const spread = spreadMarks(topologies, marks);
  const sites = topologies.map((topology) => new Site(topology, false));
  const [now, then] = sites.map((site) => boxesOf(spread, site));
  if (!now) throw new Error("there is no topology");
  const merged: Boxes = then
    ? { frames: mergeById(now.frames, then.frames, mergeFrame), places: mergeById(now.places, then.places, mergePlace) }
    : now;
  const placeOf = (address: string): string | undefined => {
    for (const [i, site] of sites.entries()) {
      const own =
        site.of(address) ??
        topologies[i]?.vpcs.find((vpc) => vpc.address === address)?.subnets.map((one) => site.ofSubnet(one))[0];
      if (own !== undefined) return own;
    }
    return undefined;
  };
  const wanted = new Map<string, Set<string>>();
  const lines = flows.flatMap(({ from, to, text, mark }): Line[] => {
    const [a, b] = [placeOf(from), placeOf(to)];
    if (a === undefined || b === undefined || a === b) return [];
    wanted.set(a, (wanted.get(a) ?? new Set()).add(from));
    wanted.set(b, (wanted.get(b) ?? new Set()).add(to));
    return [{ from: a, to: b, kind: "flow", flows: [], labels: [text], isMutual: false, mark }];
  });
  const shown: Boxes = {
    frames: merged.frames.flatMap((frame) => pruneFrame(frame, wanted)),
    places: merged.places.flatMap((place) => prunePlace(place, wanted)),
  };
  const kept = new Set(placesOf(shown).map((place) => place.id));
  if (kept.size === 0) return undefined;
  const [site] = sites;
  const told: Told = { ...NOTHING_TOLD, isTaken: () => true, markOf: (address) => spread.get(address) };
  const links = site ? linksOf(after, site, lines, told).filter(({ from, to }) => kept.has(from) && kept.has(to)) : [];
  const picture: Picture = { title, ...shown, lines: [...lines, ...links], flows: [], notes: [], isCompact: false };
  return shownPicture(picture, after.secrets);
}
