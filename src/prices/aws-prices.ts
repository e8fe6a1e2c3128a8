import PRICES from "./aws-prices.json";
import { readPrices } from "./price-content";
import { type PriceTable } from "./price-table";

function own(): PriceTable {
  const read = readPrices(PRICES);
  if ("faults" in read) throw new Error(`aws-prices.json: ${JSON.stringify(read.faults)}`);
  return read.table;
}

/**
 * List prices of AWS, each with its day and where it comes from. It is a price file like those that users write, and read in the same way. A
 * price is `null` where no source was found, or sources differ.
 */
export const AWS_PRICES: PriceTable = own();
