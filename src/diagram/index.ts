import { type Document } from "../escape/terminal";
import { type Walker } from "../reachability";
import { type DrawOptions, Findings, isLarge } from "./findings";
import { mermaidOf } from "./mermaid";
import { forPrograms } from "./for-programs";
import { type Picture } from "./picture";
import { type Layouter } from "./layout";
import { type Drawn, svgOf } from "./svg";

export { mermaidOfChanges } from "./changed-picture";
export { type DrawOptions } from "./findings";
export { type Drawn } from "./svg";
export { type Mark, type Picture } from "./picture";
export { accountId } from "./site";

/** Pixels beyond which 12-pixel letters are below 11 in a picture that is shown 1,200 wide. */
const WIDEST = 1300;

let layouter: Promise<Layouter> | undefined;

/**
 * Graphviz in WebAssembly, loaded for the first picture only: it takes longer than most commands. Who knows early that an
 * SVG will be drawn calls it early, since it compiles on threads of its own.
 */
export function graphviz(): Promise<Layouter> {
  layouter ??= import("@hpcc-js/wasm-graphviz").then(({ Graphviz }) => Graphviz.load());
  return layouter;
}

/**
 * A network as SVG: accounts, VPCs, zones and subnets as boxes in each other, gateways, load balancers, hosts; every proved
 * flow as a coloured line with its rewrites; what no packet passes in red. Where there are many VPCs, or the picture
 * would be too wide to be read at 1,200 pixels, each VPC is one box. The same input gives the same bytes.
 */
export async function drawSvg(walker: Walker, options: DrawOptions): Promise<Drawn> {
  const loading = graphviz();
  const findings = new Findings(walker, options);
  const layout = await loading;
  if (!isLarge(walker.topology)) {
    const drawn = svgOf(findings.picture(false), layout);
    if (drawn.width <= WIDEST) return drawn;
    const compact = svgOf(findings.picture(true), layout);
    return compact.width < drawn.width ? compact : drawn;
  }
  return svgOf(findings.picture(true), layout);
}

/** The boxes and lines themselves, for programs; places and lines name each other by Terraform address. */
export function drawJson(walker: Walker, options: DrawOptions): Picture {
  return forPrograms(new Findings(walker, options).picture(isLarge(walker.topology)));
}

/** The same as a Mermaid flowchart for Markdown, without the fence around it. The same input gives the same text. */
export function drawMermaid(walker: Walker, options: DrawOptions): Document {
  return mermaidOf(new Findings(walker, options).picture(isLarge(walker.topology)));
}
