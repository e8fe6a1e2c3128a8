import { visible } from "../escape/visible";
import { push } from "../terraform";
import { COLORS, flowColor, type Shade } from "./colors";
import {
  type Frame,
  type FrameKind,
  type Line,
  type Picture,
  type Place,
  type PlaceKind,
  placesOf,
  ranksOf,
  type Row,
} from "./picture";
import { escapeXml, isAscii, widthOf, wrap } from "./svg-text";

/** Pixels; nothing is smaller than 11 in a picture that is shown 1,200 wide. */
export const FONT_SIZE = 12;
const TITLE_SIZE = 13;

const PLACE_COLORS: Readonly<Record<PlaceKind, readonly [Shade, Shade]>> = {
  subnet: [COLORS.subnet, COLORS.subnetEdge],
  "load-balancer": [COLORS.balancer, COLORS.balancerEdge],
  "transit-gateway": [COLORS.gateway, COLORS.gatewayEdge],
  internet: [COLORS.ground, COLORS.subnetEdge],
  "internet-gateway": [COLORS.gateway, COLORS.gatewayEdge],
  "on-premises": [COLORS.ground, COLORS.subnetEdge],
  peering: [COLORS.gateway, COLORS.gatewayEdge],
  attachment: [COLORS.gateway, COLORS.gatewayEdge],
  vpc: [COLORS.vpc, COLORS.vpcEdge],
  unknown: [COLORS.ground, COLORS.doubt],
};

const FRAME_COLORS: Readonly<Record<FrameKind, readonly [Shade, Shade, string]>> = {
  account: [COLORS.account, COLORS.accountEdge, "rounded,filled"],
  vpc: [COLORS.vpc, COLORS.vpcEdge, "rounded,filled"],
  zone: [COLORS.zone, COLORS.zoneEdge, "rounded,filled,dashed"],
};

/** How a picture is put to Graphviz: subnets of red lines side by side or not, and the kind of lines. */
export interface Manner {
  readonly isLevel: boolean;
  readonly splines: "true" | "polyline" | "line";
}

/** A picture in Graphviz' language, and what its nodes and clusters stand for: their names are plain letters and digits. */
export interface Dot {
  readonly text: string;
  readonly names: ReadonlyMap<string, string>;
}

/** How a piece of text is set. */
export interface Font {
  /** Pixels. */
  readonly size: number;
  readonly color: Shade;
  readonly isBold?: boolean;
}

/** A piece of visible text in a cell. */
function wordsOf(text: string, { size, color, isBold = false }: Font): string {
  const shown = escapeXml(text) || " ";
  const inner = isBold ? `<B>${shown}</B>` : shown;
  return `<FONT POINT-SIZE="${size}" COLOR="${color.light}">${inner}</FONT>`;
}

/** A cell with a piece of visible text; Graphviz is told its width where it would guess it wrongly. */
function cell(text: string, { size, color, isBold = false }: Font, attributes = ""): string {
  const width = isAscii(text) && !isBold ? "" : ` WIDTH="${widthOf(text, size, isBold) + (isBold ? 8 : 4)}"`;
  return `<TD${attributes}${width}>${wordsOf(text, { size, color, isBold })}</TD>`;
}

/** What stands below or behind a title. */
function secondCell(subtitle: string, attributes = ""): string {
  const text = visible(subtitle);
  return cell(text, { size: FONT_SIZE, color: COLORS.muted }, attributes);
}

function colorOf({ mark, isUncertain }: Pick<Row, "mark" | "isUncertain">): Shade {
  return mark ? COLORS[mark] : isUncertain ? COLORS.doubt : COLORS.text;
}

const BAR = { width: 6, height: 14, gap: 2 };

/** Letters of a row, beyond which it goes on in the next line: boxes of these kinds stand side by side. */
const LONGEST_LINE: Readonly<Partial<Record<PlaceKind, number>>> = { subnet: 32, "load-balancer": 32 };
const LONGEST_LINE_ALONE = 60;
const LONGEST_TITLE = 40;
const LONGEST_LABEL = 18;
const LONGEST_RED = 30;

/** A row in tables of exactly its own width: Graphviz would spread the cells over the whole box. */
function rowOf(row: Row, kind: PlaceKind): string {
  const text = visible(row.mark ? `${row.mark}: ${row.text}` : row.text);
  const isBold = row.isHeading === true;
  const bars = row.flows.map((number) => ` BGCOLOR="${flowColor(number).light}"`);
  const lines = wrap(text, (line) => [...line].length <= (LONGEST_LINE[kind] ?? LONGEST_LINE_ALONE));
  return lines
    .map((line, i) => {
      const blank = bars.map(
        (bar) => `<TD WIDTH="${BAR.width}" HEIGHT="${BAR.height}" FIXEDSIZE="TRUE"${i === 0 ? bar : ""}></TD>`,
      );
      const width = widthOf(line, FONT_SIZE, isBold) + 6;
      const whole = width + bars.length * (BAR.width + BAR.gap) + 3 * BAR.gap + 1;
      const gap = bars.length > 0 ? `<TD WIDTH="1"></TD>` : "";
      const inner = `${blank.join("")}${gap}<TD ALIGN="LEFT" WIDTH="${width}">${wordsOf(line, { size: FONT_SIZE, color: colorOf(row), isBold })}</TD>`;
      return `<TR><TD ALIGN="LEFT"><TABLE ALIGN="LEFT" FIXEDSIZE="TRUE" WIDTH="${whole}" HEIGHT="18" BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="${BAR.gap}"><TR>${inner}</TR></TABLE></TD></TR>`;
    })
    .join("");
}

function placeLabel({ kind, title, subtitle, rows, mark, isUncertain }: Place): string {
  const [fill, edge] = PLACE_COLORS[kind];
  const border = mark ? COLORS[mark] : isUncertain ? COLORS.doubt : edge;
  const head = wrap(visible(mark ? `${mark}: ${title}` : title), (line) => line.length <= LONGEST_TITLE)
    .map((line) => cell(line, { size: TITLE_SIZE, color: mark ? COLORS[mark] : COLORS.text, isBold: true }))
    .map((one) => `<TR>${one}</TR>`)
    .join("");
  const second = subtitle === undefined ? "" : `<TR>${secondCell(subtitle)}</TR>`;
  return `<<TABLE BORDER="${mark ? 3 : 1}" CELLBORDER="0" CELLPADDING="2" CELLSPACING="0" STYLE="ROUNDED" COLOR="${border.light}" BGCOLOR="${fill.light}">${head}${second}${rows.map((row) => rowOf(row, kind)).join("")}</TABLE>>`;
}

/** Where fewest lines come by: those to the internet leave a VPC at its top, those between zones come from their neighbours. */
function labelPlace({ kind, places, frames }: Frame, isLast: boolean): string {
  const hasInternet = places.some((place) => place.kind === "internet-gateway");
  const isAttached = frames.some((zone) => zone.places.some(({ rows }) => rows.some((row) => row.isAttachment)));
  const isLow = kind === "vpc" && hasInternet && !isAttached;
  return `labeljust=${kind === "zone" && isLast ? "r" : "l"}, labelloc=${isLow ? "b" : "t"}`;
}

const BOTTOM = ' VALIGN="BOTTOM"';

function frameLabel({ title, subtitle, kind, mark }: Frame): string {
  const [, edge] = FRAME_COLORS[kind];
  const heading = wrap(visible(mark ? `${mark}: ${title}` : title), (line) => line.length <= LONGEST_TITLE);
  const isBold = kind !== "zone";
  const size = isBold ? TITLE_SIZE : FONT_SIZE;
  const color = mark ? COLORS[mark] : kind === "vpc" ? edge : COLORS.muted;
  const cellOf = (line: string): string => cell(line, { size, color, isBold }, BOTTOM);
  const second = subtitle === undefined ? "" : secondCell(subtitle, BOTTOM);
  const rows = heading.map((line, i) => `<TR>${cellOf(line)}${i === heading.length - 1 ? second : ""}</TR>`);
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="4">${rows.join("")}</TABLE>>`;
}

/** What stands on a line: it interrupts it. */
function lineLabel({ labels }: Line): string {
  const few = labels.length > 4 ? [...labels.slice(0, 3), `and ${labels.length - 3} more`] : labels;
  const shown = few.flatMap((text) => wrap(visible(text), (line) => line.length <= LONGEST_LABEL));
  const rows = shown.map((text) => `<TR>${cell(text, { size: FONT_SIZE, color: COLORS.text })}</TR>`);
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="1">${rows.join("")}</TABLE>>`;
}

/** The same for a red line. It may lie on the border of a frame, so it gets a ground of its own. */
function redLabel({ labels, kind }: Line): string {
  const [first = "", ...more] = labels;
  const cellOf = (text: string, attributes = ""): string =>
    cell(text, { size: FONT_SIZE, color: COLORS.forbidden, isBold: true }, attributes);
  const head = kind === "forbidden" ? [cellOf("×"), cellOf(visible(first))] : [cellOf(visible(first), ' COLSPAN="2"')];
  const rest = more
    .flatMap((text) => wrap(visible(text), (line) => line.length <= LONGEST_RED))
    .map((text) => `<TR>${cellOf(text, ' COLSPAN="2"')}</TR>`);
  return `<<TABLE BORDER="1" CELLBORDER="0" CELLPADDING="2" CELLSPACING="2" STYLE="ROUNDED" COLOR="${COLORS.forbidden.light}" BGCOLOR="${COLORS.ground.light}"><TR>${head.join("")}</TR>${rest.join("")}</TABLE>>`;
}

function styleOf({ kind, flows, mark }: Line): string {
  const flowColors = flows.map((number) => flowColor(number).light).join(":");
  const color = mark ? COLORS[mark].light : undefined;
  switch (kind) {
    case "flow":
      return `color="${color ?? flowColors}", penwidth=2`;
    case "reply":
      return `color="${color ?? (flows.length === 1 ? flowColors : COLORS.muted.light)}", penwidth=1.2, style=dashed`;
    case "forbidden":
      return `color="${COLORS.forbidden.light}", penwidth=1.5, style=dashed`;
    case "broken":
      return `color="${COLORS.forbidden.light}", penwidth=4`;
    case "steered":
      return `color="${color ?? COLORS.doubt.light}", penwidth=1.2, style=dotted`;
    case "link":
      return `color="${color ?? COLORS.link.light}", penwidth=1`;
  }
}

function headsOf({ kind, isMutual }: Line, isTurned: boolean): string {
  if (kind === "link") return "none";
  if (isMutual) return "both";
  return isTurned ? "back" : "forward";
}

const SEPARATOR = "\n";

class DotWriter {
  private readonly out: string[] = [];
  private readonly nodes = new Map<string, string>();
  private readonly labels = new Map<string, string[]>();
  private readonly known: ReadonlyMap<string, Place>;
  private readonly path: string[] = [];
  private readonly rankOf: (place: Place) => number;
  readonly names = new Map<string, string>();

  constructor(
    private readonly picture: Picture,
    private readonly manner: Manner,
  ) {
    this.known = new Map(placesOf(picture).map((place) => [place.id, place]));
    this.rankOf = ranksOf(picture);
  }

  write(): string {
    const { picture } = this;
    const direction = picture.isCompact ? "LR" : "TB";
    const [nodesep, ranksep] = picture.isCompact ? [0.12, 1.1] : [0.3, 0.42];
    this.out.push(
      "digraph picture {",
      `graph [rankdir=${direction}, newrank=true, compound=true, outputorder=edgesfirst, nodesep=${nodesep}, ranksep=${ranksep}, pad=0.05, splines=${this.manner.splines}, fontname="Helvetica", bgcolor="transparent"]`,
      'node [shape=plain, fontname="Helvetica"]',
      `edge [fontname="Helvetica", arrowsize=0.8]`,
    );
    const labels = this.placeLabels();
    for (const place of picture.places) this.place(place);
    for (const frame of picture.frames) this.frame(frame);
    for (const label of this.labels.get("") ?? []) this.out.push(label);
    if (!picture.isCompact && this.manner.isLevel) this.levels();
    if (picture.isCompact) this.grid();
    picture.lines.forEach((line, i) => this.line(line, labels[i]));
    this.out.push("}");
    return this.out.join("\n");
  }

  private frame(frame: Frame, isLast = false): void {
    const name = `cluster_${this.names.size}`;
    this.names.set(name, frame.id);
    const [fill, edge, style] = FRAME_COLORS[frame.kind];
    const border = frame.mark ? COLORS[frame.mark] : edge;
    this.out.push(
      `subgraph ${name} {`,
      `graph [label=${frameLabel(frame)}, ${labelPlace(frame, isLast)}, margin=${frame.kind === "zone" ? 8 : 10}, style="${style}", fillcolor="${fill.light}", color="${border.light}"]`,
    );
    this.path.push(frame.id);
    frame.frames.forEach((one, i) => this.frame(one, i > 0 && i === frame.frames.length - 1));
    for (const place of frame.places) this.place(place);
    // Labels of lines inside are nodes inside, so that they lie on no border.
    for (const label of this.labels.get(this.path.join(SEPARATOR)) ?? []) this.out.push(label);
    this.path.pop();
    this.out.push("}");
  }

  private place(place: Place): void {
    const name = `n${this.names.size}`;
    this.names.set(name, place.id);
    this.nodes.set(place.id, name);
    this.out.push(`${name} [label=${placeLabel(place)}]`);
  }

  private line(line: Line, label: string | undefined): void {
    const [from, to] = [this.known.get(line.from), this.known.get(line.to)];
    if (!from || !to) return;
    const isTurned = this.rankOf(from) > this.rankOf(to);
    const [tail, head] = (isTurned ? [to, from] : [from, to]).map((one) => this.nodes.get(one.id) ?? "");
    const style = styleOf(line);
    const heads = headsOf(line, isTurned);
    const isRed = line.kind === "broken" || line.kind === "forbidden";
    const ports = this.picture.isCompact
      ? [from, to]
          .map((one, i) => (one.kind === "vpc" ? `, ${(i === 0) !== isTurned ? "tailport=e" : "headport=w"}` : ""))
          .join("")
      : "";
    if (isRed) this.out.push(`${tail} -> ${head} [${style}, dir=${heads}, constraint=false, label=${redLabel(line)}]`);
    else if (label === undefined) this.out.push(`${tail} -> ${head} [${style}, dir=${heads}${ports}]`);
    else {
      const [start, end] = [
        heads === "back" || heads === "both" ? "back" : "none",
        heads === "forward" || heads === "both" ? "forward" : "none",
      ];
      this.names.set(label, `${line.labels.join(", ")}`);
      this.out.push(`${tail} -> ${label} [${style}, dir=${start}]`, `${label} -> ${head} [${style}, dir=${end}]`);
    }
  }

  /** A node for each label, in the innermost frame that both ends of its line are in. */
  private placeLabels(): (string | undefined)[] {
    const pathOf = new Map<string, readonly string[]>();
    const visit = (frame: Frame, path: readonly string[]): void => {
      const own = [...path, frame.id];
      for (const place of frame.places) pathOf.set(place.id, own);
      for (const one of frame.frames) visit(one, own);
    };
    for (const frame of this.picture.frames) visit(frame, []);
    return this.picture.lines.map((line, i) => {
      if (line.labels.length === 0 || line.kind === "forbidden" || line.kind === "broken") return undefined;
      const [a, b] = [pathOf.get(line.from) ?? [], pathOf.get(line.to) ?? []];
      const common = a.filter((id, depth) => b[depth] === id).join(SEPARATOR);
      push(this.labels, common, `l${i} [label=${lineLabel(line)}]`);
      return `l${i}`;
    });
  }

  /** VPCs that no line leads to in rows, since Graphviz would put each below the other. */
  private grid(): void {
    const { lines } = this.picture;
    const joined = new Set(lines.flatMap(({ from, to }) => [from, to]));
    const alone = [...this.known.values()].filter(({ id, kind }) => kind === "vpc" && !joined.has(id));
    const columns = lines.length > 0 ? 3 : Math.min(3, Math.ceil(Math.sqrt(alone.length)));
    alone.forEach(({ id }, i) => {
      const before = i % columns === 0 ? undefined : alone[i - 1];
      if (before) this.out.push(`${this.nodes.get(before.id)} -> ${this.nodes.get(id)} [style=invis]`);
    });
  }

  /** Subnets side by side: both ends of a red line, with all of a VPC that has no way of its own inside. */
  private levels(): void {
    const { picture } = this;
    const frameOf = new Map<string, Frame>();
    const note = (vpc: Frame, frame: Frame): void => {
      for (const place of frame.places) if (place.kind === "subnet") frameOf.set(place.id, vpc);
      for (const one of frame.frames) note(vpc, one);
    };
    const visit = (frame: Frame): void => (frame.kind === "vpc" ? note(frame, frame) : frame.frames.forEach(visit));
    picture.frames.forEach(visit);
    const inner = new Set(
      picture.lines
        .filter(({ from, to }) => frameOf.has(from) && frameOf.get(from) === frameOf.get(to))
        .map(({ from }) => frameOf.get(from)),
    );
    const flat = (id: string): string[] => {
      const vpc = frameOf.get(id);
      const balanced = vpc && (inner.has(vpc) || vpc.places.length > 0);
      return !vpc || balanced ? [id] : [...frameOf].filter(([, one]) => one === vpc).map(([own]) => own);
    };
    for (const { kind, from, to } of picture.lines) {
      if (kind !== "forbidden") continue;
      const names = [...new Set([...flat(from), ...flat(to)])].flatMap((id) => this.nodes.get(id) ?? []);
      this.out.push(`{rank=same; ${names.join("; ")}}`);
    }
  }
}

export function dotOf(picture: Picture, manner: Manner): Dot {
  const writer = new DotWriter(picture, manner);
  return { text: writer.write(), names: writer.names };
}
