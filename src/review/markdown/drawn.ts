import { mermaidOf } from "../../diagram/mermaid";
import { pictureOfChanges } from "../../diagram/changed-picture";
import { type ChangedNetwork } from "../changed-network";

/** Changes above which a picture shows nothing any more, and takes longer than the rest of the review. */
const MOST_MARKS = 300;

/** The Mermaid of what changes, as whole Markdown lines with the fence around it; none when nothing of it is drawn. */
export function pictureLines(changed: ChangedNetwork): readonly string[] {
  const picture = changed.marks.size > MOST_MARKS ? undefined : pictureOfChanges(changed);
  return picture ? ["```mermaid", ...mermaidOf(picture).trimEnd().split("\n"), "```"] : [];
}
