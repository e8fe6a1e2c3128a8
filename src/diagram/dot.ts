import { COLORS, flowColor, type Shade } from "./colors";
import {
  type Frame,
  type FrameKind,
  type Line,
  type Picture,
  type Place,
  type PlaceKind,
  placesOf,
  type Row,
} from "./picture";
import { escapeXml, widthBeyondAscii } from "./text";

/** Pixels; nothing is smaller than 11 in a picture that is shown 1,200 wide. */
export const FONT_SIZE = 12;
const TITLE_SIZE = 13;

const PLACE_COLORS: Readonly<Record<PlaceKind, readonly [Shade, Shade]>> = {
  subnet: [COLORS.subnet, COLORS.subnetEdge],
  "load-balancer": [COLORS.balancer, COLORS.balancerEdge],
  "transit-gateway": [COLORS.gateway, COLORS.gatewayEdge],
  internet: [COLORS.ground, COLORS.subnetEdge],
  "internet-gateway": [COLORS.gateway, COLORS.gatewayEdge],
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
};

/** A picture in Graphviz' language, and what its nodes and clusters stand for: their names are plain letters and digits. */
export interface Dot {
  readonly text: string;
  readonly names: ReadonlyMap<string, string>;
}

/** A piece of text in a cell. Graphviz gets the width of what it can't measure. */
function words(text: string, size: number, color: Shade, style: "" | "b" = ""): string {
  const shown = escapeXml(text) || " ";
  const inner = style === "b" ? `<B>${shown}</B>` : shown;
  return `<FONT POINT-SIZE="${size}" COLOR="${color.light}">${inner}</FONT>`;
}

function cell(content: string, text: string, size: number, attributes = ""): string {
  const width = widthBeyondAscii(text, size);
  return `<TD${attributes}${width === undefined ? "" : ` WIDTH="${width + 6}"`}>${content}</TD>`;
}

function colorOf({ mark, isUncertain }: Pick<Row, "mark" | "isUncertain">): Shade {
  return mark ? COLORS[mark] : isUncertain ? COLORS.doubt : COLORS.text;
}

function rowOf(row: Row): string {
  const dots = row.flows.map(
    (number) => `<TD WIDTH="7" HEIGHT="7" FIXEDSIZE="TRUE" BGCOLOR="${flowColor(number).light}"></TD>`,
  );
  const text = row.mark ? `${row.mark}: ${row.text}` : row.text;
  const content = cell(
    words(text, FONT_SIZE, colorOf(row), row.isHeading ? "b" : ""),
    text,
    row.isHeading ? FONT_SIZE * 1.1 : FONT_SIZE,
    ' ALIGN="LEFT"',
  );
  return `<TR><TD ALIGN="LEFT"><TABLE ALIGN="LEFT" BORDER="0" CELLBORDER="0" CELLPADDING="1" CELLSPACING="2"><TR>${dots.join("")}${content}</TR></TABLE></TD></TR>`;
}

function placeLabel({ kind, title, subtitle, rows, mark, isUncertain }: Place): string {
  const [fill, edge] = PLACE_COLORS[kind];
  const border = mark ? COLORS[mark] : isUncertain ? COLORS.doubt : edge;
  const heading = mark ? `${mark}: ${title}` : title;
  const head = `<TR>${cell(words(heading, TITLE_SIZE, mark ? COLORS[mark] : COLORS.text, "b"), heading, TITLE_SIZE * 1.1)}</TR>`;
  const second =
    subtitle === undefined ? "" : `<TR>${cell(words(subtitle, FONT_SIZE, COLORS.muted), subtitle, FONT_SIZE)}</TR>`;
  const width = mark ? 3 : 1;
  return `<<TABLE BORDER="${width}" CELLBORDER="0" CELLPADDING="2" CELLSPACING="0" STYLE="ROUNDED" COLOR="${border.light}" BGCOLOR="${fill.light}">${head}${second}${rows.map(rowOf).join("")}</TABLE>>`;
}

function frameLabel({ title, subtitle, kind, mark }: Frame): string {
  const [, edge] = FRAME_COLORS[kind];
  const heading = mark ? `${mark}: ${title}` : title;
  const text = subtitle === undefined ? heading : `${heading}  ${subtitle}`;
  const inner = words(heading, TITLE_SIZE, mark ? COLORS[mark] : edge, kind === "zone" ? "" : "b");
  const second = subtitle === undefined ? "" : `  ${words(`  ${subtitle}`, FONT_SIZE, COLORS.muted)}`;
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0"><TR>${cell(inner + second, text, TITLE_SIZE)}</TR></TABLE>>`;
}

function lineLabel({ labels, kind }: Line): string {
  if (labels.length === 0 && kind !== "forbidden") return "";
  const isRed = kind === "forbidden" || kind === "broken";
  const cross = kind === "forbidden" ? [`<TR><TD>${words("×", 20, COLORS.forbidden, "b")}</TD></TR>`] : [];
  // Room between the text and the line beside it, or the boxes at both ends of a level one.
  const room = kind === "forbidden" ? 26 : 5;
  const shown = labels.length > 4 ? [...labels.slice(0, 3), `and ${labels.length - 3} more`] : labels;
  const rows = shown.map(
    (text) => `<TR>${cell(words(text, FONT_SIZE, isRed ? COLORS.forbidden : COLORS.text), text, FONT_SIZE)}</TR>`,
  );
  const inner = `<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="1">${rows.join("")}${cross.join("")}</TABLE>`;
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR><TD WIDTH="${room}"></TD><TD>${inner}</TD><TD WIDTH="${room}"></TD></TR></TABLE>>`;
}

function styleOf({ kind, flows, mark }: Line): string {
  const flowColors = flows.map((number) => flowColor(number).light).join(":");
  const color = mark ? COLORS[mark].light : undefined;
  switch (kind) {
    case "flow":
      return `color="${color ?? flowColors}", penwidth=2`;
    case "reply":
      return `color="${color ?? flowColors}", penwidth=1.2, style=dashed`;
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

class DotWriter {
  private readonly out: string[] = [];
  private readonly nodes = new Map<string, string>();
  readonly names = new Map<string, string>();

  constructor(private readonly picture: Picture) {}

  write(): string {
    const { picture } = this;
    const direction = picture.isCompact ? "LR" : "TB";
    const [nodesep, ranksep] = picture.isCompact ? [0.12, 1.1] : [0.3, 0.42];
    this.out.push(
      "digraph picture {",
      `graph [rankdir=${direction}, newrank=true, compound=true, nodesep=${nodesep}, ranksep=${ranksep}, pad=0.05, fontname="Helvetica", bgcolor="transparent"]`,
      'node [shape=plain, fontname="Helvetica"]',
      `edge [fontname="Helvetica", arrowsize=0.8]`,
    );
    for (const place of picture.places) this.place(place);
    for (const frame of picture.frames) this.frame(frame);
    for (const line of picture.lines) this.line(line);
    this.out.push("}");
    return this.out.join("\n");
  }

  private frame(frame: Frame): void {
    const name = `cluster_${this.names.size}`;
    this.names.set(name, frame.id);
    const [fill, edge, style] = FRAME_COLORS[frame.kind];
    const border = frame.mark ? COLORS[frame.mark] : edge;
    this.out.push(
      `subgraph ${name} {`,
      `graph [label=${frameLabel(frame)}, labeljust=l, margin=${frame.kind === "zone" ? 8 : 10}, style="${style}", fillcolor="${fill.light}", color="${border.light}"]`,
    );
    for (const one of frame.frames) this.frame(one);
    for (const place of frame.places) this.place(place);
    this.out.push("}");
  }

  private place(place: Place): void {
    const name = `n${this.names.size}`;
    this.names.set(name, place.id);
    this.nodes.set(place.id, name);
    this.out.push(`${name} [label=${placeLabel(place)}]`);
  }

  private line(line: Line): void {
    const kinds = new Map(placesOf(this.picture).map((place) => [place.id, place]));
    const [from, to] = [kinds.get(line.from), kinds.get(line.to)];
    if (!from || !to) return;
    const isTurned = this.rankOf(from) > this.rankOf(to);
    const [tail, head] = (isTurned ? [to, from] : [from, to]).map((one) => this.nodes.get(one.id) ?? "");
    const label = lineLabel(line);
    const attributes = [styleOf(line), `dir=${headsOf(line, isTurned)}`, ...(label === "" ? [] : [`label=${label}`])];
    if (line.kind === "forbidden" && !this.picture.isCompact) this.out.push(`{rank=same; ${tail}; ${head}}`);
    if (line.kind === "broken" || line.kind === "forbidden") attributes.push("constraint=false");
    this.out.push(`${tail} -> ${head} [${attributes.join(", ")}]`);
  }

  /** In a picture of many VPCs one half of them stands before the gateways, the other behind. */
  private rankOf(place: Place): number {
    if (!this.picture.isCompact || place.kind !== "vpc") return LEVELS[place.kind];
    const vpcs = placesOf(this.picture).filter((one) => one.kind === "vpc");
    return vpcs.indexOf(place) < vpcs.length / 2 ? 2 : 5;
  }
}

export function dotOf(picture: Picture): Dot {
  const writer = new DotWriter(picture);
  return { text: writer.write(), names: writer.names };
}
