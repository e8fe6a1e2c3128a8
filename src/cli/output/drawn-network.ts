import { drawJson, drawMermaid, type DrawOptions, drawSvg } from "../../diagram";
import { jsonText } from "../../escape/json-text";
import { type Document, documentOf } from "../../escape/terminal";
import { Meter } from "../../limits";
import { drawOptionsOf } from "../../questions/draw-options";
import { type Network } from "../../requirements/judged-network";
import { withoutSecrets } from "./shown";

export type PictureFormat = "svg" | "mermaid" | "json";

/** A network as a picture. */
export async function drawnAs(
  format: PictureFormat,
  { walker, topology }: Network,
  drawing: DrawOptions,
): Promise<Document> {
  // Of many VPCs each is one box.
  new Meter("boxes", "the picture").spend(topology.vpcs.length + topology.transitGateways.length);
  switch (format) {
    case "svg":
      return (await drawSvg(walker, drawing)).svg;
    case "mermaid":
      return drawMermaid(walker, drawing);
    case "json":
      return documentOf(`${jsonText(withoutSecrets(topology.secrets, drawJson(walker, drawing)), 2)}\n`);
  }
}

/** A network as an SVG picture. */
export async function drawnSvg(network: Network): Promise<string> {
  return drawnAs("svg", network, drawOptionsOf(network));
}
