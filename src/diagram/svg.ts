import { type Document, documentOf } from "../escape/terminal";
import { visible } from "../escape/visible";
import { COLORS, FLOWS, flowColor, type Shade } from "./colors";
import { type Font, FONT_SIZE } from "./dot";
import { layOut, type Layouter, raiseLabels } from "./layout";
import { type Picture, placesOf } from "./picture";
import { escapeXml, widthOf, wrap, xmlOf } from "./svg-text";

/** Metrically alike, so what Graphviz measured as Helvetica fits in each of them. */
const FONTS = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif";
const MARGIN = 20;
const HEAD = 46;
const LINE_HEIGHT = 18;

export interface Drawn {
  readonly svg: Document;
  /** Pixels, before a reader scales it. */
  readonly width: number;
  readonly height: number;
}

/** Rules that turn each colour into its dark one, for viewers that say they are dark. */
function darkRules(): string {
  const shades: Shade[] = [...Object.values(COLORS), ...FLOWS];
  return shades
    .map(({ light, dark }) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`)
    .join("\n");
}

interface LegendEntry {
  readonly swatch: string;
  readonly text: string;
}

const stroke = (color: Shade, width: number, more = ""): string =>
  `<line x1="0" y1="0" x2="30" y2="0" stroke="${color.light}" stroke-width="${width}"${more}/>`;

/** What each line and mark of this picture means; only of what is in it. */
function legendOf(picture: Picture, lost: number): LegendEntry[] {
  const has = (kind: string): boolean => picture.lines.some((line) => line.kind === kind);
  const rows = [...picture.flows.entries()].map(([number, text]): LegendEntry => ({
    swatch: stroke(flowColor(number), 3),
    text: `proved: ${text}`,
  }));
  if (has("reply"))
    rows.push({
      swatch: stroke(picture.flows.length === 1 ? flowColor(0) : COLORS.muted, 1.5, ' stroke-dasharray="5,3"'),
      text: "the way back, where it is another one",
    });
  if (has("forbidden"))
    rows.push({
      swatch: stroke(COLORS.forbidden, 1.5, ' stroke-dasharray="5,3"') + cross(),
      text: "proved: no packet passes",
    });
  if (has("broken"))
    rows.push({ swatch: stroke(COLORS.forbidden, 4), text: "must be impossible, and is not proved to be" });
  if (has("steered"))
    rows.push({
      swatch: stroke(COLORS.doubt, 1.5, ' stroke-dasharray="1,3"'),
      text: "a steered route that no drawn flow takes",
    });
  if (has("link")) rows.push({ swatch: stroke(COLORS.link, 1), text: "attached; says nothing of flows" });
  if (lost > 0)
    rows.push({ swatch: "", text: `${lost} of the lines found no way and are not drawn (--json has them)` });
  for (const text of picture.notes) rows.push({ swatch: "", text });
  return rows;
}

const cross = (): string =>
  `<path fill="none" stroke="${COLORS.forbidden.light}" stroke-width="2" d="M11,-4L19,4M19,-4L11,4"/>`;

/** @param text visible */
function textAt(x: number, y: number, text: string, { size, color, isBold }: Font): string {
  const weight = isBold === true ? ' font-weight="bold"' : "";
  return `<text xml:space="preserve" x="${x}" y="${y}" font-size="${size}" fill="${color.light}"${weight}>${escapeXml(text)}</text>`;
}

/** The legend in as many columns as there is room for. */
function drawLegend(entries: readonly LegendEntry[], width: number): { svg: string; height: number } {
  const columns = width >= 760 && entries.length > 3 ? 2 : 1;
  const room = width / columns;
  const each = Math.ceil(entries.length / columns);
  const parts: string[] = [];
  let height = 0;
  for (let column = 0; column < columns; column++) {
    let y = LINE_HEIGHT;
    for (const { swatch, text } of entries.slice(column * each, (column + 1) * each)) {
      const x = Math.round(column * room);
      const indent = swatch === "" ? 0 : 40;
      if (swatch !== "") parts.push(`<g transform="translate(${x} ${y - 4})">${swatch}</g>`);
      for (const line of wrap(visible(text), (line) => widthOf(line, FONT_SIZE) <= room - indent - 16)) {
        parts.push(textAt(x + indent, y, line, { size: FONT_SIZE, color: COLORS.text }));
        y += LINE_HEIGHT;
      }
    }
    height = Math.max(height, y);
  }
  return { svg: parts.join("\n"), height };
}

/** What a screen reader says of the picture. */
function descriptionOf(picture: Picture): string {
  const flows = picture.flows.map((text) => `proved flow: ${text}`);
  const lines = picture.lines.flatMap(({ kind, from, to, isMutual, between: [a, b] = [from, to] }) =>
    kind === "forbidden"
      ? [isMutual ? `no packet between ${a} and ${b}` : `no packet from ${a} to ${b}`]
      : kind === "broken"
        ? [`NOT proved to be impossible: ${from} to ${to}`]
        : [],
  );
  const all = [...flows, ...lines, ...picture.notes];
  return all.length > 0 ? `${all.join("; ")}.` : "No flow is proved.";
}

/** Names in place of Graphviz' own: they are what a pointer shows and a screen reader reads. */
function named(svg: string, names: ReadonlyMap<string, string>): string {
  const nameOf = (key: string): string => xmlOf(names.get(key) ?? key);
  return svg.replace(
    /<title>([a-z_]+[0-9]+)(?::[a-z]+)?(?:&#45;&gt;([a-z]+[0-9]+)(?::[a-z]+)?)?<\/title>/g,
    (_, a: string, b: string | undefined) =>
      b === undefined ? `<title>${nameOf(a)}</title>` : `<title>${nameOf(a)} - ${nameOf(b)}</title>`,
  );
}

function body(svg: string): { width: number; height: number; content: string } {
  const box = /viewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"/.exec(svg);
  const [start, end] = [svg.indexOf("<g id="), svg.lastIndexOf("</svg>")];
  if (!box || start < 0 || end < 0) throw new Error("Graphviz drew no picture");
  const content = svg
    .slice(start, end)
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/<title>picture<\/title>\n?/, "")
    .replace(/ font-family="[^"]*"/g, "")
    .replace(/ id="(?:graph|node|edge|clust)[0-9]+"/g, "");
  return { width: Math.ceil(Number(box[1])), height: Math.ceil(Number(box[2])), content };
}

/**
 * A picture as SVG: text that can be selected, light and dark, title and description, nothing loaded from elsewhere.
 * The same picture gives the same bytes.
 */
export function svgOf(picture: Picture, layouter: Layouter): Drawn {
  const isEmpty = placesOf(picture).length === 0;
  const laid = isEmpty ? undefined : layOut(picture, layouter);
  const graph = laid ? body(named(raiseLabels(laid.svg), laid.dot.names)) : { width: 0, height: 0, content: "" };
  const inner = Math.max(graph.width, 640);
  const entries = isEmpty
    ? [{ swatch: "", text: "There is no VPC in this input." }]
    : legendOf(picture, laid?.lost ?? 0);
  const legend = drawLegend(entries, inner);
  const width = inner + 2 * MARGIN;
  const height = Math.ceil(HEAD + graph.height + 14 + legend.height + MARGIN);
  const left = MARGIN + Math.floor((inner - graph.width) / 2);
  const svg = `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="picture-title picture-description">
<title id="picture-title">${xmlOf(picture.title)}</title>
<desc id="picture-description">${xmlOf(descriptionOf(picture))}</desc>
<style>
svg{max-width:100%;height:auto}
text{font-family:${FONTS}}
@media (prefers-color-scheme: dark){
${darkRules()}
}
</style>
<rect width="${width}" height="${height}" fill="${COLORS.ground.light}"/>
${textAt(MARGIN, 30, visible(picture.title), { size: 17, color: COLORS.text, isBold: true })}
<g transform="translate(${left} ${HEAD})">
${graph.content.trim()}
</g>
<g transform="translate(${MARGIN} ${HEAD + graph.height + 14})">
${legend.svg}
</g>
</svg>
`;
  return { svg: documentOf(svg), width, height };
}
