import { Document, isMap, isScalar, Pair } from "yaml";

/** Why a file says what it says. */
export interface Reasons {
  /** Lines before everything else. */
  readonly head: readonly string[];
  /** By top-level key: what is said above it. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Keys whose values read best on one line. */
const ON_ONE_LINE = new Set(["vpc", "account", "attachment", "nat", "backend", "http", "https"]);
const OF_ONE_LINE_EACH = new Set(["subnets"]);

/** The text of a bridge file. */
export function yamlOf(content: Readonly<Record<string, unknown>>, { head, keys }: Reasons): string {
  const document = new Document(content);
  document.commentBefore = [
    " yaml-language-server: $schema=bridge.schema.json",
    "",
    ...head.map((line) => ` ${line}`),
  ].join("\n");
  const visit = (node: unknown): void => {
    if (!isMap(node)) return;
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      if (isMap(pair.value) && ON_ONE_LINE.has(key)) pair.value.flow = true;
      else if (isMap(pair.value) && OF_ONE_LINE_EACH.has(key))
        for (const inner of pair.value.items) if (isMap(inner.value)) inner.value.flow = true;
      visit(pair.value);
    }
  };
  visit(document.contents);
  if (isMap(document.contents))
    document.contents.items.forEach((pair, i) => {
      if (!(pair instanceof Pair) || !isScalar(pair.key)) return;
      const reason = keys[String(pair.key.value)];
      if (i > 0) pair.key.spaceBefore = true;
      if (reason !== undefined) pair.key.commentBefore = ` ${reason}`;
    });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
