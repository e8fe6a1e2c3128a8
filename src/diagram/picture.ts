/** What a change does to a thing, for the plan review. */
export type Mark = "added" | "removed" | "changed";

/** One line of text in a place: something that lives there, a route, a listener. */
export interface Row {
  readonly text: string;
  /** Terraform address; absent for a line that is about the place itself. */
  readonly address?: string;
  /** Numbers of the flows that pass here or end here, in order. */
  readonly flows: readonly number[];
  /** Something about it is not known. */
  readonly isUncertain?: boolean;
  readonly mark?: Mark;
  /** It is a heading for the rows that follow. */
  readonly isHeading?: boolean;
  /** It is about a transit gateway's attachment; only who lays boxes out asks. */
  readonly isAttachment?: boolean;
}

export type PlaceKind =
  | "subnet"
  | "load-balancer"
  | "transit-gateway"
  | "internet"
  | "internet-gateway"
  | "on-premises"
  | "peering"
  | "attachment"
  | "vpc"
  | "unknown";

/** A box that lines lead to. */
export interface Place {
  /** Terraform address, or a name that no address can have: equal from one picture to the next. */
  readonly id: string;
  readonly kind: PlaceKind;
  readonly title: string;
  readonly subtitle?: string;
  readonly rows: readonly Row[];
  readonly isUncertain?: boolean;
  readonly mark?: Mark;
}

export type FrameKind = "account" | "vpc" | "zone";

/** A box around boxes. */
export interface Frame {
  readonly id: string;
  readonly kind: FrameKind;
  readonly title: string;
  readonly subtitle?: string;
  readonly frames: readonly Frame[];
  readonly places: readonly Place[];
  readonly mark?: Mark;
}

/**
 * flow: proved packets; reply: the way back where it is another one; forbidden: proved that no packet passes;
 * broken: forbidden, but not proved so; link: belongs together, no proved flow; steered: a steered route that no flow takes.
 */
type LineKind = "flow" | "reply" | "forbidden" | "broken" | "steered" | "link";

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  readonly flows: readonly number[];
  readonly labels: readonly string[];
  /** Both ways. */
  readonly isMutual: boolean;
  /** Terraform addresses of the two subnets that it is about, where they are only a part of the boxes. */
  readonly between?: readonly [string, string];
  readonly mark?: Mark;
}

/** A topology as boxes and lines, before anything is laid out. Order is meaning: the same input gives the same picture. */
export interface Picture {
  readonly title: string;
  readonly frames: readonly Frame[];
  /** Boxes outside of every frame. */
  readonly places: readonly Place[];
  readonly lines: readonly Line[];
  /** What each flow is, by number. */
  readonly flows: readonly string[];
  /** What the reader must know beside the drawing. */
  readonly notes: readonly string[];
  /** VPCs are single boxes around their gateway. */
  readonly isCompact: boolean;
}

/** Every place of a picture, those in frames first. */
export function placesOf(picture: Pick<Picture, "frames" | "places">): Place[] {
  const inside = (frame: Frame): Place[] => [...frame.frames.flatMap(inside), ...frame.places];
  return [...picture.frames.flatMap(inside), ...picture.places];
}

/** What lies above what, from the internet down to the gateways between VPCs. */
const LEVELS: Readonly<Record<PlaceKind, number>> = {
  internet: 0,
  "internet-gateway": 1,
  unknown: 2,
  subnet: 2,
  "load-balancer": 2,
  vpc: 2,
  "transit-gateway": 3,
  attachment: 4,
  peering: 3,
  "on-premises": 4,
};

/**
 * The order in which places lie on the page. In a picture of many VPCs one half of them stands before the gateways,
 * the other behind.
 */
export function ranksOf(picture: Pick<Picture, "frames" | "places" | "isCompact">): (place: Place) => number {
  const vpcs = placesOf(picture).filter((one) => one.kind === "vpc");
  const behind = new Set(picture.isCompact ? vpcs.slice(Math.ceil(vpcs.length / 2)).map((one) => one.id) : []);
  return (place) => (behind.has(place.id) ? 5 : LEVELS[place.kind]);
}
