import { Document, isScalar, Scalar, visit } from "yaml";
import { isVisible, withoutHidden } from "../escape/visible";
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
    if (change === null) return [`# take ${flow(key)} out`];
    const left = values[key];
    const isEmptied = isMap(left) && Object.keys(left).length === 0;
    if (!isMap(change) || isEmptied || depth >= WHOLE_DEPTH) return [`${flow(key)}: ${flow(values[key])}`];
    return [`${flow(key)}:`, ...patchLines(change, values[key], depth + 1).map((line) => `  ${line}`)];
  });
}

/** As YAML writes it between double quotes (YAML 1.2.2, 5.7): its units, or those of a surrogate pair as one number. */
function escapeOf(one: string): string {
  const hex = one.codePointAt(0)!.toString(16);
  return hex.length > 4 ? `\\U${hex.padStart(8, "0")}` : `\\u${hex.padStart(4, "0")}`;
}

const IN_ONE_LINE = {
  collectionStyle: "flow",
  lineWidth: 0,
  flowCollectionPadding: true,
  doubleQuotedMinMultiLineLength: Infinity,
} as const;

/** A value in one line, as YAML writes it in flow style. A terminal shows it as it is, so that it can be pasted. */
function flow(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && !isVisible(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = document.toString(IN_ONE_LINE).trimEnd();
  return withoutHidden(text.replace(/\\\\(?=u\{)/g, "\\x5c"), escapeOf).replace(/^\[ (.*) \]$/, "[$1]");
}
