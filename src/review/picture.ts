import { type Networks } from "./networks";

/**
 * The Mermaid of what changes, as lines for Markdown; none when there is nothing to draw.
 * This is where src/diagram joins in: it gets both networks and the changed addresses.
 */
export function pictureOf(_: Networks): readonly string[] {
  return [];
}
