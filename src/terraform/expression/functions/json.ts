import { Unknown } from "../../value";
import { formatNumber } from "../number";
import { NotUnderstood } from "../syntax";
import { Depends, orderedItems, type Term } from "../term";
import { quoted } from "./text";

/** JSON as Terraform's `jsonencode` writes it. @throws NotUnderstood where a schema may have made `1` of `"1"` */
export function encode(term: Term): string {
  if (term instanceof Unknown) throw new Depends();
  if (term.kind !== "null" && term.loose) throw new NotUnderstood("the type of an argument");
  switch (term.kind) {
    case "null":
      return "null";
    case "string":
      return quoted(term.text);
    case "number":
      return formatNumber(term.number);
    case "bool":
      return String(term.is);
    case "list":
    case "set":
    case "tuple":
      return `[${orderedItems(term).map(encode).join()}]`;
    case "map":
    case "object":
      return `{${[...term.entries].map(([key, item]) => `${quoted(key)}:${encode(item)}`).join()}}`;
  }
}
