import { formatIndex, lastModule, parseAddress, parseIndex } from "../resource-address";
import { mapping, numeral, type Term, text, toValue, tuple, whole } from "../expression";
import { type Body, eachOf, pair } from "../synth-blocks";
import { exactly, Unknown } from "../value";

/** Which instances a block or a module call has, by what its sources say. */
export type Repetition =
  | { readonly kind: "one" }
  /** Undefined where the number, or the keys, can't be worked out. */
  | { readonly kind: "count"; readonly count: number | undefined }
  | { readonly kind: "each"; readonly entries: ReadonlyMap<string, Term> | undefined };

/** @param evaluate works out `count` or `for_each` */
export function repetitionOf(body: Body, evaluate: (json: NonNullable<Body[string]>) => Term): Repetition {
  if (body.count !== undefined && body.count !== null) {
    const count = toValue(evaluate(body.count));
    const size = typeof count === "string" && /^\d+$/.test(count) ? Number(count) : count;
    return { kind: "count", count: typeof size === "number" && Number.isInteger(size) && size >= 0 ? size : undefined };
  }
  if (body.for_each !== undefined && body.for_each !== null) {
    const entries = eachOf(evaluate(body.for_each));
    return { kind: "each", entries: entries && new Map(entries) };
  }
  return { kind: "one" };
}

/** Instance keys as addresses write them; undefined where the sources don't tell. */
export function keysOf(repetition: Repetition): string[] | undefined {
  switch (repetition.kind) {
    case "one":
      return [""];
    case "count":
      return repetition.count === undefined
        ? undefined
        : Array.from({ length: repetition.count }, (_, i) => formatIndex(i));
    case "each":
      return repetition.entries && [...repetition.entries.keys()].map((key) => formatIndex(key));
  }
}

/** The block or module as expressions name it: one thing, a list or a map of them. */
export function wholeOf(repetition: Repetition, addresses: readonly string[]): Term {
  const links = addresses.map((address) => exactly(address, ""));
  if (repetition.kind === "count") return tuple(links);
  if (repetition.kind === "each")
    return mapping(
      "object",
      addresses.map((address, i) => [String(keyOf(address)), links[i]!] as const),
    );
  return links[0] ?? new Unknown([], false, "none");
}

/** The key of the instance of a block or a module that an address names. */
function keyOf(address: string): string | number | undefined {
  const parsed = parseAddress(address);
  return parsed ? parsed.index : parseIndex(lastModule(address)?.key ?? "");
}

/** `each` or `count` of one instance. */
export function namesOf(repetition: Repetition, index: string | number | undefined): Readonly<Record<string, Term>> {
  if (repetition.kind === "count" && typeof index === "number")
    return { count: mapping("object", [["index", numeral(whole(index))]]) };
  if (repetition.kind !== "each" || index === undefined) return {};
  const value = repetition.entries?.get(String(index)) ?? new Unknown([], false, "each.value");
  return { each: pair(text(String(index)), value) };
}
