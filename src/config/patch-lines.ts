import { stringify } from "yaml";
import { isMap, type Patch } from "./patch";

/** From here on a map is written whole: an entry such as a subnet is pasted over the one that is there. */
const WHOLE_DEPTH = 3;

/**
 * What a patch changes, as YAML to paste: keys as they are nested in the file, entries such as a subnet as a whole,
 * and a comment for each key that is to be taken out.
 * @param after the patched value
 */
export function patchLines(patch: Patch, after: unknown, depth = 1): string[] {
  const values = isMap(after) ? after : {};
  return Object.entries(patch).flatMap(([key, change]): string[] => {
    if (change === null) return [`# take ${key} out`];
    const left = values[key];
    const isEmptied = isMap(left) && Object.keys(left).length === 0;
    if (!isMap(change) || isEmptied || depth >= WHOLE_DEPTH) return [`${key}: ${flow(values[key])}`];
    return [`${key}:`, ...patchLines(change, values[key], depth + 1).map((line) => `  ${line}`)];
  });
}

/** A value in one line, as YAML writes it in flow style. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0, flowCollectionPadding: true })
    .trimEnd()
    .replace(/^\[ (.*) \]$/, "[$1]");
}
