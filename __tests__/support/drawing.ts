import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BridgePlan } from "../../src/address-plan/bridge-plan";
import { networkOf } from "../../src/project/network-of";
import { drawOptionsOf } from "../../src/questions/draw-options";
import { type DrawOptions, drawMermaid, drawSvg } from "../../src/diagram";
import { Walker } from "../../src/reachability";
import { type TerraformKind } from "../../src/terraform";
import { type Changes, type Example, inFolder, planOf, PROJECT } from "./bridges";
import { topologyOf } from "./networks";
import { synthJson } from "./synthesized";
import { writeFileSync } from "node:fs";

export interface Drawing {
  readonly walker: Walker;
  readonly options: DrawOptions;
}

/** Terraform's JSON, ready to be drawn. */
export function drawingOf(json: object, title = "test", kind: TerraformKind = "synth"): Drawing {
  return { walker: new Walker(topologyOf(json, kind)), options: { title } };
}

/** An example bridge's synthesized JSON, changed if need be, with what its file states. */
export function exampleDrawing(
  example: Example,
  change: (json: ReturnType<typeof synthJson>) => object = (json) => json,
): Drawing {
  return planDrawing(planOf(example), change);
}

/** The same of an example whose file says something else. */
export function bridgeDrawing(example: Example, changes: Changes): Drawing {
  return planDrawing(planOf(example, changes), (json) => json);
}

function planDrawing(plan: BridgePlan, change: (json: ReturnType<typeof synthJson>) => object): Drawing {
  return inFolder((folder) => {
    const file = join(folder, "cdk.tf.json");
    writeFileSync(file, JSON.stringify(change(synthJson(plan))));
    const network = networkOf(file, "cdk.tf.json", "synth", plan);
    return { walker: network.walker, options: drawOptionsOf(network) };
  });
}

/** A network of the reachability tests. */
export function networkDrawing(name: string): Drawing {
  const file = join(PROJECT, "__tests__/reachability/networks", name);
  return drawingOf(JSON.parse(readFileSync(file, "utf8")) as object, name);
}

export const svgOfDrawing = async ({ walker, options }: Drawing): Promise<string> =>
  (await drawSvg(walker, options)).svg;
export const mermaidOfDrawing = ({ walker, options }: Drawing): string => drawMermaid(walker, options);

/** Colour of the first flow. */
export const FIRST_FLOW = "#0b62c4";

/** Lines of an SVG in this colour: each flow is a path of its own. */
export function pathsIn(svg: string, color: string): number {
  return [...svg.matchAll(/<path [^>]*stroke="(#[0-9a-f]+)"/g)].filter((match) => match[1] === color).length;
}
