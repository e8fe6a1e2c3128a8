import { formatFault, formatKey } from "../config/fault";
import { readText, SourceFile, textOf } from "../config/source-file";
import { AWS_PRICES, type PriceTable, readPrices, withPrices } from "../prices";
import { type Surroundings } from "../project/surroundings";
import { UserError } from "../project/user-error";
import { STDIN } from "../terraform";
import { readAtMost } from "../terraform/read-bytes";
import { fileNamed } from "./named-file";

/** Bytes above which a price file is refused: ten Regions take some 10 kB. */
const LARGEST = 1024 * 1024;
const KIND = {
  fix: "write prices, such as regions: { eu-west-1: { date: 2026-11-27, source: AWS Price List, prices: { nat_gateway: { hour: 0.048 } } } }",
  one: "price list",
};

function textAt(path: string, shown: string): ReturnType<typeof textOf> {
  if (path !== STDIN) return readText(path, shown);
  return textOf(readAtMost(STDIN, 0, LARGEST), shown);
}

/**
 * AWS's list prices with those of a file put over them.
 * @param name the file; undefined: AWS's alone
 * @throws UserError with its first fault
 */
export function pricesFrom(io: Surroundings, name: string | undefined): PriceTable {
  if (name === undefined) return AWS_PRICES;
  const { path, shown } = fileNamed(io, name);
  const read = textAt(path, shown);
  if ("fault" in read) {
    const { message, fix, rule } = read.fault;
    // The words of this fault may be those of a bridge's.
    const next = rule === "file-size" ? "keep the Regions that you need" : fix;
    const what = rule === "file-size" ? "is larger than 1 MiB" : message;
    throw new UserError({ rule, input: shown }, `${shown}: ${what}; ${next}`);
  }
  const source = new SourceFile(shown, read.text, KIND);
  const syntax = source.syntaxFaults();
  const content = syntax.length === 0 ? source.toJS() : undefined;
  const table = content && "value" in content ? readPrices(content.value) : undefined;
  if (table && "table" in table) return withPrices(AWS_PRICES, table.table);
  const faults = table
    ? table.faults.map((fault) => source.fault(fault))
    : content && "fault" in content
      ? [content.fault]
      : syntax;
  const [first] = faults;
  if (!first) throw new UserError({ rule: "price-file", input: shown }, `${shown}: can't be read; ${KIND.fix}`);
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : "";
  const refusal = { rule: first.rule, input: shown, line: first.line, key: formatKey(first.path) };
  throw new UserError(refusal, `${formatFault(first)}${more}`);
}
