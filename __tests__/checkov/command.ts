import { visible } from "../../src/escape/visible";
import { Refusal } from "./refusal";
import { scanBridges } from "./scanned-bridges";

/** `npm run checkov [-- bridge [plan.json]]`: exits 1 where something fails that nobody accepts, 2 where nothing can be said. */
try {
  const { lines, exit } = scanBridges(process.argv.slice(2));
  for (const line of lines) console.log(visible(line));
  process.exitCode = exit;
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  for (const line of error.message.split("\n")) console.error(visible(line));
  process.exitCode = 2;
}
