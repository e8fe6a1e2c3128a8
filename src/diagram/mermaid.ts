import { type Document, documentOf } from "../escape/terminal";
import { visible } from "../escape/visible";
import { push } from "../terraform";
import { COLORS, flowColor } from "./colors";
import { MermaidIds } from "./mermaid-ids";
import {
  type Frame,
  type Line,
  type Mark,
  type Picture,
  type Place,
  type PlaceKind,
  placesOf,
  ranksOf,
  type Row,
} from "./picture";

/** GitHub draws no more lines than this (Mermaid's maxEdges), and no longer text (maxTextSize, 50,000). */
const MOST_LINES = 400;
const MOST_CHARACTERS = 45_000;

/** Characters that Mermaid, Markdown or HTML would take for their own, as Mermaid's entity codes. */
const ESCAPES: Readonly<Record<string, string>> = {
  "#": "#35;",
  "&": "#amp;",
  "<": "#lt;",
  ">": "#gt;",
  '"': "#quot;",
  "`": "#96;",
  "\\": "#92;",
  "*": "#42;",
  _: "#95;",
  "~": "#126;",
  "|": "#124;",
  ";": "#59;",
  "%": "#37;",
};

/**
 * A text that can't end its quotes, start a tag, a comment, a directive or mathematics. Mermaid looks for `$$` and
 * `fa:fa-car` after it has read the codes, so these are no codes.
 */
export function escapeMermaid(text: string): string {
  return visible(text)
    .replace(/(?<=\$)\$/g, "\\u{24}")
    .replace(/(fa[a-z]?):(?=fa-)/g, "$1\\u{3a}")
    .replace(/[#&<>"`\\*~|;%]|_(?=_)|^_|_$/g, (one) => ESCAPES[one] ?? one);
}

/** Mermaid cuts something off lines that look as if they style (`style.*:\S*#.*;`, before it reads any), unless the colon is a code. */
function withoutColons(line: string): string {
  return /style|classDef/.test(line) ? line.replace(/:/g, "#58;") : line;
}

const CLASSES: Readonly<Partial<Record<PlaceKind, string>>> = {
  "load-balancer": "balancer",
  "transit-gateway": "gateway",
  peering: "gateway",
  "internet-gateway": "gateway",
};

function textOf({ title, subtitle, mark }: Pick<Place, "title" | "subtitle" | "mark">): string {
  const text = subtitle === undefined ? title : `${title} ${subtitle}`;
  return escapeMermaid(mark ? `${mark}: ${text}` : text);
}

function rowText({ text, mark, isHeading }: Row): string {
  const shown = escapeMermaid(mark ? `${mark}: ${text}` : text);
  return isHeading ? `<i>${shown}</i>` : shown;
}

function shapeOf({ kind }: Place, label: string): string {
  switch (kind) {
    case "transit-gateway":
    case "peering":
      return `{{"${label}"}}`;
    case "internet":
      return `(("${label}"))`;
    case "load-balancer":
      return `[["${label}"]]`;
    case "internet-gateway":
      return `(["${label}"])`;
    default:
      return `["${label}"]`;
  }
}

class MermaidWriter {
  private readonly out: string[] = [];
  private readonly marked = new Map<Mark, string[]>();
  private readonly classes = new Map<string, string[]>();
  private readonly ids = new MermaidIds();

  constructor(private readonly picture: Picture) {}

  write(): string {
    const { picture, out } = this;
    out.push(`flowchart ${picture.isCompact ? "LR" : "TB"}`);
    // Accessible titles know no escapes, so they hold only what needs none.
    const title = visible(picture.title).replace(/[^\p{L}\p{M}\p{N} .,_/-]/gu, " ");
    out.push(`  accTitle: ${title.trim() || "network"}`);
    for (const place of picture.places) if (place.kind === "internet") this.place(place, "  ");
    for (const frame of picture.frames) this.frame(frame, "  ");
    for (const place of picture.places) if (place.kind !== "internet") this.place(place, "  ");
    const known = new Map(placesOf(picture).map((place) => [place.id, place]));
    const rankOf = ranksOf(picture);
    const lines = picture.lines.flatMap((line): Line[] => {
      const [from, to] = [known.get(line.from), known.get(line.to)];
      if (!from || !to) return [];
      // Mermaid puts what a line comes from first; a line with one head can't be turned.
      return [line.isMutual && rankOf(from) > rankOf(to) ? { ...line, from: line.to, to: line.from } : line];
    });
    lines.slice(0, MOST_LINES).forEach((line) => out.push(withoutColons(`  ${lineText(line, this.ids)}`)));
    if (lines.length > MOST_LINES) out.push(`  more["and ${lines.length - MOST_LINES} more lines"]`);
    if (picture.flows.length > 1) this.legend();
    if (picture.notes.length > 0)
      this.out.push(withoutColons(`  notes["${picture.notes.map(escapeMermaid).join("<br/>")}"]`));
    this.styles(lines.slice(0, MOST_LINES));
    return `${out.join("\n")}\n`;
  }

  private frame(frame: Frame, indent: string): void {
    const id = this.ids.of(frame.id);
    this.out.push(withoutColons(`${indent}subgraph ${id}["${textOf(frame)}"]`));
    for (const one of frame.frames) this.frame(one, `${indent}  `);
    for (const place of frame.places) this.place(place, `${indent}  `);
    this.out.push(`${indent}end`);
    if (frame.mark) this.mark(frame.mark, id);
  }

  private place(place: Place, indent: string): void {
    const id = this.ids.of(place.id);
    const label = [textOf(place), ...place.rows.map(rowText)].join("<br/>");
    this.out.push(withoutColons(`${indent}${id}${shapeOf(place, label)}`));
    const mark = place.mark ?? place.rows.find((row) => row.mark)?.mark;
    if (mark) this.mark(mark, id);
    const name = CLASSES[place.kind];
    if (!mark && name) push(this.classes, name, id);
  }

  private mark(mark: Mark, id: string): void {
    push(this.marked, mark, id);
  }

  private legend(): void {
    this.out.push('  subgraph legend["proved flows"]');
    this.picture.flows.forEach((text, number) => {
      this.out.push(withoutColons(`    flow_${number}["${escapeMermaid(text)}"]`));
    });
    this.out.push("  end");
    this.picture.flows.forEach((_, number) => {
      this.out.push(`  style flow_${number} stroke:${flowColor(number).light},stroke-width:3px`);
    });
  }

  private styles(lines: readonly Line[]): void {
    const byStyle = new Map<string, number[]>();
    lines.forEach((line, i) => {
      const style = strokeOf(line);
      push(byStyle, style, i);
    });
    for (const [style, numbers] of byStyle) this.out.push(`  linkStyle ${numbers.join(",")} ${style}`);
    for (const [mark, ids] of this.marked) {
      this.out.push(
        `  classDef ${mark} stroke:${COLORS[mark].light},stroke-width:3px${mark === "removed" ? ",stroke-dasharray:6 3" : ""}`,
      );
      this.out.push(`  class ${ids.join(",")} ${mark}`);
    }
    for (const [name, ids] of this.classes) {
      const color = name === "balancer" ? COLORS.balancerEdge : COLORS.gatewayEdge;
      this.out.push(`  classDef ${name} stroke:${color.light}`, `  class ${ids.join(",")} ${name}`);
    }
  }
}

function strokeOf({ kind, flows, mark }: Line): string {
  if (mark) return `stroke:${COLORS[mark].light},stroke-width:3px`;
  switch (kind) {
    case "flow":
    case "reply":
      return `stroke:${(flows[0] === undefined ? COLORS.link : flowColor(flows[0])).light},stroke-width:${kind === "flow" ? 2 : 1}px`;
    case "forbidden":
      return `stroke:${COLORS.forbidden.light},stroke-width:1px`;
    case "broken":
      return `stroke:${COLORS.forbidden.light},stroke-width:4px`;
    case "steered":
      return `stroke:${COLORS.doubt.light},stroke-width:1px`;
    case "link":
      return `stroke:${COLORS.link.light},stroke-width:1px`;
  }
}

function lineText({ from, to, kind, labels, isMutual, mark }: Line, ids: MermaidIds): string {
  const shown = labels.length > 4 ? [...labels.slice(0, 3), `and ${labels.length - 3} more`] : labels;
  const text = (mark ? [`${mark}: ${shown.join(", ")}`] : shown).map(escapeMermaid).join("<br/>");
  const [a, b] = [ids.of(from), ids.of(to)];
  const labelled = (start: string, line: string, end: string, heads: readonly [string, string]): string =>
    text === ""
      ? `${a} ${heads[0]}${line}${heads[1]} ${b}`
      : `${a} ${heads[0]}${start} "${text}" ${end}${heads[1]} ${b}`;
  switch (kind) {
    case "flow":
    case "broken":
      return labelled("--", "--", "--", [isMutual ? "<" : "", ">"]);
    case "reply":
    case "steered":
      return labelled("-.", "-.-", ".-", [isMutual ? "<" : "", ">"]);
    case "forbidden":
      return labelled("-.", "-.-", ".-", [isMutual ? "x" : "", "x"]);
    case "link":
      return labelled("--", "---", "---", ["", ""]);
  }
}

/**
 * A picture as a Mermaid flowchart for Markdown, with a line feed at its end and without a fence.
 * What would not be drawn (GitHub takes 50,000 characters and 500 lines) is replaced by a sentence that says so.
 */
export function mermaidOf(picture: Picture): Document {
  const isEmpty = placesOf(picture).length === 0;
  if (isEmpty) return documentOf('flowchart TB\n  nothing["There is no VPC in this input."]\n');
  const text = new MermaidWriter(picture).write();
  if (text.length <= MOST_CHARACTERS) return documentOf(text);
  return documentOf('flowchart TB\n  large["This network is too large for Mermaid: overlap draw -o network.svg"]\n');
}
