import { COLORS } from "./colors";
import { type Dot, dotOf, type Manner } from "./dot";
import { type Picture } from "./picture";

/** Lays Graphviz' language out; what `Graphviz.load()` of @hpcc-js/wasm-graphviz gives has this shape. */
export interface Layouter {
  dot(text: string, format: "svg"): string;
}

export interface LaidOut {
  readonly dot: Dot;
  readonly svg: string;
  /** Lines that found no way, which the reader must be told. */
  readonly lost: number;
}

/** From the nicest to the plainest: Graphviz finds no way for some lines in some of them. */
const MANNERS: readonly Manner[] = [
  { isLevel: true, splines: "true" },
  { isLevel: false, splines: "true" },
  { isLevel: true, splines: "polyline" },
  { isLevel: true, splines: "line" },
];

/**
 * Runs something while what it writes to the standard error output is kept back: Graphviz, compiled, has no other way to
 * complain, and its words are about its own insides.
 */
function quietly<T>(run: () => T): { result: T; complaints: string } {
  const complaints: string[] = [];
  // eslint-disable-next-line no-restricted-syntax -- nothing is printed to it
  const { stderr } = process;
  const own = Object.getOwnPropertyDescriptor(stderr, "write");
  Object.defineProperty(stderr, "write", {
    configurable: true,
    writable: true,
    value: (text: string | Uint8Array): boolean => complaints.push(String(text)) > 0,
  });
  try {
    return { result: run(), complaints: complaints.join("") };
  } finally {
    if (own) Object.defineProperty(stderr, "write", own);
    else Reflect.deleteProperty(stderr, "write");
  }
}

/** Lays a picture out so that every line of it is drawn, if there is a manner in which all are. */
export function layOut(picture: Picture, layouter: Layouter): LaidOut {
  let best: LaidOut | undefined;
  for (const manner of MANNERS) {
    const dot = dotOf(picture, manner);
    const { result, complaints } = quietly(() => layouter.dot(dot.text, "svg"));
    const lost = lostIn(result);
    if (complaints === "" && lost === 0) return { dot, svg: result, lost };
    if (!best || lost < best.lost) best = { dot, svg: result, lost };
  }
  if (!best) throw new Error("there is no manner to lay a picture out");
  return best;
}

const isLabelGround = (piece: string): boolean => piece.startsWith(`<path fill="${COLORS.ground.light}"`);

/** What Graphviz writes of an edge, line by line: the way, its heads, and from its ground on the label. */
function partsOf(edge: string): { way: string[]; label: string[] } {
  const pieces = edge.split("\n");
  const ground = pieces.findIndex(isLabelGround);
  return ground < 0 ? { way: pieces, label: [] } : { way: pieces.slice(0, ground), label: pieces.slice(ground) };
}

const EDGE = /<g [^>]*class="edge">\n([\s\S]*?)\n?<\/g>/g;

/** Edges without a way. */
function lostIn(svg: string): number {
  return [...svg.matchAll(EDGE)].filter(([, edge = ""]) => !partsOf(edge).way.some((one) => one.startsWith("<path")))
    .length;
}

/** Labels with a ground of their own after all lines, so that none goes through them. */
export function raiseLabels(svg: string): string {
  const labels: string[] = [];
  const lowered = svg.replace(EDGE, (whole: string, edge: string) => {
    const { way, label } = partsOf(edge);
    if (label.length === 0) return whole;
    labels.push(`<g class="label">\n${label.join("\n")}\n</g>\n`);
    return `<g class="edge">\n${way.join("\n")}\n</g>`;
  });
  const end = lowered.lastIndexOf("</g>");
  return `${lowered.slice(0, end)}${labels.join("")}${lowered.slice(end)}`;
}
