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
  const { stderr } = process;
  const write = stderr.write;
  stderr.write = ((text: string | Uint8Array) => {
    complaints.push(String(text));
    return true;
  }) as typeof stderr.write;
  try {
    return { result: run(), complaints: complaints.join("") };
  } finally {
    stderr.write = write;
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

/** Edges without a path. */
function lostIn(svg: string): number {
  return svg
    .split('class="edge"')
    .slice(1)
    .filter((edge) => !edge.slice(0, edge.indexOf("</g>")).includes("<path")).length;
}
